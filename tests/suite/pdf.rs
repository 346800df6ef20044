//! The PDFs of the real notice: the standards of archives and of access, and every
//! word of the YAML read back.

use std::fs;
use std::path::Path;
use std::process::Command;

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::test_project::{Built, golden, kept_notice};
use gongwen::notice::Responsible;
use gongwen::notice::duty::duties;

/// What the validator says wrongly of these files. It finds no widths at all in CFF
/// faces (clauses 7.21.5 and 6.2.11.5), where FreeType and fontTools find the right
/// ones; and it takes a line end that is the last byte of compressed data for the one
/// before `endstream` (clause 6.1.7.1), where every length was counted to be right.
const OVERRULED: [(&str, &str); 3] = [
    (":7.21.5:", "CIDFontType0C"),
    (":6.2.11.5:", "CIDFontType0C"),
    (":6.1.7.1:", "/Length"),
];

pub fn squash(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The words of a PDF in the order of its tags, one cell or paragraph after another.
pub fn tagged_text(pdf: &Path) -> Option<String> {
    let output = Command::new("pdfinfo")
        .arg("-struct-text")
        .arg(pdf)
        .output();
    // Titles of headings are shown as the bytes of UTF-16.
    let output = output.ok()?.stdout;
    let output = String::from_utf8_lossy(&output);
    // `"words"` on a line of their own; all else is structure.
    let words = output
        .lines()
        .filter_map(|l| l.trim().strip_prefix('"')?.strip_suffix('"'));
    Some(squash(&words.collect::<String>()))
}

/// The words of a PDF in the order in which they are drawn: cell by cell.
pub fn drawn_text(pdf: &Path) -> Option<String> {
    let mut command = Command::new("pdftotext");
    let output = command.arg("-raw").arg(pdf).arg("-").output().ok()?;
    Some(squash(&String::from_utf8(output.stdout).ok()?))
}

fn layout(pdf: &Path) -> String {
    let mut command = Command::new("pdftotext");
    let output = command.arg("-layout").arg(pdf).arg("-").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_kind_is_for_archives_and_for_everybody() {
    let out = Built::Real.shared().path("out/suf-2017-15");
    // All batches are bound in one way. Those of the real notice have 500 pages, of which
    // nothing was ever found that these do not show.
    let bound = Built::Small.shared().path("out/wufu-2018-7");
    for pdf in [
        "notice.pdf",
        "indicators.pdf",
        "tasks.pdf",
        "units/shi-shenjiju.pdf",
        "areas/gusu.pdf",
        "print/sheets.pdf",
        "print/packets.pdf",
    ] {
        let folder = if pdf.starts_with("print/") {
            &bound
        } else {
            &out
        };
        meets_the_standards(&folder.join(pdf));
    }
    words_come_back(&out);
}

/// PDF/UA-1 and PDF/A-2a.
pub fn meets_the_standards(pdf: &Path) {
    let bytes = fs::read(pdf).unwrap();
    for profile in ["ua1", "2a"] {
        let profile: ValidationProfile = profile.parse().unwrap();
        let options = ValidationOptions::default().profile(profile);
        let report = validate_pdf_bytes(&bytes, &options).unwrap();
        let wrong: Vec<String> = report
            .failures
            .iter()
            .map(|f| format!("{} {}", f.rule_id, f.message))
            .filter(|f| {
                let overruled =
                    |(rule, words): &(&str, &str)| f.contains(rule) && f.contains(words);
                !OVERRULED.iter().any(overruled)
            })
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", pdf.display());
    }
}

/// Every word of the circular, every task and every name on every sheet.
fn words_come_back(out: &Path) {
    let notice = kept_notice();
    let Some(circular) = drawn_text(&out.join("notice.pdf")) else {
        eprintln!("skipped: pdftotext (Debian package poppler-utils) is not installed");
        return;
    };
    for paragraph in &notice.circular.body {
        assert!(
            circular.contains(&squash(&paragraph.text)),
            "{}",
            paragraph.text
        );
    }
    let tasks: Vec<(String, &Responsible)> = notice
        .tasks()
        .map(|(_, _, task)| (squash(&task.text), &task.responsible))
        .collect();
    for (text, responsible) in &tasks {
        let row = format!("{text}{}", squash(&responsible.text));
        assert!(circular.contains(&row), "{row}");
    }
    let units = duties(&notice, &crate::cases::register()).units;
    let mut looked = 0;
    for unit in &units {
        let pdf = out.join(format!("units/{}.pdf", unit.slug));
        let sheet = drawn_text(&pdf).unwrap();
        // The words of the tags take fifty times as long to get: of one sheet they are
        // looked at whole, of the others only where a row goes on over the page.
        let mut tagged = (unit.slug == "shi-shenjiju").then(|| tagged_text(&pdf).unwrap());
        assert!(sheet.contains(&unit.name), "{}", unit.name);
        for duty in &unit.duties {
            let (text, responsible) = &tasks[duty.task];
            let row = format!("{text}{}", squash(&responsible.text));
            if tagged.is_some() || !sheet.contains(&row) {
                let tagged = tagged.get_or_insert_with(|| tagged_text(&pdf).unwrap());
                assert!(tagged.contains(&row), "{}: {row}", unit.name);
            }
            looked += 1;
        }
    }
    assert!(looked > 500, "{looked}");
    for pdf in ["notice.pdf", "indicators.pdf", "units/shi-shenjiju.pdf"] {
        let name = format!("text/{}.txt", pdf.replace('/', "-"));
        golden(&name, &layout(&out.join(pdf)));
    }
}
