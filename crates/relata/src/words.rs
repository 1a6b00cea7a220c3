//! Text in columns: what can be printed of it, cut and wrapped by the width that a terminal gives it.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// "1 event", "2 events".
pub fn count(n: u64, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// Columns that `text` takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Text on one line, without the control characters that would steer a terminal.
pub fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Text with its lines, without the control characters that would steer a terminal.
pub fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .collect()
}

/// `text` in at most `columns`, cut at a word where that loses little.
pub fn shorten(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let kept = fitting(text, columns.saturating_sub(1));
    let at_word = kept.rfind(' ').filter(|at| *at * 3 > kept.len() * 2);
    let kept = at_word.and_then(|at| kept.get(..at)).unwrap_or(kept);
    format!("{}…", kept.trim_end())
}

/// `text` on one line in at most `columns`, cut so that the words at byte `at` stay in it.
pub fn around(text: &str, at: usize, columns: usize) -> String {
    let (before, rest) = text.split_at_checked(at).unwrap_or(("", text));
    let gap = if before.ends_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let (before, rest) = (one_line(before) + gap, one_line(rest));
    let room = columns.saturating_sub(width(&rest).min(columns * 2 / 3));
    if width(&before) <= room {
        return shorten(&(before + &rest), columns);
    }
    let starts = before.match_indices(' ').map(|(space, _)| space + 1);
    let kept = starts
        .filter_map(|start| before.get(start..))
        .find(|kept| width(kept) < room)
        .unwrap_or("");
    shorten(&format!("…{kept}{rest}"), columns)
}

/// The longest beginning of `text` in `columns`.
fn fitting(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.width().unwrap_or(0);
        used > columns
    });
    end.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// `text` in lines of at most `columns`; a word that is longer than a line is cut, at a hyphen where
/// it has one.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut word = word;
        let room = columns.saturating_sub(width(&line) + 1);
        if !line.is_empty() && fitting(word, room).len() < word.len() {
            lines.push(std::mem::take(&mut line));
        }
        loop {
            let part = fitting(word, columns);
            if part.len() == word.len() || part.is_empty() {
                break;
            }
            let part = up_to_hyphen(part);
            lines.push(part.to_owned());
            word = word.get(part.len()..).unwrap_or("");
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A part of a word up to its last hyphen, where it has one.
fn up_to_hyphen(part: &str) -> &str {
    let end = part.rfind('-').map_or(part.len(), |at| at + 1);
    part.get(..end).unwrap_or(part)
}

/// `text` with blanks behind it to `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(blanks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(shorten("日本語の報道", 7), "日本語…");
        assert_eq!(wrap("日本語 報道", 6), ["日本語", "報道"]);
        assert_eq!(pad("日", 4), "日  ");
    }

    #[test]
    fn words_are_kept_whole_where_they_fit() {
        assert_eq!(shorten("the envoy left the hall", 12), "the envoy…");
        assert_eq!(wrap("the envoy left", 9), ["the envoy", "left"]);
        assert_eq!(wrap("unpronounceable", 6), ["unpron", "ouncea", "ble"]);
        assert_eq!(wrap("post-war-era order", 10), ["post-war-", "era order"]);
        let text = "Before the rains came, the envoy left the hall and said no more.";
        assert_eq!(around(text, 33, 30), "…envoy left the hall and…");
        assert_eq!(around(text, 33, 80), text);
        assert_eq!(one_line(" a\n\tb\u{1b}[31mc "), "a b [31mc");
    }
}
