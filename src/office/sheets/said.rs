//! What is said of the workbooks of a notice: what is hidden in them, what was worked out by
//! formulas, what is wrong, and which annex each sheet became.

use super::labels::Head;
use crate::diag::locus::{Line, Locus, SheetName};
use crate::diag::{Diagnostic, Place};
use crate::office::workbook::{Cell, CellFault};

/// So many things of a kind are named in one remark, each with so many characters.
const MOST_NAMED: usize = 20;
const LONGEST: usize = 24;

/// So many cells that are wrong get a remark each.
const MOST_REMARKS: usize = 50;

/// Things of one kind, and where the first of them is.
#[derive(Default)]
struct Kind {
    first: Option<(String, Locus)>,
    names: Vec<String>,
    count: usize,
}

impl Kind {
    fn add(&mut self, file: &str, locus: Locus, name: impl FnOnce() -> String) {
        self.first.get_or_insert_with(|| (file.to_owned(), locus));
        self.count += 1;
        if self.names.len() < MOST_NAMED {
            self.names.push(name());
        }
    }

    fn say(self, say: impl FnOnce(&str, usize) -> Diagnostic) -> Option<Diagnostic> {
        let (file, locus) = self.first?;
        let mut named = self.names.join("；");
        if self.count > self.names.len() {
            named += &format!("等 {} 处", self.count);
        }
        Some(say(&named, self.count).at(place(&file, locus)))
    }
}

/// All there is to say.
#[derive(Default)]
pub(super) struct Said {
    wrong: Vec<Diagnostic>,
    annexes: Kind,
    formulas: Kind,
    hidden: Kind,
    /// What the last hidden row or column was, to which more may come.
    last: Option<(String, Locus, String)>,
    comments: Kind,
    drawn: Kind,
}

fn place(file: &str, locus: Locus) -> Place {
    let number = match locus {
        Locus::SheetRow(_, row) | Locus::SheetCell(_, row, _) => row,
        _ => 1,
    };
    let locus = Some(locus);
    Place::line(file, Line { number, locus })
}

fn short(words: &str) -> String {
    let words = words.trim().replace('\n', " ");
    let mut shown: String = words.chars().take(LONGEST).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    shown
}

/// Says that nothing in a workbook is shown.
pub(super) fn empty(file: &str) -> Diagnostic {
    Diagnostic::error("seed-empty", "工作簿里没有看得见的内容")
        .at(Place::file(file))
        .hint("请核对是不是放错了文件；工作表隐藏了的，请取消隐藏")
}

/// Says that words of cells came to nothing, or came twice.
pub(super) fn unread(file: &str, there: usize, taken: usize) -> Diagnostic {
    let message = format!("工作簿里有 {there} 个字，读出来 {taken} 个，对不上，这是程序的错");
    Diagnostic::error("words-unread", message)
        .at(Place::file(file))
        .hint("请把文件发给程序的维护者")
}

impl Said {
    pub(super) fn annex(&mut self, file: &str, sheet: SheetName, head: &Head) {
        self.annexes.add(file, Locus::Sheet(sheet), || {
            let made = [&head.label, &head.title].into_iter().flatten();
            let made: Vec<&str> = made.map(String::as_str).collect();
            match made.is_empty() {
                true => format!("{file} 的{sheet}"),
                false => format!(
                    "{file} 的{sheet}（表上没有写的“{}”是补上的）",
                    made.join(" ")
                ),
            }
        });
    }

    /// Looks at a cell.
    pub(super) fn cell(&mut self, file: &str, locus: Locus, cell: &Cell) {
        if cell.is_formula {
            self.formulas
                .add(file, locus, || format!("{locus}“{}”", short(&cell.shown)));
        }
        if let (Some(number), None, true) = (cell.number, &cell.fault, cell.shown.is_empty()) {
            let name = || format!("{locus}的 {number}，它的格式什么也不显示");
            self.hidden.add(file, locus, name);
        }
        let Some(fault) = &cell.fault else {
            return;
        };
        if self.wrong.len() == MOST_REMARKS {
            return;
        }
        let (rule, message, hint) = match fault {
            CellFault::Error(error) => (
                "cell-error",
                format!("{locus}是错误值“{}”", short(error)),
                "请在 Excel 或 WPS 表格里改正公式或填上数，保存后再读",
            ),
            CellFault::NoResult => (
                "cell-error",
                format!("{locus}是公式，文件里没有存着它的结果"),
                "请在 Excel 或 WPS 表格里打开，等它算完，保存后再读",
            ),
            CellFault::Format(format) => (
                "number-format",
                format!(
                    "{locus}的数字格式“{}”不认识，不知道 {} 显示成什么",
                    short(format),
                    cell.shown
                ),
                "请在 Excel 或 WPS 表格里换成常用的格式（如 0.0、0%、yyyy年m月d日），或改成文字，保存后再读",
            ),
        };
        let error = Diagnostic::error(rule, message);
        self.wrong.push(error.at(place(file, locus)).hint(hint));
    }

    fn flush(&mut self) {
        if let Some((file, locus, words)) = self.last.take() {
            let name = || format!("{locus}“{}”", short(&words));
            self.hidden.add(&file, locus, name);
        }
    }

    /// Words of a hidden row or column, or more of them.
    fn more_hidden(&mut self, file: &str, locus: Locus, words: &str) {
        match &mut self.last {
            Some((_, same, said)) if *same == locus => {
                if said.len() < 4 * LONGEST + 4 {
                    said.push(' ');
                    said.push_str(words);
                }
            }
            _ => {
                self.flush();
                self.last = Some((file.to_owned(), locus, words.to_owned()));
            }
        }
    }

    pub(super) fn hidden_row(&mut self, file: &str, row: Locus, words: &str) {
        self.more_hidden(file, row, words);
    }

    pub(super) fn hidden_cell(&mut self, file: &str, cell: Locus, words: &str) {
        self.more_hidden(file, cell, words);
    }

    pub(super) fn hidden_sheet(&mut self, file: &str, sheet: SheetName, words: &str) {
        if !words.is_empty() {
            self.more_hidden(file, Locus::Sheet(sheet), words);
        }
    }

    pub(super) fn comment(&mut self, file: &str, locus: Locus, words: &str) {
        self.comments
            .add(file, locus, || format!("{locus}“{}”", short(words)));
    }

    pub(super) fn drawn(&mut self, file: &str, locus: Locus, words: &str) {
        if !words.trim().is_empty() {
            self.drawn
                .add(file, locus, || format!("{locus}“{}”", short(words)));
        }
    }

    pub(super) fn remarks(mut self) -> Vec<Diagnostic> {
        self.flush();
        let mut remarks = self.wrong;
        remarks.extend(self.formulas.say(|named, count| {
            let message = format!("有 {count} 个格子是公式，读的是文件里存着的结果：{named}");
            Diagnostic::warning("formula-value", message)
                .hint("请在 Excel 或 WPS 表格里重新算过、保存过再读；定稿最好把公式粘贴成数值")
        }));
        remarks.extend(self.hidden.say(|named, _| {
            let message =
                format!("工作簿里有看不见的内容（隐藏的行、列、工作表，合并时盖住的格子等），没有读：{named}");
            Diagnostic::warning("hidden-words", message)
                .hint("请在 Excel 或 WPS 表格里取消隐藏后核对；要紧的不要隐藏，不要的删去")
        }));
        remarks.extend(self.drawn.say(|named, _| {
            let message = format!("浮在表格上的文本框、图形里的文字没有读：{named}");
            Diagnostic::warning("drawing-unread", message)
                .hint("里面有附件的内容的，请打到单元格里，保存后再读")
        }));
        remarks.extend(self.comments.say(|named, _| {
            let message = format!("工作簿里的批注没有读进通知：{named}");
            Diagnostic::note("beside-document", message)
        }));
        remarks.extend(self.annexes.say(|named, _| {
            let message = format!("附件读自工作簿：{named}");
            Diagnostic::note("annex-from-workbook", message)
        }));
        remarks
    }
}
