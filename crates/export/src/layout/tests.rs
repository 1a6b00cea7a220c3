//! Every type, mode and pair of sectors through every layout: names of columns, lists of codes, sums and order.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::civil::date;
use relata_history::Telling;
use relata_knowledge::Knowledge;
use relata_record::{
    Event, EventDate, EventType, Party, Place, Precision, Quote, ReportHead, Sector, TalksAct,
    TalksStep, Toll,
};
use serde_json::Value;

use super::*;

/// The tables, read once.
fn codes() -> &'static Codes {
    static CODES: std::sync::OnceLock<Codes> = std::sync::OnceLock::new();
    CODES.get_or_init(|| Codes::embedded(&Knowledge::embedded().unwrap()).unwrap())
}

fn quote(text: &str) -> Quote {
    Quote {
        start: 0,
        end: 4,
        text: text.to_owned(),
    }
}

fn party(sector: Option<Sector>, country: &str, name: &str) -> Party {
    Party {
        name: name.to_owned(),
        country: Some(country.to_owned()),
        sector,
        text: name.to_lowercase(),
        span: Some(quote("they")),
        inferred: None,
        party: Some(format!("{country}.x")),
    }
}

fn toll(low: Option<u32>, best: Option<u32>, high: Option<u32>) -> Option<Toll> {
    Some(Toll {
        low,
        best,
        high,
        spans: vec![quote("five")],
        inferred: None,
    })
}

fn event(event_type: EventType) -> Event {
    Event {
        report: "made".to_owned(),
        n: 1,
        event_type,
        mode: Vec::new(),
        mode_spans: Vec::new(),
        actors: Vec::new(),
        recipients: Vec::new(),
        date: Some(EventDate {
            from: date(2013, 5, 29),
            to: date(2013, 5, 29),
            precision: Precision::Day,
            span: None,
            inferred: None,
        }),
        place: Some(Place {
            name: Some("Brenn; \"old\"\ttown\n".to_owned()),
            country: Some("PAK".to_owned()),
            admin1: Some("Hills".to_owned()),
            lat: Some(32.123_456_7),
            lon: Some(-69.5),
            precision: Some(1),
            ..Place::default()
        }),
        killed: None,
        injured: None,
        captured: None,
        count: None,
        factuality: Factuality::Fact,
        factuality_span: None,
        word_of: Vec::new(),
        talks: None,
        causes: Vec::new(),
        evidence: vec![quote("They struck.")],
        act: quote("struck"),
        rule: "made".to_owned(),
        inferred: Vec::new(),
    }
}

fn row(n: usize, event: Event) -> Row {
    let id = format!(
        "{:016x}",
        (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    );
    let telling = Telling {
        family: None,
        id,
        event,
        published: Some(date(2013, 5, 30)),
        coded: None,
        outlet: Some("Wire, One".to_owned()),
    };
    let head = ReportHead {
        id: "made".to_owned(),
        title: Some("Brenn; a \"strike\"".to_owned()),
        agency: Some("Wire, One".to_owned()),
        published: Some(date(2013, 5, 30)),
        ..ReportHead::default()
    };
    let heads = BTreeMap::from([("made".to_owned(), Arc::new(head))]);
    Row::of_happening(vec![telling], &heads).unwrap()
}

/// All acts between all sectors, with and without tolls.
fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let sectors = || Sector::ALL.iter().copied().map(Some).chain([None]);
    for event_type in EventType::ALL {
        for mode in std::iter::once(None).chain(event_type.modes().iter().map(Some)) {
            for (n, (one, other)) in sectors().zip(sectors().cycle().skip(7)).enumerate() {
                let mut event = event(*event_type);
                event.mode = mode.map(|mode| (*mode).to_owned()).into_iter().collect();
                event.actors = vec![party(one, "PAK", "Movement of the Hills")];
                match n % 3 {
                    0 => event.recipients = vec![party(other, "AFG", "Guard of the Coast")],
                    1 => event.actors.push(party(other, "PAK", "Guard of the Coast")),
                    _ => {}
                }
                event.killed = match n % 4 {
                    0 => toll(Some(4), Some(4), None),
                    1 => toll(Some(3), Some(5), Some(9)),
                    2 => toll(None, Some(6), None),
                    _ => None,
                };
                rows.push(row(rows.len(), event));
            }
        }
    }
    for (n, one) in sectors().enumerate() {
        for other in sectors() {
            let mut event = event(EventType::Assault);
            event.actors = vec![party(one, "PAK", "Movement of the Hills")];
            event.recipients = vec![party(other, "PAK", "Guard of the Coast")];
            event.killed = toll(Some(2), Some(3), [None, Some(3)][n % 2]);
            rows.push(row(rows.len(), event));
        }
    }
    for act in TalksAct::ALL {
        for event_type in [
            EventType::Agree,
            EventType::Consult,
            EventType::Support,
            EventType::Retreat,
        ] {
            let mut event = event(event_type);
            event.actors = vec![
                party(Some(Sector::Reb), "PAK", "Movement of the Hills"),
                party(Some(Sector::Gov), "PAK", "Government of Pakistan"),
                party(Some(Sector::Gov), "UNO", "United Nations"),
            ];
            event.talks = Some(TalksStep {
                act: *act,
                parties: vec!["Movement of the Hills".to_owned()],
                span: None,
            });
            rows.push(row(rows.len(), event));
        }
    }
    rows
}

/// What an export wrote, by file.
type Files = BTreeMap<String, Vec<u8>>;

#[derive(Clone)]
struct Memory(Arc<Mutex<Files>>, String);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut files = self.0.lock().unwrap();
        files.entry(self.1.clone()).or_default().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn export(layout: Layout, rows: &[Row]) -> (Files, Vec<Resource>, u64, LeftOut) {
    let files = Arc::new(Mutex::new(Files::new()));
    let mut open = |name: &str| -> std::io::Result<Sink> {
        files.lock().unwrap().insert(name.to_owned(), Vec::new());
        Ok(Box::new(Memory(Arc::clone(&files), name.to_owned())))
    };
    let options = Options {
        timestamp: Some(1_400_000_000),
        ..Options::default()
    };
    let mut writer = LayoutWriter::new(layout, codes(), options, &mut open).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    let (resources, n_rows, left_out) = writer.end().unwrap();
    let files = files.lock().unwrap().clone();
    (files, resources, n_rows, left_out)
}

/// The rows of a flat layout by the names of its columns.
fn table(layout: Layout, rows: &[Row]) -> Vec<BTreeMap<&'static str, String>> {
    let (files, ..) = export(layout, rows);
    let content = &files[layout.file()];
    let has_tabs = layout.file().ends_with(".tsv");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if has_tabs { b'\t' } else { b',' })
        .quoting(!has_tabs)
        .has_headers(layout != Layout::Gdelt)
        .from_reader(&content[..]);
    if layout != Layout::Gdelt {
        let header: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        assert_eq!(header, layout.columns());
    }
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            assert_eq!(record.len(), layout.columns().len());
            layout
                .columns()
                .iter()
                .copied()
                .zip(record.iter().map(str::to_owned))
                .collect()
        })
        .collect()
}

/// A file beside the checkout; none where it is not there.
fn shared(name: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/ontology")
        .join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: there is no {}", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect()
}

#[test]
fn the_columns_are_those_of_the_data_sets() {
    let (Some(specs), Some(lists)) = (shared("export_specs.json"), shared("columns.json")) else {
        return;
    };
    for (name, columns) in [
        ("acled", columns::ACLED),
        ("ucdp_ged", columns::GED),
        ("gtd", columns::GTD),
    ] {
        assert_eq!(strings(&specs[name]["columns"]), columns, "{name}");
    }
    for (name, columns) in [
        ("GDELT_2.0_events", columns::GDELT),
        ("GDELT_2.0_mentions", columns::MENTIONS),
        ("ICEWS", columns::ICEWS),
        ("POLECAT", columns::POLECAT),
    ] {
        assert_eq!(strings(&lists[name]), columns, "{name}");
    }
}

#[test]
fn a_happening_has_a_row_or_a_reason_in_every_layout() {
    let rows = rows();
    for layout in Layout::ALL {
        let (files, resources, n_rows, left_out) = export(layout, &rows);
        let n_left_out: u64 = left_out.values().sum();
        assert_eq!(n_rows + n_left_out, rows.len() as u64, "{layout:?}");
        assert!(n_rows > 0, "{layout:?}: {left_out:?}");
        let listed = String::from_utf8(files["left_out.csv"].clone()).unwrap();
        assert_eq!(listed.lines().count() as u64, n_left_out + 1);
        assert_eq!(resources.len(), files.len());
        for resource in resources {
            assert_eq!(resource.bytes, files[&resource.path].len() as u64);
        }
        assert_eq!(
            files,
            export(layout, &rows).0,
            "{layout:?} differs from run to run"
        );
    }
}

#[test]
fn no_layout_sets_a_column_that_it_has_not() {
    let context = Context {
        codes: codes(),
        options: &Options::default(),
        serials: &RefCell::default(),
    };
    for layout in Layout::ALL {
        for row in &rows() {
            for line in flat(layout, &context, row).unwrap_or_default() {
                assert_eq!(line.strangers(layout.columns()), Vec::<&str>::new());
            }
        }
    }
    for row in &rows() {
        for line in gdelt::mentions(row) {
            assert_eq!(line.strangers(columns::MENTIONS), Vec::<&str>::new());
        }
    }
}

#[test]
fn acled_like_rows_keep_to_its_lists() {
    let table = table(Layout::Acled, &rows());
    let kinds = [
        "Battles",
        "Explosions/Remote violence",
        "Violence against civilians",
        "Protests",
        "Riots",
        "Strategic developments",
    ];
    for kind in kinds {
        assert!(
            table.iter().any(|row| row["event_type"] == kind),
            "no row is {kind}"
        );
    }
    let specs = shared("export_specs.json");
    for row in &table {
        assert_ne!(row["disorder_type"], "", "{row:?}");
        assert_ne!(row["actor1"], "");
        assert_ne!(row["inter1"], "");
        assert_eq!(row["iso"], "586");
        assert_eq!(
            (row["year"].as_str(), row["event_date"].as_str()),
            ("2013", "2013-05-29")
        );
        assert_eq!(row["latitude"], "32.12346");
        assert!(row["fatalities"].parse::<u32>().is_ok());
        assert!(
            row["interaction"].ends_with(" only") == row["actor2"].is_empty(),
            "{row:?}"
        );
        assert!(["", "Civilians targeted"].contains(&row["civilian_targeting"].as_str()));
        if let Some(specs) = &specs {
            let lists = &specs["acled"];
            let subs = strings(&lists["event_types"][&row["event_type"]]);
            assert!(subs.contains(&row["sub_event_type"].as_str()), "{row:?}");
            let inter = lists["inter"].as_object().unwrap();
            let is_kind = |text: &str| text.is_empty() || inter.values().any(|name| name == text);
            assert!(
                is_kind(&row["inter1"]) && is_kind(&row["inter2"]),
                "{row:?}"
            );
            assert!(lists["disorder_type"].get(&row["disorder_type"]).is_some());
        }
    }
    // They take the lowest of what is told.
    assert!(table.iter().any(|row| row["fatalities"] == "3"));
    assert!(
        table
            .iter()
            .any(|row| row["interaction"] == "External/Other forces-Civilians")
    );
}

#[test]
fn acled_like_rows_are_of_one_day_each() {
    let mut event = event(EventType::Assault);
    event.actors = vec![party(Some(Sector::Reb), "PAK", "Movement of the Hills")];
    event.recipients = vec![party(Some(Sector::Mil), "PAK", "Army of Pakistan")];
    event.killed = toll(Some(11), Some(12), Some(12));
    let dated = |precision: Precision| {
        let mut event = event.clone();
        event.date = Some(EventDate {
            from: date(2012, 12, 30),
            to: date(2013, 1, 2),
            precision,
            span: None,
            inferred: None,
        });
        let table = table(Layout::Acled, &[row(1, event)]);
        let mut rows = Vec::new();
        for row in &table {
            let cells = ["event_date", "year", "time_precision", "fatalities"];
            rows.push(cells.map(|cell| row[cell].clone()).join(" "));
        }
        let ids: std::collections::BTreeSet<_> =
            table.iter().map(|row| &row["event_id_cnty"]).collect();
        assert_eq!(ids.len(), rows.len());
        rows
    };
    // What lasted four days has a row for each; what was in one of seven days has one.
    assert_eq!(
        dated(Precision::Range),
        [
            "2012-12-30 2012 1 5",
            "2012-12-31 2012 1 2",
            "2013-01-01 2013 1 2",
            "2013-01-02 2013 1 2"
        ]
    );
    assert_eq!(dated(Precision::Week), ["2012-12-31 2012 2 11"]);
}

#[test]
fn every_code_of_our_tables_is_one_of_the_ontology() {
    let (Some(cameo), Some(specs), Some(plover)) = (
        shared("cameo.json"),
        shared("export_specs.json"),
        shared("plover.json"),
    ) else {
        return;
    };
    let read = |name: &str| -> Vec<Vec<String>> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge/export");
        let text = std::fs::read_to_string(path.join(name)).unwrap();
        let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        rows.map(|row| row.split('\t').map(str::to_owned).collect())
            .collect()
    };
    let known: BTreeMap<&str, &Value> = cameo
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["cameo"].as_str().unwrap(), row))
        .collect();
    let ours = read("cameo.tsv");
    assert_eq!(ours.len(), known.len());
    for row in &ours {
        let code = known[row[0].as_str()];
        assert_eq!(code["quad_gdelt"].to_string(), row[1], "{row:?}");
        assert_eq!(code["goldstein"].as_f64(), row[2].parse().ok(), "{row:?}");
    }
    let events = plover["events"].as_array().unwrap();
    let kinds: Vec<&str> = events
        .iter()
        .map(|kind| kind["name"].as_str().unwrap())
        .collect();
    let mut n = 0;
    for row in read("codes.tsv") {
        let (layout, kind, code, sub) = (&row[0], &row[1], &row[7], &row[8]);
        assert!(kind.is_empty() || kinds.contains(&kind.as_str()), "{row:?}");
        let is_known = match layout.as_str() {
            "cameo" => known.contains_key(code.as_str()),
            "acled" => strings(&specs["acled"]["event_types"][code]).contains(&sub.as_str()),
            "gtd" => {
                let of = |list: &str, code: &str| {
                    code.is_empty() || specs["gtd"][list].get(code).is_some()
                };
                of("attacktype", code) && of("weaptype", sub)
            }
            other => panic!("{other}"),
        };
        assert!(is_known, "{row:?}");
        n += 1;
    }
    assert!(n > 100, "{n} rows");
    for row in read("names.tsv") {
        let (list, code, name) = (row[0].as_str(), row[1].as_str(), row[2].as_str());
        let known = match list.split_once('_').unwrap() {
            ("gtd", list) => specs["gtd"][list][code].as_str().unwrap_or_default(),
            ("acled", "inter") => specs["acled"]["inter"][code].as_str().unwrap_or_default(),
            ("acled", "disorder") => {
                assert!(
                    strings(&specs["acled"]["disorder_type"][name]).contains(&code),
                    "{row:?}"
                );
                name
            }
            ("plover", "quad") => plover["quads"][code].as_str().unwrap_or_default(),
            other => panic!("{other:?}"),
        };
        assert_eq!(known, name, "{row:?}");
    }
}

#[test]
fn ged_like_deaths_add_up() {
    let table = table(Layout::Ged, &rows());
    for kind in ["1", "2", "3"] {
        assert!(
            table.iter().any(|row| row["type_of_violence"] == kind),
            "no row is of kind {kind}"
        );
    }
    for row in &table {
        let number = |column: &str| row[column].parse::<u32>().unwrap();
        let parts = ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"];
        assert_eq!(
            parts.iter().map(|part| number(part)).sum::<u32>(),
            number("best")
        );
        assert!(number("low") <= number("best") && number("best") <= number("high"));
        assert!(number("high") > 0);
        assert_eq!(row["where_prec"], "1");
        assert_eq!(row["geom_wkt"], "POINT (-69.5 32.12346)");
        assert!(row["date_start"].starts_with(&row["year"]));
        assert!(row["date_start"] <= row["date_end"]);
        assert_eq!(row["side_b"] == "Civilians", row["type_of_violence"] == "3");
    }
}

#[test]
fn gtd_like_rows_are_attacks_by_who_is_no_state() {
    let table = table(Layout::Gtd, &rows());
    let mut ids = std::collections::BTreeSet::new();
    let specs = shared("export_specs.json");
    for row in &table {
        assert!(
            ids.insert(row["eventid"].clone()),
            "{} twice",
            row["eventid"]
        );
        assert_eq!(row["eventid"].len(), 12);
        assert!(row["eventid"].starts_with("20130529"));
        let met = ["crit1", "crit2", "crit3"]
            .iter()
            .filter(|column| row[**column] == "1");
        assert!(met.count() >= 2);
        assert_eq!(row["doubtterr"] == "1", row["alternative"] == "1");
        assert_ne!(row["attacktype1"], "");
        assert_ne!(row["targtype1"], "");
        if let Some(specs) = &specs {
            for (list, codes, words) in [
                ("attacktype", "attacktype1", "attacktype1_txt"),
                ("weaptype", "weaptype1", "weaptype1_txt"),
                ("targtype", "targtype1", "targtype1_txt"),
                ("region", "region", "region_txt"),
            ] {
                assert_eq!(specs["gtd"][list][&row[codes]], row[words], "{list}");
            }
        }
    }
    assert!(table.len() > 50);
}

#[test]
fn gdelt_codes_are_strings_and_pairs_are_rows() {
    let rows = rows();
    let table = table(Layout::Gdelt, &rows);
    for row in &table {
        assert!(row["EventCode"].starts_with(&row["EventBaseCode"]));
        assert!(row["EventBaseCode"].starts_with(&row["EventRootCode"]));
        assert_eq!(
            (row["EventRootCode"].len(), row["DATEADDED"].len()),
            (2, 14)
        );
        assert_eq!(row["Day"], "20130529");
        assert!(["1", "2", "3", "4"].contains(&row["QuadClass"].as_str()));
        assert_eq!(row["ActionGeo_CountryCode"], "PK");
        assert_eq!(row["AvgTone"], "");
    }
    // Talks of three are three pairs.
    let hold = rows
        .iter()
        .find(|row| row.event().actors.len() == 3)
        .map(|row| self::table(Layout::Gdelt, std::slice::from_ref(row)).len());
    assert_eq!(hold, Some(3));
    if let Some(cameo) = shared("cameo.json") {
        let known: BTreeMap<&str, &Value> = cameo
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["cameo"].as_str().unwrap(), row))
            .collect();
        for row in &table {
            let code = known[row["EventCode"].as_str()];
            assert_eq!(code["quad_gdelt"].to_string(), row["QuadClass"]);
            let scale = row["GoldsteinScale"].parse::<f64>().ok();
            assert_eq!(code["goldstein"].as_f64(), scale, "{}", row["EventCode"]);
        }
    }
}

#[test]
fn polecat_and_plover_agree_on_quad_and_score() {
    let rows = rows();
    let table = table(Layout::Polecat, &rows);
    let (files, ..) = export(Layout::Plover, &rows);
    let records: Vec<Value> = std::str::from_utf8(&files["plover.jsonl"])
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(records.len(), table.len());
    let ontology = shared("plover.json");
    for (record, row) in records.iter().zip(&table) {
        for key in ["id", "date", "actor", "event"] {
            assert!(record.get(key).is_some(), "{key}");
        }
        assert_eq!(record["id"], row["Event ID"]);
        assert_eq!(
            record["event_scale"].as_f64(),
            row["Intensity"].parse().ok()
        );
        assert!(!row["Placename"].contains('\t'));
        if let Some(ontology) = &ontology {
            let quad = &ontology["quads"][record["quad_code"].to_string()];
            assert_eq!(quad.as_str().unwrap().to_uppercase(), row["Quad Code"]);
            let kind = ontology["events"].as_array().unwrap().iter();
            let kind = kind
                .clone()
                .find(|kind| kind["name"] == record["event"])
                .unwrap();
            assert_eq!(kind["quad_code"], record["quad_code"]);
        }
    }
}

#[test]
fn what_is_only_possible_leaves_when_asked_for_and_marked() {
    let mut possible = event(EventType::Assault);
    possible.factuality = Factuality::Possible;
    possible.actors = vec![party(Some(Sector::Reb), "PAK", "Movement of the Hills")];
    possible.recipients = vec![party(Some(Sector::Cvl), "PAK", "villagers")];
    possible.killed = toll(Some(1), Some(1), Some(1));
    let rows = [row(0, possible)];
    for layout in [Layout::Acled, Layout::Gdelt] {
        assert_eq!(export(layout, &rows).2, 0);
    }
    let options = Options {
        possible: true,
        ..Options::default()
    };
    let mut open = |_: &str| -> std::io::Result<Sink> { Ok(Box::new(std::io::sink())) };
    for (layout, n_rows) in [(Layout::Acled, 1), (Layout::Ged, 1), (Layout::Gdelt, 0)] {
        let mut writer = LayoutWriter::new(layout, codes(), options.clone(), &mut open).unwrap();
        writer.row(&rows[0]).unwrap();
        assert_eq!(writer.end().unwrap().1, n_rows, "{layout:?}");
    }
}

#[test]
fn an_empty_export_has_headers_alone() {
    for layout in [
        Layout::Acled,
        Layout::Ged,
        Layout::Gtd,
        Layout::Cameo,
        Layout::Polecat,
    ] {
        let (files, ..) = export(layout, &[]);
        assert_eq!(
            String::from_utf8(files[layout.file()].clone())
                .unwrap()
                .lines()
                .count(),
            1
        );
    }
    let (files, ..) = export(Layout::TimelineJs, &[]);
    assert!(serde_json::from_slice::<Value>(&files["timeline.json"]).is_ok());
}
