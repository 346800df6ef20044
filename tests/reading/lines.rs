//! Cases of one line each: phrases, texts, targets, dates.

use gongwen::blocks::text::normal::normalise_str;
use gongwen::grammar::words::Role;
use gongwen::units::phrase;
use gongwen::units::register::Register;

use crate::cases_of_lines::{each, register};

fn show_phrase(input: &str, register: &Register) -> String {
    let phrase = phrase::resolve(input, register);
    let names = phrase.names.iter().map(|name| {
        let (mark, text) = match &name.meaning {
            phrase::Meaning::Unit(unit) => ("", unit),
            phrase::Meaning::Collective(name) => ("*", name),
            phrase::Meaning::Unknown(name) => ("?", name),
        };
        let slip = match name.slip {
            None => "",
            Some(phrase::Slip::Alias) => "~alias",
            Some(phrase::Slip::PrefixFromBefore) => "~prefix",
            Some(phrase::Slip::NewCollective) => "~new",
            Some(phrase::Slip::Twice) => "~twice",
        };
        let role = match name.role {
            None => "",
            Some(Role::Lead) => "^",
            Some(Role::Join) => "+",
            Some(Role::Guide) => "%",
        };
        let qualifier = name
            .qualifier
            .as_ref()
            .map(|q| format!("（{q}）"))
            .unwrap_or_default();
        format!("{role}{mark}{text}{qualifier}{slip}")
    });
    let mut shown: Vec<String> = names.collect();
    shown.extend(phrase.others.then(|| "…".to_owned()));
    shown.extend(
        phrase
            .unread
            .iter()
            .map(|u| format!("!{}", &input[u.clone()])),
    );
    shown.join(" ")
}

#[test]
fn phrases_of_responsible_units() {
    let register = register();
    each("registered.txt", |input| show_phrase(input, &register));
}

#[test]
fn phrases_without_a_register() {
    let register = Register::bare("甲府", "甲州市人民政府文件");
    assert_eq!(register.jurisdiction, "甲州市");
    each("bare.txt", |input| show_phrase(input, &register));
}

#[test]
fn texts_as_a_printer_sets_them() {
    each("normal.txt", normalise_str);
}

#[test]
fn a_register_that_contradicts_itself_is_refused() {
    let unit = |slug: &str| format!("{{ name: 市甲局, kind: 部门, slug: {slug} }}");
    let register =
        |units: &str| format!("jurisdiction: 甲市\nissuers: []\nkinds: [部门]\nunits: [{units}]\n");
    assert!(Register::from_yaml(&register(&unit("jia"))).is_ok());
    for (units, words) in [
        (format!("{}, {}", unit("jia"), unit("yi")), "登记了两次"),
        (unit("../jia"), "只能用小写字母"),
        (unit("con"), "只能用小写字母"),
        (unit("jia").replace("部门", "别的"), "不在 kinds 里"),
    ] {
        let error = Register::from_yaml(&register(&units)).unwrap_err();
        assert!(error.message.contains(words), "{error:?}");
    }
}
