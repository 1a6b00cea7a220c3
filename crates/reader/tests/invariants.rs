//! Whatever the bytes: nothing panics, and every report keeps to its promises.

use proptest::prelude::*;
use relata_reader::{Item, fault, read_row, read_text};

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
    fn any_page_as_a_row(text in page(), title in page(), published in page()) {
        let row = serde_json::json!({"text": text, "title": title, "published": published}).to_string();
        check(&read_row(row.as_bytes()))?;
    }
}
