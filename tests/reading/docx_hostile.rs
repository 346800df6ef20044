//! DOCX files that mean harm, are broken, or are something else: each is refused with what
//! is wrong, where, and what to do, and none makes the program give up.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use gongwen::diag::Diagnostic;
use gongwen::office::{self, Bounds};
use gongwen::project::limits::Limits;
use gongwen::source::Source;
use zip::write::SimpleFileOptions;

use crate::{docx, make_docx};

const FILE: &str = "seeds/通知.docx";

/// The magic of a compound file, and names of streams in it.
fn compound(streams: &[&str]) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(512, 0);
    for stream in streams {
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.extend([0; 64]);
    }
    bytes
}

fn parts() -> BTreeMap<String, Vec<u8>> {
    make_docx::parts(&[("document", make_docx::blocks("某市人民政府文件"))])
}

/// The parts with one of them changed.
fn with(part: &str, text: impl Into<Vec<u8>>) -> Vec<u8> {
    let mut parts = parts();
    parts.insert(part.into(), text.into());
    make_docx::zipped(&parts)
}

/// The parts with words of one of them replaced.
fn with_words(part: &str, words: &str, new: &str) -> Vec<u8> {
    let text = String::from_utf8(parts()[part].clone()).unwrap();
    assert!(text.contains(words), "{part} has no {words}");
    with(part, text.replace(words, new))
}

fn without(part: &str) -> Vec<u8> {
    let mut parts = parts();
    parts.remove(part).unwrap();
    make_docx::zipped(&parts)
}

fn refused(file: &str, bytes: &[u8]) -> Diagnostic {
    let error = docx::opened(file, bytes)
        .map(|source| source.text)
        .unwrap_err();
    assert!(error.is_error() && error.hint.is_some(), "{error:?}");
    let place = error.place.as_ref().unwrap();
    assert_eq!(place.file, file);
    error
}

#[track_caller]
fn check(bytes: &[u8], rule: &str, words: &str) {
    let error = refused(FILE, bytes);
    assert_eq!(error.rule, rule, "{}", error.message);
    assert!(error.message.contains(words), "{}", error.message);
}

#[test]
fn the_bytes_say_what_a_file_is_and_not_its_name() {
    for name in ["a.doc", "a.wps", "a.docx", "a.txt", "a.WPS"] {
        let old = compound(&["Root Entry", "WordDocument"]);
        let error = refused(name, &old);
        assert_eq!(error.rule, "seed-form", "{name}");
        assert!(error.message.contains("旧格式的 Word 或 WPS"), "{name}");
        assert!(error.hint.unwrap().contains(".docx"), "{name}");
        // A document of today under an old name is read.
        let new = make_docx::document("某市人民政府文件");
        let source = docx::opened(name, &new).unwrap();
        assert_eq!(source.text.trim_end(), "某市人民政府文件");
    }
    check(&compound(&["Workbook"]), "seed-form", "电子表格");
    check(
        &compound(&["EncryptedPackage"]),
        "package-encrypted",
        "密码",
    );
    check(&compound(&[]), "seed-form", "旧格式");
    check(b"%PDF-1.7 ...", "seed-form", "PDF");
    check(b"{\\rtf1 ...", "seed-form", "RTF");
    check(
        "某市人民政府文件".as_bytes(),
        "package-broken",
        "不是 Word 文件",
    );
    check(b"", "package-broken", "不是 Word 文件");
    // A text is a text.
    assert!(
        office::source("a.txt", b"abc", Limits::default().of_package())
            .unwrap()
            .is_none()
    );
}

#[test]
fn packages_that_are_broken() {
    let whole = make_docx::document("某市人民政府文件");
    for length in (4..whole.len()).step_by(7) {
        check(&whole[..length], "package-broken", "");
    }
    check(b"PK\x03\x04", "package-broken", "压缩包不完整");
    check(
        &without("[Content_Types].xml"),
        "package-broken",
        "[Content_Types].xml",
    );
    check(&without("_rels/.rels"), "package-broken", "不是 Word 文件");
    check(
        &without("word/document.xml"),
        "package-broken",
        "缺少 word/document.xml",
    );
    check(&with("word/document.xml", ""), "package-broken", "是空的");
    check(
        &with("word/document.xml", "<a>"),
        "package-broken",
        "没有写完",
    );
    check(
        &with("word/document.xml", "<a></b>"),
        "package-broken",
        "不是完好的 XML",
    );
    check(
        &with("word/document.xml", "<a/>"),
        "package-broken",
        "没有正文",
    );
    check(
        &with("word/document.xml", b"\xff\xfe\x00".to_vec()),
        "package-broken",
        "UTF-8",
    );
    check(
        &with("word/document.xml", b"<a>\xc3\x28</a>".to_vec()),
        "package-broken",
        "UTF-8",
    );
    let types = "[Content_Types].xml";
    for (content, what) in [
        ("spreadsheetml.sheet.main+xml", "电子表格"),
        ("presentationml.presentation.main+xml", "演示文稿"),
        ("something", "内容类型"),
    ] {
        let bytes = with_words(types, "wordprocessingml.document.main+xml", content);
        check(&bytes, "package-broken", what);
    }
    // Nothing but empty paragraphs.
    check(&make_docx::document(".\n."), "seed-empty", "空的");
}

#[test]
fn a_document_without_its_lists_is_read() {
    let bytes = make_docx::document("#1.0 甲");
    let source = docx::opened(FILE, &bytes).unwrap();
    assert_eq!(source.text, "甲\n");
}

#[test]
fn entities_mean_nothing() {
    let part = "word/document.xml";
    let doctype = r#"<!DOCTYPE a [<!ENTITY x "甲甲甲甲"><!ENTITY y "&x;&x;&x;&x;">]>"#;
    let text = String::from_utf8(parts()[part].clone()).unwrap();
    let (head, body) = text.split_once("?>").unwrap();
    check(
        &with(part, format!("{head}?>{doctype}{body}")),
        "package-broken",
        "DOCTYPE",
    );
    let outside = r#"<!DOCTYPE a SYSTEM "file:///etc/passwd">"#;
    check(
        &with(part, format!("{head}?>{outside}{body}")),
        "package-broken",
        "DOCTYPE",
    );
    check(&with_words(part, "文件", "&x;"), "package-broken", "&x;");
}

#[test]
fn elements_inside_one_another() {
    let part = "word/document.xml";
    let deep = |n: usize| {
        let open = "<w:tbl><w:tr><w:tc>".repeat(n);
        let close = "</w:tc></w:tr></w:tbl>".repeat(n);
        with_words(part, "<w:body>", &format!("<w:body>{open}<w:p/>{close}"))
    };
    assert!(docx::opened(FILE, &deep(40)).is_ok());
    check(&deep(100), "nested-too-deep", "层");
    check(&deep(30_000), "nested-too-deep", "层");
    let runs = format!(
        "<w:p>{}{}</w:p>",
        "<w:ins>".repeat(5000),
        "</w:ins>".repeat(5000)
    );
    let bytes = with_words(part, "<w:body>", &format!("<w:body>{runs}"));
    check(&bytes, "nested-too-deep", "层");
}

fn within(bounds: Bounds, bytes: &[u8]) -> Result<Option<Source>, Diagnostic> {
    office::source(FILE, bytes, bounds)
}

#[test]
fn what_is_unpacked_is_counted() {
    let bounds = Bounds {
        entries: 50,
        unpacked: 100_000,
        text: 100_000,
    };
    assert!(
        within(bounds, &make_docx::document("某市人民政府文件"))
            .unwrap()
            .is_some()
    );
    // A megabyte of spaces takes a thousand bytes.
    let bomb = with_words(
        "word/document.xml",
        "<w:body>",
        &format!("<w:body>{}", " ".repeat(1 << 20)),
    );
    assert!(bomb.len() < 10_000);
    let error = within(bounds, &bomb).unwrap_err();
    assert_eq!(error.rule, "package-too-large");
    assert!(error.hint.unwrap().contains("unpacked_bytes"));
    // All parts together count.
    let mut parts = make_docx::parts(&[
        ("document", make_docx::blocks("某市人民政府文件")),
        ("styles", " ".repeat(60_000)),
        ("numbering", " ".repeat(60_000)),
    ]);
    let error = within(bounds, &make_docx::zipped(&parts)).unwrap_err();
    assert_eq!(error.rule, "package-too-large");
    // A part that nobody reads is not unpacked.
    parts = self::parts();
    parts.insert("word/media/image1.bmp".into(), vec![0; 1 << 20]);
    assert!(within(bounds, &make_docx::zipped(&parts)).is_ok());
    for n in 0..100 {
        parts.insert(format!("word/media/{n}.png"), Vec::new());
    }
    let error = within(bounds, &make_docx::zipped(&parts)).unwrap_err();
    assert_eq!(error.rule, "package-too-large");
    assert!(error.hint.unwrap().contains("entries"));
}

#[test]
fn a_size_that_lies_is_no_way_around() {
    let mut bytes = with_words(
        "word/document.xml",
        "<w:body>",
        &format!("<w:body>{}", " ".repeat(1 << 20)),
    );
    // The directory says that every part is small.
    let heads: Vec<usize> = (0..bytes.len() - 4)
        .filter(|&at| bytes[at..].starts_with(b"PK\x01\x02"))
        .collect();
    for at in heads {
        bytes[at + 24..at + 28].copy_from_slice(&100u32.to_le_bytes());
    }
    let bounds = Bounds {
        entries: 50,
        unpacked: 100_000,
        text: 100_000,
    };
    assert!(within(bounds, &bytes).is_err());
}

#[test]
fn parts_that_are_locked() {
    let mut bytes = make_docx::document("某市人民政府文件");
    let heads: Vec<(usize, usize)> = (0..bytes.len() - 4)
        .filter_map(|at| match &bytes[at..at + 4] {
            b"PK\x01\x02" => Some((at, 8)),
            b"PK\x03\x04" => Some((at, 6)),
            _ => None,
        })
        .collect();
    for (at, flags) in heads {
        bytes[at + flags] |= 1;
    }
    check(&bytes, "package-encrypted", "密码");
}

#[test]
fn names_that_lead_elsewhere() {
    // The list of numbers is said to be outside, or above.
    for (target, mode) in [
        ("file:///etc/passwd", r#" TargetMode="External""#),
        ("../../../etc/passwd", ""),
        (
            "http://example.com/numbering.xml",
            r#" TargetMode="External""#,
        ),
    ] {
        let mut parts = make_docx::parts(&[
            ("document", make_docx::blocks("#1.0 甲")),
            ("numbering", make_docx::lists("list 1: decimal %1.")),
        ]);
        let relations = parts.get_mut("word/_rels/document.xml.rels").unwrap();
        let text = String::from_utf8(relations.clone()).unwrap();
        let new = format!(r#"Target="{target}"{mode}"#);
        *relations = text.replace(r#"Target="numbering.xml""#, &new).into_bytes();
        let source = docx::opened(FILE, &make_docx::zipped(&parts)).unwrap();
        assert_eq!(source.text, "甲\n", "{target}");
    }
    // The document itself.
    let outside = with_words(
        "_rels/.rels",
        r#"Target="word/document.xml""#,
        r#"Target="file:///etc/passwd" TargetMode="External""#,
    );
    check(&outside, "package-broken", "不是 Word 文件");
}

#[test]
fn macros_are_named_and_not_run() {
    let mut parts = parts();
    parts.insert("word/vbaProject.bin".into(), b"Sub AutoOpen()".to_vec());
    let types = String::from_utf8(parts["[Content_Types].xml"].clone()).unwrap();
    let macros = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    );
    parts.insert("[Content_Types].xml".into(), macros.into_bytes());
    let source = docx::opened("seeds/通知.docm", &make_docx::zipped(&parts)).unwrap();
    let remarks = &source.laid().unwrap().remarks;
    assert!(
        remarks.iter().any(|r| r.message.contains("宏")),
        "{remarks:?}"
    );
}

#[test]
fn numbers_that_are_too_large_or_none() {
    for (list, body) in [
        (
            r#"<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>"#,
            "#1.0 甲",
        ),
        (
            r#"<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="A"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>"#,
            "#1.0 甲",
        ),
        ("list 1: decimal %9%0%", "#1.0 甲"),
        ("list 1: decimal %1.", "#1.12 甲"),
        ("list 1: decimal %1.", "#99999999999999999999.0 甲"),
        (
            r#"<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="9223372036854775807"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>"#,
            "#1.0 甲\n#1.0 乙",
        ),
    ] {
        let parts = make_docx::parts(&[
            ("document", make_docx::blocks(body)),
            ("numbering", make_docx::lists(list)),
        ]);
        let source = docx::opened(FILE, &make_docx::zipped(&parts)).unwrap();
        assert!(source.text.contains('甲'), "{list}");
    }
}

#[test]
fn spans_that_are_too_large_or_none() {
    for (row, cell) in [
        ("", r#"<w:gridSpan w:val="999999999"/>"#),
        ("", r#"<w:gridSpan w:val="-3"/><w:vMerge/>"#),
        (r#"<w:gridBefore w:val="999999999"/>"#, ""),
        (r#"<w:gridBefore w:val="-1"/><w:gridAfter w:val="x"/>"#, ""),
    ] {
        let cell =
            format!("<w:tc><w:tcPr>{cell}</w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>");
        let body = format!("<w:tbl><w:tr><w:trPr>{row}</w:trPr>{cell}{cell}</w:tr></w:tbl>");
        let source = docx::opened(FILE, &make_docx::document(&body)).unwrap();
        assert_eq!(source.text.matches('甲').count(), 2, "{row} {cell}");
        let blocks = gongwen::read::open(&source).blocks;
        assert!(blocks.len() < 20);
    }
}

/// Parts may be stored as they are, and names may have backslashes and capitals.
#[test]
fn packages_of_other_programs() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts() {
        let name = match name.as_str() {
            "word/document.xml" => "Word\\Document.xml",
            name => name,
        };
        writer.start_file(name, options).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(
        docx::opened(FILE, &bytes).unwrap().text,
        "某市人民政府文件\n"
    );
    // UTF-16, as the standard allows.
    let text = String::from_utf8(parts()["word/document.xml"].clone()).unwrap();
    let utf16 = [0xfeff].into_iter().chain(
        text.replace("UTF-8", "UTF-16")
            .encode_utf16()
            .collect::<Vec<u16>>(),
    );
    let utf16: Vec<u8> = utf16.flat_map(u16::to_le_bytes).collect();
    let bytes = with("word/document.xml", utf16);
    assert_eq!(
        docx::opened(FILE, &bytes).unwrap().text,
        "某市人民政府文件\n"
    );
    // The strict form of the standard has other names.
    let strict = text.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    );
    let bytes = with("word/document.xml", strict);
    assert_eq!(
        docx::opened(FILE, &bytes).unwrap().text,
        "某市人民政府文件\n"
    );
}

/// Files that grow without end where they are read as they are written: each comes to an
/// end soon, as a text or as an error.
#[test]
fn what_would_grow_without_end() {
    let part = "word/document.xml";
    let word = |n: usize| "甲".repeat(n);
    let paragraph = |inner: &str| format!("<w:p><w:r>{inner}</w:r></w:p>");
    let read = |parts: &[(&str, String)]| {
        let package = make_docx::zipped(&make_docx::parts(parts));
        docx::opened(FILE, &package)
    };
    let size = |parts: &[(&str, String)]| read(parts).unwrap().text.len();
    // Forms in forms: each level asked those below it twice.
    for depth in [20, 60, 90] {
        let open = r#"<mc:AlternateContent><mc:Choice Requires="wps">"#.repeat(depth);
        let close = "</mc:Choice></mc:AlternateContent>".repeat(depth);
        let body = paragraph(&format!("{open}<w:t>甲</w:t>{close}"));
        assert_eq!(size(&[("document", body)]), "甲\n".len());
    }
    // A note that many refer to, or that refers to itself.
    let refer = r#"<w:t>乙</w:t><w:footnoteReference w:id="2"/>"#;
    let note =
        |inner: &str| format!(r#"<w:footnote w:id="2"><w:p><w:r>{inner}</w:r></w:p></w:footnote>"#);
    for (count, inside) in [
        (1000, format!("<w:t>{}</w:t>", word(100_000))),
        (1, refer.repeat(50)),
        (50, refer.repeat(50)),
    ] {
        let body = paragraph(refer).repeat(count);
        let parts = [("document", body), ("footnotes", note(&inside))];
        assert!(size(&parts) < 400_000, "{count}");
    }
    // Numbers that are long.
    for (length, count) in [(256, 1000), (100_000, 1000), (1_000_000, 10)] {
        let list = format!("list 1: decimal %1.{}", word(length));
        let body = make_docx::blocks(&"#1.0 甲\n".repeat(count));
        let parts = [("document", body), ("numbering", make_docx::lists(&list))];
        let source = read(&parts).unwrap();
        assert_eq!(source.text.len(), 4 * count);
        let remarks = &source.laid().unwrap().remarks;
        assert!(remarks.iter().any(|r| r.rule == "automatic-number"));
    }
    // Entities one by one, cells one by one, attributes one by one.
    for count in [1_000, 100_000, 400_000] {
        let text = format!("<w:t>{}</w:t>", "&amp;".repeat(count));
        assert_eq!(size(&[("document", paragraph(&text))]), count + 1);
        let cells = "<w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>".repeat(count / 10);
        let row = format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>");
        assert_eq!(size(&[("document", row)]), 4 * (count / 10));
        let attributes: String = (0..count).map(|n| format!(r#" a{n}="1""#)).collect();
        let bytes = with_words(part, "<w:p>", &format!("<w:p{attributes}>"));
        check(&bytes, "package-broken", "属性");
    }
    // Gaps before rows.
    for (rows, is_read) in [(100, true), (3000, false), (6000, false)] {
        let row = |n: usize| {
            format!(
                r#"<w:tr><w:trPr><w:gridBefore w:val="{n}"/></w:trPr><w:tc><w:p/></w:tc></w:tr>"#
            )
        };
        let rows: String = (0..rows).map(row).collect();
        let body = format!("<w:tbl>{rows}</w:tbl>{}", paragraph("<w:t>甲</w:t>"));
        let found = read(&[("document", body)]);
        assert_eq!(found.is_ok(), is_read);
        if let Err(error) = found {
            assert_eq!(error.rule, "package-too-large");
        }
    }
}

/// The text of a document may not be larger than a text may be.
#[test]
fn the_text_of_a_document_is_counted() {
    let bounds = Bounds {
        entries: 50,
        unpacked: 1 << 20,
        text: 3_000,
    };
    let list = make_docx::lists(&format!("list 1: decimal %1.{}", "甲".repeat(200)));
    let parts = |body: &str| {
        let document = ("document", make_docx::blocks(body));
        make_docx::zipped(&make_docx::parts(&[document, ("numbering", list.clone())]))
    };
    for (body, is_read) in [
        ("#1.0 甲".to_owned(), true),
        ("#1.0 甲\n".repeat(100), false),
        ("甲".repeat(1000), false),
        (
            format!(
                "<w:p><w:del><w:r><w:delText>{}</w:delText></w:r></w:del></w:p>",
                "甲".repeat(2000)
            ),
            false,
        ),
    ] {
        match within(bounds, &parts(&body)) {
            Ok(_) => assert!(is_read, "{body}"),
            Err(error) => {
                assert!(!is_read, "{body}");
                assert_eq!(error.rule, "package-too-large");
                assert!(error.hint.unwrap().contains("seed_bytes"));
            }
        }
    }
}
