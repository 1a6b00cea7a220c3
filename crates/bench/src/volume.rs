//! Many made reports through the real program: reports a second of processor time, and the most memory it took.
//!
//! The program runs as a process of its own, beside this one, and is asked through `/proc` (Linux). Processor time is
//! what counts: on a machine that others use too, the time on the clock says little.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::made_reports::{MadeReport, made_report};

/// Arguments of `volume`.
#[derive(Debug, clap::Args)]
pub struct VolumeArgs {
    /// How many reports
    #[arg(value_name = "N", default_value_t = 10_000)]
    n_reports: usize,
    /// The language model
    #[arg(long, default_value = "fast")]
    model: String,
    /// How many threads code
    #[arg(short = 'j', long, value_name = "N", default_value_t = 2)]
    threads: usize,
    /// One report that is one paragraph, with the words of all of them: 5000 make 10 MB
    #[arg(long)]
    one_paragraph: bool,
    /// Only write the reports to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// The program; without it, `relata` in the folder of this one
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Makes reports, codes them, and prints what that took.
pub fn run(args: &VolumeArgs) -> Result<()> {
    if let Some(file) = &args.write {
        return write(file, args).map(|_| ());
    }
    let folder = tempfile::tempdir().context("cannot make a folder for the reports")?;
    let input = folder.path().join("reports.jsonl");
    let n_words = write(&input, args)?;
    let about = if args.one_paragraph {
        " in one paragraph"
    } else {
        ""
    };
    println!(
        "{} reports{about}, {n_words} words, {} to a report",
        args.n_reports,
        n_words / args.n_reports.max(1)
    );
    let beside = std::env::current_exe().context("cannot find this program")?;
    let program = match &args.program {
        Some(program) => program.clone(),
        None => beside.with_file_name("relata"),
    };
    let threads = args.threads.to_string();
    let (input, db) = (path(&input)?, folder.path().join("relata.db"));
    let code = [
        "code",
        "--model",
        &args.model,
        "-j",
        &threads,
        &input,
        "--db",
        &path(&db)?,
    ];
    let usage = measured(&program, &code)?;
    usage.print("code", args.n_reports);
    let again = measured(&program, &code)?;
    again.print("code again, unchanged", args.n_reports);
    let list = ["events", "--format", "csv", "--db", &path(&db)?];
    measured(&program, &list)?.print("events --format csv", args.n_reports);
    let bytes = fs::metadata(&db).map_or(0, |about| about.len());
    println!(
        "{:<28} {:>12} bytes a report",
        "record",
        bytes / args.n_reports.max(1) as u64
    );
    Ok(())
}

/// Writes reports; how many words they have.
fn write(file: &Path, args: &VolumeArgs) -> Result<usize> {
    let about = || format!("cannot write {}", file.display());
    let mut out = BufWriter::new(File::create(file).with_context(about)?);
    let mut n_words = 0;
    let mut row = |report: &MadeReport| -> Result<()> {
        n_words += report.text.split_whitespace().count();
        serde_json::to_writer(&mut out, report).with_context(about)?;
        out.write_all(b"\n").with_context(about)
    };
    let reports = (0..args.n_reports).map(|n| made_report(n, args.n_reports));
    if args.one_paragraph {
        let mut whole = made_report(0, args.n_reports);
        let texts: Vec<String> = reports.map(|report| report.text).collect();
        whole.text = texts.join(" ").replace("\n\n", " ");
        row(&whole)?;
    } else {
        for report in reports {
            row(&report)?;
        }
    }
    out.flush().with_context(about)?;
    Ok(n_words)
}

fn path(path: &Path) -> Result<String> {
    let text = path.to_str().context("the name of a folder is no text")?;
    Ok(text.to_owned())
}

/// What a process took.
#[derive(Debug, Clone, Copy, Default)]
struct Usage {
    wall: Duration,
    /// Seconds of processor time, of all threads.
    processor: f64,
    /// The most memory, in KiB.
    memory: u64,
}

impl Usage {
    fn print(self, what: &str, n_reports: usize) {
        let rate = |seconds: f64| n_reports as f64 / seconds.max(1e-9);
        println!(
            "{what:<28} {:>12.0} reports/s on the clock, {:.0} a second of processor time; {:.1} s, {:.1} s of \
             processor, {} MiB",
            rate(self.wall.as_secs_f64()),
            rate(self.processor),
            self.wall.as_secs_f64(),
            self.processor,
            self.memory / 1024
        );
    }
}

/// Runs the program to its end.
fn measured(program: &Path, arguments: &[&str]) -> Result<Usage> {
    let begin = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot run {}", program.display()))?;
    let mut usage = Usage::default();
    loop {
        let (processor, memory) = asked(&child);
        usage.processor = usage.processor.max(processor);
        usage.memory = usage.memory.max(memory);
        if let Some(status) = child.try_wait().context("cannot wait for the program")? {
            if !status.success() {
                bail!("the program failed: {status}");
            }
            usage.wall = begin.elapsed();
            return Ok(usage);
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Seconds of processor time and the most memory so far; 0 where the system does not tell.
fn asked(child: &Child) -> (f64, u64) {
    let folder = PathBuf::from(format!("/proc/{}", child.id()));
    let read = |name| fs::read_to_string(folder.join(name)).unwrap_or_default();
    let stat = read("stat");
    // The fields behind the name in brackets; user and system time are the twelfth and thirteenth, in hundredths.
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .map(|(_, rest)| rest.split_whitespace().collect())
        .unwrap_or_default();
    let ticks: f64 = fields
        .iter()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    let memory = read("status").lines().find_map(|line| {
        line.strip_prefix("VmHWM:")?
            .trim()
            .strip_suffix("kB")?
            .trim()
            .parse()
            .ok()
    });
    (ticks / 100.0, memory.unwrap_or(0))
}
