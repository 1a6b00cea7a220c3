//! ECB+: texts about the same events, and mentions of one event.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use relata::documents;
use relata_evaluate::yardsticks::same_events::{self, Member, Mention, Text, Word, Words};
use relata_evaluate::yardsticks::{Measure, read};
use relata_knowledge::DeedWords;
use relata_language::{FastAnalyzer, Upos, Workspace};
use relata_language_train::coreference::score::ChainScores;
use relata_record::Span;

/// What is measured: the files of one part of the set.
struct Part {
    texts: Vec<Text>,
    mentions: Vec<Mention>,
    gold_texts: Vec<Member>,
    gold_mentions: Vec<Member>,
    words: Words,
}

impl Part {
    /// Reads `….docs.jsonl` and what stands beside it.
    fn read(file: &Path) -> Result<Self> {
        let name = documents::name(file);
        let stem = file
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or(&name);
        let stem = stem.strip_suffix(".docs.jsonl").with_context(|| {
            format!("{name}: the file of the texts ends in `.docs.jsonl`, and `.event.jsonl` and `.doc_gold.jsonl` stand beside it")
        })?;
        let beside = |ending: &str| -> Result<String> {
            documents::text(&file.with_file_name(format!("{stem}.{ending}.jsonl")))
        };
        let texts: Vec<Text> = read(&documents::text(file)?, &name)?;
        let events = beside("event")?;
        let words = words(&texts)?;
        Ok(Self {
            texts,
            mentions: read(&events, "event")?,
            gold_mentions: read(&events, "event")?,
            gold_texts: read(&beside("doc_gold")?, "doc_gold")?,
            words,
        })
    }
}

/// Tags, lemmas and trees of the texts, by the fast tier.
fn words(texts: &[Text]) -> Result<Words> {
    let analyzer = FastAnalyzer::embedded().context("the model of this program is broken")?;
    let mut space = Workspace::default();
    let mut words = Words::new();
    for text in texts {
        for told in &text.sentences {
            let mut joined = String::new();
            let mut spans = Vec::new();
            for token in &told.tokens {
                let start = joined.len();
                joined.push_str(token);
                spans.push(Span::new(start, joined.len()));
                joined.push(' ');
            }
            let sentence = analyzer.parse_tokens(&joined, &spans, &mut space);
            let tokens = sentence.map(|sentence| sentence.tokens).unwrap_or_default();
            let read = tokens.iter().map(|token| Word {
                lemma: token.lemma.to_lowercase(),
                is_content: matches!(
                    token.upos,
                    Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num
                ),
                head: token.head.and_then(|head| usize::try_from(head).ok()),
            });
            words.insert((text.doc.clone(), told.sent), read.collect());
        }
    }
    Ok(words)
}

/// The scores; what was found goes to the folder `told`, in the form of the set's scorer.
pub fn measure(file: &Path, told: Option<&Path>) -> Result<Vec<Measure>> {
    let part = Part::read(file)?;
    let deeds = DeedWords::embedded().context("the tables of this program are broken")?;
    let texts = same_events::texts(&part.texts, &part.words);
    let mentions = same_events::mentions(&part.mentions, &part.words, &texts, &deeds);
    let in_gold = same_events::mentions(&part.mentions, &part.words, &part.gold_texts, &deeds);
    if let Some(folder) = told {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        write(&folder.join("ecbplus.documents.jsonl"), &texts)?;
        write(&folder.join("ecbplus.events.jsonl"), &mentions)?;
    }
    let texts = scores(&part.gold_texts, &texts);
    let conll = |found: &[Member]| scores(&part.gold_mentions, found).conll() / 100.0;
    // As the set's own scorer (`score_story.py`) prints them.
    Ok(vec![
        Measure::number("texts, B-cubed F1", texts.b_cubed.f1() / 100.0),
        Measure::number("mentions, CoNLL F1", conll(&mentions)),
        Measure::number("mentions in gold groups, CoNLL F1", conll(&in_gold)),
    ])
}

fn write(file: &Path, members: &[Member]) -> Result<()> {
    let lines = members
        .iter()
        .map(|member| serde_json::to_string(member).map(|line| line + "\n"))
        .collect::<Result<String, _>>()?;
    fs::write(file, lines).with_context(|| format!("cannot write {}", file.display()))
}

/// Every member is in a group on both sides.
fn scores(gold: &[Member], found: &[Member]) -> ChainScores {
    let numbers: BTreeMap<&str, u32> = gold
        .iter()
        .map(|member| member.id.as_str())
        .zip(0..)
        .collect();
    let groups = |members: &[Member]| -> Vec<Vec<(u32, u32)>> {
        let mut groups: BTreeMap<String, Vec<(u32, u32)>> = BTreeMap::new();
        for member in members {
            if let Some(number) = numbers.get(member.id.as_str()) {
                groups
                    .entry(member.cluster.clone())
                    .or_default()
                    .push((*number, *number));
            }
        }
        groups.into_values().collect()
    };
    let mut scores = ChainScores::default();
    scores.add(&groups(gold), &groups(found));
    scores
}
