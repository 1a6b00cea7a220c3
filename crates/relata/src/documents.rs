//! The texts that gold events are told of, as scoring takes them: by id, and also those that the reader refuses.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use relata_evaluate::Documents;

/// The reports: text files of a folder in the order of their names, or rows of a file.
pub fn read(path: &Path) -> Result<Documents> {
    if !path.is_dir() {
        return Ok(relata_evaluate::documents(&text(path)?, &name(path))?);
    }
    files(path)?
        .iter()
        .map(|file| Ok((stem(file), text(file)?)))
        .collect()
}

/// The text files of a folder, by name.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let cannot_read = || format!("cannot read {}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot_read)? {
        let file = entry.with_context(cannot_read)?.path();
        if file.extension().is_some_and(|ending| ending == "txt") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// A file as text.
pub fn text(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// A file's name in messages.
pub fn name(file: &Path) -> String {
    file.display().to_string()
}

/// The stem of a path, as a report's id.
fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}
