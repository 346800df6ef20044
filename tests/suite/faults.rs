//! Faults of our own: a document that breaks the program down is named, the others are
//! finished, the build fails, and the output stays.

use std::fs;

use walkdir::WalkDir;

use crate::test_project::{Built, TestProject};

/// typst itself panics at this, in the one document that the template is for; that is
/// how a fault of ours would look. Another template is wrong in a plain way.
#[test]
fn a_breakdown_in_one_document_is_told_and_the_others_are_finished() {
    let test_project = Built::Small.copy();
    let before = output(&test_project);
    let template = |name: &str, more: &str| {
        let file = format!("templates/pdf/{name}.typ");
        let good = fs::read_to_string(test_project.path(&file)).unwrap();
        test_project.write(&file, &format!("{good}\n{more}\n"));
    };
    template("notice", "#duration(weeks: 9223372036854775807)");
    template("sheet", "#nonsense()");
    // One job takes the documents one after another: sheets come after the notice.
    let ran = test_project.run(&["build", "-j", "1"]).ends(2);
    let ran = ran
        .says("wufu-2018-7/notice.pdf：程序自己出了错")
        .says("这是我们的错")
        .says("gongwen --version");
    let said = ran.stderr();
    assert!(said.contains("unknown variable: nonsense"), "{said}");
    assert_eq!(said.matches("错误[internal]").count(), 1, "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert!(
        output(&test_project) == before,
        "the output is not as it was"
    );
    assert!(!test_project.path("out.next").exists());
}

fn output(test_project: &TestProject) -> Vec<(String, Vec<u8>)> {
    let files = WalkDir::new(test_project.path("out")).sort_by_file_name();
    let files = files.into_iter().flatten();
    let files = files.filter(|e| e.file_type().is_file());
    files
        .map(|e| (e.path().display().to_string(), fs::read(e.path()).unwrap()))
        .collect()
}
