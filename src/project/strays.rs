//! Files of `content/` that no name makes part of a project: one that is written wrong would
//! do nothing, and nobody would hear of it.

use walkdir::WalkDir;

use crate::diag::{Diagnostic, Place};
use crate::grammar::Grammar;
use crate::notice::File;
use crate::overlay;
use crate::project::{Project, bundles, limits, site};
use crate::wording;

/// Files right below `content/`.
const ABOVE: [&str; 5] = [
    bundles::FILE,
    Grammar::FILE,
    limits::FILE,
    site::FILE,
    wording::FILE,
];

/// Folders of `content/` that are no notices.
const FOLDERS: [&str; 3] = ["pages", "schemas", "units"];

/// What people write in the folder of a notice.
const BY_PEOPLE: &str = "corrections.yaml";

/// Folders in the folder of a notice.
const ROUNDS: &str = "rounds";

impl Project {
    /// A remark for each file and folder of `content/` that is not read.
    pub fn strays(&self) -> Vec<Diagnostic> {
        let files = WalkDir::new(self.path("content"))
            .min_depth(1)
            .max_depth(2)
            .sort_by_file_name();
        let mut found = Vec::new();
        for entry in files.into_iter().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            // What systems and programs leave there is nobody's.
            if name.starts_with(['.', '~']) || name.ends_with('~') {
                continue;
            }
            let shown = self.shown(entry.path());
            let is_folder = entry.file_type().is_dir();
            let mut parts = shown.split('/').skip(1);
            let folder = parts.next().unwrap_or_default();
            let known = match (parts.next(), is_folder) {
                (None, false) => ABOVE.contains(&shown.as_str()),
                (None, true) => FOLDERS.contains(&folder) || self.is_notice(folder),
                (Some(_), _) if FOLDERS.contains(&folder) => true,
                (Some(below), true) => below == ROUNDS,
                (Some(below), false) => File::of(below).is_some() || below == BY_PEOPLE,
            };
            if !known {
                found.push(stray(&shown, &name));
            }
        }
        found
    }

    /// Whether a folder is that of a notice, or waits for it with what people write there.
    fn is_notice(&self, folder: &str) -> bool {
        let path = self.path("content").join(folder);
        let waits = [BY_PEOPLE, ROUNDS]
            .iter()
            .any(|name| path.join(name).exists());
        waits || self.folder(folder).has_any()
    }
}

fn stray(shown: &str, name: &str) -> Diagnostic {
    let own = ABOVE
        .iter()
        .filter_map(|file| file.strip_prefix("content/"));
    let names: Vec<&str> = own
        .chain(FOLDERS)
        .chain([
            BY_PEOPLE,
            ROUNDS,
            "notice.yaml",
            "indicators.yaml",
            "tasks.yaml",
        ])
        .collect();
    let hint = match overlay::nearest(name, &names) {
        Some(near) => format!("是不是“{near}”？请改名；用不着的请移出 content/"),
        None => "请改成使用说明里写的名字；用不着的请移出 content/".to_owned(),
    };
    Diagnostic::warning(
        "content-unread",
        "content/ 里没有叫这个名字的文件，程序不读它",
    )
    .at(Place::file(shown))
    .hint(hint)
}
