//! The page of a round of self-checks.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use crate::documents::document::{Document, Json};
use crate::documents::round::report::RollUpView;
use crate::documents::site::local::Local;
use crate::documents::site::page::{Crumb, Frame};
use crate::documents::site::progress::{self, Progress};

/// What the template of a round's page sees.
#[derive(Serialize)]
struct RoundPage<'a> {
    id: &'a str,
    rollup: Option<&'a RollUpView>,
    sections: Option<Progress<'a>>,
    units: Option<Progress<'a>>,
    /// Names in addresses of the units that have a page.
    slugs: &'a BTreeMap<&'a str, &'a str>,
    /// The page of the item of each task, below the folder of the notice.
    items: BTreeMap<&'a str, String>,
    /// The units that were asked, to choose from.
    asked: Vec<&'a str>,
}

/// The pages of the rounds.
pub(super) fn pages(local: &Local<'_>, frame: &Frame) -> Result<Vec<Document>, String> {
    let sheets = local.views.sheets.iter();
    let slugs: BTreeMap<&str, &str> = sheets
        .map(|sheet| (sheet.unit.name.as_str(), sheet.unit.slug.as_str()))
        .collect();
    let none = BTreeMap::new();
    let mut made = Vec::new();
    for (round, said) in &local.rounds.all {
        let rollup = round.rollup.as_ref();
        let asked = said.iter().map(|one| one.unit);
        let view = RoundPage {
            id: &round.id,
            rollup,
            sections: rollup.map(|r| progress::bars(r, said, |one| one.heading, &none)),
            units: rollup.map(|r| progress::bars(r, said, |one| one.unit, &slugs)),
            slugs: &slugs,
            items: rollup.map_or_else(BTreeMap::new, |_| items(local)),
            asked: once(asked),
        };
        let below = format!("rounds/{}", round.id);
        let mut page = local.page(&below, "round", &round.name, Json::of(&view)?);
        let pdf = |rollup: &RollUpView| {
            Crumb::new(local.path(&format!("{below}/summary.pdf")), &*rollup.title)
        };
        page.pdf = rollup.map(pdf);
        made.push(page.document(frame, &local.shared(&below))?);
    }
    Ok(made)
}

/// Each once, in the order in which they come.
fn once<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    all.filter(|one| seen.insert(*one)).collect()
}

/// The page of the item of each task.
fn items<'a>(local: &Local<'a>) -> BTreeMap<&'a str, String> {
    let items = local.items().flat_map(|at| {
        let page = format!("{}/{}.html", at.annex.pages, at.item.key);
        let tasks = at.item.tasks.iter();
        tasks.map(move |task| (task.id.as_str(), page.clone()))
    });
    items.collect()
}
