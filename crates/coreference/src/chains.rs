//! What is found: chains of mentions, and for each link why.

use std::collections::BTreeMap;

use crate::mention::Mention;
use crate::reason::Reason;

/// Why a mention is taken to mean the same as an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The earlier mention, by its place in [`Chains::mentions`].
    pub antecedent: usize,
    /// Why.
    pub reason: Reason,
}

/// The mentions of a report and the chains that they form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chains {
    mentions: Vec<Mention>,
    links: Vec<Option<Link>>,
    chain_of: Vec<Option<usize>>,
    chains: Vec<Vec<usize>>,
    heads: BTreeMap<(usize, usize), usize>,
}

impl Chains {
    /// Puts chains together from each mention's link.
    pub(crate) fn new(mentions: Vec<Mention>, links: Vec<Option<Link>>) -> Self {
        let mut chain_of: Vec<Option<usize>> = vec![None; mentions.len()];
        let mut chains: Vec<Vec<usize>> = Vec::new();
        for (place, link) in links.iter().enumerate() {
            let Some(link) = link else { continue };
            let chain = chain_of[link.antecedent].unwrap_or_else(|| {
                chains.push(vec![link.antecedent]);
                chain_of[link.antecedent] = Some(chains.len() - 1);
                chains.len() - 1
            });
            chain_of[place] = Some(chain);
            chains[chain].push(place);
        }
        let mut heads = BTreeMap::new();
        for (place, mention) in mentions.iter().enumerate() {
            let known = heads
                .entry((mention.sentence, mention.head))
                .or_insert(place);
            // "Ali and Omar" has the head of "Ali".
            if mentions[*known].last > mention.last {
                *known = place;
            }
        }
        Self {
            mentions,
            links,
            chain_of,
            chains,
            heads,
        }
    }

    /// All mentions in text order, also those that stand alone.
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// All chains of two or more mentions, each in text order.
    pub fn chains(&self) -> &[Vec<usize>] {
        &self.chains
    }

    /// The mention headed by a token of a sentence.
    pub fn mention_at(&self, sentence: usize, token: usize) -> Option<usize> {
        self.heads.get(&(sentence, token)).copied()
    }

    /// The chain of a mention; none where it stands alone.
    pub fn chain_of(&self, mention: usize) -> Option<&[usize]> {
        let chain = (*self.chain_of.get(mention)?)?;
        self.chains.get(chain).map(Vec::as_slice)
    }

    /// What a mention is linked to, and why; none for the first of a chain.
    pub fn link_of(&self, mention: usize) -> Option<Link> {
        *self.links.get(mention)?
    }

    /// The earlier mentions of its chain, the nearest first.
    pub fn before(&self, mention: usize) -> impl Iterator<Item = usize> {
        let chain = self.chain_of(mention).unwrap_or_default();
        chain
            .iter()
            .rev()
            .copied()
            .skip_while(move |place| *place >= mention)
    }
}
