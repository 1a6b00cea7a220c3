//! Small words that say who tells an act, how sure it is, how it was done and how many it struck.

use relata_record::{EventType, Factuality, Mode, Stance};

use crate::RowError;
use crate::table::Row;
use crate::words::phrases;

pub(crate) const CUE_COLUMNS: &[&str] = &["words", "class", "kind", "effect", "stance", "example"];
pub(crate) const SUPPORT_COLUMNS: &[&str] = &["words", "slot", "subject", "effect", "example"];
pub(crate) const MODE_COLUMNS: &[&str] = &["words", "type", "mode"];
/// Before the field of a row whose people are only some of those counted.
const PART: &str = "part of ";

pub(crate) const TOLL_COLUMNS: &[&str] = &["words", "class", "slot", "field"];

/// What kind of word a cue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordClass {
    /// Verb or auxiliary.
    Verb,
    /// Noun.
    Noun,
    /// Adjective or participle.
    Adjective,
    /// Adverb, conjunction, preposition: anything else.
    Other,
}

impl WordClass {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "verb" | "modal" | "aux" => Some(WordClass::Verb),
            "noun" => Some(WordClass::Noun),
            "adjective" => Some(WordClass::Adjective),
            "adverb" | "mark" | "phrase" | "preposition" | "conjunction" | "other" | "particle"
            | "determiner" => Some(WordClass::Other),
            _ => None,
        }
    }
}

/// What a cue does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CueKind {
    /// Speech or thought: takes content and gives the speaker.
    Report,
    /// Attitude to what a noun names: praise, oppose, mention. Tells nothing as an event of speech.
    Attitude,
    /// Modal verb.
    Modal,
    /// Adverb of certainty or negation.
    Adverb,
    /// Noun that holds content: claim, allegation.
    Noun,
    /// Verb that decides whether its complement happens: plan, fail, try.
    Verb,
    /// Conjunction that makes its clause uncertain: if, unless.
    Mark,
    /// Adjective on the act or the doer: suspected, alleged, planned.
    Adjective,
}

/// One cue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// Lemma phrases.
    pub phrases: Vec<Vec<String>>,
    /// What kind of word it is.
    pub class: WordClass,
    /// What it does.
    pub kind: CueKind,
    /// The factuality of the act inside; None leaves it as it is.
    pub effect: Option<Factuality>,
    /// What its speaker does with the content.
    pub stance: Option<Stance>,
    /// A sentence that shows it.
    pub example: String,
}

/// What a support verb's subject is to the noun's act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupportRole {
    /// It does it.
    Actor,
    /// It is done to it.
    Recipient,
    /// Neither: an outside cause.
    Outside,
}

/// A verb that only carries an event noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Support {
    /// Lemma phrases; the first word is the verb.
    pub phrases: Vec<Vec<String>>,
    /// Where the event noun stands: `object`, or a preposition.
    pub slot: String,
    /// What the subject is.
    pub subject: SupportRole,
    /// The factuality that it gives; None leaves it as it is.
    pub effect: Option<Factuality>,
    /// A sentence that shows it.
    pub example: String,
}

/// A word that shows the manner of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModeCue {
    /// Lemma phrases.
    pub phrases: Vec<Vec<String>>,
    /// The manner, with its type; None where the words show none ("think tank").
    pub mode: Option<Mode>,
}

/// Which number of an event a word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TollField {
    /// People killed.
    Killed,
    /// People injured.
    Injured,
    /// People captured, arrested or abducted.
    Captured,
}

/// A word that counts people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TollCue {
    /// Lemma phrases.
    pub phrases: Vec<Vec<String>>,
    /// What kind of word it is.
    pub class: WordClass,
    /// Where the people stand: `subject`, `object`, `self` or a preposition.
    pub slot: String,
    /// What is counted.
    pub field: TollField,
    /// True if those named are only some of those counted: "the dead included …".
    pub is_part: bool,
}

fn factuality(row: &Row<'_>) -> Result<Option<Factuality>, RowError> {
    match row.get("effect") {
        "" | "-" => Ok(None),
        _ => row
            .parse("effect", "factuality", Factuality::parse)
            .map(Some),
    }
}

pub(crate) fn read_cue(row: &Row<'_>) -> Result<Cue, RowError> {
    Ok(Cue {
        phrases: phrases(row.required("words")?),
        class: row.parse("class", "word class", WordClass::parse)?,
        kind: row.parse("kind", "kind of cue", |text| match text {
            "report" => Some(CueKind::Report),
            "attitude" => Some(CueKind::Attitude),
            "modal" => Some(CueKind::Modal),
            "adverb" => Some(CueKind::Adverb),
            "noun" => Some(CueKind::Noun),
            "verb" => Some(CueKind::Verb),
            "mark" => Some(CueKind::Mark),
            "adjective" => Some(CueKind::Adjective),
            _ => None,
        })?,
        effect: factuality(row)?,
        stance: match row.get("stance") {
            "" | "-" => None,
            _ => Some(row.parse("stance", "stance", Stance::parse)?),
        },
        example: row.get("example").to_owned(),
    })
}

pub(crate) fn read_support(row: &Row<'_>) -> Result<Support, RowError> {
    Ok(Support {
        phrases: phrases(row.required("words")?),
        slot: row.required("slot")?.to_lowercase(),
        subject: row.parse("subject", "actor, recipient or -", |text| match text {
            "actor" => Some(SupportRole::Actor),
            "recipient" => Some(SupportRole::Recipient),
            "-" | "" => Some(SupportRole::Outside),
            _ => None,
        })?,
        effect: factuality(row)?,
        example: row.get("example").to_owned(),
    })
}

pub(crate) fn read_mode(row: &Row<'_>) -> Result<ModeCue, RowError> {
    let phrases = phrases(row.required("words")?);
    if row.get("type") == "-" {
        return Ok(ModeCue {
            phrases,
            mode: None,
        });
    }
    let event_type = row.parse("type", "type", EventType::parse)?;
    let mode = row.parse("mode", "mode of its type", |text| {
        Mode::parse(event_type, text)
    })?;
    Ok(ModeCue {
        phrases,
        mode: Some(mode),
    })
}

pub(crate) fn read_toll(row: &Row<'_>) -> Result<TollCue, RowError> {
    Ok(TollCue {
        phrases: phrases(row.required("words")?),
        class: row.parse("class", "word class", WordClass::parse)?,
        slot: row.required("slot")?.to_lowercase(),
        field: row.parse(
            "field",
            "killed, injured or captured, or `part of` one of them",
            |text| match text.strip_prefix(PART).unwrap_or(text) {
                "killed" => Some(TollField::Killed),
                "injured" => Some(TollField::Injured),
                "captured" => Some(TollField::Captured),
                _ => None,
            },
        )?,
        is_part: row.get("field").starts_with(PART),
    })
}
