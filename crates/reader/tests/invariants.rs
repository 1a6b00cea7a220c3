//! Whatever the bytes: nothing panics, and every report keeps to its promises.

// Helpers of tests stand outside of test functions, where the lints do not know them.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use relata_reader::{Item, Reader, fault, feed_entries, read_page, read_row, read_text};

fn check(item: &Item) -> Result<(), TestCaseError> {
    prop_assert!(
        item.report.is_some() || !item.problems.is_empty(),
        "neither report nor problem"
    );
    if let Some(report) = &item.report {
        prop_assert_eq!(fault(report), None, "{:?}", report.text);
    }
    prop_assert!(
        item.problems
            .iter()
            .all(|problem| problem.skipped == item.report.is_none() || !problem.skipped)
    );
    Ok(())
}

/// Bits of pages: put together at random they meet every rule of the reader.
fn page() -> impl Strategy<Value = String> {
    let bits = prop::sample::select(vec![
        "KABUL, Oct. 2 (AFP) — ",
        "BOGOTÁ",
        "(Reuters) - ",
        "May 30, 2013: ",
        "2013-05-30",
        "Oct. 2 (",
        "UPI) —",
        "\n",
        "\n\n",
        "\r\n",
        "\u{2028}",
        " ",
        "  ",
        "The truce held for a day, the army said.",
        "“No,” he said.",
        "Rebels free two",
        "By Jane Doe, AP",
        "Published: ",
        "Menu",
        "Share",
        "x.jpg",
        "(AP Photo/Jane Doe)",
        ".AP",
        " — AFP",
        "Source: AFP",
        "Source:",
        "…",
        "é",
        "停火。",
        "\u{feff}",
        "\u{200b}",
        "\u{a0}",
        "(",
        ")",
        "—",
        "-",
        ":",
        ".",
        "\"",
        "a",
        "1",
        "By ",
        "REUTERS/",
        "Photo: ",
    ]);
    prop::collection::vec(bits, 0..40).prop_map(|bits| bits.concat())
}

/// Bits of every form of input: put together at random they lead into every reader, whole and broken.
fn container() -> impl Strategy<Value = Vec<u8>> {
    let bits = prop::sample::select(vec![
        &b"<!DOCTYPE html><html>"[..],
        b"<p>The truce held for a day, the army said on Monday.</p>",
        b"<div class='related'>",
        b"<h1>Rebels free two</h1>",
        b"<table><td>",
        b"</div>",
        b"<br>",
        b"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Rebels free two\"",
        b"}</script>",
        b"<meta property='og:title' content='x'>",
        b"<rss><channel>",
        b"<item><title>a</title>",
        b"</item>",
        b"<feed><entry>",
        b"<content type='xhtml'>",
        b"</entry>",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"-->",
        b"<nitf><body><body.content>",
        b"</nitf>",
        b"<newsMessage><newsItem guid='x'><contentSet><inlineData>",
        b"</newsItem>",
        b"&nbsp;&#0;&amp",
        b"{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"content_text\":\"a b\"},3]}",
        b"{\"id\":\"a\",\"text\":\"Talks began.\"}\n",
        b"id,text\n",
        b"\"a;",
        b"1,\"Talks",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: ",
        b"30\r\n\r\n",
        b"WARC-Type: resource\r\n",
        b"99999999999999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde",
        b"\r\n\r\n",
        b"\x1f\x8b\x08\0\0\0\0\0\0\xff",
        b"PK\x03\x04",
        b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        b"PAR1",
        b"\xff\xfe",
        b"\xe9",
        b"\0",
        b"\n",
    ]);
    prop::collection::vec(bits, 0..24).prop_map(|bits| bits.concat())
}

/// Reads bytes as a file; every report in it keeps to its promises, and reading ends.
fn check_file(bytes: &[u8], ending: &str) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("a{ending}"));
    std::fs::write(&path, bytes).unwrap();
    let items: Vec<Item> = Reader::open(&[path]).take(1000).collect();
    prop_assert!(
        !items.is_empty() && items.len() < 1000,
        "{} items",
        items.len()
    );
    for report in items.iter().filter_map(|item| item.report.as_ref()) {
        prop_assert_eq!(fault(report), None, "{:?}", report.text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_as_a_text(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&read_text("any", &bytes))?;
    }

    #[test]
    fn any_characters_as_a_text(text in "\\PC{0,300}") {
        let item = read_text("any", text.as_bytes());
        check(&item)?;
        if let Some(report) = item.report {
            prop_assert_eq!(report.text, text.strip_prefix('\u{feff}').unwrap_or(&text));
        }
    }

    #[test]
    fn any_page_of_bits(text in page()) {
        check(&read_text("any", text.as_bytes()))?;
    }

    #[test]
    fn any_bytes_as_a_row(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&read_row(&bytes))?;
    }

    #[test]
    fn any_bytes_as_a_web_page(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&read_page("any", &bytes))?;
    }

    #[test]
    fn any_bits_as_a_web_page(bytes in container()) {
        check(&read_page("any", &bytes))?;
        let again = (read_page("any", &bytes), read_page("any", &bytes));
        prop_assert_eq!(again.0, again.1);
    }

    #[test]
    fn any_bits_as_a_feed(bytes in container()) {
        let _ = feed_entries(&bytes);
    }

    #[test]
    fn any_page_as_a_row(text in page(), title in page(), published in page()) {
        let row = serde_json::json!({"text": text, "title": title, "published": published}).to_string();
        check(&read_row(row.as_bytes()))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bits_as_a_file(bytes in container(), ending in prop::sample::select(vec!["", ".html", ".csv", ".xml", ".warc", ".jsonl"])) {
        check_file(&bytes, ending)?;
    }

    #[test]
    fn any_bits_packed(bytes in container(), cut in 0..400_usize) {
        use std::io::Write as _;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(&bytes).unwrap();
        let mut packed = packer.finish().unwrap();
        let first = packed.clone();
        packed.truncate(packed.len().saturating_sub(cut % (packed.len() + 1)));
        packed.extend(first);
        check_file(&packed, ".gz")?;
    }
}
