//! What holds many reports, read one at a time: memory does not grow with the file, and a broken part is one problem.

mod address;
mod elements;
mod feed;
mod gzip;
mod json_feed;
mod news;
mod parquet_file;
mod rows;
mod saved;
mod table;
mod warc;
mod zip;

pub(crate) use address::id_of_address;
pub(crate) use feed::Feed;
pub use feed::{FeedEntry, feed_entries};
pub(crate) use gzip::{damage, unpack};
pub(crate) use json_feed::read_json_feed;
pub(crate) use news::News;
pub(crate) use parquet_file::Parquet;
pub(crate) use rows::Rows;
pub(crate) use table::{Table, is_table};
pub(crate) use warc::Warc;
pub(crate) use zip::Zip;
