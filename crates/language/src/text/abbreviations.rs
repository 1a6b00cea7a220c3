//! Abbreviations that keep their stop, and whether a sentence may end with them.

/// How an abbreviation stands in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name or more of the sentence follows: "Gen.", "e.g.". A sentence never ends here.
    Title,
    /// A number follows: "Oct.", "No.". A sentence ends here only before a word that likes to start one.
    BeforeNumber,
    /// Anything can follow: "U.S.", "p.m.", "Corp.". A sentence ends here before a word that likes to start one.
    Open,
}

const TITLES: &[&str] = &[
    "adm", "asst", "brig", "capt", "cdr", "cmdr", "col", "comdr", "cpl", "cpt", "dr", "drs", "ens",
    "fr", "ft", "gen", "gov", "hon", "insp", "lt", "ltc", "maj", "messrs", "mme", "mr", "mrs",
    "ms", "msgr", "mt", "ph.d", "pres", "prof", "pvt", "rep", "reps", "rev", "sec", "sen", "sens",
    "sgt", "spc", "st", "supt", "v", "vs",
];

const BEFORE_NUMBERS: &[&str] = &[
    "apr", "art", "aug", "dec", "ext", "feb", "fig", "jan", "jul", "jun", "mar", "no", "nos",
    "nov", "oct", "op", "pp", "sep", "sept", "vol",
];

const OPEN: &[&str] = &[
    "ala", "approx", "apt", "ariz", "ark", "assn", "ave", "bros", "calif", "cf", "co", "colo",
    "conn", "corp", "dept", "dist", "etc", "fla", "govt", "inc", "int", "intl", "jr", "kan", "ky",
    "llc", "ltd", "mass", "mfg", "mich", "minn", "mont", "natl", "neb", "nev", "okla", "ore",
    "penn", "plc", "rd", "sr", "tenn", "tex", "univ", "wash", "wis", "wyo",
];

/// The kind of `word`, which is written without its last stop; none where it is no abbreviation.
/// Chains of single letters ("U.S", "a.m", "J") are open, whatever their letters.
pub fn kind(word: &str) -> Option<Kind> {
    if ["e.g", "i.e", "c", "ca", "al", "p.s", "P.S", "ps", "PS"].contains(&word) {
        return Some(Kind::Title);
    }
    if is_letter_chain(word) {
        return Some(Kind::Open);
    }
    if word.len() > 8 || !word.is_ascii() {
        return None;
    }
    let mut buffer = [0u8; 8];
    let lower = &mut buffer[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let in_list = |list: &[&str]| list.iter().any(|entry| entry.as_bytes() == &*lower);
    let upper = word.starts_with(|first: char| first.is_ascii_uppercase());
    let always_small =
        || ["etc", "vs", "approx", "cf", "ext", "pp", "fig", "vol", "v"].contains(&word);
    if !upper && !always_small() {
        None
    } else if in_list(TITLES) {
        Some(Kind::Title)
    } else if in_list(BEFORE_NUMBERS) {
        Some(Kind::BeforeNumber)
    } else {
        in_list(OPEN).then_some(Kind::Open)
    }
}

/// "U", "U.S", "a.m": single letters with stops between.
pub fn is_letter_chain(word: &str) -> bool {
    let mut letters = word.split('.').map(str::chars);
    letters.all(|mut piece| piece.next().is_some_and(char::is_alphabetic) && piece.next().is_none())
}

/// Words that start a sentence much more often than they are written large within one.
const STARTERS: &[&str] = &[
    "a",
    "about",
    "according",
    "after",
    "all",
    "also",
    "although",
    "among",
    "an",
    "and",
    "another",
    "as",
    "asked",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "despite",
    "during",
    "each",
    "earlier",
    "eight",
    "even",
    "fighting",
    "five",
    "for",
    "four",
    "from",
    "he",
    "her",
    "his",
    "however",
    "i",
    "if",
    "in",
    "it",
    "its",
    "last",
    "many",
    "meanwhile",
    "more",
    "most",
    "nine",
    "no",
    "none",
    "officials",
    "on",
    "one",
    "other",
    "others",
    "our",
    "police",
    "seven",
    "several",
    "she",
    "since",
    "six",
    "so",
    "some",
    "ten",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "three",
    "to",
    "troops",
    "two",
    "under",
    "until",
    "we",
    "what",
    "when",
    "where",
    "while",
    "who",
    "with",
    "witnesses",
    "you",
];

/// Whether `word` is written large and likes to start a sentence.
pub fn starts_sentences(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && STARTERS
            .iter()
            .any(|starter| starter.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        assert_eq!(kind("Gen"), Some(Kind::Title));
        assert_eq!(kind("Oct"), Some(Kind::BeforeNumber));
        assert_eq!(kind("U.S"), Some(Kind::Open));
        assert_eq!(kind("a.m"), Some(Kind::Open));
        assert_eq!(kind("J"), Some(Kind::Open));
        assert_eq!(kind("gen"), None);
        assert_eq!(kind("officer"), None);
        assert_eq!(kind(""), None);
    }

    #[test]
    fn lists_are_sorted() {
        assert!(STARTERS.is_sorted() && OPEN.is_sorted() && BEFORE_NUMBERS.is_sorted());
    }
}
