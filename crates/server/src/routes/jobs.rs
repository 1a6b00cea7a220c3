//! Long work: coding a file that was dropped on the page. The program itself does it, as on the terminal; here it is
//! started, watched and ended.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use relata_store::Store;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{json, whole};
use crate::app::{App, unpoisoned};
use crate::parameters::Pairs;
use crate::problem::{Fault, Problem};

/// Larger files are coded from the terminal.
pub const LARGEST: usize = 256 * 1024 * 1024;
/// So many files wait at most.
const WAITING: usize = 64;
/// So many problems of a job are listed.
const PROBLEMS: usize = 50;
/// Longer names are refused.
const LONGEST_NAME: usize = 200;

/// A file that is coded.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Job {
    /// Its number.
    pub n: usize,
    /// The file's name.
    pub name: String,
    /// waiting, running, done, cancelled, failed.
    pub state: String,
    /// How many reports it seems to hold: one, or one for each line.
    pub expected: usize,
    /// How many have been read.
    pub read: usize,
    /// How many of these gave something new.
    pub coded: usize,
    /// What went wrong, each with its remedy; the first fifty.
    pub problems: Vec<String>,
}

/// The jobs since the server was started.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobList {
    /// They, the last first.
    pub items: Vec<Job>,
}

/// All that is known of jobs.
#[derive(Debug, Default)]
pub struct Jobs {
    list: Mutex<Vec<Entry>>,
    /// Whose turn it is: one file after the other is coded.
    turn: Mutex<()>,
}

#[derive(Debug, Default)]
struct Entry {
    job: Job,
    child: Option<Child>,
    is_cancelled: bool,
}

impl Jobs {
    fn change<T>(&self, n: usize, change: impl FnOnce(&mut Entry) -> T) -> Option<T> {
        unpoisoned(self.list.lock())
            .get_mut(n.checked_sub(1)?)
            .map(change)
    }

    fn one(&self, n: usize) -> Result<Job, Fault> {
        self.change(n, |entry| entry.job.clone())
            .ok_or_else(|| Fault::NotFound(format!("there is no job {n}")))
    }
}

/// The jobs since the server was started.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "jobs", responses((status = 200, body = JobList)))]
pub async fn list(State(app): State<Arc<App>>) -> Result<Response, Fault> {
    let list = unpoisoned(app.jobs.list.lock());
    let items = list.iter().rev().map(|entry| entry.job.clone()).collect();
    drop(list);
    json(&JobList { items })
}

/// How far a job is.
#[utoipa::path(get, path = "/api/v1/jobs/{n}", tag = "jobs", params(("n" = u32, Path, description = "number of the job")),
    responses((status = 200, body = Job), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn one(State(app): State<Arc<App>>, Path(n): Path<String>) -> Result<Response, Fault> {
    json(&app.jobs.one(number(&n)?)?)
}

fn number(text: &str) -> Result<usize, Fault> {
    text.parse()
        .map_err(|_| Fault::Bad(format!("`{text}` is no number of a job")))
}

/// Codes a file into the record. Its name is that of the report, or ends in `.jsonl` for a report in each line.
#[utoipa::path(post, path = "/api/v1/jobs", tag = "jobs",
    params(("name" = String, Query, description = "the file's name", example = "note.txt")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "the file"),
    responses((status = 202, body = Job), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json")))]
pub async fn begin(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Fault> {
    let body = whole(body)?;
    let kind = headers.get(header::CONTENT_TYPE);
    if kind.is_none_or(|kind| kind.as_bytes() != b"application/octet-stream") {
        return Err(Fault::Other(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send application/octet-stream".to_owned(),
        ));
    }
    let pairs = Pairs::parse(query.as_deref());
    pairs.check(&[&["name"]])?;
    let name = file_name(pairs.needed("name")?)?;
    let n_waiting = unpoisoned(app.jobs.list.lock())
        .iter()
        .filter(|entry| entry.job.state == "waiting")
        .count();
    if n_waiting >= WAITING {
        return Err(Fault::Conflict(format!(
            "{n_waiting} files wait for their turn; drop more when some of them are done"
        )));
    }
    app.work(move |app| {
        let folder = tempfile::tempdir().map_err(|fault| Fault::Broken(fault.to_string()))?;
        fs::write(folder.path().join(&name), &body)
            .map_err(|fault| Fault::Bad(format!("`{name}` cannot be kept: {fault}")))?;
        let expected = if name.ends_with(".jsonl") {
            body.split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty())
                .count()
        } else {
            1
        };
        let mut list = unpoisoned(app.jobs.list.lock());
        let job = Job {
            n: list.len() + 1,
            name,
            state: "waiting".to_owned(),
            expected,
            ..Job::default()
        };
        list.push(Entry {
            job: job.clone(),
            ..Entry::default()
        });
        drop(list);
        Ok((job, folder))
    })
    .await
    .and_then(|(job, folder)| {
        let n = job.n;
        let app = Arc::clone(&app);
        std::thread::spawn(move || run(&app, n, &folder));
        let mut response = json(&job)?;
        *response.status_mut() = StatusCode::ACCEPTED;
        Ok(response)
    })
}

/// Ends a job. What it has coded by then stays in the record.
#[utoipa::path(delete, path = "/api/v1/jobs/{n}", tag = "jobs", params(("n" = u32, Path, description = "number of the job")),
    responses((status = 200, body = Job), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn cancel(State(app): State<Arc<App>>, Path(n): Path<String>) -> Result<Response, Fault> {
    let n = number(&n)?;
    app.jobs.change(n, |entry| {
        entry.is_cancelled = true;
        if let Some(child) = &mut entry.child {
            let _ = child.kill();
        }
    });
    json(&app.jobs.one(n)?)
}

/// The last part of a path, as a name that a file may have anywhere.
fn file_name(path: &str) -> Result<String, Fault> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or("").trim();
    let is_odd = |c: char| c.is_control() || "<>:\"|?*".contains(c);
    if name.is_empty()
        || name.starts_with('.')
        || name.len() > LONGEST_NAME
        || name.contains(is_odd)
    {
        return Err(Fault::Bad(format!(
            "`{path}` is no name for a file; rename it, or code it from the terminal"
        )));
    }
    Ok(name.to_owned())
}

/// Codes the file in `folder` when it is its turn.
fn run(app: &App, n: usize, folder: &tempfile::TempDir) {
    let turn = unpoisoned(app.jobs.turn.lock());
    let ended = code(app, n, folder);
    // What was coded shall be seen even if the end did not come.
    let seen = bring_up_to_date(app);
    app.jobs.change(n, |entry| {
        entry.child = None;
        for fault in [ended.as_ref().err(), seen.err().as_ref()]
            .into_iter()
            .flatten()
        {
            entry.job.problems.push(fault.clone());
        }
        entry.job.state = match (entry.is_cancelled, ended) {
            (true, _) => "cancelled",
            (false, Ok(true)) => "done",
            _ => "failed",
        }
        .to_owned();
    });
    drop(turn);
}

fn bring_up_to_date(app: &App) -> Result<(), String> {
    let mut store = Store::open(&app.file).map_err(|fault| fault.to_string())?;
    store
        .update_history(&app.tables)
        .map_err(|fault| fault.to_string())?;
    app.snapshot(true).map_err(|fault| fault.to_string())?;
    Ok(())
}

/// Starts the program and follows what it says; true if it came to its end.
fn code(app: &App, n: usize, folder: &tempfile::TempDir) -> Result<bool, String> {
    let mut command = app.backing.coder(folder.path(), &app.file);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let started = app.jobs.change(n, |entry| {
        if entry.is_cancelled {
            return Ok(None);
        }
        let mut child = command.spawn().map_err(|fault| fault.to_string())?;
        let out = child.stdout.take();
        entry.child = Some(child);
        "running".clone_into(&mut entry.job.state);
        Ok::<_, String>(out)
    });
    let Some(out) = started.transpose()?.flatten() else {
        return Ok(false);
    };
    for line in BufReader::new(out).lines() {
        let Ok(Ok(line)) = line.map(|line| serde_json::from_str::<Value>(&line)) else {
            continue;
        };
        app.jobs.change(n, |entry| note(&mut entry.job, &line));
    }
    let status = app
        .jobs
        .change(n, |entry| entry.child.take().map(|mut child| child.wait()));
    // 1 says that nothing new was found.
    let code = status
        .flatten()
        .and_then(Result::ok)
        .and_then(|status| status.code());
    Ok(matches!(code, Some(0 | 1)))
}

/// Takes a line of `relata code --json`.
fn note(job: &mut Job, line: &Value) {
    match line["type"].as_str() {
        Some("report") => {
            job.read += 1;
            if line["state"] != "unchanged" {
                job.coded += 1;
            }
        }
        Some("problem") if job.problems.len() < PROBLEMS => {
            let words = |key: &str| line[key].as_str().unwrap_or("").to_owned();
            job.problems
                .push(format!("{}; {}", words("what"), words("remedy")));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folder() {
        assert_eq!(file_name("a/b/c d.txt").unwrap(), "c d.txt");
        assert_eq!(file_name("..\\x.jsonl").unwrap(), "x.jsonl");
        for wrong in [
            "",
            "..",
            "a/..",
            ".hidden",
            "a\u{0}b",
            "a:b",
            &"x".repeat(300),
        ] {
            assert!(file_name(wrong).is_err(), "{wrong}");
        }
    }
}
