//! Bundles: what is bound together for whom, in which order, and on which condition.
//! That is the office's decision, so it stands in `content/bundles.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::builtin;
use crate::diag::{Diagnostic, Place};
use crate::overlay;

/// What an office gets that has written no file of its own; also the file's manual.
pub const FILE: &str = "content/bundles.yaml";

/// `content/bundles.yaml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bundles {
    /// The packet of a district.
    #[schemars(description = "资料册。")]
    pub packet: Packet,
    /// Packets of others, each bound in its own way.
    #[serde(default)]
    #[schemars(
        description = "另外几种资料册，给别的单位或地区，写法和 packet 一样；一个地区、一个单位只做一册，照先写的那一种。"
    )]
    pub others: Vec<Packet>,
}

/// How packets are bound.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Packet {
    /// The title on the cover; `{name}` is whose packet it is.
    #[schemars(description = "封面的标题，{name} 处写地区或单位的名称。")]
    pub title: String,
    /// Who gets one.
    #[schemars(description = "给谁。")]
    pub audiences: Audiences,
    /// What is in it, in binding order.
    #[schemars(description = "装什么；从上到下的次序就是装订的次序。")]
    pub members: Vec<Member>,
}

/// Who gets a packet.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Audiences {
    /// Every area of the annex of indicators, but for the whole.
    #[serde(default)]
    #[schemars(description = "写 true，指标表的每个地区各一份（全市一列除外）。")]
    pub areas: bool,
    /// Every unit of these kinds that has tasks and governs none of those areas.
    #[serde(default)]
    #[schemars(
        description = "这几类单位，有任务、又不管上面任何一个地区的，也各一份；类别照登记册的 kinds 写。"
    )]
    pub kinds: Vec<String>,
}

/// One member of a packet.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// What it is.
    #[schemars(description = "装什么。")]
    pub show: Show,
    /// What must hold for it to be bound in.
    #[serde(default)]
    #[schemars(description = "满足才装；写几个的，要同时满足。")]
    pub when: Vec<Condition>,
}

/// What can be bound in. Templates know each by its name in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Show {
    /// Cover and contents.
    #[schemars(description = "封面和目录")]
    Cover,
    /// The circular without its annexes.
    #[schemars(description = "通知正文和版记")]
    Circular,
    /// The area's own targets, an extract of the annex.
    #[schemars(description = "本地区的指标，摘自指标表")]
    Targets,
    /// The unit's own tasks, an extract of the annex.
    #[schemars(description = "本单位的任务，摘自任务表")]
    Tasks,
    /// The form for the self-checks.
    #[schemars(description = "自查情况表")]
    ReportForm,
    /// The whole annex of indicators.
    #[schemars(description = "指标表全表")]
    Indicators,
    /// The whole annex of tasks.
    #[schemars(description = "任务表全表")]
    AllTasks,
}

/// What a member may depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// The annex has targets for the area.
    #[schemars(description = "有本地区的指标")]
    HasTargets,
    /// The unit has tasks.
    #[schemars(description = "有任务")]
    HasTasks,
    /// The circular orders self-checks.
    #[schemars(description = "通知要求自查")]
    AsksReport,
}

impl Bundles {
    /// Reads the file's text.
    ///
    /// # Errors
    /// What is wrong with it, with the line.
    pub fn from_yaml(text: &str) -> Result<Self, serde_yaml::Error> {
        serde_yaml::from_str(text)
    }

    /// The bundles of an office that has written no file.
    ///
    /// # Errors
    /// Never for the shipped file, as a test makes sure.
    pub fn shipped() -> Result<Self, serde_yaml::Error> {
        Self::from_yaml(builtin::find(FILE).map_or("", builtin::File::text))
    }
}

impl Bundles {
    /// Every kind of packet, in the order in which they count.
    pub fn packets(&self) -> impl Iterator<Item = &Packet> {
        std::iter::once(&self.packet).chain(&self.others)
    }

    /// What the list must not be, though every entry of it is right.
    pub(super) fn fault(&self) -> Option<String> {
        self.packets().find_map(Packet::fault)
    }
}

impl Packet {
    fn fault(&self) -> Option<String> {
        if self.members.is_empty() {
            return Some("members 是空的：要写装什么".to_owned());
        }
        // Each is the whole of what it shows, and long where the annexes are.
        for member in &self.members {
            let same = self.members.iter().filter(|m| m.show == member.show);
            let count = same.count();
            if count > 1 {
                let name = member.show.name();
                return Some(format!(
                    "members 里的“{name}”写了 {count} 次：一册里只装一次"
                ));
            }
        }
        if !self.title.contains("{name}") {
            return Some("title 里没有 {name}：各册的封面会一个样".to_owned());
        }
        None
    }
}

impl Show {
    /// As it is written in the file.
    fn name(self) -> String {
        let name = serde_yaml::to_string(&self).unwrap_or_default();
        name.trim().to_owned()
    }
}

/// Says what is wrong with the file.
pub(super) fn wrong(shown: &str, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let place = match overlay::line_of_error(text, error) {
        Some(line) => Place::line(shown, line),
        None => Place::file(shown),
    };
    let message = format!("资料册的清单有错：{}", overlay::said(error));
    Diagnostic::error("bundles", message)
        .at(place)
        .hint("请照文件开头的说明改正")
}

impl Packet {
    /// The members of a packet for which exactly the conditions in `met` hold.
    pub fn members(&self, met: &[Condition]) -> Vec<Show> {
        let holds = |member: &&Member| member.when.iter().all(|c| met.contains(c));
        self.members
            .iter()
            .filter(holds)
            .map(|member| member.show)
            .collect()
    }

    /// The title on the cover of `name`'s packet.
    pub fn title(&self, name: &str) -> String {
        self.title.replace("{name}", name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_leave_members_out() {
        let packet = Bundles::shipped()
            .expect("the shipped file is right")
            .packet;
        let all = [
            Condition::HasTargets,
            Condition::HasTasks,
            Condition::AsksReport,
        ];
        assert_eq!(packet.members(&all).len(), packet.members.len());
        assert_eq!(packet.members(&[]), [Show::Cover, Show::Circular]);
    }
}
