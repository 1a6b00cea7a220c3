//! Whether an expression stands under words that speak of the future or of the past.

use relata_language::{Relation, Sentence, Token, Upos, Xpos};
use relata_record::Span;

use crate::lexicon::Lexicon;

/// Steps up a tree that are looked at: no sentence that people write is deeper.
const HIGH: usize = 40;

/// Which way the words above an expression look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    /// Ahead: "will meet on Friday", "is due to", "scheduled for Friday".
    Future,
    /// Ahead, most likely: "until Friday", "by May".
    Border,
    /// Back: "ended March 31".
    Past,
    /// Further back: "had not spoken until Friday".
    LongPast,
    /// Nothing says.
    Open,
}

impl Tense {
    pub(crate) fn is_future(self) -> bool {
        matches!(self, Self::Future | Self::Border)
    }
}

/// Which way the words above what stands at `start` look, and the word that says so of the future.
pub(crate) fn tense(lexicon: &Lexicon, sentence: &Sentence, start: u32) -> (Tense, Option<Span>) {
    match look(lexicon, sentence, start) {
        Some((tense, cue)) => (tense, Some(cue).filter(|_| tense == Tense::Future)),
        None => (Tense::Open, None),
    }
}

fn look(lexicon: &Lexicon, sentence: &Sentence, start: u32) -> Option<(Tense, Span)> {
    let tokens = &sentence.tokens;
    let behind = tokens.partition_point(|token| token.span.start <= start);
    let mut at = behind.checked_sub(1)?;
    for _ in 0..HIGH {
        at = tokens.get(at)?.head? as usize;
        let token = tokens.get(at)?;
        if lexicon.is_future(&token.lemma.to_lowercase())
            && !is_aside(token)
            && !has_had(sentence, at)
        {
            return Some((Tense::Future, token.span));
        }
        if !matches!(token.upos, Upos::Verb | Upos::Aux) {
            continue;
        }
        let has_perfect = children(sentence, at)
            .any(|child| tokens[child].relation == Relation::Aux && tokens[child].lemma == "have");
        let modal = children(sentence, at).find(|child| {
            let child = &tokens[*child];
            matches!(child.relation, Relation::Aux | Relation::Mark)
                && lexicon.is_future(&child.lemma.to_lowercase())
        });
        if let Some(modal) = modal {
            return (!has_perfect).then_some((Tense::Future, tokens[modal].span));
        }
        if let Some(be) = is_to(sentence, at) {
            return Some((Tense::Future, tokens[be].span));
        }
        let infinitive = children(sentence, at)
            .any(|child| tokens[child].relation == Relation::Mark && tokens[child].lemma == "to");
        if infinitive
            && let Some(head) = token.head
            && let Some(head) = tokens.get(head as usize)
            && (lexicon.is_future(&head.lemma.to_lowercase())
                || lexicon.is_future_deed(&head.lemma.to_lowercase()))
        {
            return Some((Tense::Future, head.span));
        }
        if has_had(sentence, at) {
            return Some((Tense::LongPast, token.span));
        }
        // "talks that open on Tuesday": a present tense beside a noun tells what is planned.
        let planned = token.relation == Relation::AclRelcl
            && matches!(token.xpos, Xpos::Vbp | Xpos::Vbz)
            && !has_perfect;
        if planned {
            return Some((Tense::Future, token.span));
        }
        let past = matches!(token.xpos, Xpos::Vbd | Xpos::Vbn) && !infinitive;
        return past.then_some((Tense::Past, token.span));
    }
    None
}

/// "are to resume", "is to meet": the form of "be" that puts a verb into what is to come.
fn is_to(sentence: &Sentence, at: usize) -> Option<usize> {
    let tokens = &sentence.tokens;
    let be = children(sentence, at).find(|child| {
        let token = &tokens[*child];
        matches!(token.relation, Relation::Cop | Relation::Aux) && token.lemma == "be"
    })?;
    let to = tokens.get(be + 1)?;
    let is_marker = to.lemma == "to" && to.head.is_some_and(|head| head as usize == at);
    (is_marker && tokens.get(at)?.xpos == Xpos::Vb).then_some(be)
}

/// A noun that only happens to sound so: "the set", "a plan".
fn is_aside(token: &Token) -> bool {
    token.upos == Upos::Noun && token.relation != Relation::Root
}

/// "had", as far as the fine tag tells it from "has".
fn has_had(sentence: &Sentence, at: usize) -> bool {
    children(sentence, at).any(|child| {
        let child = &sentence.tokens[child];
        child.relation == Relation::Aux && child.lemma == "have" && child.xpos == Xpos::Vbd
    })
}

fn children(sentence: &Sentence, head: usize) -> impl Iterator<Item = usize> {
    sentence
        .tokens
        .iter()
        .enumerate()
        .filter(move |(_, token)| token.head.is_some_and(|at| at as usize == head))
        .map(|(index, _)| index)
}
