//! `relata knowledge`: looks up, checks and imports what is known of parties.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use relata_knowledge::import::{petrarch_agents, petrarch_parties, plain_parties, ucdp_parties};
use relata_knowledge::{Knowledge, NamedParty};
use serde_json::json;

use crate::args::{ImportArgs, ListForm, Model};
use crate::documents;
use crate::exit::Exit;
use crate::json_line;
use crate::pipeline::{Pipeline, own_knowledge};
use crate::settings::KnowledgeTask;
use crate::terminal::Terminal;

/// Does what `task` says.
pub fn run(terminal: &Terminal, task: &KnowledgeTask) -> Result<Exit> {
    match task {
        KnowledgeTask::Import(args) => import(terminal, args),
        KnowledgeTask::Check { folder } => check(terminal, folder),
        KnowledgeTask::Who {
            words,
            day,
            knowledge,
        } => {
            let pipeline = Pipeline::with_own(Model::Accurate, knowledge.as_deref())?;
            let mut out = terminal.out();
            let found = pipeline.parties(words, *day);
            for meant in &found {
                let party = &meant.party;
                if terminal.json {
                    let line = json!({"party": party, "person": meant.person});
                    json_line::print(&mut out, "party", &line)?;
                    continue;
                }
                let country = party.country.as_deref().unwrap_or("-");
                let sector = party.sector.map_or("-", |sector| sector.as_str());
                write!(out, "{}: {} ({country} {sector})", party.text, party.name)?;
                if let Some(id) = &party.party {
                    write!(out, " {id}")?;
                }
                if let Some(person) = &meant.person {
                    write!(out, ", for it {person}")?;
                }
                if let Some(rule) = &party.inferred {
                    write!(out, " [{rule}]")?;
                }
                writeln!(out)?;
            }
            out.flush()?;
            Ok(if found.is_empty() {
                Exit::Nothing
            } else {
                Exit::Done
            })
        }
    }
}

fn import(terminal: &Terminal, args: &ImportArgs) -> Result<Exit> {
    let text = documents::text(&args.file)?;
    let imported = match args.from {
        ListForm::Csv => plain_parties(&text),
        ListForm::Ucdp => {
            let knowledge =
                Knowledge::embedded().context("the tables of this program are broken")?;
            ucdp_parties(&text, &knowledge)
        }
        ListForm::PetrarchActors => petrarch_parties(&text),
        ListForm::PetrarchAgents => petrarch_agents(&text),
    };
    for problem in &imported.problems {
        let file = args.file.display();
        terminal.say(format!("{file}:{}: {}", problem.line, problem.what));
    }
    if imported.n_rows == 0 {
        terminal.say("nothing could be read; is `--from` right?");
        return Ok(Exit::Nothing);
    }
    fs::create_dir_all(&args.to)
        .with_context(|| format!("cannot make the folder {}", args.to.display()))?;
    let path = args.to.join(imported.file);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .with_context(|| format!("cannot write {}; is it there already?", path.display()))?;
    file.write_all(imported.content.as_bytes())
        .with_context(|| format!("cannot write {}", path.display()))?;
    terminal.say(format!(
        "{}: {} rows; use them with `relata code --knowledge {}`",
        path.display(),
        imported.n_rows,
        args.to.display()
    ));
    check(terminal, &args.to)
}

fn check(terminal: &Terminal, folder: &Path) -> Result<Exit> {
    let knowledge = own_knowledge(folder)?;
    let ours = Knowledge::embedded().context("the tables of this program are broken")?;
    let n_own = knowledge.parties.len() - ours.parties.len();
    for party in knowledge.parties.iter().take(n_own) {
        if let Some(other) = ours.parties.iter().find(|other| shares_name(party, other)) {
            terminal.say(format!(
                "{}: `{}` is {} in the tables of the program; yours goes first",
                party.id, party.name, other.id
            ));
        }
    }
    terminal.say(format!(
        "{}: the tables can be used ({n_own} rows of parties)",
        folder.display()
    ));
    Ok(Exit::Done)
}

fn shares_name(party: &NamedParty, other: &NamedParty) -> bool {
    other.name == party.name || other.names.contains(&party.name)
}
