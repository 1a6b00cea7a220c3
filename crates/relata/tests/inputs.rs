//! What people really have: pages, archives and tables, read and coded by the program.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bench;

use bench::{Bench, ids};

const PAGE: &str = "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Gunmen attack police station in Kandahar</title>
<meta property='article:published_time' content='2009-04-14T10:00:00Z'></head><body><nav><a href='/'>Home</a><a href='/w'>World</a><a href='/s'>Sport</a><a href='/c'>Contact</a></nav>
<article><h1>Gunmen attack police station in Kandahar</h1><p class='byline'>By Jane Doe</p>
<p>Gunmen attacked a police station in Kandahar on Monday, killing four officers, officials said.</p>
<p>The Taliban rejected peace talks with the Afghan government on Tuesday.</p></article>
<div class='newsletter'><p>Sign up for our letter and get the news in your mailbox.</p></div></body></html>";

#[test]
fn a_page_is_shown_with_what_was_left_out_and_why() {
    let bench = Bench::new();
    bench.write("page.html", PAGE);
    let output = bench.run(&["read", "page.html"]);
    assert_eq!(output.code, 0, "{}", output.err);
    for words in [
        "title      Gunmen attack police station in Kandahar",
        "byline     Jane Doe",
        "published  2009-04-14  (meta `article:published_time`)",
        "language   en  (came with the report)",
        "characters utf-8  (meta element)",
        "read as    web page",
        "(navigation)",
        "(newsletter or subscription)",
    ] {
        assert!(output.out.contains(words), "{words}\n{}", output.out);
    }
    let text = bench.run(&["read", "--text", "page.html"]).out;
    let coded = bench.run(&["code", "page.html"]);
    assert_eq!(coded.code, 0, "{}", coded.err);
    let events = bench.run(&["events", "--as-told", "--format", "jsonl"]).out;
    assert!(
        events.contains("ASSAULT") && events.contains("REJECT"),
        "{events}"
    );
    for line in events.lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        for quote in event["evidence"].as_array().unwrap() {
            let at = |name: &str| usize::try_from(quote[name].as_u64().unwrap()).unwrap();
            assert_eq!(
                &text[at("start")..at("end")],
                quote["text"].as_str().unwrap()
            );
        }
    }
}

#[test]
fn a_report_in_another_language_is_kept_and_not_coded() {
    let bench = Bench::new();
    bench.write("reports/a.txt", "El gobierno y la guerrilla anunciaron el lunes una tregua de dos meses en todo el país, según los mediadores.");
    bench.write(
        "reports/b.txt",
        "Gunmen attacked a police station in Kandahar on Monday, killing four officers.",
    );
    let output = bench.run(&["code", "reports"]);
    assert_eq!(output.code, 0);
    assert!(
        output
            .err
            .contains("1 report kept and not coded, in languages without a model: es 1"),
        "{}",
        output.err
    );
    let why = bench.run(&["why", "a"]);
    assert!(why.out.contains("no-model: es"), "{}", why.out);
    assert!(bench.run(&["code", "reports"]).err.contains("2 unchanged"));
}

#[test]
fn a_table_with_columns_of_its_own() {
    let bench = Bench::new();
    bench.write("list.csv", "nr,meldung\n1,\"Gunmen attacked a police station in Kandahar on Monday, killing four officers.\"\n");
    let output = bench.run(&["code", "list.csv"]);
    assert!(
        output.err.contains("name it with `--column text=NAME`"),
        "{}",
        output.err
    );
    let output = bench.run(&[
        "code",
        "list.csv",
        "--column",
        "text=meldung",
        "--column",
        "id=nr",
    ]);
    assert_eq!(output.code, 0, "{}", output.err);
    assert_eq!(ids(&bench.export()), ["1#1"]);
    let output = bench.run(&["code", "list.csv", "--column", "colour=meldung"]);
    assert!(
        output.code == 2 && output.err.contains("give FIELD=NAME"),
        "{}",
        output.err
    );
}

#[test]
fn forms_are_known_on_standard_input() {
    let bench = Bench::new();
    let csv = "id,text\n1,Talks began on Monday.\n";
    let rss = "<rss><channel><title>D</title><item><title>Talks</title><link>https://d.example/a</link><description>Talks began on Monday.</description></item></channel></rss>";
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://d.example/p\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{PAGE}\r\n\r\n",
        PAGE.len()
    );
    for (input, id) in [
        (csv, "1"),
        (rss, "d.example/a"),
        (PAGE, "stdin"),
        (&warc, "d.example/p"),
    ] {
        let output = bench.run_with(&["read", "-"], input);
        assert!(
            output.out.starts_with(&format!("{id}\n")),
            "{id}: {} {}",
            output.out,
            output.err
        );
    }
}

#[test]
fn a_watch_asks_once_and_says_what_it_could_not_have() {
    let bench = Bench::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let output = bench.run(&["watch", "--once", &format!("http://{address}/feed")]);
    assert!(output.err.contains("was not fetched"), "{}", output.err);
    assert!(bench.path("relata-watch/watch.json").exists());
    let output = bench.run(&["watch", "--once", "feed.xml"]);
    assert!(
        output.code == 2 && output.err.contains("no address of the web"),
        "{}",
        output.err
    );
}

#[test]
fn a_report_of_an_earlier_run_is_known_under_another_name() {
    let bench = Bench::new();
    let text = "Gunmen attacked a police station in Kandahar on Monday, killing four officers, the police said.\n";
    bench.write("first/a.txt", text);
    bench.write("second/b.txt", text);
    bench.write("third/b.txt", text.replace("Monday", "Sunday"));
    assert_eq!(bench.run(&["code", "first"]).code, 0);
    let before = bench.export();
    let again = bench.run(&["code", "second"]);
    assert!(
        again.err.contains("second/b.txt") && again.err.contains("is the report `a` again"),
        "{}",
        again.err
    );
    assert_eq!(bench.export(), before);
    // Other words under that name are a report of their own, and stay one when they are read again.
    assert_eq!(bench.run(&["code", "third"]).code, 0);
    assert_eq!(ids(&bench.export()), ["a#1", "b#1"]);
    assert_eq!(bench.run(&["code", "first", "third"]).code, 0);
    assert_eq!(ids(&bench.export()), ["a#1", "b#1"]);
}
