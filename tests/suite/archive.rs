//! Notices that are put away come back as they were, and in their order: one alone, two,
//! and more than are held in memory.

use std::fs;
use std::sync::Arc;

use gongwen::notice::duty::duties;
use gongwen::notice::phrases::Phrases;
use gongwen::notice::{Content, Paragraph, check};
use gongwen::project::spool::NoticeSpool;
use gongwen::units::register::Register;

use crate::shapes::read_bytes;
use crate::test_project::root;

#[test]
fn what_is_put_away_comes_back() {
    let sample = root().join("tests/samples/small");
    let seed = fs::read(sample.join("seeds/notice.txt")).unwrap();
    let register = fs::read_to_string(sample.join("content/units/wuzhou.yaml")).unwrap();
    let register = Arc::new(Register::from_yaml(&register).unwrap());
    let notice = read_bytes("seeds/notice.txt", &seed, &register).0.unwrap();
    let checked = |number: usize| {
        let mut notice = notice.clone();
        notice.circular.title = format!("第{number}份");
        notice.circular.body.push(Paragraph {
            text: "各单位要分别在7月初和12月初组织自查，书面材料报市发改委。".to_owned(),
            line: None,
        });
        let checked = check::check(notice, &register, "content/wufu-2018-7");
        checked.value.unwrap()
    };
    let notices = [0, 1, 2].map(checked);
    let texts = notices.each_ref().map(|n| n.to_spool().unwrap());
    let duties = notices[0].duties().units.len();
    let folder = tempfile::tempdir().unwrap();
    // The last is more than two megabytes.
    for count in [0, 1, 2, (2 << 20) / texts[0].len() + 2] {
        let mut archive = NoticeSpool::beside(folder.path());
        for number in 0..count {
            archive.add(notices[number % 3].clone()).unwrap();
        }
        assert_eq!(archive.len(), count);
        assert_eq!(archive.registers().count(), count);
        let found: Vec<_> = archive.notices().map(Result::unwrap).collect();
        assert_eq!(found.len(), count);
        for (number, notice) in found.iter().enumerate() {
            assert_eq!(notice.to_spool().unwrap(), texts[number % 3]);
            assert_eq!(notice.duties().units.len(), duties);
            assert_eq!(notice.phrases(), notices[number % 3].phrases());
            assert_eq!(notice.report(), notices[number % 3].report());
            assert!(notice.report().is_some());
        }
        assert!(archive.get(count).unwrap().is_none());
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Every task has what its own phrase says, wherever it stands and however often another
/// has the same words.
#[test]
fn each_task_keeps_its_own_phrase() {
    let sample = root().join("tests/samples/small");
    let seed = fs::read(sample.join("seeds/notice.txt")).unwrap();
    let register = fs::read_to_string(sample.join("content/units/wuzhou.yaml")).unwrap();
    let register = Arc::new(Register::from_yaml(&register).unwrap());
    let mut notice = read_bytes("seeds/notice.txt", &seed, &register).0.unwrap();
    let again = notice.annexes.clone();
    notice.annexes.extend(again);
    let phrases = Phrases::of(&notice, &register);
    let tasks: Vec<_> = notice.tasks().map(|(_, _, task)| task).collect();
    assert!(tasks.len() > 4);
    for (number, task) in tasks.iter().enumerate() {
        let phrase = phrases.get(number).unwrap();
        assert_eq!(phrase.units(), task.responsible.units);
        assert_eq!(phrase.collectives(), task.responsible.collectives);
        for name in &phrase.names {
            let printed = &task.responsible.text[name.span.clone()];
            assert_eq!(printed.replace(' ', ""), name.printed);
        }
    }
    assert!(phrases.get(tasks.len()).is_none());
    let duties = duties(&notice, &register);
    assert_eq!(duties.tasks.len(), tasks.len());
    for (number, path) in duties.tasks.iter().enumerate() {
        assert_eq!(path.of(&notice).unwrap().task, tasks[number]);
    }
    // The tasks of items, one item after another, are all tasks.
    let mut next = 0;
    for (a, annex) in notice.annexes.iter().enumerate() {
        let Content::Tasks(table) = &annex.content else {
            continue;
        };
        for (p, part) in table.parts.iter().enumerate() {
            for (s, section) in part.sections.iter().enumerate() {
                for (i, item) in section.items.iter().enumerate() {
                    let numbers = duties.of_item([a, p, s, i]);
                    assert_eq!(numbers, next..next + item.tasks.len());
                    next = numbers.end;
                }
            }
        }
    }
    assert_eq!(next, tasks.len());
}
