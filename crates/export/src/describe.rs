//! The page of columns, written from the columns themselves.

use std::fmt::Write as _;

use crate::{CLAIMS, Column, EVENTS, Kind, Layout, PARTIES, TELLINGS};

const HEAD: &str = "\
# Columns of exports

Written by `relata columns > docs/columns.md`; a test compares. Names and order never change, new columns come last.

In CSV nothing stands for what is missing, parts of a list are joined by `; `, days are ISO 8601, numbers have a point.
In Parquet a text is a string, a whole number int64, a number double, a day date32, a list a list of strings; in GeoJSON
a list is a list and `lat` and `lon` are the geometry.
";

/// The page of columns, in Markdown.
pub fn columns_page() -> String {
    let mut page = HEAD.to_owned();
    table(
        &mut page,
        "Events",
        "`relata events --format csv|parquet|geojson`, and `events.csv` of `relata export --layout tables`: one row a happening, or with `--as-told` an event as a report tells it.",
        &EVENTS,
    );
    table(
        &mut page,
        "Parties",
        "`parties.csv`: one row a party or speaker of a happening.",
        &PARTIES,
    );
    table(
        &mut page,
        "Claims",
        "`claims.csv` beside every layout: what each telling says of each field, and on whose word.",
        &CLAIMS,
    );
    table(
        &mut page,
        "Tellings",
        "`tellings.csv`: which reports tell a happening.",
        &TELLINGS,
    );
    let _ = write!(
        page,
        "\n## Left out\n\n`left_out.csv` beside every layout: `happening`, `event`, `reason`.\n\n## Layouts of others\n\n\
         `relata export --layout NAME`. What each column holds is told by the codebook of the data set whose layout it \
         is; [EXPORTS.md](EXPORTS.md) says how we fill it.\n"
    );
    for layout in Layout::ALL {
        let columns = layout.columns();
        if columns.is_empty() {
            continue;
        }
        let names: Vec<String> = columns.iter().map(|name| format!("`{name}`")).collect();
        let _ = write!(
            page,
            "\n### {} ({} columns)\n\n{}\n",
            layout.name(),
            columns.len(),
            names.join(", ")
        );
    }
    page
}

fn table<R>(page: &mut String, title: &str, about: &str, columns: &[Column<R>]) {
    let _ = write!(
        page,
        "\n## {title}\n\n{about}\n\n| column | holds | meaning | codes |\n| --- | --- | --- | --- |\n"
    );
    for column in columns {
        let kind = match column.kind {
            Kind::Text => "text",
            Kind::Code => "code",
            Kind::Whole => "whole number",
            Kind::Number => "number",
            Kind::Day => "day",
            Kind::List => "list",
        };
        let _ = writeln!(
            page,
            "| `{}` | {kind} | {} | {} |",
            column.name,
            column.meaning,
            (column.levels)().join(" ")
        );
    }
}
