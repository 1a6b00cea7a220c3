//! The ontology's closed lists of codes, each with the name it is written with.
//!
//! Types, modes and sectors: PLOVER, draft 2.0 (February 2024). Talks acts, factuality, stance and
//! precision: the project's codebook.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares an enum whose variants are written with fixed names.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every code, in the order of the codebook.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The code as it is written in the record.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// Reads a code as it is written in the record.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                $name::parse(&text).ok_or_else(|| serde::de::Error::custom(
                    format!("`{text}` is no {}", stringify!($name))))
            }
        }
    };
}

codes! {
    /// What kind of act an event is: the sixteen PLOVER categories.
    EventType {
        /// Says that it will cooperate: offers, accepts, promises.
        Agree = "AGREE",
        /// Meets, visits, calls, talks, negotiates.
        Consult = "CONSULT",
        /// Praises, recognises, signs, ratifies.
        Support = "SUPPORT",
        /// Announces a concession: withdrawal, release, truce, pardon; regrets.
        Concede = "CONCEDE",
        /// Cooperates in deed.
        Cooperate = "COOPERATE",
        /// Gives help.
        Aid = "AID",
        /// Withdraws, releases, disarms, observes a truce, resigns.
        Retreat = "RETREAT",
        /// Asks, demands, orders.
        Request = "REQUEST",
        /// Condemns, blames, investigates.
        Accuse = "ACCUSE",
        /// Refuses, cancels, vetoes, takes back an offer.
        Reject = "REJECT",
        /// Threatens, warns, gives an ultimatum.
        Threaten = "THREATEN",
        /// Demonstrates, strikes, riots.
        Protest = "PROTEST",
        /// Sanctions, expels, breaks ties, convicts.
        Sanction = "SANCTION",
        /// Moves or readies troops, police, militia, weapons.
        Mobilize = "MOBILIZE",
        /// Arrests, deports, restricts, seizes, censors.
        Coerce = "COERCE",
        /// Uses force.
        Assault = "ASSAULT",
    }
}

codes! {
    /// Which part of a society a party belongs to.
    Sector {
        /// Police.
        Cop = "COP",
        /// Government: executive, ruling parties.
        Gov = "GOV",
        /// Judges and courts.
        Jud = "JUD",
        /// Legislature.
        Leg = "LEG",
        /// State military.
        Mil = "MIL",
        /// Paramilitary not opposed to the government.
        Prm = "PRM",
        /// Political party.
        Pty = "PTY",
        /// Rebels: armed opposition.
        Reb = "REB",
        /// State intelligence.
        Spy = "SPY",
        /// Unidentified armed force.
        Uaf = "UAF",
        /// Unidentified actor.
        Unk = "UNK",
        /// Agricultural labour, peasants.
        Agr = "AGR",
        /// Business.
        Bus = "BUS",
        /// Criminals, gangs.
        Crm = "CRM",
        /// Civilians, protesters, activists.
        Cvl = "CVL",
        /// Education and research.
        Edu = "EDU",
        /// Former officials, elites.
        Eli = "ELI",
        /// Journalists and media.
        Jrn = "JRN",
        /// Labour.
        Lab = "LAB",
        /// Medical.
        Med = "MED",
        /// Refugees, displaced people.
        Ref = "REF",
        /// Political opposition.
        Opp = "OPP",
        /// Partially recognised entity.
        Pre = "PRE",
        /// Religious organisations.
        Rel = "REL",
        /// Other civil society.
        Soc = "SOC",
    }
}

codes! {
    /// An act of a negotiation.
    TalksAct {
        /// Asks the other side, or both, to talk.
        Seek = "seek",
        /// Offers talks, or says that it is ready for them.
        Offer = "offer",
        /// Accepts an offer, agrees to talk, names a team or a date.
        Accept = "accept",
        /// Talks take place, are under way, or a round ends without a result.
        Hold = "hold",
        /// Sets or repeats a precondition or a red line.
        Condition = "condition",
        /// Refuses to talk, or refuses a proposal.
        Reject = "reject",
        /// Takes back its own offer, or leaves the process.
        Withdraw = "withdraw",
        /// Halts for a time.
        Suspend = "suspend",
        /// Takes up again.
        Resume = "resume",
        /// Ends without result.
        BreakOff = "break-off",
        /// Says that there are no talks or contacts.
        Deny = "deny",
        /// Hosts, facilitates, guarantees.
        Mediate = "mediate",
        /// Reaches or signs a partial or final agreement, or a framework.
        Agree = "agree",
        /// Declares a truce, one-sided or mutual.
        CeasefireDeclare = "ceasefire-declare",
        /// Prolongs a truce.
        CeasefireExtend = "ceasefire-extend",
        /// Ends a truce.
        CeasefireEnd = "ceasefire-end",
        /// Breaks a truce by a deed.
        CeasefireViolate = "ceasefire-violate",
    }
}

codes! {
    /// How an event stands in the report: did it happen?
    Factuality {
        /// Told as having happened. An uttered threat, offer or demand is a fact.
        Fact = "fact",
        /// Reportedly, apparently, suspected, alleged, claimed and disputed.
        Possible = "possible",
        /// A deed that is only announced.
        Planned = "planned",
        /// If, could, would.
        Hypothetical = "hypothetical",
        /// Did not happen, has not.
        Negated = "negated",
    }
}

codes! {
    /// What a speaker does with what is told.
    Stance {
        /// Says so.
        Asserts = "asserts",
        /// Claims responsibility for its own deed.
        Claims = "claims",
        /// Confirms, admits.
        Confirms = "confirms",
        /// Denies.
        Denies = "denies",
        /// Lays it at another's door.
        Accuses = "accuses",
    }
}

codes! {
    /// How exact a date is.
    Precision {
        /// A single day.
        Day = "day",
        /// A calendar week.
        Week = "week",
        /// A calendar month.
        Month = "month",
        /// A season or a quarter.
        Season = "season",
        /// A calendar year.
        Year = "year",
        /// Some days, from and to.
        Range = "range",
        /// Not known.
        Unknown = "unknown",
    }
}

/// A mode: the manner of an act, from its type's own list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mode {
    event_type: EventType,
    name: &'static str,
}

impl Mode {
    /// The mode `name` of `event_type`, where that type has such a mode.
    pub fn parse(event_type: EventType, name: &str) -> Option<Self> {
        event_type
            .modes()
            .iter()
            .find(|mode| **mode == name)
            .map(|name| Self { event_type, name })
    }

    /// The type that the mode belongs to.
    pub fn event_type(self) -> EventType {
        self.event_type
    }

    /// The mode as it is written in the record.
    pub fn as_str(self) -> &'static str {
        self.name
    }
}

impl EventType {
    /// The modes of this type; empty where it has none.
    pub fn modes(self) -> &'static [&'static str] {
        match self {
            EventType::Agree
            | EventType::Support
            | EventType::Concede
            | EventType::Cooperate
            | EventType::Aid => &[],
            EventType::Consult => &["visit", "third-party", "multilateral", "phone"],
            EventType::Retreat => &[
                "withdraw",
                "release",
                "disarm",
                "ceasefire",
                "access",
                "resign",
            ],
            EventType::Request | EventType::Reject => &["assist", "change", "yield", "meet"],
            EventType::Accuse => &["disapprove", "investigate", "allege"],
            EventType::Threaten => &[
                "restrict",
                "arrest",
                "relations",
                "expel",
                "territory",
                "violence",
            ],
            EventType::Protest => &[
                "demo",
                "riot",
                "strike",
                "hunger",
                "boycott",
                "obstruct",
                "vandalize",
            ],
            EventType::Sanction => &["convict", "expel", "withdraw", "discontinue"],
            EventType::Mobilize => &["troops", "weapons", "police", "militia"],
            EventType::Coerce => &[
                "seize",
                "restrict",
                "censor",
                "curfew",
                "martial-law",
                "arrest",
                "deport",
                "withhold",
                "misinformation",
                "cyber",
            ],
            EventType::Assault => &[
                "abduct",
                "beat",
                "torture",
                "sexual",
                "targeted",
                "destroy",
                "primitive",
                "firearms",
                "explosives",
                "suicide-attack",
                "aerial",
                "drone",
                "heavy-weapons",
                "crowd-control",
                "unconventional",
            ],
        }
    }

    /// True for acts done by speaking: they are facts once uttered, whatever they announce.
    pub fn is_speech(self) -> bool {
        matches!(
            self,
            EventType::Agree
                | EventType::Support
                | EventType::Concede
                | EventType::Request
                | EventType::Accuse
                | EventType::Reject
                | EventType::Threaten
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_written() {
        for code in EventType::ALL {
            assert_eq!(EventType::parse(code.as_str()), Some(*code));
        }
        for code in Sector::ALL {
            assert_eq!(Sector::parse(code.as_str()), Some(*code));
        }
        for code in TalksAct::ALL {
            assert_eq!(TalksAct::parse(code.as_str()), Some(*code));
        }
        assert_eq!(EventType::ALL.len(), 16);
        assert_eq!(Sector::ALL.len(), 25);
        assert_eq!(EventType::parse("FIGHT"), None);
    }

    #[test]
    fn a_mode_belongs_to_its_type() {
        assert!(Mode::parse(EventType::Assault, "drone").is_some());
        assert!(Mode::parse(EventType::Agree, "drone").is_none());
        assert_eq!(
            EventType::ALL
                .iter()
                .map(|t| t.modes().len())
                .sum::<usize>(),
            67
        );
    }
}
