//! How a model is learnt.

/// Everything that can be set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How many models are learnt, each from another order of the sentences, and put together by their mean.
    pub runs: usize,
    /// How often the tagger reads all sentences.
    pub tagger_epochs: usize,
    /// How often the parser reads all sentences.
    pub parser_epochs: usize,
    /// By how much a right tag must lead.
    pub tagger_margin: f32,
    /// By how much a right transition must lead.
    pub parser_margin: f32,
    /// By how much a right label must lead.
    pub label_margin: f32,
    /// Tagger weights nearer to zero are dropped.
    pub tagger_threshold: f64,
    /// Transition weights nearer to zero are dropped.
    pub parser_threshold: f64,
    /// Label weights nearer to zero are dropped.
    pub label_threshold: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            runs: 5,
            tagger_epochs: 6,
            parser_epochs: 7,
            tagger_margin: 5.0,
            parser_margin: 5.0,
            label_margin: 5.0,
            tagger_threshold: 0.9,
            parser_threshold: 1.0,
            label_threshold: 1.0,
        }
    }
}

impl Settings {
    /// Changes one setting by its name, with `_` or `-` between its words; false where there is none of that name.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        match name.replace('-', "_").as_str() {
            "runs" => self.runs = (value as usize).max(1),
            "tagger_epochs" => self.tagger_epochs = value as usize,
            "parser_epochs" => self.parser_epochs = value as usize,
            "tagger_margin" => self.tagger_margin = value as f32,
            "parser_margin" => self.parser_margin = value as f32,
            "label_margin" => self.label_margin = value as f32,
            "tagger_threshold" => self.tagger_threshold = value,
            "parser_threshold" => self.parser_threshold = value,
            "label_threshold" => self.label_threshold = value,
            _ => return false,
        }
        true
    }
}
