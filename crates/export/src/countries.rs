//! The numbers that other data sets give to countries.

use std::collections::BTreeMap;

use relata_knowledge::table::read_table;

use crate::Error;
use crate::error::broken;

const TABLE: &str = include_str!("../../../knowledge/export/countries.tsv");

/// The numbers and regions of a country.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountryNumbers {
    /// ISO 3166 number.
    pub iso: Option<i64>,
    /// FIPS 10-4 code.
    pub fips: Option<String>,
    /// Number of Gleditsch and Ward.
    pub gw: Option<i64>,
    /// Number of the Correlates of War.
    pub cow: Option<i64>,
    /// Code in CAMEO.
    pub cameo: String,
    /// Region of ACLED.
    pub acled: String,
    /// Region of UCDP GED.
    pub ged: String,
    /// Number of the region of GTD.
    pub gtd: Option<i64>,
}

/// The table of countries.
#[derive(Debug, Clone, Default)]
pub struct Countries {
    numbers: BTreeMap<String, CountryNumbers>,
    names: BTreeMap<String, String>,
}

impl Countries {
    /// The table that ships with the program; names come from the table of countries of `knowledge`.
    ///
    /// # Errors
    /// If a row cannot be read; all such rows are named.
    pub fn embedded(knowledge: &relata_knowledge::Knowledge) -> Result<Self, Error> {
        let mut errors = Vec::new();
        let columns = [
            "code", "iso", "fips", "gw", "cow", "cameo", "acled", "ged", "gtd",
        ];
        let rows = read_table(
            "export/countries.tsv",
            TABLE,
            &columns,
            &mut errors,
            |row| {
                let code = row.required("code")?.to_owned();
                let number = |column: &str| {
                    row.parse(column, "number", |text| {
                        if text.is_empty() {
                            return Some(None);
                        }
                        text.parse::<i64>().ok().map(Some)
                    })
                };
                let text = |column: &str| row.get(column).to_owned();
                let cameo = text("cameo");
                Ok((
                    code.clone(),
                    CountryNumbers {
                        iso: number("iso")?,
                        fips: Some(text("fips")).filter(|fips| !fips.is_empty()),
                        gw: number("gw")?,
                        cow: number("cow")?,
                        cameo: if cameo.is_empty() { code } else { cameo },
                        acled: text("acled"),
                        ged: text("ged"),
                        gtd: number("gtd")?,
                    },
                ))
            },
        );
        if !errors.is_empty() {
            return Err(broken(&errors));
        }
        let numbers: BTreeMap<String, CountryNumbers> = rows.into_iter().collect();
        let names = numbers
            .keys()
            .filter_map(|code| Some((code.clone(), knowledge.country(code)?.name.clone())))
            .collect();
        Ok(Self { numbers, names })
    }

    /// The numbers of a country by its ISO 3166 alpha-3 code; None for bodies that are no country.
    pub fn get(&self, code: Option<&str>) -> Option<&CountryNumbers> {
        self.numbers.get(code?)
    }

    /// The name of a country.
    pub fn name(&self, code: Option<&str>) -> Option<&str> {
        self.names.get(code?).map(String::as_str)
    }
}
