//! Cases in `tests/cases/`: a line is `input => expected`; `#` begins a comment.

use std::path::PathBuf;

use gongwen::units::register::Register;

/// The folder of the project.
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn register() -> Register {
    let text = std::fs::read_to_string(project().join("content/units/suzhou.yaml")).unwrap();
    Register::from_yaml(&text).unwrap()
}

pub fn each(file: &str, check: impl Fn(&str) -> String) {
    let text = std::fs::read_to_string(project().join("tests/cases").join(file)).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (number, line) in (1..).zip(text.lines()) {
        let Some((input, expected)) = line.split_once(" => ") else {
            continue;
        };
        if line.starts_with('#') {
            continue;
        }
        count += 1;
        let found = check(input);
        if found != expected {
            wrong.push(format!(
                "{file}:{number}: {input}\n  expected {expected}\n  found    {found}"
            ));
        }
    }
    assert!(count > 0, "{file} has no case");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
