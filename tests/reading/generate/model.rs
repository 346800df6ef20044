//! The model of a notice: tasks with what is to be read of each, and the paragraphs that
//! print them.

use super::duty::Duty;

/// A task as it has to be read.
#[derive(Debug, Clone, Default)]
pub struct Task {
    pub text: String,
    /// The number of its item as printed, where the item is this task's.
    pub number: Option<String>,
    pub part: Option<String>,
    pub section: Option<String>,
    /// The name of its item, where a table prints one.
    pub name: Option<String>,
    /// Words that must be kept somewhere: in the text, the name or a column.
    pub holds: Vec<String>,
    /// Columns of their own, by heading.
    pub columns: Vec<(String, String)>,
    pub duty: Duty,
    /// The lines on which it stands.
    pub lines: Vec<usize>,
}

/// A paragraph or a row as printed, with the tasks that stand in it.
#[derive(Debug, Clone)]
pub struct Line {
    /// `⏎` begins a line.
    pub text: String,
    pub tasks: Vec<usize>,
    /// A row of a table, which is never broken.
    pub row: bool,
}

/// What is printed below the title of the annex.
#[derive(Debug, Default)]
pub struct Annex {
    /// How it was made, in a few words.
    pub style: String,
    pub tasks: Vec<Task>,
    pub lines: Vec<Line>,
}

impl Annex {
    /// Adds a paragraph.
    pub fn line(&mut self, text: impl Into<String>, tasks: &[usize]) {
        self.lines.push(Line {
            text: text.into(),
            tasks: tasks.to_vec(),
            row: false,
        });
    }

    /// Adds a task, and gives its place in the model.
    pub fn task(&mut self, task: Task) -> usize {
        self.tasks.push(task);
        self.tasks.len() - 1
    }

    /// The first-named leads in the tasks from one on.
    pub fn first_leads(&mut self, from: usize) {
        for task in self.tasks.iter_mut().skip(from) {
            task.duty.first_leads();
        }
    }
}
