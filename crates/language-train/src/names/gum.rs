//! Names out of a treebank whose last column marks mentions, as that of GUM does: the run of proper nouns around the
//! head of a mention.

use relata_language::{Name, NameKind, Upos};

use super::NamedSentence;
use crate::conllu::GoldSentence;

/// A mention that opens and closes in one sentence.
struct Mention {
    start: usize,
    end: usize,
    kind: NameKind,
}

/// Reads the names of a treebank. `sentences` are what [`crate::conllu::read`] gives of `text`.
pub fn read(text: &str, sentences: &[GoldSentence]) -> Vec<NamedSentence> {
    let mut columns: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        let mut fields = line.split('\t');
        let number = fields.next().unwrap_or("");
        if line.is_empty() {
            if columns.last().is_some_and(|last| !last.is_empty()) {
                columns.push(Vec::new());
            }
        } else if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
            let last = fields.next_back().unwrap_or("");
            let entity = last
                .split('|')
                .find_map(|entry| entry.strip_prefix("Entity="));
            if let Some(column) = columns.last_mut() {
                column.push(entity.unwrap_or(""));
            }
        }
    }
    let named = |(sentence, column): (&GoldSentence, &Vec<&str>)| NamedSentence {
        forms: sentence
            .words
            .iter()
            .map(|word| word.form.clone())
            .collect(),
        names: names(sentence, &mentions(column)),
    };
    sentences.iter().zip(&columns).map(named).collect()
}

fn kind(text: &str) -> Option<NameKind> {
    match text {
        "person" => Some(NameKind::Person),
        "place" => Some(NameKind::Place),
        "organization" => Some(NameKind::Organisation),
        "event" | "object" | "abstract" => Some(NameKind::Other),
        _ => None,
    }
}

/// The mentions of a sentence, by their brackets: `(1-person-…`, `1)`, `(2-place-…)`.
fn mentions(column: &[&str]) -> Vec<Mention> {
    let mut open: Vec<(&str, usize, &str)> = Vec::new();
    let mut found = Vec::new();
    for (place, entity) in column.iter().enumerate() {
        let mut rest = *entity;
        while !rest.is_empty() {
            let closed = if let Some(behind) = rest.strip_prefix('(') {
                let end = behind.find(['(', ')']).unwrap_or(behind.len());
                let mut fields = behind[..end].split('-');
                let number = fields.next().unwrap_or("");
                open.push((number, place, fields.next().unwrap_or("")));
                rest = &behind[end..];
                let alone = rest.starts_with(')');
                rest = rest.strip_prefix(')').unwrap_or(rest);
                if alone { open.pop() } else { None }
            } else {
                let end = rest.find([')', '(']).unwrap_or(rest.len());
                let number = &rest[..end];
                rest = rest[end..].strip_prefix(')').unwrap_or(&rest[end..]);
                let place = open.iter().rposition(|mention| mention.0 == number);
                place.map(|place| open.remove(place))
            };
            if let Some((_, start, text)) = closed
                && let Some(kind) = kind(text)
            {
                found.push(Mention {
                    start,
                    end: place + 1,
                    kind,
                });
            }
        }
    }
    // The smallest last.
    found.sort_by_key(|mention| {
        (
            std::cmp::Reverse(mention.end - mention.start),
            mention.start,
        )
    });
    found
}

fn names(sentence: &GoldSentence, mentions: &[Mention]) -> Vec<Name> {
    let words = &sentence.words;
    let proper = |place: usize| {
        words
            .get(place)
            .is_some_and(|word| word.upos == Upos::Propn)
    };
    let mut taken = vec![false; words.len()];
    let mut found: Vec<Name> = Vec::new();
    for mention in mentions {
        let inside = mention.start..mention.end;
        let head = inside
            .clone()
            .find(|&place| !inside.contains(&words[place].head));
        let Some(head) = head.filter(|&head| proper(head)) else {
            continue;
        };
        let joins = |place: usize| {
            let all: &[&str] = match mention.kind {
                NameKind::Person => &["-"],
                _ => &["-", "of", "&", "'s"],
            };
            all.contains(&words[place].form.as_str())
        };
        let (mut first, mut last) = (head, head);
        loop {
            if first > mention.start && proper(first - 1) {
                first -= 1;
            } else if first > mention.start + 1 && joins(first - 1) && proper(first - 2) {
                first -= 2;
            } else {
                break;
            }
        }
        loop {
            if last + 1 < mention.end && proper(last + 1) {
                last += 1;
            } else if last + 2 < mention.end && joins(last + 1) && proper(last + 2) {
                last += 2;
            } else {
                break;
            }
        }
        let range = first..last + 1;
        if taken[range.clone()].iter().any(|&taken| taken) {
            continue;
        }
        taken[range.clone()].fill(true);
        found.push(Name {
            tokens: range.start as u32..range.end as u32,
            kind: mention.kind,
        });
    }
    found.sort_by_key(|name| name.tokens.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proper_nouns_around_the_head_are_the_name() {
        let text = "1\tenvoys\tenvoy\tNOUN\tNNS\t_\t0\troot\t_\tEntity=(1-person-x\n\
            2\tof\tof\tADP\tIN\t_\t4\tcase\t_\t_\n\
            3\tEast\tEast\tPROPN\tNNP\t_\t4\tcompound\t_\tEntity=(2-place-x\n\
            4\tLeko\tLeko\tPROPN\tNNP\t_\t1\tnmod\t_\tEntity=2)1)\n\n";
        let sentences = crate::conllu::read(text).unwrap();
        let named = read(text, &sentences);
        assert_eq!(
            named[0].names,
            [Name {
                tokens: 2..4,
                kind: NameKind::Place
            }]
        );
    }
}
