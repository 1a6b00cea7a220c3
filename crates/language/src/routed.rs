//! Two tiers as one: the fast one reads everything, the accurate one again what may matter.

use std::collections::BTreeSet;
use std::fmt;

use relata_record::Span;

use crate::{AccurateAnalyzer, Analyzer, FastAnalyzer, Relation, Sentence, Upos, Workspace, Xpos};

/// Whether a sentence of these words is worth the accurate tier: each word in lower case as it is written, and in every
/// form that may be its lemma.
pub type Worth = Box<dyn Fn(&BTreeSet<String>) -> bool + Send + Sync>;

/// An analyzer whose sentences are those of the accurate tier where its user finds that worth it, and those of the fast
/// tier elsewhere, and where only the fast tier finds a verb that heads the sentence. Both cut a text alike, and neither
/// lets a sentence depend on the next.
pub struct RoutedAnalyzer {
    name: String,
    fast: &'static FastAnalyzer,
    accurate: &'static AccurateAnalyzer,
    is_worth: Worth,
}

impl RoutedAnalyzer {
    /// Puts two tiers together.
    pub fn new(
        fast: &'static FastAnalyzer,
        accurate: &'static AccurateAnalyzer,
        is_worth: Worth,
    ) -> Self {
        Self {
            name: format!(
                "{}; where an act may be told, {}",
                fast.model(),
                accurate.model()
            ),
            fast,
            accurate,
            is_worth,
        }
    }

    /// Most sentences that are worth it are so by their words as they are written; only for the rest every lemma is
    /// looked up.
    fn is_worth(&self, text: &str, spans: &[Span]) -> bool {
        let forms = spans.iter().map(|span| span.of(text));
        let mut words: BTreeSet<String> = forms.clone().map(str::to_lowercase).collect();
        (self.is_worth)(&words) || {
            forms.for_each(|form| self.fast.possible_lemmas(form, &mut words));
            (self.is_worth)(&words)
        }
    }
}

/// True if a finite verb heads the sentence. Where one tier finds none and the other does ("FARC suspends ceasefire",
/// read as suspends of a ceasefire), a headline was taken for a phrase.
fn is_clause(sentence: &Sentence) -> bool {
    sentence.tokens.iter().any(|token| {
        token.relation == Relation::Root
            && matches!(token.upos, Upos::Verb | Upos::Aux)
            && matches!(token.xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
    })
}

impl Analyzer for RoutedAnalyzer {
    fn analyze(&self, text: &str, blocks: &[Span]) -> Vec<Sentence> {
        let mut space = Workspace::default();
        let mut tokens = Vec::new();
        let mut found: Vec<Option<Sentence>> = Vec::new();
        let mut worthy = Vec::new();
        for &block in blocks {
            for range in self.fast.split(text, block, &mut tokens, &mut space) {
                let spans = &tokens[range];
                if self.is_worth(text, spans) {
                    worthy.push(spans.to_vec());
                    found.push(None);
                } else {
                    found.extend(self.fast.parse_tokens(text, spans, &mut space).map(Some));
                }
            }
        }
        let mut careful = self.accurate.parse_sentences(text, &worthy);
        if careful.len() == worthy.len() {
            for (sentence, spans) in careful.iter_mut().zip(&worthy) {
                if !is_clause(sentence)
                    && let Some(quick) = self.fast.parse_tokens(text, spans, &mut space)
                    && is_clause(&quick)
                {
                    *sentence = quick;
                }
            }
        }
        let mut careful = careful.into_iter();
        let filled = found
            .into_iter()
            .map(|sentence| sentence.or_else(|| careful.next()));
        filled.flatten().collect()
    }

    fn model(&self) -> &str {
        &self.name
    }
}

impl fmt::Debug for RoutedAnalyzer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("RoutedAnalyzer").field(&self.name).finish()
    }
}

#[cfg(all(test, feature = "embedded"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const TEXT: &str = "The river was calm. Rebels struck a village, and the army fled. It rained all day.\n\n\
                        Nobody spoke of it. Talks collapsed on Monday because the envoys had left.";

    fn blocks() -> [Span; 2] {
        let middle = TEXT.find("\n\n").unwrap();
        [Span::new(0, middle), Span::new(middle + 2, TEXT.len())]
    }

    fn routed(
        is_worth: impl Fn(&BTreeSet<String>) -> bool + Send + Sync + 'static,
    ) -> RoutedAnalyzer {
        let fast = FastAnalyzer::embedded().unwrap();
        RoutedAnalyzer::new(
            fast,
            AccurateAnalyzer::embedded().unwrap(),
            Box::new(is_worth),
        )
    }

    #[test]
    fn each_sentence_is_that_of_its_tier() {
        let analyzer = routed(|words| words.contains("strike") || words.contains("collapse"));
        let fast = analyzer.fast.analyze(TEXT, &blocks());
        let accurate = analyzer.accurate.analyze(TEXT, &blocks());
        let found = analyzer.analyze(TEXT, &blocks());
        assert_eq!(found.len(), 5);
        for (n, sentence) in found.iter().enumerate() {
            let wanted = if n == 1 || n == 4 {
                &accurate[n]
            } else {
                &fast[n]
            };
            assert_eq!(sentence, wanted);
        }
    }

    #[test]
    fn all_or_none_is_one_tier_alone() {
        let all = routed(|_| true);
        assert_eq!(
            all.analyze(TEXT, &blocks()),
            all.accurate.analyze(TEXT, &blocks())
        );
        let none = routed(|_| false);
        assert_eq!(
            none.analyze(TEXT, &blocks()),
            none.fast.analyze(TEXT, &blocks())
        );
    }

    #[test]
    fn its_name_is_that_of_both() {
        let analyzer = routed(|_| true);
        for tier in [analyzer.fast.model(), analyzer.accurate.model()] {
            assert!(analyzer.model().contains(tier), "{}", analyzer.model());
        }
    }
}
