//! A training of co-reference on documents of our own: it learns them, and the same input gives the same bytes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use relata_coreference::Resolver;
use relata_language::{FastAnalyzer, Sentence};
use relata_language_train::conllu::read;
use relata_language_train::coreference::gold::{Document, documents, read_chains};
use relata_language_train::coreference::learn::{Settings, learn};
use relata_language_train::coreference::score::score;

/// Words with the chains that begin and end at them.
const DOCUMENTS: &[&str] = &[
    "The|(1 rebels|1) shelled|_ the|(2 port|2) .|_ They|(1) fled|_ from|_ the|(2 port|2) .|_",
    "Maria|(1 Lopez|1) left|_ Geneva|(2) .|_ She|(1) loved|_ Geneva|(2) .|_",
];

fn read_documents() -> Vec<(Document, Vec<Sentence>)> {
    let (mut treebank, mut chains) = (String::new(), String::new());
    for (number, document) in DOCUMENTS.iter().enumerate() {
        treebank += &format!("# newdoc id = {number}\n");
        chains += &format!("# begin document {number}\n");
        let mut place = 0;
        for word in document.split(' ') {
            let (form, column) = word.split_once('|').unwrap();
            place += 1;
            let (head, relation) = if place == 1 { (0, "root") } else { (1, "dep") };
            treebank += &format!("{place}\t{form}\t_\tX\t_\t_\t{head}\t{relation}\t_\t_\n");
            chains += &format!("{place}\t{form}\t{column}\n");
            if form == "." {
                treebank.push('\n');
                place = 0;
            }
        }
        chains += "# end document\n";
    }
    let analyzer = FastAnalyzer::embedded().unwrap();
    documents(&read(&treebank).unwrap(), &read_chains(&chains).unwrap())
        .into_iter()
        .map(|document| (document.clone(), document.parse(analyzer)))
        .collect()
}

fn weights() -> Vec<u8> {
    let settings = Settings {
        epochs: 40,
        ..Settings::default()
    };
    learn(&read_documents(), &[], settings, &|_, _| {})
}

#[test]
fn small_documents_are_learnt_by_heart() {
    let resolver = Resolver::from_bytes(&weights()).unwrap();
    let scores = score(&resolver, &read_documents());
    assert!(scores.conll() > 99.9, "{scores}");
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    assert!(weights() == weights());
}
