//! What is said of answers: each with the file, and where it can be told the sheet and cell.

use crate::diag::{Diagnostic, Place};
use crate::rounds::workbook::{Refusal, cell_name};

/// Where in a workbook something stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'b> {
    /// The file, as messages show it.
    pub(super) file: &'b str,
    /// The sheet.
    pub(super) sheet: &'b str,
    /// Row and column.
    pub(super) at: (u32, u32),
}

impl Spot<'_> {
    /// The place in words.
    fn words(&self) -> String {
        format!("工作表“{}”的 {}", self.sheet, cell_name(self.at))
    }

    /// An error here.
    pub(super) fn error(&self, rule: &'static str, message: &str, hint: &str) -> Diagnostic {
        Diagnostic::error(rule, format!("{}：{message}", self.words()))
            .at(Place::file(self.file))
            .hint(hint)
    }

    /// A warning here.
    pub(super) fn warning(&self, rule: &'static str, message: &str, hint: &str) -> Diagnostic {
        Diagnostic::warning(rule, format!("{}：{message}", self.words()))
            .at(Place::file(self.file))
            .hint(hint)
    }

    /// A note here.
    pub(super) fn note(&self, rule: &'static str, message: &str) -> Diagnostic {
        Diagnostic::note(rule, format!("{}：{message}", self.words())).at(Place::file(self.file))
    }
}

/// What helps with a file that cannot be taken.
const AGAIN: &str =
    "请单位用原来发的表重新填报；旧的这份移出这个文件夹，或在更正文件里写 leave_out: true 和理由";

/// Says that a whole file cannot be taken.
pub(super) fn foreign(file: &str, message: String) -> Diagnostic {
    Diagnostic::error("answer-foreign", message)
        .at(Place::file(file))
        .hint(AGAIN)
}

/// Says why a workbook cannot be read.
pub(super) fn refused(file: &str, refusal: &Refusal) -> Diagnostic {
    let (rule, message, hint) = match refusal {
        Refusal::Form(what) => (
            "answer-form",
            format!("这是{what}，不是 .xlsx 工作簿，不能当作自查表读"),
            "请用 Excel 或 WPS 打开，另存为 .xlsx；若是佐证材料，请移出这个文件夹",
        ),
        Refusal::Encrypted => (
            "answer-encrypted",
            "这份表加了密码，读不了".to_owned(),
            "请用密码打开，取消“打开密码”，再保存",
        ),
        Refusal::Macros => (
            "answer-macros",
            "这份表里有宏，不收".to_owned(),
            "请另存为不带宏的 .xlsx，或用原来发的表重新填报",
        ),
        Refusal::Broken(why) => ("answer-broken", format!("这份表坏了，读不了：{why}"), AGAIN),
        Refusal::TooLarge(what, key) => {
            let message = format!("这份表的{what}超过上限");
            let hint = format!(
                "一份自查表不会这么大，请先核对；确有需要，在 content/limits.yaml 里调高 {key}"
            );
            return Diagnostic::error("answer-too-large", message)
                .at(Place::file(file))
                .hint(hint);
        }
    };
    Diagnostic::error(rule, message)
        .at(Place::file(file))
        .hint(hint)
}
