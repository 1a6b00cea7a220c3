//! Pages that were saved beside a feed: under the name that their address ends in, or in folders like the address.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Component, Path, PathBuf};

/// A saved page.
pub(crate) struct Saved {
    pub bytes: Box<dyn BufRead>,
    pub path: PathBuf,
}

/// The page of an address, where it was saved beside `feed` or below its folder.
pub(crate) fn saved_page(feed: &Path, address: &str) -> Option<Saved> {
    let folder = feed.parent()?;
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let (_, path) = rest.split_once('/')?;
    let last = path.rsplit('/').next()?;
    let places = [rest, path, last];
    let endings = ["", ".html", ".htm", "/index.html"];
    let names = places
        .iter()
        .flat_map(|place| endings.iter().map(move |ending| format!("{place}{ending}")));
    names
        .filter(|name| is_below(Path::new(name)))
        .map(|name| folder.join(name))
        .filter(|path| path.is_file() && path != feed)
        .find_map(|path| {
            let bytes = Box::new(BufReader::new(File::open(&path).ok()?));
            Some(Saved { bytes, path })
        })
}

/// True for a path that cannot lead out of the folder.
fn is_below(path: &Path) -> bool {
    path.components().next().is_some()
        && path
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_found_by_their_address_and_never_outside_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let feed = folder.path().join("in/feed.xml");
        std::fs::create_dir_all(folder.path().join("in/news.example/2013")).unwrap();
        std::fs::write(folder.path().join("in/news.example/2013/truce.html"), "x").unwrap();
        std::fs::write(folder.path().join("secret.html"), "x").unwrap();
        assert!(saved_page(&feed, "https://news.example/2013/truce?x=1").is_some());
        assert!(saved_page(&feed, "https://news.example/2013/other").is_none());
        assert!(saved_page(&feed, "https://news.example/../secret.html").is_none());
        assert!(saved_page(&feed, "https:///etc/passwd").is_none());
    }
}
