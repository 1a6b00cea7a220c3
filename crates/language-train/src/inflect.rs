//! Regular forms of English verbs and nouns, made from their lemmas.

use relata_language::{Upos, Xpos};

/// A form and its tag.
pub type Inflected = (String, (Upos, Xpos));

/// The regular forms of `base` as a verb. A last consonant that may be doubled gives both spellings.
pub fn verb_forms(base: &str) -> Vec<Inflected> {
    let mut forms = vec![(with_s(base), (Upos::Verb, Xpos::Vbz))];
    let mut add = |stem: &str, past: &str| {
        forms.push((format!("{stem}{past}"), (Upos::Verb, Xpos::Vbd)));
        forms.push((format!("{stem}ing"), (Upos::Verb, Xpos::Vbg)));
    };
    if let Some(doubled) = doubled(base) {
        add(&doubled, "ed");
        if vowels(base) == 1 {
            return forms;
        }
    }
    if base.ends_with("ee") || base.ends_with("oe") || base.ends_with("ye") {
        add(base, "d");
    } else if let Some(stem) = base.strip_suffix("ie") {
        let stem = format!("{stem}y");
        forms.push((format!("{base}d"), (Upos::Verb, Xpos::Vbd)));
        forms.push((format!("{stem}ing"), (Upos::Verb, Xpos::Vbg)));
    } else if let Some(stem) = base.strip_suffix('e') {
        add(stem, "ed");
    } else if let Some(stem) = base
        .strip_suffix('y')
        .filter(|stem| ends_with_consonant(stem))
    {
        forms.push((format!("{stem}ied"), (Upos::Verb, Xpos::Vbd)));
        forms.push((format!("{base}ing"), (Upos::Verb, Xpos::Vbg)));
    } else if base.ends_with('c') {
        add(&format!("{base}k"), "ed");
    } else {
        add(base, "ed");
    }
    forms
}

/// The regular plural of `base`.
pub fn noun_forms(base: &str) -> Vec<Inflected> {
    vec![(with_s(base), (Upos::Noun, Xpos::Nns))]
}

fn with_s(base: &str) -> String {
    let hissing = ["s", "sh", "ch", "x", "z"]
        .iter()
        .any(|end| base.ends_with(end));
    match base
        .strip_suffix('y')
        .filter(|stem| ends_with_consonant(stem))
    {
        Some(stem) => format!("{stem}ies"),
        None if hissing => format!("{base}es"),
        None => format!("{base}s"),
    }
}

fn is_vowel(letter: char) -> bool {
    "aeiou".contains(letter)
}

fn ends_with_consonant(stem: &str) -> bool {
    stem.chars()
        .next_back()
        .is_some_and(|last| last.is_ascii_lowercase() && !is_vowel(last))
}

fn vowels(base: &str) -> usize {
    base.chars()
        .filter(|&letter| is_vowel(letter) || letter == 'y')
        .count()
}

/// "stabb" of "stab", "patroll" of "patrol": a last consonant behind one vowel that stands behind a consonant.
fn doubled(base: &str) -> Option<String> {
    let mut letters = base.chars().rev();
    let (last, middle, first) = (letters.next()?, letters.next()?, letters.next()?);
    let doubles = last.is_ascii_lowercase() && !is_vowel(last) && !"wxyhjkqvc".contains(last);
    (doubles && is_vowel(middle) && !is_vowel(first)).then(|| format!("{base}{last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(base: &str) -> String {
        verb_forms(base)
            .into_iter()
            .map(|(form, _)| form)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn regular_verbs() {
        assert_eq!(forms("raid"), "raids raided raiding");
        assert_eq!(forms("stab"), "stabs stabbed stabbing");
        assert_eq!(
            forms("patrol"),
            "patrols patrolled patrolling patroled patroling"
        );
        assert_eq!(forms("free"), "frees freed freeing");
        assert_eq!(forms("decry"), "decries decried decrying");
        assert_eq!(forms("traffic"), "traffics trafficked trafficking");
        assert_eq!(forms("torch"), "torches torched torching");
        assert_eq!(noun_forms("navy")[0].0, "navies");
    }
}
