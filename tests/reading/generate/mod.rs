//! A generator that knows the truth: phrases and notices are made from a model and
//! printed in many styles; what is read must be the model, or a 注意 must quote what
//! differs. `PROPTEST_CASES` makes it try more: 12800 is 100,000 phrases and 15,000
//! notices. A case is named by its number and is the same at every run.
//!
//! What even a careful clerk could not decide is not printed; the places that leave it
//! out say so.

mod circular;
mod compare;
mod count;
mod dice;
mod duty;
mod lists;
mod model;
mod names;
mod notices;
mod numbers;
mod organs;
mod outline;
mod phrases;
mod registered;
mod sheet;
mod stand;
mod texts;
mod trial;
mod world;

use count::{Open, many};
use duty::Role;
use model::Task;
use notices::Notice;

use crate::run::Run;

const OPEN_PHRASES: Open = Open {
    silent: 0.02,
    remarked: 0.25,
    refused: 0.0,
};

const OPEN_NOTICES: Open = Open {
    silent: 0.4,
    remarked: 5.6,
    refused: 0.0,
};

#[test]
fn generated_phrases() {
    trial::run(0..many(2000)).judge("phrases", &OPEN_PHRASES);
}

#[test]
fn generated_notices() {
    notices::run(0..many(300)).judge("notices", &OPEN_NOTICES);
}

/// The comparison sees what it has to see: a model that is changed behind its printed
/// text is found, in every part.
#[test]
fn generated_models_that_are_changed_are_found() {
    let read = |notice: &Notice| {
        let name = format!("notice.{}", notice.ending);
        let run = Run::new(&name, notice.text.as_bytes(), notice.world.register, "");
        let items = run.items.clone().unwrap_or_default();
        (run, items)
    };
    let equal = (0..).map(Notice::new).filter_map(|notice| {
        let (run, items) = read(&notice);
        let found = notices::differences(&notice.annex.tasks, &items, &run);
        (!items.is_empty() && found.is_empty()).then_some((notice, run, items))
    });
    for (notice, run, items) in equal.take(20) {
        let changes: [fn(&mut Task); 9] = [
            |task| task.text.push('九'),
            |task| task.duty.said[0].name.push('甲'),
            |task| task.duty.said.push(task.duty.said[0].clone()),
            |task| drop(task.duty.said.remove(0)),
            |task| task.duty.said[0].collective ^= true,
            |task| {
                let role = &mut task.duty.said[0].role;
                *role = if *role == Role::Lead {
                    Role::Join
                } else {
                    Role::Lead
                };
            },
            |task| task.duty.deadline.push_str("1月"),
            |task| task.columns.push(("备注".into(), "没有印过".into())),
            |task| task.holds.push("没有印过".into()),
        ];
        for (at, change) in changes.iter().enumerate() {
            let mut tasks = notice.annex.tasks.clone();
            let last = tasks.len() - 1;
            if tasks[last].duty.said.is_empty() {
                continue;
            }
            change(&mut tasks[last]);
            let found = notices::differences(&tasks, &items, &run);
            assert!(
                !found.is_empty(),
                "change {at} of notice {} was not found",
                notice.number
            );
        }
        let fewer = notices::differences(&notice.annex.tasks[1..], &items, &run);
        assert!(
            !fewer.is_empty(),
            "a task too many in notice {}",
            notice.number
        );
        let mut more = notice.annex.tasks.clone();
        more.push(more[0].clone());
        let more = notices::differences(&more, &items, &run);
        assert!(
            !more.is_empty(),
            "a task too few in notice {}",
            notice.number
        );
    }
    let mut equal = (0..).map(trial::Case::new).filter(trial::is_equal);
    let mut case = equal.next().unwrap();
    case.phrase.duty.said[0].name.push('甲');
    assert!(!trial::is_equal(&case));
}
