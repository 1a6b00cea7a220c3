//! The accurate tier: a small encoder in int8, with heads for tags and trees.
//!
//! `training/FORMAT.md` describes file and calculation; the modules follow its chapters: [`file`], [`pieces`],
//! [`kernel`] (products), [`encoder`], [`heads`], [`tree`]. The result is the same to the last bit on every processor,
//! whatever is read beside a sentence: products are exact sums of integers, every other sum has a fixed order, and
//! functions like exp are our own ([`math`]).

// In the sums an index names a lane or a register, of several arrays at once.
#![allow(clippy::needless_range_loop)]

mod encoder;
mod file;
mod heads;
mod kernel;
mod math;
mod names;
mod pieces;
mod tree;

#[cfg(all(test, feature = "embedded"))]
mod tests;

use std::borrow::Cow;
#[cfg(feature = "embedded")]
use std::sync::OnceLock;

use relata_record::Span;
use sha2::{Digest as _, Sha256};

use self::encoder::{Batch, Encoder, EncoderSpace};
use self::file::File;
use self::heads::{HeadSpace, Heads};
pub use self::kernel::Processor;
use self::names::NameScores;
use self::pieces::{Sequence, Vocabulary};
use self::tree::tree;
use crate::fast::{FastAnalyzer, Workspace};
use crate::model::ModelError;
use crate::objects;
use crate::word::{as_shown, in_capitals};
use crate::{Analyzer, Relation, Sentence, Token, Upos, Xpos};

#[cfg(feature = "embedded")]
static EMBEDDED: &[u8] = include_bytes!("../../../../models/accurate.bin");

/// Pieces that are read together: enough to use each weight often, few enough to stay near the processor.
const BATCH: usize = 144;

/// An analyzer that reads thousands of words a second, and errs far less often than the fast one.
#[derive(Debug)]
pub struct AccurateAnalyzer {
    name: String,
    processor: Processor,
    vocabulary: Vocabulary,
    encoder: Encoder,
    heads: Heads,
    upos: Vec<Upos>,
    xpos: Vec<Xpos>,
    labels: Vec<Relation>,
    root: usize,
    names: NameScores,
    /// Its table of lemmas serves both tiers.
    fast: &'static FastAnalyzer,
}

#[derive(Debug, Default)]
struct Space {
    batch: Batch,
    encoder: EncoderSpace,
    x: Vec<f32>,
    heads: HeadSpace,
    words: Workspace,
}

impl AccurateAnalyzer {
    /// The analyzer with the weights that come with this crate. They are read at the first call.
    ///
    /// # Errors
    /// [`ModelError`], where the weights do not fit this version of the crate.
    #[cfg(feature = "embedded")]
    pub fn embedded() -> Result<&'static Self, ModelError> {
        static ANALYZER: OnceLock<Result<AccurateAnalyzer, ModelError>> = OnceLock::new();
        ANALYZER
            .get_or_init(|| Self::read(Cow::Borrowed(EMBEDDED), FastAnalyzer::embedded()?))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The analyzer with the weights of a model file, and the lemmas of the fast tier.
    ///
    /// # Errors
    /// [`ModelError`], where `bytes` is not a whole model of this version.
    pub fn from_bytes(bytes: &[u8], fast: &'static FastAnalyzer) -> Result<Self, ModelError> {
        Self::read(Cow::Owned(bytes.to_owned()), fast)
    }

    fn read(bytes: Cow<'static, [u8]>, fast: &'static FastAnalyzer) -> Result<Self, ModelError> {
        let hash = Sha256::digest(&bytes);
        let file = File::read(&bytes)?;
        let rows = file.bytes("pieces.rows", &[file.shape.pieces, file.shape.width])?;
        let piece_rows = match &bytes {
            Cow::Borrowed(whole) => {
                let start = rows.as_ptr().addr() - whole.as_ptr().addr();
                Cow::Borrowed(&whole[start..start + rows.len()])
            }
            Cow::Owned(_) => Cow::Owned(rows.to_owned()),
        };
        let upos = file.tags.upos.iter().map(|tag| Upos::parse(tag));
        let labels = file.labels.iter().map(|label| relation(label));
        let labels = labels.collect::<Option<Vec<_>>>();
        let labels = labels.ok_or(ModelError::Part("labels"))?;
        let root = labels.iter().position(|&label| label == Relation::Root);
        let xpos = file.tags.xpos.iter();
        Ok(Self {
            name: format!(
                "relata-accurate {:02x}{:02x}{:02x}{:02x}, lemmas of {}",
                hash[0],
                hash[1],
                hash[2],
                hash[3],
                fast.model()
            ),
            processor: Processor::detect(),
            vocabulary: Vocabulary::new(&file)?,
            encoder: Encoder::new(&file, piece_rows)?,
            heads: Heads::new(&file)?,
            upos: upos
                .collect::<Option<_>>()
                .ok_or(ModelError::Part("tags"))?,
            xpos: xpos
                .map(|tag| Xpos::parse(tag).unwrap_or(Xpos::Other))
                .collect(),
            root: root.ok_or(ModelError::Part("labels"))?,
            labels,
            names: NameScores::new(&file.tags)?,
            fast,
        })
    }

    /// The same analyzer on another of this machine's ways to multiply, so that they can be compared.
    pub fn on(self, processor: Processor) -> Self {
        Self { processor, ..self }
    }

    /// Which of the processor's ways to multiply is used, in a word. It makes no difference to the result.
    pub fn processor(&self) -> &'static str {
        self.processor.name()
    }

    /// Tags and parses sentences whose tokens are given: spans in `text`, in order. A sentence without tokens gives
    /// nothing.
    pub fn parse_sentences(&self, text: &str, sentences: &[Vec<Span>]) -> Vec<Sentence> {
        let mut space = Space::default();
        let mut found = Vec::with_capacity(sentences.len());
        let mut waiting = Vec::new();
        for spans in sentences.iter().filter(|spans| !spans.is_empty()) {
            let forms = spans.iter().map(|span| span.of(text));
            let capitals = in_capitals(forms.clone());
            let sequence = self.vocabulary.sequence(as_shown(forms, capitals));
            let start = space.batch.ids.len();
            if start > 0 && start + sequence.ids.len() > BATCH {
                self.parse_batch(text, &mut waiting, &mut space, &mut found);
            }
            space.batch.add(&sequence);
            waiting.push((spans.as_slice(), sequence));
        }
        self.parse_batch(text, &mut waiting, &mut space, &mut found);
        found
    }

    fn parse_batch(
        &self,
        text: &str,
        waiting: &mut Vec<(&[Span], Sequence)>,
        space: &mut Space,
        found: &mut Vec<Sentence>,
    ) {
        self.encoder
            .read(self.processor, &space.batch, &mut space.encoder, |_| ());
        let width = self.encoder.width();
        let mut start = 0;
        for (spans, sequence) in waiting.drain(..) {
            space.x.clear();
            for place in &sequence.first {
                let at = (start + place) * width;
                space.x.extend_from_slice(&space.encoder.x[at..at + width]);
            }
            start += sequence.ids.len();
            found.push(self.decode(text, spans, space));
        }
        space.batch.clear();
    }

    fn decode(&self, text: &str, spans: &[Span], space: &mut Space) -> Sentence {
        let Space {
            x,
            heads: space,
            words: reading,
            ..
        } = space;
        self.heads.score(self.processor, x, space);
        let heads = tree(&space.arcs, spans.len());
        self.heads.score_labels(self.processor, &heads, space);
        let tags = space.tags.chunks_exact(self.heads.tag_width());
        let labels = space.labels.chunks_exact(self.labels.len());
        let words = spans.iter().zip(heads).zip(tags.zip(labels));
        let tokens = words.map(|((&span, head), (tags, labels))| {
            let (upos, rest) = tags.split_at(self.upos.len());
            let upos = self.upos[best(upos, None)];
            let xpos = self.xpos[best(&rest[..self.xpos.len()], None)];
            let head = head.checked_sub(1);
            let label = head.map_or(self.root, |_| best(labels, Some(self.root)));
            Token {
                span,
                upos,
                xpos,
                lemma: self.fast.lemma(span.of(text), upos, xpos),
                head: head.and_then(|head| u32::try_from(head).ok()),
                relation: self.labels[label],
            }
        });
        let mut tokens: Vec<Token> = tokens.collect();
        if let [Some(predicate), Some(object)] = objects::labels(&self.labels) {
            let score = |place: usize, label| space.labels[place * self.labels.len() + label];
            objects::mend(&mut tokens, |place| {
                score(place, predicate) - score(place, object)
            });
        }
        self.fast
            .read_words(spans.iter().map(|span| span.of(text)), reading);
        let lines = space.tags.chunks_exact(self.heads.tag_width());
        let names = self
            .fast
            .find_names_with(&tokens, reading, &names::steps(), |place, line| {
                if let Some(tags) = lines.clone().nth(place) {
                    self.names.add(tags, line);
                }
            });
        Sentence {
            span: Span {
                start: spans.first().map_or(0, |span| span.start),
                end: spans.last().map_or(0, |span| span.end),
            },
            tokens,
            names,
        }
    }
}

impl Batch {
    fn add(&mut self, sequence: &Sequence) {
        let start = self.ids.len();
        self.ids.extend_from_slice(&sequence.ids);
        self.cases.extend_from_slice(&sequence.cases);
        let chunks = sequence.chunks.iter();
        self.chunks
            .extend(chunks.map(|chunk| start + chunk.start..start + chunk.end));
    }

    fn clear(&mut self) {
        self.ids.clear();
        self.cases.clear();
        self.chunks.clear();
    }
}

impl Analyzer for AccurateAnalyzer {
    fn analyze(&self, text: &str, blocks: &[Span]) -> Vec<Sentence> {
        let mut space = Workspace::default();
        let mut tokens = Vec::new();
        let mut parts = Vec::new();
        for &block in blocks {
            let ranges = self.fast.split(text, block, &mut tokens, &mut space);
            parts.extend(ranges.into_iter().map(|range| tokens[range].to_vec()));
        }
        self.parse_sentences(text, &parts)
    }

    fn model(&self) -> &str {
        &self.name
    }
}

/// A relation; where the subtype is none of ours, the universal one.
fn relation(label: &str) -> Option<Relation> {
    Relation::parse(label).or_else(|| Relation::parse(label.split(':').next()?))
}

/// The place of the highest score, the first of equals.
fn best(scores: &[f32], but: Option<usize>) -> usize {
    let mut found: Option<(usize, f32)> = None;
    for (place, &score) in scores.iter().enumerate() {
        if Some(place) != but && found.is_none_or(|(_, most)| score > most) {
            found = Some((place, score));
        }
    }
    found.map_or(0, |(place, _)| place)
}
