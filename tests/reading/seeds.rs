//! What lies in `seeds/`: what is read, and what is said of the rest.

use std::fs;

use gongwen::diag::Severity;
use gongwen::project::limits::Limits;
use gongwen::project::seeds::find;

/// Puts empty files into a folder; shows what is read, and what is said: `E` an error,
/// `W` a 注意, `N` a 说明.
fn check(files: &[&str], others: bool, expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    let shown = |path: &std::path::Path| {
        let path = path.strip_prefix(folder.path()).unwrap();
        path.to_string_lossy().into_owned()
    };
    let found = find(folder.path(), &Limits::default(), shown, others).unwrap();
    let read = found.paths.iter().map(|path| shown(path));
    let said = found.remarks.iter().map(|remark| {
        let mark = match remark.severity {
            Severity::Error => 'E',
            Severity::Warning => 'W',
            Severity::Note => 'N',
        };
        let file = remark.place.as_ref().map_or("", |p| p.file.as_str());
        assert!(remark.severity == Severity::Note || remark.hint.is_some());
        format!("{mark} {} {file}", remark.rule)
    });
    let shown: Vec<String> = read.chain(said).collect();
    assert_eq!(shown, expected, "{files:?}");
}

#[test]
fn what_is_not_read_is_named() {
    check(
        &["a.txt", "b.md", "c.html"],
        false,
        &["a.txt", "b.md", "c.html"],
    );
    // What documents are, their bytes say.
    check(
        &["a.docx", "b.WPS", "c.doc"],
        false,
        &["a.docx", "b.WPS", "c.doc"],
    );
    check(&["a.pdf"], false, &["E seed-unread a.pdf"]);
    check(&["a.pdf"], true, &["W seed-unread a.pdf"]);
    check(
        &["a.docx", "b.rtf"],
        false,
        &["a.docx", "W seed-unread b.rtf"],
    );
    check(
        &["a.txt", "b.pdf", "c.ofd", "d", "e.JPG", "f.ods", "g.odd"],
        false,
        &[
            "a.txt",
            "W seed-unread b.pdf",
            "W seed-unread c.ofd",
            "W seed-unread d",
            "W seed-unread e.JPG",
            "W seed-unread f.ods",
            "W seed-unread g.odd",
        ],
    );
    check(
        &["2024/甲/a.txt", "2024/乙/b.ofd"],
        false,
        &["2024/甲/a.txt", "W seed-unread 2024/乙/b.ofd"],
    );
}

#[test]
fn a_twin_is_only_noted() {
    check(
        &["a.txt", "a.pdf"],
        false,
        &["a.txt", "N seed-beside a.pdf"],
    );
    check(
        &["甲.乙.html", "甲.乙.docx", "甲.docx"],
        false,
        &["甲.docx", "甲.乙.html", "N seed-beside 甲.乙.docx"],
    );
    check(
        &[
            "a.docx", "a.doc", "a.pdf", "b.DOCX", "b.Txt", "c.wps", "c.doc",
        ],
        false,
        &["a.docx", "b.Txt", "c.doc", "N seed-beside a.doc"],
    );
    check(
        &["x/a.txt", "y/a.pdf"],
        false,
        &["x/a.txt", "W seed-unread y/a.pdf"],
    );
    check(
        &[
            "a.html",
            "a_files/x.png",
            "a_files/y/z.css",
            "b_files/x.png",
        ],
        false,
        &[
            "a.html",
            "W seed-unread b_files/x.png",
            "N seed-beside a_files",
        ],
    );
}

/// Workbooks may hold annexes: whoever reads the seeds says which of them do.
#[test]
fn workbooks_wait_for_the_seeds() {
    check(&["a.txt", "a.xlsx"], false, &["a.txt"]);
    check(&["a.txt", "b.xls", "~$b.xlsx"], false, &["a.txt"]);
    check(&["a.xlsx"], false, &["E seed-unread a.xlsx"]);
}

#[test]
fn what_is_given_is_no_seed() {
    check(&["a.txt", "a.yaml"], false, &["a.txt"]);
    check(
        &["a.txt", "b.yaml"],
        false,
        &["a.txt", "W given-without-seed b.yaml"],
    );
    check(
        &["a.docx", "a.yaml", "b.pdf", "b.yaml"],
        false,
        &[
            "a.docx",
            "W seed-unread b.pdf",
            "W given-without-seed b.yaml",
        ],
    );
    check(
        &["a.txt", "b.yml"],
        false,
        &["a.txt", "W seed-unread b.yml"],
    );
}

#[test]
fn what_systems_leave_behind_is_nothing() {
    check(
        &[
            ".DS_Store",
            "~$a.docx",
            "Thumbs.db",
            "a.txt",
            "a.txt~",
            ".git/x.pdf",
        ],
        false,
        &["a.txt"],
    );
    check(&[], false, &[]);
}
