//! The clock: the best of many rounds counts, because other programs only ever make a round slower.

use std::time::{Duration, Instant};

const ROUNDS: usize = 40;

/// The shortest of many rounds of `work`.
pub fn best(mut work: impl FnMut()) -> Duration {
    let round = |_| {
        let clock = Instant::now();
        work();
        clock.elapsed()
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

/// Prints how many of `count` things were read in a second.
pub fn print(part: &str, count: usize, unit: &str, time: Duration) {
    let rate = count as f64 / time.as_secs_f64().max(1e-9);
    println!("{part:<28} {rate:>12.0} {unit}/s");
}
