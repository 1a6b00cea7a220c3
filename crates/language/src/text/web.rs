//! Addresses of the web and of mail, which are one token whatever they contain.

/// Length in bytes of the piece without blanks and quotes that `rest` starts with.
pub fn chunk(rest: &str) -> usize {
    let ends =
        |character: char| character.is_whitespace() || "<>\"\u{201C}\u{201D}".contains(character);
    rest.find(ends).unwrap_or(rest.len())
}

/// Length in bytes of the address in `chunk`, which starts with one; none where it has nothing but its start.
pub fn cut(chunk: &str) -> Option<usize> {
    let address = trimmed(chunk);
    is_web(address).then_some(address.len())
}

/// Length in bytes of the name of a host or the mail address that is `chunk`.
pub fn name(chunk: &str) -> Option<usize> {
    let name = trimmed(chunk);
    (is_mail(name) || is_domain(name)).then_some(name.len())
}

fn trimmed(chunk: &str) -> &str {
    chunk.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '\u{2019}'])
}

/// Whether `rest` starts with an address of the web.
pub fn is_web(rest: &str) -> bool {
    ["http://", "https://", "www.", "ftp://"]
        .iter()
        .any(|start| {
            rest.get(..start.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(start))
                && rest.len() > start.len()
        })
}

fn is_mail(chunk: &str) -> bool {
    let plain = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte))
    };
    chunk.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && plain(user) && plain(host)
    })
}

fn is_domain(chunk: &str) -> bool {
    const ENDS: &[&str] = &[
        "com", "org", "net", "gov", "edu", "mil", "info", "int", "uk", "de", "ru", "fr", "pk",
        "af", "il",
    ];
    let host = chunk.split('/').next().unwrap_or(chunk);
    let labels = || host.split('.');
    let plain = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let lower_end = labels().next_back().is_some_and(|end| ENDS.contains(&end));
    labels().count() > 1
        && lower_end
        && labels().all(plain)
        && labels().next().is_some_and(|label| label.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(rest: &str) -> Option<usize> {
        let chunk = &rest[..chunk(rest)];
        cut(chunk).or_else(|| name(chunk))
    }

    #[test]
    fn addresses_end_before_closing_punctuation() {
        assert_eq!(address("www.example.org, he"), Some(15));
        assert_eq!(address("https://example.org/a?b=c."), Some(25));
        assert_eq!(address("desk@example.org)"), Some(16));
        assert_eq!(address("example.com said"), Some(11));
        assert_eq!(address("said.Two"), None);
        assert_eq!(address("U.S. troops"), None);
        assert_eq!(address(""), None);
    }
}
