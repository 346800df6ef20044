//! What all who make a notice out of blocks share: the source, the register, the account of
//! every character, and what there is to say.

use std::collections::BTreeSet;

use crate::blocks::account::{Account, Fate, Form};
use crate::blocks::prose::Prose;
use crate::blocks::table::{Row, Slot};
use crate::blocks::text::Chunk;
use crate::diag::{Diagnostic, Place};
use crate::notice::{Deadline, FirstLeads, due};
use crate::source::Source;
use crate::units::register::Register;

/// What all parts of assembling share: the source, the register, the books.
pub(crate) struct Assembler<'a> {
    pub(crate) source: &'a Source,
    pub(crate) register: &'a Register,
    pub(crate) account: &'a mut Account,
    /// What a correction says is no statement of duty.
    pub(crate) prose: Prose,
    pub(crate) remarks: Vec<Diagnostic>,
    /// The rule that the first-named unit leads, once the notice has stated it.
    pub(crate) first_leads: Option<FirstLeads>,
    /// Names that a remark has been made on.
    pub(crate) doubted: BTreeSet<String>,
    /// The title of the circular, where it is that of its only table, too.
    pub(crate) title: Option<String>,
    /// The only year that titles name, for times that name none.
    pub(crate) year: Option<u16>,
}

impl Assembler<'_> {
    /// A time as a deadline, with its last day where that can be told.
    pub(crate) fn deadline(&self, text: String) -> Deadline {
        Deadline {
            date: due::last_day(&text, self.year),
            text,
        }
    }

    pub(crate) fn place(&self, line: usize) -> Place {
        Place::line(&self.source.file, line)
    }

    pub(crate) fn error(&mut self, line: usize, rule: &'static str, message: String, hint: &str) {
        let error = Diagnostic::error(rule, message)
            .at(self.place(line))
            .hint(hint);
        self.remarks.push(error);
    }

    pub(crate) fn take(&mut self, chunk: &Chunk) -> String {
        chunk.take(self.account)
    }

    pub(crate) fn label(&mut self, chunk: &Chunk) {
        chunk.spend(self.account, Fate::Structure(Form::Label));
    }

    /// Lines that have no place in a notice; nothing may be lost silently.
    pub(crate) fn unplaced(&mut self, line: usize, chunk: &Chunk) {
        let text = chunk.spend(self.account, Fate::Kept);
        self.error(
            line,
            "unplaced-text",
            format!("不知道这一行属于通知的哪一部分：“{}”", shorten(&text)),
            "若是转写带进来的杂行，请在 corrections.yaml 里写明删去；若是正文，请检查它前后是否缺了空行、标点或表头",
        );
    }
}

/// Columns of a table that have words but no heading: said once for each, and every
/// word booked.
#[derive(Default)]
pub(crate) struct Unheaded(BTreeSet<usize>);

impl Unheaded {
    /// Books the cells of a row that stand in columns nobody reads.
    pub(crate) fn check(
        &mut self,
        assembler: &mut Assembler<'_>,
        row: &Row,
        is_read: impl Fn(usize) -> bool,
    ) {
        for at in row.written().filter(|&at| !is_read(at)) {
            let Slot::Cell(chunk) = &row.slots[at] else {
                continue;
            };
            let text = assembler.take(chunk);
            if !text.is_empty() && self.0.insert(at) {
                assembler.error(
                    row.line,
                    "column-without-heading",
                    format!("不知道第 {} 列是什么，它写着“{}”", at + 1, shorten(&text)),
                    "表头空着就补上名称（指标表只有序号、指标名称、单位和各地区）；若是转写带进来的杂字，请在 corrections.yaml 里写明删去",
                );
            }
        }
    }
}

/// The first words of a long text, for a message.
pub(crate) fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    short
}
