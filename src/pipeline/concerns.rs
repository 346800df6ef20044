//! Which pages show what a remark is about: those of the tasks in its line, of the units
//! that these reach, and of the table; and the page of the notice in any case.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Place;
use crate::notice::check::Checked;
use crate::notice::keys::Keys;
use crate::view::from_notice;

/// Pages by notice and by the lines of its seed.
#[derive(Debug, Default)]
pub struct Concerns(Vec<One>);

#[derive(Debug)]
struct One {
    id: String,
    seed: Option<String>,
    lines: BTreeMap<usize, BTreeSet<String>>,
}

impl Concerns {
    /// Takes in a notice.
    pub(super) fn add(&mut self, checked: &Checked) {
        let notice = checked.notice();
        let id = &notice.circular.id;
        let duties = checked.duties();
        let keys = Keys::of(notice);
        let mut lines: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for (number, path) in duties.tasks.iter().enumerate() {
            let Some(at) = path.of(notice) else { continue };
            let Some(line) = at.task.line else { continue };
            let pages = lines.entry(line.number).or_default();
            pages.insert(format!("{id}/{}.html", at.file.stem()));
            let items = from_notice::pages_of(at.file);
            let key = keys.item(at.file, at.item.number);
            pages.insert(format!("{id}/{items}/{key}.html"));
            let reached = duties.units.iter();
            let reached = reached.filter(|unit| unit.duties.iter().any(|d| d.task == number));
            pages.extend(reached.map(|unit| format!("{id}/units/{}.html", unit.slug)));
        }
        self.0.push(One {
            id: id.clone(),
            seed: notice.circular.source.as_ref().map(|s| s.file.clone()),
            lines,
        });
    }

    /// The paths of the pages that a place is shown on, below the output; none where it is
    /// in no notice.
    pub fn pages(&self, place: &Place) -> Vec<String> {
        let mut found = Vec::new();
        for one in &self.0 {
            let folder = format!("content/{}/", one.id);
            let seed = one.seed.as_deref() == Some(place.file.as_str());
            if !seed && !place.file.starts_with(&folder) {
                continue;
            }
            found.push(format!("{}/notice.html", one.id));
            let line = place.line.filter(|_| seed);
            let pages = line.and_then(|line| one.lines.get(&line));
            found.extend(pages.into_iter().flatten().cloned());
        }
        found
    }
}
