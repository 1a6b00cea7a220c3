//! What holds for any text.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

use jiff::civil::date;
use proptest::prelude::*;
use relata_knowledge::Knowledge;
use relata_language::{Relation, Sentence, Token, Upos, Xpos};
use relata_record::Span;
use relata_times::TimeResolver;

/// Sentences without a model: words between blanks, all nouns below the first.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut tokens = Vec::new();
    for word in text.split(' ') {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        if word.is_empty() {
            continue;
        }
        tokens.push(Token {
            span: Span::new(start, start + word.len()),
            upos: Upos::Noun,
            xpos: Xpos::Nn,
            lemma: word.to_lowercase(),
            head: (!tokens.is_empty()).then_some(0),
            relation: Relation::Dep,
        });
    }
    let span = Span::new(0, text.len());
    vec![Sentence {
        span,
        tokens,
        names: Vec::new(),
    }]
}

const WORDS: &[&str] = &[
    "the",
    "a",
    "in",
    "of",
    "on",
    "at",
    "by",
    "until",
    "early",
    "late",
    "mid",
    "-",
    "the end of",
    "last",
    "next",
    "this",
    "previous",
    "following",
    "past",
    "recent",
    "May",
    "Sept.",
    "October",
    "Monday",
    "Fridays",
    "day",
    "days",
    "week",
    "weeks",
    "year",
    "years",
    "decade",
    "century",
    "quarter",
    "hours",
    "weekend",
    "ago",
    "earlier",
    "later",
    "after",
    "before",
    "5",
    "31",
    "1998",
    "0",
    "99999999999",
    "4294967295",
    "2,000",
    "1/2",
    "21st",
    "'98",
    "1990s",
    "first",
    "twenty",
    "two",
    "hundred",
    "thousand",
    "and a half",
    "few",
    "several",
    "about",
    "at least",
    "every",
    "daily",
    "now",
    "the past",
    "a.m.",
    "noon",
    "10:30",
    "GMT",
    "BC",
    "9999",
    "32767",
    "Christmas",
    "Eid al-Fitr",
    "yesterday",
    "tonight",
    "to",
    "–",
    ",",
    ".",
    "(",
    "old",
    "half",
    "year's end",
    "summer",
    "winter",
    "millennium",
    "millennia",
    "centuries",
    "war",
    "-year-old",
    "é",
    "ﬁ",
    "\u{301}",
    "1998-02-30",
    "30 February",
];

fn text_of_time() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 0..24).prop_map(|words| words.join(" "))
}

fn check(resolver: &TimeResolver, text: &str) {
    let sentences = sentences(text);
    for clock in [
        None,
        Some(date(2013, 5, 30)),
        Some(date(9999, 12, 31)),
        Some(date(-9999, 1, 1)),
    ] {
        let found = resolver.find(text, &sentences, clock);
        assert_eq!(found, resolver.find(text, &sentences, clock));
        let mut behind = 0;
        for time in &found {
            assert!(time.span.start >= behind, "{text:?}: {found:?}");
            assert!(!time.span.of(text).is_empty(), "{text:?}: {time:?}");
            behind = time.span.end;
            assert!(!time.value.is_empty());
            if let Some(interval) = time.interval
                && let (Some(from), Some(to)) = (interval.from, interval.to)
            {
                assert!(from <= to, "{text:?}: {time:?}");
            }
            if let Some(cue) = time.cue {
                assert!(!cue.of(text).is_empty());
            }
            assert!(time.through.is_none_or(|end| end < found.len()));
        }
    }
}

#[test]
fn whatever_the_text_spans_lie_in_it_and_the_same_comes_out_again() {
    let resolver = TimeResolver::new(&Knowledge::embedded().unwrap().calendar);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&text_of_time(), |text| {
            check(&resolver, &text);
            Ok(())
        })
        .unwrap();
    runner
        .run(&any::<String>(), |text| {
            check(&resolver, &text);
            Ok(())
        })
        .unwrap();
}

#[test]
fn sentences_that_do_not_fit_the_text_are_passed_over() {
    let resolver = TimeResolver::new(&Knowledge::embedded().unwrap().calendar);
    let wide = sentences("on Friday and on Monday at noon");
    assert!(resolver.find("é", &wide, None).is_empty());
    assert!(resolver.find("", &wide, None).is_empty());
}
