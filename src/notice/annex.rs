//! The annexes of a notice in printed order: which is which file, and which number each
//! has. Tasks that stand in the circular itself have a table too, which is no annex.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::notice::file::File;
use crate::notice::other::OtherAnnex;
use crate::notice::{Circular, IndicatorTable, Item, Notice, Task, TaskTable};

/// An annex, or the table of the tasks that stand in the circular.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annex {
    /// Its file.
    pub file: File,
    /// 附件2 → 2. None where it has none: the circular issues it and does not call it an
    /// annex, or it stands in the circular.
    pub number: Option<u32>,
    /// What it is.
    pub content: Content,
}

/// What an annex is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// Rows are indicators, columns are areas.
    Indicators(IndicatorTable),
    /// Tasks with the units that they are for.
    Tasks(TaskTable),
    /// It is kept as printed.
    Other(OtherAnnex),
}

/// An annex that the circular's list of attachments does not have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unlisted {
    /// The number over it.
    #[schemars(description = "附件上面写的序号。")]
    pub number: u32,
    /// Its file.
    #[schemars(description = "附件内容在哪个文件里。")]
    pub file: File,
}

impl Content {
    /// Its title.
    pub fn title(&self) -> &str {
        match self {
            Content::Indicators(table) => &table.title,
            Content::Tasks(table) => &table.title,
            Content::Other(annex) => &annex.title,
        }
    }
}

impl Notice {
    /// A notice from its circular and the contents of its files.
    pub fn new(circular: Circular, contents: Vec<(File, Content)>) -> Notice {
        let mut annexes: Vec<Annex> = contents
            .into_iter()
            .map(|(file, content)| Annex {
                file,
                number: said(&circular, file),
                content,
            })
            .collect();
        guess(&circular, &mut annexes);
        annexes.sort_by_key(|annex| (annex.number.unwrap_or(0), annex.file));
        Notice { circular, annexes }
    }

    /// The tables of indicators, each with its file, in printed order.
    pub fn indicator_tables(&self) -> impl Iterator<Item = (File, &IndicatorTable)> {
        self.annexes
            .iter()
            .filter_map(|annex| match &annex.content {
                Content::Indicators(table) => Some((annex.file, table)),
                _ => None,
            })
    }

    /// The tables of tasks, each with its file, in printed order.
    pub fn task_tables(&self) -> impl Iterator<Item = (File, &TaskTable)> {
        self.annexes
            .iter()
            .filter_map(|annex| match &annex.content {
                Content::Tasks(table) => Some((annex.file, table)),
                _ => None,
            })
    }

    /// The annexes that are kept as printed, each with its file.
    pub fn others(&self) -> impl Iterator<Item = (File, &OtherAnnex)> {
        self.annexes
            .iter()
            .filter_map(|annex| match &annex.content {
                Content::Other(other) => Some((annex.file, other)),
                _ => None,
            })
    }

    /// Every task with the file of its table and its item, in printed order.
    pub fn tasks(&self) -> impl Iterator<Item = (File, &Item, &Task)> {
        self.task_tables()
            .flat_map(|(file, table)| table.tasks().map(move |(item, task)| (file, item, task)))
    }

    /// Whether an annex is none: its tasks stand in the circular, whose title it has.
    pub fn is_body(&self, annex: &Annex) -> bool {
        let is_tasks = matches!(annex.content, Content::Tasks(_));
        is_tasks && annex.number.is_none() && annex.content.title() == self.circular.title
    }

    /// How many annexes have a number, be they here or not.
    pub fn numbered(&self) -> usize {
        self.circular.attachments.len() + self.circular.unlisted.len()
    }
}

/// The number that the circular gives a file.
fn said(circular: &Circular, file: File) -> Option<u32> {
    let listed = circular.attachments.iter().find(|a| a.file == Some(file));
    let unlisted = circular.unlisted.iter().find(|a| a.file == file);
    listed
        .map(|a| a.number)
        .or_else(|| unlisted.map(|a| a.number))
}

/// A circular that people have typed need not name the files: the name of a file or the
/// title tells its number; where no file is named at all, the order does.
fn guess(circular: &Circular, annexes: &mut [Annex]) {
    let attachments = &circular.attachments;
    let free = |annexes: &[Annex], number: u32| {
        let listed = |a: &&crate::notice::Attachment| a.number == number && a.file.is_none();
        attachments.iter().any(|a| listed(&a)) && annexes.iter().all(|a| a.number != Some(number))
    };
    for at in 0..annexes.len() {
        let annex = &annexes[at];
        if annex.number.is_some() {
            continue;
        }
        let own = match annex.file {
            File::Other(number) => Some(number),
            _ => None,
        };
        let titled = attachments
            .iter()
            .filter(|a| a.title == annex.content.title());
        let mut likely = own.into_iter().chain(titled.map(|a| a.number));
        let found = likely.find(|number| free(annexes, *number));
        annexes[at].number = found;
    }
    if attachments.iter().all(|a| a.file.is_none()) {
        annexes.sort_by_key(|annex| annex.file);
        for at in 0..annexes.len() {
            let annex = &annexes[at];
            let in_order = annex.number.is_none()
                && annex.content.title() != circular.title
                && annex.file != File::Other(0);
            if in_order {
                let mut numbers = attachments.iter().map(|a| a.number);
                let found = numbers.find(|number| free(annexes, *number));
                annexes[at].number = found;
            }
        }
    }
}

/// What of the files that the circular names cannot be: none of that name, or one named
/// twice. `files` are those that there are.
pub fn misnamed(circular: &Circular, files: &[File]) -> Vec<(File, String)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    let listed = circular
        .attachments
        .iter()
        .filter_map(|a| Some((a.number, a.file?)));
    let unlisted = circular.unlisted.iter().map(|a| (a.number, a.file));
    for (number, file) in listed.chain(unlisted) {
        if file == File::Circular || !files.contains(&file) {
            found.push((
                file,
                format!("附件{number} 写着 file: {file}，文件夹里没有这个附件文件"),
            ));
        } else if !seen.insert(file) {
            found.push((file, format!("{file} 写给了两个附件")));
        }
        if !numbers.insert(number) {
            found.push((file, format!("附件{number} 写了两次")));
        }
    }
    found
}
