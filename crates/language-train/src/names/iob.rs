//! Reads names in IOB2: a line for each word, with its number, the word and its part of a name.

use relata_language::NameKind;
use relata_language::names::{class_of, names_of, parts_of};

use super::NamedSentence;

/// Reads a file. A kind that is none of ours is no name; an I- that continues nothing starts a name.
pub fn read(text: &str) -> Vec<NamedSentence> {
    let mut found = Vec::new();
    let mut forms = Vec::new();
    let mut path: Vec<u8> = Vec::new();
    for line in text.lines().chain([""]) {
        let mut fields = line.split('\t');
        let number = fields.next().unwrap_or("");
        if number.starts_with(|first: char| first.is_ascii_digit()) {
            forms.push(fields.next().unwrap_or("").to_owned());
            let part = fields.next().unwrap_or("O");
            path.push(class(part, path.last().copied().unwrap_or(0)));
        } else if number.is_empty() && !forms.is_empty() {
            found.push(NamedSentence {
                forms: std::mem::take(&mut forms),
                names: names_of(&std::mem::take(&mut path)),
            });
        }
    }
    found
}

/// Writes a sentence as [`read`] reads it.
pub fn write(sentence: &NamedSentence) -> String {
    let mut lines = String::new();
    let path = parts_of(&sentence.names, sentence.forms.len());
    for (number, (form, &class)) in (1..).zip(sentence.forms.iter().zip(&path)) {
        let kind = NameKind::ALL.get(usize::from(class).wrapping_sub(1) / 2);
        let part = match kind {
            Some(kind) if class % 2 == 1 => format!("B-{}", kind.as_str()),
            Some(kind) => format!("I-{}", kind.as_str()),
            None => "O".to_owned(),
        };
        lines += &format!("{number}\t{form}\t{part}\n");
    }
    lines.push('\n');
    lines
}

fn class(part: &str, before: u8) -> u8 {
    let Some((place, kind)) = part.split_once('-') else {
        return 0;
    };
    let Some(kind) = NameKind::parse(kind) else {
        return 0;
    };
    let start = class_of(kind, true) as u8;
    let goes_on = place == "I" && (before == start || before == start + 1);
    start + u8::from(goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use relata_language::Name;

    #[test]
    fn names_are_read() {
        let text =
            "# sent_id = a\n1\tAmara\tB-PER\t-\tx\n2\tLeko\tI-PER\n3\tof\tB-O\n4\tBeni\tI-LOC\n\n";
        let name = |tokens, kind| Name { tokens, kind };
        assert_eq!(
            read(text)[0].names,
            [name(0..2, NameKind::Person), name(3..4, NameKind::Place)]
        );
        assert_eq!(read(text)[0].forms, ["Amara", "Leko", "of", "Beni"]);
    }
}
