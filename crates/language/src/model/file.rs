//! The file of the fast tier: head, then the parts in order.

use super::format::{Head, Reader, Writer, read_entries, read_rows, write_entries, write_rows};
use super::network::{read_network, write_network};
use super::{ModelError, ModelParts};
use crate::lemma::Rule;
use crate::text::END_CLASSES;
use crate::{Relation, Upos, Xpos};

const HEAD: Head = Head {
    magic: b"RELATAFT",
    version: 2,
};

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
    HEAD.put_before(&writer.bytes)
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

/// Reads a model and its checksum.
///
/// # Errors
/// [`ModelError`], where the bytes are not a whole model of this version.
pub fn decode(file: &[u8]) -> Result<(ModelParts, u64), ModelError> {
    let (payload, checksum) = HEAD.payload(file)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{Cell, SparseRows};

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
                wanted: HEAD.version
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
        let payload = HEAD.payload(&good).unwrap().0;
        for end in 0..payload.len() {
            assert!(
                matches!(
                    decode(&HEAD.put_before(&payload[..end])),
                    Err(ModelError::Part(_))
                ),
                "cut at {end}"
            );
        }
    }
}
