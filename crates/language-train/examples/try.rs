use std::time::Instant;
use relata_language::clusters::Clusters;
use relata_language::network::RowIndex;
use relata_language::word::{Word, WordReader, in_capitals};
use relata_language::Relation;
use relata_language_train::conllu::{self, GoldSentence};
use relata_language_train::network::{NetworkSettings, Pair, Vocabulary, check, pass::Example, train_network, vectors};
use relata_language_train::tags::{TagSet, label_set, place};

fn words(s: &GoldSentence, caps: bool) -> Vec<Word> {
    let mut r = WordReader::default();
    let c = Clusters::default();
    let forms: Vec<String> = s.words.iter().map(|w| if caps { w.form.to_uppercase() } else { w.form.clone() }).collect();
    let capital = in_capitals(forms.iter().map(|f| f.as_str()));
    forms.iter().map(|f| if capital { r.read_capitals(f, &c) } else { r.read(f, &c) }).collect()
}

fn main() {
    let t = "/work/shared/treebanks/";
    let load = |n: &str| conllu::read(&std::fs::read_to_string(format!("{t}{n}")).unwrap()).unwrap();
    let mut train = load("en_ewt-ud-train.conllu");
    train.extend(load("gum_open-train.conllu"));
    let ewt = load("en_ewt-ud-dev.conllu");
    let gum = load("gum_open-dev.conllu");
    let vectors = vectors::read(&std::fs::read("models/fast-vectors.bin").unwrap()).unwrap();
    let refs: Vec<&GoldSentence> = train.iter().collect();
    let tags = TagSet::of(&refs);
    let labels = label_set(&refs);
    let sets: Vec<Vec<Word>> = train.iter().flat_map(|s| [words(s, false)]).chain(train.iter().step_by(8).map(|s| words(s, true))).collect();
    let voc = Vocabulary::of(sets.iter().map(|w| &w[..]), &vectors);
    eprintln!("rows {}", voc.keys.len());
    let index = RowIndex::build(&voc.keys);
    let example = |s: &GoldSentence, caps: bool| {
        let (rows, vectors) = voc.read(&index, &words(s, caps));
        Example { rows, vectors, heads: s.words.iter().map(|w| w.head as u16).collect(), tags: s.words.iter().map(|w| tags.number(w)).collect(), labels: s.words.iter().map(|w| place(&labels, w.relation)).collect() }
    };
    let pairs = |ss: &[GoldSentence]| -> Vec<Pair> { ss.iter().map(|s| [example(s, false), example(s, true)]).collect() };
    let (mut tr, e, g) = (pairs(&train), pairs(&ewt), pairs(&gum));
    let mut settings = NetworkSettings::default();
    for a in std::env::args().skip(1) {
        let (n, v) = a.split_once('=').unwrap();
        let v: f32 = v.parse().unwrap();
        match n { "epochs" => settings.epochs = v as usize, "batch" => settings.batch = v as usize, "rate" => settings.rate = v, "word" => settings.word_dropout = v, "row" => settings.row_dropout = v, "layer" => settings.layer_dropout = v, "decay" => settings.decay = v, "seed" => settings.seed = v as u64, "part" => { tr.truncate(v as usize); }, _ => panic!() }
    }
    let root = place(&labels, Relation::Root);
    let clock = Instant::now();
    train_network(&tr, &voc, &vectors, [tags.tags.len(), labels.len()], settings, |epoch, loss, net| {
        let s = |x: [f64; 3]| format!("{:.2} {:.2} {:.2}", x[0], x[1], x[2]);
        let caps = if epoch + 1 == settings.epochs { s(check(net, &e, 1, root)) } else { String::new() };
        println!("{:5.0}s epoch {epoch} loss {loss:.3}  ewt tag/uas/las {}  gum {} {caps}", clock.elapsed().as_secs_f64(), s(check(net, &e, 0, root)), s(check(net, &g, 0, root)));
    });
}
