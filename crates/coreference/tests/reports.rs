//! Small reports of our own: what is meant, and why.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use relata_coreference::{Chains, Reason, Resolver};
use relata_language::{Analyzer, FastAnalyzer, Sentence};
use relata_record::Span;

struct Read {
    text: &'static str,
    sentences: Vec<Sentence>,
    chains: Chains,
}

fn read(text: &'static str) -> Read {
    let sentences = FastAnalyzer::embedded()
        .unwrap()
        .analyze(text, &[Span::new(0, text.len())]);
    let chains = Resolver::embedded().unwrap().resolve(text, &sentences);
    Read {
        text,
        sentences,
        chains,
    }
}

impl Read {
    fn words(&self, mention: usize) -> &str {
        let mention = &self.chains.mentions()[mention];
        let tokens = &self.sentences[mention.sentence].tokens;
        tokens[mention.first]
            .span
            .cover(tokens[mention.last].span)
            .of(self.text)
    }

    /// The last mention with these words.
    fn last(&self, words: &str) -> usize {
        (0..self.chains.mentions().len())
            .rfind(|place| self.words(*place) == words)
            .unwrap_or_else(|| panic!("`{words}` is no mention"))
    }

    /// The words of the first of the chain that the last mention with `words` is in.
    fn first_of(&self, words: &str) -> &str {
        let place = self.last(words);
        self.chains
            .chain_of(place)
            .map_or("", |chain| self.words(chain[0]))
    }

    fn reason(&self, words: &str) -> Option<Reason> {
        self.chains
            .link_of(self.last(words))
            .map(|link| link.reason)
    }
}

#[test]
fn a_surname_and_a_pronoun_stand_for_the_person() {
    let read = read(
        "Maria Lopez, a judge, left the court on Monday. Lopez had said that she would resign. Her deputy stayed.",
    );
    assert!(read.first_of("Lopez").starts_with("Maria Lopez"));
    assert_eq!(read.reason("Lopez"), Some(Reason::PartOfName));
    assert!(read.first_of("she").starts_with("Maria Lopez"));
    assert_eq!(read.reason("she"), Some(Reason::Pronoun));
    assert!(read.first_of("Her").starts_with("Maria Lopez"));
}

#[test]
fn a_pronoun_keeps_to_its_gender() {
    let read =
        read("Mr. Salim met Maria Lopez in Geneva. He praised the talks, and she thanked him.");
    assert!(read.first_of("He").contains("Salim"));
    assert!(read.first_of("she").contains("Lopez"));
    assert!(read.first_of("him").contains("Salim"));
}

#[test]
fn a_group_is_known_by_its_name_its_acronym_and_its_noun() {
    let read = read(
        "The Northern Liberation Front (NLF) shelled the port. The NLF has fought the army since 1994. The army said \
         the front had lost ten men.",
    );
    assert_eq!(read.first_of("The NLF"), read.first_of("NLF"));
    assert_eq!(read.first_of("The army"), "the army");
    assert_eq!(read.reason("The army"), Some(Reason::SameWords));
}

#[test]
fn what_is_told_once_stands_alone() {
    let read = read("A bomb killed a farmer near Herat.");
    assert!(read.chains.chains().is_empty());
    assert!(!read.chains.mentions().is_empty());
    assert_eq!(read.chains.before(0).count(), 0);
}
