//! Whether an expression stands under words that speak of the future.

use relata_language::{Relation, Sentence, Token, Upos};
use relata_record::Span;

use crate::lexicon::Lexicon;

/// Steps up a tree that are looked at: no sentence that people write is deeper.
const HIGH: usize = 40;

/// The word that says that what stands at `start` is still to come: "will meet on Friday", "is due to",
/// "scheduled for Friday".
pub(crate) fn future_cue(lexicon: &Lexicon, sentence: &Sentence, start: u32) -> Option<Span> {
    let tokens = &sentence.tokens;
    let behind = tokens.partition_point(|token| token.span.start <= start);
    let mut at = behind.checked_sub(1)?;
    for _ in 0..HIGH {
        at = tokens.get(at)?.head? as usize;
        let token = tokens.get(at)?;
        if lexicon.is_future(&token.lemma.to_lowercase()) && !is_aside(token) {
            return Some(token.span);
        }
        if !matches!(token.upos, Upos::Verb | Upos::Aux) {
            continue;
        }
        let has_perfect = children(sentence, at)
            .any(|child| tokens[child].relation == Relation::Aux && tokens[child].lemma == "have");
        let modal = children(sentence, at).find(|child| {
            let child = &tokens[*child];
            matches!(child.relation, Relation::Aux)
                && lexicon.is_future(&child.lemma.to_lowercase())
        });
        if let Some(modal) = modal {
            return (!has_perfect).then_some(tokens[modal].span);
        }
        let infinitive = children(sentence, at)
            .any(|child| tokens[child].relation == Relation::Mark && tokens[child].lemma == "to");
        if infinitive
            && let Some(head) = token.head
            && let Some(head) = tokens.get(head as usize)
            && (lexicon.is_future(&head.lemma.to_lowercase())
                || lexicon.is_future_deed(&head.lemma.to_lowercase()))
        {
            return Some(head.span);
        }
        return None;
    }
    None
}

/// A noun that only happens to sound so: "the set", "a plan".
fn is_aside(token: &Token) -> bool {
    token.upos == Upos::Noun && token.relation != Relation::Root
}

fn children(sentence: &Sentence, head: usize) -> impl Iterator<Item = usize> {
    sentence
        .tokens
        .iter()
        .enumerate()
        .filter(move |(_, token)| token.head.is_some_and(|at| at as usize == head))
        .map(|(index, _)| index)
}
