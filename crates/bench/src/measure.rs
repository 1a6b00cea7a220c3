//! The clock: the best of many rounds counts, because other programs only ever make a round slower.

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

/// How many of `count` things went into a second.
pub fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64().max(1e-9)
}

/// Prints how many of `count` things were read in a second.
pub fn print(part: &str, count: usize, unit: &str, time: Duration) {
    println!("{part:<28} {:>12.0} {unit}/s", rate(count, time));
}
