//! Text → notice. Reading never fails: it returns what it could make of the
//! source, with remarks; [`crate::notice::check`] decides what may be published.

mod assemble;
pub mod explain;
pub mod given;

use std::borrow::Cow;

use crate::diag::{Diagnostic, Noted, Place};
use crate::grammar::circular::CircularWords;
use crate::notice::Notice;
use crate::project::limits::Limits;
use crate::source::Source;
use crate::units::register::Register;

use crate::blocks::account::Account;
use crate::blocks::amend::{self, Correction};
use crate::blocks::block::{Block, Kind};
use crate::blocks::prose::Prose;
use crate::blocks::{self, bounds, page, places, quotes};
use crate::notice::number;
use given::{Field, Given};

/// A source cut into blocks, before it is known which notice it is.
#[derive(Debug)]
pub struct Opened<'s> {
    source: &'s Source,
    /// The blocks, for looking at.
    pub blocks: Vec<Block>,
    /// What the office gives where the source lacks it.
    given: Given,
    account: Account,
    /// How large its tables are.
    grid: bounds::Grid,
    /// What the source holds beside the notice.
    remarks: Vec<Diagnostic>,
}

/// What reading a source came to.
#[derive(Debug)]
pub struct Reading {
    /// The notice; none where too little could be made out.
    pub notice: Option<Notice>,
    /// What became of every character.
    pub account: Account,
}

/// Whose notice a source is.
#[derive(Debug)]
pub struct Identity<'r> {
    /// Name of its folder.
    pub id: String,
    /// The register to read it with.
    pub register: Cow<'r, Register>,
    /// That there is no register for it.
    pub remark: Option<Diagnostic>,
}

/// The document number stands among the first lines of a notice.
const MASTHEAD_LINES: usize = 200;

/// Says that no register has an agency.
pub fn unknown_issuer(code: &str, place: Place) -> Diagnostic {
    Diagnostic::warning(
        "unknown-issuer",
        format!("没有一本登记册管“{code}”的发文；责任单位只按行文习惯读，没有全称、类别、统称成员"),
    )
    .at(place)
    .hint("请运行 gongwen units 写出登记册的初稿，核对后放在 content/units/")
}

/// Cuts a source into blocks.
pub fn open(source: &Source) -> Opened<'_> {
    let mut account = Account::default();
    let (blocks, grid, remarks) = blocks::blocks(source, &mut account);
    Opened {
        source,
        blocks,
        given: Given::none(&source.file),
        account,
        grid,
        remarks,
    }
}

impl Opened<'_> {
    /// The same, with what the office gives beside the source.
    pub fn with_given(mut self, given: Given) -> Self {
        self.given = given;
        self
    }

    /// What of the source is more than the limits allow.
    pub fn exceeds(&self, limits: &Limits) -> Vec<Diagnostic> {
        bounds::exceeds(self.source, &self.blocks, self.grid, limits)
    }

    /// Finds whose notice it is: its id, and the register that it is read with.
    /// Where none has the issuing agency, the grammar alone has to do, and a
    /// remark says so.
    ///
    /// # Errors
    /// When there is no document number.
    pub fn identify<'r>(&self, registers: &'r [Register]) -> Result<Identity<'r>, Diagnostic> {
        let lines = || {
            let lines = self.blocks.iter().filter_map(|block| match &block.kind {
                Kind::Line(chunk) => Some((block.line, chunk.text())),
                _ => None,
            });
            lines.take(MASTHEAD_LINES)
        };
        let own = lines().find_map(|(line, text)| {
            let found = number::find(&text)?;
            Some((line, found, text))
        });
        let given = || number::document_number(self.given.get(Field::Number)?);
        let (number, place) = match &own {
            Some((line, found, _)) => {
                let place = Place::line(&self.source.file, *line);
                (found.number.clone(), place.words(&found.number.text))
            }
            None => match given() {
                Some(number) => (number, self.given.place(Field::Number)),
                None => return Err(assemble::no_number(&self.source.file, &self.given, "")),
            },
        };
        let found = registers
            .iter()
            .find_map(|r| r.issuer(&number.agency).map(|issuer| (issuer, r)));
        if let Some((issuer, register)) = found {
            return Ok(Identity {
                id: format!("{}-{}-{}", issuer.slug, number.year, number.serial),
                register: Cow::Borrowed(register),
                remark: None,
            });
        }
        // Who issues it: the masthead, over the number or in its line; what the office
        // gave; or the head of a title: 国务院关于落实……的意见.
        let masthead = own.as_ref().and_then(|(_, found, text)| {
            // By their order: on a page of one line all have the same number.
            let above = lines().map(|l| l.1);
            let above = above.take_while(|text| number::find(text).is_none());
            let above = above.filter(|text| !CircularWords::get().is_mark(text));
            let above: Vec<String> = above.collect();
            let named = |text: &&String| text.ends_with("文件") || text.find("关于") > Some(0);
            let in_line = found.masthead.map(|end| text[..end].to_owned());
            in_line.or_else(|| above.iter().rfind(named).or(above.last()).cloned())
        });
        let given = [Field::Masthead, Field::Signatory];
        let given = || {
            given
                .iter()
                .find_map(|f| self.given.get(*f))
                .map(str::to_owned)
        };
        let titles = || {
            let titles = lines().map(|l| l.1).filter(|text| text.contains("关于"));
            { titles }.find(|text| !text.starts_with("关于") && !text.contains('。'))
        };
        let masthead = masthead.or_else(given).or_else(titles).unwrap_or_default();
        let agency = masthead
            .split_once("关于")
            .map_or(&*masthead, |(head, _)| head);
        let register = Register::bare(&number.agency, agency);
        let slug = register.issuers.first().map_or("", |i| &i.slug);
        Ok(Identity {
            id: format!("{slug}-{}-{}", number.year, number.serial),
            remark: Some(unknown_issuer(&number.agency, place)),
            register: Cow::Owned(register),
        })
    }

    /// The error that there is no document number, with all else that the source lacks,
    /// so that it can be given in one go.
    pub fn lacking(self, error: Diagnostic) -> Diagnostic {
        let register = Register::bare("", "");
        let read = self.read(&register, &[], "").remarks;
        let found = |rule: &str| read.iter().find(|d| d.rule == rule).cloned();
        let odd = found(page::ODD_NUMBER);
        let mut error = found(error.rule).unwrap_or(error);
        if let Some(odd) = odd {
            error.message = format!("找不到发文字号：{}", odd.message);
            error.place = odd.place;
        }
        error
    }

    /// Reads the notice; `corrections` are those of its folder, with the name of
    /// their file.
    pub fn read(
        mut self,
        register: &Register,
        corrections: &[Correction],
        corrections_file: &str,
    ) -> Noted<Reading> {
        let mut remarks = self.remarks;
        remarks.extend(amend::amend(
            self.source,
            &mut self.blocks,
            corrections,
            corrections_file,
            &mut self.account,
        ));
        remarks.extend(quotes::ascii(self.source, &self.blocks));
        let mut account = self.account;
        let numbered = places::Numbered::of(self.source, &mut self.blocks);
        let mut read = assemble::assemble(
            self.source,
            self.blocks,
            register,
            &self.given,
            Prose::of(self.source, corrections, numbered.as_ref()),
            &mut account,
        );
        if let Some(numbered) = numbered {
            let place = |remark: &mut Diagnostic| numbered.place(self.source, remark);
            read.remarks.iter_mut().for_each(place);
            read.value = read.value.map(|notice| numbered.give_back(notice));
        }
        remarks.extend(read.remarks);
        let stopped = remarks.iter().any(Diagnostic::is_error);
        for gap in account.close(self.source) {
            // After an error some text may rightly have found no place.
            if !stopped {
                let what = if gap.twice {
                    "记了两次账"
                } else {
                    "没有记账"
                };
                let line = self.source.line_of(gap.span.start);
                let words = self.source.slice(&gap.span).to_owned();
                remarks.push(
                    Diagnostic::error("account", format!("这几个字{what}，这是程序的错"))
                        .at(Place::line(&self.source.file, line).words(words))
                        .hint("请把来件和这条消息一起交给维护者"),
                );
            }
        }
        Noted::new(
            Reading {
                notice: read.value,
                account,
            },
            remarks,
        )
    }
}
