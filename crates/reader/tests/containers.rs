//! What holds many reports: each kind read, and each with a broken part that is one problem while the rest is read.

// Helpers of tests stand outside of test functions, where the lints do not know them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use relata_reader::{Columns, Item, Options, Reader, fault};
use relata_record::{BlockKind, Report};

fn read_with(name: &str, bytes: &[u8], columns: Columns) -> Vec<Item> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let options = Options {
        columns,
        ..Options::default()
    };
    let items: Vec<Item> = Reader::with_options(&[path], options).collect();
    for report in items.iter().filter_map(|item| item.report.as_ref()) {
        assert_eq!(fault(report), None);
    }
    items
}

fn read(name: &str, bytes: &[u8]) -> Vec<Item> {
    read_with(name, bytes, Columns::default())
}

fn reports(items: &[Item]) -> Vec<&Report> {
    items
        .iter()
        .filter_map(|item| item.report.as_ref())
        .collect()
}

fn ids(items: &[Item]) -> Vec<&str> {
    reports(items)
        .into_iter()
        .map(|report| report.id.as_str())
        .collect()
}

fn problems(items: &[Item]) -> Vec<String> {
    let problems = items.iter().flat_map(|item| &item.problems);
    problems
        .map(|problem| {
            let line = problem
                .line
                .map_or(String::new(), |line| format!("{line} "));
            format!("{line}{}", problem.what)
        })
        .collect()
}

fn blocks(report: &Report, kind: BlockKind) -> Vec<&str> {
    let blocks = report.blocks.iter().filter(|block| block.kind == kind);
    blocks.map(|block| block.span.of(&report.text)).collect()
}

fn day(report: &Report) -> String {
    let day = report
        .published
        .as_ref()
        .and_then(|found| found.value.date());
    day.map_or("-".to_owned(), |day| day.to_string())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A page with a sentence of its own.
fn page(title: &str, sentence: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><nav><a href=/>Home</a></nav><article><h1>{title}</h1><p>{sentence}</p><p>The two sides are to meet again in the capital in a week, officials said.</p></article></body></html>"
    )
}

fn record(address: &str, body: &str) -> Vec<u8> {
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
    response(address, answer.as_bytes(), answer.len())
}

fn response(address: &str, answer: &[u8], length: usize) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    record.extend_from_slice(answer);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

const INFO: &[u8] = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nx: y\r\n\r\n";

fn three_records() -> [Vec<u8>; 3] {
    let one = record(
        "https://www.news.example/one.html",
        &page(
            "Talks open in Sarvan",
            "Rebels and ministers opened talks on Monday in the town of Sarvan.",
        ),
    );
    let two = record(
        "https://news.example/two",
        &page(
            "Bomb kills three in Orla",
            "A bomb killed three soldiers on Tuesday at a checkpoint near Orla.",
        ),
    );
    let three = record(
        "https://news.example/three",
        &page(
            "Truce holds on the river",
            "The truce on the river held for a third day, mediators said on Friday.",
        ),
    );
    [one, two, three]
}

#[test]
fn an_archive_of_a_crawl() {
    let [one, two, three] = three_records();
    let image = response(
        "https://news.example/a.png",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
        49,
    );
    let gone = response(
        "https://news.example/gone",
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nGone",
        55,
    );
    let archive = [INFO.to_vec(), one, image, two, gone, three].concat();
    let items = read("crawl.warc", &archive);
    assert_eq!(
        ids(&items),
        ["news.example/one", "news.example/two", "news.example/three"]
    );
    assert_eq!(
        problems(&items),
        ["holds 3 records that are no pages (answer 404 1, image/png 1, warcinfo 1)"]
    );
    assert_eq!(
        reports(&items)[0].url.as_deref(),
        Some("https://www.news.example/one.html")
    );
    assert_eq!(
        reports(&items)[0].title.as_ref().unwrap().value,
        "Talks open in Sarvan"
    );

    let packed: Vec<u8> = [
        gzip(INFO),
        three_records()
            .iter()
            .flat_map(|record| gzip(record))
            .collect(),
    ]
    .concat();
    assert_eq!(ids(&read("crawl.warc.gz", &packed)).len(), 3);
}

#[test]
fn a_broken_record_of_an_archive_is_one_problem() {
    let [one, two, three] = three_records();
    let start = one.len();
    for wrong in [-40_i64, 400] {
        let body = page(
            "Bomb kills three in Orla",
            "A bomb killed three soldiers on Tuesday.",
        );
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
        let length = usize::try_from(i64::try_from(answer.len()).unwrap() + wrong).unwrap();
        let bad = response("https://news.example/two", answer.as_bytes(), length);
        let items = read("crawl.warc", &[one.clone(), bad, three.clone()].concat());
        assert_eq!(
            ids(&items),
            ["news.example/one", "news.example/three"],
            "{wrong}"
        );
        let problems = problems(&items);
        assert!(
            problems[0].starts_with(&format!(
                "at byte {start}: has a record with a wrong length"
            )),
            "{problems:?}"
        );
        assert!(problems.len() <= 2, "{problems:?}");
    }
    let junk = [
        one.clone(),
        b"\0\x01 not a record\r\n\r\n".to_vec(),
        two.clone(),
    ]
    .concat();
    let items = read("crawl.warc", &junk);
    assert_eq!(ids(&items).len(), 2);
    assert_eq!(problems(&items).len(), 1);
    let cut = [one.clone(), two[..two.len() / 2].to_vec()].concat();
    let items = read("crawl.warc", &cut);
    assert_eq!(ids(&items), ["news.example/one"]);
    assert!(
        problems(&items)[0].contains("ends inside of the record"),
        "{:?}",
        problems(&items)
    );

    let mut bad = gzip(&two);
    let middle = bad.len() / 2;
    for byte in &mut bad[middle..middle + 8] {
        *byte ^= 0xa5;
    }
    let items = read("crawl.warc.gz", &[gzip(&one), bad, gzip(&three)].concat());
    assert_eq!(ids(&items), ["news.example/one", "news.example/three"]);
    let damaged = format!("damaged at byte {} of the packed file", gzip(&one).len());
    let problems = problems(&items);
    assert!(
        problems.iter().any(|what| what.contains(&damaged)),
        "{problems:?}"
    );
}

#[test]
fn an_archive_of_text() {
    let text = "Talks open in Sarvan\n\nRebels and ministers opened talks on Monday in the town of Sarvan.\n";
    let record = format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://news.example/a\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
        text.len()
    );
    let items = read("crawl.wet.gz", &gzip(record.as_bytes()));
    assert_eq!(ids(&items), ["news.example/a"]);
    assert_eq!(reports(&items)[0].text, text);
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn archives_of_files() {
    let [one, two, _] = three_records();
    let inner = zip(&[("deep.txt", b"Talks went on.")]);
    let rows = gzip(b"{\"id\":\"row\",\"text\":\"Talks ended.\"}\n");
    let archive = zip(&[
        (
            "b/page/index.html",
            page(
                "Truce holds on the river",
                "The truce held for a third day.",
            )
            .as_bytes(),
        ),
        ("a.txt", b"Talks began."),
        ("inner.zip", &inner),
        ("rows.jsonl.gz", &rows),
        ("logo.png", b"\x89PNG"),
    ]);
    let items = read("all.zip", &archive);
    assert_eq!(ids(&items), ["a", "page", "deep", "row"]);
    assert_eq!(
        problems(&items),
        ["holds 1 files of other kinds, which were passed over"]
    );
    // A packed archive has no file of its own to look things up in.
    assert_eq!(ids(&read("all.zip.gz", &gzip(&archive))).len(), 4);

    let wacz = zip(&[
        ("datapackage.json", b"{}"),
        ("pages/pages.jsonl", b"{\"text\":\"no report\"}"),
        ("archive/data.warc.gz", &[gzip(&one), gzip(&two)].concat()),
    ]);
    assert_eq!(
        ids(&read("crawl.wacz", &wacz)),
        ["news.example/one", "news.example/two"]
    );

    let mut cut = archive.clone();
    cut.truncate(archive.len() - 30);
    assert!(
        problems(&read("all.zip", &cut))[0].starts_with("is a ZIP archive that cannot be read")
    );
    let office = zip(&[
        ("[Content_Types].xml", b"<a/>"),
        ("word/document.xml", b"<a/>"),
    ]);
    assert_eq!(problems(&read("a.zip", &office)), ["is an office document"]);
}

#[test]
fn archives_too_deep_are_left() {
    let mut archive = zip(&[("a.txt", b"Talks began.")]);
    for _ in 0..9 {
        archive = zip(&[("inner.zip", &archive)]);
    }
    assert_eq!(
        problems(&read("all.zip", &archive)),
        ["holds too many archives within each other"]
    );
}

#[test]
fn tables_with_any_mark_and_any_names() {
    let csv = "Headline;Body;Pub_Date;Outlet;Notes\n\"Talks; at last\";\"Talks began.\n\nThey \"\"go on\"\".\";2016-08-24;The Daily;x\nOne;Two;soon;;\n";
    let items = read("list.csv", csv.as_bytes());
    let reports = reports(&items);
    assert_eq!(ids(&items), ["list:2", "list:5"]);
    assert_eq!(reports[0].text, "Talks began.\n\nThey \"go on\".");
    assert_eq!(reports[0].title.as_ref().unwrap().value, "Talks; at last");
    assert_eq!(
        (
            day(reports[0]).as_str(),
            reports[0].agency.as_ref().unwrap().value.as_str()
        ),
        ("2016-08-24", "The Daily")
    );
    assert!(problems(&items)[0].starts_with("5 has a `Pub_Date` that names no day"));

    let mut columns = Columns::default();
    assert!(columns.set("text", "Notiz") && !columns.set("colour", "x"));
    let items = read_with("list.tsv", b"Notiz\ttext\nTalks began.\tno\n", columns);
    assert_eq!(reports_text(&items), ["Talks began."]);
    let items = read("list.csv", b"a,b\n1,2\n");
    assert!(
        problems(&items)[0]
            .starts_with("has no column that is known to hold the report's words among `a`, `b`")
    );
    let items = read(
        "list.csv",
        b"id,text\na,<p>Talks began on Monday.</p><p>They go on.</p>\n",
    );
    assert_eq!(
        reports_text(&items),
        ["Talks began on Monday.\n\nThey go on."]
    );
}

/// The page of [`pages_packed_in_an_archive_are_unpacked`], packed by another program.
const BROTLI: &[u8] = b"\x1b\x43\x01\x60\x1c\x07\x6e\xac\xc3\x13\x48\x39\x4c\xca\x9a\x5b\xaa\x47\x1f\x8c\xd1\xfd\xd0\x4c\x86\x74\
        \xb2\x07\xc5\x71\x1b\x3f\x51\x0c\xad\x5a\x80\x99\xc9\x23\x45\x65\x79\x0b\x39\x3b\xef\x6d\x5e\x7a\x53\xc8\
        \x42\x11\xd2\x8f\x54\xad\x0b\x59\xa1\x73\x0b\x45\xb3\x8e\x5f\xc1\xf0\x02\xc3\xed\xb9\xe1\xa0\xb1\xb8\xec\
        \xad\x10\xd8\x34\xdb\x35\x51\x3c\xe0\xb2\x31\x1e\x2a\xb5\xc0\x72\x56\x43\x76\x62\x8e\x62\xe6\x76\xfe\x86\
        \xe5\xbb\xb7\x09\xaa\x8a\x65\x92\x44\xf9\x9e\x2f\x61\xed\xaa\xfc\x70\xea\x67\xe5\x84\x24\x69\x51\x62\xf4\
        \x5f\x95\x87\xe2\x8d\x4d\x1e\x1c\x69\xa3\xf2\x76\x7d\xaa\x0c\x08\x28\x38\xef\x31\xc6\x0d\x7d\x1a\x28\x11\
        \xaa\x98\xdd\x86\x62\x90\xa6\xbb\x53\xbe\xda\x22\x92";

#[test]
fn pages_packed_in_an_archive_are_unpacked() {
    let sentence = "Rebels and ministers opened talks on Monday in the town of Sarvan";
    let page = page("Talks open in Sarvan", sentence);
    let answer = |packing: &str, body: &[u8]| {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: {packing}\r\n\r\n"
        );
        let answer = [head.as_bytes(), body].concat();
        response("https://news.example/packed", &answer, answer.len())
    };
    let zstd = zstd::encode_all(page.as_bytes(), 3).unwrap();
    for (packing, body) in [
        ("gzip", gzip(page.as_bytes()).as_slice()),
        ("zstd", &zstd),
        ("br", BROTLI),
        // A crawler that unpacks a page may leave its head as it was.
        ("br", page.as_bytes()),
        ("zstd", page.as_bytes()),
    ] {
        let items = read("pages.warc", &answer(packing, body));
        let read = reports(&items);
        assert_eq!(read.len(), 1, "{packing}: {:?}", problems(&items));
        assert!(
            read[0].text.contains(sentence),
            "{packing}: {}",
            read[0].text
        );
    }
    // Half of it, or a byte of it changed, is a page that is cut off or a problem, never a fault.
    for at in 0..BROTLI.len() {
        let mut bad = BROTLI.to_vec();
        bad[at] ^= 0x55;
        read("pages.warc", &answer("br", &bad));
        read("pages.warc", &answer("br", &BROTLI[..at]));
    }
    let rows =
        "{\"id\":\"a\",\"text\":\"Talks began.\"}\n{\"id\":\"b\",\"text\":\"Talks ended.\"}\n";
    let packed = zstd::encode_all(rows.as_bytes(), 3).unwrap();
    assert_eq!(ids(&read("rows.jsonl.zst", &packed)), ["a", "b"]);
    let items = read("rows.jsonl.zst", &packed[..packed.len() / 2]);
    assert!(!problems(&items).is_empty());
}

fn reports_text(items: &[Item]) -> Vec<&str> {
    reports(items)
        .into_iter()
        .map(|report| report.text.as_str())
        .collect()
}

fn parquet_file(rows: &[(&str, &str, i32)], packing: parquet::basic::Compression) -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    let schema = "message m { REQUIRED BYTE_ARRAY id (UTF8); REQUIRED BYTE_ARRAY body (UTF8); REQUIRED INT32 published (DATE); REQUIRED DOUBLE other; }";
    let schema = parquet::schema::parser::parse_message_type(schema).unwrap();
    let properties =
        parquet::file::properties::WriterProperties::builder().set_compression(packing);
    let mut bytes = Vec::new();
    let schema = std::sync::Arc::new(schema);
    let mut writer = parquet::file::writer::SerializedFileWriter::new(
        &mut bytes,
        schema,
        properties.build().into(),
    )
    .unwrap();
    let mut group = writer.next_row_group().unwrap();
    for column in 0..4 {
        let mut open = group.next_column().unwrap().unwrap();
        let words = |word: fn(&(&str, &str, i32)) -> String| -> Vec<ByteArray> {
            rows.iter()
                .map(|row| ByteArray::from(word(row).as_str()))
                .collect()
        };
        match column {
            0 => open.typed::<ByteArrayType>().write_batch(
                &words(|row| row.0.to_owned()),
                None,
                None,
            ),
            1 => open.typed::<ByteArrayType>().write_batch(
                &words(|row| row.1.to_owned()),
                None,
                None,
            ),
            2 => open.typed::<Int32Type>().write_batch(
                &rows.iter().map(|row| row.2).collect::<Vec<_>>(),
                None,
                None,
            ),
            _ => open.typed::<parquet::data_type::DoubleType>().write_batch(
                &vec![0.5; rows.len()],
                None,
                None,
            ),
        }
        .unwrap();
        open.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn rows_of_parquet() {
    use parquet::basic::Compression as Packing;
    let rows = [
        ("a", "Talks began.", 17_037),
        ("b", "", 0),
        ("c", "Talks ended.", 17_038),
    ];
    for packing in [
        Packing::UNCOMPRESSED,
        Packing::ZSTD(Default::default()),
        Packing::GZIP(Default::default()),
        Packing::LZ4_RAW,
    ] {
        let items = read("list.parquet", &parquet_file(&rows, packing));
        assert_eq!(ids(&items), ["a", "c"], "{packing}");
    }
    let bytes = parquet_file(&rows, Packing::SNAPPY);
    let items = read("list.parquet", &bytes);
    assert_eq!(ids(&items), ["a", "c"]);
    assert_eq!(day(reports(&items)[0]), "2016-08-24");
    assert_eq!(problems(&items), ["2 has a `body` that is empty"]);
    assert_eq!(ids(&read("list.parquet.gz", &gzip(&bytes))).len(), 2);
    let packed = zstd::encode_all(&bytes[..], 3).unwrap();
    assert_eq!(ids(&read("list.parquet.zst", &packed)).len(), 2);
    let mut columns = Columns::default();
    columns.set("text", "nothing");
    let items = read_with("list.parquet", &bytes, columns);
    assert!(problems(&items)[0].starts_with("has no column that is known to hold"));
    // Whatever is wrong with the bytes is a problem, not a fault.
    for at in 0..bytes.len() {
        let mut bad = bytes.clone();
        bad[at] ^= 0x55;
        read("list.parquet", &bad);
    }
    assert!(!problems(&read("list.parquet", &bytes[..bytes.len() / 2])).is_empty());
}

#[test]
fn a_broken_row_of_a_table_is_one_problem() {
    let csv = "id,text\na,Talks began.\nb,\"Talks without end\nc,Talks went on.\nd,\"Talks, they said\"\ne,1,2\nf,Talks ended.\n";
    let items = read("list.csv", csv.as_bytes());
    assert_eq!(ids(&items), ["a", "c", "d", "f"]);
    let problems = problems(&items);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(
        problems[0].starts_with("3 ") && problems[1].starts_with("6 has 3 cells"),
        "{problems:?}"
    );
}

#[test]
fn entries_of_feeds() {
    let long = "Rebels and ministers opened talks on Monday in the town of Sarvan, mediators said.";
    let rss = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="c" xmlns:dc="d"><channel><title>The Daily</title><language>en</language>
        <item><title>Talks open &amp; go on</title><link>https://daily.example/talks</link><pubDate>Mon, 22 Aug 2016 10:00:00 GMT</pubDate><dc:creator><![CDATA[Jane Doe]]></dc:creator><description>Short.</description>
        <content:encoded><![CDATA[<p>{long}</p><figure><img><figcaption>The hall. Photo: AFP</figcaption></figure><p>They go on&nbsp;today.</p><div class="sharedaddy">Share this</div>]]></content:encoded></item>
        <item><title>Broken<link>https://daily.example/broken</link>
        <item><title>Summary only</title><link>https://daily.example/two</link><description>A bomb killed three soldiers on Tuesday near Orla.</description></item></channel></rss>"#
    );
    let items = read("feed.xml", rss.as_bytes());
    let found = reports(&items);
    assert_eq!(ids(&items), ["daily.example/talks", "daily.example/two"]);
    assert_eq!(
        found[0].text,
        format!(
            "Talks open & go on\n\n{long}\n\nThe hall. Photo: AFP\n\nThey go on today.\n\nShare this"
        )
    );
    assert_eq!(
        blocks(found[0], BlockKind::Paragraph),
        [long, "They go on today."]
    );
    assert_eq!(blocks(found[0], BlockKind::Title), ["Talks open & go on"]);
    assert_eq!(blocks(found[0], BlockKind::Caption), ["The hall."]);
    assert_eq!(
        (
            day(found[0]).as_str(),
            found[0].byline.as_ref().unwrap().value.as_str()
        ),
        ("2016-08-22", "Jane Doe")
    );
    assert_eq!(found[0].agency.as_ref().unwrap().value, "The Daily");
    assert!(problems(&items)[0].contains("has an entry without an end"));
    assert!(problems(&items)[1].contains("no more than a summary"));

    let atom = format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>The Daily</title><entry><title>Talks</title><link rel="alternate" href="https://daily.example/t"/><published>2016-08-22T10:00:00Z</published><author><name>Jane Doe</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{long}</p></div></content></entry></feed>"#
    );
    let items = read("feed", atom.as_bytes());
    assert_eq!(reports_text(&items), [format!("Talks\n\n{long}")]);

    let json = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "The Daily", "items": [
        {"id": "1", "url": "https://daily.example/j", "title": "Talks", "content_html": format!("<p>{long}</p>"), "date_published": "2016-08-22T10:00:00Z", "authors": [{"name": "Jane Doe"}]},
        {"id": "2", "content_text": "Talks began.\nThey go on."}, 7]});
    let items = read(
        "feed.json",
        serde_json::to_string_pretty(&json).unwrap().as_bytes(),
    );
    assert_eq!(ids(&items), ["daily.example/j", "2"]);
    assert_eq!(day(reports(&items)[0]), "2016-08-22");
    assert_eq!(problems(&items).len(), 1);
}

#[test]
fn a_feed_leads_to_pages_saved_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let rss = "<rss><channel><title>D</title><item><title>Truce</title><link>https://daily.example/2016/truce</link><description>Short.</description></item></channel></rss>";
    std::fs::write(folder.path().join("feed.rss"), rss).unwrap();
    let saved = page(
        "Truce holds on the river",
        "The truce on the river held for a third day, mediators said.",
    );
    std::fs::write(folder.path().join("truce.html"), saved).unwrap();
    let items: Vec<Item> = Reader::open(&[folder.path().to_path_buf()]).collect();
    assert_eq!(ids(&items), ["daily.example/2016/truce"]);
    assert_eq!(
        reports(&items)[0].url.as_deref(),
        Some("https://daily.example/2016/truce")
    );
    assert!(
        problems(&items)[0].contains("again, the same words"),
        "{:?}",
        problems(&items)
    );
}

#[test]
fn items_of_agencies() {
    let nitf = r#"<?xml version="1.0" encoding="iso-8859-1"?><nitf><head><title>slug</title><docdata><doc-id id-string="nx-1"/><date.issue norm="20160822T100000Z"/></docdata></head><body><body.head><hedline><hl1>Talks open in Bogotá</hl1></hedline><byline>By <person>Jane Doe</person></byline><distributor>Reuters</distributor><dateline><location>BOGOTA</location></dateline></body.head><body.content><p>Rebels and ministers opened talks on Monday in Bogotá, mediators said.</p><media media-type="image"><media-reference source="a.jpg"/><media-caption>The hall on Monday.</media-caption></media><hl2>Background</hl2><p>They go on.</p></body.content></body></nitf>"#;
    let latin: Vec<u8> = nitf
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let items = read("story.xml", &latin);
    let report = reports(&items)[0];
    assert_eq!(report.id, "nx-1");
    assert_eq!(report.title.as_ref().unwrap().value, "Talks open in Bogotá");
    assert_eq!(
        blocks(report, BlockKind::Paragraph),
        [
            "Rebels and ministers opened talks on Monday in Bogotá, mediators said.",
            "They go on."
        ]
    );
    assert_eq!(blocks(report, BlockKind::Caption), ["The hall on Monday."]);
    assert_eq!(
        (
            day(report).as_str(),
            report.agency.as_ref().unwrap().value.as_str()
        ),
        ("2016-08-22", "Reuters")
    );
    assert_eq!(report.byline.as_ref().unwrap().value, "Jane Doe");
    assert_eq!(
        report.reading.charset.as_ref().unwrap().value,
        "windows-1252"
    );

    let item = |guid: &str, body: &str| {
        format!(
            r#"<newsItem guid="{guid}" xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><provider qcode="prov:afp"><name>AFP</name></provider><versionCreated>2016-08-23T01:00:00Z</versionCreated></itemMeta><contentMeta><contentCreated>2016-08-22T10:00:00+02:00</contentCreated><headline>Talks open</headline><by>By Jane Doe</by><language tag="en"/></contentMeta><contentSet>{body}</contentSet></newsItem>"#
        )
    };
    let xhtml = r#"<inlineXML contenttype="application/xhtml+xml"><html><head><title>x</title></head><body><p>Rebels and ministers opened talks on Monday, mediators said.</p></body></html></inlineXML>"#;
    let plain = "<inlineData contenttype=\"text/plain\">A bomb killed three soldiers on Tuesday.\n\nNobody said who laid it.</inlineData>";
    let message = format!(
        "<?xml version='1.0'?><newsMessage><header/><itemSet>{}{}<newsItem><contentSet>{}</itemSet></newsMessage>",
        item("urn:1", xhtml),
        item("urn:2", plain),
        "<inlineXML>"
    );
    let items = read("message.xml", message.as_bytes());
    assert_eq!(ids(&items), ["urn:1", "urn:2"]);
    let found = reports(&items);
    assert_eq!(day(found[0]), "2016-08-22");
    assert_eq!(
        found[0].agency.as_ref().unwrap().value,
        "Agence France-Presse"
    );
    assert_eq!(
        blocks(found[1], BlockKind::Paragraph),
        [
            "A bomb killed three soldiers on Tuesday.",
            "Nobody said who laid it."
        ]
    );
    assert!(problems(&items)[0].contains("has an item without an end"));
}

#[test]
fn languages_and_character_sets_are_kept() {
    let spanish = "El gobierno y la guerrilla anunciaron el lunes una tregua de dos meses en todo el país, según los mediadores.";
    let latin: Vec<u8> =
        format!("<html><head><meta charset=iso-8859-1></head><body><p>{spanish}</p></body></html>")
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
    let items = read("a.html", &latin);
    let report = reports(&items)[0];
    assert_eq!(report.language.as_deref(), Some("es"));
    let charset = report.reading.charset.as_ref().unwrap();
    assert_eq!(
        (charset.value.as_str(), charset.how.as_str()),
        ("windows-1252", "meta element")
    );
    assert!(Path::new(&report.id) == Path::new("a"));
}
