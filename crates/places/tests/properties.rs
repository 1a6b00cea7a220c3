//! Whatever the text or the file, nothing panics, and what is found stands in the text.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

use std::sync::OnceLock;

use proptest::prelude::*;
use relata_knowledge::Knowledge;
use relata_language::{Analyzer, FastAnalyzer};
use relata_places::file::File;
use relata_places::forest::Forest;
use relata_places::{Gazetteer, Places, Toponym, key, sound_key};
use relata_record::Span;

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| Knowledge::embedded().unwrap())
}

fn places() -> &'static Places {
    static PLACES: OnceLock<Places> = OnceLock::new();
    PLACES.get_or_init(|| Places::embedded(knowledge()).unwrap())
}

/// Words that names of places are made of, among others.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("Kabul".to_owned()),
        Just("Springfield,".to_owned()),
        Just("Ill.".to_owned()),
        Just("al-Qaim".to_owned()),
        Just("in".to_owned()),
        Just("of".to_owned()),
        Just("the".to_owned()),
        Just("province".to_owned()),
        Just("(Ohio)".to_owned()),
        Just("Łódź".to_owned()),
        Just("Saint".to_owned()),
        Just("X".to_owned()),
        Just(",".to_owned()),
        "\\PC{0,8}",
    ];
    prop::collection::vec(word, 0..30).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn keys_of_any_text(text in "\\PC{0,80}") {
        if let Some(key) = key(&text) {
            prop_assert!(!key.starts_with(' ') && !key.ends_with(' '));
            prop_assert!(key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b' '));
            prop_assert_eq!(relata_places::key(&key), Some(key.clone()));
            sound_key(&key);
            places().gazetteer().look_up(&text);
        }
    }

    #[test]
    fn places_of_any_text_stand_in_it(text in words()) {
        let sentences = FastAnalyzer::embedded().unwrap().analyze(&text, &[Span::new(0, text.len())]);
        let found = places().read(knowledge(), &text, &sentences);
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
        for place in &found {
            prop_assert!(text.get(place.span.start as usize..place.span.end as usize).is_some());
            prop_assert!((0.0..=1.0).contains(&place.pick.probability));
            prop_assert!(places().gazetteer().record(place.pick.place).is_some());
        }
        prop_assert_eq!(found, places().read(knowledge(), &text, &sentences));
    }

    #[test]
    fn spans_of_any_kind_are_no_harm(text in words(), start in 0_usize..200, length in 0_usize..60) {
        let spans = [Toponym { start, end: start + length }, Toponym { start: length, end: start }];
        prop_assert_eq!(places().resolver().resolve(&text, &spans).len(), 2);
    }

    #[test]
    fn bytes_of_any_kind_are_no_gazetteer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut file = b"RELATA-PLACES 1\n".to_vec();
        file.extend(&bytes);
        if let Ok(file) = File::read(Vec::leak(file)) {
            let mut into = Vec::new();
            file.look_up("kabul", &mut into);
            file.record(0);
        }
        Forest::read(&bytes);
    }
}

#[test]
fn a_gazetteer_that_is_cut_off_is_refused() {
    let whole: &'static [u8] = include_bytes!("../../../models/gazetteer.bin");
    for length in [0, 10, 16, 24, 1000, whole.len() / 2, whole.len() - 1] {
        assert!(
            Gazetteer::new(&whole[..length], knowledge()).is_err(),
            "{length} bytes"
        );
    }
}
