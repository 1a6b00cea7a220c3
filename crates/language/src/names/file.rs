//! The file of the tagger of names: head, lists, steps, weights.

use super::decode::CLASSES;
use super::tagger::NameParts;
use crate::model::ModelError;
use crate::model::format::{
    Head, Reader, Writer, read_entries, read_rows, write_entries, write_rows,
};

const HEAD: Head = Head {
    magic: b"RELATANM",
    version: 1,
};

/// What was learnt of names as a file.
pub fn encode_names(parts: &NameParts) -> Vec<u8> {
    let mut writer = Writer::default();
    write_entries(&mut writer, &parts.lists, |writer, &lists| {
        writer.number(u64::from(lists));
    });
    let starts: Vec<(u64, ())> = parts.starts.iter().map(|&key| (key, ())).collect();
    write_entries(&mut writer, &starts, |_, ()| ());
    for step in parts.steps.as_flattened() {
        writer.signed(i64::from(*step));
    }
    write_rows(&mut writer, &parts.rows);
    HEAD.put_before(&writer.bytes)
}

/// Reads what was learnt of names, and its checksum.
///
/// # Errors
/// [`ModelError`], where the bytes are not a whole file of this version.
pub fn decode_names(file: &[u8]) -> Result<(NameParts, u64), ModelError> {
    let (payload, checksum) = HEAD.payload(file)?;
    let mut reader = Reader::new(payload);
    let lists = read_entries(&mut reader, |reader| u16::try_from(reader.number()?).ok());
    let lists = lists.ok_or(ModelError::Part("lists of names"))?;
    let starts =
        read_entries(&mut reader, |_| Some(())).ok_or(ModelError::Part("starts of names"))?;
    let mut steps = [[0; CLASSES]; CLASSES];
    for step in steps.as_flattened_mut() {
        *step = read_step(&mut reader).ok_or(ModelError::Part("steps of names"))?;
    }
    let rows = read_rows(&mut reader, CLASSES).ok_or(ModelError::Part("weights of names"))?;
    if !reader.is_at_end() {
        return Err(ModelError::Part("end"));
    }
    let starts = starts.into_iter().map(|(key, ())| key).collect();
    let parts = NameParts {
        rows,
        steps,
        lists,
        starts,
    };
    Ok((parts, checksum))
}

/// A step is far smaller than the numbers that sums are made in.
fn read_step(reader: &mut Reader<'_>) -> Option<i32> {
    let step = i32::try_from(reader.signed()?).ok()?;
    (step.unsigned_abs() < 1 << 24).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{Cell, SparseRows};

    fn small() -> NameParts {
        let mut rows = SparseRows::default();
        rows.push(7, &[Cell::new(0, -4), Cell::new(8, 30_000)]);
        let mut steps = [[0; CLASSES]; CLASSES];
        steps[1][2] = -700;
        NameParts {
            rows,
            steps,
            lists: vec![(3, 1), (9, 0x801)],
            starts: vec![3, 4],
        }
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        assert_eq!(decode_names(&encode_names(&small())).unwrap().0, small());
    }

    #[test]
    fn a_payload_cut_anywhere_is_refused() {
        let good = encode_names(&small());
        let payload = HEAD.payload(&good).unwrap().0;
        for end in 0..payload.len() {
            let cut = HEAD.put_before(&payload[..end]);
            assert!(
                matches!(decode_names(&cut), Err(ModelError::Part(_))),
                "cut at {end}"
            );
        }
    }
}
