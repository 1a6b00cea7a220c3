use std::io::Read;
use relata_language::{FastAnalyzer, Workspace};
use relata_record::Span;
fn main() {
    let a = FastAnalyzer::from_bytes(&std::fs::read(std::env::args().nth(1).unwrap()).unwrap()).unwrap();
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let mut tokens = Vec::new();
    for r in a.split(&text, Span::new(0, text.len()), &mut tokens, &mut Workspace::default()) {
        let (a, b) = (tokens[r.start].start as usize, tokens[r.end - 1].end as usize);
        println!("{a}\t{b}\t{}", text[a..b].replace('\n', "¶"));
    }
}
