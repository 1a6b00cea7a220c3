//! Progress on long work, shown on a terminal only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal::Terminal;

/// A line that counts reports while they are coded.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Begins to count, towards `expected` reports where their number is known; shows nothing where standard error is no
    /// terminal.
    pub fn new(terminal: &Terminal, expected: Option<u64>) -> Self {
        let bar = ProgressBar::no_length();
        if terminal.shows_progress {
            let template = match expected {
                Some(n_reports) => {
                    bar.set_length(n_reports);
                    "{bar:24} {pos}/{len} reports  {per_sec}  {eta} left  {wide_msg}"
                }
                None => "{spinner} {pos} reports  {per_sec}  {elapsed}  {wide_msg}",
            };
            let style = ProgressStyle::with_template(template);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar.enable_steady_tick(Duration::from_millis(120));
        } else {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        Self { bar }
    }

    /// Counts a report.
    pub fn count(&self, id: &str) {
        self.bar.inc(1);
        self.bar.set_message(crate::words::one_line(id));
    }

    /// Does `print` while the line is out of the way.
    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// Takes the line away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
