//! Hyphens: the treebanks split "al - Ani" and "two - day", and keep "non-violent" and "646-8420".

const PREFIXES: &[&str] = &[
    "anti", "bi", "co", "counter", "cross", "de", "e", "ex", "extra", "hyper", "inter", "intra",
    "mega", "meta", "mid", "micro", "mini", "mis", "multi", "neo", "non", "over", "para", "post",
    "pre", "pro", "pseudo", "quasi", "re", "semi", "sub", "super", "trans", "tri", "ultra", "un",
    "under", "uni", "vice",
];

/// Whether the hyphen between `before` and what `rest` starts with (behind the hyphen) stays inside the token.
pub fn keeps(before: &str, rest: &str) -> bool {
    if before.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits_keep(before, rest);
    }
    let lower_follows = rest.starts_with(char::is_alphabetic);
    lower_follows
        && PREFIXES
            .iter()
            .any(|prefix| prefix.eq_ignore_ascii_case(before))
}

/// Telephone numbers and days: "646-8420", "713-853-3989", "2003-10-02".
fn digits_keep(before: &str, rest: &str) -> bool {
    let run = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let second = run(rest);
    let third = rest
        .get(second..)
        .and_then(|rest| rest.strip_prefix('-'))
        .map_or(0, run);
    matches!(
        (before.len(), second, third),
        (3, 4, 0) | (3, 3, 4) | (4, 2, 2) | (1..=2, 1..=2, 2 | 4)
    )
}

/// Whether a token of digits and hyphens goes on behind its second part.
pub fn digits_go_on(token: &str, rest: &str) -> bool {
    let mut parts = token.split('-').map(str::len);
    let (first, second, more) = (parts.next(), parts.next(), parts.next());
    let next = rest.bytes().take_while(u8::is_ascii_digit).count();
    let fits = matches!(
        (first, second, next),
        (Some(3), Some(3), 4) | (Some(4), Some(2), 2) | (Some(1..=2), Some(1..=2), 2 | 4)
    );
    more.is_none() && fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_telephone_numbers_stay_whole() {
        assert!(keeps("non", "violent"));
        assert!(keeps("Ex", "minister"));
        assert!(!keeps("al", "Ani"));
        assert!(!keeps("two", "day"));
        assert!(keeps("646", "8420"));
        assert!(keeps("2003", "10-02"));
        assert!(!keeps("1996", "2001"));
        assert!(!keeps("30", "year"));
    }
}
