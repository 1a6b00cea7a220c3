//! What is known of the terminal, and printing to it.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};

use anstyle::{AnsiColor, Style};

use crate::args::{Color, Common};

/// Columns where no terminal tells how many it has.
const WIDTH_WITHOUT_TERMINAL: usize = 100;

/// Where and how to print.
#[derive(Debug, Clone)]
pub struct Terminal {
    /// One JSON object a line.
    pub json: bool,
    /// Say nothing but errors.
    pub quiet: bool,
    /// Say more.
    pub verbose: bool,
    /// Columns.
    pub width: usize,
    /// Colour on standard output.
    pub color: bool,
    /// True if standard error is a terminal that can show progress.
    pub shows_progress: bool,
}

impl Terminal {
    /// Asks the environment.
    pub fn new(common: &Common) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = match common.color {
            Color::Always => true,
            Color::Auto => !dumb && !no_color && !common.no_color && io::stdout().is_terminal(),
            Color::Never => false,
        };
        let width = terminal_size::terminal_size()
            .filter(|_| io::stdout().is_terminal())
            .map_or(WIDTH_WITHOUT_TERMINAL, |(width, _)| usize::from(width.0));
        Self {
            json: common.json,
            quiet: common.quiet,
            verbose: common.verbose > 0,
            width: width.max(40),
            color,
            shows_progress: !common.quiet && !dumb && io::stderr().is_terminal(),
        }
    }

    /// Standard output, buffered.
    pub fn out(&self) -> BufWriter<StdoutLock<'static>> {
        BufWriter::new(io::stdout().lock())
    }

    /// Prints a line for people to standard error, unless they want quiet.
    pub fn say(&self, line: impl Display) {
        if !self.quiet {
            self.warn(line);
        }
    }

    /// Prints a line to standard error. Nobody may be listening there; that is no reason to stop.
    pub fn warn(&self, line: impl Display) {
        let _ = writeln!(io::stderr(), "{line}");
    }

    /// `text` in a style, where colour is wanted.
    pub fn paint(&self, style: Style, text: impl Display) -> String {
        if self.color {
            format!("{style}{text}{style:#}")
        } else {
            text.to_string()
        }
    }
}

/// A heading.
pub const BOLD: Style = Style::new().bold();
/// Words that support others.
pub const DIM: Style = Style::new().dimmed();
/// Words that prove a value.
pub const MARK: Style = Style::new().bold().underline();
/// Force and coercion.
pub const FORCE: Style = AnsiColor::Red.on_default();
/// Hostile words.
pub const HOSTILE: Style = AnsiColor::Magenta.on_default();
/// Cooperation, in word or deed.
pub const FRIENDLY: Style = AnsiColor::Green.on_default();
/// What is not told as a fact.
pub const DOUBT: Style = AnsiColor::Cyan.on_default();
