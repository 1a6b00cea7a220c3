//! Ranks what each mention may mean, and links it to the best.

use std::borrow::Borrow;
#[cfg(feature = "embedded")]
use std::sync::OnceLock;

use relata_language::Sentence;

use crate::chains::{Chains, Link};
use crate::detect::detect;
use crate::mention::{Mention, Mentions};
use crate::ranking::Ranking;
use crate::reason::Reason;
use crate::weights::{Weights, WeightsError};

#[cfg(feature = "embedded")]
static EMBEDDED: &[u8] = include_bytes!("../../../models/coreference.bin");

/// Finds the chains of reports with one set of weights.
#[derive(Debug, Clone)]
pub struct Resolver {
    weights: Weights,
}

impl Resolver {
    /// The resolver with the weights that come with this crate. They are read at the first call.
    ///
    /// # Errors
    /// [`WeightsError`], where the weights do not fit this version of the crate.
    #[cfg(feature = "embedded")]
    pub fn embedded() -> Result<&'static Self, WeightsError> {
        static RESOLVER: OnceLock<Result<Resolver, WeightsError>> = OnceLock::new();
        RESOLVER
            .get_or_init(|| Self::from_bytes(EMBEDDED))
            .as_ref()
            .map_err(|error| *error)
    }

    /// The resolver with the weights of a file.
    ///
    /// # Errors
    /// [`WeightsError`], where `file` is not whole and of this version.
    pub fn from_bytes(file: &[u8]) -> Result<Self, WeightsError> {
        Weights::decode(file).map(|weights| Self { weights })
    }

    /// The chains of a text whose sentences are parsed. Places of sentences are those of the slice.
    pub fn resolve<S: Borrow<Sentence>>(&self, text: &str, sentences: &[S]) -> Chains {
        let mentions = detect(text, sentences, &self.weights);
        let mut ranking = Ranking::new(&mentions);
        let mut links = Vec::with_capacity(mentions.all.len());
        while let Some(current) = ranking.current() {
            let antecedent = self.best(&ranking);
            links.push(antecedent.map(|place| Link {
                antecedent: place as usize,
                reason: Reason::of(
                    &mentions,
                    &mentions.all[current],
                    &mentions.all[place as usize],
                ),
            }));
            ranking.link(antecedent);
        }
        Chains::new(mentions.all, links)
    }

    /// The earlier mention with the highest sum, the nearest of equals; none where being new has the highest.
    fn best(&self, ranking: &Ranking<'_>) -> Option<u32> {
        let score = |antecedent| {
            let mut sum = 0;
            ranking.features(antecedent, &mut |feature| {
                sum += self.weights.weight(feature)
            });
            sum
        };
        let mut best = (score(None), None);
        for &place in ranking.candidates() {
            let sum = score(Some(place));
            if sum > best.0 || sum == best.0 && best.1.is_some() {
                best = (sum, Some(place));
            }
        }
        best.1
    }
}

/// The mentions of a text, for a training.
#[derive(Debug, Clone, Default)]
pub struct Detected(Mentions);

impl Detected {
    /// Finds them as [`Resolver::resolve`] does.
    pub fn new<S: Borrow<Sentence>>(text: &str, sentences: &[S], weights: &Weights) -> Self {
        Self(detect(text, sentences, weights))
    }

    /// The mentions in text order.
    pub fn mentions(&self) -> &[Mention] {
        &self.0.all
    }

    /// A walk over them.
    pub fn ranking(&self) -> Ranking<'_> {
        Ranking::new(&self.0)
    }
}
