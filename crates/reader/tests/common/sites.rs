//! Articles set into the frames of content systems: see `sites/README.md`.

use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::Date;

/// An invented article.
#[derive(Debug, Clone)]
pub struct Article {
    pub title: String,
    pub date: Date,
    pub author: String,
    pub topic: String,
    /// The words under its picture.
    pub caption: String,
    pub paragraphs: Vec<String>,
}

/// A frame by its name.
pub struct Frame {
    pub name: String,
    source: String,
}

/// A line under the headline, as editors write them.
pub const DEK: &str =
    "What is known so far of a day that many people in the region had long waited for";

pub fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../reader/tests/sites")
}

pub fn articles() -> Vec<Article> {
    let file = std::fs::read_to_string(folder().join("articles.txt")).unwrap();
    file.split("\n---\n").map(article).collect()
}

fn article(text: &str) -> Article {
    let (head, body) = text.trim().split_once("\n\n").unwrap();
    let field = |name: &str| {
        let line = head
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap().to_owned()
    };
    Article {
        title: field("title"),
        date: field("date").parse().unwrap(),
        author: field("author"),
        topic: field("topic"),
        caption: "Shops in the old town stayed closed on the second day. (Photo: J. Smith)"
            .to_owned(),
        paragraphs: body.split("\n\n").map(str::to_owned).collect(),
    }
}

pub fn frames() -> Vec<Frame> {
    let mut names: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
        .collect();
    names.sort();
    let frame = |path: std::path::PathBuf| Frame {
        name: path.file_stem().unwrap().to_string_lossy().into_owned(),
        source: std::fs::read_to_string(path).unwrap(),
    };
    names.into_iter().map(frame).collect()
}

impl Frame {
    pub fn has_dek(&self) -> bool {
        self.source.contains("{dek}")
    }

    /// The page, as bytes in the character set that it names.
    pub fn page(&self, article: &Article) -> Vec<u8> {
        let mut page = String::new();
        let mut rest = self.source.as_str();
        while let Some((before, behind)) = rest.split_once("[[") {
            page.push_str(before);
            let (order, behind) = behind.split_once("]]").unwrap();
            page.push_str(&paragraphs(order, article));
            rest = behind;
        }
        page.push_str(rest);
        let page = fill(page, article);
        if self.source.contains("charset=iso-8859-1") {
            return page
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
                .collect();
        }
        page.into_bytes()
    }
}

fn paragraphs(order: &str, article: &Article) -> String {
    let (name, rest) = order.split_once(' ').unwrap();
    let mut rest = rest;
    let mut number = || {
        let (number, behind) = rest.split_once(' ').unwrap();
        rest = behind;
        number.parse::<usize>().unwrap()
    };
    let n_all = article.paragraphs.len();
    let range = match name {
        "ALL" => 0..n_all,
        "FIRST" => 0..number(),
        "FROM" => number() - 1..n_all,
        "RANGE" => number() - 1..number(),
        _ => panic!("{order}"),
    };
    let mut out = String::new();
    for paragraph in &article.paragraphs[range] {
        out.push_str(&rest.replace('%', &escaped(paragraph)));
    }
    out
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

fn fill(page: String, article: &Article) -> String {
    let date = article.date;
    let later = date.tomorrow().unwrap();
    let written = date.strftime("%B %-d, %Y").to_string();
    let mut slug = String::new();
    for c in article.title.to_lowercase().chars() {
        slug.push(if c.is_alphanumeric() { c } else { '-' });
    }
    let mut initials = String::new();
    for name in article.author.split(' ') {
        let _ = write!(initials, "{}", name[..1].to_lowercase());
    }
    let lead: String = article.paragraphs[0].chars().take(120).collect();
    let lead = lead.replace('"', "");
    page.replace("{title}", &article.title)
        .replace("{author}", &article.author)
        .replace("{topic}", &article.topic)
        .replace("{caption}", &escaped(&article.caption))
        .replace("{dek}", DEK)
        .replace("{lead}", &lead)
        .replace("{slug}", &slug)
        .replace("{initials}", &initials)
        .replace("{iso}", &date.to_string())
        .replace("{later}", &later.to_string())
        .replace("{written}", &written)
        .replace("{weekday}", &date.strftime("%A").to_string())
        .replace("{year}", &date.strftime("%Y").to_string())
        .replace("{short}", &date.strftime("%-d %B").to_string())
        .replace("{compact}", &format!("{}T040000Z", date.strftime("%Y%m%d")))
        .replace("{dmy}", &date.strftime("%d/%m/%Y").to_string())
        .replace("{path}", &date.strftime("%Y/%m/%d").to_string())
}
