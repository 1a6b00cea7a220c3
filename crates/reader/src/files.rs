//! The files behind the paths that a user gives, in sorted order, one folder open at a time.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use relata_record::Problem;

use crate::problems::At;

/// A file to read, or a problem that was met on the way.
#[derive(Debug)]
pub(crate) enum Found {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// Something that cannot be read.
    Problem(Problem),
}

/// Walks paths: a file as it is, a folder with all in it.
#[derive(Debug)]
pub(crate) struct Walk {
    /// What is still to visit, the next one last.
    pending: Vec<Step>,
    /// Files and problems found so far.
    n_found: u64,
}

#[derive(Debug)]
enum Step {
    Given(PathBuf),
    File(PathBuf),
    Folder(PathBuf),
    /// The end of a given folder, with the number of things found before it.
    Close(PathBuf, u64),
    Problem(Problem),
}

impl Walk {
    /// A walk over the paths in the order given.
    pub fn new(paths: &[PathBuf]) -> Self {
        let pending = paths.iter().rev().cloned().map(Step::Given).collect();
        Self {
            pending,
            n_found: 0,
        }
    }

    fn visit(&mut self, path: PathBuf) -> Option<Found> {
        if path.as_os_str() == "-" {
            return Some(Found::Stdin);
        }
        match fs::metadata(&path) {
            Err(error) => Some(Found::Problem(cannot_open(&path, &error))),
            Ok(data) if data.is_dir() => {
                self.pending.push(Step::Close(path.clone(), self.n_found));
                self.open_folder(&path);
                None
            }
            Ok(_) => Some(Found::File(path)),
        }
    }

    /// Puts what a folder holds on the list.
    fn open_folder(&mut self, folder: &Path) {
        match entries(folder) {
            Ok(mut entries) => {
                entries.sort();
                self.pending
                    .extend(steps(folder, entries).into_iter().rev());
            }
            Err(error) => self
                .pending
                .push(Step::Problem(cannot_open(folder, &error))),
        }
    }

    /// The problem of a given folder in which nothing was found since `n_found`.
    fn close_folder(&self, folder: &Path, n_found: u64) -> Option<Problem> {
        let name = folder.display().to_string();
        let at = At::file(&name);
        (self.n_found == n_found).then(|| {
            at.skipped(
                "holds no reports",
                "put text files, pages or archives into it, or name another folder",
            )
        })
    }
}

/// What to do with the sorted entries of a folder; the files of other kinds make one problem.
fn steps(folder: &Path, entries: Vec<PathBuf>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut other_endings = BTreeSet::new();
    let mut n_others = 0_usize;
    for path in entries {
        match kind(&path) {
            Kind::Report => steps.push(Step::File(path)),
            Kind::Folder => steps.push(Step::Folder(path)),
            Kind::Other(ending) => {
                n_others += 1;
                other_endings.insert(ending);
            }
            Kind::Hidden => {}
        }
    }
    if n_others > 0 {
        let name = folder.display().to_string();
        let at = At::file(&name);
        let endings: Vec<String> = other_endings.into_iter().collect();
        let files = if n_others == 1 {
            "file of another kind was"
        } else {
            "files of other kinds were"
        };
        let what = format!("{n_others} {files} passed over ({})", endings.join(", "));
        steps.push(Step::Problem(
            at.skipped(what, "name such a file itself to have it read as text"),
        ));
    }
    steps
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let found = match self.pending.pop()? {
                Step::Problem(problem) => Some(Found::Problem(problem)),
                Step::File(path) => Some(Found::File(path)),
                Step::Given(path) => self.visit(path),
                Step::Close(path, n_found) => self.close_folder(&path, n_found).map(Found::Problem),
                Step::Folder(path) => {
                    self.open_folder(&path);
                    None
                }
            };
            if found.is_some() {
                self.n_found += 1;
                return found;
            }
        }
    }
}

fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect()
}

pub(crate) enum Kind {
    Report,
    Folder,
    Other(String),
    Hidden,
}

/// What an entry of a folder is. Links to folders are not followed: a walk must end.
fn kind(path: &Path) -> Kind {
    let hidden = path
        .file_name()
        .is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
    let is_link = fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
    let is_folder = path.is_dir();
    if hidden || (is_link && is_folder) {
        return Kind::Hidden;
    }
    if is_folder {
        return Kind::Folder;
    }
    let special = path.exists() && !path.is_file();
    if special {
        return Kind::Other("special file".to_owned());
    }
    kind_of_name(&path.to_string_lossy())
}

/// Endings of files that may hold reports; `.gz` or `.zst` may follow each.
const ENDINGS: [&str; 21] = [
    "", "txt", "text", "jsonl", "ndjson", "json", "html", "htm", "xhtml", "shtml", "csv", "tsv",
    "xml", "rss", "atom", "nitf", "warc", "wet", "wacz", "zip", "parquet",
];

/// What a file is by its name.
pub(crate) fn kind_of_name(name: &str) -> Kind {
    if name.ends_with('/') {
        return Kind::Folder;
    }
    let path = Path::new(name);
    let is_hidden = path
        .file_name()
        .is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
    if is_hidden {
        return Kind::Hidden;
    }
    let ending = ending(&without_packing(path));
    if ENDINGS.contains(&ending.as_str()) {
        Kind::Report
    } else {
        Kind::Other(format!(".{ending}"))
    }
}

/// A name without the ending of its packing.
pub(crate) fn without_packing(path: &Path) -> PathBuf {
    if matches!(ending(path).as_str(), "gz" | "zst") {
        path.with_extension("")
    } else {
        path.to_owned()
    }
}

/// What a file is called without folders and endings. Sites call many pages `index`: these are called by their folder.
pub(crate) fn stem(path: &Path) -> String {
    let path = without_packing(path);
    let of = |path: &Path| {
        path.file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    let stem = of(&path);
    let is_page = matches!(ending(&path).as_str(), "html" | "htm");
    if is_page && matches!(stem.as_str(), "index" | "default") {
        let folder = path.parent().and_then(Path::file_name);
        return folder.map_or(stem, |folder| folder.to_string_lossy().into_owned());
    }
    stem
}

/// The ending of a file's name in lower case, without its dot.
pub(crate) fn ending(path: &Path) -> String {
    path.extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}

/// The problem of a path that cannot be opened.
pub(crate) fn cannot_open(path: &Path, error: &std::io::Error) -> Problem {
    let name = path.display().to_string();
    let at = At::file(&name);
    match error.kind() {
        std::io::ErrorKind::NotFound => at.skipped("does not exist", "check the path"),
        std::io::ErrorKind::PermissionDenied => {
            at.skipped("may not be read", "give yourself the right to read it")
        }
        _ => at.skipped(
            format!("cannot be read ({error})"),
            "check the file and its disk",
        ),
    }
}
