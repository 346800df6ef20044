//! Titles: what stands in lines of its own at the head of a page (GB/T 9704 7.3.1). A view
//! says which titles its document sets, and on which pages; how they break into lines there
//! is found when it is printed.

use std::fmt;
use std::ops::Deref;

use serde::Serialize;

/// The title of a notice or of an annex. On pages, in data files and inside sentences it is
/// its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Title(String);

/// How the paper lies on which a title is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// A page of text.
    Portrait,
    /// A page of a wide table.
    Landscape,
}

/// A title that a document sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetTitle {
    /// The title.
    pub title: Title,
    /// On what it is set.
    pub paper: Paper,
}

/// A view that is printed as a PDF.
pub trait SetsTitles {
    /// The titles that the document sets at the head of a page, each once.
    fn titles(&self) -> Vec<SetTitle>;
}

impl Title {
    /// The title with these words.
    pub fn new(words: impl Into<String>) -> Title {
        Title(words.into())
    }

    /// The title, set on such pages.
    pub fn on(&self, paper: Paper) -> SetTitle {
        SetTitle {
            title: self.clone(),
            paper,
        }
    }
}

impl Deref for Title {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Each once.
pub(super) fn each_once(all: impl IntoIterator<Item = SetTitle>) -> Vec<SetTitle> {
    let mut found: Vec<SetTitle> = Vec::new();
    for title in all {
        if !found.contains(&title) {
            found.push(title);
        }
    }
    found
}
