//! A ZIP archive, WACZ among them: what it holds is read as if it lay in a folder, in the order of the names.

use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use crate::files::{Kind, kind_of_name};
use crate::problems::At;
use crate::stream::{Container, Part, Place, Served, Stream};
use crate::{Item, Limits};

/// An archive that is being read.
pub(crate) struct Zip {
    archive: ZipArchive<File>,
    /// The handle that entries are read through.
    file: File,
    name: String,
    depth: usize,
    /// Entries in the order of their names, the next one last.
    pending: Vec<(String, usize)>,
    n_read: u64,
    n_others: u64,
    /// True once the end was told of.
    is_told: bool,
}

impl Zip {
    /// The archive of a stream: its file where it has one, else a copy of it in a file without a name.
    pub fn open(mut stream: Stream) -> Result<Self, Box<Item>> {
        let name = stream.file.clone();
        let at = At::file(&name);
        let broken = |error: &dyn std::fmt::Display| {
            Box::new(Item::problem(at.skipped(
                format!("is a ZIP archive that cannot be read ({error})"),
                "fetch it anew, or unpack it",
            )))
        };
        let file = file_of(&mut stream).map_err(|error| broken(&error))?;
        let for_entries = file.try_clone().map_err(|error| broken(&error))?;
        let archive = ZipArchive::new(file).map_err(|error| broken(&error))?;
        let mut pending: Vec<(String, usize)> = (0..archive.len())
            .filter_map(|place| {
                let name = archive.name_for_index(place)?.ok()?;
                Some((name.into_owned(), place))
            })
            .collect();
        let is_office = pending
            .iter()
            .any(|(name, _)| name == "[Content_Types].xml");
        if is_office {
            let problem = at.skipped("is an office document", "save it as plain text");
            return Err(Box::new(Item::problem(problem)));
        }
        let is_web_archive = pending.iter().any(|(name, _)| name == "datapackage.json")
            && pending.iter().any(|(name, _)| name.starts_with("archive/"));
        if is_web_archive {
            pending.retain(|(name, _)| name.starts_with("archive/"));
        }
        if pending.is_empty() {
            let problem = at.skipped("is a ZIP archive without files", "leave it out");
            return Err(Box::new(Item::problem(problem)));
        }
        pending.sort();
        pending.reverse();
        Ok(Self {
            archive,
            file: for_entries,
            name,
            depth: stream.depth,
            pending,
            n_read: 0,
            n_others: 0,
            is_told: false,
        })
    }

    fn entry(&mut self, name: &str, place: usize) -> Result<Stream, String> {
        let entry = self
            .archive
            .by_index_raw(place)
            .map_err(|error| error.to_string())?;
        if entry.encrypted() {
            return Err("it is locked with a password".to_owned());
        }
        let (start, size, method) = (
            entry.data_start().ok_or("it has no beginning")?,
            entry.compressed_size(),
            entry.compression(),
        );
        drop(entry);
        let mut file = self.file.try_clone().map_err(|error| error.to_string())?;
        file.seek(SeekFrom::Start(start))
            .map_err(|error| error.to_string())?;
        let packed = BufReader::with_capacity(64 * 1024, file.take(size));
        let bytes: Box<dyn io::BufRead> = match method {
            CompressionMethod::Stored => Box::new(packed),
            CompressionMethod::Deflated => Box::new(BufReader::new(DeflateDecoder::new(packed))),
            other => return Err(format!("it is packed by {other}")),
        };
        let path = Path::new(name);
        Ok(Stream {
            bytes,
            file: format!("{}/{name}", self.name),
            stem: crate::files::stem(path),
            ending: crate::files::ending(path),
            path: None,
            byte: None,
            served: Served::default(),
            depth: self.depth + 1,
        })
    }
}

/// The file of a stream, or a copy of it where it has none.
pub(crate) fn file_of(stream: &mut Stream) -> io::Result<File> {
    match &stream.path {
        Some(path) => File::open(path),
        None => copy(stream),
    }
}

/// A copy of a stream in a file that is gone when it is closed.
fn copy(stream: &mut Stream) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut stream.bytes, &mut file)?;
    file.rewind()?;
    Ok(file)
}

impl Container for Zip {
    fn next(&mut self, _: Limits) -> Option<Part> {
        while let Some((name, place)) = self.pending.pop() {
            match kind_of_name(&name) {
                Kind::Report => {}
                Kind::Other(_) => {
                    self.n_others += 1;
                    continue;
                }
                Kind::Folder | Kind::Hidden => continue,
            }
            self.n_read += 1;
            return Some(match self.entry(&name, place) {
                Ok(stream) => Part::Open(stream),
                Err(what) => {
                    let file = format!("{}/{name}", self.name);
                    let what = format!("cannot be unpacked: {what}");
                    let problem = At::file(&file).skipped(what, "unpack the archive first");
                    let place = Place {
                        file: file.clone(),
                        ..Place::default()
                    };
                    Part::Read(place, Box::new(Item::problem(problem)))
                }
            });
        }
        if self.is_told {
            return None;
        }
        self.is_told = true;
        let n_others = self.n_others;
        (n_others > 0 || self.n_read == 0).then(|| {
            let what = format!("holds {n_others} files of other kinds, which were passed over");
            let problem = At::file(&self.name).noted(what, "unpack it to read such a file");
            let place = Place {
                file: self.name.clone(),
                ..Place::default()
            };
            Part::Read(place, Box::new(Item::problem(problem)))
        })
    }
}
