//! Finds the phrases that may speak of somebody or something: pronouns, names, nouns with what belongs to them.

use std::borrow::Borrow;

use relata_language::hash::{hash_bytes, mix};
use relata_language::{Relation, Sentence, Token, Upos, Xpos};

use crate::mention::{Kind, Mention, Mentions, Seen, mark};
use crate::weights::Weights;
use crate::words::{
    Determiner, Gender, Number, Place, Pronoun, determiner, gender, lower_into, pronoun,
};

/// Hash of what stands before the first and behind the last word.
const BORDER: u64 = 3;

/// Children before the head that belong to the phrase.
const BEFORE: &[Relation] = &[
    Relation::Det,
    Relation::Amod,
    Relation::Compound,
    Relation::NmodPoss,
    Relation::NmodDesc,
    Relation::NmodUnmarked,
    Relation::Nummod,
    Relation::Flat,
];

/// Children behind the head that belong to it.
const BEHIND: &[Relation] = &[
    Relation::Nmod,
    Relation::Flat,
    Relation::Appos,
    Relation::Acl,
    Relation::AclRelcl,
    Relation::NmodUnmarked,
    Relation::Amod,
    Relation::Nummod,
    Relation::Compound,
    Relation::Det,
];

/// Children that are part of the name or noun itself.
const CONTENT: &[Relation] = &[
    Relation::Compound,
    Relation::Flat,
    Relation::Amod,
    Relation::Nummod,
    Relation::NmodDesc,
];

/// Relations of words that are part of another word's phrase and no phrase of their own.
const INNER: &[Relation] = &[
    Relation::Flat,
    Relation::Fixed,
    Relation::Goeswith,
    Relation::NmodDesc,
    Relation::Expl,
    Relation::Det,
    Relation::Amod,
    Relation::Advmod,
    Relation::Aux,
    Relation::Cop,
    Relation::Case,
    Relation::Mark,
];

/// Finds all mentions, in text order, a longer phrase before those inside it.
pub(crate) fn detect<S: Borrow<Sentence>>(
    text: &str,
    sentences: &[S],
    weights: &Weights,
) -> Mentions {
    let mut detector = Detector {
        text,
        weights,
        mentions: Mentions::default(),
        scan: Scan::default(),
        offset: 0,
        quoted: false,
        end: 0,
    };
    for (index, sentence) in sentences.iter().enumerate() {
        detector.sentence(index, sentence.borrow());
    }
    detector.mentions
}

/// One sentence with its children and the reach of each word.
#[derive(Default)]
struct Scan {
    starts: Vec<u32>,
    children: Vec<u32>,
    low: Vec<u32>,
    high: Vec<u32>,
    forms: Vec<u64>,
    quoted: Vec<bool>,
    lower: String,
}

impl Scan {
    fn children(&self, node: usize) -> &[u32] {
        &self.children[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    fn read(&mut self, tokens: &[Token]) {
        let count = tokens.len();
        self.starts.clear();
        self.starts.resize(count + 2, 0);
        for token in tokens {
            if let Some(head) = head(token, count) {
                self.starts[head + 2] += 1;
            }
        }
        for place in 2..self.starts.len() {
            self.starts[place] += self.starts[place - 1];
        }
        self.children.clear();
        self.children.resize(count, 0);
        for (node, token) in tokens.iter().enumerate() {
            if let Some(head) = head(token, count) {
                let place = self.starts[head + 1];
                self.children[place as usize] = node as u32;
                self.starts[head + 1] += 1;
            }
        }
        self.low.clear();
        self.low.extend(0..count as u32);
        self.high.clear();
        self.high.extend(0..count as u32);
        for node in 0..count {
            let (mut above, mut steps) = (head(&tokens[node], count), 0);
            while let Some(place) = above
                && steps < count
            {
                self.low[place] = self.low[place].min(node as u32);
                self.high[place] = self.high[place].max(node as u32);
                (above, steps) = (head(&tokens[place], count), steps + 1);
            }
        }
    }
}

fn head(token: &Token, count: usize) -> Option<usize> {
    token
        .head
        .map(|head| head as usize)
        .filter(|head| *head < count)
}

struct Detector<'a> {
    text: &'a str,
    weights: &'a Weights,
    mentions: Mentions,
    scan: Scan,
    /// Tokens before the sentence.
    offset: usize,
    quoted: bool,
    /// End of the sentence before.
    end: u32,
}

impl Detector<'_> {
    fn sentence(&mut self, index: usize, sentence: &Sentence) {
        let tokens = &sentence.tokens;
        self.read_forms(sentence);
        self.scan.read(tokens);
        let first_mention = self.mentions.all.len();
        for node in 0..tokens.len() {
            if !may_head(tokens, node) {
                continue;
            }
            let (first, last) = self.reach(tokens, node);
            self.push(index, tokens, node, first, last, false);
            if let Some(end) = self.joined_end(tokens, node) {
                self.push(index, tokens, node, first, end, true);
            }
        }
        let new = &mut self.mentions.all[first_mention..];
        new.sort_by_key(|mention| (mention.first, std::cmp::Reverse(mention.last), mention.head));
        if let Some(opening) = new.first_mut() {
            opening.seen.marks |= mark::OPENING;
        }
        self.offset += tokens.len();
    }

    /// Hashes of the forms, and which of them stand in quotes. A paragraph's end closes what was left open.
    fn read_forms(&mut self, sentence: &Sentence) {
        let between = (self.end as usize).min(sentence.span.start as usize);
        if self
            .text
            .get(between..sentence.span.start as usize)
            .is_none_or(|gap| gap.contains('\n'))
        {
            self.quoted = false;
        }
        self.end = sentence.span.end;
        self.scan.forms.clear();
        self.scan.quoted.clear();
        for token in &sentence.tokens {
            let form = token.span.of(self.text);
            match form {
                "\"" => self.quoted = !self.quoted,
                "\u{201c}" | "``" | "\u{ab}" => self.quoted = true,
                "\u{201d}" | "''" | "\u{bb}" => self.quoted = false,
                _ => {}
            }
            self.scan.quoted.push(self.quoted);
            lower_into(form, &mut self.scan.lower);
            self.scan.forms.push(hash_bytes(self.scan.lower.as_bytes()));
        }
    }

    /// First and last word of the phrase of a head.
    fn reach(&self, tokens: &[Token], node: usize) -> (usize, usize) {
        let (mut first, mut last) = (node, node);
        for &child in self.scan.children(node) {
            let child = child as usize;
            let relation = tokens[child].relation;
            if child < node && BEFORE.contains(&relation) {
                first = first.min(self.scan.low[child] as usize);
            }
            let belongs = BEHIND.contains(&relation)
                || relation == Relation::Case && tokens[child].xpos == Xpos::Pos;
            if child > node && belongs {
                last = last.max(self.scan.high[child] as usize);
            }
        }
        while last > node && tokens[last].upos == Upos::Punct && !self.closes(tokens, first, last) {
            last -= 1;
        }
        while first < node && tokens[first].upos == Upos::Punct && !self.is(tokens, first, "(") {
            first += 1;
        }
        (first, last)
    }

    fn is(&self, tokens: &[Token], node: usize, form: &str) -> bool {
        tokens[node].span.of(self.text) == form
    }

    /// A bracket or quote that was opened inside the phrase.
    fn closes(&self, tokens: &[Token], first: usize, last: usize) -> bool {
        let open: &[&str] = match tokens[last].span.of(self.text) {
            ")" => &["("],
            "]" => &["["],
            "\u{201d}" => &["\u{201c}"],
            "\"" => &["\""],
            _ => return false,
        };
        (first..last).any(|node| open.contains(&tokens[node].span.of(self.text)))
    }

    /// The end of the last phrase that is joined to this one with "and".
    fn joined_end(&self, tokens: &[Token], node: usize) -> Option<usize> {
        self.scan
            .children(node)
            .iter()
            .map(|child| *child as usize)
            .filter(|child| {
                *child > node
                    && tokens[*child].relation == Relation::Conj
                    && matches!(
                        tokens[*child].upos,
                        Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num
                    )
            })
            .map(|child| self.reach(tokens, child).1)
            .max()
    }

    fn push(
        &mut self,
        sentence: usize,
        tokens: &[Token],
        node: usize,
        first: usize,
        last: usize,
        several: bool,
    ) {
        let token = &tokens[node];
        lower_into(token.span.of(self.text), &mut self.scan.lower);
        let known = matches!(token.upos, Upos::Pron | Upos::Det)
            .then(|| pronoun(&self.scan.lower))
            .flatten()
            .filter(|_| !several && (first == last));
        let kind = match known {
            _ if several => Kind::Several,
            Some(pronoun) => Kind::Pronoun(pronoun.class),
            None if token.upos == Upos::Propn => Kind::Name,
            None => Kind::Noun,
        };
        let determiner = self.determiner(tokens, node);
        let number = match (known, several) {
            (_, true) => Some(Number::Plural),
            (Some(pronoun), _) => pronoun.number,
            _ => match token.xpos {
                Xpos::Nns | Xpos::Nnps => Some(Number::Plural),
                Xpos::Nn | Xpos::Nnp => Some(Number::Singular),
                _ => None,
            },
        };
        let mut mention = Mention {
            sentence,
            first,
            last,
            head: node,
            kind,
            person: known.map_or(3, |pronoun| pronoun.person),
            number,
            gender: known.and_then(|pronoun| pronoun.gender),
            determiner,
            seen: Seen::default(),
        };
        if known.is_none() && !several {
            mention.gender = self.gender(tokens, node);
        }
        self.see(&mut mention, tokens, known);
        self.mentions.all.push(mention);
    }

    fn determiner(&mut self, tokens: &[Token], node: usize) -> Option<Determiner> {
        for place in 0..self.scan.children(node).len() {
            let child = self.scan.children(node)[place] as usize;
            if tokens[child].relation == Relation::Det && child < node {
                lower_into(tokens[child].span.of(self.text), &mut self.scan.lower);
                if let Some(found) = determiner(&self.scan.lower) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// What the head, a title or the first part of a name tells.
    fn gender(&mut self, tokens: &[Token], node: usize) -> Option<Gender> {
        if tokens[node].upos == Upos::Noun {
            return gender(Place::Noun, &tokens[node].lemma.to_lowercase());
        }
        if tokens[node].upos != Upos::Propn {
            return None;
        }
        let form = |place: usize| tokens[place].span.of(self.text);
        let mut lower = std::mem::take(&mut self.scan.lower);
        let mut found = gender(Place::Name, form(node));
        let mut title = None;
        let children = self.scan.children(node);
        for &child in children {
            let child = child as usize;
            if CONTENT.contains(&tokens[child].relation) {
                lower_into(form(child), &mut lower);
                let told = gender(Place::Title, &lower).or(gender(Place::Noun, &lower));
                title = title.or(told.filter(|_| child < node));
                found = found.or(gender(Place::Name, form(child)));
            }
        }
        // "Mr. Salim" may be headed by its title.
        lower_into(form(node), &mut lower);
        let headed = gender(Place::Title, &lower).filter(|_| !children.is_empty());
        self.scan.lower = lower;
        title.or(headed).or(found)
    }

    fn see(&mut self, mention: &mut Mention, tokens: &[Token], known: Option<&Pronoun>) {
        let scan = &self.scan;
        let (node, first, last) = (mention.head, mention.first, mention.last);
        let count = tokens.len();
        let token = &tokens[node];
        let mut seen = Seen {
            from: (self.offset + first) as u32,
            to: (self.offset + last) as u32,
            ..Seen::default()
        };
        (seen.class, seen.coarse) = class(mention, known);
        seen.lemma = lemma_hash(token, scan.forms[node]);
        seen.clusters = self.weights.clusters(scan.forms[node]);
        if seen.clusters[0] == 0 {
            seen.clusters = self.weights.clusters(seen.lemma);
        }
        let form_at = |place: Option<usize>| {
            place
                .and_then(|place| scan.forms.get(place).copied())
                .unwrap_or(BORDER)
        };
        seen.words = [
            scan.forms[first],
            scan.forms[last],
            form_at(first.checked_sub(1)),
            form_at(Some(last + 1)),
        ];
        seen.role = token.relation as u64;
        let governor = head(token, count);
        seen.governor = governor.map_or(BORDER, |place| {
            lemma_hash(&tokens[place], scan.forms[place])
        });
        seen.governor_at = governor.map_or(u32::MAX, |place| (self.offset + place) as u32);
        seen.length = (last - first + 1).min(6) as u64;
        seen.marks = u64::from(scan.quoted[node]) * mark::QUOTED;
        for &child in scan.children(node) {
            let child = child as usize;
            seen.marks |= match tokens[child].relation {
                Relation::Cop => mark::PREDICATE,
                Relation::Appos => mark::APPOSED,
                Relation::Flat => mark::FLAT,
                Relation::Acl | Relation::AclRelcl => mark::CLAUSE,
                Relation::Amod | Relation::Compound | Relation::Nummod if child < node => {
                    mark::MODIFIED
                }
                Relation::Conj => mark::JOINED,
                Relation::Nmod if child > node => mark::COMPLEMENT,
                _ => 0,
            };
            if tokens[child].relation == Relation::Case {
                seen.case = scan.forms[child];
            }
        }
        if token.relation == Relation::Conj {
            seen.marks |= mark::JOINED;
        }
        if let Some(governor) = governor {
            let reports = matches!(token.relation, Relation::Nsubj)
                && scan.children(governor).iter().any(|child| {
                    matches!(
                        tokens[*child as usize].relation,
                        Relation::Ccomp | Relation::Parataxis
                    )
                });
            seen.marks |= u64::from(reports) * mark::REPORTS;
        }
        if first > 0 && tokens[first - 1].span.of(self.text) == "(" {
            seen.marks |= mark::BRACKETED;
        }
        self.read_words(&mut seen, tokens, mention);
        seen.capitals = capitals(token.span.of(self.text));
        mention.seen = seen;
    }
    /// The words of the phrase: all together, those of the name or noun itself, and their first letters.
    fn read_words(&mut self, seen: &mut Seen, tokens: &[Token], mention: &Mention) {
        let (node, count) = (mention.head, tokens.len());
        let start = self.mentions.words.len();
        let mut whole = 11;
        let mut initials = (11, 0);
        let mut is_before_bracket = true;
        let phrase = tokens.iter().zip(&self.scan.forms).enumerate();
        for (place, (token, &form)) in phrase.take(mention.last + 1).skip(mention.first) {
            let text = token.span.of(self.text);
            let own = head(token, count) == Some(node) || place == node;
            let bare = !(own && matches!(token.relation, Relation::Det | Relation::Case))
                && token.upos != Upos::Punct;
            if bare {
                whole = mix(whole, form);
            }
            if place == node || own && CONTENT.contains(&token.relation) {
                self.mentions.words.push(form);
            }
            is_before_bracket &= text != "(";
            if let Some(letter) = text.chars().next().filter(|letter| letter.is_uppercase())
                && is_before_bracket
            {
                initials = (mix(initials.0, letter as u64), initials.1 + 1);
            }
        }
        seen.whole = whole;
        seen.content = start as u32..self.mentions.words.len() as u32;
        if initials.1 >= 2 {
            seen.initials = initials.0;
        }
    }
}

/// Whether a word may head a mention.
fn may_head(tokens: &[Token], node: usize) -> bool {
    let token = &tokens[node];
    if INNER.contains(&token.relation)
        || matches!(
            token.xpos,
            Xpos::Wdt | Xpos::Wp | Xpos::WpPoss | Xpos::Wrb | Xpos::Ex
        )
    {
        return false;
    }
    match token.upos {
        Upos::Pron => true,
        Upos::Noun => token.relation != Relation::Compound,
        Upos::Propn => {
            token.relation != Relation::Compound
                || head(token, tokens.len()).is_some_and(|head| tokens[head].upos != Upos::Propn)
        }
        Upos::Num | Upos::Det => matches!(
            token.relation,
            Relation::Nsubj
                | Relation::NsubjPass
                | Relation::Obj
                | Relation::Obl
                | Relation::Nmod
                | Relation::OblUnmarked
        ),
        _ => false,
    }
}

fn lemma_hash(token: &Token, form: u64) -> u64 {
    if token.upos == Upos::Propn || token.lemma.bytes().any(|byte| byte.is_ascii_uppercase()) {
        form
    } else {
        hash_bytes(token.lemma.as_bytes())
    }
}

/// The letters of a word that is written in capitals: "TTP", "U.N.".
fn capitals(form: &str) -> u64 {
    let (mut hash, mut letters) = (11, 0);
    for character in form.chars() {
        if character.is_uppercase() {
            (hash, letters) = (mix(hash, character as u64), letters + 1);
        } else if character != '.' {
            return 0;
        }
    }
    if letters >= 2 { hash } else { 0 }
}

/// What the mention is to a feature, and the same coarser.
fn class(mention: &Mention, known: Option<&Pronoun>) -> (u64, u64) {
    match (mention.kind, known) {
        (_, Some(pronoun)) => (pronoun.stem, 40 + u64::from(pronoun.person)),
        (Kind::Name, _) => (50, 50),
        (Kind::Several, _) => (51, 51),
        _ => {
            let class = match mention.determiner {
                None => 52,
                Some(Determiner::Definite) => 53,
                Some(Determiner::Demonstrative) => 54,
                Some(Determiner::Indefinite) => 55,
            };
            (class, class)
        }
    }
}
