//! Happenings of the record as files: our own tables, and the layouts of other data sets of conflict.
//!
//! [`Row`]s come in, one happening with its tellings each; bytes go out. What a layout cannot hold is reported, never
//! bent. This crate must never know how events are found, where they are kept, terminals or HTTP, and it reads no
//! clock: the same rows give the same bytes.

mod cell;
mod cite;
mod codes;
mod countries;
mod csv_file;
mod describe;
mod error;
mod events;
mod geojson;
mod layout;
mod long;
mod package;
mod parquet_file;
mod public;
mod row;
mod writer;

pub use cell::{Cell, Column, Kind};
pub use cite::Citation;
pub use codes::Codes;
pub use countries::{Countries, CountryNumbers};
pub use csv_file::CsvFile;
pub use describe::columns_page;
pub use error::Error;
pub use events::EVENTS;
pub use layout::{Layout, LayoutWriter, LeftOut, Options, Sink};
pub use long::{CLAIMS, Claim, PARTIES, PartyRow, TELLINGS, TellingRow, claims, parties, tellings};
pub use package::{Hashed, Package, Resource};
pub use public::Public;
pub use row::Row;
pub use writer::{Format, Writer};
