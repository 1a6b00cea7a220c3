//! A scratch folder in which the program is run.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// What a run left.
#[derive(Debug)]
pub struct Output {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A scratch folder.
pub struct Bench {
    folder: TempDir,
}

const RIVER: &str = "Gunmen attacked a police station in Kandahar on Monday, killing four officers.

The water was high at that time of the year.
";

const ROWS: &str = r#"{"id": "talks", "published": "2009-04-14", "text": "The Taliban rejected peace talks with the Afghan government on Tuesday."}
{"id": "square", "published": "2011-02-02", "text": "Police in Cairo arrested twelve protesters on Wednesday."}
"#;

impl Bench {
    /// An empty folder.
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder `reports` with one text and two rows.
    pub fn with_reports() -> Self {
        let bench = Self::new();
        bench.write("reports/river.txt", RIVER);
        bench.write("reports/rows.jsonl", ROWS);
        bench
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, "")
    }

    /// Runs the program with something on its standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Output {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs the program while nobody reads what it prints; its exit code.
    pub fn run_unheard(&self, arguments: &[&str]) -> Option<i32> {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        drop(child.stderr.take());
        child.wait().unwrap().code()
    }

    /// Runs the program and kills it after a while.
    pub fn run_and_kill(&self, arguments: &[&str], after: Duration) {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(after);
        let _ = child.kill();
        child.wait().unwrap();
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("NO_COLOR")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// The whole record as JSON lines.
    pub fn export(&self) -> String {
        self.run(&["events", "--as-told", "--format", "jsonl"]).out
    }
}

/// `REPORT#N` of each event of an export.
pub fn ids(export: &str) -> Vec<String> {
    export
        .lines()
        .map(|line| {
            let event: serde_json::Value = serde_json::from_str(line).unwrap();
            format!("{}#{}", event["report"].as_str().unwrap(), event["n"])
        })
        .collect()
}
