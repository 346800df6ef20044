//! The faces that GB/T 9704 names, and the families that are printed for them: `faces.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A face that GB/T 9704 names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 小标宋: masthead and titles.
    Biaosong,
    /// 仿宋: the body.
    Fang,
    /// 黑体: first-level headings, labels of annexes.
    Hei,
    /// 楷体: second-level headings.
    Kai,
    /// 宋体: page numbers.
    Song,
}

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faces {
    /// The family of Latin letters and digits.
    pub latin: String,
    /// The family of characters that the main faces lack.
    pub rare: String,
    /// The family that is tried last.
    pub last: String,
    roles: BTreeMap<Role, Face>,
}

/// One face.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Face {
    named: String,
    families: Vec<String>,
    shown: String,
    shipped: Vec<String>,
}

const NONE: &Face = &Face {
    named: String::new(),
    families: Vec::new(),
    shown: String::new(),
    shipped: Vec::new(),
};

impl Faces {
    /// Those of the program.
    pub fn get() -> &'static Faces {
        static FACES: LazyLock<Faces> = LazyLock::new(|| {
            // A test reads it, so that it cannot be shipped broken.
            serde_yaml::from_str(include_str!("faces.yaml")).unwrap_or_default()
        });
        &FACES
    }

    /// By role, the families that the project ships, in the order in which they are tried.
    pub(super) fn shipped(&self) -> BTreeMap<Role, &[String]> {
        let roles = self.roles.iter();
        roles
            .map(|(role, face)| (*role, &face.shipped[..]))
            .collect()
    }
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 5] = [Role::Biaosong, Role::Fang, Role::Hei, Role::Kai, Role::Song];

    fn face(self) -> &'static Face {
        Faces::get().roles.get(&self).unwrap_or(NONE)
    }

    /// What the standard calls it.
    pub fn named(self) -> &'static str {
        &self.face().named
    }

    /// Families of the named face itself, the best first.
    pub(super) fn families(self) -> &'static [String] {
        &self.face().families
    }

    /// The family that the project ships for it, as reports name it.
    pub(super) fn shipped(self) -> &'static str {
        &self.face().shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_faces_can_be_read() {
        let faces: Result<Faces, _> = serde_yaml::from_str(include_str!("faces.yaml"));
        let faces = faces.expect("faces.yaml");
        for role in Role::ALL {
            let face = &faces.roles[&role];
            assert!(face.shown.starts_with(&face.shipped[0]), "{role:?}");
            assert!(!face.families.is_empty(), "{role:?}");
        }
    }
}
