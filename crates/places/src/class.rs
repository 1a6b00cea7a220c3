//! What kind of place a record is, and how exactly it says where something is.

/// The kind of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    /// A continent.
    Continent = 0,
    /// A country.
    Country = 1,
    /// A first-level unit: province, state, governorate.
    Admin1 = 2,
    /// A second-level unit: district, county.
    Admin2 = 3,
    /// The capital of a country.
    Capital = 4,
    /// A town or a village.
    Town = 5,
    /// A quarter of a town.
    Quarter = 6,
    /// A camp, a border crossing, a base, a building, a mountain or valley.
    Site = 7,
    /// A region that is no unit, or more than one.
    Region = 8,
    /// A sea or a strait.
    Sea = 9,
}

impl Class {
    /// All classes, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Continent,
        Self::Country,
        Self::Admin1,
        Self::Admin2,
        Self::Capital,
        Self::Town,
        Self::Quarter,
        Self::Site,
        Self::Region,
        Self::Sea,
    ];

    /// The class of a number of the file.
    pub fn of_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The class that a kind of the hand-written table stands for.
    pub fn of_kind(kind: &str) -> Option<Self> {
        Some(match kind {
            "continent" => Self::Continent,
            "province" => Self::Admin1,
            "district" => Self::Admin2,
            "capital" => Self::Capital,
            "town" | "village" => Self::Town,
            "quarter" => Self::Quarter,
            "camp" | "crossing" | "area" => Self::Site,
            "region" => Self::Region,
            "sea" => Self::Sea,
            _ => return None,
        })
    }

    /// How exactly such a place says where something is: 1 an exact place, 3 a second-level unit, 4 a first-level
    /// unit, 5 a country, 6 a region.
    pub fn precision(self) -> u8 {
        match self {
            Self::Capital | Self::Town | Self::Quarter | Self::Site => 1,
            Self::Admin2 => 3,
            Self::Admin1 => 4,
            Self::Country => 5,
            Self::Region | Self::Sea | Self::Continent => 6,
        }
    }

    /// The radius in kilometres of what such a place usually covers.
    pub fn uncertainty_km(self) -> f32 {
        match self {
            Self::Quarter | Self::Site => 2.0,
            Self::Capital | Self::Town => 5.0,
            Self::Admin2 => 30.0,
            Self::Admin1 => 100.0,
            Self::Country => 500.0,
            Self::Region | Self::Sea => 300.0,
            Self::Continent => 3000.0,
        }
    }
}
