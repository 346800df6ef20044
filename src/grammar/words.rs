//! The words around the names of responsible units, and what they say.

mod labels;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Role of a unit in a task, where the notice states one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// 牵头
    Lead,
    /// 配合
    Join,
    /// 指导, 督办
    Guide,
}

/// The words by which one role is stated.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleWords {
    /// A label that holds one of these and ends as labels do states the role: `牵头`.
    #[serde(default)]
    pub stems: Vec<String>,
    /// Before a colon: `牵头单位：`.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Behind a name: `市科技局牵头`.
    #[serde(default)]
    pub tails: Vec<String>,
    /// In brackets behind a name: `市科技局（牵头）`.
    #[serde(default)]
    pub marks: Vec<String>,
}

/// The words around the names.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Who leads.
    pub lead: RoleWords,
    /// Who joins in.
    pub join: RoleWords,
    /// Who guides or supervises.
    pub guide: RoleWords,
    /// Words that state no role: `责任单位：`, `按职责分工负责`.
    pub plain: RoleWords,
    /// `等`, `等部门`.
    pub others: Vec<String>,
    /// `会同`: the unit behind it joins the one before it.
    pub with: Vec<String>,
    /// Of these, those that mean both together: `联合`.
    #[serde(default)]
    pub together: Vec<String>,
    /// Ends of labels: `单位`.
    #[serde(default)]
    pub label_ends: Vec<String>,
    /// Of these, places; or how the label of places begins: `属地`.
    #[serde(default)]
    pub label_places: Vec<String>,
    /// Characters before 等 with which it is a word: `高`等.
    #[serde(default)]
    pub never_others: String,
    /// What may stand in a label beside words of roles: `主要`.
    #[serde(default)]
    pub label_heads: Vec<String>,
    /// `和`: both count alike.
    pub and: Vec<String>,
    /// A word that joins names as `with` does, but is a part of many others: `会`.
    #[serde(default)]
    pub meets: MeetWord,
    /// A statement that begins so is about all tasks before it: `以上`.
    #[serde(default)]
    pub above: Vec<String>,
    /// Between a label and names in a sentence: 责任单位`为`….
    #[serde(default)]
    pub is: Vec<String>,
    /// Before these, where several tasks are meant: `均`.
    #[serde(default)]
    pub each: Vec<String>,
    /// What a sentence on the task before it begins with: `该`.
    #[serde(default)]
    pub this: Vec<String>,
    /// `由`.
    pub by: Vec<String>,
    /// Kinds of places: `市`, `县`, `区`.
    pub place_kinds: Vec<String>,
    /// Words whose bearer never takes the prefix of its group.
    pub standing: Vec<String>,
    /// Last characters of units' names.
    pub endings: Vec<String>,
    /// Before a colon: what follows is a time: `完成时限：`.
    #[serde(default)]
    pub deadline_labels: Vec<String>,
    /// Before a colon: what follows is persons or ways to reach them: `责任人：`.
    #[serde(default)]
    pub person_labels: Vec<String>,
    /// Ends of other labels of persons: `包抓领导`.
    #[serde(default)]
    pub person_ends: Vec<String>,
    /// Ends of labels of persons that stand behind the words of `person_heads` only.
    #[serde(default)]
    pub person_tails: Vec<String>,
    /// What such a label may be made of before its end: `包抓`.
    #[serde(default)]
    pub person_heads: Vec<String>,
    /// Words that stand in no label of persons: `加强`.
    #[serde(default)]
    pub no_person: Vec<String>,
    /// Labels of what else is said of a task: `资金来源`.
    #[serde(default)]
    pub field_labels: Vec<String>,
    /// Their ends.
    #[serde(default)]
    pub field_ends: Vec<String>,
}

/// The longest label, in characters: whoever looks for one in a text need look no further.
pub const LONGEST_LABEL: usize = 40;

/// A word that joins two names only between certain others.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetWord {
    /// The word.
    pub word: String,
    /// How names before it end.
    pub behind: Vec<String>,
    /// What stands behind it where it is a part of another word.
    pub never: Vec<String>,
}

impl MeetWord {
    /// Whether it stands at `at` and joins what is before to a name behind.
    pub fn joins(&self, text: &str, at: usize) -> bool {
        let name = text[at..].chars().count() > self.word.chars().count() + 1;
        name && self.stands_between(text, at)
    }

    fn stands_between(&self, text: &str, at: usize) -> bool {
        let Some(rest) = text[at..].strip_prefix(self.word.as_str()) else {
            return false;
        };
        let ends = |w: &String| text[..at].ends_with(w.as_str());
        let begins = |w: &String| rest.starts_with(w.as_str());
        !self.word.is_empty()
            && !rest.is_empty()
            && self.behind.iter().any(ends)
            && !self.never.iter().any(begins)
    }

    /// Whether it stands somewhere inside and is no part of another word: 财务科会办.
    pub fn is_inside(&self, text: &str) -> bool {
        !self.word.is_empty() && {
            let mut places = text.match_indices(self.word.as_str());
            places.any(|(at, _)| self.stands_between(text, at))
        }
    }
}

impl Words {
    pub(super) fn empty() -> Self {
        Words {
            lead: RoleWords::default(),
            join: RoleWords::default(),
            guide: RoleWords::default(),
            plain: RoleWords::default(),
            others: Vec::new(),
            with: Vec::new(),
            together: Vec::new(),
            label_ends: Vec::new(),
            label_places: Vec::new(),
            never_others: String::new(),
            label_heads: Vec::new(),
            and: Vec::new(),
            meets: MeetWord::default(),
            above: Vec::new(),
            is: Vec::new(),
            each: Vec::new(),
            this: Vec::new(),
            by: Vec::new(),
            place_kinds: Vec::new(),
            standing: Vec::new(),
            endings: Vec::new(),
            deadline_labels: Vec::new(),
            person_labels: Vec::new(),
            person_ends: Vec::new(),
            person_tails: Vec::new(),
            person_heads: Vec::new(),
            no_person: Vec::new(),
            field_labels: Vec::new(),
            field_ends: Vec::new(),
        }
    }

    /// The words of each role; `None` for those that state none.
    pub fn roles(&self) -> [(&RoleWords, Option<Role>); 4] {
        [
            (&self.lead, Some(Role::Lead)),
            (&self.join, Some(Role::Join)),
            (&self.guide, Some(Role::Guide)),
            (&self.plain, None),
        ]
    }

    /// Whether a label ends as those of units do, whatever it says of them: 帮扶单位.
    pub fn ends_as_label(&self, label: &str) -> bool {
        let mut ends = self.label_ends.iter();
        ends.any(|end| label.ends_with(end.as_str()))
    }

    /// Whether a label says which places have a duty: 责任县区, 属地责任.
    pub fn names_who(&self, label: &str) -> bool {
        let mut places = self.label_places.iter();
        places.any(|place| label.ends_with(place.as_str()) || label.starts_with(place.as_str()))
    }

    /// What a label before a colon says; `None` when it is no such label: one that is
    /// listed, or one of a form such as 牵头责任部门.
    pub fn label(&self, text: &str) -> Option<Option<Role>> {
        if text.chars().nth(LONGEST_LABEL).is_some() {
            return None;
        }
        let says = |w: &RoleWords| w.labels.iter().any(|l| l == text);
        let listed = self.roles().into_iter().find(|(w, _)| says(w));
        if let Some((_, role)) = listed {
            return Some(role);
        }
        // 责任单位及完成时限, 责任单位、责任人
        let ands = self.and.iter().map(String::as_str).chain(["、"]);
        let mut joined = ands.filter_map(|and| text.rsplit_once(and));
        if let Some((units, _)) = joined.find(|(_, behind)| self.is_sure_field_label(behind)) {
            return self.label(units);
        }
        // 责任科室（单位）
        if let Some((head, end)) = text.strip_suffix('）').and_then(|t| t.rsplit_once('（'))
            && self.label_ends.iter().any(|e| e == end)
            && let Some(role) = self.label(head)
        {
            return Some(role);
        }
        // 牵头（主办）单位
        if !text.ends_with('）')
            && let Some((head, rest)) = text.split_once('（')
            && let Some((inner, end)) = rest.split_once('）')
            && !head.is_empty()
        {
            return self.label(&[head, inner, end].concat());
        }
        let head = self.without_label_end(text)?;
        let roles = self.roles();
        let stems = || roles.iter().flat_map(|(w, _)| &w.stems);
        // 牵头责任, 主要责任: words of roles, and few others.
        let mut rest = head;
        while !rest.is_empty() {
            let mut known = stems().chain(&self.label_heads);
            rest = known.find_map(|w| rest.strip_prefix(w.as_str()))?;
        }
        let holds = |w: &RoleWords| w.stems.iter().any(|s| head.contains(s.as_str()));
        let formed = roles.into_iter().find(|(w, _)| holds(w));
        formed.map(|(_, role)| role)
    }

    /// A label without its end: 责任 of 责任单位 and 责任地区和部门.
    fn without_label_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        let ends = |text: &'t str| {
            let heads = self
                .label_ends
                .iter()
                .filter_map(|e| text.strip_suffix(e.as_str()));
            heads.min_by_key(|head| head.len())
        };
        let mut head = ends(text)?;
        while let Some(before) = self
            .and
            .iter()
            .find_map(|and| ends(head.strip_suffix(and.as_str())?))
        {
            head = before;
        }
        Some(head)
    }

    /// Whether a text ends with words of duty: 负责, 牵头, 配合.
    pub fn states_duty(&self, text: &str) -> bool {
        self.tail(text)
            .is_some_and(|(length, _)| length < text.len())
    }

    /// What words in brackets behind a name say about its role.
    pub fn mark(&self, text: &str) -> Option<Role> {
        let says = |w: &RoleWords| w.marks.iter().any(|m| m == text);
        let found = self.roles().into_iter().find(|(w, _)| says(w));
        found.and_then(|x| x.1)
    }

    /// The longest tail that `text` ends with: its length in bytes, and its role.
    pub fn tail(&self, text: &str) -> Option<(usize, Option<Role>)> {
        let mut best: Option<(usize, Option<Role>)> = None;
        for (words, role) in self.roles() {
            for tail in words.tails.iter().filter(|t| text.ends_with(t.as_str())) {
                if best.is_none_or(|(length, _)| tail.len() > length) {
                    best = Some((tail.len(), role));
                }
            }
        }
        best
    }

    /// The longest `等…` that `text` ends with, in bytes.
    pub fn others(&self, text: &str) -> Option<usize> {
        let fits = self.others.iter().filter(|o| text.ends_with(o.as_str()));
        let fits = fits.map(String::len).max()?;
        // 各高等学校
        let before = text[..text.len() - fits].chars().next_back();
        let part = before.is_some_and(|c| self.never_others.contains(c));
        (!part).then_some(fits)
    }
}

impl Default for Words {
    fn default() -> Self {
        super::Grammar::get().words.clone()
    }
}
