//! The format: magic, version, length and checksum, then the parts in order.
//!
//! Tables are sorted by key, and a key is stored as its distance to the one before.

use super::bytes::{Reader, Writer};
use super::network::{read_network, write_network};
use super::{ModelError, ModelParts};
use crate::hash::hash_bytes;
use crate::lemma::Rule;
use crate::tables::{Cell, KEY_BITS, SparseRows};
use crate::text::END_CLASSES;
use crate::{Relation, Upos, Xpos};

const MAGIC: &[u8; 8] = b"RELATAFT";
const VERSION: u32 = 2;
const HEAD: usize = 28;

/// The model as a file.
pub fn encode(parts: &ModelParts) -> Vec<u8> {
    let mut writer = Writer::default();
    write_names(&mut writer, parts);
    write_entries(&mut writer, &parts.clusters, |writer, &path| {
        writer.number(u64::from(path))
    });
    writer.number(parts.rules.len() as u64);
    for rule in &parts.rules {
        writer.number(u64::from(rule.cut));
        writer.text(&rule.put);
    }
    write_entries(&mut writer, &parts.lemmas, |writer, &rule| {
        writer.number(u64::from(rule))
    });
    write_rows(&mut writer, &parts.ends);
    write_network(&mut writer, &parts.network);
    with_head(&writer.bytes)
}

fn with_head(payload: &[u8]) -> Vec<u8> {
    let mut file = Vec::with_capacity(HEAD + payload.len());
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&VERSION.to_le_bytes());
    file.extend_from_slice(&(payload.len() as u64).to_le_bytes());
    file.extend_from_slice(&hash_bytes(payload).to_le_bytes());
    file.extend_from_slice(payload);
    file
}

fn write_names(writer: &mut Writer, parts: &ModelParts) {
    writer.number(parts.tags.len() as u64);
    for (upos, xpos) in &parts.tags {
        writer.text(upos.as_str());
        writer.text(xpos.as_str());
    }
    writer.number(parts.labels.len() as u64);
    for label in &parts.labels {
        writer.text(label.as_str());
    }
}

fn write_entries<T>(writer: &mut Writer, entries: &[(u64, T)], write: impl Fn(&mut Writer, &T)) {
    writer.number(entries.len() as u64);
    let mut last = 0;
    for (key, value) in entries {
        writer.number(key.wrapping_sub(last));
        last = *key;
        write(writer, value);
    }
}

fn write_rows(writer: &mut Writer, rows: &SparseRows) {
    let mut cells = rows.cells.iter();
    writer.number(rows.rows.len() as u64);
    let mut last = 0;
    for &(key, length) in &rows.rows {
        writer.number(key.wrapping_sub(last));
        last = key;
        writer.number(u64::from(length));
        for cell in cells.by_ref().take(length as usize) {
            writer.bytes.push(cell.class());
            writer.signed(i64::from(cell.weight()));
        }
    }
}

/// Reads a model and its checksum.
///
/// # Errors
/// [`ModelError`], where the bytes are not a whole model of this version.
pub fn decode(file: &[u8]) -> Result<(ModelParts, u64), ModelError> {
    let (payload, checksum) = payload(file)?;
    let mut reader = Reader::new(payload);
    let tags = read_tags(&mut reader).ok_or(ModelError::Part("tags"))?;
    let labels = read_labels(&mut reader).ok_or(ModelError::Part("labels"))?;
    let clusters = read_entries(&mut reader, |reader| u16::try_from(reader.number()?).ok());
    let clusters = clusters.ok_or(ModelError::Part("clusters"))?;
    let rules = read_rules(&mut reader).ok_or(ModelError::Part("lemma rules"))?;
    let known_rule = |rule: &u32| (*rule as usize) < rules.len();
    let lemmas = read_entries(&mut reader, |reader| {
        u32::try_from(reader.number()?).ok().filter(known_rule)
    });
    let lemmas = lemmas.ok_or(ModelError::Part("lemmas"))?;
    let ends = read_rows(&mut reader, END_CLASSES).ok_or(ModelError::Part("ends"))?;
    let network = read_network(&mut reader).ok_or(ModelError::Part("network"))?;
    if !reader.is_at_end() {
        return Err(ModelError::Part("end"));
    }
    Ok((
        ModelParts {
            tags,
            labels,
            clusters,
            rules,
            lemmas,
            ends,
            network,
        },
        checksum,
    ))
}

/// Checks the head and gives what follows it, with its checksum.
fn payload(file: &[u8]) -> Result<(&[u8], u64), ModelError> {
    let number = |from: usize| -> Option<u64> {
        Some(u64::from_le_bytes(*file.get(from..)?.first_chunk()?))
    };
    if !file.starts_with(MAGIC) {
        return Err(ModelError::Magic);
    }
    let version = file
        .get(8..)
        .and_then(<[u8]>::first_chunk)
        .map(|bytes| u32::from_le_bytes(*bytes));
    match version {
        Some(VERSION) => {}
        found => {
            return Err(ModelError::Version {
                found: found.unwrap_or(0),
                wanted: VERSION,
            });
        }
    }
    let (wanted, checksum) = number(12).zip(number(20)).ok_or(ModelError::Part("head"))?;
    let payload = file.get(HEAD..).unwrap_or_default();
    if payload.len() as u64 != wanted {
        return Err(ModelError::Size {
            wanted,
            found: payload.len() as u64,
        });
    }
    if hash_bytes(payload) != checksum {
        return Err(ModelError::Checksum);
    }
    Ok((payload, checksum))
}

fn read_tags(reader: &mut Reader<'_>) -> Option<Vec<(Upos, Xpos)>> {
    let count = reader.count().filter(|count| (1..=255).contains(count))?;
    (0..count)
        .map(|_| Some((Upos::parse(reader.text()?)?, Xpos::parse(reader.text()?)?)))
        .collect()
}

fn read_labels(reader: &mut Reader<'_>) -> Option<Vec<Relation>> {
    let count = reader.count().filter(|count| (1..=255).contains(count))?;
    let labels: Vec<Relation> = (0..count)
        .map(|_| Relation::parse(reader.text()?))
        .collect::<Option<_>>()?;
    labels.contains(&Relation::Root).then_some(labels)
}

fn read_rules(reader: &mut Reader<'_>) -> Option<Vec<Rule>> {
    let count = reader.count()?;
    (0..count)
        .map(|_| {
            Some(Rule {
                cut: u8::try_from(reader.number()?).ok()?,
                put: reader.text()?.to_owned(),
            })
        })
        .collect()
}

/// Adds a distance to a key; none where the sum is not a short key.
pub(super) fn next_key(last: u64, reader: &mut Reader<'_>) -> Option<u64> {
    last.checked_add(reader.number()?)
        .filter(|key| *key < 1 << KEY_BITS)
}

fn read_entries<T>(
    reader: &mut Reader<'_>,
    read: impl Fn(&mut Reader<'_>) -> Option<T>,
) -> Option<Vec<(u64, T)>> {
    let count = reader.count()?;
    let mut entries = Vec::with_capacity(count);
    let mut key = 0;
    for _ in 0..count {
        key = next_key(key, reader)?;
        entries.push((key, read(reader)?));
    }
    Some(entries)
}

fn read_rows(reader: &mut Reader<'_>, classes: usize) -> Option<SparseRows> {
    let count = reader.count()?;
    let mut rows = SparseRows {
        rows: Vec::with_capacity(count),
        cells: Vec::with_capacity(count * 2),
    };
    let mut key = 0;
    for _ in 0..count {
        key = next_key(key, reader)?;
        let length = reader.count().filter(|length| *length <= classes)?;
        rows.rows.push((key, length as u32));
        for _ in 0..length {
            let class = reader
                .byte()
                .filter(|class| usize::from(*class) < classes)?;
            rows.cells
                .push(Cell::new(class, i16::try_from(reader.signed()?).ok()?));
        }
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> ModelParts {
        let mut ends = SparseRows::default();
        ends.push(7, &[Cell::new(0, -4), Cell::new(1, 30_000)]);
        ends.push(9, &[Cell::new(1, 1)]);
        ModelParts {
            tags: vec![(Upos::Noun, Xpos::Nn), (Upos::Punct, Xpos::Other)],
            labels: vec![Relation::Root, Relation::NsubjPass],
            clusters: vec![(3, 0xABC), (1 << 39, 0)],
            rules: vec![Rule {
                cut: 1,
                put: "y".into(),
            }],
            lemmas: vec![(12, 0)],
            ends,
            network: super::super::network::small(),
        }
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        assert_eq!(decode(&encode(&small())).unwrap().0, small());
    }

    #[test]
    fn every_kind_of_damage_has_its_error() {
        let good = encode(&small());
        assert_eq!(decode(b"something else").unwrap_err(), ModelError::Magic);
        let change = |place: usize, value: u8| {
            let mut bytes = good.clone();
            bytes[place] = value;
            decode(&bytes).unwrap_err()
        };
        assert_eq!(
            change(8, 9),
            ModelError::Version {
                found: 9,
                wanted: VERSION
            }
        );
        assert!(matches!(change(12, 200), ModelError::Size { .. }));
        assert_eq!(change(good.len() - 1, 77), ModelError::Checksum);
        assert!(matches!(
            decode(&good[..good.len() - 1]).unwrap_err(),
            ModelError::Size { .. }
        ));
    }

    #[test]
    fn a_payload_cut_anywhere_is_refused() {
        let good = encode(&small());
        for end in HEAD..good.len() {
            assert!(
                matches!(
                    decode(&with_head(&good[HEAD..end])),
                    Err(ModelError::Part(_))
                ),
                "cut at {end}"
            );
        }
    }
}
