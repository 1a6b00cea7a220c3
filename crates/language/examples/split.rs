use std::io::Read;
use relata_language::text::{sentences, tokenize};
use relata_record::Span;
fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let mut tokens = Vec::new();
    tokenize(&text, Span::new(0, text.len()), &mut tokens);
    for r in sentences(&text, &tokens) {
        let (a, b) = (tokens[r.start].start as usize, tokens[r.end - 1].end as usize);
        println!("{a}\t{b}\t{}", text[a..b].replace('\n', "¶"));
    }
}
