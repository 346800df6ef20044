//! What must be known of all notices before any page of one can be made: the list, the
//! index of the search box, what is handed out. All else is made notice by notice, so
//! that an archive of many takes no more memory than one.

use std::io;
use std::sync::Arc;

use crate::build::builder::{Builder, Step};
use crate::documents::batches::Handout;
use crate::documents::document::Document;
use crate::documents::form_table::{self, FormTable};
use crate::documents::rollup::{self, RollUpTables};
use crate::documents::round::{self, RoundViews};
use crate::documents::site::{Brief, Frame};
use crate::documents::web::Issue;
use crate::documents::{editable, forms, pdfs, site};
use crate::hash::{Digest, Key, PROGRAM};
use crate::notice::check::Checked;
use crate::parallel;
use crate::project::bundles::Bundles;
use crate::project::spool::NoticeSpool;
use crate::render::html::HtmlRenderer;
use crate::rounds::Rounds;
use crate::view::{NoticeViews, from_notice};
use crate::wording::Wording;

/// What documents are made from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'s> {
    /// The notices.
    pub notices: &'s NoticeSpool,
    /// Their rounds of self-checks.
    pub rounds: &'s Rounds,
    /// What is bound together for whom.
    pub bundles: &'s Bundles,
}

/// What is shown of one notice.
#[derive(Debug)]
struct Shown {
    views: NoticeViews,
    /// The forms of its rounds.
    forms: Vec<Arc<FormTable>>,
    /// The roll-ups of those of which something came.
    rollups: Vec<RollUpTables>,
    /// What is printed and shown of those that are decided.
    rounds: Vec<RoundViews>,
}

impl Shown {
    fn of(notice: &Checked, from: Source<'_>, wording: &Wording) -> Result<Shown, String> {
        let rounds = from.rounds.get(&notice.notice().circular.id);
        let rounds = rounds.map_or(&[][..], Vec::as_slice);
        let views = from_notice::views(notice, from.bundles, wording);
        let forms = form_table::tables(rounds, notice, wording);
        Ok(Shown {
            rounds: round::views(rounds, &forms, notice, &views.circular.notice, wording),
            views,
            forms,
            rollups: rollup::tables(rounds, notice, wording)?,
        })
    }
}

/// All notices, seen from afar.
#[derive(Debug)]
pub struct Overview {
    /// What every page shows.
    pub frame: Frame,
    /// What is handed out of each.
    pub handouts: Vec<Handout>,
    /// What is announced of each.
    pub issues: Vec<Issue>,
    /// What the pages of the whole site show, until they are made.
    briefs: Vec<Brief>,
    /// A hash of all that is shown of all notices.
    shown: Digest,
    /// What was seen of a notice that is alone, which need not be seen again.
    alone: Option<Arc<Shown>>,
}

impl Overview {
    /// Looks at every notice, with `jobs` workers.
    ///
    /// # Errors
    /// Never for our views; a fault comes out as text.
    pub fn of(from: Source<'_>, site: &HtmlRenderer, jobs: usize) -> Result<Overview, String> {
        let notices = from.notices;
        let (is_alone, wording) = (notices.len() == 1, site.wording());
        let seen = parallel::map(jobs, 0..notices.len(), |index| {
            let notice = notices.get(index).map_err(|e| e.to_string())?;
            let notice = notice.ok_or("少了一份通知")?;
            let seen = Shown::of(&notice, from, wording)?;
            drop(notice);
            let brief = Brief::of(&seen.views, wording)?;
            let handout = Handout::of(&seen.views, site.has_archives(), &wording.pages);
            let issue = Issue::from(&seen.views);
            let forms: Vec<&str> = seen.forms.iter().map(|form| form.hash()).collect();
            let rollups = seen.rollups.iter().flat_map(RollUpTables::hashes);
            let rollups: Vec<&str> = rollups.collect();
            let shown = Digest::of_json(&(&seen.views, &seen.rounds, forms, rollups))?;
            let alone = is_alone.then(|| Arc::new(seen));
            Ok::<_, String>((brief, handout, issue, shown, alone))
        });
        let mut briefs = Vec::new();
        let mut handouts = Vec::new();
        let mut issues = Vec::new();
        let mut shown_of_each = Vec::new();
        let mut alone = None;
        for one in seen {
            let (brief, handout, issue, shown, views) = one.map_err(|fault| fault.message)??;
            alone = views;
            shown_of_each.push(shown);
            briefs.push(brief);
            handouts.push(handout);
            issues.push(issue);
        }
        Ok(Overview {
            frame: site::frame(&briefs, site.pages(), wording),
            briefs,
            handouts,
            issues,
            shown: Digest::of_json(&(shown_of_each, site.pages()))?,
            alone,
        })
    }

    /// The key of all that is made, or of the share of it that `inputs` is the key of:
    /// of what is shown, what it is printed with, and how much of it there may be.
    ///
    /// # Errors
    /// As for [`Overview::of`].
    pub fn key(&self, builder: &Builder<'_>, inputs: &str) -> Result<Key, String> {
        let means = (PROGRAM, builder.press.keys(), builder.site.key());
        let share = format!("{:?} {:?}", builder.share, builder.press.limits());
        Digest::of_json(&(means, share, inputs, self.shown))
    }

    /// What the pages of the whole site are made from. It grows with the notices, so
    /// whoever makes them takes it, and lets it go.
    pub fn take_briefs(&mut self) -> Vec<Brief> {
        std::mem::take(&mut self.briefs)
    }

    /// Every document of every notice, in the order of the work: in each notice what is
    /// typeset, the circular and what is bound into batches before the tables, so that
    /// binding need not wait; then the batches; and what the site has of it last, which is
    /// many and short, so that no worker is left alone with one at the end. The pages of
    /// the whole `site` come with those of the first notice. Nothing is listed before its
    /// turn.
    pub fn steps<'s>(
        &'s self,
        briefs: Vec<Brief>,
        from: Source<'s>,
        site: &'s HtmlRenderer,
    ) -> impl Iterator<Item = Result<Step<'s>, String>> + Send + 's {
        let fresh = move |notice: io::Result<Arc<Checked>>| match notice {
            Ok(notice) => Shown::of(&notice, from, site.wording()).map(Arc::new),
            Err(e) => Err(e.to_string()),
        };
        let unseen = from.notices.notices().filter(|_| self.alone.is_none());
        let views = self.alone.iter().cloned().map(Ok);
        let views = views.chain(unseen.map(fresh));
        let front = std::iter::once(self.front(briefs, site));
        let fronts = front.chain(std::iter::repeat_with(|| -> Steps<'s> {
            Box::new(std::iter::empty())
        }));
        let of_notice = |((views, handout), front)| match views {
            Ok(views) => self.of_notice(views, handout, front),
            Err(fault) => Box::new(std::iter::once(Err(fault))),
        };
        views.zip(&self.handouts).zip(fronts).flat_map(of_notice)
    }

    /// The files of no notice: pages of the whole site, assets.
    fn front<'s>(&'s self, briefs: Vec<Brief>, site: &'s HtmlRenderer) -> Steps<'s> {
        let list = move || {
            let mut front = site::front(briefs, site.pages(), &self.frame)?;
            front.extend(site.assets());
            Ok(front)
        };
        Box::new(std::iter::once_with(move || all(list())).flatten())
    }

    fn of_notice<'s>(
        &'s self,
        shown: Arc<Shown>,
        handout: &'s Handout,
        front: Steps<'s>,
    ) -> Steps<'s> {
        let mut typeset = all(pdfs::documents(&shown.views));
        typeset.extend(all(round::documents(&shown.rounds)));
        typeset.sort_by_key(|step| step.as_ref().map_or(0, Step::turn));
        let deferred = Step::deferred(handout).map(Ok);
        let forms = forms::documents(&shown.forms);
        let rollups = rollup::documents(&shown.rollups);
        let others = editable::documents(&shown.views);
        let forms = others.into_iter().chain(forms).chain(rollups);
        let forms = forms.map(|form| Ok(Step::Ready(form)));
        let site = std::iter::once_with(move || {
            all(site::documents(&shown.views, &shown.rounds, &self.frame))
        });
        let typeset = typeset.into_iter();
        let printed = typeset.chain(deferred).chain(front);
        Box::new(printed.chain(forms).chain(site.flatten()))
    }
}

/// The steps of one notice.
type Steps<'s> = Box<dyn Iterator<Item = Result<Step<'s>, String>> + Send + 's>;

/// A step for each document.
fn all<'s>(documents: Result<Vec<Document>, String>) -> Vec<Result<Step<'s>, String>> {
    match documents {
        Ok(documents) => documents.into_iter().map(|d| Ok(Step::Ready(d))).collect(),
        Err(fault) => vec![Err(fault)],
    }
}
