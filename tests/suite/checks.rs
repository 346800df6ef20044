//! Every rule of the audit, with a good and a bad case: `tests/cases/checks.txt`.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use gongwen::notice::check;
use gongwen::units::register::Register;

use crate::shapes::read_bytes;
use crate::test_project::root;

/// The rules that speak on a text.
fn rules(text: &str, register: &Register) -> BTreeSet<&'static str> {
    let (notice, mut remarks) = read_bytes("seeds/notice.txt", text.as_bytes(), register);
    if let Some(notice) = notice {
        remarks.extend(
            check::check(notice, &Arc::new(register.clone()), "content/wufu-2018-7").remarks,
        );
    }
    remarks.iter().map(|d| d.rule).collect()
}

#[test]
fn each_rule_speaks_when_it_should_and_only_then() {
    let sample = root().join("tests/samples/small");
    let seed = fs::read_to_string(sample.join("seeds/notice.txt")).unwrap();
    let register = fs::read_to_string(sample.join("content/units/wuzhou.yaml")).unwrap();
    let register = Register::from_yaml(&register).unwrap();
    let always = rules(&seed, &register);
    assert_eq!(always, BTreeSet::from(["goals-compared"]));
    let cases = fs::read_to_string(root().join("tests/cases/checks.txt")).unwrap();
    let mut wrong = Vec::new();
    for (number, line) in (1..).zip(cases.lines()) {
        let parts: Vec<&str> = line.split(" => ").collect();
        let [find, replace, expected] = parts[..] else {
            continue;
        };
        let unescape = |t: &str| t.replace("\\t", "\t").replace("\\n", "\n");
        let (find, replace) = (unescape(find), unescape(replace));
        assert!(
            seed.contains(&find),
            "line {number}: {find:?} is not in the seed"
        );
        // The last place: the annexes repeat words of the circular.
        let at = if find.starts_with('附') || find.starts_with("2.") {
            seed.find(&find)
        } else {
            seed.rfind(&find)
        };
        let at = at.unwrap();
        let text = format!("{}{replace}{}", &seed[..at], &seed[at + find.len()..]);
        let found = rules(&text, &register);
        let expected: BTreeSet<&str> = expected.split(',').filter(|r| *r != "-").collect();
        let fresh: BTreeSet<&str> = found.difference(&always).copied().collect();
        if fresh != expected {
            wrong.push(format!("line {number}: {line}\n  found {fresh:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
