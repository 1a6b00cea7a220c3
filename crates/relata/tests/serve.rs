//! `relata serve`: the real program, asked over HTTP.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bench;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use bench::Bench;
use serde_json::Value;

/// A program that serves; it ends with this value.
struct Served {
    child: Child,
    host: String,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

impl Served {
    fn new(bench: &Bench) -> Self {
        let mut child = bench
            .command(&["serve", "--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let host = line
            .trim()
            .trim_start_matches("http://")
            .trim_end_matches('/');
        assert!(host.starts_with("127.0.0.1:"), "{line}");
        Self {
            child,
            host: host.to_owned(),
        }
    }

    fn ask_bytes(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n",
            body.len()
        );
        if !headers.iter().any(|(name, _)| *name == "host") {
            request.push_str(&format!("host: {}\r\n", self.host));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        stream
            .write_all(format!("{request}\r\n{body}").as_bytes())
            .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        bytes
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let bytes = self.ask_bytes(method, path, headers, body);
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Answer {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            body: body.to_owned(),
            head: head.to_owned(),
        }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn served() -> (Bench, Served) {
    let bench = Bench::with_reports();
    assert_eq!(bench.run(&["code", "--model", "fast", "reports"]).code, 0);
    let served = Served::new(&bench);
    (bench, served)
}

#[test]
fn the_record_can_be_asked() {
    let (bench, served) = served();
    let list = served.get("/api/v1/happenings").json();
    let n = list["total"].as_u64().unwrap();
    assert_eq!(
        bench
            .run(&["events", "--format", "jsonl"])
            .out
            .lines()
            .count() as u64,
        n
    );
    let first = &list["items"][0];
    let id = first["id"].as_str().unwrap();
    let whole = served.get(&format!("/api/v1/happenings/{id}")).json();
    assert_eq!(whole["happening"]["id"], *id);
    let label = first["event"].as_str().unwrap().replace('#', "%23");
    assert_eq!(
        served.get(&format!("/api/v1/happenings/{label}")).json()["happening"]["id"],
        *id
    );
    let report = served.get("/api/v1/reports/river").json();
    let text: String = report["segments"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|segment| segment["pieces"].as_array().unwrap())
        .map(|piece| piece["text"].as_str().unwrap())
        .collect();
    assert_eq!(
        text,
        bench.run(&["read", "--text", "reports/river.txt"]).out
    );
    assert!(report["sentences"].as_array().unwrap().len() >= 2);
    for path in [
        "/api/v1/overview?unit=reports&from=2009",
        "/api/v1/events?limit=2",
        "/api/v1/reports?q=river",
        "/api/v1/parties?q=tali",
        "/api/v1/places",
        "/api/v1/talks?on=2009-05",
        "/api/v1/talks?coded_on=2000-01-01",
        "/api/v1/changes?since=2000",
        "/api/v1/citation?type=ASSAULT",
        "/api/v1/openapi.json",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json();
    }
    let pair = &served.get("/api/v1/talks").json()["pairs"][0];
    let path = format!(
        "/api/v1/talks/pair?a={}&b={}",
        query(&pair["a"]),
        query(&pair["b"])
    );
    assert_eq!(
        served.get(&path).json()["standing"]["talks"]["state"],
        "REJECTED"
    );
    // The reports were coded after that day.
    let then = served.get(&format!("{path}&coded_on=2000-01-01")).json();
    assert_eq!(then["standing"]["steps"].as_array().unwrap().len(), 0);
    assert_eq!(then["coded_on"], "2000-01-01");
}

fn query(text: &Value) -> String {
    text.as_str().unwrap().replace(' ', "+")
}

#[test]
fn what_is_filtered_is_what_the_terminal_gives_and_what_is_exported() {
    let (bench, served) = served();
    let told = bench
        .run(&["events", "--party", "taliban", "--format", "csv"])
        .out;
    assert!(told.lines().count() > 1, "{told}");
    let file = served.get("/api/v1/happenings.csv?party=taliban");
    assert_eq!(file.body, told);
    assert!(
        file.header("content-disposition")
            .unwrap()
            .contains("relata.csv")
    );
    let lines = served.get("/api/v1/happenings.jsonl").body;
    assert_eq!(lines, bench.run(&["events", "--format", "jsonl"]).out);
    let points = served
        .get("/api/v1/happenings.geojson?place=Kandahar")
        .json();
    assert_eq!(points["features"][0]["geometry"]["type"], "Point");
    let parquet = served.ask_bytes("GET", "/api/v1/happenings.parquet", &[], "");
    assert!(parquet.ends_with(b"PAR1"));
    let cited = served.get("/api/v1/citation?place=Kandahar").json();
    assert!(
        cited["text"].as_str().unwrap().contains("1 happening "),
        "{cited}"
    );
    assert_eq!(cited["filter"], "place Kandahar");
}

#[test]
fn a_list_goes_on_at_its_cursor() {
    let (_bench, served) = served();
    let whole = served.get("/api/v1/happenings").json();
    let mut ids = Vec::new();
    let mut path = "/api/v1/happenings?limit=1".to_owned();
    loop {
        let part = served.get(&path).json();
        ids.push(part["items"][0]["id"].clone());
        let Some(next) = part["next"].as_str() else {
            break;
        };
        path = format!("/api/v1/happenings?limit=1&cursor={next}");
    }
    let wanted: Vec<Value> = whole["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].clone())
        .collect();
    assert_eq!(ids, wanted);
    assert!(ids.len() > 1);
}

#[test]
fn slips_are_problems_with_a_remedy() {
    let (_bench, served) = served();
    for (path, status) in [
        ("/api/v1/happenings?from=May", 400),
        ("/api/v1/happenings?colour=red", 400),
        ("/api/v1/happenings?cursor=x", 400),
        ("/api/v1/happenings?limit=0", 400),
        ("/api/v1/happenings/none", 404),
        ("/api/v1/reports/none", 404),
        ("/api/v1/party?name=none", 404),
        ("/api/v1/changes", 400),
        ("/api/v1/talks/pair?a=x&b=x", 404),
        ("/api/v1/nothing", 404),
        ("/api/v2", 404),
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        if path.starts_with("/api/v1") {
            assert_eq!(
                answer.header("content-type"),
                Some("application/problem+json"),
                "{path}"
            );
            assert_eq!(answer.json()["status"], status);
        }
    }
    assert_eq!(
        served.ask("DELETE", "/api/v1/happenings", &[], "").status,
        405
    );
}

#[test]
fn who_has_the_answer_need_not_get_it_again() {
    let (bench, served) = served();
    let answer = served.get("/api/v1/overview");
    let tag = answer.header("etag").unwrap().to_owned();
    let again = served.ask("GET", "/api/v1/overview", &[("if-none-match", &tag)], "");
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    // Another program writes: the answer is another one.
    bench.write(
        "more/new.txt",
        "Rebels attacked a police post in Kabul on 3 May 2011, killing two officers.",
    );
    assert_eq!(bench.run(&["code", "--model", "fast", "more"]).code, 0);
    std::thread::sleep(Duration::from_secs(2));
    let later = served.ask("GET", "/api/v1/overview", &[("if-none-match", &tag)], "");
    assert_eq!(later.status, 200);
    assert_eq!(later.json()["whole"][2], 4);
}

#[test]
fn only_this_machine_and_its_own_page_may_ask() {
    let (_bench, served) = served();
    let own = format!("http://{}", served.host);
    for (headers, status) in [
        (vec![("host", "example.org")], 403),
        (vec![("origin", "http://example.org")], 403),
        (
            vec![("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "cors")],
            403,
        ),
        (
            vec![("origin", own.as_str()), ("sec-fetch-site", "same-origin")],
            200,
        ),
    ] {
        let answer = served.ask("GET", "/api/v1/overview", &headers, "");
        assert_eq!(answer.status, status, "{headers:?}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'"),
            "{policy}"
        );
    }
}

#[test]
fn the_page_and_its_files_are_there() {
    let (_bench, served) = served();
    for path in ["/", "/talks", "/party?name=x", "/happening/abc", "/help"] {
        let answer = served.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains("/assets/page.js"), "{path}");
    }
    for (path, kind) in [
        ("/assets/page.js", "text/javascript"),
        ("/assets/page.css", "text/css"),
        ("/assets/world.json", "application/json"),
    ] {
        let answer = served.get(path);
        assert!(
            answer.header("content-type").unwrap().starts_with(kind),
            "{path}"
        );
        assert!(answer.body.len() > 1000, "{path}");
    }
    assert_eq!(served.get("/nowhere").status, 404);
    // Without script: the text with its marks, and nothing in it is markup.
    let plain = served.get("/report/river").body;
    assert!(
        plain.contains("<mark class=\"act kind3\" title=\"event 1\">attacked</mark>"),
        "{plain}"
    );
}

#[test]
fn hostile_text_is_shown_as_text() {
    let bench = Bench::new();
    let long = "The river was high. ".repeat(520_000);
    let hostile = "Rebels \u{202E}attacked\u{202C} the \"post\" in Kabul on 3 May 2011, <script>alert(1)</script> <img src=x onerror=alert(2)> killing two officers.";
    bench.write("reports/hostile.txt", format!("{hostile}\n"));
    let row = serde_json::json!({"id": "</title><b>x", "published": "2011-05-04", "title": "<b>bold</b>", "text": format!("Another report has more. {hostile}")});
    bench.write("reports/rows.jsonl", format!("{row}\n"));
    assert_eq!(bench.run(&["code", "--model", "fast", "reports"]).code, 0);
    // Ten megabytes in one paragraph: put in as it is, since coding them would take long.
    let connection = rusqlite::Connection::open(bench.path("relata.db")).unwrap();
    connection
        .execute(
            "UPDATE reports SET text = text || ?1, blocks = '[]' WHERE id = 'hostile'",
            [&long],
        )
        .unwrap();
    drop(connection);
    let served = Served::new(&bench);
    for path in ["/report/hostile", "/report/%3C/title%3E%3Cb%3Ex"] {
        let page = served.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<script>alert"), "{path}");
        assert!(!page.body.contains("<img"), "{path}");
        assert!(!page.body.contains("<b>bold"), "{path}");
        assert!(page.body.contains("&lt;script&gt;alert(1)"), "{path}");
        assert!(!page.body.contains('\u{202E}'), "{path}");
    }
    // Without script a part of it, which says so; all of it for the script.
    let plain = served.get("/report/hostile").body;
    assert!(plain.len() < 1_000_000 && plain.contains("The text goes on"));
    let report = served.get("/api/v1/reports/hostile").json();
    let pieces = report["segments"].as_array().unwrap().iter();
    let pieces = pieces.flat_map(|segment| segment["pieces"].as_array().unwrap());
    let bytes: usize = pieces
        .map(|piece| piece["text"].as_str().unwrap().len())
        .sum();
    assert!(bytes > 10_000_000, "{bytes}");
    assert!(report["unread"].is_string());
    let missing = served.get("/report/%3Cscript%3Ealert(3)");
    assert_eq!(missing.status, 404);
    assert!(!missing.body.contains("<script>alert"));
}

#[test]
fn changes_are_told_as_they_come() {
    let (bench, served) = served();
    let mut stream = TcpStream::connect(&served.host).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    let request = format!(
        "GET /api/v1/stream HTTP/1.1\r\nhost: {}\r\n\r\n",
        served.host
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    let mut next = || {
        lines
            .by_ref()
            .find_map(|line| line.strip_prefix("data: ").map(str::to_owned))
            .unwrap()
    };
    let first: Value = serde_json::from_str(&next()).unwrap();
    assert_eq!(first["reports"], 3);
    bench.write(
        "more/new.txt",
        "Rebels attacked a police post in Kabul on 3 May 2011, killing two officers.",
    );
    assert_eq!(bench.run(&["code", "--model", "fast", "more"]).code, 0);
    let mut later: Value = serde_json::from_str(&next()).unwrap();
    // The report comes first, what it tells together with others a moment after it.
    while later["reports"] != 4 || later["happenings"] == first["happenings"] {
        later = serde_json::from_str(&next()).unwrap();
    }
}

#[test]
fn a_port_that_is_taken_and_a_record_that_is_missing_are_said() {
    let (bench, served) = served();
    let port = served.host.rsplit_once(':').unwrap().1;
    let taken = bench.run(&["serve", "--port", port]);
    assert_eq!(taken.code, 2);
    assert!(taken.err.contains("--port"), "{}", taken.err);
    let missing = bench.run(&["serve", "--db", "none.db", "--port", "0"]);
    assert_eq!(missing.code, 2);
    assert!(
        missing.err.contains("code some reports into it first"),
        "{}",
        missing.err
    );
}

#[test]
fn a_correction_from_the_page_survives_a_later_run() {
    let (bench, served) = served();
    let own = format!("http://{}", served.host);
    let headers = [
        ("origin", own.as_str()),
        ("content-type", "application/json"),
    ];
    let body = r#"{"kind": "edit", "event": "river#1", "field": "killed", "value": 5, "author": "A. Reader", "reason": "counted again"}"#;
    let kept = served.ask("POST", "/api/v1/corrections", &headers, body);
    assert_eq!(kept.status, 201, "{}", kept.body);
    let n = kept.json()["n"].as_i64().unwrap();
    let killed =
        || served.get("/api/v1/happenings/river%231").json()["happening"]["killed"]["best"].clone();
    assert_eq!(killed(), 5);
    assert_eq!(
        bench
            .run(&["code", "--model", "fast", "--recode", "reports"])
            .code,
        0
    );
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(killed(), 5);
    let told = bench.run(&["why", "river#1"]).out;
    assert!(told.contains("put right by A. Reader"), "{told}");
    let lines = served.get("/api/v1/corrections.jsonl").body;
    let line: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&line["field"], &line["before"]["best"], &line["after"]),
        (&"killed".into(), &4.into(), &5.into())
    );
    let undone = served.ask(
        "POST",
        &format!("/api/v1/corrections/{n}/undo"),
        &headers,
        r#"{"author": "B"}"#,
    );
    assert_eq!(undone.status, 200, "{}", undone.body);
    assert_eq!(killed(), 4);
    for (body, kind, status) in [
        ("{}", "application/json", 400),
        (body, "text/plain", 415),
        (&body.replace("river#1", "none#1"), "application/json", 404),
        (&body.replace(": 5", ": \"many\""), "application/json", 400),
    ] {
        let refused = served.ask(
            "POST",
            "/api/v1/corrections",
            &[("content-type", kind)],
            body,
        );
        assert_eq!(refused.status, status, "{body}: {}", refused.body);
    }
    let foreign = served.ask(
        "POST",
        "/api/v1/corrections",
        &[
            ("origin", "http://example.org"),
            ("content-type", "application/json"),
        ],
        body,
    );
    assert_eq!(foreign.status, 403);
}

#[test]
fn a_dropped_file_is_coded_and_a_job_can_be_ended() {
    let (_bench, served) = served();
    let kind = [("content-type", "application/octet-stream")];
    let text = "CAIRO, Feb. 2, 2011 (Example Wire) - Police in Cairo arrested nine protesters on Wednesday.\n";
    let job = served.ask("POST", "/api/v1/jobs?name=..%2Fnew.txt", &kind, text);
    assert_eq!(job.status, 202, "{}", job.body);
    assert_eq!(job.json()["name"], "new.txt");
    let ended = |n: u32| loop {
        let job = served.get(&format!("/api/v1/jobs/{n}")).json();
        if !["waiting", "running"].contains(&job["state"].as_str().unwrap()) {
            return job;
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    let done = ended(1);
    assert_eq!(
        (&done["state"], &done["read"], &done["coded"]),
        (&"done".into(), &1.into(), &1.into()),
        "{done}"
    );
    assert_eq!(
        served.get("/api/v1/reports/new").json()["events"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    // The second waits for the first, which is ended.
    let rows: String = (0..5000)
        .map(|n| format!("{{\"id\": \"row{n}\", \"published\": \"2011-02-03\", \"text\": \"Police in Cairo arrested {n} protesters.\"}}\n"))
        .collect();
    assert_eq!(
        served
            .ask("POST", "/api/v1/jobs?name=rows.jsonl", &kind, &rows)
            .json()["expected"],
        5000
    );
    assert_eq!(
        served
            .ask("POST", "/api/v1/jobs?name=later.txt", &kind, text)
            .json()["state"],
        "waiting"
    );
    assert_eq!(served.ask("DELETE", "/api/v1/jobs/3", &[], "").status, 200);
    assert_eq!(served.ask("DELETE", "/api/v1/jobs/2", &[], "").status, 200);
    assert_eq!(ended(2)["state"], "cancelled");
    assert_eq!(ended(3)["state"], "cancelled");
    assert_eq!(served.get("/api/v1/overview").status, 200);
    for (path, headers, status) in [
        ("/api/v1/jobs?name=..", &kind[..], 400),
        ("/api/v1/jobs", &kind[..], 400),
        ("/api/v1/jobs?name=x.txt", &[][..], 415),
        ("/api/v1/jobs?name=x.txt&a=b", &kind[..], 400),
    ] {
        assert_eq!(
            served.ask("POST", path, headers, text).status,
            status,
            "{path}"
        );
    }
    assert_eq!(served.ask("DELETE", "/api/v1/jobs/99", &[], "").status, 404);
}
