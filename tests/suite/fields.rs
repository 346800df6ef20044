//! Any text in any field: what is written in `content/` comes out of pages and PDFs
//! circular by circular, and nothing of it is obeyed. One build, with the text of
//! `tests/hostile/fields.txt` in every field that people write freely, and in the
//! names of a unit and of an area.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;
use walkdir::WalkDir;

use crate::pdf::{squash, tagged_text};
use crate::test_project::{TestProject, files_of, root};

const FOLDER: &str = "content/wufu-2018-7";
const UNIT: &str = r##"市<b>"'#*$\{{x}}{%if%}_~@局"##;
const AREA: &str = r##"东<i>"'#*$\{{x}}区"##;

/// What stands in fields that have their place on the page in one piece.
const SHORT: &str = r##"<b>"'#*$\{{x}}_~"##;

/// The PDFs that are looked into: together they print every field. It takes a while.
const PRINTED: [&str; 2] = ["wufu-2018-7/notice.pdf", "units/kejiju.pdf"];

/// Fields that have a grammar of their own, or name what another file has.
const BOUND: [&str; 15] = [
    "file",
    "id",
    "source",
    "document_number",
    "date",
    "printed_on",
    "areas",
    "units",
    "collectives",
    "responsible",
    "targets",
    "goals",
    "number",
    "addressees",
    "qualifiers",
];

#[test]
fn any_text_in_any_field_comes_out_as_it_went_in() {
    let odd = fs::read_to_string(root().join("tests/hostile/fields.txt")).unwrap();
    let odd: Vec<&str> = odd.lines().filter(|l| !l.starts_with("// ")).collect();
    let odd = odd.join("甲");
    let test_project = TestProject::of_sample(&root().join("tests/samples/small"));
    test_project.run(&["read", "-q"]).ends(0);
    fs::remove_file(test_project.path("seeds/notice.txt")).unwrap();
    let register = fs::read_to_string(test_project.path("content/units/wuzhou.yaml")).unwrap();
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let register = register
        .replace("市科技局", &quoted(UNIT))
        .replace("东区,", &format!("{},", quoted(AREA)));
    test_project.write("content/units/wuzhou.yaml", &register);

    // Where each field's text begins, to tell one from another.
    let mut wanted = BTreeMap::new();
    for (file, text) in files_of(&test_project.path(FOLDER)) {
        let mut value: Value = serde_yaml::from_str(&text).unwrap();
        fill(&mut value, &odd, &file.to_string(), &mut wanted);
        let yaml = serde_yaml::to_string(&value).unwrap();
        test_project.write(&format!("{FOLDER}/{file}"), &yaml);
    }
    assert!(wanted.len() >= 25, "{}", wanted.len());
    wanted.insert("unit".into(), UNIT.into());
    wanted.insert("area".into(), AREA.into());
    test_project.run(&["make", "-q"]).ends(0);

    let (mut pages, mut printed, mut tools) = (String::new(), String::new(), true);
    for entry in WalkDir::new(test_project.path("out")).into_iter().flatten() {
        let path = entry.path();
        match path.extension().and_then(|e| e.to_str()) {
            Some("html") => {
                let page = fs::read_to_string(path).unwrap();
                for trick in ["<script>f", "<img", "<b>\"", "<i>\"", "=\"javascript:"] {
                    let found = page
                        .find(trick)
                        .map(|at| &page[at..page.len().min(at + 80)]);
                    assert!(found.is_none(), "{}: {found:?}", path.display());
                }
                pages += &squash(&words_of(&page));
            }
            Some("pdf") if PRINTED.iter().any(|p| path.ends_with(p)) => match tagged_text(path) {
                Some(text) => printed += &text,
                None => tools = false,
            },
            _ => {}
        }
    }
    for (field, text) in &wanted {
        let text = squash(text);
        assert!(pages.contains(&text), "{field} is not on any page: {text}");
        let lost = tools && !printed.contains(&text);
        assert!(!lost, "{field} is in no PDF: {text}");
    }
    if !tools {
        println!("skipped the PDFs: pdfinfo is not installed");
    }
}

/// Ten thousand letters, and as many characters, without a break: all of them are on
/// the pages and on the paper.
#[test]
fn texts_without_a_break_stay_on_the_paper() {
    let test_project = TestProject::of_sample(&root().join("tests/samples/small"));
    let seed = fs::read_to_string(test_project.path("seeds/notice.txt")).unwrap();
    let letters = "q".repeat(10_000);
    let seed = seed
        .replace("开展就业援助", &letters)
        .replace("“双十”项目", &"鑫".repeat(10_000))
        .replace("扩大投资", &"品".repeat(180))
        .replace(
            "市政府关于下达",
            &format!("市政府关于{}下达", "z".repeat(200)),
        );
    test_project.write("seeds/notice.txt", &seed);
    test_project.run(&["build", "-q"]).ends(0);
    let out = test_project.path("out/wufu-2018-7");
    let page = fs::read_to_string(out.join("tasks.html")).unwrap();
    assert!(page.contains(&letters));
    let text = |kind: &str, pdf: &str| {
        let mut command = Command::new("pdftotext");
        let output = command
            .arg(kind)
            .arg(out.join(pdf))
            .arg("-")
            .output()
            .ok()?;
        String::from_utf8(output.stdout).ok()
    };
    let (Some(tasks), Some(circular)) = (text("-raw", "tasks.pdf"), text("-raw", "notice.pdf"))
    else {
        return println!("skipped the PDFs: pdftotext is not installed");
    };
    // Poppler leaves out what lies outside the page.
    assert_eq!(tasks.matches('q').count(), 10_000);
    assert_eq!(tasks.matches('鑫').count(), 10_000);
    assert!(tasks.matches('品').count() >= 180);
    assert!(circular.matches('z').count() >= 200);
}

/// Puts the text behind every word that people write freely.
fn fill(value: &mut Value, odd: &str, at: &str, wanted: &mut BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            *text = format!("{text}〔{}〕{odd}", wanted.len());
            wanted.insert(at.to_owned(), text.clone());
        }
        Value::Array(values) => {
            for (index, value) in values.iter_mut().enumerate() {
                fill(value, odd, &format!("{at}/{index}"), wanted);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match name.as_str() {
                    "responsible" | "targets" | "areas" => rename(value),
                    bound if BOUND.contains(&bound) => {}
                    "name" | "unit" | "signatory" => {
                        fill(value, SHORT, &format!("{at}/{name}"), wanted);
                    }
                    _ => fill(value, odd, &format!("{at}/{name}"), wanted),
                }
            }
        }
        _ => {}
    }
}

/// The unit and the area under their new names.
fn rename(value: &mut Value) {
    match value {
        Value::String(text) if text == "东区" => *text = AREA.to_owned(),
        Value::String(text) => *text = text.replace("市科技局", UNIT),
        Value::Array(values) => values.iter_mut().for_each(rename),
        Value::Object(fields) => fields.values_mut().for_each(rename),
        _ => {}
    }
}

/// The text of a page, without its tags, with entities as what they mean.
pub fn words_of(page: &str) -> String {
    let mut words = String::new();
    for piece in html5gum::Tokenizer::new(page) {
        let Ok(html5gum::Token::String(text)) = piece else {
            continue;
        };
        words += &String::from_utf8_lossy(&text);
    }
    words
}
