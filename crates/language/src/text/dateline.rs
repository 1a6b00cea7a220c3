//! Datelines: "KABUL, Oct. 2 (UPI) —" is a sentence of its own, so that the report's first sentence starts cleanly.

use relata_record::Span;

const LONGEST: usize = 18;

/// How many of the first tokens of a block are its dateline; zero where there is none. A dateline ends with a
/// dash, and either starts with a place in capitals or has an agency in brackets just before the dash. In place
/// of the dash, a line may end behind the bracket.
pub fn length(text: &str, tokens: &[Span]) -> usize {
    let form = |place: usize| tokens.get(place).map_or("", |span| span.of(text));
    let ends = |place: usize| {
        is_dash(form(place)) && is_free(text, tokens, place) || ends_line(text, tokens, place)
    };
    let Some(last) = (1..tokens.len().min(LONGEST)).find(|&place| ends(place)) else {
        return 0;
    };
    let capitals = form(0)
        .chars()
        .filter(|character| character.is_uppercase())
        .count()
        >= 3
        && !form(0).chars().any(char::is_lowercase);
    let agency = is_dash(form(last)) && form(last - 1) == ")";
    let fits = (0..last).all(|place| may_stand(form(place)));
    let started = form(0).starts_with(char::is_uppercase);
    if fits && started && (capitals || agency) {
        last + 1
    } else {
        0
    }
}

/// Whether the token is a closing bracket at the end of a line.
fn ends_line(text: &str, tokens: &[Span], place: usize) -> bool {
    let rest = text.get(tokens[place].end as usize..).unwrap_or("");
    let line = rest.split('\n').next().unwrap_or("");
    tokens[place].of(text) == ")" && line.len() < rest.len() && line.trim().is_empty()
}

fn is_dash(form: &str) -> bool {
    matches!(form, "-" | "--" | "\u{2013}" | "\u{2014}")
}

/// Whether a blank stands on at least one side of the dash: "KABUL-based" has none.
fn is_free(text: &str, tokens: &[Span], place: usize) -> bool {
    let dash = tokens[place];
    let blank_before = tokens[place - 1].end < dash.start;
    let blank_after = text
        .get(dash.end as usize..)
        .is_some_and(|rest| rest.starts_with(char::is_whitespace));
    blank_before || blank_after || dash.of(text) == "\u{2014}"
}

/// Names, months, numbers, commas, brackets and a few small words stand in datelines; verbs do not.
fn may_stand(form: &str) -> bool {
    form.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
        || matches!(
            form,
            "," | "(" | ")" | "." | "/" | "-" | ":" | "de" | "al" | "of" | "and" | "the" | "'s"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize;

    fn dateline(text: &str) -> usize {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        length(text, &tokens)
    }

    #[test]
    fn places_agencies_and_days() {
        assert_eq!(dateline("KABUL, Oct. 2 (UPI) \u{2014} Troops left."), 8);
        assert_eq!(dateline("Juba (Reuters) - Troops left."), 5);
        assert_eq!(dateline("GOMA, Congo -- Troops left."), 4);
        assert_eq!(
            dateline("HERAT, Afghanistan (Jan. 2, 2013)\nTroops left."),
            9
        );
        assert_eq!(dateline("KABUL-based troops left \u{2014} again."), 0);
        assert_eq!(dateline("The envoy left - again."), 0);
        assert_eq!(
            dateline("NATO said Monday - and again on Tuesday - that"),
            0
        );
    }
}
