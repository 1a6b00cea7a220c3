//! Things that an incident struck: their kinds, numbers and what became of them, as the set names them.

use relata_record::{Event, Span};

/// A thing that a deed of the report struck.
#[derive(Debug, Clone, Copy)]
pub struct Struck {
    /// The word that tells the deed.
    pub act: Span,
    /// The phrase that names the thing.
    pub thing: Span,
    /// The noun of that phrase.
    pub noun: Span,
}

/// The set's kinds of things, by words in their phrases; the more special one first.
const KINDS: [(&str, &[&str]); 12] = [
    (
        "DIPLOMAT OFFICE OR RESIDENCE",
        &["EMBASSY", "CONSULATE", "AMBASSADOR"],
    ),
    ("FINANCIAL", &["BANK", "FINANCIAL", "FINANCE"]),
    (
        "ENERGY",
        &[
            "PYLON",
            "TOWER",
            "POWER",
            "ELECTRIC",
            "PIPELINE",
            "OIL",
            "SUBSTATION",
            "REFINERY",
            "TRANSFORMER",
            "ENERGY",
            "GAS",
            "HYDROELECTRIC",
            "DAM",
        ],
    ),
    (
        "COMMUNICATIONS",
        &[
            "TELEPHONE",
            "RADIO",
            "TELEVISION",
            "NEWSPAPER",
            "TELECOMMUNICATION",
            "ANTENNA",
            "RELAY",
            "COMMUNICATIONS",
        ],
    ),
    (
        "LAW ENFORCEMENT FACILITY",
        &["POLICE", "CIVIL GUARD", "NATIONAL GUARD"],
    ),
    (
        "TRANSPORT VEHICLE",
        &[
            "BUS",
            "BUSES",
            "CAR",
            "CARS",
            "VEHICLE",
            "TRUCK",
            "PLANE",
            "TRAIN",
            "AIRCRAFT",
            "HELICOPTER",
            "BOAT",
            "JEEP",
            "AIRLINER",
            "SHIP",
            "VAN",
            "TRAILER",
            "AMBULANCE",
            "AUTOMOBILE",
        ],
    ),
    (
        "TRANSPORTATION ROUTE",
        &[
            "BRIDGE", "ROAD", "HIGHWAY", "RAILROAD", "RAILWAY", "TRACK", "AIRPORT",
        ],
    ),
    (
        "GOVERNMENT OFFICE OR RESIDENCE",
        &[
            "GOVERNMENT",
            "MINISTRY",
            "TOWN HALL",
            "CITY HALL",
            "MAYOR",
            "COURTHOUSE",
            "CONGRESS",
            "PALACE",
            "PRESIDENT",
            "MINISTER",
            "EMBASSIES",
            "STATE",
            "ATTORNEY",
        ],
    ),
    (
        "ORGANIZATION OFFICE",
        &["HEADQUARTERS", "UNION", "PARTY", "FEDERATION", "COMMITTEE"],
    ),
    (
        "CIVILIAN RESIDENCE",
        &["HOUSE", "HOME", "RESIDENCE", "APARTMENT", "DWELLING"],
    ),
    (
        "COMMERCIAL",
        &[
            "HOTEL",
            "SHOP",
            "STORE",
            "RESTAURANT",
            "FACTORY",
            "COMPANY",
            "WAREHOUSE",
            "FIRM",
            "MARKET",
            "SUPERMARKET",
            "BUSINESS",
            "PLANT",
            "FARM",
            "RANCH",
            "PLANTATION",
            "OFFICE",
            "BUILDING",
            "COMMERCIAL",
            "DRUGSTORE",
            "AIRLINE",
        ],
    ),
    ("OTHER", &[]),
];

/// The set's kind of a thing.
pub(super) fn kind(phrase: &str) -> &'static str {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let has = |wanted: &&str| {
        let singular = |word: &str| word.trim_end_matches('S') == wanted.trim_end_matches('S');
        if wanted.contains(' ') {
            phrase.contains(*wanted)
        } else {
            words
                .iter()
                .any(|word| singular(word.trim_end_matches([',', '.', '"'])))
        }
    };
    KINDS
        .iter()
        .find(|(_, wanted)| wanted.iter().any(has))
        .map_or("OTHER", |(kind, _)| kind)
}

/// What became of the things struck, by the words of the event's sentences.
pub(super) fn effect(event: &Event, is_bombing: bool) -> Option<&'static str> {
    let says = |words: &[&str]| {
        event.evidence.iter().any(|quote| {
            let text = quote.text.to_uppercase();
            words.iter().any(|word| text.contains(word))
        })
    };
    if says(&["NO DAMAGE", "NOT DAMAGE", "WITHOUT DAMAGE"]) {
        Some("NO DAMAGE")
    } else if says(&[
        "DESTROY",
        "DEMOLISH",
        "RAZE",
        "BLEW UP",
        "BLOWN UP",
        "BURNED DOWN",
        "BURNED",
    ]) {
        Some("DESTROYED")
    } else if is_bombing || says(&["DAMAGE", "SHATTER"]) {
        Some("SOME DAMAGE")
    } else {
        None
    }
}

/// How many things a phrase speaks of, and the phrase without the number.
pub(super) fn numbered(phrase: &str) -> (String, String) {
    const NUMBERS: [&str; 12] = [
        "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN",
        "TWELVE",
    ];
    let (first, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
    let spelt = NUMBERS
        .iter()
        .position(|number| *number == first)
        .map(|place| (place + 1).to_string());
    let told = spelt.or_else(|| {
        first
            .chars()
            .all(|c| c.is_ascii_digit())
            .then(|| first.to_owned())
    });
    match told.filter(|_| !rest.is_empty()) {
        Some(number) => (number, rest.to_owned()),
        None => (String::new(), phrase.to_owned()),
    }
}
