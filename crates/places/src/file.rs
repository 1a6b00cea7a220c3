//! The gazetteer's file: how it is written, and read again without copying.
//!
//! Behind [`MAGIC`] and a sum over what follows stand sections, each with its length in bytes before it, all numbers little-endian: the notice
//! of the data's licence, the countries, records of fixed width, their names, the records of the units of both
//! levels, and two maps from keys of names (as written, as heard) to records. A value of a map is one record, or the
//! place of a group of records in the last section.

use fst::Map;

use crate::class::Class;

const MAGIC: &[u8] = b"RELATA-PLACES 1\n";
const SECTIONS: usize = 9;
/// Bytes of a record: id 4, point 3 + 3, population 2, name 4, country 1, class 1, units 2 + 2.
const RECORD: usize = 22;
/// Steps of a coordinate: 360 degrees over 24 bits.
const STEPS: f64 = 16_777_215.0 / 360.0;

/// What is wrong with a gazetteer's file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not begin as such a file does.
    #[error("this is no gazetteer of this version")]
    Magic,
    /// It ends too early, or a number in it points outside.
    #[error("the gazetteer is damaged: {0}")]
    Damaged(&'static str),
    /// A map of names cannot be read.
    #[error("the gazetteer's names: {0}")]
    Names(#[from] fst::Error),
}

/// How a name belongs to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Alias {
    /// Its own name.
    Main = 0,
    /// Another name or spelling.
    Other = 1,
    /// Letters that stand for it: "NYC", "Calif."
    Short = 2,
    /// An adjective or a noun for its people.
    People = 3,
    /// Only the sound is that of one of its names.
    Sound = 4,
}

impl Alias {
    fn of_number(number: u64) -> Self {
        match number & 7 {
            0 => Self::Main,
            2 => Self::Short,
            3 => Self::People,
            4 => Self::Sound,
            _ => Self::Other,
        }
    }
}

/// A place as the file holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// GeoNames identifier; 0 for none.
    pub geonames: u32,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// People who live there; 0 where unknown. Kept to about one part in a thousand.
    pub population: u32,
    /// Its kind.
    pub class: Class,
    /// Number of its country in the list of countries.
    pub country: Option<u8>,
    /// Number of its first-level unit; 0 for none.
    pub admin1: u16,
    /// Number of its second-level unit; 0 for none.
    pub admin2: u16,
    /// Its name.
    pub name: String,
}

/// What a file is written from.
#[derive(Debug, Default)]
pub struct Parts {
    /// Where the data comes from and under which licence.
    pub notice: String,
    /// Two-letter and three-letter codes.
    pub countries: Vec<(String, String)>,
    /// The places.
    pub records: Vec<Record>,
    /// Record of each first-level unit; number 0 is none.
    pub admin1: Vec<u32>,
    /// Record of each second-level unit; number 0 is none.
    pub admin2: Vec<u32>,
    /// Keys of names, sorted, each with its places.
    pub names: Vec<(String, Vec<(u32, Alias)>)>,
    /// The same for keys of sounds.
    pub sounds: Vec<(String, Vec<(u32, Alias)>)>,
}

/// Writes a file.
///
/// # Errors
/// If keys are not sorted, or a list is longer than the file's numbers can count.
pub fn write(parts: &Parts) -> Result<Vec<u8>, Error> {
    let mut groups: Vec<u8> = Vec::new();
    let mut pool: Vec<u8> = Vec::new();
    let mut records: Vec<u8> = Vec::with_capacity(parts.records.len() * RECORD);
    for record in &parts.records {
        let name_at = u32_of(pool.len())?;
        let mut name = record.name.as_str();
        while name.len() > 255 {
            name = name
                .char_indices()
                .next_back()
                .map_or("", |(at, _)| &name[..at]);
        }
        pool.push(u8::try_from(name.len()).unwrap_or(0));
        pool.extend(name.as_bytes());
        records.extend(record.geonames.to_le_bytes());
        records.extend(&steps(record.lat).to_le_bytes()[..3]);
        records.extend(&steps(record.lon).to_le_bytes()[..3]);
        records.extend(log_of(record.population).to_le_bytes());
        records.extend(name_at.to_le_bytes());
        records.push(record.country.unwrap_or(u8::MAX));
        records.push(record.class as u8);
        records.extend(record.admin1.to_le_bytes());
        records.extend(record.admin2.to_le_bytes());
    }
    let names = map(&parts.names, &mut groups)?;
    let sounds = map(&parts.sounds, &mut groups)?;
    let countries: Vec<String> = parts
        .countries
        .iter()
        .map(|(two, three)| format!("{two} {three}"))
        .collect();
    let numbers = |list: &[u32]| -> Vec<u8> {
        list.iter()
            .flat_map(|number| number.to_le_bytes())
            .collect()
    };
    let sections: [Vec<u8>; SECTIONS] = [
        parts.notice.clone().into_bytes(),
        countries.join("\n").into_bytes(),
        records,
        pool,
        numbers(&parts.admin1),
        numbers(&parts.admin2),
        names,
        sounds,
        groups,
    ];
    let mut file = MAGIC.to_vec();
    let sum = sections
        .iter()
        .fold(0_u64, |sum, section| sum.rotate_left(1) ^ checksum(section));
    file.extend(sum.to_le_bytes());
    for section in &sections {
        file.extend(u32_of(section.len())?.to_le_bytes());
        file.extend(section);
    }
    Ok(file)
}

fn u32_of(number: usize) -> Result<u32, Error> {
    u32::try_from(number).map_err(|_| Error::Damaged("it would be too large"))
}

/// Degrees as steps from -180.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn steps(degrees: f64) -> u32 {
    ((degrees.clamp(-180.0, 180.0) + 180.0) * STEPS).round() as u32
}

/// A population as a logarithm.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn log_of(population: u32) -> u16 {
    (f64::from(population).ln_1p() * 2900.0).round() as u16
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn number_of(log: u16) -> u32 {
    (f64::from(log) / 2900.0).exp_m1().round() as u32
}

fn map(keys: &[(String, Vec<(u32, Alias)>)], groups: &mut Vec<u8>) -> Result<Vec<u8>, Error> {
    let mut builder = fst::MapBuilder::memory();
    for (key, places) in keys {
        let packed: Vec<u32> = places
            .iter()
            .map(|(record, alias)| record << 3 | *alias as u32)
            .collect();
        let value = match packed.as_slice() {
            [only] => u64::from(*only) << 1,
            several => {
                let at = u64::from(u32_of(groups.len())?);
                groups.extend(u32_of(several.len())?.to_le_bytes());
                for number in several {
                    groups.extend(number.to_le_bytes());
                }
                at << 1 | 1
            }
        };
        builder.insert(key, value)?;
    }
    Ok(builder.into_inner()?)
}

/// A file that is read in place.
#[derive(Debug)]
pub struct File {
    version: u64,
    notice: &'static str,
    countries: Vec<(String, String)>,
    records: &'static [u8],
    pool: &'static [u8],
    admin1: &'static [u8],
    admin2: &'static [u8],
    names: Map<&'static [u8]>,
    sounds: Map<&'static [u8]>,
    groups: &'static [u8],
}

impl File {
    /// Reads a file.
    ///
    /// # Errors
    /// If it is none, or damaged.
    pub fn read(bytes: &'static [u8]) -> Result<Self, Error> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(Error::Magic)?;
        let (sum, mut rest) = rest
            .split_first_chunk::<8>()
            .ok_or(Error::Damaged("it is cut off"))?;
        let mut sections: Vec<&'static [u8]> = Vec::new();
        for _ in 0..SECTIONS {
            let (length, behind) = rest
                .split_first_chunk::<4>()
                .ok_or(Error::Damaged("a section is missing"))?;
            let length = u32::from_le_bytes(*length) as usize;
            let (section, behind) = behind
                .split_at_checked(length)
                .ok_or(Error::Damaged("a section is cut off"))?;
            sections.push(section);
            rest = behind;
        }
        let [
            notice,
            countries,
            records,
            pool,
            admin1,
            admin2,
            names,
            sounds,
            groups,
        ] = sections[..]
        else {
            return Err(Error::Damaged("a section is missing"));
        };
        let text = |bytes| {
            std::str::from_utf8(bytes).map_err(|_| Error::Damaged("text that is not UTF-8"))
        };
        if records.len() % RECORD != 0 {
            return Err(Error::Damaged("a record is cut off"));
        }
        Ok(Self {
            version: u64::from_le_bytes(*sum),
            notice: text(notice)?,
            countries: text(countries)?
                .lines()
                .filter_map(|line| line.split_once(' '))
                .map(|(two, three)| (two.to_owned(), three.to_owned()))
                .collect(),
            records,
            pool,
            admin1,
            admin2,
            names: Map::new(names)?,
            sounds: Map::new(sounds)?,
            groups,
        })
    }

    /// Where the data comes from and under which licence.
    pub fn notice(&self) -> &str {
        self.notice
    }

    /// The sum over the file's sections when it was written: another file has another.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.records.len() / RECORD
    }

    /// True if there is no place.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Number of names.
    pub fn names(&self) -> usize {
        self.names.len()
    }

    /// Two-letter and three-letter codes of the countries.
    pub fn countries(&self) -> &[(String, String)] {
        &self.countries
    }

    /// The place of a number.
    pub fn record(&self, number: u32) -> Option<Record> {
        let at = number as usize * RECORD;
        let bytes: &[u8; RECORD] = self.records.get(at..at + RECORD)?.first_chunk()?;
        let word = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let long = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let degrees = |at: usize| {
            let steps = u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], 0]);
            f64::from(steps) / STEPS - 180.0
        };
        let name_at = long(12) as usize;
        let length = usize::from(*self.pool.get(name_at)?);
        let name = self.pool.get(name_at + 1..name_at + 1 + length)?;
        Some(Record {
            geonames: long(0),
            lat: degrees(4),
            lon: degrees(7),
            population: number_of(word(10)),
            name: std::str::from_utf8(name).ok()?.to_owned(),
            country: Some(bytes[16]).filter(|number| *number != u8::MAX),
            class: Class::of_number(bytes[17])?,
            admin1: word(18),
            admin2: word(20),
        })
    }

    /// Record of a first-level unit.
    pub fn admin1(&self, number: u16) -> Option<u32> {
        unit(self.admin1, number)
    }

    /// Record of a second-level unit.
    pub fn admin2(&self, number: u16) -> Option<u32> {
        unit(self.admin2, number)
    }

    /// Places of a key.
    pub fn look_up(&self, key: &str, into: &mut impl Extend<(u32, Alias)>) {
        self.gather(self.names.get(key), into);
    }

    /// Places that sound so.
    pub fn look_up_sound(&self, key: &str, into: &mut impl Extend<(u32, Alias)>) {
        self.gather(self.sounds.get(key), into);
    }

    fn gather(&self, value: Option<u64>, into: &mut impl Extend<(u32, Alias)>) {
        let Some(value) = value else { return };
        let place = |packed: u64| {
            let record = u32::try_from(packed >> 3).ok()?;
            Some((record, Alias::of_number(packed)))
        };
        if value & 1 == 0 {
            into.extend(place(value >> 1));
            return;
        }
        let Ok(at) = usize::try_from(value >> 1) else {
            return;
        };
        let Some((length, group)) = self
            .groups
            .get(at..)
            .and_then(<[u8]>::split_first_chunk::<4>)
        else {
            return;
        };
        let length = u32::from_le_bytes(*length) as usize;
        let numbers = group.chunks_exact(4).take(length);
        into.extend(numbers.filter_map(|number| {
            let number = number.first_chunk::<4>()?;
            place(u64::from(u32::from_le_bytes(*number)))
        }));
    }
}

/// FNV-1a.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn unit(table: &[u8], number: u16) -> Option<u32> {
    if number == 0 {
        return None;
    }
    let at = usize::from(number) * 4;
    Some(u32::from_le_bytes(*table.get(at..)?.first_chunk()?)).filter(|record| *record != u32::MAX)
}
