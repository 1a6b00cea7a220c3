//! References back along the report's chains of co-reference: a phrase stands for the party that an earlier phrase of
//! its chain stands for.

use relata_language::Upos;

use super::Resolver;
use crate::document::At;
use crate::memory::Wanted;
use crate::resolved::Resolved;

impl Resolver<'_, '_> {
    /// What a personal pronoun stands for: what its chain says; where the chain holds no party, what was named last.
    pub(super) fn pronoun(&self, at: At) -> Vec<Resolved> {
        let Some(wanted) = Wanted::by(self.document, at) else {
            return Vec::new();
        };
        if let Some(party) = self.in_chain(at, |party| wanted.fits(party)) {
            return vec![party];
        }
        if self.means_nothing_before(at) || self.means_an_unknown_name(at) {
            return Vec::new();
        }
        self.memory.pronoun(at, &wanted)
    }

    /// The party of the nearest earlier phrase in the chain of this one that stands for one which `fits`.
    pub(super) fn in_chain(&self, at: At, fits: impl Fn(&Resolved) -> bool) -> Option<Resolved> {
        let chains = &self.document.chains;
        let mention = chains.mention_at(at.sentence, at.node)?;
        let reason = chains.link_of(mention)?.reason;
        chains.before(mention).find_map(|earlier| {
            let earlier = &chains.mentions()[earlier];
            let head = At {
                sentence: earlier.sentence,
                node: earlier.head,
            };
            let [party] = self.parties.at(head) else {
                return None;
            };
            let form = |at: At| self.document.tree(at).form(at.node);
            fits(party).then(|| {
                let (own, other) = (form(at), form(head));
                let rule = format!("\u{201c}{own}\u{201d}: {reason} \u{201c}{other}\u{201d}");
                party.clone().inferred(&rule)
            })
        })
    }

    /// "the energy company Total said it had left": whoever that is, it is not the group named before.
    fn means_an_unknown_name(&self, at: At) -> bool {
        let chains = &self.document.chains;
        let Some(earlier) = chains
            .mention_at(at.sentence, at.node)
            .and_then(|mention| chains.before(mention).next())
        else {
            return false;
        };
        let earlier = &chains.mentions()[earlier];
        let head = At {
            sentence: earlier.sentence,
            node: earlier.head,
        };
        earlier.sentence == at.sentence
            && self.document.tree(head).upos(head.node) == Upos::Propn
            && self.parties.at(head).is_empty()
    }

    /// True for a pronoun that is linked to nothing: "it is clear that", "they say".
    fn means_nothing_before(&self, at: At) -> bool {
        let chains = &self.document.chains;
        chains
            .mention_at(at.sentence, at.node)
            .is_some_and(|mention| chains.link_of(mention).is_none())
    }
}
