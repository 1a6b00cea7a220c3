//! Which organisation a party of an event belongs to: an army acts for its state.

use relata_record::{Party, Sector, WordOf};

/// The organisation of a party: its canonical name, or for an arm of a state the government.
pub fn organisation(party: &Party) -> String {
    of(
        &party.name,
        party.sector,
        party.country.is_some() && party.party.is_none(),
    )
}

/// The organisation that a speaker speaks for, as far as the name alone says it.
pub(crate) fn organisation_of_speaker(word: &WordOf) -> String {
    of(&word.name, word.sector, word.country.is_some())
}

fn of(name: &str, sector: Option<Sector>, may_be_arm: bool) -> String {
    // The coder names an arm of a state by its body and the country: "Military of Nepal".
    match name.split_once(" of ") {
        Some((body, country)) if may_be_arm && is_state_arm(sector) && !body.contains(' ') => {
            format!("Government of {country}")
        }
        _ => name.to_owned(),
    }
}

/// True for the arms that act for a state.
pub(crate) fn is_state_arm(sector: Option<Sector>) -> bool {
    matches!(
        sector,
        Some(Sector::Gov | Sector::Mil | Sector::Cop | Sector::Spy)
    )
}

/// True for a name of its own; "villagers" and "gunmen" are nobody in particular.
pub fn is_named(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(name: &str, sector: Sector, id: Option<&str>) -> Party {
        Party {
            name: name.to_owned(),
            country: Some("NPL".to_owned()),
            sector: Some(sector),
            text: String::new(),
            span: None,
            inferred: None,
            party: id.map(str::to_owned),
        }
    }

    #[test]
    fn an_army_acts_for_its_state_and_a_movement_for_itself() {
        let army = party("Military of Nepal", Sector::Mil, None);
        assert_eq!(organisation(&army), "Government of Nepal");
        let maoists = party(
            "Communist Party of Nepal (Maoist)",
            Sector::Reb,
            Some("NPL.cpnm"),
        );
        assert_eq!(organisation(&maoists), "Communist Party of Nepal (Maoist)");
        assert!(is_named("Nepal") && !is_named("villagers"));
    }
}
