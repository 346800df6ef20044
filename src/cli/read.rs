//! `read`: seeds → `content/`, and on request what became of every character.

use crate::cli::{Job, output};
use crate::pipeline::{FromSeed, Stopped};
use crate::read::explain;

pub(super) fn read(job: Job<'_, '_>, explained: bool, blocks: bool) -> Result<(), Stopped> {
    let mut told = Ok(());
    job.pipeline.read(&mut |one| {
        if told.is_ok() {
            told = output::put(account(one, explained, blocks));
        }
    })?;
    told.map_err(|lost| job.pipeline.refuse(lost))
}

/// What became of a seed, as far as it was asked for.
fn account(one: &FromSeed<'_>, explained: bool, blocks: bool) -> String {
    let mut text = String::new();
    if blocks {
        text += &explain::blocks(&one.source);
        text.push('\n');
    }
    if explained {
        text += &explain::explain(&one.source, &one.reading.account);
        text.push('\n');
        if let Some(notice) = &one.reading.notice {
            text += &explain::names(notice, &one.register);
            text.push('\n');
        }
    }
    text
}
