//! What must be known of all notices before any page of one can be made: the list, the
//! index of the search box, what is handed out. All else is made notice by notice, so
//! that an archive of many takes no more memory than one.

use super::document::Document;
use super::handout::Handout;
use super::html::Site;
use super::parallel;
use super::site::{self, Brief, Frame};
use super::web::Issue;
use super::{plan, views};
use crate::bundle::Bundles;
use crate::notice::check::Checked;

/// All notices, seen from afar.
#[derive(Debug)]
pub struct Survey {
    /// What every page shows.
    pub frame: Frame,
    /// What is handed out of each.
    pub handouts: Vec<Handout>,
    /// What is announced of each.
    pub issues: Vec<Issue>,
    /// The files of no notice: pages of the whole site, assets.
    pub front: Vec<Document>,
}

impl Survey {
    /// Looks at every notice, with `jobs` workers.
    ///
    /// # Errors
    /// Never for our views; a fault comes out as text.
    pub fn of(
        notices: &[Checked],
        bundles: &Bundles,
        site: &Site,
        jobs: usize,
    ) -> Result<Survey, String> {
        let seen = parallel::map(jobs, notices.iter(), |notice| {
            let views = views::views(notice, bundles);
            (
                Brief::from(&views),
                Handout::from(&views),
                Issue::from(&views),
            )
        });
        let mut briefs = Vec::new();
        let mut handouts = Vec::new();
        let mut issues = Vec::new();
        for one in seen {
            let (brief, handout, issue) = one.map_err(|fault| fault.message)?;
            briefs.push(brief);
            handouts.push(handout);
            issues.push(issue);
        }
        let (frame, mut front) = site::front(briefs, site.pages())?;
        front.extend(site.assets());
        Ok(Survey {
            frame,
            handouts,
            issues,
            front,
        })
    }

    /// Every document of a notice that can be made before others are. In
    /// each the longest come first, so that no worker is left alone with one at the end.
    pub fn documents<'s>(
        &'s self,
        notices: &'s [Checked],
        bundles: &'s Bundles,
    ) -> impl Iterator<Item = Result<Document, String>> + Send + 's {
        let of_notice = move |notice: &'s Checked| -> Vec<Result<Document, String>> {
            let views = views::views(notice, bundles);
            let typeset = plan::documents(&views);
            let pages = site::documents(&views, &self.frame);
            let documents = typeset.and_then(|mut typeset| {
                typeset.sort_by_key(|d| weight(d.kind));
                typeset.extend(pages?);
                Ok(typeset)
            });
            match documents {
                Ok(documents) => documents.into_iter().map(Ok).collect(),
                Err(fault) => vec![Err(fault)],
            }
        };
        notices.iter().flat_map(of_notice)
    }
}

fn weight(kind: &str) -> u8 {
    match kind {
        "notice" => 0,
        "packet" => 1,
        "tasks" | "indicators" => 2,
        _ => 3,
    }
}
