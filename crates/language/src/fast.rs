//! The fast tier: rules for tokens and sentences, perceptrons for tags and trees.

use std::sync::OnceLock;

use relata_record::Span;

use crate::clusters::Clusters;
use crate::lemma::{Lemmas, class};
use crate::model::{ModelError, ModelParts, decode};
use crate::parser::{Atom, ParserTables, State, fill_atoms, parse};
use crate::tables::{SparseTable, TripleTable};
use crate::tagger::tag;
use crate::text::{sentences, tokenize};
use crate::word::{Word, WordReader};
use crate::{Analyzer, Relation, Sentence, Token, Upos, Xpos};

#[cfg(feature = "embedded")]
static EMBEDDED: &[u8] = include_bytes!("../../../models/fast.bin");

/// An analyzer that reads more than a hundred thousand words a second.
#[derive(Debug)]
pub struct FastAnalyzer {
    name: String,
    tags: Vec<(Upos, Xpos)>,
    labels: Vec<Relation>,
    clusters: Clusters,
    lemmas: Lemmas,
    tagger: SparseTable,
    parser: ParserTables,
}

/// Space that is used again from sentence to sentence.
#[derive(Debug, Default)]
pub struct Workspace {
    reader: WordReader,
    words: Vec<Word>,
    tags: Vec<u8>,
    atoms: Vec<Atom>,
    state: State,
}

impl FastAnalyzer {
    /// The analyzer with the weights that come with this crate. They are read at the first call.
    ///
    /// # Errors
    /// [`ModelError`], where the weights do not fit this version of the crate.
    #[cfg(feature = "embedded")]
    pub fn embedded() -> Result<&'static Self, ModelError> {
        static ANALYZER: OnceLock<Result<FastAnalyzer, ModelError>> = OnceLock::new();
        ANALYZER
            .get_or_init(|| Self::from_bytes(EMBEDDED))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The analyzer with the weights of a model file.
    ///
    /// # Errors
    /// [`ModelError`], where `file` is not a whole model of this version.
    pub fn from_bytes(file: &[u8]) -> Result<Self, ModelError> {
        let (parts, checksum) = decode(file)?;
        Ok(Self::from_parts(
            parts,
            &format!("relata-fast {:08x}", checksum >> 32),
        ))
    }

    /// The analyzer with the weights of `parts`.
    pub fn from_parts(parts: ModelParts, name: &str) -> Self {
        let root = parts
            .labels
            .iter()
            .position(|&label| label == Relation::Root)
            .unwrap_or(0);
        Self {
            name: name.to_owned(),
            clusters: Clusters::build(&parts.clusters),
            lemmas: Lemmas::build(parts.rules, &parts.lemmas),
            tagger: SparseTable::build(parts.tags.len(), parts.tagger),
            parser: ParserTables {
                transitions: TripleTable::build(&parts.transitions),
                labels: SparseTable::build(parts.labels.len(), parts.labeller),
                root_label: root as u8,
            },
            tags: parts.tags,
            labels: parts.labels,
        }
    }

    /// Tags and parses one sentence whose tokens are given: spans in `text`, in order, at most
    /// [`MAX_WORDS`](crate::parser::MAX_WORDS) of them. None where there are no tokens.
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
        self.read_words(spans.iter().map(|span| span.of(text)), space);
        self.tag_words(space);
        self.parse_words(space);
        Some(Sentence {
            span,
            tokens: self.tokens(text, spans, space),
        })
    }

    /// First step: the features of the words.
    pub fn read_words<'a>(&self, forms: impl Iterator<Item = &'a str>, space: &mut Workspace) {
        space.words.clear();
        for form in forms {
            space.words.push(space.reader.read(form, &self.clusters));
        }
    }

    /// Second step: their tags.
    pub fn tag_words(&self, space: &mut Workspace) {
        tag(&self.tagger, &space.words, &mut space.tags);
    }

    /// Third step: their tree.
    pub fn parse_words(&self, space: &mut Workspace) {
        fill_atoms(
            &space.words,
            &space.tags,
            |tag| self.tags[usize::from(tag)],
            &mut space.atoms,
        );
        parse(&self.parser, &space.atoms, &mut space.state);
    }

    /// The lemma of a word with these tags.
    pub fn lemma(&self, form: &str, upos: Upos, xpos: Xpos) -> String {
        self.lemmas
            .lemma(form, class(upos, xpos), upos == Upos::Propn)
    }

    fn tokens(&self, text: &str, spans: &[Span], space: &Workspace) -> Vec<Token> {
        let root = space.state.root();
        let nodes = space.state.nodes().iter().zip(&space.tags);
        let token = |(&span, (node, &tag)): (&Span, (&crate::parser::Node, &u8))| {
            let (upos, xpos) = self.tags[usize::from(tag)];
            Token {
                span,
                upos,
                xpos,
                lemma: self.lemma(span.of(text), upos, xpos),
                head: (node.head != root).then(|| u32::from(node.head)),
                relation: self.labels[usize::from(node.label)],
            }
        };
        spans.iter().zip(nodes).map(token).collect()
    }
}

impl Analyzer for FastAnalyzer {
    fn analyze(&self, text: &str, blocks: &[Span]) -> Vec<Sentence> {
        let mut space = Workspace::default();
        let mut tokens = Vec::new();
        let mut found = Vec::new();
        for &block in blocks {
            tokenize(text, block, &mut tokens);
            let ranges = sentences(text, &tokens);
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
