//! Rows of the table of acts: a word, the surroundings it must stand in, and what act it then is.

use relata_record::{EventType, Factuality, Mode, TalksAct};

use crate::RowError;
use crate::table::Row;
use crate::words::phrases;

/// The columns of a table of acts.
pub(crate) const COLUMNS: &[&str] = &[
    "id",
    "words",
    "class",
    "needs",
    "type",
    "mode",
    "talks",
    "actor",
    "recipient",
    "content",
    "fires",
    "silent",
];

/// What kind of word tells the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActClass {
    /// A verb, or a phrase that begins with one.
    Verb,
    /// A noun, or a phrase that ends with one.
    Noun,
    /// An adjective, participle or prepositional phrase used as predicate.
    Adjective,
}

/// A path to a slot: `with`, `object.to`, `clause.subject`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotPath(pub Vec<String>);

/// What a slot must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Anything.
    Filled,
    /// Its head is a word of one of these classes, or one of these lemmas (`'…'`).
    Head(Vec<String>),
    /// A word of one of these classes stands anywhere in it.
    Within(Vec<String>),
    /// It resolves to a party.
    Party,
    /// It resolves to people in arms of no state: rebels, militias, gunmen.
    Armed,
    /// It resolves to a person or a role.
    Person,
    /// It resolves to a place.
    Place,
    /// It meets one of these.
    Either(Vec<Test>),
    /// It tells an act of one of these types.
    Act(Vec<EventType>),
    /// The verb is passive (true) or active (false); no slot.
    Passive(bool),
    /// The word stands in what a party says; no slot.
    Told,
    /// The verb tells what is to come ("will", "would", "is going to"); no slot.
    Future,
    /// The word is negated ("was not responsible"), which is part of its sense; no slot.
    Negative,
    /// The verb stands beside a noun, which it describes ("troops backed by tanks", "who are backed by"); no slot.
    Adnominal,
}

/// One condition of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// True if the condition must not hold.
    pub negated: bool,
    /// The slots that may meet it; empty for a test of the word itself.
    pub slots: Vec<SlotPath>,
    /// What is asked.
    pub test: Test,
}

impl Condition {
    /// The classes of things, and the lemmas (`'…'`), that it asks for.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        let tests = match &self.test {
            Test::Either(tests) => tests.as_slice(),
            test => std::slice::from_ref(test),
        };
        tests
            .iter()
            .filter_map(|test| match test {
                Test::Head(classes) | Test::Within(classes) => Some(classes),
                _ => None,
            })
            .flatten()
            .map(String::as_str)
    }
}

/// Where the parties of a role stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleSource {
    /// The usual slots of the class.
    Usual,
    /// Nobody.
    Nobody,
    /// The first group of slots that holds a party; slots of a group are taken together.
    Slots(Vec<Vec<SlotPath>>),
}

/// What becomes of an act told in the complement clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// It is part of this act.
    Absorb,
    /// It is an event of its own, with this factuality.
    Keep(Factuality),
}

/// One sense of a word that tells an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRow {
    /// Unique name of the row.
    pub id: String,
    /// Lemma phrases.
    pub phrases: Vec<Vec<String>>,
    /// What kind of word.
    pub class: ActClass,
    /// Conditions; all must hold.
    pub needs: Vec<Condition>,
    /// The type; None for a sense that is no event.
    pub event_type: Option<EventType>,
    /// The modes.
    pub modes: Vec<Mode>,
    /// The act of a negotiation.
    pub talks: Option<TalksAct>,
    /// Where the actor stands.
    pub actor: RoleSource,
    /// Where the recipient stands.
    pub recipient: RoleSource,
    /// What becomes of an act in the complement clause.
    pub content: Content,
    /// A sentence in which the row fires.
    pub fires: String,
    /// A sentence in which it does not; may be empty.
    pub silent: String,
}

/// Reads one row.
pub(crate) fn read(row: &Row<'_>) -> Result<ActRow, RowError> {
    let class = row.parse("class", "verb, noun or adjective", |text| match text {
        "verb" => Some(ActClass::Verb),
        "noun" => Some(ActClass::Noun),
        "adjective" => Some(ActClass::Adjective),
        _ => None,
    })?;
    let event_type = match row.required("type")? {
        "-" => None,
        text => Some(
            EventType::parse(text)
                .ok_or_else(|| row.error(format!("column `type`: `{text}` is no type")))?,
        ),
    };
    let needs = row
        .list("needs", ';')
        .into_iter()
        .map(|text| condition(text).map_err(|what| row.error(what)))
        .collect::<Result<_, _>>()?;
    Ok(ActRow {
        id: row.required("id")?.to_owned(),
        phrases: phrases(row.required("words")?),
        class,
        needs,
        event_type,
        modes: modes(row, event_type)?,
        talks: match row.get("talks") {
            "" | "-" => None,
            text => Some(TalksAct::parse(text).ok_or_else(|| {
                row.error(format!("column `talks`: `{text}` is no act of talks"))
            })?),
        },
        actor: role(row.get("actor")),
        recipient: role(row.get("recipient")),
        content: match row.get("content") {
            "" | "absorb" => Content::Absorb,
            text => Content::Keep(Factuality::parse(text).ok_or_else(|| {
                row.error(format!("column `content`: `{text}` is no factuality"))
            })?),
        },
        fires: row.required("fires")?.to_owned(),
        silent: row.get("silent").to_owned(),
    })
}

fn modes(row: &Row<'_>, event_type: Option<EventType>) -> Result<Vec<Mode>, RowError> {
    let Some(event_type) = event_type else {
        return Ok(Vec::new());
    };
    row.get("mode")
        .split([' ', ';'])
        .filter(|name| !name.is_empty() && *name != "-")
        .map(|name| {
            Mode::parse(event_type, name).ok_or_else(|| {
                row.error(format!("column `mode`: {event_type} has no mode `{name}`"))
            })
        })
        .collect()
}

fn path(text: &str) -> SlotPath {
    SlotPath(
        text.split('.')
            .map(|part| part.trim().to_lowercase())
            .collect(),
    )
}

fn role(cell: &str) -> RoleSource {
    match cell {
        "" => RoleSource::Usual,
        "-" => RoleSource::Nobody,
        _ => RoleSource::Slots(
            cell.split_whitespace()
                .map(|group| group.split('+').map(path).collect())
                .collect(),
        ),
    }
}

fn condition(text: &str) -> Result<Condition, String> {
    let (negated, body) = match text.strip_prefix('!') {
        Some(rest) => (true, rest.trim()),
        None => (false, text),
    };
    let own = |test| {
        Ok(Condition {
            negated,
            slots: Vec::new(),
            test,
        })
    };
    match body {
        "passive" => return own(Test::Passive(true)),
        "active" => return own(Test::Passive(false)),
        "told" => return own(Test::Told),
        "future" => return own(Test::Future),
        "negative" => return own(Test::Negative),
        "adnominal" => return own(Test::Adnominal),
        _ => {}
    }
    let at = body.find(['=', '~']);
    let (slots, test) = match at {
        None => (body, Test::Filled),
        Some(at) => {
            let within = body.as_bytes()[at] == b'~';
            let value = body[at + 1..].trim();
            (&body[..at], test_of(value, within)?)
        }
    };
    let slots: Vec<SlotPath> = slots.split('|').map(path).collect();
    if slots.iter().any(|slot| slot.0.iter().any(String::is_empty)) {
        return Err(format!("column `needs`: `{text}` names no slot"));
    }
    Ok(Condition {
        negated,
        slots,
        test,
    })
}

fn test_of(value: &str, within: bool) -> Result<Test, String> {
    if let Some(types) = value.strip_prefix('<').and_then(|v| v.strip_suffix('>')) {
        let types = types
            .split('|')
            .map(|name| {
                EventType::parse(name.trim())
                    .ok_or_else(|| format!("column `needs`: `{name}` is no type"))
            })
            .collect::<Result<_, _>>()?;
        return Ok(Test::Act(types));
    }
    if value.is_empty() {
        return Err("column `needs`: nothing after the sign".to_owned());
    }
    let mut tests = Vec::new();
    let mut classes = Vec::new();
    for name in value.split('|').map(str::trim) {
        match name {
            "PARTY" => tests.push(Test::Party),
            "ARMED" => tests.push(Test::Armed),
            "PERSON" => tests.push(Test::Person),
            "PLACE" => tests.push(Test::Place),
            class => classes.push(class.to_owned()),
        }
    }
    if !classes.is_empty() {
        tests.push(if within {
            Test::Within(classes)
        } else {
            Test::Head(classes)
        });
    }
    Ok(match <[Test; 1]>::try_from(tests) {
        Ok([test]) => test,
        Err(tests) => Test::Either(tests),
    })
}

/// The class names that a row's conditions ask for, to be checked against the table of things.
pub(crate) fn classes_asked(row: &ActRow) -> impl Iterator<Item = &str> {
    row.needs
        .iter()
        .flat_map(Condition::classes)
        .filter(|class| !class.starts_with('\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read() {
        let c = condition("!with|object=talks|'parley'").unwrap();
        assert!(c.negated);
        assert_eq!(c.slots.len(), 2);
        assert_eq!(c.test, Test::Head(vec!["talks".into(), "'parley'".into()]));
        assert_eq!(
            condition("clause=<CONSULT|SUPPORT>").unwrap().test,
            Test::Act(vec![EventType::Consult, EventType::Support])
        );
        assert_eq!(condition("object").unwrap().test, Test::Filled);
        assert_eq!(
            condition("subject=PARTY|troops").unwrap().test,
            Test::Either(vec![Test::Party, Test::Head(vec!["troops".into()])])
        );
        assert!(condition("object=").is_err());
        assert!(condition("clause=<FIGHT>").is_err());
    }
}
