//! The schemas of the YAML that people edit: they take every file that the program takes,
//! and of a wrong one they say the same place as the program.

mod locate;
mod program;

use std::fs;
use std::path::Path;

use boon::{Compiler, ErrorKind, InstanceToken, Schemas, ValidationError};
use gongwen::project::schemas::{FOLDER, Form};
use gongwen::schema;
use serde_json::Value;
use walkdir::WalkDir;

use crate::test_project::{TestProject, root, run_in};
use locate::{Step, line_at};

/// What a schema says of a text: the lines of all that is wrong, and the words for it.
fn refused(form: Form, text: &str) -> Vec<(usize, String)> {
    // A name that is written twice is no YAML for most.
    let whole: Result<serde_yaml::Value, _> = serde_yaml::from_str(text);
    let instance: Value = match whole.and_then(|_| serde_yaml::from_str(text)) {
        Ok(instance) => instance,
        // No YAML: editors say so before they look into a schema.
        Err(error) => {
            let line = gongwen::overlay::line_of_error(text, &error);
            return vec![(line.unwrap_or(1), error.to_string())];
        }
    };
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let whole = schema::of(form);
    compiler.add_resource("schema.json", whole.clone()).unwrap();
    let compiled = compiler.compile("schema.json", &mut schemas).unwrap();
    let mut found = Vec::new();
    if let Err(error) = schemas.validate(&instance, compiled) {
        leaves(&error, text, &mut found);
    }
    found
}

fn leaves(error: &ValidationError<'_, '_>, text: &str, found: &mut Vec<(usize, String)>) {
    let at = || -> Vec<Step> {
        let tokens = error.instance_location.tokens.iter();
        tokens
            .map(|token| match token {
                InstanceToken::Prop(name) => Step::Key(name.to_string()),
                InstanceToken::Item(number) => Step::Item(*number),
            })
            .collect()
    };
    match &error.kind {
        ErrorKind::AdditionalProperties { got } => {
            let mut at = at();
            at.push(Step::Name(got[0].to_string()));
            found.push((line_at(text, &at), error.to_string()));
        }
        ErrorKind::AnyOf | ErrorKind::OneOf(_) => {
            found.push((line_at(text, &at()), error.to_string()));
        }
        _ if !error.causes.is_empty() => {
            for cause in &error.causes {
                leaves(cause, text, found);
            }
        }
        _ => found.push((line_at(text, &at()), error.to_string())),
    }
}

/// A case: `=== refused content/x/tasks.yaml: words` or `=== taken …`, then the file.
struct Case {
    refused: bool,
    file: String,
    about: String,
    text: String,
}

fn cases() -> Vec<Case> {
    let mut files: Vec<_> = fs::read_dir(root().join("tests/cases/schemas"))
        .unwrap()
        .flatten()
        .map(|file| file.path())
        .collect();
    files.sort();
    let texts = files.iter().map(|path| fs::read_to_string(path).unwrap());
    let whole: String = texts.collect();
    let cases = whole.split("=== ").skip(1).map(|case| {
        let (head, text) = case.split_once('\n').unwrap();
        let (kind, rest) = head.split_once(' ').unwrap();
        let (file, about) = rest.split_once(": ").unwrap();
        assert!(["refused", "taken"].contains(&kind), "{head}");
        Case {
            refused: kind == "refused",
            file: file.to_owned(),
            about: about.to_owned(),
            text: text.trim_end().to_owned() + "\n",
        }
    });
    cases.collect()
}

#[test]
fn a_wrong_file_is_refused_at_the_same_place_and_a_right_one_is_not() {
    let cases = cases();
    let of = |refused| cases.iter().filter(|case| case.refused == refused).count();
    assert!(
        of(true) >= 30 && of(false) >= 20,
        "{} {}",
        of(true),
        of(false)
    );
    let mut wrong = Vec::new();
    for case in &cases {
        let form = Form::of(&case.file).unwrap();
        let editor = refused(form, &case.text);
        let said = program::said(&case.file, &case.text);
        let right = match (case.refused, &said) {
            (true, Some(said)) => {
                let lines: Vec<usize> = editor.iter().map(|(line, _)| *line).collect();
                lines.contains(&said.line) && lines.iter().all(|line| *line == lines[0])
            }
            (false, None) => editor.is_empty(),
            _ => false,
        };
        if !right {
            wrong.push(format!(
                "{} ({})\n  the editor {editor:?}\n  the program {said:?}",
                case.file, case.about
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where a schema has words of its own for what is wrong, the program says them too.
#[test]
fn an_editor_and_the_program_say_the_same_words() {
    for (file, text, place) in [
        (
            "content/x/notice.yaml",
            "date: 2017-13-01\n",
            "/properties/date",
        ),
        (
            "content/x/notice.yaml",
            "attachments:\n- {number: 1, title: 甲, file: task.yaml}\n",
            "/properties/attachments/items/properties/file",
        ),
        (
            "content/x/corrections.yaml",
            "- {at: 第5行, find: 甲, why: 乙}\n",
            "/items/properties/at",
        ),
        (
            "content/units/x.yaml",
            "jurisdiction: 甲市\nissuers: [{code: 甲, slug: 甲, name: 甲}]\nkinds: []\nunits: []\n",
            "/properties/issuers/items/properties/slug",
        ),
    ] {
        let schema = schema::of(Form::of(file).unwrap());
        let words = &schema.pointer(place).unwrap()["patternErrorMessage"];
        let said = program::said(file, text).unwrap();
        assert!(said.words.contains(words.as_str().unwrap()), "{said:?}");
    }
}

/// All YAML of the repository that has a form: content, samples, what the fuzzer begins with,
/// and what is read from each sample.
#[test]
fn every_sample_is_taken() {
    let mut seen = 0;
    let mut check = |name: &str, text: &str, about: &str| {
        let Some(form) = Form::of(name) else { return };
        let wrong = refused(form, text);
        assert!(wrong.is_empty(), "{about}: {wrong:?}");
        seen += 1;
    };
    let tops = WalkDir::new(root().join("tests/samples")).max_depth(1);
    let tops = tops.into_iter().flatten().map(|e| e.into_path());
    for top in tops.chain([root(), root().join("tests/samples")]) {
        for folder in ["content", "seeds"] {
            for file in WalkDir::new(top.join(folder)).into_iter().flatten() {
                let name = file.path().strip_prefix(&top).unwrap().to_string_lossy();
                if name.ends_with(".yaml") {
                    let text = fs::read_to_string(file.path()).unwrap();
                    check(&name, &text, &file.path().display().to_string());
                }
            }
        }
    }
    for file in fs::read_dir(root().join("tests/golden/samples")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|e| e == "yaml") {
            let text = fs::read_to_string(&path).unwrap();
            for part in text.split("=== ").skip(1) {
                let (name, yaml) = part.split_once('\n').unwrap();
                // Behind the last file stands what was said.
                let is_said =
                    |l: &&str| ["错误[", "注意[", "说明["].iter().any(|w| l.starts_with(w));
                let lines: Vec<&str> = yaml.lines().take_while(|l| !is_said(l)).collect();
                let about = format!("{} {name}", path.display());
                check(&format!("content/{name}"), &lines.join("\n"), &about);
            }
        }
    }
    for (folder, name) in [
        ("bundles", "content/bundles.yaml"),
        ("circular", "content/x/notice.yaml"),
        ("corrections", "content/x/corrections.yaml"),
        ("given", "seeds/x.yaml"),
        ("indicators", "content/x/indicators.yaml"),
        ("limits", "content/limits.yaml"),
        ("register", "content/units/x.yaml"),
        ("tasks", "content/x/tasks.yaml"),
    ] {
        for file in fs::read_dir(root().join("fuzz/corpus").join(folder)).unwrap() {
            let path = file.unwrap().path();
            // What a fuzzer has left there beside is anything.
            if path.extension().is_some_and(|ending| ending == "yaml") {
                let text = fs::read_to_string(&path).unwrap();
                check(name, &text, &path.display().to_string());
            }
        }
    }
    for (name, text) in [
        (
            "content/x/corrections.yaml",
            gongwen::project::fresh::CORRECTIONS,
        ),
        ("content/limits.yaml", "rows: 500\n"),
        // A draft of a round is empty where the office has to decide, and taken.
        (
            "content/x/rounds/2017-07.yaml",
            &gongwen::rounds::draft::draft("2017-07", None),
        ),
        (
            "content/x/rounds/2017-07.answers.yaml",
            crate::rollup_pdf::TYPED,
        ),
    ] {
        check(name, text, name);
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn every_key_is_described_in_chinese() {
    fn walk(schema: &Value, path: &str, count: &mut usize) {
        for (key, value) in schema.as_object().into_iter().flatten() {
            match (key.as_str(), value) {
                ("properties", Value::Object(named)) => {
                    for (name, schema) in named {
                        let path = format!("{path}/{name}");
                        let words = schema["description"].as_str().unwrap_or_default();
                        let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
                        let english = [" the ", " of "].iter().any(|w| words.contains(w));
                        assert!(words.contains(is_han) && !english, "{path}: {schema}");
                        *count += 1;
                        walk(schema, &path, count);
                    }
                }
                ("items" | "additionalProperties", one) => walk(one, path, count),
                ("anyOf" | "oneOf", Value::Array(some)) => {
                    // Others only say what goes together.
                    let whole = |one: &&Value| one.get("additionalProperties").is_some();
                    let some = some.iter().filter(whole);
                    some.for_each(|one| walk(one, path, count));
                }
                ("enumDescriptions", Value::Array(words)) => {
                    assert!(words.iter().all(Value::is_string), "{path}");
                }
                _ => {}
            }
        }
    }
    let mut count = 0;
    for form in Form::ALL {
        let schema = schema::of(form);
        walk(&schema, "", &mut count);
        let words = schema["description"].as_str().unwrap();
        assert!(!words.is_ascii(), "{form:?}");
    }
    assert!(count > 500, "{count}");
}

/// What a new project's files say of their keys is what editors say.
#[test]
fn new_files_and_schemas_have_the_same_words() {
    let folder = root().join("src/project/new");
    let text = fs::read_to_string(folder.join("limits.yaml")).unwrap();
    let limits = schema::of(Form::Limits);
    for (name, schema) in limits["properties"].as_object().unwrap() {
        let words = schema["description"].as_str().unwrap();
        let default = &schema["default"];
        let both = format!("# {words}\n# {name}: {default}\n");
        assert!(text.contains(&both), "{both}");
    }
    let text = fs::read_to_string(root().join("content/bundles.yaml")).unwrap();
    let member = schema::of(Form::Bundles);
    let member = member
        .pointer("/properties/packet/properties/members/items/properties")
        .unwrap();
    let show = &member["show"];
    for (name, words) in { show["enum"].as_array().unwrap().iter() }
        .zip(show["enumDescriptions"].as_array().unwrap())
    {
        let (name, words) = (name.as_str().unwrap(), words.as_str().unwrap());
        let line = text
            .lines()
            .find(|l| l.starts_with(&format!("#     {name} ")));
        assert!(
            line.unwrap().ends_with(&format!(" {words}")),
            "{name}: {words}"
        );
    }
}

#[test]
fn schemas_are_written_and_files_begin_with_the_line() {
    let project = TestProject::of_sample(&root().join("tests/samples/small"));
    project.run(&["read", "-q"]).ends(0);
    let kept = project.path("content");
    let notices = || {
        let files = WalkDir::new(&kept)
            .sort_by_file_name()
            .into_iter()
            .flatten();
        let files = files.filter(|f| f.file_name().to_string_lossy().ends_with(".yaml"));
        let files = files.filter(|f| f.depth() == 2 && !f.path().starts_with(kept.join("units")));
        files
            .map(|f| (f.path().to_owned(), fs::read_to_string(f.path()).unwrap()))
            .collect::<Vec<_>>()
    };
    let before = notices();
    assert!(!before.is_empty());
    let ran = project.run(&["schema"]).ends(0);
    assert!(ran.stderr().contains("15 个"), "{}", ran.stderr());
    // The register is by a person, who is told the line.
    assert!(
        ran.stderr()
            .contains("# yaml-language-server: $schema=../schemas/units.json"),
        "{}",
        ran.stderr()
    );
    for (name, text) in schema::all() {
        assert_eq!(
            fs::read_to_string(kept.join("schemas").join(name)).unwrap(),
            text
        );
    }
    // Nothing is wrong with files that do not have the line yet.
    project.run(&["check"]).ends(0);
    assert!(notices() == before);
    project.run(&["read"]).ends(0);
    for ((path, new), (_, old)) in notices().iter().zip(&before) {
        let (line, rest) = new.split_once('\n').unwrap();
        assert_eq!(rest, old);
        let schema = line
            .strip_prefix("# yaml-language-server: $schema=")
            .unwrap();
        assert!(path.parent().unwrap().join(schema).is_file(), "{line}");
    }
    project.run(&["check"]).ends(0);
    let again = project.run(&["schema"]).ends(0);
    assert!(again.stderr().contains("写了 0 个"), "{}", again.stderr());
    // Without the schemas the line goes: it would lead to nothing.
    fs::remove_dir_all(kept.join("schemas")).unwrap();
    project.run(&["check"]).ends(0);
    project.run(&["build", "-q"]).ends(0);
    assert!(notices() == before);
}

/// The draft of a round and what is read of its answers begin with the line too.
#[test]
fn files_of_rounds_begin_with_the_line() {
    use crate::rounds::{ANSWERS, ROUND, filled, receive};
    let project = TestProject::of_sample(&root().join("tests/samples/small"));
    project.run(&["schema", "-q"]).ends(0);
    let line = "# yaml-language-server: $schema=../../schemas/";
    project.run(&["round", "2018-07", "-q"]).ends(0);
    let draft = fs::read_to_string(project.path(ROUND)).unwrap();
    assert!(draft.starts_with(&format!("{line}round.json\n")), "{draft}");
    crate::rounds::decide(&project, ROUND, "every");
    project.run(&["build", "-q"]).ends(0);
    receive(&project, "商务局.xlsx", &filled(&project).bytes());
    project.run(&["read", "-q"]).ends(0);
    let answers = fs::read_to_string(project.path(ANSWERS)).unwrap();
    assert!(
        answers.starts_with(&format!("{line}answers.json\n")),
        "{answers}"
    );
    assert!(refused(Form::of(ANSWERS).unwrap(), &answers).is_empty());
    // The line is none of what was read.
    project.run(&["check"]).ends(0);
    let again = project.run(&["read"]).ends(0);
    assert!(
        !again.stderr().contains("hand-edited"),
        "{}",
        again.stderr()
    );
}

#[test]
fn what_is_no_schema_of_ours_is_not_written_over() {
    let project = TestProject::of_sample(&root().join("tests/samples/small"));
    let file = format!("{FOLDER}/tasks.json");
    project.write(&file, "{}\n");
    let ran = project.run(&["schema"]).ends(2);
    assert!(ran.stderr().contains("layout-exists"), "{}", ran.stderr());
    assert_eq!(fs::read_dir(project.path(FOLDER)).unwrap().count(), 1);
    // One that an older program wrote is.
    project.write(
        &file,
        "{\"$comment\": \"由 gongwen schema 写，请不要手改。\"}\n",
    );
    let ran = project.run(&["doctor"]).ends(0);
    assert!(
        ran.stderr().contains("注意[schema-older]"),
        "{}",
        ran.stderr()
    );
    project.run(&["schema"]).ends(0);
    let ran = project.run(&["doctor"]).ends(0);
    assert!(!ran.stderr().contains("schema-older"), "{}", ran.stderr());
    #[cfg(unix)]
    {
        fs::remove_dir_all(project.path(FOLDER)).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), project.path(FOLDER)).unwrap();
        project.run(&["schema"]).ends(2);
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_new_project_has_the_schemas_and_every_line_leads_to_one() {
    let project = TestProject::empty();
    let seed = root().join("tests/samples/small/seeds");
    let seed = fs::read_dir(seed).unwrap().flatten().next().unwrap().path();
    let copy = project.path("通知.txt");
    fs::copy(&seed, &copy).unwrap();
    let seed = copy;
    let folder = project.path("新");
    let (folder, seed) = (folder.to_str().unwrap(), seed.to_str().unwrap());
    project.run(&["init", folder, "--from", seed]).ends(0);
    run_in(Path::new(folder), &["read", "-q"]).ends(0);
    let mut count = 0;
    for file in WalkDir::new(folder).into_iter().flatten() {
        let name = file.path().strip_prefix(folder).unwrap().to_string_lossy();
        if Form::of(&name).is_none() {
            continue;
        }
        let text = fs::read_to_string(file.path()).unwrap();
        let line = text.lines().next().unwrap();
        let schema = line.strip_prefix("# yaml-language-server: $schema=");
        let schema = schema.unwrap_or_else(|| panic!("{name}: {line}"));
        assert!(
            file.path().parent().unwrap().join(schema).is_file(),
            "{name}"
        );
        assert!(
            refused(Form::of(&name).unwrap(), &text).is_empty(),
            "{name}"
        );
        count += 1;
    }
    assert!(count >= 6, "{count}");
}
