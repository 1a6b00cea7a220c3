//! Makes the lists of known names out of tables: the names themselves, the longer names' starts, and the words of names
//! of persons.

use std::collections::{BTreeMap, BTreeSet};

use relata_language::names::{LISTS, list_key, phrase_key, phrase_start};
use relata_language::text::tokenize;
use relata_language::word::form_hash;
use relata_record::Span;

/// The lists in the making.
#[derive(Debug, Clone, Default)]
pub struct ListMaker {
    entries: BTreeMap<u64, u16>,
    starts: BTreeSet<u64>,
}

/// Shorter words of names are left out of lists of words.
const SHORT: usize = 3;

impl ListMaker {
    /// Adds the names in columns `columns` of a table to list `list`. A table has a line of column names, then a line
    /// for each row, tabs between columns, `;` between names; lines with `#` are remarks. With `words`, each word of a
    /// name counts for itself.
    ///
    /// # Errors
    /// The name of a column that the table lacks.
    pub fn add<'a>(
        &mut self,
        list: usize,
        table: &str,
        columns: &[&'a str],
        words: bool,
    ) -> Result<(), &'a str> {
        let mut lines = table.lines().filter(|line| !line.starts_with('#'));
        let head: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
        let find = |column: &&'a str| head.iter().position(|name| name == column).ok_or(*column);
        let columns: Vec<usize> = columns.iter().map(find).collect::<Result<_, _>>()?;
        let list = 1 << list.min(LISTS - 1);
        for line in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            for name in columns
                .iter()
                .filter_map(|&column| cells.get(column))
                .flat_map(|cell| cell.split(';'))
            {
                let mut tokens = Vec::new();
                tokenize(name, Span::new(0, name.len()), &mut tokens);
                let words_of: Vec<&str> = tokens.iter().map(|span| span.of(name)).collect();
                if words {
                    let long = |word: &&&str| {
                        word.chars().count() >= SHORT && word.starts_with(char::is_uppercase)
                    };
                    words_of
                        .iter()
                        .filter(long)
                        .for_each(|word| self.put(&[word], list));
                } else {
                    self.put(&words_of, list);
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, words: &[&str], list: u16) {
        let Some((last, first)) = words.split_last() else {
            return;
        };
        let mut phrase = phrase_start();
        for word in first {
            phrase = phrase_key(phrase, form_hash(word));
            self.starts.insert(list_key(phrase));
        }
        *self
            .entries
            .entry(list_key(phrase_key(phrase, form_hash(last))))
            .or_default() |= list;
    }

    /// The names and the starts of names, as they are stored.
    pub fn finish(self) -> (Vec<(u64, u16)>, Vec<u64>) {
        (
            self.entries.into_iter().collect(),
            self.starts.into_iter().collect(),
        )
    }
}
