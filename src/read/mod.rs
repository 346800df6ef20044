//! Text → notice. Reading never fails: it returns what it could make of the
//! source, with remarks; [`crate::notice::check`] decides what may be published.

pub mod account;
pub mod amend;
mod assemble;
pub mod blocks;
pub mod markdown;
pub mod normal;
pub mod table;
pub mod text;

use crate::diag::{Diagnostic, Noted, Place};
use crate::notice::Notice;
use crate::notice::units::Register;
use crate::source::Source;

use account::Account;
use amend::Correction;
use blocks::{Block, Kind};

/// A source cut into blocks, before it is known which notice it is.
#[derive(Debug)]
pub struct Opened<'s> {
    source: &'s Source,
    /// The blocks, for looking at.
    pub blocks: Vec<Block>,
    account: Account,
}

/// What reading a source came to.
#[derive(Debug)]
pub struct Reading {
    /// The notice; none where too little could be made out.
    pub notice: Option<Notice>,
    /// What became of every character.
    pub account: Account,
}

/// Cuts a source into blocks.
pub fn open(source: &Source) -> Opened<'_> {
    let mut account = Account::default();
    let blocks = blocks::blocks(source, &mut account);
    Opened {
        source,
        blocks,
        account,
    }
}

impl Opened<'_> {
    /// Finds whose notice it is: its id, and the register that it is read with.
    ///
    /// # Errors
    /// When there is no document number, or no register has the issuing agency.
    pub fn identify<'r>(
        &self,
        registers: &'r [Register],
    ) -> Result<(String, &'r Register), Diagnostic> {
        let number = self.blocks.iter().find_map(|block| match &block.kind {
            Kind::Line(chunk) => assemble::document_number(&chunk.text()).map(|n| (block.line, n)),
            _ => None,
        });
        let Some((line, number)) = number else {
            return Err(
                Diagnostic::error("not-a-notice", "来件里找不到发文字号，不像是一份通知")
                    .at(Place::file(&self.source.file))
                    .hint("发文字号要单独成行，写成“苏府〔2017〕15号”的样子"),
            );
        };
        let found = registers
            .iter()
            .find_map(|r| r.issuer(&number.agency).map(|issuer| (issuer, r)));
        let Some((issuer, register)) = found else {
            return Err(Diagnostic::error(
                "unknown-issuer",
                format!("没有一本登记册管“{}”的发文", number.agency),
            )
            .at(Place::line(&self.source.file, line).words(&number.text))
            .hint("请在 content/units/ 里给这个地方建一本登记册，在 issuers 里写上这个机关代字"));
        };
        let id = format!("{}-{}-{}", issuer.slug, number.year, number.serial);
        Ok((id, register))
    }

    /// Reads the notice; `corrections` are those of its folder, with the name of
    /// their file.
    pub fn read(
        mut self,
        register: &Register,
        corrections: &[Correction],
        corrections_file: &str,
    ) -> Noted<Reading> {
        let mut remarks = amend::amend(
            &mut self.blocks,
            corrections,
            corrections_file,
            &mut self.account,
        );
        let mut account = self.account;
        let read = assemble::assemble(self.source, self.blocks, register, &mut account);
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
