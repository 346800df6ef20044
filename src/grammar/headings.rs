//! The words by which the columns of tables are known. A register names its own;
//! for columns of which it says nothing those of the grammar hold. A heading that no
//! list has is told by its parts: what it ends with says what stands in the column,
//! what it contains says in which role (`县级牵头责任部门`).

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::grammar::Grammar;
use crate::grammar::words::Role;

/// A column that the program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Column {
    /// 序号
    Number,
    /// 名称 of an item.
    Name,
    /// 工作任务
    Task,
    /// 具体措施: beside a column of tasks it holds the tasks, and that one the items.
    Measure,
    /// 指标要求: a column of tasks only where no other is one.
    Goal,
    /// 责任单位
    Responsible,
    /// 牵头单位, where roles are stated.
    Lead,
    /// 配合单位, where roles are stated.
    Join,
    /// 指导单位, where roles are stated.
    Guide,
    /// 完成时限
    Deadline,
    /// 责任领导, 联系电话: who or how to reach them, never a unit.
    Person,
    /// 指标名称
    Indicator,
    /// 单位 of measurement.
    Unit,
}

impl Column {
    /// The role of the units in it; `None` for 责任单位, and for what is no column of units.
    pub fn role(self) -> Option<Role> {
        match self {
            Column::Lead => Some(Role::Lead),
            Column::Join => Some(Role::Join),
            Column::Guide => Some(Role::Guide),
            _ => None,
        }
    }
}

/// Headings by column.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Headings(BTreeMap<Column, Vec<String>>);

impl JsonSchema for Headings {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Headings".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let list = <Vec<String>>::json_schema(generator);
        let name = |column| serde_json::to_value(column).unwrap_or_default();
        let columns = ALL.into_iter().map(name);
        let columns = columns.filter_map(|name| Some((name.as_str()?.to_owned(), list.clone())));
        let properties: BTreeMap<String, Schema> = columns.collect();
        json_schema!({
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        })
    }
}

impl Headings {
    /// The words for a column, the most certain first.
    pub fn words(&self, column: Column) -> &[String] {
        let own = self.0.get(&column);
        own.or_else(|| Grammar::get().headings.0.get(&column))
            .map_or(&[], Vec::as_slice)
    }

    /// How certain it is that `heading` is that of a column: the smaller, the more.
    /// One that stands in no list is told by its parts, unless it has to be `listed`.
    pub fn rank(&self, column: Column, heading: &str, listed: bool) -> Option<usize> {
        let short = without_brackets(heading);
        // What a register does not list is as usual.
        let usual = |c: Column| Grammar::get().headings.0.get(&c).into_iter().flatten();
        let is_word = |c: Column, h: &str| {
            let mut words = self.words(c).iter().chain(usual(c));
            words.position(|word| word == h)
        };
        let found = is_word(column, heading).or_else(|| is_word(column, &short));
        if found.is_some() || listed {
            return found;
        }
        let elsewhere = ALL.iter().any(|c| is_word(*c, heading).is_some());
        let parts = &Grammar::get().heading_parts;
        // 监督责任单位, 牵头司局: a label that says what duty they have.
        let words = &Grammar::get().words;
        let stated = words.label(heading).and_then(|role| match role {
            Some(Role::Lead) => Some(Column::Lead),
            Some(Role::Join) => Some(Column::Join),
            Some(Role::Guide) => Some(Column::Guide),
            // 责任县区, 属地责任
            None => words.names_who(heading).then_some(Column::Responsible),
        });
        let told = match stated {
            Some(Column::Responsible) | None => parts.column(heading).or(stated),
            duty => duty,
        };
        (!elsewhere && told == Some(column)).then_some(usize::MAX)
    }

    /// Whether `heading` is that of any column that the program knows.
    pub fn knows(&self, heading: &str, listed: bool) -> bool {
        ALL.iter()
            .any(|column| self.rank(*column, heading, listed).is_some())
    }
}

/// The columns whose words stand in lists of their own: a heading from one of them is
/// not looked at by its parts.
const ALL: [Column; 13] = [
    Column::Number,
    Column::Name,
    Column::Task,
    Column::Measure,
    Column::Goal,
    Column::Responsible,
    Column::Lead,
    Column::Join,
    Column::Guide,
    Column::Deadline,
    Column::Person,
    Column::Indicator,
    Column::Unit,
];

/// What headings are made of, for those that no list has.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingParts {
    /// How the heading of a column of units ends: 单位, 部门.
    pub units: Vec<String>,
    /// What it contains where these units lead.
    pub lead: Vec<String>,
    /// Of these, those that do not lead beside another that does.
    #[serde(default)]
    pub outranked: Vec<String>,
    /// Headings of units that say so only beside a column of tasks, where no other does.
    pub vague_units: Vec<String>,
    /// Where they join.
    pub join: Vec<String>,
    /// Where they guide.
    pub guide: Vec<String>,
    /// Where they are responsible.
    pub responsible: Vec<String>,
    /// How the heading of a column of persons ends.
    pub persons: Vec<String>,
    /// How the heading of a column of times ends,
    pub times: Vec<String>,
    /// and what it contains where the time is that of the end.
    pub ends: Vec<String>,
    /// How headings of numbers, names, tasks, measures and goals end.
    pub number: Vec<String>,
    /// 名称
    pub name: Vec<String>,
    /// 任务
    pub task: Vec<String>,
    /// 措施
    pub measure: Vec<String>,
    /// 要求
    pub goal: Vec<String>,
    /// How columns end whose cells group the rows below them: 领域, 类别.
    pub groups: Vec<String>,
    /// What columns contain that never hold what is to be done: 备注, 进展.
    pub aside: Vec<String>,
    /// What columns contain that divide tasks: 细化.
    pub finer: Vec<String>,
    /// Words of a lower heading that say nothing without the one above them: 姓名.
    pub vague: Vec<String>,
    /// Between two things that one column holds: 及.
    pub and: Vec<String>,
}

impl HeadingParts {
    /// What stands in a column, by the parts of its heading.
    pub fn column(&self, heading: &str) -> Option<Column> {
        let heading = &*without_brackets(heading);
        let one = |text: &str| {
            let ends = |words: &[String]| words.iter().any(|w| text.ends_with(w.as_str()));
            if ends(&self.persons) {
                return Some(Column::Person);
            }
            if ends(&self.units) {
                return self.role(heading);
            }
            let held = |words: &[String]| words.iter().any(|w| text.contains(w.as_str()));
            if ends(&self.times) {
                return held(&self.ends).then_some(Column::Deadline);
            }
            let by_end = [
                (&self.number, Column::Number),
                (&self.name, Column::Name),
                (&self.measure, Column::Measure),
                (&self.task, Column::Task),
                (&self.goal, Column::Goal),
            ];
            by_end.into_iter().find(|(w, _)| ends(w)).map(|x| x.1)
        };
        // 责任单位及责任人: the units count, whoever stands beside them.
        let mut pieces = vec![heading];
        for word in &self.and {
            pieces = pieces
                .iter()
                .flat_map(|p| p.split(word.as_str()))
                .filter(|p| !p.is_empty())
                .collect();
        }
        let columns: Vec<Column> = pieces.into_iter().filter_map(one).collect();
        let units = columns.iter().find(|c| is_units(**c));
        units.or(columns.first()).copied()
    }

    fn role(&self, heading: &str) -> Option<Column> {
        let held = |words: &[String]| words.iter().any(|w| heading.contains(w.as_str()));
        Some(match (held(&self.lead), held(&self.join)) {
            // 牵头（配合）单位: nobody can tell them apart.
            (true, true) => Column::Responsible,
            (true, false) => Column::Lead,
            (false, true) => Column::Join,
            _ if held(&self.responsible) => Column::Responsible,
            _ if held(&self.guide) => Column::Guide,
            _ => return None,
        })
    }

    /// Whether it ends as the heading of a column of units does, whatever it says of
    /// their role.
    pub fn names_units(&self, heading: &str) -> bool {
        let short = without_brackets(heading);
        self.units
            .iter()
            .any(|w| short.ends_with(w.as_str()) && short.len() > w.len())
    }

    /// Whether units of a column do not lead where those of another do: 主责 beside 牵头.
    pub fn is_outranked(&self, heading: &str) -> bool {
        self.outranked.iter().any(|w| heading.contains(w.as_str()))
    }

    /// Whether it may be the heading of a column of units beside one of tasks.
    pub fn is_vague_units(&self, heading: &str) -> bool {
        self.vague_units.contains(&without_brackets(heading))
    }

    /// Whether a column says something of tasks and never what is to be done.
    pub fn is_aside(&self, heading: &str) -> bool {
        self.aside.iter().any(|w| heading.contains(w.as_str()))
    }

    /// Whether the words of a heading say that the column divides tasks.
    pub fn is_finer(&self, heading: &str) -> bool {
        self.finer.iter().any(|w| heading.contains(w.as_str()))
    }

    /// Whether the cells of a column group the rows below them.
    pub fn groups(&self, heading: &str) -> bool {
        let short = without_brackets(heading);
        self.groups.iter().any(|w| short.ends_with(w.as_str()))
    }
}

/// Whether units stand in a column.
pub fn is_units(column: Column) -> bool {
    column == Column::Responsible || column.role().is_some()
}

/// A heading without what stands in brackets behind it; 牵头（责任）单位 is one word.
fn without_brackets(heading: &str) -> String {
    let heading = heading.trim_matches(['：', '*', '※']);
    let behind = heading.rfind('（').filter(|at| *at > 0);
    match behind {
        Some(at) if heading.ends_with('）') => heading[..at].to_owned(),
        _ => heading.replace(['（', '）'], ""),
    }
}

/// What cells say beside text of their own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellWords {
    /// Nothing: 无, —.
    pub none: Vec<String>,
    /// What the cell above says: 同上.
    pub above: Vec<String>,
    /// A row that sums up: 合计.
    pub totals: Vec<String>,
    /// What the number of a heading row may count: 第一部分,
    pub chapters: Vec<String>,
    /// and below it: 第一节.
    pub subchapters: Vec<String>,
    /// A row of remarks on the table: 注：
    pub notes: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_parts(heading: &str) -> Option<Column> {
        Grammar::get().heading_parts.column(heading)
    }

    #[test]
    fn headings_are_told_by_their_parts() {
        for (heading, column) in [
            ("县级牵头责任部门", Some(Column::Lead)),
            ("牵头（责任）科室", Some(Column::Lead)),
            ("市级责任单位", Some(Column::Responsible)),
            ("协同配合单位", Some(Column::Join)),
            ("业务指导处室", Some(Column::Guide)),
            ("牵头及配合单位", Some(Column::Responsible)),
            ("责任单位及责任人", Some(Column::Responsible)),
            ("责任单位负责人", Some(Column::Person)),
            ("牵头单位联系人", Some(Column::Person)),
            ("分管市领导", Some(Column::Person)),
            ("联系电话", Some(Column::Person)),
            ("计划完成时间", Some(Column::Deadline)),
            ("开工时间", None),
            ("推进措施及举措", Some(Column::Measure)),
            ("年度改革任务", Some(Column::Task)),
            ("目标类型", None),
            ("一季度", None),
            ("备注", None),
        ] {
            assert_eq!(by_parts(heading), column, "{heading}");
        }
    }

    #[test]
    fn a_listed_heading_is_not_told_by_its_parts() {
        let headings = Headings::default();
        assert_eq!(headings.rank(Column::Lead, "牵头单位", true), Some(0));
        assert!(
            headings
                .rank(Column::Responsible, "牵头责任单位", false)
                .is_none()
        );
        assert!(
            headings
                .rank(Column::Deadline, "完成时限（年底前）", true)
                .is_some()
        );
    }
}
