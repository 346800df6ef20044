//! Statements of duty as they are printed: with tails, labels and marks of roles, times,
//! persons, brackets.

use super::dice::Dice;
use super::duty::{Duty, Role};
use super::lists::{List, Writer};
use super::world::World;

/// Where a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a cell of the column 责任单位.
    Cell,
    /// In or behind the text of a task.
    Text,
}

/// A statement as printed, and what it says.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// `⏎` begins a line.
    pub text: String,
    pub duty: Duty,
    /// It has labels, so that it may stand without brackets.
    pub labelled: bool,
    /// It is a list and nothing else.
    pub bare: bool,
}

const PLAIN: &[&str] = &[
    "负责",
    "负责",
    "按职责分工负责",
    "按照职责分工负责",
    "按职责分工分别负责",
    "分别负责",
    "分工负责",
    "共同负责",
    "具体负责",
    "负责落实",
    "落实",
    "承办",
    "承担",
    "组织实施",
];
const LEAD: &[&str] = &[
    "牵头",
    "牵头",
    "牵头",
    "牵头负责",
    "牵头落实",
    "牵头组织实施",
    "主办",
];
const JOIN: &[&str] = &["配合", "配合", "参与", "参加", "协助", "协办", "配合落实"];
const GUIDE: &[&str] = &["指导", "督办", "负责指导", "监督", "负责督办"];

const LABELS: &[&str] = &[
    "责任单位",
    "责任单位",
    "责任单位",
    "责任部门",
    "承办单位",
    "落实单位",
    "负责单位",
    "实施单位",
    "责任主体",
];
const LEAD_LABELS: &[&str] = &[
    "牵头单位",
    "牵头单位",
    "牵头部门",
    "主办单位",
    "牵头责任单位",
    "责任牵头单位",
];
const JOIN_LABELS: &[&str] = &[
    "配合单位",
    "配合单位",
    "配合部门",
    "协办单位",
    "参与单位",
    "参加单位",
    "协同单位",
    "责任配合单位",
];
const GUIDE_LABELS: &[&str] = &["指导单位", "业务指导单位", "督办单位", "监督单位"];
const TIME_LABELS: &[&str] = &["完成时限", "完成时间", "时限要求", "完成期限", "时间要求"];

const TIMES: &[&str] = &[
    "6月底前完成",
    "2024年12月底前完成",
    "2024年6月底前",
    "年底前完成",
    "9月底前",
    "长期坚持",
    "持续推进",
    "全年持续推进",
    "年内持续推进",
    "一季度完成",
    "10月31日前完成",
    "2024年9月1日前完成",
    "11月底前",
    "上半年完成",
    "2024年底前",
    "每季度末",
    "二〇二四年十二月底前",
    "5月中旬前完成",
    "年底前建成",
];
const PEOPLE: &[&str] = &["张三", "李四", "王五", "赵六", "钱七"];

/// A statement.
pub fn phrase(world: &World, place: Place, dice: &mut Dice) -> Phrase {
    let mut writer = Writer::new(world, dice);
    let mut phrase = match dice.roll(24) {
        0..=6 => plain(&mut writer, dice),
        7..=9 => with_tail(&mut writer, dice),
        10..=14 => tails(&mut writer, dice),
        15..=19 => labels(&mut writer, place, dice),
        20 => marks(&mut writer, dice),
        21 | 22 => with_others(&mut writer, dice),
        _ => guided(&mut writer, dice),
    };
    if place == Place::Text && phrase.bare && dice.one_in(2) {
        let label = dice.pick(LABELS);
        phrase.text = format!("{label}：{}", phrase.text);
        phrase.labelled = true;
        phrase.bare = false;
    }
    time(&mut phrase, place, dice);
    people(&mut phrase, place, dice);
    phrase
}

fn made(text: String, duty: Duty) -> Phrase {
    Phrase {
        text,
        duty,
        labelled: false,
        bare: false,
    }
}

fn plain(writer: &mut Writer<'_>, dice: &mut Dice) -> Phrase {
    writer.stops = true;
    let list = writer.list(dice, 8);
    Phrase {
        bare: true,
        ..made(list.text.clone(), list.duty(Role::Plain))
    }
}

fn with_tail(writer: &mut Writer<'_>, dice: &mut Dice) -> Phrase {
    let list = writer.list(dice, 7);
    let by = if dice.one_in(10) { "由" } else { "" };
    let tail = dice.pick(PLAIN);
    made(format!("{by}{}{tail}", list.text), list.duty(Role::Plain))
}

/// 市民政局牵头，市财政局、市教育局配合.
fn tails(writer: &mut Writer<'_>, dice: &mut Dice) -> Phrase {
    writer.commas = false;
    let lead = writer.bodies(dice, 2);
    writer.commas = true;
    let by = if dice.one_in(8) { "由" } else { "" };
    let together = match lead.said.len() {
        1 => "",
        _ if dice.one_in(3) => "共同",
        _ => "",
    };
    let mut text = format!("{by}{}{together}{}", lead.text, dice.pick(LEAD));
    let mut duty = lead.duty(Role::Lead);
    let mut more = |dice: &mut Dice, list: List, role, words: &[&str], duty: &mut Duty| {
        let sep = ["，", "，", "，", "；"][dice.roll(4)];
        text += &format!("{sep}{}{}", list.text, dice.pick(words));
        duty.add(list.duty(role));
    };
    let kind = dice.roll(10);
    match kind {
        0 => {}
        1..=3 => {
            let list = writer.list(dice, 5);
            more(dice, list, Role::Plain, PLAIN, &mut duty);
        }
        _ => {
            let list = writer.list(dice, 5);
            more(dice, list, Role::Join, JOIN, &mut duty);
        }
    }
    if kind > 3 && dice.one_in(5) {
        let list = writer.several(dice);
        more(dice, list, Role::Plain, &PLAIN[9..10], &mut duty);
    }
    if dice.one_in(10) {
        writer.commas = false;
        let list = writer.bodies(dice, 2);
        more(dice, list, Role::Guide, GUIDE, &mut duty);
    }
    made(text, duty)
}

/// 牵头单位：市民政局；配合单位：市财政局. Within a field no `；` parts names: how far the label
/// reaches in 牵头单位：市民政局；市财政局 is open.
fn labels(writer: &mut Writer<'_>, place: Place, dice: &mut Dice) -> Phrase {
    let sep = match dice.roll(12) {
        0..=4 => "；",
        5 | 6 => "，",
        7 => "。",
        8 => "　",
        9 => " ",
        10 if place == Place::Text => "⏎",
        11 if dice.one_in(3) => "",
        _ => "；",
    };
    let mut duty = Duty::default();
    let mut fields = Vec::new();
    let mut field = |list: List, role, labels: &[&str], dice: &mut Dice| {
        fields.push(format!("{}：{}", dice.pick(labels), list.text));
        duty.add(list.duty(role));
    };
    if dice.one_in(6) {
        let list = writer.list(dice, 6);
        field(list, Role::Plain, LABELS, dice);
        let guide = writer.bodies(dice, 2);
        field(guide, Role::Guide, GUIDE_LABELS, dice);
    } else {
        let lead = writer.bodies(dice, 3);
        field(lead, Role::Lead, LEAD_LABELS, dice);
        if dice.one_in(6) {
            let list = writer.list(dice, 3);
            field(list, Role::Plain, LABELS, dice);
        }
        match dice.roll(10) {
            0 => {}
            1 => field(
                List {
                    text: "无".into(),
                    ..List::default()
                },
                Role::Join,
                JOIN_LABELS,
                dice,
            ),
            _ => {
                let list = writer.list(dice, 6);
                field(list, Role::Join, JOIN_LABELS, dice);
            }
        }
    }
    Phrase {
        labelled: true,
        ..made(fields.join(sep), duty)
    }
}

/// 市民政局（牵头）、市财政局（配合）.
fn marks(writer: &mut Writer<'_>, dice: &mut Dice) -> Phrase {
    writer.qualifiers = false;
    let others = dice.one_in(2);
    let mut text = String::new();
    let mut duty = Duty::default();
    for at in 0..dice.between(2, 4) {
        let list = writer.bodies(dice, 1);
        let (role, mark) = match at {
            0 => (Role::Lead, dice.pick(&["（牵头）", "（牵头单位）"])),
            _ if others => (Role::Join, "（配合）"),
            _ => (Role::Plain, ""),
        };
        // What reaches back over places would carry the mark to all of them.
        if list.said.len() > 1 {
            continue;
        }
        if !text.is_empty() {
            text.push('、');
        }
        text += &format!("{}{mark}", list.text);
        duty.add(list.duty(role));
    }
    if text.is_empty() {
        return plain(writer, dice);
    }
    made(text, duty)
}

/// 市民政局会同市财政局负责; 市民政局牵头，会同市财政局. No comma parts those who join: in
/// 会同市财政局，各区负责 it is open who 各区 are.
fn with_others(writer: &mut Writer<'_>, dice: &mut Dice) -> Phrase {
    writer.commas = false;
    let first = writer.bodies(dice, 1);
    let others = match dice.one_in(3) {
        true => writer.several(dice),
        false => writer.list(dice, 4),
    };
    let (role, words) = match dice.roll(3) {
        0 => (Role::Lead, "牵头，会同"),
        1 => (Role::Lead, "牵头会同"),
        _ => (Role::Plain, "会同"),
    };
    let tail = dice.pick(&["负责", "负责", "按职责分工负责", "组织实施", ""]);
    let mut duty = first.duty(role);
    duty.add(others.duty(Role::Join));
    made(format!("{}{words}{}{tail}", first.text, others.text), duty)
}

/// 市民政局指导，各区人民政府负责落实.
fn guided(writer: &mut Writer<'_>, dice: &mut Dice) -> Phrase {
    writer.commas = false;
    let guide = writer.bodies(dice, 2);
    let others = writer.list(dice, 3);
    let (words, tail) = (dice.pick(GUIDE), dice.pick(PLAIN));
    let (g, o) = (guide.duty(Role::Guide), others.duty(Role::Plain));
    let (guide, others) = (guide.text, others.text);
    if dice.one_in(2) {
        let mut duty = g;
        duty.add(o);
        return made(format!("{guide}{words}，{others}{tail}"), duty);
    }
    let mut duty = o;
    duty.add(g);
    made(format!("{others}{tail}，{guide}{words}"), duty)
}

/// Puts a time behind or before a statement.
fn time(phrase: &mut Phrase, place: Place, dice: &mut Dice) {
    if !dice.one_in(if place == Place::Cell { 8 } else { 4 }) {
        return;
    }
    let time = dice.pick(TIMES);
    let text = &phrase.text;
    let lines = text.contains('⏎');
    phrase.duty.deadline = time.to_owned();
    phrase.text = if phrase.labelled && dice.one_in(2) {
        let label = dice.pick(TIME_LABELS);
        let sep = if lines {
            "⏎"
        } else {
            ["；", "，", "。"][dice.roll(3)]
        };
        match dice.one_in(3) {
            true => format!("{label}：{time}{sep}{text}"),
            false => format!("{text}{sep}{label}：{time}"),
        }
    } else if !phrase.labelled && !phrase.bare && dice.one_in(6) {
        format!("{time}，{text}")
    } else {
        let sep = if dice.one_in(6) { "；" } else { "，" };
        format!("{text}{sep}{time}")
    };
    phrase.bare = false;
}

/// Puts persons behind or before a statement.
fn people(phrase: &mut Phrase, place: Place, dice: &mut Dice) {
    if !phrase.labelled || place == Place::Cell || !dice.one_in(10) {
        return;
    }
    let who = dice.pick(PEOPLE);
    let sep = if phrase.text.contains('⏎') {
        "⏎"
    } else {
        "；"
    };
    let text = &phrase.text;
    phrase.text = match dice.roll(5) {
        0 => format!("责任领导：{who}{sep}{text}"),
        1 => format!("{text}{sep}责任人：{who}{sep}联系电话：0000-1234567"),
        2 => format!("{text}{sep}联系人：{who}"),
        3 => format!("分管领导：{who}{sep}{text}"),
        _ => format!("{text}{sep}责任人：{who}"),
    };
}
