//! How many reports a run will read, where that can be told at once: for the time left on the bar of progress.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The number of reports behind `paths`: one a text, one a line of JSON lines. None where a path holds something else,
/// whose reports are only known once they are read.
pub fn expected_reports(paths: &[PathBuf]) -> Option<u64> {
    paths.iter().map(|path| behind(path)).sum()
}

fn behind(path: &Path) -> Option<u64> {
    if path.is_dir() {
        let entries = fs::read_dir(path).ok()?;
        // A link to a folder may lead back to where it stands.
        let reports = |entry: std::io::Result<fs::DirEntry>| {
            let entry = entry.ok()?;
            let is_link = entry.file_type().ok()?.is_symlink();
            (!is_link).then(|| behind(&entry.path())).flatten()
        };
        return entries.map(reports).sum();
    }
    match path.extension()?.to_str()? {
        "txt" | "text" | "html" | "htm" | "xhtml" => Some(1),
        "jsonl" | "ndjson" => lines(path),
        _ => None,
    }
}

/// Lines of a file, the last too where nothing ends it.
fn lines(path: &Path) -> Option<u64> {
    let mut file = File::open(path).ok()?;
    let mut buffer = vec![0; 1 << 16];
    let (mut n_lines, mut last) = (0, b'\n');
    loop {
        let n_bytes = file.read(&mut buffer).ok()?;
        let bytes = buffer.get(..n_bytes)?;
        let Some(end) = bytes.last() else {
            return Some(n_lines + u64::from(last != b'\n'));
        };
        last = *end;
        n_lines += bytes
            .iter()
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_report_and_a_line_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, content: &str| {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            path
        };
        put("a.txt", "A report.");
        let rows = put("b.jsonl", "{}\n{}\n{}");
        assert_eq!(expected_reports(&[rows]), Some(3));
        assert_eq!(expected_reports(&[folder.path().to_owned()]), Some(4));
        let other = put("c.warc", "");
        assert_eq!(expected_reports(&[other]), None);
    }
}
