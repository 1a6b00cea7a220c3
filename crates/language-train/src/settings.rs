//! How a model is learnt.

use crate::ends::EndSettings;
use crate::network::NetworkSettings;

/// Everything that can be set.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Settings {
    /// How the network is learnt.
    pub network: NetworkSettings,
    /// How the ends of sentences are learnt.
    pub ends: EndSettings,
}

impl Settings {
    /// Changes one setting by its name, with `_` or `-` between its words; false where there is none of that name.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        let network = &mut self.network;
        match name.replace('-', "_").as_str() {
            "epochs" => network.epochs = value as usize,
            "batch" => network.batch = value as usize,
            "rate" => network.rate = value as f32,
            "word_dropout" => network.word_dropout = value as f32,
            "row_dropout" => network.row_dropout = value as f32,
            "layer_dropout" => network.layer_dropout = value as f32,
            "capitals" => network.capitals = value as f32,
            "decay" => network.decay = value as f32,
            "end_epochs" => self.ends.epochs = value as usize,
            "end_margin" => self.ends.margin = value as f32,
            "end_threshold" => self.ends.threshold = value,
            "seed" => network.seed = value as u64,
            _ => return false,
        }
        true
    }
}
