//! `robots.txt` (RFC 9309): what a program of our name may fetch, and how often.

use std::time::Duration;

/// Bytes of a file that are read.
const LONGEST: usize = 500 * 1024;

/// The longest pause that a host may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// The rules for one program.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Rules {
    /// Patterns of paths, and whether they are allowed.
    paths: Vec<(String, bool)>,
    /// `Crawl-delay`.
    pub pause: Option<Duration>,
}

impl Rules {
    /// The rules of a file for the program that calls itself `agent`: those under its name, else those for all.
    pub fn of(text: &str, agent: &str) -> Self {
        let name = agent.split(['/', ' ']).next().unwrap_or(agent);
        let text = text.get(..LONGEST.min(text.len())).unwrap_or("");
        let own = Self::under(text, |other| other.eq_ignore_ascii_case(name));
        own.or_else(|| Self::under(text, |other| other == "*"))
            .unwrap_or_default()
    }

    /// The rules under a name; `None` where the name is not there.
    fn under(text: &str, is_meant: impl Fn(&str) -> bool) -> Option<Self> {
        let mut rules = Self::default();
        let (mut is_named, mut is_open, mut was_name) = (false, false, false);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or("");
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                // Names that follow each other share the rules behind them.
                is_open = (was_name && is_open) || is_meant(value);
                is_named |= is_open;
                was_name = true;
                continue;
            }
            was_name = false;
            match key.as_str() {
                "allow" | "disallow" if is_open && !value.is_empty() => {
                    rules.paths.push((value.to_owned(), key == "allow"));
                }
                "crawl-delay" if is_open => {
                    let seconds = value.parse::<f64>().ok().filter(|n| (0.0..1e6).contains(n));
                    rules.pause = seconds.map(|n| Duration::from_secs_f64(n).min(LONGEST_PAUSE));
                }
                _ => {}
            }
        }
        is_named.then_some(rules)
    }

    /// True if the path of a page, its query included, may be fetched: the longest pattern counts, of two as long the
    /// one that allows.
    pub fn allow(&self, path: &str) -> bool {
        let fitting = self.paths.iter().filter(|(pattern, _)| fits(pattern, path));
        let best = fitting.max_by_key(|(pattern, allows)| (pattern.len(), *allows));
        best.is_none_or(|(_, allows)| *allows)
    }
}

/// True if a path begins as a pattern says; `*` stands for anything, `$` for the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    for (place, part) in parts.iter().enumerate() {
        let is_last = place + 1 == parts.len();
        if is_last && to_end {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or(""),
            None => return false,
        }
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "User-agent: *\nDisallow: /private/\nAllow: /private/open\nDisallow: /*.pdf$\nCrawl-delay: 2.5\n\nUser-agent: greedy\nUser-agent: Relata # us\nDisallow: /news/old\n\nUser-agent: other\nDisallow: /\n";

    #[test]
    fn the_rules_under_a_name_or_for_all() {
        let all = Rules::of(FILE, "somebody/1");
        assert!(!all.allow("/private/a") && all.allow("/private/open/a") && all.allow("/"));
        assert!(!all.allow("/a/b.pdf") && all.allow("/a/b.pdf?x"));
        assert_eq!(all.pause, Some(Duration::from_millis(2500)));
        let own = Rules::of(FILE, "relata/0.1 (x)");
        assert!(own.allow("/private/a") && !own.allow("/news/old/1") && own.pause.is_none());
        assert!(!Rules::of(FILE, "other").allow("/x"));
        assert!(Rules::of("", "relata").allow("/x"));
        assert!(Rules::of("User-agent: *\nDisallow:\n", "relata").allow("/x"));
    }
}
