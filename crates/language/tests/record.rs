//! Sentences of agency reports that stand beside the checkout, against a reference made by hand. Only its offsets are
//! kept here: the texts are for measuring and never part of this project.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use std::collections::BTreeSet;
use std::path::PathBuf;

use relata_language::{Analyzer, FastAnalyzer};
use relata_record::Span;

/// First and last byte of each sentence of a report; the whole text is one block.
#[rustfmt::skip]
const SENTENCES: &[(&str, &[(u32, u32)])] = &[
    ("AFP_ENG_19970419.0152", &[
        (0, 221), (223, 370), (372, 599), (601, 791), (793, 893), (895, 1044), (1046, 1228), (1230, 1373),
        (1375, 1577), (1579, 1636), (1637, 1772), (1774, 1986), (1988, 2136), (2138, 2306), (2308, 2459),
        (2460, 2570), (2572, 2667), (2669, 2861), (2863, 3118), (3120, 3248), (3250, 3464), (3466, 3581),
    ]),
    ("XIN_ENG_20061123.0283", &[
        (0, 171), (173, 425), (427, 523), (525, 631), (633, 780), (782, 895), (896, 1086), (1088, 1213),
        (1214, 1349), (1351, 1454), (1456, 1665), (1667, 1786), (1788, 1991), (1993, 2130), (2132, 2313),
        (2315, 2397), (2398, 2541), (2543, 2713), (2715, 2902),
    ]),
    ("wiki_mass_car_bombings_1_news_8", &[
        (0, 174), (174, 420), (420, 720), (720, 853), (853, 1029), (1029, 1183), (1183, 1364), (1364, 1485),
        (1485, 1508), (1509, 1755), (1755, 1788), (1789, 1832), (1832, 1949), (1949, 2094), (2094, 2154),
        (2155, 2243), (2243, 2343), (2343, 2528), (2528, 2673), (2674, 2740), (2740, 2857), (2857, 3043),
        (3043, 3192), (3192, 3501), (3501, 3743), (3743, 3902), (3902, 3988), (3989, 4141), (4141, 4198),
        (4199, 4318), (4318, 4503), (4503, 4619), (4619, 4707), (4708, 4784), (4784, 4983), (4983, 5099),
        (5099, 5187), (5188, 5363), (5363, 5629), (5629, 5874),
    ]),
    ("scenario_en_113", &[
        (0, 178), (178, 347), (347, 444), (445, 583), (584, 797), (797, 946), (946, 1069), (1070, 1145),
        (1146, 1298), (1298, 1494), (1495, 1700), (1700, 2050),
    ]),
    ("62A11A900C2139D329C5F0E29B0B2AC4", &[
        (0, 148), (149, 263), (264, 417), (418, 478), (479, 606), (607, 811), (812, 969), (971, 1045),
        (1047, 1179), (1180, 1361), (1362, 1501), (1502, 1629), (1630, 1692), (1694, 1856), (1857, 1986),
        (1987, 2091),
    ]),
];

/// The smallest F1 of sentences, of a hundred.
const F1: f64 = 97.0;

fn reports() -> Option<String> {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/record/reports.jsonl");
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        eprintln!("skipped: there are no reports beside this checkout");
    }
    text
}

#[test]
fn agency_reports_are_split_as_a_reader_splits_them() {
    let Some(reports) = reports() else { return };
    let analyzer = FastAnalyzer::embedded().unwrap();
    let (mut wanted_all, mut found_all, mut both) = (0, 0, 0);
    for report in reports
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
    {
        let Some((_, wanted)) = SENTENCES.iter().find(|(id, _)| report["id"] == *id) else {
            continue;
        };
        let text = report["text"].as_str().unwrap();
        let sentences = analyzer.analyze(text, &[Span::new(0, text.len())]);
        let found: BTreeSet<(u32, u32)> = sentences
            .iter()
            .map(|sentence| (sentence.span.start, sentence.span.end))
            .collect();
        wanted_all += wanted.len();
        found_all += found.len();
        both += wanted.iter().filter(|span| found.contains(span)).count();
    }
    let f1 = 200.0 * both as f64 / (wanted_all + found_all) as f64;
    println!("{wanted_all} sentences, F1 {f1:.2}");
    assert!(
        wanted_all > 100 && f1 >= F1,
        "{both} of {wanted_all}, {found_all} found: F1 {f1:.2}"
    );
}
