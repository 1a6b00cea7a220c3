//! What each word by itself is most likely to be may not go together: here the objects of a verb are put right.
//!
//! A predicate of an object needs the object: "called the raid a crime" has both, and where a verb is read with the
//! predicate alone ("called the president" like "became the president"), it is the object if that is nearly as likely.
//!
//! Nothing here knows a verb: those that are said of their subject (become, remain) are learnt with a clear lead. And a
//! verb has one object: the name right behind a noun ("killed commander Amara Leko") is the object, and the noun says what it is.

use crate::{Relation, Token, Upos};

/// A lead of the predicate over the object, as logarithm of odds, that is taken for clear.
const CLEAR: f32 = 2.5;

/// Places of the labels of predicates and of objects among `labels`.
pub fn labels(labels: &[Relation]) -> [Option<usize>; 2] {
    let place = |wanted| labels.iter().position(|&label| label == wanted);
    [place(Relation::Xcomp), place(Relation::Obj)]
}

/// Turns predicates without an object into objects, and hangs a noun that is an object on the name right behind it.
/// `lead` gives by how much a word is rather a predicate than an object.
pub fn mend(tokens: &mut [Token], lead: impl Fn(usize) -> f32) {
    for place in 1..tokens.len() {
        if is_second(tokens, place) {
            tokens[place - 1].head = u32::try_from(place).ok();
            tokens[place - 1].relation = Relation::NmodDesc;
        }
    }
    let unsure = |tokens: &[Token]| {
        let places = (0..tokens.len()).filter(|&place| lacks_object(tokens, place));
        let leads = places.map(|place| (place, lead(place)));
        let least = leads.min_by(|a, b| a.1.total_cmp(&b.1));
        least.filter(|&(_, lead)| lead < CLEAR)
    };
    // Each turn mends one word: a second predicate of the verb then has its object.
    while let Some((place, _)) = unsure(tokens) {
        tokens[place].relation = Relation::Obj;
    }
}

/// True of a name that is read as an object right behind a noun that is the object.
fn is_second(tokens: &[Token], place: usize) -> bool {
    let (noun, name) = (&tokens[place - 1], &tokens[place]);
    let are_objects = noun.relation == Relation::Obj && name.relation == Relation::Obj;
    are_objects
        && noun.head == name.head
        && noun.upos == Upos::Noun
        && name.upos == Upos::Propn
        // Words of the name stand behind its first.
        && tokens[..place]
            .iter()
            .all(|token| token.head != u32::try_from(place).ok())
}

/// True of a plain noun that is the predicate of a verb in the active voice that has no object.
fn lacks_object(tokens: &[Token], place: usize) -> bool {
    let token = &tokens[place];
    let is_noun = matches!(
        token.upos,
        Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num
    );
    let Some(head) = token.head.map(|head| head as usize) else {
        return false;
    };
    if token.relation != Relation::Xcomp || !is_noun || tokens[head].upos != Upos::Verb {
        return false;
    }
    // Of a participle behind a noun ("a man called Leko") the noun is the object.
    let behind_noun = matches!(tokens[head].relation, Relation::Acl | Relation::AclRelcl);
    let of = |head: usize| {
        let children = tokens.iter();
        children.filter(move |child| child.head == u32::try_from(head).ok())
    };
    !behind_noun
        && !of(head).any(|child| {
            use Relation::{AuxPass, Iobj, NsubjPass, Obj};
            matches!(child.relation, Obj | Iobj | NsubjPass | AuxPass)
        })
        && !of(place).any(|child| {
            use Relation::{Aux, Case, Cop, Expl, Mark, Nsubj};
            matches!(child.relation, Aux | Case | Cop | Expl | Mark | Nsubj)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Xpos;
    use relata_record::Span;

    fn tokens(rows: &[(Upos, Option<u32>, Relation)]) -> Vec<Token> {
        let token =
            |(place, &(upos, head, relation)): (usize, &(Upos, Option<u32>, Relation))| Token {
                span: Span::new(place, place + 1),
                upos,
                xpos: Xpos::Other,
                lemma: String::new(),
                head,
                relation,
            };
        rows.iter().enumerate().map(token).collect()
    }

    fn relations(tokens: &[Token]) -> Vec<Relation> {
        tokens.iter().map(|token| token.relation).collect()
    }

    #[test]
    fn the_likelier_of_two_predicates_is_the_object() {
        use Relation::{Nsubj, Obj, Root, Xcomp};
        let rows = [
            (Upos::Propn, Some(1), Nsubj),
            (Upos::Verb, None, Root),
            (Upos::Noun, Some(1), Xcomp),
            (Upos::Noun, Some(1), Xcomp),
        ];
        let mut called = tokens(&rows);
        mend(&mut called, |place| if place == 2 { 0.5 } else { 2.0 });
        assert_eq!(relations(&called), [Nsubj, Root, Obj, Xcomp]);
        let mut became = tokens(&rows[..3]);
        mend(&mut became, |_| CLEAR);
        assert_eq!(relations(&became), [Nsubj, Root, Xcomp]);
    }

    #[test]
    fn a_noun_before_the_object_tells_what_it_is() {
        use Relation::{Flat, NmodDesc, Obj, Root};
        let rows = [
            (Upos::Verb, None, Root),
            (Upos::Noun, Some(0), Obj),
            (Upos::Propn, Some(0), Obj),
            (Upos::Propn, Some(2), Flat),
        ];
        let mut killed = tokens(&rows);
        mend(&mut killed, |_| 0.0);
        assert_eq!(relations(&killed), [Root, NmodDesc, Obj, Flat]);
        assert_eq!(killed[1].head, Some(2));
    }

    #[test]
    fn in_the_passive_the_subject_is_the_object() {
        use Relation::{NsubjPass, Root, Xcomp};
        let mut named = tokens(&[
            (Upos::Propn, Some(1), NsubjPass),
            (Upos::Verb, None, Root),
            (Upos::Noun, Some(1), Xcomp),
        ]);
        mend(&mut named, |_| 0.0);
        assert_eq!(relations(&named), [NsubjPass, Root, Xcomp]);
    }
}
