//! Bytes to reports: texts, web pages, rows of tables, feeds, agencies' files and archives of them, in files, folders and
//! on standard input, become [`Report`]s with title, agency, byline, dateline, day of publication and the parts of the page.
//!
//! This crate must never know what an event is: it looks at the shape of lines (length, stops, credits,
//! datelines, dates), never at what a report tells.
//!
//! Reading the world gives values and problems: nothing here returns an error or panics. Each [`Item`]
//! holds a report, or problems, or both; a bad report is listed and the next one is read. The text of a
//! plain report is kept byte for byte once its byte-order mark and its encoding are off, that of a page is what a reader of
//! the page sees; every span counts bytes in it.
//!
//! ```
//! let item = relata_reader::read_text("note", b"BOGOTA (Reuters) - The two sides met on Monday.\n");
//! let report = item.report.unwrap();
//! assert_eq!(report.agency.unwrap().value, "Reuters");
//! assert_eq!(report.blocks[0].span.of(&report.text), "The two sides met on Monday.");
//! ```

mod check;
mod containers;
mod dates;
mod decode;
mod field;
mod fields;
mod files;
mod format;
mod html;
mod item;
mod language;
mod lines;
mod metadata;
mod page;
mod problems;
mod reader;
mod row;
mod seen;
mod stream;
mod tables;
mod text;
mod text_file;

pub use check::fault;
pub use containers::{FeedEntry, feed_entries};
pub use fields::{Columns, FIELDS};
pub use html::read_page;
pub use item::{Item, Limits};
pub use reader::{Options, Reader};
pub use row::{read_row, read_row_of};
pub use seen::Recorded;
pub use text_file::read_text;
pub(crate) use text_file::read_text_of;

#[doc(no_inline)]
pub use relata_record::{Problem, Report};
