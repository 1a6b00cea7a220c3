//! What an analyzer gives: the contract between the language layer and the coder.

use std::ops::Range;

use relata_record::Span;

/// Declares a closed list of labels written with fixed names.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every label.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The label as it is written in CoNLL-U.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// Reads a label as it is written in CoNLL-U.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

labels! {
    /// Universal part-of-speech tag.
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    }
}

labels! {
    /// Fine tag: the Penn Treebank tags that tell tense, number and form. Everything else is `Other`.
    Xpos {
        Vb = "VB", Vbd = "VBD", Vbg = "VBG", Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ", Md = "MD",
        Nn = "NN", Nns = "NNS", Nnp = "NNP", Nnps = "NNPS",
        Jj = "JJ", Jjr = "JJR", Jjs = "JJS", Rb = "RB", Rbr = "RBR", Rbs = "RBS", Rp = "RP",
        Prp = "PRP", PrpPoss = "PRP$", Pos = "POS", Cd = "CD", Dt = "DT", In = "IN", To = "TO", Cc = "CC",
        Wdt = "WDT", Wp = "WP", WpPoss = "WP$", Wrb = "WRB", Ex = "EX", Other = "_",
    }
}

labels! {
    /// Universal Dependencies relation, with the subtypes that the coder uses. A subtype that is not listed
    /// is cut to its universal relation.
    Relation {
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl", Advmod = "advmod", Amod = "amod",
        Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case", Cc = "cc", CcPreconj = "cc:preconj",
        Ccomp = "ccomp", Clf = "clf", Compound = "compound", CompoundPrt = "compound:prt", Conj = "conj",
        Cop = "cop", Csubj = "csubj", CsubjPass = "csubj:pass", Dep = "dep", Det = "det",
        Discourse = "discourse", Dislocated = "dislocated", Expl = "expl", Fixed = "fixed", Flat = "flat",
        Goeswith = "goeswith", Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod", NmodDesc = "nmod:desc",
        NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj", NsubjOuter = "nsubj:outer",
        NsubjPass = "nsubj:pass", Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent = "obl:agent",
        OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis", Punct = "punct",
        Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
    }
}

labels! {
    /// What a name names. Nationalities, peoples, faiths, events and works are `Other`.
    NameKind {
        Person = "PER", Organisation = "ORG", Place = "LOC", Other = "OTH",
    }
}

/// A name in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its tokens, by their places in the sentence: never none.
    pub tokens: Range<u32>,
    /// What it names.
    pub kind: NameKind,
}

/// One token of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the text. "don't" gives two tokens, "do" and "n't"; both have spans of their own.
    pub span: Span,
    /// Universal tag.
    pub upos: Upos,
    /// Fine tag.
    pub xpos: Xpos,
    /// Lemma, in lower case but for proper nouns.
    pub lemma: String,
    /// Index of the head in the sentence; None for the root.
    pub head: Option<u32>,
    /// Relation to the head.
    pub relation: Relation,
}

/// One sentence: a tree over its tokens. There is exactly one root, and heads form no cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From the first to the last token.
    pub span: Span,
    /// The tokens in text order.
    pub tokens: Vec<Token>,
    /// The names in text order. No two of them share a token.
    pub names: Vec<Name>,
}

/// A tier of the language layer. The coder does not know which one it has.
pub trait Analyzer: Send + Sync {
    /// Splits each block of `text` into sentences and parses them, in text order. A sentence never
    /// crosses the border of a block. The same text gives the same sentences, always.
    fn analyze(&self, text: &str, blocks: &[Span]) -> Vec<Sentence>;

    /// Name and version of the model, as it is written into the record of a run.
    fn model(&self) -> &str;
}

impl<T: Analyzer + ?Sized> Analyzer for &T {
    fn analyze(&self, text: &str, blocks: &[Span]) -> Vec<Sentence> {
        (**self).analyze(text, blocks)
    }

    fn model(&self) -> &str {
        (**self).model()
    }
}
