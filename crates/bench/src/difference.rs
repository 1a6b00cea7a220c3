//! What is another line in one text than in another.

use std::collections::BTreeSet;

/// Lines that only one of the texts has, in the order of the texts, what was before what is.
pub fn of(before: &str, now: &str) -> Vec<String> {
    let only = |one: &str, other: &str, mark: char| -> Vec<String> {
        let known: BTreeSet<&str> = other.lines().collect();
        let new = one.lines().filter(|line| !known.contains(line));
        new.map(|line| format!("{mark} {line}")).collect()
    };
    let gone = only(before, now, '-');
    let come = only(now, before, '+');
    let longest = gone.len().max(come.len());
    (0..longest)
        .flat_map(|n| [gone.get(n), come.get(n)])
        .flatten()
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_stands_under_what_it_was() {
        let (before, now) = ("a 1\nb 1\nc 1\n", "a 1\nb 2\nc 3\nd 4\n");
        assert_eq!(
            of(before, now),
            ["- b 1", "+ b 2", "- c 1", "+ c 3", "+ d 4"]
        );
        assert!(of(now, now).is_empty());
    }
}
