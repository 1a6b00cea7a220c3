//! Speed of the accurate tier on each of this machine's ways to multiply, and beside it that of an encoder of the size
//! of BERT base, with weights made by chance, on the same code, the same text and the same thread.
//!
//! Both go the whole way from text to trees with lemmas, with heads of the same size.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use anyhow::{Context as _, Result};
use relata_language::accurate::Processor;
use relata_language::{AccurateAnalyzer, Analyzer, FastAnalyzer};
use relata_record::Span;
use serde_json::{Value, json};

use crate::language::{NEWS, blocks};
use crate::measure::{best_at_work, rate};

/// Layers and widths of BERT base.
const LAYERS: usize = 12;
const WIDTH: usize = 768;
const INNER: usize = 3072;

const ROUNDS: usize = 7;
const BASE_ROUNDS: usize = 3;

/// Measures; `weights` is the file of the accurate tier.
pub fn run(weights: &Path) -> Result<()> {
    let fast = FastAnalyzer::embedded()?;
    let ours = fs::read(weights).with_context(|| format!("cannot read {}", weights.display()))?;
    let base = of_base_size(&ours).context("the weights are of another form")?;
    let blocks = blocks(NEWS);
    let words: usize = fast
        .analyze(NEWS, &blocks)
        .iter()
        .map(|s| s.tokens.len())
        .sum();
    println!("{words} words, from text to trees with lemmas, one thread, best of {ROUNDS} rounds");
    println!(
        "{:<14} {:>16} {:>22} {:>8}",
        "products by", "accurate, words/s", "of BERT base's size", "times"
    );
    for processor in Processor::all().into_iter().rev() {
        let ours = AccurateAnalyzer::from_bytes(&ours, fast)?.on(processor);
        let base = AccurateAnalyzer::from_bytes(&base, fast)?.on(processor);
        let ours = words_per_second(&ours, &blocks, words, ROUNDS);
        let base = words_per_second(&base, &blocks, words, BASE_ROUNDS);
        println!(
            "{:<14} {ours:>16.0} {base:>22.0} {:>8.2}",
            processor.name(),
            ours / base
        );
    }
    Ok(())
}

fn words_per_second(
    analyzer: &AccurateAnalyzer,
    blocks: &[Span],
    words: usize,
    rounds: usize,
) -> f64 {
    rate(
        words,
        best_at_work(rounds, || drop(black_box(analyzer.analyze(NEWS, blocks)))),
    )
}

/// A file of weights like `file`, but with an encoder of the size of BERT base and weights made by chance.
fn of_base_size(file: &[u8]) -> Option<Vec<u8>> {
    let head = file.get(..24)?;
    let length = usize::try_from(u64::from_le_bytes(head[16..].try_into().ok()?)).ok()?;
    let mut manifest: Value = serde_json::from_slice(file.get(24..24 + length)?).ok()?;
    let width = manifest["shape"]["width"].as_u64()?;
    let inner = manifest["shape"]["inner"].as_u64()?;
    let layers = manifest["shape"]["layers"].as_u64()?;
    manifest["shape"]["layers"] = json!(LAYERS);
    manifest["shape"]["width"] = json!(WIDTH);
    manifest["shape"]["inner"] = json!(INNER);
    manifest["shape"]["heads"] = json!(WIDTH as u64 * manifest["shape"]["heads"].as_u64()? / width);
    let mut tensors = Vec::new();
    for tensor in manifest["tensors"].as_array()? {
        let name = tensor["name"].as_str()?;
        let of_layer = name
            .strip_prefix("layers.")
            .and_then(|rest| rest.split_once('.'));
        let names: Vec<String> = match of_layer {
            Some(("0", rest)) => (0..LAYERS).map(|n| format!("layers.{n}.{rest}")).collect(),
            Some((n, _)) if n.parse::<u64>().is_ok_and(|n| n < layers) => continue,
            _ => vec![name.to_owned()],
        };
        let sizes = tensor["shape"].as_array()?.iter().map(|size| {
            let size = size.as_u64()?;
            Some(match size {
                size if size == width => WIDTH as u64,
                size if size == 3 * width => 3 * WIDTH as u64,
                size if size == inner => INNER as u64,
                size => size,
            })
        });
        let sizes: Vec<u64> = sizes.collect::<Option<_>>()?;
        tensors.extend(
            names
                .into_iter()
                .map(|name| (name, tensor["type"].clone(), sizes.clone())),
        );
    }
    let mut data = Vec::new();
    let mut entries = Vec::new();
    let mut state = 1_u64;
    for (name, kind, sizes) in tensors {
        data.resize(data.len().next_multiple_of(64), 0);
        let (start, count) = (
            data.len(),
            usize::try_from(sizes.iter().product::<u64>()).ok()?,
        );
        if kind == "i8" {
            data.extend((0..count).map(|_| byte(&mut state)));
        } else {
            let value: f32 = if name.ends_with("norm.weight") {
                1.0
            } else {
                0.0005
            };
            data.extend(value.to_le_bytes().repeat(count));
        }
        entries.push(json!({"name": name, "type": kind, "shape": sizes, "offset": start, "bytes": data.len() - start}));
    }
    manifest["tensors"] = Value::Array(entries);
    let manifest = manifest.to_string();
    let mut out = head[..16].to_vec();
    out.extend((manifest.len() as u64).to_le_bytes());
    out.extend(manifest.into_bytes());
    out.resize(out.len().next_multiple_of(64), 0);
    out.extend(data);
    Some(out)
}

/// A weight by chance: as in trained matrices most are small.
fn byte(state: &mut u64) -> u8 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    let parts = state
        .to_le_bytes()
        .map(|part| i32::from(part.cast_signed()));
    let sum: i32 = parts.iter().sum();
    (sum / 10).clamp(-127, 127).to_le_bytes()[0]
}
