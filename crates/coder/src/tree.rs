//! A parsed sentence with its children, and the walks over it that everything else is made of.

use relata_language::{Relation, Sentence, Token, Upos, Xpos};
use relata_record::Span;

use crate::repairs;

/// Index of a token in its sentence.
pub(crate) type Node = usize;

/// A sentence as a tree.
pub(crate) struct Tree<'a> {
    pub(crate) sentence: &'a Sentence,
    pub(crate) text: &'a str,
    heads: Vec<Option<Node>>,
    relations: Vec<Relation>,
    children: Vec<Vec<Node>>,
    lemmas: Vec<String>,
    upos: Vec<Upos>,
    xpos: Vec<Xpos>,
}

impl<'a> Tree<'a> {
    /// `knows` tells if a lemma stands in the tables: it settles what the lemmatiser could only guess.
    pub(crate) fn new(sentence: &'a Sentence, text: &'a str, knows: &dyn Fn(&str) -> bool) -> Self {
        let lemmas = sentence
            .tokens
            .iter()
            .map(|token| {
                let lemma = token.lemma.to_lowercase();
                let form = token.span.of(text).to_lowercase();
                // "as warning Israel": a verb, though its lemma is that of the noun.
                let of_noun = token.upos == Upos::Verb && lemma == form && form.ends_with("ing");
                let guessed =
                    matches!(token.upos, Upos::Verb | Upos::Noun) && (of_noun || !knows(&lemma));
                guessed
                    .then(|| base_forms(&form).into_iter().find(|base| knows(base)))
                    .flatten()
                    .unwrap_or(lemma)
            })
            .collect();
        let count = sentence.tokens.len();
        let heads = sentence
            .tokens
            .iter()
            .map(|token| {
                token
                    .head
                    .map(|head| head as usize)
                    .filter(|head| *head < count)
            })
            .collect();
        let mut tree = Self {
            sentence,
            text,
            heads,
            relations: sentence.tokens.iter().map(|token| token.relation).collect(),
            children: Vec::new(),
            lemmas,
            upos: sentence.tokens.iter().map(|token| token.upos).collect(),
            xpos: sentence.tokens.iter().map(|token| token.xpos).collect(),
        };
        repairs::apply(&mut tree);
        tree.link_children();
        tree
    }

    fn link_children(&mut self) {
        self.children = vec![Vec::new(); self.len()];
        for node in 0..self.len() {
            if let Some(head) = self.heads[node] {
                self.children[head].push(node);
            }
        }
    }

    /// "each other", "one another".
    pub(crate) fn is_reciprocal(&self, node: Node) -> bool {
        node + 1 < self.len()
            && matches!(
                (self.lemma(node), self.lemma(node + 1)),
                ("each", "other") | ("one", "another")
            )
    }

    /// Takes a form in -ing for the noun that it is spelt like.
    pub(crate) fn make_noun(&mut self, node: Node) {
        self.upos[node] = Upos::Noun;
        self.xpos[node] = Xpos::Nn;
        self.lemmas[node] = self.form(node).to_lowercase();
    }

    /// Hangs a node on another head; refused where that would close a circle.
    pub(crate) fn reattach(&mut self, node: Node, head: Node, relation: Relation) {
        if !self.is_below(head, node) {
            self.heads[node] = Some(head);
            self.relations[node] = relation;
        }
    }

    /// Makes a node the head of the sentence; whoever was it keeps no tie until it is given one.
    pub(crate) fn make_root(&mut self, node: Node) {
        self.heads[node] = None;
        self.relations[node] = Relation::Root;
    }

    /// Gives a node's tie to its head another name.
    pub(crate) fn rename(&mut self, node: Node, relation: Relation) {
        self.relations[node] = relation;
    }

    pub(crate) fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    pub(crate) fn token(&self, node: Node) -> &Token {
        &self.sentence.tokens[node]
    }

    pub(crate) fn lemma(&self, node: Node) -> &str {
        &self.lemmas[node]
    }

    pub(crate) fn form(&self, node: Node) -> &'a str {
        self.token(node).span.of(self.text)
    }

    pub(crate) fn upos(&self, node: Node) -> Upos {
        self.upos[node]
    }

    pub(crate) fn xpos(&self, node: Node) -> Xpos {
        self.xpos[node]
    }

    pub(crate) fn relation(&self, node: Node) -> Relation {
        self.relations[node]
    }

    pub(crate) fn head(&self, node: Node) -> Option<Node> {
        self.heads[node]
    }

    pub(crate) fn children(&self, node: Node) -> &[Node] {
        &self.children[node]
    }

    /// Children with one of the given relations, in text order.
    pub(crate) fn children_by<'t>(
        &'t self,
        node: Node,
        relations: &'t [Relation],
    ) -> impl Iterator<Item = Node> + 't {
        self.children[node]
            .iter()
            .copied()
            .filter(|child| relations.contains(&self.relation(*child)))
    }

    pub(crate) fn has_child(&self, node: Node, relations: &[Relation]) -> bool {
        self.children_by(node, relations).next().is_some()
    }

    /// The node and everything below it, in text order.
    pub(crate) fn subtree(&self, node: Node) -> Vec<Node> {
        let mut nodes = vec![node];
        let mut at = 0;
        while at < nodes.len() {
            nodes.extend(&self.children[nodes[at]]);
            at += 1;
        }
        nodes.sort_unstable();
        nodes
    }

    /// True if `node` is `ancestor` or stands below it.
    pub(crate) fn is_below(&self, node: Node, ancestor: Node) -> bool {
        self.path_up(node).any(|step| step == ancestor)
    }

    /// The node, its head, the head's head … up to the root.
    pub(crate) fn path_up(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        std::iter::successors(Some(node), |step| self.head(*step)).take(self.len() + 1)
    }

    /// The smallest span over the given nodes.
    pub(crate) fn span_of(&self, nodes: &[Node]) -> Span {
        nodes
            .iter()
            .map(|node| self.token(*node).span)
            .reduce(Span::cover)
            .unwrap_or(Span::new(0, 0))
    }

    /// The node and the nodes coordinated with it, in text order.
    pub(crate) fn conjuncts(&self, node: Node) -> Vec<Node> {
        let mut nodes = vec![node];
        let mut at = 0;
        while at < nodes.len() {
            let below: Vec<Node> = self.children_by(nodes[at], &[Relation::Conj]).collect();
            nodes.extend(below);
            at += 1;
        }
        nodes
    }

    /// The lemma of the preposition that marks a node, if it has one; the last word of "because of".
    pub(crate) fn case_of(&self, node: Node) -> Option<&str> {
        let case = self
            .children_by(node, &[Relation::Case, Relation::Mark])
            .next()?;
        let fixed = self.children_by(case, &[Relation::Fixed]).last();
        Some(self.lemma(fixed.unwrap_or(case)))
    }

    /// True if any preposition that marks the node is `preposition`.
    pub(crate) fn has_case(&self, node: Node, preposition: &str) -> bool {
        self.children_by(node, &[Relation::Case, Relation::Mark])
            .any(|case| {
                self.lemma(case) == preposition
                    || self
                        .children_by(case, &[Relation::Fixed])
                        .any(|fixed| self.lemma(fixed) == preposition)
            })
    }

    pub(crate) fn is_verb(&self, node: Node) -> bool {
        matches!(self.upos(node), Upos::Verb | Upos::Aux)
    }

    pub(crate) fn is_nominal(&self, node: Node) -> bool {
        matches!(
            self.upos(node),
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::X | Upos::Sym
        )
    }

    /// True for a verb in the passive, with or without auxiliary.
    pub(crate) fn is_passive(&self, node: Node) -> bool {
        if !self.is_verb(node) {
            return false;
        }
        if self.has_child(node, &[Relation::AuxPass, Relation::NsubjPass]) {
            return true;
        }
        // "rebels killed in a raid were buried": what hangs on a noun without a subject of its own is a participle.
        let hangs_on_noun =
            self.relation(node) == Relation::Acl && !self.has_child(node, &[Relation::Mark]);
        let participle =
            self.xpos(node) == Xpos::Vbn || hangs_on_noun && self.xpos(node) == Xpos::Vbd;
        // "five were killed and nine others wounded"
        if self.relation(node) == Relation::Conj
            && matches!(self.xpos(node), Xpos::Vbn | Xpos::Vbd)
            && !self.has_child(
                node,
                &[
                    Relation::Obj,
                    Relation::Aux,
                    Relation::Ccomp,
                    Relation::Xcomp,
                ],
            )
            && self.has_child(node, &[Relation::Nsubj])
            && self.head(node).is_some_and(|head| self.is_passive(head))
        {
            return true;
        }
        // "after its leader reportedly killed": a headline drops the auxiliary.
        if participle
            && self.relation(node) == Relation::Advcl
            && self.has_child(node, &[Relation::Nsubj])
            && !self.has_child(node, &[Relation::Obj, Relation::Aux])
        {
            return true;
        }
        if !participle || self.has_child(node, &[Relation::Nsubj, Relation::Obj, Relation::Aux]) {
            return false;
        }
        match self.relation(node) {
            Relation::Acl | Relation::Advcl | Relation::Amod | Relation::Root | Relation::Ccomp => {
                true
            }
            Relation::Xcomp => true,
            Relation::Conj => self.head(node).is_some_and(|head| self.is_passive(head)),
            _ => false,
        }
    }

    /// The noun phrase of a head: its subtree without clauses, appositions and coordinated phrases.
    pub(crate) fn phrase(&self, node: Node) -> Vec<Node> {
        let mut nodes = vec![node];
        let mut at = 0;
        while at < nodes.len() {
            let below: Vec<Node> = self.children[nodes[at]]
                .iter()
                .copied()
                .filter(|child| {
                    !matches!(
                        self.relation(*child),
                        Relation::Acl
                            | Relation::AclRelcl
                            | Relation::Advcl
                            | Relation::AdvclRelcl
                            | Relation::Appos
                            | Relation::Conj
                            | Relation::Cc
                            | Relation::Punct
                            | Relation::Parataxis
                            | Relation::Case
                            | Relation::Mark
                            | Relation::Cop
                            | Relation::Nsubj
                            | Relation::NsubjPass
                            | Relation::Aux
                            | Relation::AuxPass
                            | Relation::Obl
                            | Relation::Ccomp
                            | Relation::Advmod
                            | Relation::Discourse
                            | Relation::List
                            | Relation::Dep
                    )
                })
                .collect();
            nodes.extend(below);
            at += 1;
        }
        nodes.sort_unstable();
        nodes
    }

    /// The part of the phrase that names the head itself: modifiers before it and name parts, no
    /// prepositional phrases behind it.
    pub(crate) fn name_phrase(&self, node: Node) -> Vec<Node> {
        let mut nodes: Vec<Node> = self
            .phrase(node)
            .into_iter()
            .filter(|member| {
                *member == node
                    || self
                        .path_up(*member)
                        .take_while(|step| *step != node)
                        .all(|step| {
                            !matches!(self.relation(step), Relation::Nmod | Relation::OblUnmarked)
                        })
            })
            .collect();
        nodes.sort_unstable();
        // A phrase that citing words must cover is contiguous.
        if let (Some(first), Some(last)) = (nodes.first(), nodes.last()) {
            (*first..=*last).collect()
        } else {
            nodes
        }
    }

    /// True if the words of `lemmas` stand in a row and end at `last`; hyphens between them do not count.
    /// Gives the nodes of the phrase.
    pub(crate) fn sequence_ending(&self, last: Node, lemmas: &[String]) -> Option<Vec<Node>> {
        let mut nodes = Vec::with_capacity(lemmas.len());
        let mut at = last as isize;
        for want in lemmas.iter().rev() {
            if !nodes.is_empty() {
                while at >= 0 && matches!(self.form(at as Node), "-" | "‑" | "–") {
                    at -= 1;
                }
            }
            if at < 0 || !self.is_word(at as Node, want) {
                return None;
            }
            nodes.push(at as Node);
            at -= 1;
        }
        nodes.reverse();
        Some(nodes)
    }

    /// True if the words of `lemmas` stand in a row from `first` on; hyphens between them do not count.
    pub(crate) fn sequence_from(&self, first: Node, lemmas: &[String]) -> Option<Vec<Node>> {
        let mut nodes = Vec::with_capacity(lemmas.len());
        let mut at = first;
        for want in lemmas {
            if !nodes.is_empty() {
                while at < self.len() && matches!(self.form(at), "-" | "‑" | "–") {
                    at += 1;
                }
            }
            if at >= self.len() || !self.is_word(at, want) {
                return None;
            }
            nodes.push(at);
            at += 1;
        }
        Some(nodes)
    }

    /// True if the token's lemma, or its form in lower case, is `want`.
    pub(crate) fn is_word(&self, node: Node, want: &str) -> bool {
        self.lemmas[node] == want || self.form(node).eq_ignore_ascii_case(want)
    }

    /// Of some nodes, the one whose head lies outside of them.
    pub(crate) fn top_of(&self, nodes: &[Node]) -> Option<Node> {
        nodes
            .iter()
            .copied()
            .find(|node| self.head(*node).is_none_or(|head| !nodes.contains(&head)))
    }
}

/// The words that a regular form may come from: "raided" from "raid" or "raide", "shelled" from "shell" or
/// "shel".
pub(crate) fn base_forms(form: &str) -> Vec<String> {
    let mut bases = Vec::new();
    for (ending, puts) in [
        ("ied", &["y"][..]),
        ("ies", &["y"]),
        ("ed", &["", "e"]),
        ("ing", &["", "e"]),
        ("es", &["", "e"]),
        ("s", &[""]),
    ] {
        let Some(stem) = form.strip_suffix(ending) else {
            continue;
        };
        if stem.len() < 2 {
            continue;
        }
        bases.extend(puts.iter().map(|put| format!("{stem}{put}")));
        let mut letters = stem.chars().rev();
        if let (Some(last), Some(before)) = (letters.next(), letters.next())
            && last == before
            && ending != "s"
        {
            bases.push(stem[..stem.len() - last.len_utf8()].to_owned());
        }
    }
    bases
}

#[cfg(test)]
mod tests {
    use super::base_forms;

    #[test]
    fn regular_forms_go_back_to_their_words() {
        assert!(base_forms("raided").contains(&"raid".to_owned()));
        assert!(base_forms("strafing").contains(&"strafe".to_owned()));
        assert!(base_forms("patrolled").contains(&"patrol".to_owned()));
        assert!(base_forms("ed").is_empty());
    }
}
