//! The site, without its PDFs: pages and data files of the real notice.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, LazyLock};

use gongwen::documents::artifact::ManifestEntry;
use gongwen::documents::batches::Handout;
use gongwen::documents::deferred::Deferred;
use gongwen::documents::document::{Document, Work};
use gongwen::documents::kind::DocumentKind;
use gongwen::documents::site::Brief;
use gongwen::documents::table::{Cell, Grid, Table, count, text};
use gongwen::documents::{editable, pdfs, site, table};
use gongwen::hash::Digest;
use gongwen::notice::{Content, Notice, check};
use gongwen::project::bundles::Bundles;
use gongwen::project::limits::Limits;
use gongwen::render::data;
use gongwen::render::html::HtmlRenderer;
use gongwen::view::{NoticeViews, Title, from_notice};
use gongwen::wording::Wording;

use crate::cases::{each, register};
use crate::test_project::{golden, kept_notice as notice, led_to, root, tasks_of};

/// Attributes that lead to another file.
const LINKS: [&str; 4] = [" href=\"", " src=\"", " action=\"", " data-index=\""];

fn views_of(notice: Notice) -> NoticeViews {
    let checked = check::check(notice, &Arc::new(register()), "content/suf-2017-15");
    let (checked, words) = (checked.value.unwrap(), Wording::shipped());
    from_notice::views(&checked, &Bundles::shipped().unwrap(), &words)
}

fn site_here() -> HtmlRenderer {
    let site = HtmlRenderer::open(&root().join("templates"), None, &Limits::default()).unwrap();
    site.with_pages(&root().join("content/pages"), &Limits::default())
        .unwrap()
}

/// The documents of a site with one notice, in the order in which they are made.
fn planned(views: &NoticeViews, site: &HtmlRenderer) -> Vec<Document> {
    let briefs = vec![Brief::of(views, site.wording()).unwrap()];
    let frame = site::frame(&briefs, site.pages(), site.wording());
    let mut documents = site::front(briefs, site.pages(), &frame).unwrap();
    documents.extend(site::documents(views, &[], &frame).unwrap());
    documents.extend(site.assets());
    let typeset = pdfs::documents(views).unwrap();
    // Late ones need the others' pages; their hashes do not matter here.
    let entries: Vec<ManifestEntry> = typeset.iter().map(|d| entry(&d.path)).collect();
    let made = entries.into_iter().map(|e| (e.path.clone(), e)).collect();
    let handout = Handout::of(views, false, &Wording::shipped().pages);
    let late = handout.deferred();
    let late = late.map(|late| handout.document(late, &made, site.wording()));
    documents.extend(late.map(Result::unwrap));
    documents.extend(typeset);
    documents.extend(editable::documents(views));
    documents
}

fn entry(path: &str) -> ManifestEntry {
    ManifestEntry {
        path: path.into(),
        kind: DocumentKind::Sheet,
        audience: None,
        pages: Some(1),
        bytes: 0,
        blake3: Digest::of(b""),
    }
}

/// Every file of the site of the real notice by path; PDFs are there but empty.
static BUILT: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let site = site_here();
    let documents = planned(&views_of(notice()), &site);
    let made = documents.into_iter().map(|d| {
        let bytes = match &d.work {
            Work::Page { template, data } => site.page(template, &d.path, data).unwrap(),
            Work::Data { table, ending } => data::file(table, ending).unwrap(),
            Work::Ready(bytes) => bytes.clone(),
            Work::Pdf(_)
            | Work::Bound { .. }
            | Work::Archive { .. }
            | Work::Form(_)
            | Work::Docx(_) => Vec::new(),
        };
        (d.path, bytes)
    });
    made.collect()
});

fn pages(files: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&str, &str)> {
    let html = files.iter().filter(|(path, _)| path.ends_with(".html"));
    html.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
}

/// What stands between each `before` and the next quotation mark.
fn values<'t>(text: &'t str, before: &'t str) -> impl Iterator<Item = &'t str> {
    let rest = text.split(before).skip(1);
    rest.map(|rest| rest.split('"').next().unwrap())
}

/// The path that a link on a page leads to.
fn resolve(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => {
                parts.pop().expect("a link leads out of the site");
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_link_leads_somewhere() {
    let files = &*BUILT;
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages(files)
        .map(|(path, text)| (path, values(text, " id=\"").collect()))
        .collect();
    let mut links = 0;
    for (page, text) in pages(files) {
        for link in LINKS.iter().flat_map(|before| values(text, before)) {
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() {
                page.to_owned()
            } else {
                resolve(page, path)
            };
            assert!(files.contains_key(&target), "{page}: {link}");
            if !fragment.is_empty() {
                assert!(ids[target.as_str()].contains(fragment), "{page}: {link}");
            }
            links += 1;
        }
    }
    assert!(links > 5000, "{links}");
}

#[test]
fn every_page_of_a_notice_offers_its_data_and_a_pdf() {
    let files = &*BUILT;
    let mut looked = 0;
    let whole = |text: &str| !text.contains("http-equiv=\"refresh\"");
    let pages = pages(files).filter(|(page, text)| page.contains('/') && whole(text));
    for (page, text) in pages {
        let stem = page.strip_suffix(".html").unwrap();
        for ending in table::ENDINGS {
            let file = format!("{stem}.{ending}");
            assert!(files.contains_key(&file), "{file}");
            let name = stem.rsplit('/').next().unwrap();
            assert!(
                text.contains(&format!("/{name}.{ending}\"")),
                "{page} does not offer {file}"
            );
        }
        assert!(
            text.contains("type=\"application/pdf\""),
            "{page} offers no PDF"
        );
        looked += 1;
    }
    assert!(looked > 200, "{looked}");
}

#[test]
fn the_three_questions_of_a_colleague() {
    let files = &*BUILT;
    let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    let sheet = text("suf-2017-15/units/shi-shuiliju.html");
    assert!(sheet.contains("完成1000个农村村庄生活污水治理") && sheet.contains("市环保局"));
    let data = text("suf-2017-15/areas/wuzhong.csv");
    assert!(
        data.contains("2,,服务业增加值占GDP比重,增幅（%）,1,提高1个百分点,"),
        "{data}"
    );
    let number = "suf-2017-15/items/41.html";
    let item = text(&format!("{}.html", led_to(number, &text(number))));
    assert!(item.contains("点名的单位（16 个）"));
    let also = item.split_once("另有统称：").expect("no collectives").1;
    assert!(also.split("</p>").next().unwrap().contains("各市、区政府"));
    // One search: the area with the indicator, and the indicator with the area.
    let index = text(site::INDEX);
    let entry = |title: &str| {
        let start = format!("\"t\":\"{title}\",\"x\":\"");
        values(&index, &start).next().unwrap().to_owned()
    };
    assert!(entry("吴中区").contains("；服务业增加值占GDP比重 1；"));
    assert!(entry("服务业增加值占GDP比重").contains("；吴中区 1；"));
}

#[test]
fn nothing_runs_and_nothing_is_styled_inside_a_page() {
    for (page, text) in pages(&BUILT) {
        assert!(text.contains("default-src 'none'"), "{page} has no policy");
        assert!(
            !text.contains("<script>") && !text.contains("<style"),
            "{page}"
        );
        assert!(
            !text.contains(" style=") && !text.contains(" onclick="),
            "{page}"
        );
        assert!(
            !text.contains("http://") && !text.contains("https://"),
            "{page} names a host"
        );
    }
}

#[test]
fn hostile_text_stays_text() {
    let evil = "<script>alert(1)</script>\"'&{{ title }}";
    let mut notice = notice();
    notice.circular.title = evil.to_owned();
    let item = &mut tasks_of(&mut notice).parts[0].sections[0].items[0];
    item.name = evil.to_owned();
    item.tasks[0].text = format!("=HYPERLINK(\"x\"){evil}");
    let Content::Indicators(table) = &mut notice.annexes[0].content else {
        panic!("the first annex is that of indicators");
    };
    table.indicators[0].name = evil.to_owned();
    let site = site_here();
    let mut seen = 0;
    for document in planned(&views_of_unchecked(notice), &site) {
        match &document.work {
            Work::Page { template, data } => {
                let page = site.page(template, &document.path, data).unwrap();
                let page = String::from_utf8(page).unwrap();
                assert!(!page.contains("<script>alert"), "{}", document.path);
                seen += usize::from(page.contains("&lt;script&gt;alert"));
            }
            Work::Data { table, .. } if document.path.ends_with("tasks.csv") => {
                let csv = String::from_utf8(data::file(table, "csv").unwrap()).unwrap();
                assert!(csv.contains("'=HYPERLINK") && !csv.contains(",\"=HYPERLINK"));
            }
            _ => {}
        }
    }
    assert!(seen > 100, "{seen}");
}

/// The checks refuse such a title; what they let through must still be harmless.
fn views_of_unchecked(mut notice: Notice) -> NoticeViews {
    let title = std::mem::replace(&mut notice.circular.title, "关于试验的通知".to_owned());
    let mut views = views_of(notice);
    views.circular.notice.cited = gongwen::view::cited(&title);
    views.circular.notice.title = Title::new(title);
    views
}

#[test]
fn pages_are_light() {
    let files = &*BUILT;
    let weigh = |bytes: &[u8]| {
        let mut gzip = Command::new("gzip")
            .args(["-9", "-c"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        gzip.stdin.take()?.write_all(bytes).ok()?;
        Some(gzip.wait_with_output().ok()?.stdout.len())
    };
    let assets = files.iter().filter(|(p, _)| p.starts_with("assets/"));
    let Some(shared) = assets.map(|(_, bytes)| weigh(bytes)).sum::<Option<usize>>() else {
        eprintln!("skipped: gzip is not installed");
        return;
    };
    for (page, text) in pages(files) {
        // As large again raw is far below the limit: not worth a process.
        if text.len() + shared < 60_000 {
            continue;
        }
        let limit = if page.ends_with("/tasks.html") {
            200_000
        } else {
            60_000
        };
        let weight = weigh(text.as_bytes()).unwrap() + shared;
        assert!(
            weight < limit,
            "{page} weighs {weight} bytes with its assets"
        );
    }
}

#[test]
fn a_workbook_is_the_same_each_time_and_opens() {
    let mut grid = Grid::new("表[1]", [count("序号"), text("名称"), text("目标")]);
    grid.rows.push(vec![
        Cell::plain("1"),
        Cell::merged("甲", 1, 2),
        Cell::plain("=1+1"),
    ]);
    grid.rows.push(vec![Cell::plain("2"), Cell::plain("7.5")]);
    let table = Table::new(&"x", grid, "2017-01-26", "数据").unwrap();
    let bytes = data::file(&table, "xlsx").unwrap();
    let again = data::file(&table, "xlsx").unwrap();
    assert!(bytes == again, "two workbooks of one table differ");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.xlsx");
    std::fs::write(&path, bytes).unwrap();
    let Some(sheet) = part(&path, "xl/worksheets/sheet1.xml") else {
        eprintln!("skipped: unzip is not installed");
        return;
    };
    assert!(sheet.contains("<mergeCell ref=\"B2:B3\"/>"), "{sheet}");
    assert!(
        sheet.contains("state=\"frozen\"") && !sheet.contains("<f>"),
        "{sheet}"
    );
    let words = part(&path, "xl/sharedStrings.xml").unwrap();
    assert!(words.contains("=1+1") && words.contains("7.5"), "{words}");
    let csv = String::from_utf8(data::file(&table, "csv").unwrap()).unwrap();
    assert_eq!(csv, "\u{feff}序号,名称,目标\n1,甲,'=1+1\n2,甲,7.5\n");
}

/// One part of a workbook; none without `unzip`.
fn part(workbook: &Path, name: &str) -> Option<String> {
    let output = Command::new("unzip")
        .arg("-p")
        .arg(workbook)
        .arg(name)
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()
}

#[test]
fn initials_of_pinyin() {
    each("initials.txt", site::search::initials);
}

#[test]
fn the_main_text_of_each_kind_of_page() {
    let files = &*BUILT;
    for page in [
        "index",
        "about",
        "suf-2017-15/notice",
        "suf-2017-15/indicators/1",
        "suf-2017-15/items/41",
        "suf-2017-15/units/shi-shuiliju",
        "suf-2017-15/areas/wuzhong",
        "suf-2017-15/collectives/index",
    ] {
        let mut text = String::from_utf8_lossy(&files[&format!("{page}.html")]).into_owned();
        if text.contains("http-equiv=\"refresh\"") {
            let to = format!("{}.html", led_to(page, &text));
            text = String::from_utf8_lossy(&files[&to]).into_owned();
        }
        golden(
            &format!("pages/{}.txt", page.replace('/', "-")),
            &main_text(&text),
        );
    }
}

/// The words of `<main>`, a line for each block.
fn main_text(page: &str) -> String {
    const INSIDE_LINES: [&str; 10] = [
        "a", "b", "span", "strong", "em", "code", "sup", "time", "title", "wbr",
    ];
    let main = page
        .split_once("<main")
        .unwrap()
        .1
        .split_once("</main>")
        .unwrap()
        .0;
    let mut text = String::new();
    for piece in main.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap();
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .collect();
        if !INSIDE_LINES.contains(&name.as_str()) {
            text.push('\n');
        }
        text.push_str(words);
    }
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    lines.map(|l| format!("{l}\n")).collect()
}

/// A batch that lacks a sheet would be handed out as whole.
#[test]
fn a_batch_that_lacks_a_member_is_refused() {
    let views = views_of(notice());
    let typeset = pdfs::documents(&views).unwrap();
    let entries = typeset
        .iter()
        .map(|d| (d.path.as_str().into(), entry(&d.path)));
    let mut made: BTreeMap<Arc<str>, ManifestEntry> = entries.collect();
    let handout = Handout::of(&views, false, &Wording::shipped().pages);
    assert_eq!(handout.deferred().count(), 3);
    let words = Wording::shipped();
    for late in handout.deferred() {
        assert!(handout.document(late, &made, &words).is_ok(), "{late:?}");
    }
    made.remove("suf-2017-15/units/shi-shenjiju.pdf");
    for late in handout.deferred().filter(|late| *late != Deferred::Packets) {
        let lost = handout.document(late, &made, &words).unwrap_err();
        assert!(lost.contains("units/shi-shenjiju.pdf"), "{lost}");
    }
}
