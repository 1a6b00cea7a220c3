//! The command `coreference`: reads files, learns, scores, writes.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use relata_coreference::Resolver;
use relata_language::{FastAnalyzer, Sentence};
use relata_language_train::arguments::CoreferenceFiles;
use relata_language_train::coreference::card::{Card, size};
use relata_language_train::coreference::gold::{Document, documents, read_chains};
use relata_language_train::coreference::learn::learn;
use relata_language_train::coreference::score::score;

use crate::{name, read_clusters, read_treebank};

type Documents = Vec<(Document, Vec<Sentence>)>;

pub(crate) fn run(files: &CoreferenceFiles) -> Result<()> {
    let clock = Instant::now();
    let clusters = files
        .clusters
        .as_ref()
        .map(read_clusters)
        .transpose()?
        .unwrap_or_default()
        .paths;
    let train = read_all(&files.treebanks)?;
    let dev = read_all(&files.dev)?;
    let watch = |epoch: usize, resolver: &Resolver| {
        eprintln!(
            "{:6.1} s  round {epoch}: learnt from {}",
            clock.elapsed().as_secs_f64(),
            score(resolver, &train)
        );
        eprintln!("          dev {}", score(resolver, &dev));
    };
    let bytes = learn(&train, &clusters, files.settings, &watch);
    std::fs::write(&files.output, &bytes)
        .with_context(|| format!("writing {}", files.output.display()))?;
    let resolver = Resolver::from_bytes(&bytes)?;
    println!("{} bytes in {}", bytes.len(), files.output.display());
    let mut card = Card {
        bytes: bytes.len(),
        ..Card::default()
    };
    for pair in &files.treebanks {
        card.treebanks
            .push(size(&name(&pair[1]), &read_pair(pair)?));
    }
    for pair in &files.dev {
        let scores = score(&resolver, &read_pair(pair)?);
        println!("{}: {scores}", name(&pair[1]));
        card.scores.push((name(&pair[1]), scores));
    }
    if let Some(path) = &files.card {
        std::fs::write(path, card.markdown())
            .with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

fn read_all(pairs: &[[PathBuf; 2]]) -> Result<Documents> {
    let parts: Vec<Documents> = pairs.iter().map(read_pair).collect::<Result<_>>()?;
    Ok(parts.into_iter().flatten().collect())
}

/// The documents of a treebank with their chains, parsed by the fast tier.
fn read_pair([treebank, chains]: &[PathBuf; 2]) -> Result<Documents> {
    let text =
        std::fs::read_to_string(chains).with_context(|| format!("reading {}", chains.display()))?;
    let chains = read_chains(&text).with_context(|| format!("reading {}", chains.display()))?;
    let analyzer = FastAnalyzer::embedded()?;
    Ok(documents(&read_treebank(treebank)?, &chains)
        .into_iter()
        .map(|document| {
            let sentences = document.parse(analyzer);
            (document, sentences)
        })
        .collect())
}
