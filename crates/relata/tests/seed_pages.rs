//! The two seed reports give the same events as text and wrapped in the shapes of pages.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

#[path = "../../reader/tests/common/sites.rs"]
#[allow(dead_code)]
mod sites;

use std::collections::BTreeSet;
use std::path::Path;

use relata::Model;
use relata::pipeline::Pipeline;
use relata_reader::{read_page, read_text};
use relata_record::{BlockKind, Event, Report};
use sites::Article;

/// Frames that print the story and a picture, and nothing beside them that tells an event.
const FRAMES: [&str; 5] = ["amp", "blogger", "drupal", "hashed", "wordpress"];

fn blocks(report: &Report, kind: BlockKind) -> Vec<&str> {
    let wanted = report.blocks.iter().filter(|block| block.kind == kind);
    wanted.map(|block| block.span.of(&report.text)).collect()
}

/// What an event says, without places in the text; none for events that are not told in the words of the seed.
fn said(event: &Event, story: &[&str]) -> Option<String> {
    let is_told = story
        .iter()
        .any(|words| words.contains(event.act.text.as_str()));
    is_told.then(|| {
        let names = |parties: &[relata_record::Party]| -> Vec<String> {
            parties.iter().map(|party| party.name.clone()).collect()
        };
        format!(
            "{} {:?} {:?} -> {:?} {:?} at {:?}: {}",
            event.event_type,
            event.mode,
            names(&event.actors),
            names(&event.recipients),
            event.date.as_ref().map(|date| (&date.from, &date.to)),
            event.place.as_ref().map(|place| &place.name),
            event.act.text
        )
    })
}

#[test]
fn the_seeds_give_the_same_events_in_pages() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    if !seeds.is_dir() {
        println!("skipped: the seed reports are not here");
        return;
    }
    let pipeline = Pipeline::new(Model::Fast).unwrap();
    for (id, day) in [
        ("000_443a55a53a0b7f18", "2013-05-30"),
        ("003_157002111799ee66", "2021-10-02"),
    ] {
        let bytes = std::fs::read(seeds.join(format!("{id}.txt"))).unwrap();
        let text = read_text(id, &bytes).report.unwrap();
        let story: Vec<String> = blocks(&text, BlockKind::Paragraph)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let article = Article {
            title: text.title.as_ref().unwrap().value.clone(),
            date: day.parse().unwrap(),
            author: "Jane Doe".to_owned(),
            topic: "World".to_owned(),
            caption: caption(&text),
            paragraphs: story.clone(),
        };
        let mut told: Vec<&str> = story.iter().map(String::as_str).collect();
        told.extend([article.title.as_str(), article.caption.as_str()]);
        let of = |report: Report| -> BTreeSet<String> {
            let events = pipeline.code(report).unwrap().events;
            events
                .iter()
                .filter_map(|event| said(event, &told))
                .collect()
        };
        let wanted = of(text);
        assert!(wanted.len() >= 8, "{wanted:#?}");
        for frame in sites::frames() {
            if FRAMES.contains(&frame.name.as_str()) {
                let found = of(read_page(id, &frame.page(&article)).report.unwrap());
                assert_eq!(found, wanted, "{} {id}", frame.name);
            }
        }
    }
}

/// The words under the picture of a text, credit and all; some that tell nothing where it has none.
fn caption(text: &Report) -> String {
    let caption = blocks(text, BlockKind::Caption).first().map(|words| {
        let pieces = text.text.split("\n\n");
        let mut whole = pieces.filter(|piece| piece.contains(words));
        whole.next().unwrap_or(words).trim().to_owned()
    });
    caption.unwrap_or_else(|| "A street".to_owned())
}
