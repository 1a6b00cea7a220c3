//! What is typed: `train --output M --card C --clusters T FILE … --dev FILE …`, `score [--model M] FILE …`.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::coreference::learn::Settings as CoreferenceSettings;
use crate::names::learn::NameSettings;
use crate::settings::Settings;

/// What the program is to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Learn a model.
    Train(Box<TrainFiles>),
    /// Learn the ends of sentences anew, and leave the rest of a model as it is.
    TrainEnds {
        /// The model file.
        model: PathBuf,
        /// Where the model goes.
        output: PathBuf,
        /// Treebanks to learn from.
        treebanks: Vec<PathBuf>,
    },
    /// Learn the tagger of names.
    TrainNames(Box<NameFiles>),
    /// Write the names that a model finds.
    Label {
        /// The model file of the accurate tier.
        model: PathBuf,
        /// The weights of names, where they are not those of this program.
        names: Option<PathBuf>,
        /// Where the names go.
        output: PathBuf,
        /// Treebanks, and texts with an empty line between paragraphs.
        texts: Vec<PathBuf>,
    },
    /// Write the trees that the accurate tier finds.
    Parse {
        /// Where the trees go.
        output: PathBuf,
        /// Texts with an empty line between paragraphs.
        texts: Vec<PathBuf>,
    },
    /// Score one.
    Score {
        /// The model file, of either tier.
        model: PathBuf,
        /// The weights of names, where they are not those of this program.
        names: Option<PathBuf>,
        /// Treebanks, and names in IOB2.
        treebanks: Vec<PathBuf>,
        /// Whether the faults of tokens and sentences are listed.
        faults: bool,
    },
    /// Learn the weights of co-reference.
    Coreference(Box<CoreferenceFiles>),
    /// Say how the program is used.
    Help,
}

/// Files of a training.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TrainFiles {
    /// Where the model goes.
    pub output: PathBuf,
    /// Where the model card goes.
    pub card: Option<PathBuf>,
    /// The cluster file.
    pub clusters: Option<PathBuf>,
    /// The file of word vectors.
    pub vectors: Option<PathBuf>,
    /// A list of verbs, one a line.
    pub verbs: Option<PathBuf>,
    /// Treebanks to learn from.
    pub treebanks: Vec<PathBuf>,
    /// Trees that the accurate tier found, to learn tags and trees from.
    pub silver: Vec<PathBuf>,
    /// Treebanks to score on.
    pub dev: Vec<PathBuf>,
    /// How it is learnt.
    pub settings: Settings,
}

/// Files of a training of names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NameFiles {
    /// Where the weights go.
    pub output: PathBuf,
    /// Where the card goes.
    pub card: Option<PathBuf>,
    /// The fast tier's model, which gives tags and trees.
    pub model: PathBuf,
    /// Which lists of names there are.
    pub lists: Option<PathBuf>,
    /// Names in IOB2 to learn from, and how much a sentence of each counts.
    pub names: Vec<PathBuf>,
    /// Treebanks with mentions to learn from.
    pub mentions: Vec<PathBuf>,
    /// Names in IOB2 that a model found, to learn from.
    pub silver: Vec<PathBuf>,
    /// Names to score on.
    pub dev: Vec<PathBuf>,
    /// How it is learnt.
    pub settings: NameSettings,
}

/// Files of a training of co-reference.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CoreferenceFiles {
    /// Where the weights go.
    pub output: PathBuf,
    /// Where their card goes.
    pub card: Option<PathBuf>,
    /// The cluster file.
    pub clusters: Option<PathBuf>,
    /// Treebanks to learn from, each with the file of its chains.
    pub treebanks: Vec<[PathBuf; 2]>,
    /// The same, to score on.
    pub dev: Vec<[PathBuf; 2]>,
    /// How it is learnt.
    pub settings: CoreferenceSettings,
}

/// How the program is used.
pub const HELP: &str = "\
relata-language-train train --output MODEL [--card CARD] [--clusters CLUSTERS] [--vectors VECTORS] [--verbs LIST]
        [--set NAME=VALUE]... TREEBANK... [--silver TREES...] --dev TREEBANK...
    Learns the weights of the fast tier, and scores them on each dev treebank. Settings are the fields of
    `NetworkSettings`: epochs, layer-dropout and the like. Silver trees are those that the accurate tier found (`parse`).
relata-language-train parse --output TREES TEXT...
    Writes the trees that the accurate tier finds in texts with an empty line between paragraphs, in CoNLL-U.
relata-language-train ends --model MODEL --output MODEL TREEBANK...
    Learns the ends of sentences as `train` does, and takes all else from a model.
relata-language-train names --output WEIGHTS --model MODEL [--card CARD] [--lists TABLE] [--set NAME=VALUE]...
        NAMES... [--mentions TREEBANK...] [--silver NAMES...] --dev NAMES...
    Learns the tagger of names from files in IOB2, from treebanks with mentions, and from names that a model found.
relata-language-train label --model MODEL [--names WEIGHTS] --output NAMES TREEBANK|TEXT...
    Writes the names that the accurate tier finds in treebanks (files that end in .conllu) and texts, in IOB2.
relata-language-train score --model MODEL [--names WEIGHTS] [--faults] TREEBANK|NAMES...
    Scores a model of either tier: tags, lemmas, trees on the treebank's tokens; tokens and sentences on raw text; names
    on files that end in .iob2.
relata-language-train coreference --output MODEL [--card CARD] [--clusters CLUSTERS] [--set NAME=VALUE]...
        TREEBANK CHAINS [TREEBANK CHAINS]... --dev TREEBANK CHAINS...
    Learns the weights of co-reference from treebanks and their files of chains, and scores them. Settings are the
    fields of `coreference::learn::Settings`.
";

/// Reads the arguments, without the program's name.
///
/// # Errors
/// Where a command or a needed file is missing.
pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Command> {
    let mut arguments = arguments.into_iter();
    match arguments.next().as_deref() {
        Some("train") => read_train(arguments),
        Some("ends") => read_ends(arguments),
        Some("names") => read_names(arguments),
        Some("label") => read_label(arguments),
        Some("parse") => read_parse(arguments),
        Some("score") => read_score(arguments),
        Some("coreference") => read_coreference(arguments),
        Some("--help" | "-h") | None => Ok(Command::Help),
        Some(other) => {
            bail!(
                "`{other}` is no command: there are `train`, `ends`, `names`, `label`, `parse`, `score` and `coreference`"
            )
        }
    }
}

fn read_train(mut arguments: impl Iterator<Item = String>) -> Result<Command> {
    let mut files = TrainFiles::default();
    let mut kind = "";
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .map(PathBuf::from)
                .with_context(|| format!("a file is missing behind {argument}"))
        };
        match argument.as_str() {
            "--output" => files.output = value()?,
            "--card" => files.card = Some(value()?),
            "--vectors" => files.vectors = Some(value()?),
            "--verbs" => files.verbs = Some(value()?),
            "--clusters" => files.clusters = Some(value()?),
            "--set" => set(&value()?, |name, value| files.settings.set(name, value))?,
            "--silver" => kind = "silver",
            "--dev" => kind = "dev",
            _ => match kind {
                "silver" => files.silver.push(argument.into()),
                "dev" => files.dev.push(argument.into()),
                _ => files.treebanks.push(argument.into()),
            },
        }
    }
    if files.output.as_os_str().is_empty() || files.treebanks.is_empty() {
        bail!("`train` needs --output and at least one treebank");
    }
    Ok(Command::Train(Box::new(files)))
}

fn read_ends(mut arguments: impl Iterator<Item = String>) -> Result<Command> {
    let (mut model, mut output, mut treebanks) = (None, None, Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--model" => model = arguments.next().map(PathBuf::from),
            "--output" => output = arguments.next().map(PathBuf::from),
            _ => treebanks.push(argument.into()),
        }
    }
    Ok(Command::TrainEnds {
        model: model.context("`ends` needs --model")?,
        output: output.context("`ends` needs --output")?,
        treebanks,
    })
}

fn read_names(mut arguments: impl Iterator<Item = String>) -> Result<Command> {
    let mut files = NameFiles::default();
    let mut kind = "";
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .map(PathBuf::from)
                .with_context(|| format!("a file is missing behind {argument}"))
        };
        match argument.as_str() {
            "--output" => files.output = value()?,
            "--card" => files.card = Some(value()?),
            "--model" => files.model = value()?,
            "--lists" => files.lists = Some(value()?),
            "--set" => set(&value()?, |name, value| files.settings.set(name, value))?,
            "--mentions" => kind = "mentions",
            "--silver" => kind = "silver",
            "--dev" => kind = "dev",
            _ => match kind {
                "mentions" => files.mentions.push(argument.into()),
                "silver" => files.silver.push(argument.into()),
                "dev" => files.dev.push(argument.into()),
                _ => files.names.push(argument.into()),
            },
        }
    }
    let missing = files.output.as_os_str().is_empty() || files.model.as_os_str().is_empty();
    if missing || files.names.is_empty() {
        bail!("`names` needs --output, --model and at least one file of names");
    }
    Ok(Command::TrainNames(Box::new(files)))
}

fn set(typed: &std::path::Path, mut set: impl FnMut(&str, f64) -> bool) -> Result<()> {
    let typed = typed.to_string_lossy();
    let (name, value) = typed
        .split_once('=')
        .context("a setting is written NAME=VALUE")?;
    let value = value
        .parse()
        .with_context(|| format!("`{value}` is no number"))?;
    ensure!(set(name, value), "there is no setting `{name}`");
    Ok(())
}

fn read_label(mut arguments: impl Iterator<Item = String>) -> Result<Command> {
    let (mut model, mut names, mut output, mut texts) = (None, None, None, Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--model" => model = arguments.next().map(PathBuf::from),
            "--names" => names = arguments.next().map(PathBuf::from),
            "--output" => output = arguments.next().map(PathBuf::from),
            _ => texts.push(argument.into()),
        }
    }
    Ok(Command::Label {
        model: model.context("`label` needs --model")?,
        names,
        output: output.context("`label` needs --output")?,
        texts,
    })
}

fn read_parse(mut arguments: impl Iterator<Item = String>) -> Result<Command> {
    let (mut output, mut texts) = (None, Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--output" => output = arguments.next().map(PathBuf::from),
            _ => texts.push(argument.into()),
        }
    }
    Ok(Command::Parse {
        output: output.context("`parse` needs --output")?,
        texts,
    })
}

fn read_score(mut arguments: impl Iterator<Item = String>) -> Result<Command> {
    let (mut model, mut names, mut treebanks, mut faults) = (None, None, Vec::new(), false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--model" => model = arguments.next().map(PathBuf::from),
            "--names" => names = arguments.next().map(PathBuf::from),
            "--faults" => faults = true,
            _ => treebanks.push(argument.into()),
        }
    }
    let model = model.context("`score` needs --model")?;
    Ok(Command::Score {
        model,
        names,
        treebanks,
        faults,
    })
}

fn read_coreference(mut arguments: impl Iterator<Item = String>) -> Result<Command> {
    let mut files = CoreferenceFiles::default();
    let mut dev = false;
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .map(PathBuf::from)
                .with_context(|| format!("a file is missing behind {argument}"))
        };
        match argument.as_str() {
            "--output" => files.output = value()?,
            "--card" => files.card = Some(value()?),
            "--clusters" => files.clusters = Some(value()?),
            "--set" => {
                let typed = value()?;
                set(&typed, |name, number| files.settings.set(name, number))?;
            }
            "--dev" => dev = true,
            _ => {
                let pair = [PathBuf::from(&argument), value()?];
                if dev {
                    files.dev.push(pair);
                } else {
                    files.treebanks.push(pair);
                }
            }
        }
    }
    if files.output.as_os_str().is_empty() || files.treebanks.is_empty() {
        bail!("`coreference` needs --output and at least one treebank with its chains");
    }
    Ok(Command::Coreference(Box::new(files)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Result<Command> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn files_find_their_places() {
        let Command::Train(files) =
            typed("train --output m --card c a.conllu b.conllu --silver s.conllu --dev d.conllu")
                .unwrap()
        else {
            panic!("not a training")
        };
        assert_eq!(
            (files.treebanks.len(), files.silver.len(), files.dev.len()),
            (2, 1, 1)
        );
        assert!(typed("train a.conllu").is_err());
        let line = "coreference --output m --set epochs=3 a.conllu a.conll --dev d.conllu d.conll";
        let Command::Coreference(files) = typed(line).unwrap() else {
            panic!("not a training of co-reference")
        };
        assert_eq!((files.treebanks.len(), files.dev.len()), (1, 1));
        assert_eq!(files.settings.epochs, 3);
        assert!(typed("coreference --output m a.conllu").is_err());
        assert!(typed("learn").is_err());
        assert_eq!(typed("").unwrap(), Command::Help);
    }
}
