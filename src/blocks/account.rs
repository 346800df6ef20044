//! The account of a source: what became of every character of it.
//!
//! Each stage books the stretches that it deals with; [`Account::close`] finds
//! what nobody booked, and what was booked twice. Nothing is lost in between.

use std::collections::BTreeMap;

use crate::source::{Source, Span};

/// What became of a stretch of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It stands in the YAML as it is.
    Kept,
    /// It stands in the YAML in another form, or was a space that print does not need.
    Normalised(Change),
    /// It holds the source together and has its counterpart in the form of the YAML.
    Structure(Form),
    /// It is there only because the source has pages.
    Debris(Debris),
}

/// A change that a printer would make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A space beside a Han character, or at an edge.
    Space,
    /// A half-width bracket inside Han text.
    Bracket,
    /// A half-width comma, colon or semicolon inside Han text.
    Punctuation,
    /// A full-width digit or circular.
    Width,
    /// A character that markup writes in another way (`&amp;`, `\*`).
    Escape,
    /// A line end inside a sentence.
    Join,
    /// A date, which the YAML writes as `2017-01-26`.
    Date,
    /// Words that a correction replaced.
    Corrected,
}

/// What the form of the YAML stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// The end of a line, or an empty line.
    Line,
    /// The mark between two cells.
    Cell,
    /// Headings of columns, known by the names of the fields.
    Heading,
    /// Labels and marks whose place the name of a field takes: `附件：`, `抄送：`, `印发`.
    Label,
    /// Marks of Markdown or HTML.
    Markup,
    /// Marks in a cell that nothing stands there (无, —): the field is left out.
    Nothing,
}

/// Why something is debris.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Debris {
    /// The heading of a table, repeated on a new page.
    RepeatedHeading,
    /// A page number.
    PageNumber,
    /// The text of a merged cell, repeated in each row.
    RepeatedCell,
    /// A list mark that a converter put before a line.
    ListMark,
    /// Menus, tools and the foot of a web page, and the table over its text.
    Page,
    /// Text that a page holds and does not show.
    Unseen,
    /// Words that somebody deleted or moved away, which nobody has accepted yet.
    Deleted,
    /// Remarks in the margin of a document.
    Comment,
    /// The head and the foot of its pages.
    Margin,
    /// Words that a document holds and does not print.
    Hidden,
    /// How fields are worked out, how characters are pronounced, hints of what to fill in.
    Aid,
}

impl Fate {
    /// The word shown in `read --explain`.
    pub fn word(self) -> &'static str {
        match self {
            Fate::Kept => "原样保留",
            Fate::Normalised(change) => match change {
                Change::Space => "规范：去掉汉字旁的空格",
                Change::Bracket => "规范：半角括号改全角",
                Change::Punctuation => "规范：半角标点改全角",
                Change::Width => "规范：全角数字、字母改半角",
                Change::Escape => "规范：标记转义还原",
                Change::Join => "规范：句中换行（换页）接上",
                Change::Date => "规范：日期改写为 年-月-日",
                Change::Corrected => "勘误：按 corrections.yaml 更正",
            },
            Fate::Structure(form) => match form {
                Form::Line => "结构：换行、空行",
                Form::Cell => "结构：单元格分隔",
                Form::Heading => "结构：表头",
                Form::Label => "结构：标签（附件、抄送、印发等）",
                Form::Markup => "结构：Markdown、HTML 标记",
                Form::Nothing => "结构：单元格里表示没有的记号（无、— 等）",
            },
            Fate::Debris(debris) => match debris {
                Debris::RepeatedHeading => "舍去：换页重复的表头",
                Debris::PageNumber => "舍去：页码",
                Debris::RepeatedCell => "舍去：合并单元格的重复文字",
                Debris::ListMark => "舍去：转写时加上的列表符号",
                Debris::Page => "舍去：网页上公文以外的文字（导航、信息表、分享、页脚等）",
                Debris::Unseen => "舍去：网页上看不见的文字（隐藏的内容、注释）",
                Debris::Deleted => "舍去：修订中删去、还没接受的文字",
                Debris::Comment => "舍去：批注",
                Debris::Margin => "舍去：页眉、页脚",
                Debris::Hidden => "舍去：打印时没有的隐藏文字",
                Debris::Aid => "舍去：域代码、注音、填写提示",
            },
        }
    }
}

/// The account of one source.
#[derive(Debug, Clone, Default)]
pub struct Account {
    entries: Vec<(Span, Fate)>,
}

/// A fault in the bookkeeping, which is a fault of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Where.
    pub span: Span,
    /// Booked twice, rather than not at all.
    pub twice: bool,
}

impl Account {
    /// Books a stretch; empty ones are passed over.
    pub fn book(&mut self, span: Span, fate: Fate) {
        if !span.is_empty() {
            self.entries.push((span, fate));
        }
    }

    /// Puts the entries in order and finds where they do not cover the source
    /// exactly once.
    pub fn close(&mut self, source: &Source) -> Vec<Gap> {
        self.entries
            .sort_by_key(|(span, fate)| (span.start, span.end, *fate));
        let mut gaps = Vec::new();
        let mut at = 0;
        for (span, _) in &self.entries {
            if span.start > at {
                gaps.push(Gap {
                    span: at..span.start,
                    twice: false,
                });
            }
            if span.start < at {
                gaps.push(Gap {
                    span: span.start..at.min(span.end),
                    twice: true,
                });
            }
            at = at.max(span.end);
        }
        if at < source.text.len() {
            gaps.push(Gap {
                span: at..source.text.len(),
                twice: false,
            });
        }
        gaps
    }

    /// The entries, in order once the account is closed.
    pub fn entries(&self) -> &[(Span, Fate)] {
        &self.entries
    }

    /// Characters of the source by fate.
    pub fn totals(&self, source: &Source) -> BTreeMap<Fate, usize> {
        let mut totals = BTreeMap::new();
        for (span, fate) in &self.entries {
            *totals.entry(*fate).or_insert(0) += source.slice(span).chars().count();
        }
        totals
    }
}
