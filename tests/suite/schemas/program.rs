//! What the program says of a file that people write.

use gongwen::blocks::amend;
use gongwen::diag::{Diagnostic, Texts};
use gongwen::notice::{File, Notice};
use gongwen::project::Project;
use gongwen::project::schemas::Form;
use gongwen::read::given::Given;
use gongwen::rounds::answers::Answers;
use gongwen::rounds::corrections::Corrections;
use gongwen::rounds::round::Round;
use gongwen::wording::Wording;

use crate::test_project::TestProject;

/// The first thing that is said.
#[derive(Debug)]
pub struct Said {
    pub line: usize,
    pub words: String,
}

/// What is said of the file of this name below a project, where it is refused.
pub fn said(name: &str, text: &str) -> Option<Said> {
    let file = name.rsplit('/').next().unwrap();
    let first = |errors: Vec<Diagnostic>| errors.into_iter().next();
    let error = match (name, file) {
        _ if name.contains("/rounds/") => match Form::of(name) {
            Some(Form::Answers) => Answers::from_yaml(name, text).err(),
            Some(Form::AnswerCorrections) => {
                Corrections::from_yaml(name, text).err().and_then(first)
            }
            _ => Round::from_yaml("2017-07", name, text)
                .err()
                .and_then(first),
        },
        (_, "corrections.yaml") => amend::from_yaml(name, text).err(),
        ("content/wording.yaml", _) => Wording::of_office(text).err().and_then(first),
        // It would hold for all tests of this process.
        ("content/grammar.yaml", _) => return of_process(name, text),
        ("content/bundles.yaml" | "content/limits.yaml", _) => of_project(name, text),
        _ if name.starts_with("content/units/") => of_project(name, text),
        _ if name.starts_with("seeds/") => Given::from_yaml(name, text).err(),
        _ => {
            let file = File::of(file).unwrap();
            let mut files = vec![(file, text.to_owned())];
            if file != File::Circular {
                files.insert(0, (File::Circular, CIRCULAR.to_owned()));
            }
            Notice::from_yaml("content/x", &files).err().and_then(first)
        }
    };
    error.map(|error| of(text, &error))
}

fn of(text: &str, error: &Diagnostic) -> Said {
    let place = error.place.as_ref().unwrap();
    let words = place.words.as_deref();
    let stands = |words: &str| 1 + text.lines().position(|l| l.contains(words)).unwrap();
    Said {
        line: place.line.or(words.map(stands)).unwrap_or(1),
        words: error.message.clone(),
    }
}

fn of_project(name: &str, text: &str) -> Option<Diagnostic> {
    let project = TestProject::empty();
    project.write(name, text);
    let opened = match Project::open(&project.path("")) {
        Ok(opened) => opened,
        Err(error) => return Some(error),
    };
    let mut texts = Texts::default();
    if name.starts_with("content/units/") {
        return opened.registers(&mut texts).err()?.into_iter().next();
    }
    opened.bundles(&mut texts).err()
}

fn of_process(name: &str, text: &str) -> Option<Said> {
    let project = TestProject::empty();
    project.write(name, text);
    let ran = project.run(&["check", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&ran.stdout()).unwrap();
    let mut said = said.as_array().unwrap().iter();
    let one = said.find(|one| one["rule"] == "grammar-yaml")?;
    Some(Said {
        line: one["line"].as_u64().map_or(1, |line| line as usize),
        words: one["message"].as_str().unwrap().to_owned(),
    })
}

const CIRCULAR: &str = "\
id: x
masthead: 甲市人民政府文件
document_number: {text: 甲政发〔2024〕6号, agency: 甲政发, year: 2024, serial: 6}
title: 关于下达任务的通知
addressees: 各区人民政府：
body: []
signatory: 甲市人民政府
date: 2024-03-05
";
