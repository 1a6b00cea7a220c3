//! What a report is called that is known by its address alone.

/// Characters of an id that an address gives.
const LONGEST: usize = 120;

/// The address without scheme, `www.`, fragment and ending of the page: "news.example/2013/05/30/truce".
pub(crate) fn id_of_address(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or(rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.trim_end_matches('/');
    let endings = [".html", ".htm", ".php", ".aspx", "/index"];
    let rest = endings.iter().fold(rest, |rest, ending| {
        rest.strip_suffix(ending).unwrap_or(rest)
    });
    let clean = |c: char| {
        if c.is_whitespace() || c.is_control() {
            '_'
        } else {
            c
        }
    };
    let id: String = rest.chars().map(clean).collect();
    if id.chars().count() <= LONGEST {
        return id;
    }
    let hash = crate::seen::hash_of(&id);
    let short: String = id.chars().take(LONGEST).collect();
    format!("{short}~{}", hash.get(..8).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_addresses() {
        assert_eq!(
            id_of_address("https://www.news.example/2013/05/30/truce.html#top"),
            "news.example/2013/05/30/truce"
        );
        assert_eq!(
            id_of_address("http://news.example/?p=12"),
            "news.example/?p=12"
        );
        assert!(id_of_address(&"a".repeat(500)).len() < 140);
    }
}
