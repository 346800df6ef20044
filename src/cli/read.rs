//! `read`: seeds → `content/`, and on request what became of every character.

use crate::cli::Job;
use crate::pipeline::{FromSeed, Stopped};
use crate::read::explain;

pub(super) fn read(job: Job<'_, '_>, explained: bool, blocks: bool) -> Result<(), Stopped> {
    job.pipeline.read(&mut |one| show(one, explained, blocks))
}

fn show(one: &FromSeed<'_>, explained: bool, blocks: bool) {
    if blocks {
        println!("{}", explain::blocks(&one.source));
    }
    if explained {
        println!("{}", explain::explain(&one.source, &one.reading.account));
        if let Some(notice) = &one.reading.notice {
            println!("{}", explain::names(notice, &one.register));
        }
    }
}
