//! What was fetched, written as a web archive: one packed record for each answer.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::fetch::Answer;

/// Adds an answer to an archive, which is made where there is none. The record is on the disk when this comes back.
pub(crate) fn add(archive: &Path, answer: &Answer, now: Timestamp) -> io::Result<()> {
    let record = record(answer, now);
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(&record)?;
    let packed = packer.finish()?;
    let mut file: File = OpenOptions::new().create(true).append(true).open(archive)?;
    file.write_all(&packed)?;
    file.sync_data()
}

fn record(answer: &Answer, now: Timestamp) -> Vec<u8> {
    let mut block = format!("HTTP/1.1 {}\r\n", answer.status);
    for (name, value) in &answer.head {
        block.push_str(&format!("{name}: {}\r\n", value.replace(['\r', '\n'], " ")));
    }
    block.push_str("\r\n");
    let mut block = block.into_bytes();
    block.extend_from_slice(&answer.body);
    let digest = Sha256::digest(&block);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or("");
    let id = [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-");
    let second = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let mut record = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Date: {second}\r\n\
         WARC-Target-URI: {}\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n",
        answer.address,
        block.len()
    )
    .into_bytes();
    record.append(&mut block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}
