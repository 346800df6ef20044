//! A phrase of responsible units, with what there is to say about it.

use super::Desk;
use crate::diag::Diagnostic;
use crate::notice::Responsible;
use crate::notice::phrase::{self, Meaning, Name, Phrase, Slip};
use crate::notice::words::Role;

/// Reads a phrase that has been taken to the books already.
pub(super) fn read(desk: &mut Desk<'_>, line: usize, text: String) -> Responsible {
    let phrase = phrase::resolve(&text, desk.register);
    remark_on(desk, line, &text, &phrase);
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
    Responsible {
        qualifiers: qualifiers.collect(),
        units: phrase.units(),
        collectives: phrase.collectives(),
        lead: phrase.with_role(Role::Lead),
        join: phrase.with_role(Role::Join),
        guide: phrase.with_role(Role::Guide),
        others: phrase.others,
        text,
    }
}

/// Says where the register had to help, and which names it does not have.
fn remark_on(desk: &mut Desk<'_>, line: usize, text: &str, phrase: &Phrase) {
    for name in &phrase.names {
        if let Some(remark) = remark(name, desk.register.bare) {
            let place = desk.place(line).words(&name.printed);
            desk.remarks.push(remark.at(place));
        }
    }
    if phrase.others {
        let note = Diagnostic::note(
            "units-and-others",
            "原文写了“等”：没有点到名的单位不猜，任务只落到点到的单位",
        );
        desk.remarks.push(note.at(desk.place(line).words("等")));
    }
    for span in &phrase.unread {
        let words = &text[span.clone()];
        let warning = Diagnostic::warning(
            "phrase-unread",
            format!("责任单位里的“{words}”读不出意思，照原样印出"),
        )
        .at(desk.place(line).words(words))
        .hint("若它说明谁牵头、谁配合，请写进登记册的 words");
        desk.remarks.push(warning);
    }
    if phrase.names.is_empty() && !text.is_empty() {
        desk.error(
            line,
            "row-without-units",
            format!("责任单位“{text}”里读不出单位"),
            "请核对这一格",
        );
    }
}

fn remark(name: &Name, bare: bool) -> Option<Diagnostic> {
    let printed = &name.printed;
    Some(match (&name.meaning, &name.slip) {
        // Without a register every name is unknown, and one warning says so.
        (Meaning::Unknown(_), _) if bare => return None,
        (Meaning::Unknown(_), _) => Diagnostic::warning(
            "unknown-unit",
            format!("登记册里没有“{printed}”；照原样给它一份任务单"),
        )
        .hint("若是写错了，请在 corrections.yaml 里更正；若确有此单位，请登记到 content/units/；若是别名，请写进 aliases"),
        (_, Some(Slip::NewCollective)) => Diagnostic::warning(
            "unknown-collective",
            format!("“{printed}”像是统称，登记册里没有；按成员不明处理"),
        )
        .hint("请在 content/units/ 的 collectives 里登记它"),
        (Meaning::Unit(unit), Some(Slip::Alias)) => Diagnostic::note(
            "unit-alias",
            format!("“{printed}”按登记册的别名读作“{unit}”"),
        ),
        (Meaning::Unit(unit), Some(Slip::PrefixFromBefore)) => Diagnostic::note(
            "unit-prefix",
            format!("“{printed}”读作“{unit}”：前面的逗号应是顿号"),
        ),
        _ => return None,
    })
}
