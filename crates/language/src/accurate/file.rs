//! The file of the weights: head, manifest, tensors. `training/FORMAT.md` describes it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::ModelError;

const MAGIC: &[u8; 8] = b"RELATAAC";
const VERSION: u32 = 1;
/// Bytes before the manifest.
const HEAD: usize = 24;

/// Sizes that this program is built for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Shape {
    /// Rows of the vocabulary.
    pub pieces: usize,
    /// Layers of the encoder.
    pub layers: usize,
    /// Numbers of a vector.
    pub width: usize,
    /// Heads of a layer's attention.
    pub heads: usize,
    /// Numbers inside the second half of a layer.
    pub inner: usize,
    /// Longest sequence.
    pub positions: usize,
    /// Features of case.
    pub cases: usize,
    /// Numbers that score an arc.
    pub arc: usize,
    /// Numbers that score a label.
    pub label: usize,
    /// What is added to a variance.
    pub norm_eps: f32,
    /// Slope of the heads' activation below zero.
    pub slope: f32,
}

/// Inventories of tags, in the order of their scores.
#[derive(Debug, Clone, Deserialize)]
pub struct Tags {
    /// Universal tags.
    pub upos: Vec<String>,
    /// Fine tags.
    pub xpos: Vec<String>,
    /// Parts of names.
    pub names: Vec<String>,
    /// What mentions are.
    pub kinds: Vec<String>,
    /// Parts of names, as GUM has them.
    pub gum_names: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    shape: Vec<usize>,
    offset: usize,
    bytes: usize,
}

#[derive(Debug, Deserialize)]
struct Manifest {
    shape: Shape,
    max_pieces_per_word: usize,
    max_part: usize,
    cases: Vec<String>,
    tags: Tags,
    labels: Vec<String>,
    tensors: Vec<Entry>,
    pieces: Vec<String>,
}

/// A file, taken apart but not copied.
#[derive(Debug)]
pub struct File<'a> {
    /// Sizes.
    pub shape: Shape,
    /// So many pieces of a word count.
    pub max_pieces_per_word: usize,
    /// So many characters a part may have.
    pub max_part: usize,
    /// Names of the kinds of words.
    pub cases: Vec<String>,
    /// Inventories.
    pub tags: Tags,
    /// Relations.
    pub labels: Vec<String>,
    /// The vocabulary.
    pub pieces: Vec<String>,
    tensors: BTreeMap<String, Entry>,
    data: &'a [u8],
}

impl<'a> File<'a> {
    /// Reads head and manifest.
    pub fn read(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let head: &[u8; HEAD] = bytes.first_chunk().ok_or(ModelError::Magic)?;
        if !head.starts_with(MAGIC) {
            return Err(ModelError::Magic);
        }
        let number = |at: usize| u32::from_le_bytes(std::array::from_fn(|i| head[at + i]));
        if number(8) != VERSION {
            return Err(ModelError::Version {
                found: number(8),
                wanted: VERSION,
            });
        }
        let alignment = number(12) as usize;
        let length = usize::try_from(u64::from_le_bytes(std::array::from_fn(|i| head[16 + i])));
        let end = length.ok().and_then(|length| length.checked_add(HEAD));
        let (Some(end), true) = (end, alignment == 64) else {
            return Err(ModelError::Part("manifest"));
        };
        let text = bytes.get(HEAD..end).ok_or(ModelError::Part("manifest"))?;
        let manifest: Manifest =
            serde_json::from_slice(text).map_err(|_| ModelError::Part("manifest"))?;
        let data = bytes
            .get(end.next_multiple_of(alignment)..)
            .unwrap_or_default();
        Ok(Self {
            shape: manifest.shape,
            max_pieces_per_word: manifest.max_pieces_per_word,
            max_part: manifest.max_part,
            cases: manifest.cases,
            tags: manifest.tags,
            labels: manifest.labels,
            pieces: manifest.pieces,
            tensors: manifest
                .tensors
                .into_iter()
                .map(|entry| (entry.name.clone(), entry))
                .collect(),
            data,
        })
    }

    /// The bytes of an i8 tensor of this shape.
    pub fn bytes(&self, name: &str, shape: &[usize]) -> Result<&'a [u8], ModelError> {
        self.tensor(name, "i8", shape, 1)
    }

    /// The numbers of an f32 tensor of this shape.
    pub fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let bytes = self.tensor(name, "f32", shape, 4)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        Ok(numbers
            .iter()
            .map(|&bytes| f32::from_le_bytes(bytes))
            .collect())
    }

    /// True if there is a tensor of this name.
    pub fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    fn tensor(
        &self,
        name: &str,
        kind: &str,
        shape: &[usize],
        size: usize,
    ) -> Result<&'a [u8], ModelError> {
        let wanted = shape.iter().product::<usize>() * size;
        let found = self
            .tensors
            .get(name)
            .filter(|entry| entry.kind == kind && entry.shape == shape && entry.bytes == wanted)
            .and_then(|entry| {
                self.data
                    .get(entry.offset..entry.offset.checked_add(wanted)?)
            });
        found.ok_or(ModelError::Part("tensors"))
    }
}
