//! Phrases of lemmas, as tables write them: `shoot dead|gun down`.

/// Cuts a cell of alternatives into phrases of lemmas.
pub(crate) fn phrases(cell: &str) -> Vec<Vec<String>> {
    cell.split('|')
        .map(|phrase| {
            phrase
                .split_whitespace()
                .flat_map(|word| word.split('-'))
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect::<Vec<String>>()
        })
        .filter(|phrase| !phrase.is_empty())
        .collect()
}
