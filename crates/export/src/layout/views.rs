//! Views of happenings for tools of timelines, maps and networks: TimelineJS, KML, GEXF.

use std::collections::BTreeMap;
use std::io::Write;

use jiff::civil::Date;
use relata_history::organisation;
use relata_record::Event;
use serde_json::{Value, json};

use super::Reason;
use super::common::{known_date, names, point, sentence};
use crate::{Error, Row};

/// A slide of TimelineJS.
pub(super) fn slide(row: &Row) -> Result<Value, Reason> {
    let event = row.event();
    let date = known_date(event).ok_or(Reason::NoDate)?;
    let day = |day: Date| json!({"year": day.year(), "month": day.month(), "day": day.day()});
    let mut slide = json!({
        "start_date": day(date.from),
        "unique_id": row.happening.id,
        "group": event.event_type,
        "text": {"headline": escape(&headline(event)), "text": format!("<p>{}</p>", escape(&sentence(event)))},
    });
    if date.to != date.from {
        slide["end_date"] = day(date.to);
    }
    Ok(slide)
}

fn headline(event: &Event) -> String {
    let mut text = event.event_type.to_string();
    if !event.actors.is_empty() || !event.recipients.is_empty() {
        text.push_str(": ");
        text.push_str(&names(&event.actors));
        if !event.recipients.is_empty() {
            text.push_str(" → ");
            text.push_str(&names(&event.recipients));
        }
    }
    text
}

/// What stands before and behind the placemarks of a KML file.
pub(super) const KML: [&str; 2] = [
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n<name>Relata</name>\n",
    "</Document>\n</kml>\n",
];

/// A placemark.
pub(super) fn placemark(row: &Row) -> Result<String, Reason> {
    let event = row.event();
    let place = event.place.as_ref().ok_or(Reason::NoPlace)?;
    let (lat, lon) = point(place).ok_or(Reason::NoPlace)?;
    let time = known_date(event).map_or_else(String::new, |date| {
        format!(
            "<TimeSpan><begin>{}</begin><end>{}</end></TimeSpan>",
            date.from, date.to
        )
    });
    Ok(format!(
        "<Placemark id=\"h{}\"><name>{}</name><description>{}</description>{time}<Point><coordinates>{lon},{lat}\
         </coordinates></Point></Placemark>\n",
        row.happening.id,
        escape(&headline(event)),
        escape(&sentence(event)),
    ))
}

/// The network of parties: who did what to whom.
#[derive(Debug, Default)]
pub(super) struct Network {
    nodes: BTreeMap<String, Node>,
    edges: Vec<Edge>,
}

#[derive(Debug)]
struct Node {
    country: String,
    sector: String,
}

#[derive(Debug)]
struct Edge {
    id: String,
    source: String,
    target: String,
    label: String,
    is_mutual: bool,
    days: Option<(Date, Date)>,
}

impl Network {
    /// Adds a happening with two parties or more.
    pub(super) fn add(&mut self, row: &Row) -> Result<(), Reason> {
        let event = row.event();
        let is_mutual = event.recipients.is_empty();
        let (sources, targets) = match (event.actors.split_first(), is_mutual) {
            (None, _) => return Err(Reason::NoActor),
            (Some((_, [])), true) => return Err(Reason::NoTarget),
            (Some((first, rest)), true) => (std::slice::from_ref(first), rest),
            (Some(_), false) => (&event.actors[..], &event.recipients[..]),
        };
        for party in sources.iter().chain(targets) {
            self.nodes
                .entry(organisation(party))
                .or_insert_with(|| Node {
                    country: party.country.clone().unwrap_or_default(),
                    sector: party
                        .sector
                        .map(|sector| sector.to_string())
                        .unwrap_or_default(),
                });
        }
        let mut n_edges = 0;
        for source in sources {
            for target in targets {
                self.edges.push(Edge {
                    id: format!("{}-{n_edges}", row.happening.id),
                    source: organisation(source),
                    target: organisation(target),
                    label: event.event_type.to_string(),
                    is_mutual,
                    days: known_date(event).map(|date| (date.from, date.to)),
                });
                n_edges += 1;
            }
        }
        Ok(())
    }

    /// Writes it as GEXF 1.3.
    pub(super) fn write(&self, out: &mut dyn Write) -> Result<(), Error> {
        writeln!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n\
             <graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\">\n\
             <attributes class=\"node\"><attribute id=\"country\" title=\"country\" type=\"string\"/>\
             <attribute id=\"sector\" title=\"sector\" type=\"string\"/></attributes>\n<nodes>"
        )?;
        let numbers: BTreeMap<&str, usize> = self
            .nodes
            .keys()
            .enumerate()
            .map(|(n, name)| (name.as_str(), n))
            .collect();
        for (name, node) in &self.nodes {
            writeln!(
                out,
                "<node id=\"{}\" label=\"{}\"><attvalues><attvalue for=\"country\" value=\"{}\"/><attvalue for=\"sector\" \
                 value=\"{}\"/></attvalues></node>",
                numbers.get(name.as_str()).copied().unwrap_or_default(),
                escape(name),
                escape(&node.country),
                escape(&node.sector)
            )?;
        }
        writeln!(out, "</nodes>\n<edges>")?;
        for edge in &self.edges {
            let number = |name: &str| numbers.get(name).copied().unwrap_or_default();
            let days = edge.days.map_or_else(String::new, |(from, to)| {
                format!(" start=\"{from}\" end=\"{to}\"")
            });
            writeln!(
                out,
                "<edge id=\"{}\" source=\"{}\" target=\"{}\" label=\"{}\" type=\"{}\"{days}/>",
                edge.id,
                number(&edge.source),
                number(&edge.target),
                escape(&edge.label),
                if edge.is_mutual {
                    "undirected"
                } else {
                    "directed"
                }
            )?;
        }
        writeln!(out, "</edges>\n</graph>\n</gexf>")?;
        Ok(())
    }
}

/// Text in XML and HTML; letters that XML cannot hold are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(letter),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}
