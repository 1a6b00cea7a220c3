//! The clock: the best of many rounds counts, because other programs only ever make a round slower.

use std::fs;
use std::time::{Duration, Instant};

/// The shortest of `n_rounds` rounds of `work`.
pub fn best_of(n_rounds: usize, mut work: impl FnMut()) -> Duration {
    let round = |_| {
        let clock = Instant::now();
        work();
        clock.elapsed()
    };
    (0..n_rounds).map(round).min().unwrap_or_default()
}

/// As [`best_of`], but counts only the time in which this thread was at work, where the system tells it: other programs
/// on the same cores then matter less.
pub fn best_at_work(n_rounds: usize, mut work: impl FnMut()) -> Duration {
    let round = |_| {
        let (clock, before) = (Instant::now(), at_work());
        work();
        match (before, at_work()) {
            (Some(before), Some(after)) if after > before => after - before,
            _ => clock.elapsed(),
        }
    };
    (0..n_rounds).map(round).min().unwrap_or_default()
}

/// For how long this thread has been at work: Linux counts it in nanoseconds.
fn at_work() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split_ascii_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// How many of `count` things went into a second.
pub fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64().max(1e-9)
}

/// Prints how many of `count` things were read in a second.
pub fn print(part: &str, count: usize, unit: &str, time: Duration) {
    println!("{part:<28} {:>12.0} {unit}/s", rate(count, time));
}

/// Seconds for which this thread has been on a processor, where the system tells (Linux does): other programs on the
/// machine count for less in it than in the time that passes. Elsewhere the time since `start`.
pub fn busy_seconds(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|line| line.split(' ').next()?.parse::<u64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |count| count as f64 / 1e9)
}
