//! What parties are to each other: factions, splinters, mergers, new names.

use crate::RowError;
use crate::parties::period;
use crate::period::Period;
use crate::table::Row;

pub(crate) const COLUMNS: &[&str] = &["child", "relation", "parent", "from", "to"];

/// What one party is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeKind {
    /// Belongs to it and acts under it: an armed wing, a regional command, a member of a coalition.
    PartOf,
    /// A part that acts on its own.
    FactionOf,
    /// Left it.
    SplinterOf,
    /// Bears a new name: the child is what the parent became.
    RenamedFrom,
    /// Went into it.
    MergedInto,
    /// Fights beside it.
    AlliedWith,
    /// Was led by it.
    LedBy,
    /// Took its place.
    Follows,
}

impl EdgeKind {
    /// The word of the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PartOf => "part_of",
            Self::FactionOf => "faction_of",
            Self::SplinterOf => "splinter_of",
            Self::RenamedFrom => "renamed_from",
            Self::MergedInto => "merged_into",
            Self::AlliedWith => "allied_with",
            Self::LedBy => "led_by",
            Self::Follows => "follows",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [
            Self::PartOf,
            Self::FactionOf,
            Self::SplinterOf,
            Self::RenamedFrom,
            Self::MergedInto,
            Self::AlliedWith,
            Self::LedBy,
            Self::Follows,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == text)
    }
}

/// What one party is to another in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Identifier of the one.
    pub child: String,
    /// What it is.
    pub kind: EdgeKind,
    /// Identifier of the other.
    pub parent: String,
    /// When.
    pub period: Period,
}

pub(crate) fn read(row: &Row<'_>) -> Result<Edge, RowError> {
    let edge = Edge {
        child: row.required("child")?.to_owned(),
        kind: row.parse("relation", "relation", EdgeKind::parse)?,
        parent: row.required("parent")?.to_owned(),
        period: period(row)?,
    };
    if edge.child == edge.parent {
        return Err(row.error("a party is nothing to itself"));
    }
    Ok(edge)
}
