//! The fast tier: rules for tokens and sentences, a small network for tags and trees, a table for lemmas.

use std::collections::BTreeSet;
use std::ops::Range;
#[cfg(feature = "embedded")]
use std::sync::OnceLock;

use relata_record::Span;

use crate::clusters::Clusters;
use crate::lemma::{Lemmas, class};
use crate::model::{ModelError, ModelParts, decode};
use crate::names::{CLASSES, NameSpace, NameTagger, decode_names};
use crate::network::{MAX_WORDS, Network, NetworkSpace, RowIndex};
use crate::objects;
use crate::text::{Ends, read_for_ends, sentences_with, tokenize};
use crate::word::{Word, WordReader, as_shown, in_capitals};
use crate::{Analyzer, Name, Relation, Sentence, Token, Upos, Xpos};

/// An analyzer that reads more than a hundred thousand words a second.
#[derive(Debug)]
pub struct FastAnalyzer {
    name: String,
    tags: Vec<(Upos, Xpos)>,
    labels: Vec<Relation>,
    clusters: Clusters,
    lemmas: Lemmas,
    ends: Ends,
    rows: RowIndex,
    network: Network,
    root_label: u8,
    /// Places of their labels.
    predicate_and_object: [Option<usize>; 2],
    /// Classes of tags whose words have lemmas that are not themselves.
    inflected: Vec<u16>,
    names: Option<NameTagger>,
}

/// Space that is used again from sentence to sentence.
#[derive(Debug, Default)]
pub struct Workspace {
    reader: WordReader,
    words: Vec<Word>,
    /// The words of the sentence at hand.
    sentence: Vec<Word>,
    tags: Vec<u8>,
    network: NetworkSpace,
    names: NameSpace,
    lower: String,
}

impl Workspace {
    /// The words of the sentence that was read last.
    pub fn sentence(&self) -> &[Word] {
        &self.sentence
    }
}

impl FastAnalyzer {
    /// The file of weights that comes with this crate.
    #[cfg(feature = "embedded")]
    pub const WEIGHTS: &[u8] = include_bytes!("../../../models/fast.bin");
    /// The file of names that comes with this crate.
    #[cfg(feature = "embedded")]
    pub const NAMES: &[u8] = include_bytes!("../../../models/names.bin");

    /// The analyzer with the weights that come with this crate. They are read at the first call.
    ///
    /// # Errors
    /// [`ModelError`], where the weights do not fit this version of the crate.
    #[cfg(feature = "embedded")]
    pub fn embedded() -> Result<&'static Self, ModelError> {
        static ANALYZER: OnceLock<Result<FastAnalyzer, ModelError>> = OnceLock::new();
        ANALYZER
            .get_or_init(|| Self::from_bytes(Self::WEIGHTS)?.with_names(Self::NAMES))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The analyzer with the weights of a model file.
    ///
    /// # Errors
    /// [`ModelError`], where `file` is not a whole model of this version.
    pub fn from_bytes(file: &[u8]) -> Result<Self, ModelError> {
        let (parts, checksum) = decode(file)?;
        Self::from_parts(parts, &format!("relata-fast {:08x}", checksum >> 32))
    }

    /// The analyzer that also finds names, with the weights of a file of names.
    ///
    /// # Errors
    /// [`ModelError`], where `file` is not a whole file of this version.
    pub fn with_names(self, file: &[u8]) -> Result<Self, ModelError> {
        let (parts, checksum) = decode_names(file)?;
        Ok(Self {
            name: format!("{}, names {:08x}", self.name, checksum >> 32),
            names: Some(NameTagger::build(parts)),
            ..self
        })
    }

    /// The analyzer with the weights of `parts`.
    ///
    /// # Errors
    /// [`ModelError`], where the parts do not fit each other.
    pub fn from_parts(parts: ModelParts, name: &str) -> Result<Self, ModelError> {
        let root = parts
            .labels
            .iter()
            .position(|&label| label == Relation::Root);
        let network = Network::build(&parts.network, parts.tags.len(), parts.labels.len());
        Ok(Self {
            name: name.to_owned(),
            clusters: Clusters::build(&parts.clusters),
            lemmas: Lemmas::build(parts.rules, &parts.lemmas),
            ends: Ends::build(parts.ends),
            rows: RowIndex::build(&parts.network.rows.keys),
            network: network.ok_or(ModelError::Part("network"))?,
            predicate_and_object: objects::labels(&parts.labels),
            root_label: root.ok_or(ModelError::Part("labels"))? as u8,
            inflected: inflected(&parts.tags),
            tags: parts.tags,
            labels: parts.labels,
            names: None,
        })
    }

    /// Tags and parses one sentence whose tokens are given: spans in `text`, in order, at most
    /// [`MAX_WORDS`] of them. None where there are no tokens.
    pub fn parse_tokens(
        &self,
        text: &str,
        spans: &[Span],
        space: &mut Workspace,
    ) -> Option<Sentence> {
        let span = Span {
            start: spans.first()?.start,
            end: spans.last()?.end,
        };
        let spans = &spans[..spans.len().min(MAX_WORDS)];
        self.read_words(spans.iter().map(|span| span.of(text)), space);
        self.tag_words(space);
        self.parse_words(space);
        let tokens = self.tokens(text, spans, space);
        let names = self.find_names(&tokens, space);
        Some(Sentence {
            span,
            tokens,
            names,
        })
    }

    /// Before all: puts the tokens of a block into `tokens`, which is emptied first, and gives the ranges of its
    /// sentences.
    pub fn split(
        &self,
        text: &str,
        block: Span,
        tokens: &mut Vec<Span>,
        space: &mut Workspace,
    ) -> Vec<Range<usize>> {
        tokenize(text, block, tokens);
        let Workspace { reader, words, .. } = space;
        read_for_ends(text, tokens, reader, &self.clusters, words);
        sentences_with(text, tokens, |place, start| {
            self.ends.ends(tokens, words, place, start)
        })
    }

    /// First step: the features of the words.
    pub fn read_words<'a>(
        &self,
        forms: impl Iterator<Item = &'a str> + Clone,
        space: &mut Workspace,
    ) {
        let capitals = in_capitals(forms.clone());
        space.network.rows.clear();
        space.sentence.clear();
        for form in as_shown(forms, capitals) {
            let word = if capitals {
                space.reader.read_capitals(form, &self.clusters)
            } else {
                space.reader.read(form, &self.clusters)
            };
            space.network.rows.push(self.rows.rows(&word));
            space.sentence.push(word);
        }
    }

    /// Second step: their tags.
    pub fn tag_words(&self, space: &mut Workspace) {
        self.network.tag(&mut space.network, &mut space.tags);
    }

    /// Third step: their tree.
    pub fn parse_words(&self, space: &mut Workspace) {
        self.network.parse(&mut space.network, self.root_label);
    }

    /// Fourth step: the names among the words. `tokens` are those of the words that were read.
    pub fn find_names(&self, tokens: &[Token], space: &mut Workspace) -> Vec<Name> {
        let Some(names) = &self.names else {
            return Vec::new();
        };
        names.score(&space.sentence, tokens, &mut space.names);
        names.decode(&mut space.names)
    }

    /// Finds names as [`FastAnalyzer::find_names`] does, by scores that `change` makes of this tier's, and with `steps` in
    /// place of its own.
    pub fn find_names_with(
        &self,
        tokens: &[Token],
        space: &mut Workspace,
        steps: &[[i32; CLASSES]; CLASSES],
        mut change: impl FnMut(usize, &mut [i32; CLASSES]),
    ) -> Vec<Name> {
        let Workspace {
            sentence,
            names: space,
            ..
        } = space;
        match &self.names {
            Some(names) => names.score(sentence, tokens, space),
            None => space.scores = vec![[0; CLASSES]; tokens.len()],
        }
        for (place, line) in space.scores.iter_mut().enumerate() {
            change(place, line);
        }
        space.decode(steps)
    }

    /// The lemma of a word with these tags.
    pub fn lemma(&self, form: &str, upos: Upos, xpos: Xpos) -> String {
        self.lemmas
            .lemma(form, class(upos, xpos), upos == Upos::Propn)
    }

    /// Adds the form in lower case and every lemma that it would have under one tag or another.
    pub fn possible_lemmas(&self, form: &str, found: &mut BTreeSet<String>) {
        let form = form.to_lowercase();
        let lemmas = self.inflected.iter();
        found.extend(lemmas.map(|&class| self.lemmas.lemma(&form, class, false)));
        found.insert(form);
    }

    /// The tokens of what was tagged and parsed.
    pub fn tokens(&self, text: &str, spans: &[Span], space: &mut Workspace) -> Vec<Token> {
        let lower = &mut space.lower;
        let nodes = space.network.heads().iter().zip(&space.network.labels);
        let token = |((&span, &tag), (&head, &label)): ((&Span, &u8), (&u16, &u8))| {
            let (upos, xpos) = self.tags[usize::from(tag)];
            let form = span.of(text);
            Token {
                span,
                upos,
                xpos,
                lemma: self
                    .lemmas
                    .lemma_in(form, class(upos, xpos), upos == Upos::Propn, lower),
                head: (usize::from(head) < spans.len()).then_some(u32::from(head)),
                relation: self.labels[usize::from(label)],
            }
        };
        let words = spans.iter().zip(&space.tags).zip(nodes);
        let mut tokens: Vec<Token> = words.map(token).collect();
        let score = |place, label| self.network.label_score(&space.network, place, label);
        if let [Some(predicate), Some(object)] = self.predicate_and_object {
            objects::mend(&mut tokens, |place| {
                score(place, predicate) - score(place, object)
            });
        }
        tokens
    }
}

/// The classes of the tags of open classes of words.
fn inflected(tags: &[(Upos, Xpos)]) -> Vec<u16> {
    let open = tags.iter().filter(|(upos, _)| {
        matches!(
            upos,
            Upos::Verb | Upos::Aux | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Adv
        )
    });
    let classes: BTreeSet<u16> = open.map(|&(upos, xpos)| class(upos, xpos)).collect();
    classes.into_iter().collect()
}

impl Analyzer for FastAnalyzer {
    fn analyze(&self, text: &str, blocks: &[Span]) -> Vec<Sentence> {
        let mut space = Workspace::default();
        let mut tokens = Vec::new();
        let mut found = Vec::new();
        for &block in blocks {
            let ranges = self.split(text, block, &mut tokens, &mut space);
            found.extend(
                ranges
                    .into_iter()
                    .filter_map(|range| self.parse_tokens(text, &tokens[range], &mut space)),
            );
        }
        found
    }

    fn model(&self) -> &str {
        &self.name
    }
}
