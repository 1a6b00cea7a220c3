//! What the files of weights have in common: a head, and tables sorted by key in which a key is stored as its distance
//! to the one before.

use super::ModelError;
pub use super::bytes::{Reader, Writer};
use crate::hash::hash_bytes;
use crate::tables::{Cell, KEY_BITS, SparseRows};

/// Bytes of a head: magic, version, length and checksum.
const LENGTH: usize = 28;

/// What a kind of file starts with.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    /// The first bytes.
    pub magic: &'static [u8; 8],
    /// Version of the format.
    pub version: u32,
}

impl Head {
    /// The file with this payload.
    pub fn put_before(self, payload: &[u8]) -> Vec<u8> {
        let mut file = Vec::with_capacity(LENGTH + payload.len());
        file.extend_from_slice(self.magic);
        file.extend_from_slice(&self.version.to_le_bytes());
        file.extend_from_slice(&(payload.len() as u64).to_le_bytes());
        file.extend_from_slice(&hash_bytes(payload).to_le_bytes());
        file.extend_from_slice(payload);
        file
    }

    /// Checks the head and gives what follows it, with its checksum.
    pub fn payload(self, file: &[u8]) -> Result<(&[u8], u64), ModelError> {
        let number = |from: usize| -> Option<u64> {
            Some(u64::from_le_bytes(*file.get(from..)?.first_chunk()?))
        };
        if !file.starts_with(self.magic) {
            return Err(ModelError::Magic);
        }
        let version = file
            .get(8..)
            .and_then(<[u8]>::first_chunk)
            .map(|bytes| u32::from_le_bytes(*bytes));
        match version {
            Some(version) if version == self.version => {}
            found => {
                return Err(ModelError::Version {
                    found: found.unwrap_or(0),
                    wanted: self.version,
                });
            }
        }
        let (wanted, checksum) = number(12).zip(number(20)).ok_or(ModelError::Part("head"))?;
        let payload = file.get(LENGTH..).unwrap_or_default();
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
}

pub fn write_entries<T>(
    writer: &mut Writer,
    entries: &[(u64, T)],
    write: impl Fn(&mut Writer, &T),
) {
    writer.number(entries.len() as u64);
    let mut last = 0;
    for (key, value) in entries {
        writer.number(key.wrapping_sub(last));
        last = *key;
        write(writer, value);
    }
}

pub fn write_rows(writer: &mut Writer, rows: &SparseRows) {
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

/// Adds a distance to a key; none where the sum is not a short key.
pub fn next_key(last: u64, reader: &mut Reader<'_>) -> Option<u64> {
    last.checked_add(reader.number()?)
        .filter(|key| *key < 1 << KEY_BITS)
}

pub fn read_entries<T>(
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

pub fn read_rows(reader: &mut Reader<'_>, classes: usize) -> Option<SparseRows> {
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
