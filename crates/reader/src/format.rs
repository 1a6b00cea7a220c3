//! What bytes are, by how they begin; a name's ending counts where they do not say.

/// Bytes that are looked at.
pub(crate) const HEAD: u64 = 8192;

/// A form of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Page,
    Rows,
    Table,
    Feed,
    JsonFeed,
    /// NITF or NewsML-G2.
    News,
    Warc,
    Gzip,
    Zstd,
    Zip,
    Parquet,
    /// XML of a kind that is not read.
    OtherXml,
}

/// The form of bytes that begin with `head`, of a file whose name has this ending.
pub(crate) fn format(head: &[u8], ending: &str) -> Format {
    if let Some(format) = by_magic(head) {
        return format;
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches(crate::text::is_blank);
    if text.starts_with('<')
        && let Some(format) = by_element(text)
    {
        return format;
    }
    match ending {
        "jsonl" | "ndjson" => return Format::Rows,
        "csv" | "tsv" | "tab" => return Format::Table,
        "html" | "htm" | "xhtml" | "shtml" => return Format::Page,
        _ => {}
    }
    if text.starts_with('{') || text.starts_with('[') {
        if text.contains("jsonfeed.org/version") {
            return Format::JsonFeed;
        }
        if ending == "json" || begins_as_json(text) {
            return Format::Rows;
        }
    }
    if !matches!(ending, "txt" | "text") && crate::containers::is_table(text) {
        return Format::Table;
    }
    Format::Text
}

fn by_magic(head: &[u8]) -> Option<Format> {
    let known: [(&[u8], Format); 6] = [
        (b"\x1f\x8b", Format::Gzip),
        (b"\x28\xb5\x2f\xfd", Format::Zstd),
        (b"PK\x03\x04", Format::Zip),
        (b"PK\x05\x06", Format::Zip),
        (b"PAR1", Format::Parquet),
        (b"WARC/", Format::Warc),
    ];
    let found = known.into_iter().find(|(magic, _)| head.starts_with(magic));
    found.map(|(_, format)| format)
}

fn begins_as_json(text: &str) -> bool {
    ["{\"", "{\n", "{\r", "{ ", "[{", "[\n"]
        .iter()
        .any(|start| text.starts_with(start))
}

/// By the first element; comments and declarations stand before it.
fn by_element(text: &str) -> Option<Format> {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..)?;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        let folded: String = rest
            .chars()
            .take(16)
            .collect::<String>()
            .to_ascii_lowercase();
        if folded.starts_with("!doctype html") {
            return Some(Format::Page);
        }
        if rest.starts_with(['?', '!']) {
            continue;
        }
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '-' | '_')));
        let name = rest.get(..end.unwrap_or(rest.len()))?;
        let local = name.rsplit(':').next().unwrap_or(name);
        return Some(match local {
            "rss" | "feed" | "RDF" | "channel" => Format::Feed,
            "nitf" | "newsItem" | "newsMessage" | "NewsML" | "packageItem" => Format::News,
            _ if is_html(&local.to_ascii_lowercase()) => Format::Page,
            _ if text.starts_with("<?xml") => Format::OtherXml,
            _ => return None,
        });
    }
    None
}

fn is_html(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "head"
            | "body"
            | "meta"
            | "title"
            | "div"
            | "p"
            | "article"
            | "main"
            | "section"
            | "table"
            | "link"
            | "script"
            | "style"
            | "h1"
            | "center"
            | "span"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_by_their_first_bytes() {
        for (head, ending, wanted) in [
            ("<!-- saved --><!DOCTYPE html><p>", "", Format::Page),
            (
                "<?xml version='1.0'?>\n<rss version='2.0'>",
                "xml",
                Format::Feed,
            ),
            ("<?xml version='1.0'?><html xmlns='x'>", "txt", Format::Page),
            ("<?xml version='1.0'?><svg>", "", Format::OtherXml),
            ("<nitf>", "", Format::News),
            ("{\"text\":\"a\"}", "", Format::Rows),
            (
                "{ \"version\": \"https://jsonfeed.org/version/1.1\"",
                "json",
                Format::JsonFeed,
            ),
            ("WARC/1.0\r\n", "", Format::Warc),
            ("id,title,text\n1,a,b", "", Format::Table),
            (
                "Rebels, army, text and talks\n\nThey met.",
                "",
                Format::Text,
            ),
            ("<3 talks>", "", Format::Text),
            ("Talks began.", "txt", Format::Text),
        ] {
            assert_eq!(format(head.as_bytes(), ending), wanted, "{head}");
        }
    }
}
