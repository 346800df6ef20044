//! A phrase of responsible units, with what there is to say about it.

use crate::diag::Diagnostic;
use crate::grammar::words::Role;
use crate::notice::{Deadline, FirstLeads, Responsible};
use crate::tasks::assembler::Assembler;
use crate::units::phrase;
use crate::units::phrase::{How, Meaning, Name, Phrase, Slip};

/// What a phrase came to.
pub(crate) struct Stated {
    pub(crate) responsible: Responsible,
    /// By when, where the phrase itself says so.
    pub(crate) deadline: Option<Deadline>,
}

/// Reads a phrase that has been taken to the books already. It stands on `line`, its
/// task on `task_line`.
pub(crate) fn read(
    assembler: &mut Assembler<'_>,
    line: usize,
    task_line: usize,
    text: String,
) -> Stated {
    let mut phrase = phrase::resolve(&text, assembler.register);
    if let Some(rule) = &phrase.rule {
        let words = text[rule.clone()].to_owned();
        match phrase::rule_goes_on(&words) {
            true => first_leads(assembler, task_line, words),
            false => first_leads_here(assembler, line, &words),
        }
        // Whoever looked through the circular has found it on the line of the statement.
        let found = assembler.first_leads.as_mut();
        if let Some(rule) = found.filter(|rule| rule.line == Some(line.into())) {
            rule.line = Some(task_line.into());
        }
    }
    let rule = assembler.first_leads.as_ref();
    if let Some(rule) = rule.filter(|r| r.holds_at(Some(task_line.into()))) {
        phrase.apply_first_leads(phrase::each_leads(&rule.text, &text));
        if phrase.first_is_unread() && !phrase.states_roles() {
            nobody_leads(assembler, line, &text, &phrase);
        }
    }
    remark_on(assembler, line, &text, &phrase);
    let qualifiers =
        phrase
            .names
            .iter()
            .filter_map(|name| match (&name.meaning, &name.qualifier) {
                (Meaning::Unit(unit) | Meaning::Unknown(unit), Some(q)) => {
                    Some((unit.clone(), q.clone()))
                }
                _ => None,
            });
    let times: Vec<&str> = phrase.times.iter().map(|t| &text[t.clone()]).collect();
    Stated {
        deadline: (!times.is_empty()).then(|| assembler.deadline(times.join("；"))),
        responsible: Responsible {
            qualifiers: qualifiers.collect(),
            units: phrase.units(),
            collectives: phrase.collectives(),
            lead: phrase.with_role(Role::Lead),
            join: phrase.with_role(Role::Join),
            guide: phrase.with_role(Role::Guide),
            others: phrase.others,
            text,
        },
    }
}

/// Says that the rule that the first-named leads finds no first name.
fn nobody_leads(assembler: &mut Assembler<'_>, line: usize, text: &str, phrase: &Phrase) {
    let Some(first) = phrase.unread.first() else {
        return;
    };
    let words = &text[first.clone()];
    let warning = Diagnostic::warning(
        "first-unread",
        format!("排在第一位的单位牵头，但“{words}”读不出意思，不知道是不是第一个单位；这条任务不定牵头、配合"),
    )
    .at(assembler.place(line).words(words))
    .hint("请在 corrections.yaml 里写明谁牵头、谁配合");
    assembler.remarks.push(warning);
}

/// Records the notice's own rule that the first-named leads, from this line on.
pub(crate) fn first_leads(assembler: &mut Assembler<'_>, line: usize, words: String) {
    if assembler.first_leads.is_some() {
        return;
    }
    let note = Diagnostic::note(
        "first-leads",
        format!("原文写明“{words}”：从这里起，每条任务点到的第一个单位牵头，其余配合"),
    );
    assembler
        .remarks
        .push(note.at(assembler.place(line).words(&words)));
    assembler.first_leads = Some(FirstLeads {
        text: words,
        line: Some(line.into()),
    });
}

/// Says that a rule in a statement speaks of that statement alone.
fn first_leads_here(assembler: &mut Assembler<'_>, line: usize, words: &str) {
    if assembler.first_leads.is_some() {
        return;
    }
    let warning = Diagnostic::warning(
        "first-leads",
        format!("“{words}”没有写“下同”：只管这一条任务，别的任务不定牵头、配合"),
    );
    let hint = "若管后面各条任务，请在 corrections.yaml 里给这句话补上“，下同”";
    assembler
        .remarks
        .push(warning.at(assembler.place(line).words(words)).hint(hint));
}

/// A rule that stands below all tasks speaks of each of them: it is recorded without a
/// line, for it holds from none on.
pub(crate) fn rule_below(assembler: &mut Assembler<'_>, line: usize, text: &str) {
    let Some(rule) = phrase::first_leads(text).filter(|_| assembler.first_leads.is_none()) else {
        return;
    };
    let text = text[rule].to_owned();
    let warning = Diagnostic::warning(
        "first-leads",
        format!("任务后面写明“{text}”：读作管全部任务，每条任务点到的第一个单位牵头，其余配合"),
    );
    let place = assembler.place(line).words(&text);
    assembler.remarks.push(warning.at(place));
    assembler.first_leads = Some(FirstLeads { text, line: None });
}

/// Says that a rule of who leads was not understood, where a text seems to state one.
pub(crate) fn unread_rule(assembler: &mut Assembler<'_>, line: usize, text: &str) {
    let Some(words) = phrase::unread_rule(text) else {
        return;
    };
    let words = &text[words];
    // 此项工作市发改委为牵头单位: who leads is named.
    let names = phrase::resolve(words, assembler.register).names;
    let known = |name: &Name| {
        let known = matches!(name.how, How::Registered | How::Known | How::Lent);
        known && !matches!(name.meaning, Meaning::Collective(_))
    };
    if names.iter().any(known) {
        return;
    }
    let message = format!("“{words}”像是说谁牵头，程序读不懂；没有用上，各条任务不写谁牵头");
    let hint = "请在 corrections.yaml 里给各条写明牵头的单位，或改成“排在第一位的为牵头单位”";
    let warning = Diagnostic::warning("lead-rule-unread", message);
    let place = assembler.place(line).words(words);
    assembler.remarks.push(warning.at(place).hint(hint));
}

/// Says where the register had to help, and which names it does not have.
fn remark_on(assembler: &mut Assembler<'_>, line: usize, text: &str, phrase: &Phrase) {
    for name in &phrase.names {
        let said = assembler.doubted.contains(&name.printed);
        if let Some(remark) = remark(name, assembler.register.bare).filter(|_| !said) {
            let place = assembler.place(line).words(&name.printed);
            assembler.remarks.push(remark.at(place));
            if assembler.register.bare {
                assembler.doubted.insert(name.printed.clone());
            }
        }
    }
    if phrase.others {
        let note = Diagnostic::note(
            "units-and-others",
            "原文写了“等”：没有点到名的单位不猜，任务只落到点到的单位",
        );
        assembler
            .remarks
            .push(note.at(assembler.place(line).words("等")));
    }
    if let Some(rule) = &phrase.standing {
        let words = &text[rule.clone()];
        let warning = Diagnostic::warning(
            "standing-duty",
            format!("“{words}”：以下各项任务还要由它们落实，原文不再逐条列出；程序没有给后面的任务加上它们"),
        ).unassigned()
        .at(assembler.place(line).words(words))
        .hint("若它们的任务单要有后面各条，请在 corrections.yaml 里把它们写进后面各条的责任单位");
        assembler.remarks.push(warning);
    }
    for span in &phrase.unread {
        let words = &text[span.clone()];
        let warning = Diagnostic::warning(
            "phrase-unread",
            format!("责任单位里的“{words}”读不出意思，不当作单位，照原样印出"),
        ).unassigned()
        .at(assembler.place(line).words(words))
        .hint("若是单位，请登记到 content/units/；若写错了，请在 corrections.yaml 里更正；若说明谁牵头、谁配合，请写进登记册的 words");
        assembler.remarks.push(warning);
    }
    if phrase.names.is_empty() && !text.is_empty() {
        let warning = Diagnostic::warning(
            "task-without-units",
            format!("这条任务不落到任何单位：“{text}”里没有单位"),
        )
        .unassigned()
        .at(assembler.place(line).words(text))
        .hint("若漏了责任单位，请补上；若本来就没有，任务只印在总表里");
        assembler.remarks.push(warning);
    }
}

fn remark(name: &Name, bare: bool) -> Option<Diagnostic> {
    let printed = &name.printed;
    Some(match (&name.meaning, &name.slip, name.how) {
        (Meaning::Unknown(_), _, How::Guessed) => Diagnostic::warning(
            "name-guessed",
            format!("“{printed}”不像单位的名称，当作单位照原样印出"),
        )
        .hint("若是写错了，请在 corrections.yaml 里更正；若确有此单位，请登记到 content/units/"),
        (Meaning::Unknown(_), _, How::Formed) if bare => Diagnostic::warning(
            "name-unknown",
            format!("“{printed}”像是单位的名称，但不是通行的机构名；照原样给它一份任务单"),
        )
        .hint("请核对；若确有此单位，请登记到 content/units/"),
        // Without a register every name is unknown, and one warning says so.
        (Meaning::Unknown(_), ..) if bare => return None,
        (Meaning::Unknown(_), ..) => Diagnostic::warning(
            "unknown-unit",
            format!("登记册里没有“{printed}”；照原样给它一份任务单"),
        )
        .hint("若是写错了，请在 corrections.yaml 里更正；若确有此单位，请登记到 content/units/；若是别名，请写进 aliases"),
        (_, Some(Slip::NewCollective), _) => Diagnostic::warning(
            "unknown-collective",
            format!("“{printed}”像是统称，登记册里没有；按成员不明处理"),
        )
        .hint("请在 content/units/ 的 collectives 里登记它"),
        (Meaning::Unit(unit), Some(Slip::Alias), _) => Diagnostic::note(
            "unit-alias",
            format!("“{printed}”按登记册的别名读作“{unit}”"),
        ),
        (Meaning::Unit(unit), Some(Slip::PrefixFromBefore), _) => Diagnostic::note(
            "unit-prefix",
            format!("“{printed}”读作“{unit}”：前面的逗号应是顿号"),
        ),
        _ => return None,
    })
}
