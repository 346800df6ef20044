//! What a site needs besides its pages because it stands on the web: a page for
//! what is not found, and, where its address is known, a map for search engines and
//! a feed of notices.

use std::sync::Arc;

use serde::Serialize;

use crate::documents::address::Address;
use crate::documents::document::{Document, Json, Work};
use crate::documents::kind::DocumentKind;
use crate::documents::site;
use crate::view::{NoticeRef, NoticeViews};
use crate::wording::Wording;

/// How many notices the feed has, the newest first.
const IN_FEED: usize = 100;

/// How many addresses one map may have; search engines take no more.
const IN_MAP: usize = 50_000;

/// The page for what is not found.
pub const NOT_FOUND: &str = "404.html";

/// What is announced of a notice.
#[derive(Debug, Clone)]
pub struct Issue {
    notice: NoticeRef,
    /// The day of its latest change, `2017-02-07`: printed, or else signed.
    updated: String,
    /// Its first paragraph.
    summary: String,
}

/// The page for what is not found, as its template sees it.
#[derive(Debug, Serialize)]
struct NotFound<'a> {
    title: &'a str,
    /// The path of the top of the site on its host, where that is known.
    root: Option<&'a str>,
}

/// A map for search engines.
#[derive(Debug, Serialize)]
struct Map<'a> {
    pages: Vec<MapLine<'a>>,
}

/// A page on it.
#[derive(Debug, Serialize)]
struct MapLine<'a> {
    address: String,
    updated: Option<&'a str>,
}

/// The feed. Its texts have no character that XML cannot hold.
#[derive(Debug, Serialize)]
struct Feed {
    title: String,
    home: String,
    feed: String,
    updated: Option<String>,
    entries: Vec<FeedEntry>,
}

/// A notice in it.
#[derive(Debug, Serialize)]
struct FeedEntry {
    title: String,
    number: String,
    agency: String,
    summary: String,
    page: String,
    pdf: String,
    published: String,
    updated: String,
}

impl Issue {
    /// The day of its latest change: `2017-02-07`.
    pub fn updated(&self) -> &str {
        &self.updated
    }
}

impl From<&NoticeViews> for Issue {
    fn from(views: &NoticeViews) -> Self {
        let circular = &views.circular;
        let dates = circular
            .printed_on_iso
            .iter()
            .chain([&circular.notice.date_iso]);
        Issue {
            notice: circular.notice.clone(),
            updated: dates.max().cloned().unwrap_or_default(),
            summary: circular.body.first().cloned().unwrap_or_default(),
        }
    }
}

/// The page for what is not found, always; and where the site has an address, its
/// map, its feed and the file that tells search engines of the map. `pages` are the
/// paths of all pages, and `wording` says what they are called.
///
/// # Errors
/// Never for our views; a fault of serialising comes out as text.
pub fn documents(
    address: Option<&Address>,
    issues: &[Issue],
    pages: &[Arc<str>],
    wording: &Wording,
) -> Result<Vec<Document>, String> {
    let Some(address) = address else {
        return Ok(vec![not_found("404_anywhere.html", None, wording)?]);
    };
    let mut made = vec![not_found("404.html", Some(address), wording)?];
    let (maps, names) = maps(address, issues, pages)?;
    made.extend(maps);
    let all = names
        .iter()
        .map(|name| format!("Sitemap: {}\n", address.of(name)));
    let robots = format!("User-agent: *\nAllow: /\n\n{}", all.collect::<String>());
    made.push(document("robots.txt", Work::Ready(robots.into_bytes())));
    made.push(printed(
        "feed.xml",
        "feed.xml",
        &feed(address, issues, wording),
    )?);
    Ok(made)
}

/// A host shows this page at any depth, so no relative link on it can be right. With
/// an address its links begin at the top of the host; without, it has none.
fn not_found(
    template: &'static str,
    address: Option<&Address>,
    wording: &Wording,
) -> Result<Document, String> {
    let view = NotFound {
        title: &wording.pages.not_found,
        root: address.map(Address::root),
    };
    printed(NOT_FOUND, template, &view)
}

/// The maps, and their names; one is enough for all but the largest archives.
fn maps(
    address: &Address,
    issues: &[Issue],
    pages: &[Arc<str>],
) -> Result<(Vec<Document>, Vec<String>), String> {
    let entry = |path: &&str| {
        let of = |issue: &&Issue| path.split('/').next() == Some(issue.notice.id.as_str());
        let updated = issues.iter().find(of).map(|issue| issue.updated.as_str());
        MapLine {
            address: address.of(path),
            updated,
        }
    };
    let mut pages: Vec<&str> = pages.iter().map(|path| &**path).collect();
    pages.sort_unstable();
    let parts: Vec<&[&str]> = pages.chunks(IN_MAP).collect();
    let name = |number: usize| match (parts.len(), number) {
        (1, _) => "sitemap.xml".to_owned(),
        (_, number) => format!("sitemap-{}.xml", number + 1),
    };
    let made = parts.iter().enumerate().map(|(number, part)| {
        let pages = part.iter().map(entry).collect();
        printed(&name(number), "sitemap.xml", &Map { pages })
    });
    let made = made.collect::<Result<_, _>>()?;
    Ok((made, (0..parts.len()).map(name).collect()))
}

fn feed(address: &Address, issues: &[Issue], wording: &Wording) -> Feed {
    let mut newest: Vec<&Issue> = issues.iter().collect();
    newest.sort_by_key(|i| std::cmp::Reverse((&i.updated, &i.notice.date_iso, &i.notice.id)));
    let entry = |issue: &&Issue| {
        let notice = &issue.notice;
        FeedEntry {
            title: legal(&notice.title),
            number: legal(&notice.number),
            agency: legal(&notice.agency),
            summary: legal(&issue.summary),
            page: address.of(&format!("{}/notice.html", notice.id)),
            pdf: address.of(&format!("{}/notice.pdf", notice.id)),
            published: moment(&notice.date_iso),
            updated: moment(&issue.updated),
        }
    };
    Feed {
        title: legal(&site::name(
            issues.iter().map(|i| i.notice.agency.as_str()),
            &wording.pages,
        )),
        home: address.of("index.html"),
        feed: address.of("feed.xml"),
        updated: newest.first().map(|issue| moment(&issue.updated)),
        entries: newest.iter().take(IN_FEED).map(entry).collect(),
    }
}

/// The start of a day as a moment. Notices are dated in China, which has one time.
fn moment(day: &str) -> String {
    format!("{day}T00:00:00+08:00")
}

/// Text without the characters that XML cannot hold in any spelling.
fn legal(text: &str) -> String {
    let keep = |c| match c {
        '\t' | '\n' | '\r' => c,
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    };
    text.chars().map(keep).collect()
}

fn printed(path: &str, template: &'static str, data: &impl Serialize) -> Result<Document, String> {
    let data = Json::of(data)?;
    Ok(document(path, Work::Page { template, data }))
}

fn document(path: &str, work: Work) -> Document {
    Document {
        path: path.to_owned(),
        kind: DocumentKind::Web,
        audience: None,
        work,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_archive_has_several_maps_and_robots_know_them() {
        let address: Address = "https://a.example/".parse().expect("an address");
        let paths: Vec<String> = (0..=IN_MAP).map(|i| format!("n/{i}.html")).collect();
        let pages: Vec<Arc<str>> = paths.iter().map(|path| path.as_str().into()).collect();
        let made = documents(Some(&address), &[], &pages, &Wording::shipped()).expect("views");
        let robots = made
            .iter()
            .find(|d| d.path == "robots.txt")
            .expect("robots");
        let Work::Ready(bytes) = &robots.work else {
            panic!("robots.txt is not ready");
        };
        let robots = String::from_utf8_lossy(bytes);
        for name in ["sitemap-1.xml", "sitemap-2.xml"] {
            assert!(made.iter().any(|d| d.path == name), "{name}");
            assert!(robots.contains(&format!("https://a.example/{name}\n")));
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(legal("a\u{1}b\tc\u{ffff}𠀀"), "a\u{fffd}b\tc\u{fffd}𠀀");
    }
}
