//! Did an act happen, by its own words, its carrier, and whoever tells it.

use relata_language::{Relation, Xpos};
use relata_record::Factuality;

use super::Desk;
use crate::acts::Act;
use crate::certainty;
use crate::slots;
use crate::tree::{Node, Tree};

impl Desk<'_, '_> {
    pub(super) fn factuality(&self, act: &Act) -> (Factuality, Vec<Node>) {
        // "the offer should be taken seriously, X said": X has said so, whatever is to become of it.
        if self.is_what_the_speaker_does(act) {
            return (Factuality::Fact, Vec::new());
        }
        let tree = self.document.tree(act.at);
        let own = certainty::certainty(
            self.document.knowledge,
            tree,
            act.at.node,
            act.carrier.map(|carrier| carrier.verb),
        );
        if own.0 == Factuality::Hypothetical && self.is_reported_future(act, &own.1) {
            return (Factuality::Planned, own.1);
        }
        // "was not responsible": the negation is what the row is about.
        let is_own_sense =
            own.0 == Factuality::Negated
                && (own.1.iter().all(|node| act.words.contains(node))
                    || act.rule(self.document.knowledge).needs.iter().any(|need| {
                        need.test == relata_knowledge::Test::Negative && !need.negated
                    }));
        // "vowed to avenge the killing": what is avenged has happened.
        let is_presupposed = act.forced == Some(Factuality::Fact)
            && (!tree.is_verb(act.at.node) || tree.relation(act.at.node) == Relation::Obj);
        if own.0 != Factuality::Fact && !is_own_sense && !is_presupposed {
            return own;
        }
        if let Some(carrier) = act.carrier
            && let Some(effect) = self.document.knowledge.supports[carrier.row].effect
            && effect != Factuality::Fact
        {
            return (effect, vec![carrier.verb]);
        }
        if let Some(forced) = act.forced
            && forced != Factuality::Fact
        {
            return (forced, vec![act.at.node]);
        }
        let suspected = self.suspected_doer(act);
        if let Some(word) = suspected {
            return (Factuality::Possible, vec![word]);
        }
        // "warned of rebels fighting the government": they fight, whatever is said of them.
        let describes = tree.relation(act.at.node) == Relation::Acl
            && matches!(tree.xpos(act.at.node), Xpos::Vbg | Xpos::Vbn);
        let mut tellings = self.tellings(act.at).filter(|_| !describes);
        let told = tellings.find_map(|speech| {
            speech
                .effect
                .filter(|effect| *effect != Factuality::Fact)
                .filter(|effect| {
                    *effect != Factuality::Planned
                        || !comes_before_demand(tree, act.at.node, speech.cue)
                })
                .map(|effect| (effect, speech.cue.into_iter().collect()))
        });
        let own = if is_own_sense || is_presupposed {
            (Factuality::Fact, Vec::new())
        } else {
            own
        };
        told.unwrap_or(own)
    }

    /// "said it would impose sanctions": what somebody said in the past of what was to come, without an "if".
    pub(super) fn is_reported_future(&self, act: &Act, deciding: &[Node]) -> bool {
        let tree = self.document.tree(act.at);
        let [modal] = deciding else { return false };
        let told = self.tellings(act.at).any(|speech| {
            speech
                .cue
                .is_some_and(|cue| matches!(tree.xpos(cue), Xpos::Vbd | Xpos::Vbn))
        });
        let verb = act.carrier.map_or(act.at.node, |carrier| carrier.verb);
        let is_conditional = tree
            .subtree(tree.head(*modal).unwrap_or(verb))
            .iter()
            .any(|node| {
                tree.relation(*node) == Relation::Mark
                    && matches!(tree.lemma(*node), "if" | "unless" | "provided" | "once")
            });
        told && tree.lemma(*modal) == "would" && !is_conditional
    }

    /// "suspected militants": the act as coded is possible, though the blast is certain.
    pub(super) fn suspected_doer(&self, act: &Act) -> Option<Node> {
        let tree = self.document.tree(act.at);
        ["subject", "by", "modifier"]
            .iter()
            .flat_map(|slot| slots::fill(tree, act.at.node, act.carrier, slot))
            .find_map(|doer| {
                tree.children_by(doer, &[Relation::Amod]).find(|adjective| {
                    matches!(
                        tree.lemma(*adjective),
                        "suspect" | "suspected" | "alleged" | "presumed" | "apparent"
                    )
                })
            })
    }
}

/// "called for an inquiry into the killing", "demanded sanctions over the raid": what a demand is about has happened,
/// whatever comes of the demand.
pub(super) fn comes_before_demand(tree: &Tree<'_>, node: Node, cue: Option<Node>) -> bool {
    tree.path_up(node)
        .take_while(|step| Some(*step) != cue)
        .take_while(|step| !tree.is_verb(*step))
        .any(|step| {
            ["into", "over", "after", "following", "since"]
                .iter()
                .any(|case| tree.has_case(step, case))
        })
}
