//! Bundles: what is bound together for whom, in which order, and on which condition.
//! That is the office's decision, so it stands in `content/bundles.yaml`.

use serde::{Deserialize, Serialize};

use crate::builtin;

/// What an office gets that has written no file of its own; also the file's manual.
pub const FILE: &str = "content/bundles.yaml";

/// `content/bundles.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundles {
    /// The packet of a district.
    pub packet: Packet,
}

/// How packets are bound.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packet {
    /// The title on the cover; `{name}` is whose packet it is.
    pub title: String,
    /// Who gets one.
    pub audiences: Audiences,
    /// What is in it, in binding order.
    pub members: Vec<Member>,
}

/// Who gets a packet.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audiences {
    /// Every area of the annex of indicators, but for the whole.
    #[serde(default)]
    pub areas: bool,
    /// Every unit of these kinds that has tasks and governs none of those areas.
    #[serde(default)]
    pub kinds: Vec<String>,
}

/// One member of a packet.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// What it is.
    pub show: Show,
    /// What must hold for it to be bound in.
    #[serde(default)]
    pub when: Vec<Condition>,
}

/// What can be bound in. Templates know each by its name in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Show {
    /// Cover and contents.
    Cover,
    /// The circular without its annexes.
    Circular,
    /// The area's own targets, an extract of the annex.
    Targets,
    /// The unit's own tasks, an extract of the annex.
    Tasks,
    /// The form for the self-checks.
    ReportForm,
    /// The whole annex of indicators.
    Indicators,
    /// The whole annex of tasks.
    AllTasks,
}

/// What a member may depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// The annex has targets for the area.
    HasTargets,
    /// The unit has tasks.
    HasTasks,
    /// The circular orders self-checks.
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
