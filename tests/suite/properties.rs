//! What holds for any text.

use std::fs;
use std::sync::{Arc, LazyLock};

use gongwen::blocks::text::normal::normalise_str;
use gongwen::documents::document::Work;
use gongwen::documents::site;
use gongwen::notice::{Notice, check};
use gongwen::project::bundles::Bundles;
use gongwen::project::limits::Limits;
use gongwen::render::html::HtmlRenderer;
use gongwen::units::phrase;
use gongwen::units::register::Register;
use gongwen::view::from_notice;
use gongwen::wording::Wording;
use proptest::prelude::*;
use serde_json::Value;

use crate::cases::register;
use crate::fields::words_of;
use crate::shapes::read_bytes;
use crate::test_project::{root, tasks_of};

/// The small sample: its seed and its register.
fn small() -> (String, Register) {
    let sample = root().join("tests/samples/small");
    let seed = fs::read_to_string(sample.join("seeds/notice.txt")).unwrap();
    let register = fs::read_to_string(sample.join("content/units/wuzhou.yaml")).unwrap();
    (seed, Register::from_yaml(&register).unwrap())
}

/// What is read from it, once.
static NOTICE: LazyLock<Notice> = LazyLock::new(|| {
    let (seed, register) = small();
    let read = read_bytes("seeds/notice.txt", seed.as_bytes(), &register);
    read.0.unwrap()
});

/// Any text at all, and texts of the signs that YAML, HTML and typst have uses for.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ \\-:#&*!|>'\"%@`{}\\[\\],?~\n\t\\\\<$_=甲]{0,12}",
        "(null|true|no|~|0x1f|1e3|1_000|2018-02-01|---|\\.\\.\\.|<<|'')[ \n]?",
    ]
}

/// What is done to a column of a table: its heading is written anew, it is left out, or
/// one is put in before it, with a heading and words that may be empty.
#[derive(Debug, Clone)]
enum Change {
    Heading(&'static str),
    Gone,
    Fresh(&'static str, &'static str),
}

fn any_change() -> impl Strategy<Value = (prop::sample::Index, Change)> {
    let heading = prop::sample::select(vec![
        "序号",
        "名称",
        "工作任务",
        "责任单位",
        "牵头单位",
        "配合单位",
        "指标名称",
        "单位",
        "东区",
        "备注",
        "",
        "",
        "",
    ]);
    let cell = prop::sample::select(vec!["1", "甲", "甲乙。", "市发改委", "7左右", "", ""]);
    let change = prop_oneof![
        2 => heading.clone().prop_map(Change::Heading),
        1 => Just(Change::Gone),
        2 => (heading, cell).prop_map(|(heading, cell)| Change::Fresh(heading, cell)),
    ];
    (any::<prop::sample::Index>(), change)
}

/// A table in lines with tabs, changed; rows of one cell stay.
fn changed(table: &str, changes: &[(prop::sample::Index, Change)]) -> String {
    let mut rows: Vec<Vec<&str>> = table.lines().map(|l| l.split('\t').collect()).collect();
    for (at, change) in changes {
        let at = at.index(rows[0].len());
        for (index, row) in rows.iter_mut().enumerate() {
            let is_section = row[1..].iter().all(|cell| cell.is_empty());
            match change {
                Change::Heading(heading) if index == 0 => row[at] = heading,
                Change::Gone if row.len() > 2 => drop(row.remove(at)),
                Change::Fresh(heading, _) if index == 0 => row.insert(at, heading),
                Change::Fresh(..) if is_section => row.push(""),
                Change::Fresh(_, cell) => row.insert(at, cell),
                _ => {}
            }
        }
    }
    rows.iter().map(|row| row.join("\t") + "\n").collect()
}

/// Text that every rule lets through: any sign that can be seen, and some that cannot.
fn passing_text() -> impl Strategy<Value = String> {
    let odd = "<script>alert\\(1\\)</script>|\\{\\{ x \\}\\}|\\{% if %\\}|&amp;|&#39;|\"|'|#|\\*|\\$|\\\\";
    let text = format!("({odd}|\\PC|[\u{200b}\u{2060}𠮷甲 ]){{1,6}}");
    let seen = "names and tasks are not blank";
    proptest::string::string_regex(&text)
        .unwrap()
        .prop_filter(seen, |t| !t.trim().is_empty())
}

/// Puts one text after another into the fields of a notice.
fn fill(value: &mut Value, texts: &mut impl Iterator<Item = String>) {
    match value {
        Value::String(text) => *text = texts.next().unwrap_or_default(),
        Value::Array(values) => values.iter_mut().for_each(|v| fill(v, texts)),
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                // Dates have a form; what values hold is worked out from text.
                if !["date", "printed_on", "value", "also", "file"].contains(&name.as_str()) {
                    fill(value, texts);
                }
            }
        }
        _ => {}
    }
}

/// So many cases; `PROPTEST_CASES=25600` tries a hundred times as many of each.
fn many(cases: u32) -> ProptestConfig {
    let standard = ProptestConfig::default();
    ProptestConfig {
        cases: cases * standard.cases / 256,
        failure_persistence: None,
        ..standard
    }
}

proptest! {
    #![proptest_config(many(400))]

    #[test]
    fn normalising_twice_is_normalising_once(text in "[市委局（）(),，、。 　0-9０-９a-z%~:;“”]{0,30}") {
        let once = normalise_str(&text);
        prop_assert_eq!(normalise_str(&once), once);
    }

    #[test]
    fn a_phrase_loses_no_character(
        text in "([市委局各区政府苏州吴中、，；。：]|（人才办）|（牵头）|牵头单位：|配合|负责|等部门|等|会同|和|市财政局|各市、区政府){0,12}",
        bare in any::<bool>(),
    ) {
        let register = if bare { Register::bare("苏府", "苏州市人民政府文件") } else { register() };
        let text = normalise_str(&text);
        let phrase = phrase::resolve(&text, &register);
        // Names, their qualifiers, and words of roles stand side by side in order;
        // between them are only marks.
        let mut held = vec![false; text.len()];
        let mut hold = |span: std::ops::Range<usize>| {
            for at in span {
                prop_assert!(!held[at], "held twice: {text}");
                held[at] = true;
            }
            Ok(())
        };
        for name in &phrase.names {
            prop_assert_eq!(&text[name.span.clone()], name.printed.as_str());
            hold(name.span.clone())?;
            if let Some(qualifier) = &name.qualifier {
                let rest = &text[name.span.end..];
                let whole = format!("（{qualifier}）");
                prop_assert!(rest.starts_with(&whole), "{}", text);
                hold(name.span.end..name.span.end + whole.len())?;
            }
        }
        for span in phrase.words.iter().chain(&phrase.unread) {
            hold(span.clone())?;
        }
        let left: String = text.char_indices().filter(|(at, _)| !held[*at]).map(|x| x.1).collect();
        prop_assert!(left.chars().all(|c| "、，；。：（）/ ".contains(c)), "{text}: {left}");
    }
}

proptest! {
    #![proptest_config(many(200))]

    /// `read_bytes` asserts that the account closes and sums to the source.
    #[test]
    fn the_account_sums_whatever_happens_to_the_source(
        damages in prop::collection::vec((any::<prop::sample::Index>(), 0usize..20, any_text()), 1..6),
        markdown in any::<bool>(),
    ) {
        let (seed, register) = small();
        let mut text: Vec<char> = seed.chars().collect();
        for (at, length, new) in damages {
            let at = at.index(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, new.chars());
        }
        let text: String = text.into_iter().collect();
        let file = if markdown { "seeds/notice.md" } else { "seeds/notice.txt" };
        read_bytes(file, text.as_bytes(), &register);
    }

    #[test]
    fn the_account_sums_whatever_stands_over_the_columns(
        indicators in prop::collection::vec(any_change(), 0..3),
        tasks in prop::collection::vec(any_change(), 0..3),
    ) {
        let (mut text, register) = small();
        for (changes, name) in [(indicators, "指标名称"), (tasks, "名称")] {
            let from = text.find(&format!("\n序号\t{name}")).unwrap() + 1;
            let to = from + text[from..].find("\n\n").unwrap() + 1;
            let table = changed(&text[from..to], &changes);
            text.replace_range(from..to, &table);
        }
        read_bytes("seeds/notice.txt", text.as_bytes(), &register);
    }

    #[test]
    fn a_notice_written_and_read_is_the_same(
        texts in prop::collection::vec(any_text(), 1..20),
    ) {
        let notice = NOTICE.clone();
        let mut texts = texts.into_iter().cycle();
        let mut value = serde_json::to_value(&notice.circular).unwrap();
        fill(&mut value, &mut texts);
        let circular = serde_json::from_value(value).unwrap();
        let mut notice = Notice { circular, ..notice };
        let mut value = serde_json::to_value(tasks_of(&mut notice)).unwrap();
        fill(&mut value, &mut texts);
        *tasks_of(&mut notice) = serde_json::from_value(value).unwrap();
        let files = notice.to_yaml().unwrap();
        let again = Notice::from_yaml("content/x", &files);
        prop_assert_eq!(again.as_ref(), Ok(&notice));
    }

    #[test]
    fn no_phrase_breaks_the_grammar(text in any_text(), more in "[市局：:（），、]{0,9}", bare in any::<bool>()) {
        let register = if bare { Register::bare("苏府", "苏州市人民政府文件") } else { register() };
        phrase::resolve(&normalise_str(&(text + &more)), &register);
    }
}

proptest! {
    #![proptest_config(many(24))]

    #[test]
    fn any_text_survives_the_pages(title in passing_text(), name in passing_text(), task in passing_text()) {
        static SITE: LazyLock<HtmlRenderer> = LazyLock::new(|| {
            HtmlRenderer::open(&root().join("templates"), None, &Limits::default()).unwrap()
        });
        let (_, register) = small();
        let mut notice = NOTICE.clone();
        let marked = |text: String| format!("甲{text}乙");
        let (title, name, task) = (marked(title), marked(name), marked(task));
        notice.circular.body[0].text = title.clone();
        let item = &mut tasks_of(&mut notice).parts[1].sections[0].items[0];
        item.name = name.clone();
        item.tasks[0].text = task.clone();
        let checked = check::check(notice, &Arc::new(register), "content/wufu-2018-7");
        let errors: Vec<_> = checked.remarks.iter().filter(|d| d.is_error()).collect();
        prop_assert!(errors.is_empty(), "{:?}", errors);
        let (checked, said) = (checked.value.unwrap(), Arc::new(Wording::shipped()));
        let views = from_notice::views(&checked, &Bundles::shipped().unwrap(), &said);
        let mut words = String::new();
        let briefs = vec![site::Brief::of(&views, &said).unwrap()];
        let frame = site::frame(&briefs, &[], &said);
        let mut documents = site::front(briefs, &[], &frame).unwrap();
        documents.extend(site::documents(&views, &[], &frame).unwrap());
        for document in documents {
            if let Work::Page { template, data } = &document.work {
                let page = SITE.page(template, &document.path, data).unwrap();
                let page = String::from_utf8(page).unwrap();
                prop_assert!(!page.contains("<script>alert"), "{}", document.path);
                words += &words_of(&page);
            }
        }
        for text in [&title, &name, &task] {
            prop_assert!(words.contains(text.as_str()), "{:?}", text);
        }
    }
}
