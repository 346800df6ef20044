//! A new project: what an office usually changes, each file with its explanation.

use crate::builtin;
use crate::project::{bundles, limits, site};

/// The files of a new project, by their names, and what they hold.
pub fn files() -> Vec<(&'static str, &'static [u8])> {
    let built_in = [bundles::FILE, site::FILE, "content/pages/about.md"];
    let built_in = built_in.iter().filter_map(|name| builtin::find(name));
    let mut all: Vec<(&str, &[u8])> = built_in.map(|file| (file.name, file.bytes)).collect();
    all.push((".gitignore", include_bytes!("new/gitignore")));
    all.push((limits::FILE, include_bytes!("new/limits.yaml")));
    all.push(("说明.md", include_bytes!("new/说明.md")));
    all
}

/// Folders that a new project has, and that no other folder has yet.
pub const FOLDERS: [&str; 3] = ["seeds", "content", "templates"];

/// The corrections of a notice, of which there are none yet.
pub const CORRECTIONS: &str = include_str!("new/corrections.yaml");

#[cfg(test)]
mod tests {
    use crate::project::limits::Limits;

    /// Every limit is named and explained, as large as it is.
    #[test]
    fn the_limits_of_a_new_project_are_those_that_hold() {
        let text = include_str!("new/limits.yaml");
        assert_eq!(Limits::from_yaml(text), Ok(Limits::default()));
        let is_limit = |l: &&str| l.starts_with("# ") && l.is_ascii();
        let lines = text.lines().filter(is_limit);
        let written: String = lines.map(|l| format!("{}\n", &l[2..])).collect();
        assert_eq!(Limits::from_yaml(&written), Ok(Limits::default()));
        for name in format!("{:?}", Limits::default()).split(['{', ',', '}']) {
            if let Some((name, _)) = name.split_once(':') {
                assert!(written.contains(&format!("{}: ", name.trim())), "{name}");
            }
        }
    }
}
