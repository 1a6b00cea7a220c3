//! How often title, day and story of a page are right: invented articles in the shapes of content systems.

// Helpers of tests stand outside of test functions, where the lints do not know them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/sites.rs"]
#[allow(dead_code)]
mod sites;

use std::collections::BTreeMap;

use relata_reader::{fault, read_page};
use relata_record::{BlockKind, LeftOut, Report};
use sites::{Article, DEK, Frame};

#[derive(Debug, Default)]
struct Score {
    n_pages: usize,
    n_titles: usize,
    n_days: usize,
    n_authors: usize,
    f1: f64,
}

fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in text.split_whitespace() {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

/// F1 of the words of two texts.
fn f1(found: &str, gold: &str) -> f64 {
    let (found, gold) = (words(found), words(gold));
    let shared: usize = found
        .iter()
        .map(|(word, n)| (*n).min(gold.get(word).copied().unwrap_or(0)))
        .sum();
    let total = found.values().sum::<usize>() + gold.values().sum::<usize>();
    2.0 * shared as f64 / total.max(1) as f64
}

fn story(report: &Report) -> String {
    let blocks = report
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph);
    let words: Vec<&str> = blocks.map(|block| block.span.of(&report.text)).collect();
    words.join("\n")
}

fn gold(frame: &Frame, article: &Article) -> String {
    let dek = if frame.has_dek() { DEK } else { "" };
    format!("{dek}\n{}", article.paragraphs.join("\n"))
}

fn measure(frame: &Frame, articles: &[Article]) -> Score {
    let mut score = Score::default();
    for article in articles {
        let item = read_page("page", &frame.page(article));
        score.n_pages += 1;
        let Some(report) = item.report else {
            println!("{}: {:?}", frame.name, item.problems);
            continue;
        };
        assert_eq!(fault(&report), None, "{}", frame.name);
        let title = report.title.as_ref().map_or("", |title| &title.value);
        let day = report
            .published
            .as_ref()
            .and_then(|found| found.value.date());
        let byline = report.byline.as_ref().map_or("", |found| &found.value);
        score.n_titles += usize::from(title == article.title);
        score.n_days += usize::from(day == Some(article.date));
        score.n_authors += usize::from(byline == article.author);
        let body = f1(&story(&report), &gold(frame, article));
        score.f1 += body;
        if std::env::var_os("RELATA_SHOW").is_some()
            && (title != article.title
                || day != Some(article.date)
                || body < 0.97
                || byline != article.author)
        {
            println!(
                "=== {} {}: {title:?} {day:?} {byline:?} {body:.3}",
                frame.name, article.title
            );
            for block in &report.blocks {
                let why = block.why.map_or("", LeftOut::words);
                println!(
                    "{:?} {why}: {}",
                    block.kind,
                    block
                        .span
                        .of(&report.text)
                        .chars()
                        .take(150)
                        .collect::<String>()
                );
            }
        }
    }
    score
}

#[test]
fn pages_in_the_shapes_of_content_systems() {
    let articles = sites::articles();
    let mut all = Score::default();
    println!("{:<14} pages title   day author body F1", "");
    for frame in sites::frames() {
        let score = measure(&frame, &articles);
        let n = score.n_pages;
        println!(
            "{:<14} {n:>5} {:>5} {:>5} {:>6} {:>7.3}",
            frame.name,
            score.n_titles,
            score.n_days,
            score.n_authors,
            score.f1 / n as f64
        );
        all.n_pages += n;
        all.n_titles += score.n_titles;
        all.n_days += score.n_days;
        all.n_authors += score.n_authors;
        all.f1 += score.f1;
    }
    let n = all.n_pages;
    println!(
        "{:<14} {n:>5} {:>5} {:>5} {:>6} {:>7.3}",
        "all",
        all.n_titles,
        all.n_days,
        all.n_authors,
        all.f1 / n as f64
    );
    assert!(n >= 40);
    assert_eq!(all.n_titles, n);
    assert!(all.n_days * 100 >= n * 95);
    assert!(all.f1 / n as f64 >= 0.95);
}

/// Seven headlines with a teaser each, in the shapes of front pages.
fn list_of_stories(headline: &str) -> String {
    let places = ["Orla", "Sarvan", "Brenn", "Tolm", "Varn", "Pell", "Kesk"];
    let items: Vec<String> = places
        .iter()
        .map(|place| {
            headline
                .replace("LINK", &format!("/news/{}", place.to_lowercase()))
                .replace("HEAD", &format!("Bomb kills three soldiers in {place}"))
                .replace("TEASER", &format!("A bomb killed three soldiers at a checkpoint near {place} on Tuesday, and the army blamed rebels."))
        })
        .collect();
    format!(
        "<!DOCTYPE html><html lang=en><head><title>The Daily Post: news</title><meta property='og:type' content='website'></head><body><h1>The Daily Post</h1><nav><a href='/'>Home</a><a href='/w'>World</a></nav><main>{}</main><footer><p>All rights reserved.</p></footer></body></html>",
        items.join("\n")
    )
}

#[test]
fn a_list_of_stories_is_no_report() {
    for headline in [
        "<article><h2><a href='LINK'>HEAD</a></h2><p>TEASER</p><time datetime='2011-05-03'>May 3</time></article>",
        "<div class='card'><a href='LINK'>HEAD</a><div>TEASER</div></div>",
        "<table><tr><td><b><a href='LINK'>HEAD</a></b></td></tr><tr><td>TEASER</td></tr></table>",
        "<li><h3><a href='LINK'>HEAD</a></h3></li>",
    ] {
        let item = read_page("front", list_of_stories(headline).as_bytes());
        assert!(item.report.is_none(), "{headline}");
        let what = &item.problems[0].what;
        assert!(
            what.contains("list of stories: 7 headlines") || what.contains("holds no story"),
            "{what}"
        );
    }
    // A short story is one, whatever list of others stands under it.
    let links = list_of_stories("<li><a href='LINK'>HEAD</a></li>");
    let story = "<article><h1>Truce holds on the river</h1><p>The truce between the army and the rebels of the river held for a third day on Friday, observers said, and the first of the families who had fled from the fighting went home to their villages.</p><p>The two sides are to meet again in the capital in a week, officials said. The rebels have asked for the release of forty prisoners, and the government has said that it will think about it when the last of the weapons are handed in.</p></article>";
    let page = links.replace("<main>", &format!("<main>{story}<ul>"));
    let item = read_page("story", page.as_bytes());
    let report = item.report.unwrap();
    assert!(self::story(&report).contains("held for a third day"));
    // So is a brief of a few words, where the page says that it is an article.
    let brief = "<article><h1>Truce holds on the river</h1><p>The truce on the river held for a third day on Friday, observers said.</p></article>";
    let page = links
        .replace("<main>", &format!("<main>{brief}<ul>"))
        .replace("content='website'", "content='article'");
    let item = read_page("brief", page.as_bytes());
    assert!(self::story(&item.report.unwrap()).contains("held for a third day"));
}
