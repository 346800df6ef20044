//! Many workbooks, and what people typed → the answers of a round. Two answers of one unit for
//! one task stand side by side until a person decides; no later file wins by itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diag::{Diagnostic, Noted, Place};
use crate::rounds::answers::{Answer, Answers, From, ValueAnswer, Words};
use crate::rounds::booking::{Booked, Expected};
use crate::rounds::corrections::{Corrections, Decision, ORDINALS};

/// What answers of tasks and values have in common.
trait Entry: Sized {
    /// The id of what it answers.
    fn id(&self) -> &str;
    fn unit(&self) -> &str;
    fn from(&mut self) -> &mut From;
    fn stands(&self) -> &From;
    fn says_as(&self, other: &Self) -> bool;
    /// Where its first word stands.
    fn cell(&self) -> &str;
    /// How a decision names what it answers.
    const OF: &'static str;
}

impl Entry for Answer {
    fn id(&self) -> &str {
        &self.task
    }
    fn unit(&self) -> &str {
        &self.unit
    }
    fn from(&mut self) -> &mut From {
        &mut self.from
    }
    fn stands(&self) -> &From {
        &self.from
    }
    fn says_as(&self, other: &Self) -> bool {
        Answer::says_as(self, other)
    }
    fn cell(&self) -> &str {
        first(self.status.iter().chain(&self.fields))
    }
    const OF: &'static str = "task";
}

impl Entry for ValueAnswer {
    fn id(&self) -> &str {
        &self.of
    }
    fn unit(&self) -> &str {
        &self.unit
    }
    fn from(&mut self) -> &mut From {
        &mut self.from
    }
    fn stands(&self) -> &From {
        &self.from
    }
    fn says_as(&self, other: &Self) -> bool {
        ValueAnswer::says_as(self, other)
    }
    fn cell(&self) -> &str {
        first(self.value.iter().chain(&self.note))
    }
    const OF: &'static str = "value";
}

fn first<'w>(mut words: impl Iterator<Item = &'w Words>) -> &'w str {
    words.find_map(|w| w.cell.as_deref()).unwrap_or_default()
}

/// Brings together what each workbook came to and what was typed; `file` is the file of
/// answers as messages show it, and `old` what stands in it.
pub fn gather(
    expected: &Expected,
    booked: Vec<Booked>,
    old: &Answers,
    corrections: &Corrections,
    file: &str,
) -> Noted<Answers> {
    let mut remarks = Vec::new();
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut all = old.typed();
    check_typed(&mut all, expected, file, &mut remarks);
    for one in booked {
        remarks.extend(one.remarks);
        used.extend(one.used);
        all.received.push(one.received);
        all.answers.extend(one.answers);
        all.values.extend(one.values);
    }
    all.received.sort_by(|a, b| a.file.cmp(&b.file));
    let mut desk = Decider {
        corrections,
        used,
        same: BTreeMap::new(),
        remarks,
        file,
    };
    let tasks = (0..).zip(&expected.tasks);
    let order: HashMap<&str, usize> = tasks.map(|(at, id)| (id.as_str(), at)).collect();
    let values = expected.forms.iter().flat_map(|form| &form.values);
    let mut of_values: HashMap<&str, usize> = HashMap::new();
    for (at, row) in values.enumerate() {
        of_values.entry(&row.id).or_insert(at);
    }
    let units = expected.forms.iter().map(|form| form.unit.as_str());
    let units: HashMap<&str, usize> = (0..).zip(units).map(|(at, unit)| (unit, at)).collect();
    all.answers = desk.decide(all.answers, &order, &units);
    all.values = desk.decide(all.values, &of_values, &units);
    desk.end();
    Noted::new(all, desk.remarks)
}

/// What was typed must be of this round.
fn check_typed(
    typed: &mut Answers,
    expected: &Expected,
    file: &str,
    remarks: &mut Vec<Diagnostic>,
) {
    let mut wrong = |message: String, words: &str| {
        remarks.push(
            Diagnostic::error("answers-yaml", message)
                .at(Place::file(file).words(words))
                .hint("人记下的答复写 task、unit、typed、status、fields，照这一轮的文件写"),
        );
    };
    let round = &expected.round;
    let form = |unit: &str| expected.forms.iter().find(|form| form.unit == unit);
    for answer in &mut typed.answers {
        let (task, unit) = (&answer.task, &answer.unit);
        let mut rows = form(unit).into_iter().flat_map(|form| &form.tasks);
        match (rows.find(|row| row.id == *task), &answer.key) {
            (None, _) => wrong(format!("这一轮不请“{unit}”填报任务 {task}"), unit),
            (Some(row), Some(key)) if row.stable != *key => {
                let message =
                    format!("任务 {task} 现在是另一条：通知改动过，这条答复记的时候不是它");
                wrong(message, key);
            }
            // Should another task come to stand there, it is seen by this.
            (Some(row), _) => answer.key = Some(row.stable.clone()),
        }
        if let Some(status) = &mut answer.status {
            match round.choice(&status.text) {
                Some(choice) => choice.name.clone_into(&mut status.text),
                None => wrong(
                    format!("没有“{}”这种{}", status.text, round.status.heading),
                    &status.text,
                ),
            }
        }
        for words in &answer.fields {
            let name = words.name.as_deref().unwrap_or_default();
            if !round.fields.iter().any(|field| field.name == name) {
                wrong(
                    format!("任务 {task} 的 fields 里写着“{name}”，这一轮没有这一栏"),
                    task,
                );
            }
        }
    }
    for value in &typed.values {
        let (of, unit) = (&value.of, &value.unit);
        let asked = form(unit).is_some_and(|form| form.values.iter().any(|row| row.id == *of));
        if !asked {
            wrong(format!("这一轮不请“{unit}”填报 {of} 的数"), unit);
        }
    }
}

struct Decider<'c> {
    corrections: &'c Corrections,
    used: BTreeSet<usize>,
    /// How often two files say the same.
    same: BTreeMap<(String, String), usize>,
    remarks: Vec<Diagnostic>,
    file: &'c str,
}

impl Decider<'_> {
    /// Puts entries in order, joins those that say the same, and applies what was decided.
    fn decide<E: Entry>(
        &mut self,
        mut entries: Vec<E>,
        order: &HashMap<&str, usize>,
        units: &HashMap<&str, usize>,
    ) -> Vec<E> {
        let place = |at: Option<&usize>| at.copied().unwrap_or(usize::MAX);
        entries.sort_by_cached_key(|entry| {
            let stands = entry.stands();
            (
                place(order.get(entry.id())),
                entry.id().to_owned(),
                place(units.get(entry.unit())),
                entry.unit().to_owned(),
                // What was typed comes behind what was received.
                stands.file.is_none(),
                stands.file.clone(),
                stands.sheet.clone(),
                (entry.cell().len(), entry.cell().to_owned()),
            )
        });
        let mut done: Vec<E> = Vec::new();
        let mut group: Vec<E> = Vec::new();
        for entry in entries {
            if let Some(last) = group.last()
                && (last.id() != entry.id() || last.unit() != entry.unit())
            {
                self.take(&mut group);
                done.append(&mut group);
            }
            match group.iter_mut().find(|known| known.says_as(&entry)) {
                Some(known) => {
                    let stands = entry.stands();
                    let (one, two) = (known.stands().called(), stands.called());
                    let key = (one.to_owned(), two.to_owned());
                    *self.same.entry(key).or_default() += 1;
                    let sheet = stands.sheet.as_deref().unwrap_or_default();
                    let also = format!("{} {sheet} {}", stands.called(), entry.cell());
                    known.from().also.push(also);
                }
                None => group.push(entry),
            }
        }
        self.take(&mut group);
        done.append(&mut group);
        done
    }

    /// Of several answers the one that a person took; without that all stand.
    fn take<E: Entry>(&mut self, group: &mut [E]) {
        let [first, _, ..] = group else { return };
        let (id, unit) = (first.id().to_owned(), first.unit().to_owned());
        let called: Vec<String> = group
            .iter()
            .map(|e| e.stands().called().to_owned())
            .collect();
        let entries = self.corrections.entries.iter().enumerate();
        let mut decisions = entries.filter_map(|(number, entry)| match &entry.what {
            Decision::Take {
                of,
                unit: whose,
                among,
                take,
            } if *of == id && *whose == unit => Some((number, entry, among, *take)),
            _ => None,
        });
        let Some((number, entry, among, take)) = decisions.next() else {
            let place = Place::file(self.file).words(&id);
            let answers = group.iter().zip(ORDINALS).map(|(answer, ordinal)| {
                let stands = answer.stands();
                let sheet = stands.sheet.as_deref().unwrap_or_default();
                format!("{ordinal} 是 {} {sheet} {}", stands.called(), answer.cell())
            });
            let answers: Vec<String> = answers.collect();
            let message = format!(
                "{unit}对 {id} 有 {} 种答复：{}",
                called.len(),
                answers.join("；")
            );
            let hint = format!(
                "两种都留着。请核对后在更正文件里写：- {{{}: {id}, unit: {unit}, among: [{}], take: first, why: 理由}}",
                E::OF,
                called.join(", ")
            );
            let remark = Diagnostic::warning("answer-twice", message)
                .at(place)
                .hint(hint);
            return self.remarks.push(remark);
        };
        self.used.insert(number);
        if *among != called {
            let why = format!("现在有的是 {}，和 among 里的不一样", called.join("、"));
            let error = self.corrections.refused(entry, &why);
            return self.remarks.push(error);
        }
        for (at, answer) in group.iter_mut().enumerate() {
            answer.from().set_aside = (at != take).then(|| entry.why.clone());
        }
    }

    /// Says what files repeat, and which decisions were of no use.
    fn end(&mut self) {
        for ((one, two), count) in std::mem::take(&mut self.same) {
            let message = match one == two {
                true => format!("{one} 里有 {count} 条答复写了两次，一字不差，只算一次"),
                false => format!("{two} 和 {one} 有 {count} 条答复一字不差，只算一次"),
            };
            let place = Place::file(self.file);
            self.remarks
                .push(Diagnostic::note("answer-same", message).at(place));
        }
        for (number, entry) in self.corrections.entries.iter().enumerate() {
            if self.used.contains(&number) {
                continue;
            }
            let why = match &entry.what {
                Decision::Cell { file, .. }
                | Decision::LeaveOut(file)
                | Decision::Received(file, _) => {
                    format!("没有收到 {file}")
                }
                Decision::Take { of, unit, .. } => format!("{unit}对 {of} 没有几种答复可选"),
            };
            self.remarks.push(self.corrections.refused(entry, &why));
        }
    }
}
