//! DOCX for others to edit: what is in them is read back by the program as a seed, their
//! structure holds, and hostile texts stay texts.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use gongwen::notice::File as NoticeFile;
use quick_xml::Reader;
use quick_xml::events::Event;
use walkdir::WalkDir;

use crate::test_project::{Built, TestProject, copy, each_of, files_of, root};

/// The parts of a file by their names; all are XML to the end, and have the same time.
fn parts(path: &Path) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut found = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        assert_eq!(part.last_modified().map(|time| time.year()), Some(1980));
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let name = part.name().unwrap().into_owned();
        whole(&name, &text);
        found.insert(name, text);
    }
    found
}

fn whole(name: &str, text: &str) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut depth = 0;
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|e| panic!("{name}: {e}"))
        {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{name}");
}

/// What the YAML of a notice says, without where it was read from and how it is divided into
/// paragraphs: those that a page has broken are put together when they are read from a DOCX.
fn said(folder: &Path) -> String {
    let mut text = String::new();
    for (file, yaml) in files_of(folder) {
        if file != NoticeFile::Circular {
            text.push('\n');
        }
        for line in yaml.lines().filter(|line| !line.starts_with('#')) {
            let line = line.trim().trim_start_matches("- ");
            // A sentence that is its own name is printed once, with its stop; and what stands
            // above all sections of a part is in a table above its first.
            let structure = [
                "intro:",
                "sections:",
                "items: []",
                "number: null",
                "title: null",
            ];
            let source = ["file: seeds/", "lines:", "source:", "blake3:", "line:"]
                .iter()
                .any(|s| line.starts_with(s));
            if source || structure.iter().any(|s| line.starts_with(s)) {
                continue;
            }
            let line = line.strip_prefix("text: ").unwrap_or(line);
            text.push_str(&line.trim_end_matches('。').replace('　', ""));
        }
    }
    text
}

/// The folders of notices in `content/`.
fn notices(project: &TestProject) -> Vec<String> {
    let folders = fs::read_dir(project.path("content")).unwrap().flatten();
    let names = folders.filter(|entry| entry.file_type().unwrap().is_dir());
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names
        .filter(|name| name != "units" && name != "pages")
        .collect();
    names.sort();
    names
}

/// Every notice of a project, made into a DOCX, is read from it as it was read before.
fn comes_back(name: &str, project: &TestProject) {
    let ids = notices(project);
    assert!(!ids.is_empty(), "{name}");
    for id in ids {
        let again = TestProject::empty();
        copy(&project.path("content/units"), &again.path("content/units"));
        fs::create_dir_all(again.path("seeds")).unwrap();
        let made = project.path(&format!("out/{id}/notice.docx"));
        fs::copy(made, again.path("seeds/notice.docx")).unwrap();
        again.run(&["read", "-q"]).ends(0);
        let folder = format!("content/{id}");
        let (before, after) = (said(&project.path(&folder)), said(&again.path(&folder)));
        let same = before
            .chars()
            .zip(after.chars())
            .take_while(|(a, b)| a == b)
            .count();
        let at = |text: &str| {
            text.chars()
                .skip(same.saturating_sub(60))
                .take(160)
                .collect::<String>()
        };
        assert!(
            before == after,
            "{name} {id}:\n{}\n---\n{}",
            at(&before),
            at(&after)
        );
    }
}

#[test]
fn what_is_written_is_read_back() {
    let names = [
        "list-body",
        "list-annex",
        "roles-table",
        "central",
        "web-page",
        "issued-text",
        "other-columns",
        "joint",
        "measured",
        "annexes",
    ];
    each_of(&names, |_, name| {
        let project = TestProject::of_sample(&root().join("tests/samples").join(name));
        project.run(&["build", "-q"]).ends(0);
        comes_back(name, &project);
    });
    for built in [Built::Small, Built::NextYear, Built::Real] {
        comes_back(&format!("{built:?}"), built.shared());
    }
}

/// The sum of what stands in `attribute` of the elements `name`.
fn sum(text: &str, name: &str) -> u32 {
    let before = format!("<{name} w:w=\"");
    let found = text.split(&before).skip(1);
    found
        .map(|rest| rest.split('"').next().unwrap().parse::<u32>().unwrap())
        .sum()
}

#[test]
fn every_file_is_a_whole_package() {
    let project = Built::Real.shared();
    let files = WalkDir::new(project.path("out/suf-2017-15"))
        .into_iter()
        .flatten();
    let files = files.filter(|f| f.path().extension().is_some_and(|e| e == "docx"));
    let mut count = 0;
    for file in files {
        let parts = parts(file.path());
        let types = &parts["[Content_Types].xml"];
        for name in parts
            .keys()
            .filter(|name| name.ends_with(".xml") && !name.starts_with('['))
        {
            assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name}");
        }
        let document = &parts["word/document.xml"];
        for table in document.split("<w:tbl>").skip(1) {
            let table = table.split("</w:tbl>").next().unwrap();
            // Cells are as wide as their columns, row by row, and heads are repeated.
            let whole = sum(table, "w:gridCol");
            assert!((8844..=12757).contains(&whole), "{whole}");
            for row in table.split("<w:tr>").skip(1) {
                assert_eq!(sum(row.split("</w:tr>").next().unwrap(), "w:tcW"), whole);
            }
            assert!(table.contains("<w:tblHeader/>") && table.contains("<w:cantSplit/>"));
        }
        // No theme decides which face is shown; every style that is used is there.
        let styles = &parts["word/styles.xml"];
        assert!(!styles.contains("Theme") && !document.contains("Theme"));
        for used in document.split("Style w:val=\"").skip(1) {
            let id = used.split('"').next().unwrap();
            assert!(styles.contains(&format!("w:styleId=\"{id}\"")), "{id}");
        }
        assert!(parts["word/settings.xml"].contains("<w:evenAndOddHeaders/>"));
        count += 1;
    }
    assert!(count > 90, "{count}");
}

#[test]
fn the_circular_has_the_form_of_the_standard() {
    let parts = parts(&Built::Real.shared().path("out/suf-2017-15/notice.docx"));
    let (document, styles) = (&parts["word/document.xml"], &parts["word/styles.xml"]);
    for wanted in [
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
        "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>",
        "w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\"",
        "<w:docGrid w:type=\"lines\" w:linePitch=\"579\"/>",
        "<w:t xml:space=\"preserve\">1.2017年苏州市国民经济",
        "<w:t xml:space=\"preserve\">（此件公开发布）</w:t>",
    ] {
        assert!(document.contains(wanted), "{wanted}");
    }
    for name in [
        "发文机关标志",
        "发文字号",
        "公文标题",
        "主送机关",
        "附件说明",
        "heading 1",
    ] {
        assert!(
            styles.contains(&format!("<w:name w:val=\"{name}\"/>")),
            "{name}"
        );
    }
    assert!(styles.contains("w:eastAsia=\"仿宋_GB2312\"") && styles.contains("w:val=\"D7000F\""));
    let core = &parts["docProps/core.xml"];
    assert!(core.contains("<dc:title>市政府关于下达2017年政府工作任务的通知</dc:title>"));
    assert!(core.contains("<dc:creator>苏州市人民政府</dc:creator>"));
    assert!(core.contains("<dc:language>zh-CN</dc:language>"));
}

#[test]
fn sheets_are_linked_from_their_pages() {
    let project = Built::Small.shared();
    for page in ["notice", "tasks", "indicators", "units/fagaiwei"] {
        let html = project.path(&format!("out/wufu-2018-7/{page}.html"));
        let html = fs::read_to_string(html).unwrap();
        assert!(
            html.contains(&format!("wufu-2018-7/{page}.docx\"")),
            "{page}"
        );
        assert!(
            project
                .path(&format!("out/wufu-2018-7/{page}.docx"))
                .exists(),
            "{page}"
        );
    }
    let manifest = fs::read_to_string(project.path("out/manifest.json")).unwrap();
    assert!(manifest.contains("\"kind\": \"docx\"") || manifest.contains("\"kind\":\"docx\""));
}

/// Markup, quotes and what would end a text are data; a cell may be as long as it likes.
#[test]
fn hostile_texts_stay_texts() {
    let project = TestProject::of_sample(&root().join("tests/samples/small"));
    let seed = fs::read_to_string(project.path("seeds/notice.txt")).unwrap();
    let long = "落实各项措施，".repeat(2000);
    let markup = "</w:t></w:p><w:p>&amp;]]>'&#0;&lt;";
    let seed = seed
        .replace("请认真组织实施", &format!("请{markup}实施"))
        .replace("开展就业援助", &format!("开展{markup}{long}援助"));
    project.write("seeds/notice.txt", &seed);
    project.run(&["build", "-q"]).ends(0);
    parts(&project.path("out/wufu-2018-7/notice.docx"));
    comes_back("hostile", &project);
}

/// The same notice has the same bytes, in whichever project it is made.
#[test]
fn the_same_input_has_the_same_bytes() {
    let again = TestProject::of_sample(&root().join("tests/samples/small"));
    again.run(&["build", "-q", "-j", "1"]).ends(0);
    for file in ["notice.docx", "tasks.docx", "units/fagaiwei.docx"] {
        let below = format!("out/wufu-2018-7/{file}");
        let one = fs::read(Built::Small.shared().path(&below)).unwrap();
        assert!(one == fs::read(again.path(&below)).unwrap(), "{file}");
    }
}
