//! Layouts of others. What a layout cannot hold is left out with its reason, never bent.

mod acled;
mod columns;
mod common;
mod gdelt;
mod ged;
mod gtd;
mod icews;
mod line;
mod plover;
mod polecat;
mod views;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use relata_record::Factuality;

use crate::codes::Codes;
use crate::csv_file::CsvFile;
use crate::{CLAIMS, Cell, Error, Hashed, PARTIES, Resource, Row, TELLINGS, Writer};
use crate::{Format, claims, parties, tellings};
use line::Line;

/// A layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// Our own tables.
    Tables,
    /// Records of PLOVER as JSON lines.
    Plover,
    /// POLECAT.
    Polecat,
    /// GDELT 2.0.
    Gdelt,
    /// CAMEO codes in the columns of ICEWS.
    Cameo,
    /// ACLED.
    Acled,
    /// UCDP GED.
    Ged,
    /// GTD.
    Gtd,
    /// TimelineJS.
    TimelineJs,
    /// GEXF, a network of parties.
    Gexf,
    /// KML.
    Kml,
}

/// Why a layout has no row for a happening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    NotFact,
    NoMark,
    NoCode,
    NoDate,
    LongDate,
    NoPlace,
    WidePlace,
    NoCountry,
    NoActor,
    NoTarget,
    StateActor,
    Battle,
    NoDeaths,
    TooMany,
}

impl Reason {
    fn words(self) -> &'static str {
        match self {
            Reason::NotFact => "not told as a fact",
            Reason::NoMark => "told as possible only, and the layout has no mark for it",
            Reason::NoCode => "the layout has no code for such an act",
            Reason::NoDate => "no date is known",
            Reason::LongDate => "the date is wider than the layout takes",
            Reason::NoPlace => "no place with a point is known",
            Reason::WidePlace => "the place is wider than the layout takes",
            Reason::NoCountry => "no country of the place is known",
            Reason::NoActor => "no actor of the kind that the layout asks for",
            Reason::NoTarget => "no target of the kind that the layout asks for",
            Reason::StateActor => "the actor is a state",
            Reason::Battle => "a battle without an attacker",
            Reason::NoDeaths => "no death is told",
            Reason::TooMany => "the day has more events than the layout has numbers",
        }
    }
}

/// What is asked of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Happenings that are told as possible only leave too, marked where the layout has a mark.
    pub possible: bool,
    /// Second of 1970 at which the record was last written to, for layouts with a column for it.
    pub timestamp: Option<i64>,
    /// Version of program and tables, for layouts with a column for it.
    pub version: String,
    /// Texts that look like formulas get an apostrophe, in comma-separated values.
    pub guards: bool,
}

impl Options {
    /// The timestamp as fourteen digits of a day and time in UTC.
    fn added(&self) -> Option<String> {
        let time = jiff::Timestamp::from_second(self.timestamp?).ok()?;
        Some(time.strftime("%Y%m%d%H%M%S").to_string())
    }
}

/// What a layout may ask while it writes a row.
struct Context<'a> {
    codes: &'a Codes,
    options: &'a Options,
    /// Numbers given to happenings of a day.
    serials: &'a RefCell<BTreeMap<String, BTreeSet<i64>>>,
}

impl Context<'_> {
    /// A number of four digits for a happening of a day: that of its id, or where that is taken the next that is free.
    fn serial(&self, day: &str, number: i64) -> Option<i64> {
        let mut days = self.serials.borrow_mut();
        let taken = days.entry(day.to_owned()).or_default();
        let own = number.rem_euclid(9_999);
        let free = (0..9_999)
            .map(|step| 1 + (own + step) % 9_999)
            .find(|serial| !taken.contains(serial))?;
        taken.insert(free);
        Some(free)
    }
}

impl Layout {
    /// All layouts.
    pub const ALL: [Layout; 11] = [
        Layout::Tables,
        Layout::Plover,
        Layout::Polecat,
        Layout::Gdelt,
        Layout::Cameo,
        Layout::Acled,
        Layout::Ged,
        Layout::Gtd,
        Layout::TimelineJs,
        Layout::Gexf,
        Layout::Kml,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Tables => "tables",
            Layout::Plover => "plover",
            Layout::Polecat => "polecat",
            Layout::Gdelt => "gdelt",
            Layout::Cameo => "cameo",
            Layout::Acled => "acled",
            Layout::Ged => "ged",
            Layout::Gtd => "gtd",
            Layout::TimelineJs => "timelinejs",
            Layout::Gexf => "gexf",
            Layout::Kml => "kml",
        }
    }

    /// The file of its rows.
    pub fn file(self) -> &'static str {
        match self {
            Layout::Tables => "events.csv",
            Layout::Plover => "plover.jsonl",
            Layout::Polecat => "polecat.tsv",
            Layout::Gdelt => "gdelt.tsv",
            Layout::Cameo => "cameo.tsv",
            Layout::Acled => "acled-like.csv",
            Layout::Ged => "ged-like.csv",
            Layout::Gtd => "gtd-like.csv",
            Layout::TimelineJs => "timeline.json",
            Layout::Gexf => "network.gexf",
            Layout::Kml => "map.kml",
        }
    }

    /// Its columns; none where it is no table, or one of our own.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Layout::Polecat => columns::POLECAT,
            Layout::Gdelt => columns::GDELT,
            Layout::Cameo => columns::ICEWS,
            Layout::Acled => columns::ACLED,
            Layout::Ged => columns::GED,
            Layout::Gtd => columns::GTD,
            _ => &[],
        }
    }

    /// Media type of its file.
    fn media(self) -> &'static str {
        match self {
            Layout::Tables | Layout::Acled | Layout::Ged | Layout::Gtd => "text/csv",
            Layout::Polecat | Layout::Gdelt | Layout::Cameo => "text/tab-separated-values",
            Layout::Plover => "application/jsonl",
            Layout::TimelineJs => "application/json",
            Layout::Gexf => "application/gexf+xml",
            Layout::Kml => "application/vnd.google-earth.kml+xml",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Layout::Tables => "Happenings, one row each",
            Layout::Plover => "Happenings as records of PLOVER",
            Layout::Polecat => "Happenings in the columns of POLECAT",
            Layout::Gdelt => "Happenings in the columns of GDELT 2.0, without header",
            Layout::Cameo => "Happenings under CAMEO codes, in the columns of ICEWS",
            Layout::Acled => "ACLED-like: happenings in the columns of ACLED; no data of ACLED",
            Layout::Ged => {
                "GED-like: deadly happenings in the columns of UCDP GED; no data of UCDP"
            }
            Layout::Gtd => "GTD-like: attacks in the columns of GTD; no data of GTD",
            Layout::TimelineJs => "Happenings as slides of TimelineJS",
            Layout::Gexf => "Parties and what they did to each other",
            Layout::Kml => "Happenings with a point",
        }
    }

    /// True if the layout can say that a happening is told as possible only.
    fn marks_possible(self) -> bool {
        !matches!(
            self,
            Layout::Polecat
                | Layout::Gdelt
                | Layout::Cameo
                | Layout::TimelineJs
                | Layout::Gexf
                | Layout::Kml
        )
    }
}

/// What was left out, by reason, with counts.
pub type LeftOut = BTreeMap<&'static str, u64>;

/// Where a file of an export goes.
pub type Sink = Box<dyn Write + Send>;

/// Size and hash of a file while it is written.
struct Counted {
    out: Sink,
    tally: std::sync::Arc<std::sync::Mutex<crate::package::Tally>>,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n_bytes = self.out.write(bytes)?;
        let mut tally = self
            .tally
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        tally.add(bytes.get(..n_bytes).unwrap_or_default());
        Ok(n_bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// A file of an export that is being written.
struct File {
    name: &'static str,
    tally: std::sync::Arc<std::sync::Mutex<crate::package::Tally>>,
}

impl File {
    fn open(
        name: &'static str,
        open: &mut dyn FnMut(&str) -> std::io::Result<Sink>,
    ) -> Result<(Self, Counted), Error> {
        let tally = std::sync::Arc::default();
        let counted = Counted {
            out: open(name)?,
            tally: std::sync::Arc::clone(&tally),
        };
        Ok((Self { name, tally }, counted))
    }

    fn hashed(&self) -> Hashed {
        let tally = self
            .tally
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        tally.hashed()
    }
}

/// The main file of a layout.
enum Main {
    Tables(Box<Writer<Counted>>),
    Flat(Box<CsvFile<Counted>>),
    Json(Counted),
    Timeline(Counted, bool),
    Kml(Counted),
    Gexf(Counted, views::Network),
}

/// Writes happenings in a layout, with the files that stand beside it.
pub struct LayoutWriter<'a> {
    layout: Layout,
    codes: &'a Codes,
    options: Options,
    serials: RefCell<BTreeMap<String, BTreeSet<i64>>>,
    main: Main,
    beside: Beside,
    files: Vec<File>,
    left_out: LeftOut,
    n_rows: u64,
}

/// The tables beside every layout.
struct Beside {
    claims: CsvFile<Counted>,
    left_out: CsvFile<Counted>,
    parties: Option<CsvFile<Counted>>,
    tellings: Option<CsvFile<Counted>>,
    mentions: Option<CsvFile<Counted>>,
}

impl<'a> LayoutWriter<'a> {
    /// Begins an export; `open` gives each file by its name.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn new(
        layout: Layout,
        codes: &'a Codes,
        options: Options,
        open: &mut dyn FnMut(&str) -> std::io::Result<Sink>,
    ) -> Result<Self, Error> {
        let (file, mut out) = File::open(layout.file(), open)?;
        let mut files = vec![file];
        let guards = options.guards;
        let main = match layout {
            Layout::Tables => {
                let format = if guards {
                    Format::GuardedCsv
                } else {
                    Format::Csv
                };
                Main::Tables(Box::new(Writer::new(format, out, &[])?))
            }
            Layout::Acled | Layout::Ged | Layout::Gtd => {
                let names = layout.columns().iter().copied();
                Main::Flat(Box::new(CsvFile::new(out, names, guards)?))
            }
            Layout::Polecat | Layout::Cameo => {
                let mut file = CsvFile::tabs(out);
                file.cells(layout.columns().iter().map(|name| Cell::text(Some(name))))?;
                Main::Flat(Box::new(file))
            }
            Layout::Gdelt => Main::Flat(Box::new(CsvFile::tabs(out))),
            Layout::Plover => Main::Json(out),
            Layout::TimelineJs => {
                out.write_all(b"{\"events\":[")?;
                Main::Timeline(out, true)
            }
            Layout::Kml => {
                out.write_all(views::KML[0].as_bytes())?;
                Main::Kml(out)
            }
            Layout::Gexf => Main::Gexf(out, views::Network::default()),
        };
        let mut table = |name: &'static str, columns: Vec<&'static str>| -> Result<_, Error> {
            let (file, out) = File::open(name, open)?;
            files.push(file);
            CsvFile::new(out, columns, guards)
        };
        let beside = Beside {
            claims: table(
                "claims.csv",
                CLAIMS.iter().map(|column| column.name).collect(),
            )?,
            left_out: table("left_out.csv", vec!["happening", "event", "reason"])?,
            parties: match layout {
                Layout::Tables => Some(table(
                    "parties.csv",
                    PARTIES.iter().map(|column| column.name).collect(),
                )?),
                _ => None,
            },
            tellings: match layout {
                Layout::Tables => Some(table(
                    "tellings.csv",
                    TELLINGS.iter().map(|column| column.name).collect(),
                )?),
                _ => None,
            },
            mentions: match layout {
                Layout::Gdelt => {
                    let (file, out) = File::open("gdelt.mentions.tsv", open)?;
                    files.push(file);
                    Some(CsvFile::tabs(out))
                }
                _ => None,
            },
        };
        Ok(Self {
            layout,
            codes,
            options,
            serials: RefCell::default(),
            main,
            beside,
            files,
            left_out: LeftOut::new(),
            n_rows: 0,
        })
    }

    /// Takes a happening: a row or more of the layout, or a reason why there is none.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn row(&mut self, row: &Row) -> Result<(), Error> {
        match self.write(row)? {
            Ok(()) => {
                self.n_rows += 1;
                for claim in claims(row) {
                    self.beside.claims.row(&CLAIMS, &claim)?;
                }
                if let Some(table) = &mut self.beside.parties {
                    for party in parties(row) {
                        table.row(&PARTIES, &party)?;
                    }
                }
                if let Some(table) = &mut self.beside.tellings {
                    for telling in tellings(row) {
                        table.row(&TELLINGS, &telling)?;
                    }
                }
            }
            Err(reason) => {
                *self.left_out.entry(reason.words()).or_default() += 1;
                self.beside.left_out.cells([
                    Cell::text(Some(&row.happening.id)),
                    Cell::text(Some(row.happening.label())),
                    Cell::text(Some(reason.words())),
                ])?;
            }
        }
        Ok(())
    }

    /// True if a happening that is told so leaves in this layout.
    fn lets_through(&self, factuality: Factuality) -> Result<(), Reason> {
        let has_all_marks = matches!(self.layout, Layout::Tables | Layout::Plover);
        match factuality {
            Factuality::Fact => Ok(()),
            _ if has_all_marks => Ok(()),
            Factuality::Possible if self.options.possible && self.layout.marks_possible() => Ok(()),
            Factuality::Possible if self.options.possible => Err(Reason::NoMark),
            _ => Err(Reason::NotFact),
        }
    }

    fn write(&mut self, row: &Row) -> Result<Result<(), Reason>, Error> {
        if let Err(reason) = self.lets_through(row.event().factuality) {
            return Ok(Err(reason));
        }
        let context = Context {
            codes: self.codes,
            options: &self.options,
            serials: &self.serials,
        };
        match &mut self.main {
            Main::Tables(writer) => writer.row(row)?,
            Main::Flat(file) => {
                let lines = match flat(self.layout, &context, row) {
                    Ok(lines) => lines,
                    Err(reason) => return Ok(Err(reason)),
                };
                for line in lines {
                    file.cells(line.cells(self.layout.columns()))?;
                }
                if let Some(file) = &mut self.beside.mentions {
                    for line in gdelt::mentions(row) {
                        file.cells(line.cells(columns::MENTIONS))?;
                    }
                }
            }
            Main::Json(out) => match plover::record(&context, row) {
                Ok(record) => {
                    serde_json::to_writer(&mut *out, &record)?;
                    out.write_all(b"\n")?;
                }
                Err(reason) => return Ok(Err(reason)),
            },
            Main::Timeline(out, is_first) => match views::slide(row) {
                Ok(slide) => {
                    out.write_all(if *is_first { b"\n" } else { b",\n" })?;
                    *is_first = false;
                    serde_json::to_writer(out, &slide)?;
                }
                Err(reason) => return Ok(Err(reason)),
            },
            Main::Kml(out) => match views::placemark(row) {
                Ok(placemark) => out.write_all(placemark.as_bytes())?,
                Err(reason) => return Ok(Err(reason)),
            },
            Main::Gexf(_, network) => return Ok(network.add(row)),
        }
        Ok(Ok(()))
    }

    /// Ends all files: what they are, how many happenings have rows, and what was left out.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn end(self) -> Result<(Vec<Resource>, u64, LeftOut), Error> {
        match self.main {
            Main::Tables(writer) => writer.end()?,
            Main::Flat(file) => file.end()?,
            Main::Json(mut out) => out.flush()?,
            Main::Timeline(mut out, _) => {
                out.write_all(b"\n]}\n")?;
                out.flush()?;
            }
            Main::Kml(mut out) => {
                out.write_all(views::KML[1].as_bytes())?;
                out.flush()?;
            }
            Main::Gexf(mut out, network) => {
                network.write(&mut out)?;
                out.flush()?;
            }
        }
        self.beside.claims.end()?;
        self.beside.left_out.end()?;
        let others = [
            self.beside.parties,
            self.beside.tellings,
            self.beside.mentions,
        ];
        for file in others.into_iter().flatten() {
            file.end()?;
        }
        let resources = self
            .files
            .iter()
            .map(|file| resource(self.layout, file.name, &file.hashed()))
            .collect();
        Ok((resources, self.n_rows, self.left_out))
    }
}

fn flat(layout: Layout, context: &Context<'_>, row: &Row) -> Result<Vec<Line>, Reason> {
    match layout {
        Layout::Acled => acled::lines(context, row),
        Layout::Ged => ged::lines(context, row),
        Layout::Gtd => gtd::lines(context, row),
        Layout::Gdelt => gdelt::lines(context, row),
        Layout::Cameo => icews::lines(context, row),
        Layout::Polecat => polecat::lines(context, row),
        _ => Err(Reason::NoCode),
    }
}

/// What a file of an export holds.
fn resource(layout: Layout, name: &str, content: &Hashed) -> Resource {
    match name {
        "claims.csv" => Resource {
            names_happenings: layout == Layout::Tables,
            ..Resource::table(
                name,
                "What each telling says of each field, and on whose word",
                &CLAIMS,
                content,
            )
        },
        "parties.csv" => Resource {
            key: vec!["happening", "role", "position"],
            names_happenings: true,
            ..Resource::table(
                name,
                "Parties and speakers of the happenings",
                &PARTIES,
                content,
            )
        },
        "tellings.csv" => Resource {
            key: vec!["report", "n"],
            names_happenings: true,
            ..Resource::table(
                name,
                "Which reports tell each happening",
                &TELLINGS,
                content,
            )
        },
        "events.csv" => Resource {
            key: vec!["happening"],
            ..Resource::table(name, layout.about(), &crate::EVENTS, content)
        },
        "left_out.csv" => Resource::plain(
            name,
            "Happenings that the layout cannot hold, and why",
            "text/csv",
            &["happening", "event", "reason"],
            content,
        ),
        "gdelt.mentions.tsv" => Resource::plain(
            name,
            "Mentions in the columns of GDELT 2.0, without header",
            "text/tab-separated-values",
            columns::MENTIONS,
            content,
        ),
        _ => Resource::plain(
            name,
            layout.about(),
            layout.media(),
            layout.columns(),
            content,
        ),
    }
}

#[cfg(test)]
mod tests;
