//! Reads and writes treebanks in CoNLL-U.

use std::fmt::Write as _;

use relata_language::{Relation, Sentence, Upos, Xpos};
use thiserror::Error;

/// A word of a treebank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldWord {
    /// The form as written.
    pub form: String,
    /// The lemma as the treebank has it.
    pub lemma: String,
    /// Universal tag.
    pub upos: Upos,
    /// Fine tag, where it is one of ours.
    pub xpos: Xpos,
    /// Place of the head in the sentence, from 0; the number of words for the root.
    pub head: usize,
    /// Relation, with the subtypes that we keep.
    pub relation: Relation,
    /// Whether a blank follows in the text.
    pub blank_after: bool,
}

/// A sentence of a treebank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoldSentence {
    /// The words in order.
    pub words: Vec<GoldWord>,
    /// Whether a document or paragraph starts here.
    pub starts_paragraph: bool,
    /// Name of the document, "" before the first.
    pub document: String,
}

/// What is wrong with a treebank, and in which line (from 1).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct ConlluError {
    /// The line.
    pub line: usize,
    /// What is wrong with it.
    pub what: &'static str,
}

/// Reads all sentences of a file.
///
/// # Errors
/// [`ConlluError`] for the first line that breaks the format.
pub fn read(text: &str) -> Result<Vec<GoldSentence>, ConlluError> {
    let mut sentences = Vec::new();
    let mut current = GoldSentence::default();
    let mut joined = Joined::default();
    for (index, line) in text.lines().enumerate() {
        let fault = |what| ConlluError {
            line: index + 1,
            what,
        };
        if line.is_empty() {
            finish(&mut current, &mut sentences).map_err(fault)?;
            joined = Joined::default();
        } else if let Some(comment) = line.strip_prefix('#') {
            read_comment(comment.trim_start(), &mut current);
        } else {
            read_line(line, &mut current, &mut joined).map_err(fault)?;
        }
    }
    finish(&mut current, &mut sentences).map_err(|what| ConlluError {
        line: text.lines().count(),
        what,
    })?;
    Ok(sentences)
}

/// The last word of a token that is written as one and parsed as several, and whether a blank follows it.
#[derive(Default)]
struct Joined {
    last: usize,
    blank_after: bool,
}

fn read_comment(comment: &str, current: &mut GoldSentence) {
    current.starts_paragraph |= comment.starts_with("newdoc") || comment.starts_with("newpar");
    if let Some(name) = comment.strip_prefix("newdoc id = ") {
        name.trim().clone_into(&mut current.document);
    }
}

fn read_line(
    line: &str,
    current: &mut GoldSentence,
    joined: &mut Joined,
) -> Result<(), &'static str> {
    let fields: Vec<&str> = line.split('\t').collect();
    let &[id, form, lemma, upos, xpos, _, head, relation, _, misc] = fields.as_slice() else {
        return Err("a line has ten fields");
    };
    let blank_after = !misc.split('|').any(|entry| entry == "SpaceAfter=No");
    if let Some((_, last)) = id.split_once('-') {
        *joined = Joined {
            last: last
                .parse()
                .map_err(|_| "a range of words is two numbers")?,
            blank_after,
        };
        return Ok(());
    }
    if id.contains('.') {
        return Ok(());
    }
    let number = current.words.len() + 1;
    let blank_after = match number.cmp(&joined.last) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => joined.blank_after,
        std::cmp::Ordering::Greater => blank_after,
    };
    current.words.push(GoldWord {
        form: form.to_owned(),
        lemma: lemma.to_owned(),
        upos: Upos::parse(upos).ok_or("this is no universal tag")?,
        xpos: Xpos::parse(xpos).unwrap_or(Xpos::Other),
        head: head.parse().map_err(|_| "a head is a number")?,
        relation: read_relation(relation).ok_or("this is no universal relation")?,
        blank_after,
    });
    Ok(())
}

fn read_relation(text: &str) -> Option<Relation> {
    Relation::parse(text).or_else(|| Relation::parse(text.split(':').next()?))
}

/// Counts heads from 0 and checks them, then stores the sentence.
fn finish(
    current: &mut GoldSentence,
    sentences: &mut Vec<GoldSentence>,
) -> Result<(), &'static str> {
    if current.words.is_empty() {
        return Ok(());
    }
    let count = current.words.len();
    for word in &mut current.words {
        word.head = word.head.checked_sub(1).unwrap_or(count);
        if word.head > count || (word.head == count) != (word.relation == Relation::Root) {
            return Err("a head is a word of the sentence, or 0 for the root");
        }
    }
    let document = current.document.clone();
    sentences.push(std::mem::take(current));
    current.document = document;
    Ok(())
}

/// Writes a sentence of `text` as an analyzer parsed it.
pub fn write(text: &str, sentence: &Sentence) -> String {
    let mut lines = String::new();
    let mut tokens = sentence.tokens.iter().zip(1..).peekable();
    while let Some((token, number)) = tokens.next() {
        let joined = tokens
            .peek()
            .is_some_and(|(next, _)| next.span.start == token.span.end);
        // Writing into a string never fails.
        let _ = writeln!(
            lines,
            "{number}\t{}\t{}\t{}\t{}\t_\t{}\t{}\t_\t{}",
            token.span.of(text),
            if token.lemma.is_empty() {
                "_"
            } else {
                &token.lemma
            },
            token.upos.as_str(),
            token.xpos.as_str(),
            token.head.map_or(0, |head| head + 1),
            token.relation.as_str(),
            if joined { "SpaceAfter=No" } else { "_" },
        );
    }
    lines.push('\n');
    lines
}

/// The universal part of a relation: "nsubj" of "nsubj:pass".
pub fn universal(relation: Relation) -> &'static str {
    let text = relation.as_str();
    text.split(':').next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# newdoc id = one\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
        1\tdo\tdo\tAUX\tVBP\t_\t3\taux\t_\t_\n2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n\
        3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n3.1\tx\tx\tVERB\tVB\t_\t_\t_\t_\t_\n4\tall\tall\tDET\t,\t_\t3\tdet:predet\t_\t_\n";

    #[test]
    fn words_ranges_and_empty_nodes() {
        let sentences = read(SAMPLE).unwrap();
        let words = &sentences[0].words;
        assert_eq!(words.len(), 4);
        assert_eq!(
            words.iter().map(|word| word.head).collect::<Vec<_>>(),
            [2, 2, 4, 2]
        );
        assert_eq!(
            words
                .iter()
                .map(|word| word.blank_after)
                .collect::<Vec<_>>(),
            [false, false, true, true]
        );
        assert_eq!(
            (words[3].relation, words[3].xpos),
            (Relation::Det, Xpos::Other)
        );
        assert_eq!(sentences[0].document, "one");
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = "Envoys met, quietly.";
        let blocks = [relata_record::Span::new(0, text.len())];
        let analyzer = relata_language::FastAnalyzer::embedded().unwrap();
        let parsed = relata_language::Analyzer::analyze(analyzer, text, &blocks);
        let read = read(&write(text, &parsed[0])).unwrap();
        assert_eq!(read[0].words.len(), parsed[0].tokens.len());
        for (word, token) in read[0].words.iter().zip(&parsed[0].tokens) {
            let head = token
                .head
                .map_or(parsed[0].tokens.len(), |head| head as usize);
            assert_eq!((word.head, word.relation), (head, token.relation));
            assert_eq!((word.upos, word.xpos), (token.upos, token.xpos));
            assert_eq!(word.form, token.span.of(text));
        }
        let blanks: Vec<bool> = read[0].words.iter().map(|word| word.blank_after).collect();
        assert_eq!(blanks, [true, false, true, false, true]);
    }

    #[test]
    fn a_fault_names_its_line() {
        assert_eq!(read("1\ta\tb\n").unwrap_err().line, 1);
        assert_eq!(
            read("\n1\tgo\tgo\tVERB\tVB\t_\t7\tdep\t_\t_\n\n")
                .unwrap_err()
                .line,
            3
        );
    }
}
