//! What people say of events holds over later runs and can be taken back.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use relata_evaluate::{MadeReport, made_archive};
use relata_history::Tables;
use relata_record::Event;
use relata_store::{Coded, CoderIdentity, EventFilter, NotCorrected, Said, Store, Verdict};
use serde_json::{Value, json};

struct Desk {
    _folder: tempfile::TempDir,
    store: Store,
    tables: Tables,
    made: Vec<MadeReport>,
}

fn identity(program: &str) -> CoderIdentity {
    CoderIdentity {
        program: program.to_owned(),
        model: String::new(),
        tables: String::new(),
        settings: String::new(),
    }
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("relata.db")).unwrap();
        let mut desk = Self {
            _folder: folder,
            store,
            tables: Tables::embedded().unwrap(),
            made: made_archive(3, 40),
        };
        desk.run("one", |_| {});
        desk
    }

    /// Codes every report, each event changed by `change`.
    fn run(&mut self, program: &str, change: impl Fn(&mut Event)) {
        let run = self.store.begin_run(&identity(program), None).unwrap();
        for made in &self.made {
            let mut events: Vec<Event> = made
                .tellings
                .iter()
                .map(|telling| telling.event.clone())
                .collect();
            events.iter_mut().for_each(&change);
            let coded = Coded {
                report: &made.report,
                fingerprint: &made.report.id,
                events: &events,
                notes: &[],
            };
            self.store.save(&run, coded).unwrap();
        }
        self.store.update_history(&self.tables).unwrap();
    }

    fn telling(&self, report: &str, n: u32) -> String {
        self.store.telling_id(report, n).unwrap().unwrap().0
    }

    fn correct(&mut self, telling: &str, verdict: &Verdict) -> Result<i64, NotCorrected> {
        let said = Said {
            author: "A. Reader".to_owned(),
            made: "2026-01-02T03:04:05Z".to_owned(),
            reason: "the text says so".to_owned(),
        };
        self.store.correct(&self.tables, telling, verdict, &said)
    }

    fn undo(&mut self, n: i64) -> Result<(), NotCorrected> {
        self.store
            .undo(&self.tables, n, "B. Other", "2026-01-03T00:00:00Z")
    }

    /// All that the record gives.
    fn all(&self) -> (Vec<Event>, Vec<(String, usize)>) {
        let happenings = self.store.happenings(&EventFilter::default()).unwrap();
        let counted = happenings.into_iter().map(|id| {
            let n = self.store.tellings_of(&id).unwrap().len();
            (id, n)
        });
        let counted: Vec<_> = counted.collect();
        (self.store.events(&EventFilter::default()).unwrap(), counted)
    }
}

fn edit(field: &str, value: Value) -> Verdict {
    Verdict::Edit {
        field: field.to_owned(),
        value,
    }
}

#[test]
fn an_edit_holds_over_later_runs_and_can_be_taken_back() {
    let mut desk = Desk::new();
    let before = desk.all();
    let telling = desk.telling("r000000", 1);
    let n = desk.correct(&telling, &edit("killed", json!(7))).unwrap();
    desk.correct(
        &telling,
        &edit(
            "actors",
            json!([{"name": "Villagers of Brenn", "country": "OST"}]),
        ),
    )
    .unwrap();
    let check = |desk: &Desk| {
        let event = desk.store.event("r000000", 1).unwrap().unwrap();
        assert_eq!(event.killed.unwrap().best, Some(7));
        assert_eq!(event.actors[0].name, "Villagers of Brenn");
        assert_eq!(
            event.actors[0].inferred.as_deref(),
            Some("put right by A. Reader")
        );
        // It is the same telling, found by what it is now.
        assert_eq!(desk.telling("r000000", 1), telling);
        let filter = EventFilter {
            place: None,
            parties: vec![relata_store::PartyFilter {
                beginnings: vec!["villagers".to_owned()],
                ..Default::default()
            }],
            ..EventFilter::default()
        };
        assert_eq!(desk.store.happenings(&filter).unwrap().len(), 1);
    };
    check(&desk);
    desk.run("two", |_| {});
    check(&desk);
    desk.undo(n).unwrap();
    let event = desk.store.event("r000000", 1).unwrap().unwrap();
    assert_ne!(event.killed.and_then(|toll| toll.best), Some(7));
    assert_eq!(event.actors[0].name, "Villagers of Brenn");
    desk.undo(n + 1).unwrap();
    assert_eq!(desk.all(), before);
    assert!(matches!(desk.undo(n), Err(NotCorrected::NoCorrection(_))));
    let kept = desk.store.corrections().unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0].undone.as_ref().unwrap().1, "B. Other");
    assert_eq!(
        kept[1].after.as_ref().unwrap()[0]["name"],
        "Villagers of Brenn"
    );
}

#[test]
fn a_type_that_is_put_right_leaves_the_event_its_name() {
    let mut desk = Desk::new();
    let telling = desk.telling("r000000", 1);
    desk.correct(&telling, &edit("type", json!("PROTEST")))
        .unwrap();
    let event = desk.store.event("r000000", 1).unwrap().unwrap();
    assert_eq!(
        (event.event_type.as_str(), event.mode.len()),
        ("PROTEST", 0)
    );
    assert_eq!(desk.telling("r000000", 1), telling);
    // Another coder that sees another type at the same words: what was said still goes to it.
    desk.run("two", |event| {
        if event.report == "r000000" {
            event.event_type = relata_record::EventType::Coerce;
        }
    });
    assert_eq!(
        desk.store
            .event("r000000", 1)
            .unwrap()
            .unwrap()
            .event_type
            .as_str(),
        "PROTEST"
    );
}

#[test]
fn a_rejected_event_is_gone_until_it_is_taken_back() {
    let mut desk = Desk::new();
    let before = desk.all();
    let telling = desk.telling("r000005", 1);
    let n = desk.correct(&telling, &Verdict::Reject).unwrap();
    assert_eq!(desk.store.event("r000005", 1).unwrap(), None);
    assert_eq!(desk.store.telling(&telling).unwrap(), None);
    desk.run("two", |_| {});
    assert_eq!(desk.store.event("r000005", 1).unwrap(), None);
    desk.undo(n).unwrap();
    assert_eq!(desk.all(), before);
}

#[test]
fn split_and_join_are_kept_and_taken_back() {
    let mut desk = Desk::new();
    let before = desk.all();
    let (happening, size) = before.1.iter().find(|(_, n)| *n > 1).unwrap().clone();
    let mut tellings: Vec<String> = desk
        .store
        .tellings_of(&happening)
        .unwrap()
        .into_iter()
        .map(|telling| telling.id)
        .collect();
    tellings.retain(|id| *id != happening);
    let one = tellings.pop().unwrap();
    tellings.push(happening.clone());
    let n = desk.correct(&one, &Verdict::Split(tellings)).unwrap();
    assert_eq!(desk.store.tellings_of(&happening).unwrap().len(), size - 1);
    desk.run("two", |_| {});
    assert_eq!(desk.store.tellings_of(&happening).unwrap().len(), size - 1);
    desk.undo(n).unwrap();
    assert_eq!(desk.all().1, before.1);
    let other = before
        .1
        .iter()
        .map(|(id, _)| id)
        .find(|id| **id != happening)
        .unwrap()
        .clone();
    let n = desk
        .correct(&one, &Verdict::Join(vec![other.clone()]))
        .unwrap();
    let joined = desk.store.telling(&one).unwrap().unwrap();
    let id = |event: &Event| {
        desk.store
            .telling_id(&event.report, event.n)
            .unwrap()
            .unwrap()
            .1
    };
    let together = desk.store.telling(&other).unwrap().unwrap();
    assert_eq!(id(&joined.event), id(&together.event));
    desk.undo(n).unwrap();
    assert_eq!(desk.all().1, before.1);
}

#[test]
fn wrong_values_are_refused_and_change_nothing() {
    let mut desk = Desk::new();
    let before = desk.all();
    let telling = desk.telling("r000000", 1);
    for (field, value) in [
        ("type", json!("WAR")),
        ("date", json!({"from": "2011-02-30"})),
        ("date", json!({"from": "2011-02-03", "to": "2011-02-01"})),
        ("actors", json!("somebody")),
        ("actors", json!([{"country": "OST"}])),
        ("report", json!("x")),
        ("killed", json!(-1)),
        ("factuality", json!(null)),
    ] {
        let refused = desk.correct(&telling, &edit(field, value.clone()));
        assert!(
            matches!(refused, Err(NotCorrected::BadValue(_))),
            "{field} {value}"
        );
    }
    assert!(matches!(
        desk.correct("none", &Verdict::Accept),
        Err(NotCorrected::NoEvent(_))
    ));
    assert!(matches!(
        desk.correct(&telling, &Verdict::Join(vec![telling.clone()])),
        Err(NotCorrected::NoEvent(_))
    ));
    assert_eq!(desk.all(), before);
    assert!(desk.store.corrections().unwrap().is_empty());
}
