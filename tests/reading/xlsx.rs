//! What is read from workbooks that hold the annexes of a notice: cases as text, the same
//! tables in the notice and in a workbook, and files that mean harm.

use std::path::PathBuf;

use gongwen::diag::{Diagnostic, Severity};
use gongwen::office::{self, Book};
use gongwen::project::limits::Limits;
use gongwen::read;
use gongwen::read::explain;
use gongwen::source::{Source, Workbook};
use gongwen::units::register::Register;

use crate::docx::{self, parse, show};
use crate::{cases, make_xlsx, wanted};

/// A notice with the annexes of a workbook behind it.
fn with_workbook(notice: &str, file: &str, bytes: &[u8]) -> Result<Source, Diagnostic> {
    let source = Source::from_bytes("seeds/通知.txt", notice.as_bytes())?;
    behind(source, &[(file, bytes)])
}

fn behind(source: Source, books: &[(&str, &[u8])]) -> Result<Source, Diagnostic> {
    let opened: Vec<Book<'_>> = books
        .iter()
        .map(|(file, bytes)| Book { file, bytes })
        .collect();
    let bounds = Limits::default().of_package();
    let (text, laid) = office::annexes(&source.text, "通知", &opened, bounds)?;
    let known = books.iter().map(|(file, _)| Workbook {
        file: (*file).to_owned(),
        blake3: String::new(),
    });
    let known = known.collect();
    Ok(source.with_workbooks(&text, laid, known))
}

fn said(remark: &Diagnostic) -> String {
    let locus = remark.place.as_ref().and_then(|p| p.locus);
    let locus = locus.map_or(String::new(), |l| format!(" {l}"));
    let how = match remark.severity {
        Severity::Error => "错误",
        Severity::Warning => "注意",
        Severity::Note => "说明",
    };
    format!("{how} {}{locus}：{}\n", remark.rule, remark.message)
}

/// The blocks of a notice with its workbook, what is said of the workbook, and the fates of
/// words that are not read.
fn outcome(notice: &str, sheets: &[(String, String)]) -> (String, String, String) {
    let bytes = make_xlsx::workbook(sheets);
    let source = match with_workbook(notice, "seeds/通知.xlsx", &bytes) {
        Ok(source) => source,
        Err(error) => return (String::new(), said(&error), String::new()),
    };
    let blocks = explain::blocks(&source);
    let blocks = blocks.split_once('\n').unwrap().1.replace('\u{b}', "⏎");
    let remarks: String = source.laid().unwrap().remarks.iter().map(said).collect();
    let register = Register::bare("甲政发", "甲州市人民政府");
    let read = read::open(&source).read(&register, &[], "");
    let account = read.remarks.iter().find(|r| r.rule == "account");
    assert!(account.is_none(), "{account:?}");
    let full = explain::explain(&source, &read.value.account);
    let fates = full
        .lines()
        .filter(|l| l.contains("舍去") && !l.starts_with(' '));
    let fates: String = fates.map(|l| format!("{l}\n")).collect();
    (blocks, remarks, fates)
}

#[test]
fn workbooks_of_annexes() {
    let bless = std::env::var_os("GONGWEN_BLESS").is_some();
    let (mut wrong, mut count) = (Vec::new(), 0);
    let mut files: Vec<PathBuf> = std::fs::read_dir(cases().join("xlsx"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let head = text.lines().take_while(|l| !l.starts_with("=== "));
        let mut blessed: String = head.map(|l| format!("{l}\n")).collect();
        for case in parse(&text) {
            let of_sheet = |(name, text): &(String, String)| {
                Some((name.strip_prefix("sheet ")?.to_owned(), text.clone()))
            };
            let sheets: Vec<(String, String)> = case.sections.iter().filter_map(of_sheet).collect();
            let notice = case.section("notice").unwrap_or("附件：任务表\n");
            let (blocks, remarks, fates) = outcome(notice, &sheets);
            blessed += &format!("=== {}\n", case.title);
            for (name, text) in &case.sections {
                if !matches!(name.as_str(), "text" | "says" | "explain") {
                    blessed += &format!("--- {name}\n{text}");
                }
            }
            for (name, got) in [("text", &blocks), ("says", &remarks), ("explain", &fates)] {
                if !got.is_empty() {
                    blessed += &format!("--- {name}\n{got}");
                }
                let want = case.section(name).unwrap_or_default();
                if wanted(&case.title) && want.trim_end() != got.trim_end() {
                    wrong.push(format!("{}: {name}\n{got}instead of\n{want}", case.title));
                }
            }
            blessed.push('\n');
            count += 1;
        }
        if bless {
            let tidy = blessed.replace("\n\n\n", "\n\n");
            std::fs::write(&file, tidy.trim_end().to_owned() + "\n").unwrap();
        }
    }
    assert!(count >= 20, "{count} cases");
    assert!(bless || wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A text cut before its first annex, and each annex as the lines of a sheet.
fn cut(text: &str) -> Option<(String, Vec<(String, String)>)> {
    let is_label = |line: &str| {
        let line = line.trim().trim_end_matches('：');
        let rest = line.strip_prefix("附件");
        rest.is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
    };
    let lines: Vec<&str> = text.lines().collect();
    let starts: Vec<usize> = (0..lines.len()).filter(|&at| is_label(lines[at])).collect();
    let first = *starts.first()?;
    // A list of annexes below the body may begin so too.
    if !lines[first..].iter().any(|line| line.contains('\t')) {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let sheets = starts.iter().zip(ends).enumerate().map(|(n, (&from, to))| {
        let rows = lines[from..to]
            .iter()
            .filter(|line| !line.trim().is_empty());
        let rows = rows.map(|line| format!("|{}|\n", line.replace('|', "｜").replace('\t', "|")));
        (format!("Sheet{}", n + 1), rows.collect())
    });
    Some((lines[..first].join("\n") + "\n", sheets.collect()))
}

/// Texts with rows in several lines, page numbers in a table, a column more on one page, or
/// annexes out of order, which sheets are put into.
const OF_TEXT: [&str; 5] = [
    "苏府〔2017〕15号",
    "annexes-a-number-out-of-order",
    "headings-again",
    "table-text-cells-with-line-ends",
    "table-text-roles-on-lines",
];

/// A notice says the same whether its tables stand in its text or in a workbook.
#[test]
fn a_text_and_a_workbook_say_the_same() {
    let mut found = Vec::new();
    for folder in ["documents", "own/documents", "../samples", "../../seeds"] {
        docx::texts(cases().join(folder), &mut found);
    }
    found.sort();
    let (mut same, mut wrong) = (0, Vec::new());
    for path in found {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let Ok(text) = Source::from_bytes("seeds/通知.txt", &bytes) else {
            continue;
        };
        if OF_TEXT.contains(&name.as_str()) {
            continue;
        }
        let Some((notice, sheets)) = cut(&text.text) else {
            continue;
        };
        let workbook = make_xlsx::workbook(&sheets);
        let want = docx::notice_of("seeds/通知.txt", &bytes);
        let got = with_workbook(&notice, "seeds/通知.xlsx", &workbook)
            .map_err(|e| said(&e))
            .and_then(|source| docx::notice_in(&source));
        match (want, got) {
            (Ok(want), Ok(got)) if want == got => same += 1,
            (Err(_), Err(_)) => same += 1,
            (want, got) => {
                let (want, got) = (show(&want), show(&got));
                let differs = want.lines().zip(got.lines()).find(|(a, b)| a != b);
                wrong.push(format!("{name}: {differs:?}"));
            }
        }
    }
    println!("{same} say the same");
    assert!(wrong.is_empty(), "{same} right\n{}", wrong.join("\n"));
    assert!(same > 90, "{same}");
}

/// A table in short as one of a document and as one of a sheet: `<` goes on from the left,
/// `^` from above.
fn merged(table: &str) -> (String, String) {
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let goes_on = |row: usize, column: usize, sign: &str| {
        rows.get(row)
            .and_then(|r| r.get(column))
            .is_some_and(|c| *c == sign)
    };
    let (mut body, mut sheet, mut merges) = (String::new(), String::new(), String::new());
    let letter = |column: usize| char::from(b'A' + column as u8);
    for (at, row) in rows.iter().enumerate() {
        body += "<w:tr>";
        sheet += "|";
        for (column, &cell) in row.iter().enumerate() {
            let words = if matches!(cell, "<" | "^") { "" } else { cell };
            sheet += &format!(" {words} |");
            if cell == "<" {
                continue;
            }
            let width = 1 + (column + 1..).take_while(|c| goes_on(at, *c, "<")).count();
            let height = 1 + (at + 1..).take_while(|r| goes_on(*r, column, "^")).count();
            let merge = match (cell, height) {
                ("^", _) => "<w:vMerge/>",
                (_, 1) => "",
                _ => r#"<w:vMerge w:val="restart"/>"#,
            };
            body += &format!(
                r#"<w:tc><w:tcPr><w:gridSpan w:val="{width}"/>{merge}</w:tcPr><w:p>{}</w:p></w:tc>"#,
                crate::make_docx::run(words)
            );
            if cell != "^" && width * height > 1 {
                let (right, bottom) = (letter(column + width - 1), at + height);
                merges += &format!("merge {}{}:{right}{bottom}\n", letter(column), at + 1);
            }
        }
        body += "</w:tr>";
        sheet += "\n";
    }
    (format!("<w:tbl>{body}</w:tbl>"), sheet + &merges)
}

const NOTICE: &str = "甲州市人民政府文件\n甲政发〔2024〕6号\n甲州市人民政府关于下达任务的通知\n各区人民政府：\n\
    现将任务下达给你们。\n附件：分解表\n甲州市人民政府\n2024年3月5日\n";

/// Tables with merged cells say the same in a document and in a workbook.
#[test]
fn merged_cells_say_the_same() {
    for table in [
        "序号 | 指标 | < | 单位 | 全市 | 甲区 | 乙区\n1 | 地区生产总值 | < | % | 7 | 7.5 | 6.5\n\
         2 | 主要污染物 | 氮氧化物 | 吨 | 10 | 4 | 6\n3 | ^ | 氨氮 | 吨 | 8 | 3 | 5",
        "序号 | 项目 | 任务 | 责任单位\n1 | 科技 | 建设平台 | 市科技局\n^ | ^ | 引进人才 | 市人社局、财政局\n\
         2 | 交通 | 修路 | 市交通局\n3 | 教育 | 建学校 | ^",
        "序号 | 任务 | 责任单位 | <\n^ | ^ | 牵头单位 | 配合单位\n1 | 建设平台 | 市科技局 | 市财政局\n\
         2 | 引进人才 | 市人社局 | ^",
        "序号 | 任务 | 责任单位\n一、科技 | < | <\n1 | 建设平台 | 市科技局\n二、人才 | < | <\n\
         2 | 引进人才 | 市人社局",
    ] {
        let (body, sheet) = merged(table);
        let document = format!("{NOTICE}附件\n分解表\n{body}");
        let want = docx::notice_of("seeds/通知.docx", &crate::make_docx::document(&document));
        let workbook = make_xlsx::workbook(&[("分解表".into(), sheet)]);
        let text = with_workbook(NOTICE, "seeds/通知.xlsx", &workbook).unwrap();
        let got = docx::notice_in(&text);
        assert!(want.is_ok(), "{want:?}");
        assert_eq!(show(&got), show(&want), "{table}");
        // Behind a document it is the same.
        let document = docx::opened("seeds/通知.docx", &crate::make_docx::document(NOTICE));
        let source = behind(document.unwrap(), &[("seeds/通知.xlsx", &workbook)]).unwrap();
        assert_eq!(show(&docx::notice_in(&source)), show(&want), "{table}");
    }
}

const TASKS: &str = "| 序号 | 任务 | 责任单位 |\n| #1 | 建设平台 | 市科技局 |\n\
    | #2 | 引进人才 | 市人社局，财政局 |\n";

/// Places of a workbook in YAML, in remarks and in corrections.
#[test]
fn places_in_a_workbook() {
    let workbook =
        make_xlsx::workbook(&[("任务 表".into(), TASKS.replace("引进人才", "引进（人才"))]);
    let source = with_workbook(NOTICE, "seeds/通知.xlsx", &workbook).unwrap();
    let opened = read::open(&source);
    let register = opened.identify(&[]).unwrap().register.into_owned();
    for (at, says) in [
        ("at: 工作表“任务 表”第3行第C列", "市人社局，税务局"),
        ("at: 工作表 “任务 表” 第3行", "市人社局，税务局"),
        ("at: 工作表“任务 表”第3行第3列", "市人社局，税务局"),
        ("line: 13", "市人社局，税务局"),
    ] {
        let fix = format!("- {at}\n  find: 财政局\n  replace: 税务局\n  why: 试\n");
        let fixes = gongwen::blocks::amend::from_yaml("corrections.yaml", &fix).unwrap();
        let read = read::open(&source).read(&register, &fixes, "corrections.yaml");
        let notice = read.value.notice.unwrap();
        let yaml: String = notice.to_yaml().unwrap().into_iter().map(|f| f.1).collect();
        assert!(yaml.contains(says), "{at}\n{yaml}\n{:?}", read.remarks);
        assert!(yaml.contains("line: 13 工作表“任务 表”第3行\n"), "{yaml}");
        let books = "workbooks:\n  - file: seeds/通知.xlsx\n";
        assert!(
            yaml.contains(books) || yaml.contains("- file: seeds/通知.xlsx"),
            "{yaml}"
        );
        let again = gongwen::notice::Notice::from_yaml("content/x", &notice.to_yaml().unwrap());
        assert_eq!(again.ok().as_ref(), Some(&notice));
    }
    for (at, problem) in [
        ("工作表“任务 表”第3行第B列", "没有“财政局”"),
        ("工作表“任务 表”第9行", "没有这一行"),
        ("工作表“别的”第3行", "没有这一行"),
    ] {
        let fix = format!("- at: {at}\n  find: 财政局\n  why: 试\n");
        let fixes = gongwen::blocks::amend::from_yaml("corrections.yaml", &fix).unwrap();
        let read = read::open(&source).read(&register, &fixes, "corrections.yaml");
        let refused = read.remarks.iter().find(|r| r.rule == "correction-refused");
        assert!(
            refused.is_some_and(|r| r.message.contains(problem)),
            "{at} {refused:?}"
        );
    }
    let notice = read::open(&source)
        .read(&register, &[], "")
        .value
        .notice
        .unwrap();
    let checked = gongwen::notice::check::check(notice, &std::sync::Arc::new(register), "x");
    let remark = checked
        .remarks
        .iter()
        .find(|r| r.rule == "unbalanced")
        .unwrap();
    let mut texts = gongwen::diag::Texts::default();
    texts.add_located(
        source.file.clone(),
        source.text.clone(),
        source.located().to_vec(),
    );
    let drawn = gongwen::diag::draw(std::slice::from_ref(remark), &texts, false);
    assert!(drawn.contains("工作表“任务 表”第3行第B列\n"), "{drawn}");
}

#[track_caller]
fn refused(bytes: &[u8], rule: &str, words: &str) {
    let error = with_workbook(NOTICE, "seeds/通知.xlsx", bytes).unwrap_err();
    assert_eq!(error.rule, rule, "{}", error.message);
    assert!(error.message.contains(words), "{}", error.message);
    assert!(error.hint.is_some() && error.place.is_some());
}

fn changed(part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut parts = make_xlsx::parts(&[("任务表".into(), TASKS.into())]);
    let text = String::from_utf8(parts[part].clone()).unwrap();
    assert!(text.contains(from), "{part} has no {from}");
    parts.insert(part.into(), text.replace(from, to).into_bytes());
    crate::make_docx::zipped(&parts)
}

#[test]
fn workbooks_that_are_refused() {
    let whole = make_xlsx::workbook(&[("任务表".into(), TASKS.into())]);
    for length in (4..whole.len()).step_by(11) {
        refused(&whole[..length], "package-broken", "");
    }
    let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    old.resize(512, 0);
    for (stream, rule, words) in [
        ("Workbook", "seed-form", "电子表格"),
        ("Book", "seed-form", "电子表格"),
        ("EncryptedPackage", "package-encrypted", "密码"),
    ] {
        let mut bytes = old.clone();
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        refused(&bytes, rule, words);
    }
    refused(b"", "package-broken", "工作簿");
    refused("序号,任务".as_bytes(), "package-broken", "工作簿");
    refused(
        &crate::make_docx::document("甲"),
        "package-broken",
        "工作簿",
    );
    let types = "[Content_Types].xml";
    let main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    let macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";
    refused(&changed(types, main, macros), "workbook-macros", "宏");
    let binary = "application/vnd.ms-excel.sheet.binary.macroEnabled.main";
    refused(&changed(types, main, binary), "workbook-macros", "宏");
    let mut parts = make_xlsx::parts(&[("任务表".into(), TASKS.into())]);
    parts.insert("xl/vbaProject.bin".into(), Vec::new());
    refused(&crate::make_docx::zipped(&parts), "workbook-macros", "宏");
    parts = make_xlsx::parts(&[("任务表".into(), TASKS.into())]);
    parts.remove("xl/worksheets/s1.xml");
    refused(&crate::make_docx::zipped(&parts), "package-broken", "缺少");
    let sheet = "xl/worksheets/s1.xml";
    refused(
        &changed(sheet, "<sheetData>", "<!DOCTYPE a>"),
        "package-broken",
        "",
    );
    refused(
        &changed(sheet, "<sheetData>", "<sheetData>&x;"),
        "package-broken",
        "&x;",
    );
    let empty = make_xlsx::workbook(&[("任务表".into(), "| |\n".into())]);
    refused(&empty, "seed-empty", "看得见");
}

/// Programs that work nothing out leave formulas without results, in several ways.
#[test]
fn formulas_that_nobody_worked_out() {
    let sheet = "xl/worksheets/s1.xml";
    for (formula, rule) in [
        ("<f>A1</f>", "cell-error"),
        ("<f>A1</f><v></v>", "cell-error"),
        ("<f>A1</f><v/>", "cell-error"),
        ("<f/><v> </v>", "cell-error"),
        ("<f>A1</f><v>1</v>", "formula-value"),
    ] {
        let bytes = changed(sheet, "<v>1</v>", formula);
        let source = with_workbook(NOTICE, "seeds/通知.xlsx", &bytes).unwrap();
        let remarks = &source.laid().unwrap().remarks;
        assert!(
            remarks.iter().any(|r| r.rule == rule),
            "{formula} {remarks:?}"
        );
    }
}

/// Sheets that would grow without end come to an end.
#[test]
fn sheets_that_are_too_large() {
    let many = |n: usize| "<mergeCell ref=\"A1:XFD9\"/>".repeat(n);
    let data = "</sheetData>";
    let sheet = "xl/worksheets/s1.xml";
    // Cells far apart are a table of all between them.
    let far = r#"<row r="9"><c r="A9"><v>1</v></c><c r="XFD9"><v>1</v></c></row>"#;
    let merges = |n| format!("{far}</sheetData><mergeCells>{}</mergeCells>", many(n));
    assert!(with_workbook(NOTICE, "a.xlsx", &changed(sheet, data, &merges(3))).is_ok());
    refused(
        &changed(sheet, data, &merges(1000)),
        "package-too-large",
        "合并",
    );
    let rows: String = (4..500)
        .map(|n| {
            format!(r#"<row r="{n}"><c r="A{n}"><v>1</v></c><c r="XFD{n}"><v>1</v></c></row>"#)
        })
        .collect();
    refused(
        &changed(sheet, data, &format!("{rows}</sheetData>")),
        "package-too-large",
        "",
    );
    // Figures that are none do no harm.
    for (from, to) in [
        (r#"r="3""#, r#"r="99999999999""#),
        (r#"r="A1""#, r#"r="甲""#),
        ("<v>0</v>", "<v>999999</v>"),
        ("<v>1</v>", "<v>1e999</v>"),
        (
            data,
            "</sheetData><mergeCells><mergeCell ref=\"C3:A1\"/></mergeCells>",
        ),
        (
            "<sheetData>",
            "<cols><col min=\"0\" max=\"99999999999999999999\" hidden=\"1\"/></cols><sheetData>",
        ),
    ] {
        let _ = with_workbook(NOTICE, "a.xlsx", &changed(sheet, from, to));
    }
}
