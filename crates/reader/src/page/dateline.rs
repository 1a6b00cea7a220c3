//! The dateline that opens a story: "KABUL, Oct. 2 (AFP) —", "Oct. 2 (UPI) —", "JERUSALEM |".

use std::ops::Range;

use crate::dates::{Day, day_at, find_day, is_weekday, month};
use crate::tables::{agency, agency_among, is_no_town};
use crate::text::{first_word, is_all_capitals, is_blank};

/// A dateline; ranges count from the start of its paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dateline {
    pub town: Option<Range<usize>>,
    pub day: Option<(Day, Range<usize>)>,
    /// Full name, and where it is written.
    pub agency: Option<(String, Range<usize>)>,
    /// Where the story goes on.
    pub end: usize,
    /// False if only capitals and a dash speak for it: then it counts in a story's first paragraph alone.
    pub sure: bool,
}

/// Longest dateline, in bytes.
const LONGEST: usize = 120;

/// Reads the dateline at the start of a paragraph.
pub(crate) fn dateline(text: &str) -> Option<Dateline> {
    let head_end = head_end(text)?;
    let head = head(text.get(..head_end)?)?;
    let bracket = bracket(text, head_end);
    let after = bracket.as_ref().map_or(head_end, |bracket| bracket.end);
    let mark = separator(text.get(after..)?, bracket.is_some());
    let end = skip_blanks(text, after + mark.map_or(0, |(len, _)| len));
    let parts = Parts {
        text,
        head,
        bracket,
        mark: mark.map(|(_, mark)| mark),
        end,
    };
    parts.judge()
}

/// What stands before the bracket and the dash.
#[derive(Default)]
struct Head {
    town: Option<Range<usize>>,
    day: Option<(Day, Range<usize>)>,
}

/// "(AFP)", "(Oct. 2, 2012)".
struct Bracket {
    inner: Range<usize>,
    day: Option<Day>,
    known: Option<&'static str>,
    end: usize,
}

struct Parts<'a> {
    text: &'a str,
    head: Head,
    bracket: Option<Bracket>,
    mark: Option<char>,
    end: usize,
}

impl Parts<'_> {
    /// Weighs the parts: is this a dateline, and for sure?
    fn judge(self) -> Option<Dateline> {
        let sure = match &self.head.town {
            None => self.without_town()?,
            Some(town) => {
                let town = self.text.get(town.clone())?;
                if is_weekday(town) || month(town).is_some() {
                    return None;
                }
                if agency(town).is_some() {
                    return self.agency_alone();
                }
                if is_all_capitals(town) {
                    self.town_in_capitals(town)?
                } else {
                    self.town_in_small_letters()?
                }
            }
        };
        Some(self.build(sure))
    }

    fn has_day(&self) -> bool {
        self.head.day.is_some()
            || self
                .bracket
                .as_ref()
                .is_some_and(|bracket| bracket.day.is_some())
    }

    /// True if the next word begins as a sentence does.
    fn sentence_follows(&self) -> bool {
        let rest = self.text.get(self.end..).unwrap_or("");
        rest.starts_with(|c: char| {
            c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“' | '\'' | '‘')
        })
    }

    fn without_town(&self) -> Option<bool> {
        let bracket = self.bracket.as_ref()?;
        let opens = self.mark.is_some() || self.sentence_follows();
        match self.head.day {
            None => (bracket.known.is_some() && opens).then_some(true),
            Some(_) => (bracket.day.is_none()
                && (self.mark.is_some() || (bracket.known.is_some() && opens)))
                .then_some(true),
        }
    }

    fn town_in_capitals(&self, town: &str) -> Option<bool> {
        if is_no_town(town) {
            return None;
        }
        let Some(bracket) = &self.bracket else {
            return self
                .mark
                .is_some()
                .then_some(self.has_day() && self.mark != Some(':'));
        };
        if bracket.known.is_some() || bracket.day.is_some() {
            return (self.mark.is_some() || self.sentence_follows() || self.end >= self.text.len())
                .then_some(true);
        }
        let inner = self.text.get(bracket.inner.clone())?;
        let agreed = self.has_day() || !are_initials(town, inner);
        (self.mark.is_some() && agreed).then_some(self.has_day())
    }

    fn town_in_small_letters(&self) -> Option<bool> {
        match &self.bracket {
            Some(bracket) if bracket.known.is_some() => {
                (self.mark.is_some() || (self.has_day() && self.sentence_follows())).then_some(true)
            }
            Some(bracket) => {
                (bracket.day.is_none() && self.has_day() && self.mark.is_some()).then_some(true)
            }
            None => (self.has_day() && self.mark.is_some_and(|mark| mark != ':')).then_some(false),
        }
    }

    /// "AFP - The rebels …": the agency stands where a town would.
    fn agency_alone(self) -> Option<Dateline> {
        let town = self.head.town.clone()?;
        let name = agency(self.text.get(town.clone())?)?;
        let stands_alone = self.bracket.is_none() && self.mark.is_some_and(|mark| mark != ':');
        stands_alone.then(|| Dateline {
            agency: Some((name.to_owned(), town)),
            end: self.end,
            ..Dateline::default()
        })
    }

    fn build(self, sure: bool) -> Dateline {
        let in_bracket = self
            .bracket
            .as_ref()
            .and_then(|bracket| Some((bracket.day?, bracket.inner.clone())));
        let agency = self
            .bracket
            .filter(|bracket| bracket.day.is_none())
            .and_then(|bracket| {
                let written = self.text.get(bracket.inner.clone())?;
                Some((bracket.known.unwrap_or(written).to_owned(), bracket.inner))
            });
        Dateline {
            town: self.head.town,
            day: self.head.day.or(in_bracket),
            agency,
            end: self.end,
            sure,
        }
    }
}

/// True for the country behind a town, "(PANAMA)," or "(Spain),".
fn is_region(rest: &str) -> bool {
    let Some((inner, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
        return false;
    };
    after.starts_with(',') && is_name(inner, 3) && agency_among(inner).is_none()
}

/// Where the words before bracket or dash end.
fn head_end(text: &str) -> Option<usize> {
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or("");
        let ends = match c {
            '(' => !is_region(rest),
            '—' | '–' | '―' | '|' | '\n' => true,
            '-' => {
                rest.starts_with("--")
                    || (rest.starts_with("- ")
                        && text
                            .get(..at)
                            .is_some_and(|head| head.ends_with([' ', '.'])))
            }
            ':' => rest.get(1..).is_some_and(|rest| rest.starts_with(is_blank)),
            _ => false,
        };
        if ends {
            return Some(at);
        }
        if at > LONGEST {
            return None;
        }
    }
    None
}

fn head(head: &str) -> Option<Head> {
    let whole = head.trim_end_matches(|c| is_blank(c) || c == ',');
    let whole = whole
        .strip_suffix('.')
        .filter(|rest| is_all_capitals(rest))
        .unwrap_or(whole);
    if whole.is_empty() {
        return Some(Head::default());
    }
    if let Some((day, len)) = day_at(whole) {
        return (len >= whole.len()).then_some(Head {
            town: None,
            day: Some((day, 0..len)),
        });
    }
    let comma = whole.find(',').unwrap_or(whole.len());
    let first = whole.get(..comma)?;
    let (town, day) = match find_day(first) {
        Some((start, end, day)) if end == first.len() => {
            (first.get(..start)?.trim_end(), Some((day, start..end)))
        }
        _ => (first, None),
    };
    let town = town
        .split_once('(')
        .map_or(town, |(town, _)| town.trim_end());
    if !is_name(town, 5) {
        return None;
    }
    let day = match day {
        Some(day) => Some(day),
        None => behind_town(whole, comma)?,
    };
    Some(Head {
        town: Some(0..town.len()),
        day,
    })
}

/// The day among the parts behind the town; `None` if a part is neither a day nor a region's name.
#[allow(clippy::option_option)]
fn behind_town(whole: &str, comma: usize) -> Option<Option<(Day, Range<usize>)>> {
    let mut at = comma;
    let mut found = None;
    while at < whole.len() {
        let rest = whole.get(at..)?;
        let start = at + (rest.len() - rest.trim_start_matches(|c| is_blank(c) || c == ',').len());
        let rest = whole.get(start..)?;
        if rest.is_empty() {
            break;
        }
        if let (None, Some((day, len))) = (&found, day_at(rest)) {
            found = Some((day, start..start + len));
            at = start + len;
            continue;
        }
        let len = rest.find(',').unwrap_or(rest.len());
        let part = rest.get(..len)?.trim_end();
        if found.is_some() || !(is_weekday(part) || is_name(part, 4)) {
            return None;
        }
        at = start + len;
    }
    Some(found)
}

/// True for a few words that are written as names are.
fn is_name(words: &str, most: usize) -> bool {
    let mut count = 0;
    for word in words.split(is_blank).filter(|word| !word.is_empty()) {
        count += 1;
        let fit = word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '‘' | '`' | '-' | '/'));
        let capital = word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
        let small = matches!(
            word,
            "de" | "del"
                | "la"
                | "las"
                | "los"
                | "el"
                | "y"
                | "of"
                | "and"
                | "the"
                | "do"
                | "da"
                | "le"
        ) || word.split_once('-').is_some_and(|(article, name)| {
            article.len() <= 2 && name.starts_with(char::is_uppercase)
        });
        if !fit || !(capital || (small && (count > 1 || word.contains('-')))) {
            return false;
        }
    }
    (1..=most).contains(&count)
}

fn bracket(text: &str, at: usize) -> Option<Bracket> {
    let inside = text.get(at..)?.strip_prefix('(')?;
    let len = inside.find(')').filter(|&len| len <= 60)?;
    let inner = at + 1..at + 1 + len;
    let words = inside.get(..len)?.trim();
    let day = day_at(words)
        .filter(|&(_, end)| end >= words.len())
        .map(|(day, _)| day);
    let known = agency_among(words).or_else(|| agency(first_word(words)));
    let is_source = day.is_some() || known.is_some() || is_source_name(words);
    is_source.then_some(Bracket {
        inner,
        day,
        known,
        end: at + 1 + len + 1,
    })
}

/// True for what a station or a paper may be called: a capital first, six words at most, nothing but letters
/// and digits.
fn is_source_name(words: &str) -> bool {
    let plain = words
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’' | '.' | '/' | '&'));
    plain && words.starts_with(|c: char| c.is_uppercase()) && words.split(is_blank).count() <= 6
}

/// The dash behind a dateline: its length with the blanks before it, and its mark.
fn separator(rest: &str, behind_bracket: bool) -> Option<(usize, char)> {
    let blanks = rest.len() - rest.trim_start_matches(|c| is_blank(c) && c != '\n').len();
    let run = rest.get(blanks..)?;
    let len = run
        .find(|c| !matches!(c, '—' | '–' | '―' | '‒' | '−' | '-' | '|' | ':' | '.' | '_'))
        .unwrap_or(run.len());
    let marks = run.get(..len)?;
    let mark = marks.chars().find(|&c| c != '.')?;
    let spaced =
        behind_bracket || mark != '-' || marks.len() > 1 || run.get(len..)?.starts_with(is_blank);
    (marks.chars().count() <= 4 && spaced).then_some((blanks + len, mark))
}

fn skip_blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + (rest.len() - rest.trim_start_matches(is_blank).len())
}

/// True if `short` is made of the first letters of `name`'s words, or the other way round.
fn are_initials(short: &str, name: &str) -> bool {
    let initials = |words: &str| -> String {
        let firsts = words.split(is_blank).filter_map(|word| word.chars().next());
        firsts.filter(|c| c.is_uppercase()).collect()
    };
    initials(name) == short || initials(short) == name || short.chars().count() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Town, day as month/day, agency, and the story's first words; `?` marks one that is not sure.
    fn read(text: &str) -> String {
        let Some(found) = dateline(text) else {
            return "none".to_owned();
        };
        let town = found.town.map_or("-", |town| &text[town]);
        let day = found.day.map_or("-".to_owned(), |(day, _)| {
            format!("{}/{}", day.month, day.day)
        });
        let agency = found.agency.map_or("-".to_owned(), |(name, _)| name);
        format!(
            "{town} {day} {agency}{} > {}",
            if found.sure { "" } else { " ?" },
            &text[found.end..]
        )
    }

    #[test]
    fn forms_of_the_agencies() {
        for (text, wanted) in [
            (
                "KABUL, Oct. 2 (AFP) — Rebels",
                "KABUL 10/2 Agence France-Presse > Rebels",
            ),
            ("Oct. 2 (UPI) — Rebels", "- 10/2 UPI > Rebels"),
            (
                "ISLAMABAD (Reuters) - Rebels",
                "ISLAMABAD - Reuters > Rebels",
            ),
            (
                "GAZA CITY, Nov. 14 (Xinhua) -- Rebels",
                "GAZA CITY 11/14 Xinhua > Rebels",
            ),
            ("JERUSALEM | Rebels", "JERUSALEM - - ? > Rebels"),
            (
                "NEWARK, N.J. (AP) - Rebels",
                "NEWARK - The Associated Press > Rebels",
            ),
            ("LIMA, 15 JAN 90 (EFE) -- REBELS", "LIMA 1/15 EFE > REBELS"),
            (
                "SAN SALVADOR, 8 FEB 89 -- REBELS",
                "SAN SALVADOR 2/8 - > REBELS",
            ),
            ("Bogota, Nov 19 (EFE).- Rebels", "Bogota 11/19 EFE > Rebels"),
            (
                "New Delhi, Oct 2 (PTI) Rebels",
                "New Delhi 10/2 Press Trust of India > Rebels",
            ),
            (
                "KABUL, Afghanistan (Apr. 27)\nRebels",
                "KABUL 4/27 - > Rebels",
            ),
            ("(CNN)Rebels", "- - CNN > Rebels"),
            ("(Reuters) - Rebels", "- - Reuters > Rebels"),
            ("AFP - Rebels", "- - Agence France-Presse ? > Rebels"),
            (
                "WASHINGTON/KABUL, Tuesday, Oct 2, 2012 (Reuters) – Rebels",
                "WASHINGTON/KABUL 10/2 Reuters > Rebels",
            ),
            (
                "PORT-AU-PRINCE, Haiti (AP) — Rebels",
                "PORT-AU-PRINCE - The Associated Press > Rebels",
            ),
            ("PESHAWAR: Rebels", "PESHAWAR - - ? > Rebels"),
            ("BOGOTÁ — Rebels", "BOGOTÁ - - ? > Rebels"),
            (
                "CLANDESTINE, 8 JAN 90 (RADIO REBELDE) -- REBELS",
                "CLANDESTINE 1/8 RADIO REBELDE > REBELS",
            ),
            (
                "KANO, Nigeria, March 3 (Reuters) - Rebels",
                "KANO 3/3 Reuters > Rebels",
            ),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_dateline() {
        for text in [
            "The Moro Islamic Liberation Front (MILF) - the largest group - agreed.",
            "The Associated Press (AP) reported that the truce held.",
            "Monday, May 11 — the day of the vote — was calm.",
            "UPDATE: Rebels free two",
            "Rebels (from the east) - said no.",
            "FARC (Revolutionary Armed Forces of Colombia) — the oldest group — said no.",
            "He told Reuters (by telephone) - and later AP - that it was over.",
            "May 30, 2013: Protesters burn a flag.",
            "On Oct. 2 (a Tuesday) - they met.",
            "Santos — who took office in 2010 — spoke.",
            "",
            "(",
            "— ",
            "(AP",
            "KABUL (",
        ] {
            assert_eq!(read(text), "none", "{text}");
        }
    }
}
