//! Forms of nouns for agents that a table need not list: regular plurals, for names keep their capitals and with
//! them their plural ("Defence Forces"), and women beside men ("policewoman").

/// The phrase itself and its forms.
pub(crate) fn of(phrase: &[String]) -> Vec<Vec<String>> {
    let Some((last, before)) = phrase.split_last() else {
        return Vec::new();
    };
    let mut words = vec![last.clone()];
    if let Some(stem) = last.strip_suffix("man").filter(|stem| is_whole(stem)) {
        words.push(format!("{stem}woman"));
        words.push(format!("{stem}person"));
    }
    let plurals: Vec<String> = words.iter().filter_map(|word| plural(word)).collect();
    words.extend(plurals);
    words
        .into_iter()
        .map(|word| before.iter().cloned().chain([word]).collect())
        .collect()
}

/// True for "police" of "policeman", not for "hu" of "human" or the "wo" of "woman".
fn is_whole(stem: &str) -> bool {
    stem.len() > 2 && stem != "ger" && !stem.ends_with("wo")
}

/// The regular plural; None where the word ends like one.
fn plural(word: &str) -> Option<String> {
    if word.ends_with('s') && !word.ends_with("ss") || !word.ends_with(char::is_alphabetic) {
        return None;
    }
    if let Some(stem) = word.strip_suffix("man") {
        return Some(format!("{stem}men"));
    }
    if word.ends_with("person") {
        return Some(format!("{}people", word.strip_suffix("person")?));
    }
    if ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|end| word.ends_with(end))
    {
        return Some(format!("{word}es"));
    }
    let is_after_consonant = |stem: &str| !stem.ends_with(['a', 'e', 'i', 'o', 'u']);
    match word.strip_suffix('y') {
        Some(stem) if is_after_consonant(stem) => Some(format!("{stem}ies")),
        _ => Some(format!("{word}s")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(phrase: &str) -> Vec<String> {
        let words: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
        of(&words).into_iter().map(|form| form.join(" ")).collect()
    }

    #[test]
    fn plurals_and_women_need_no_rows() {
        assert_eq!(forms("defence force"), ["defence force", "defence forces"]);
        assert_eq!(forms("foreign ministry")[1], "foreign ministries");
        assert_eq!(
            forms("riot policeman"),
            [
                "riot policeman",
                "riot policewoman",
                "riot policeperson",
                "riot policemen",
                "riot policewomen",
                "riot policepeople"
            ]
        );
        assert_eq!(forms("woman"), ["woman", "women"]);
        assert_eq!(forms("armed forces"), ["armed forces"]);
    }
}
