//! Paths below `out/`: whether they stay there, and can be files on every system.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use unicode_normalization::UnicodeNormalization;

use crate::diag::Diagnostic;

/// The longest name of a file or folder, and the longest path, in bytes: what Windows
/// takes, with room for the folder that `out/` lies in.
const LONGEST: (usize, usize) = (120, 200);

/// Paths that files have, each a plain path below `out/`, and no two of them one file
/// where capitals or the form of Unicode do not count.
///
/// Held are hashes of the paths as they are compared, and the few paths that are written
/// otherwise: an archive has a million.
#[derive(Debug, Default)]
pub struct Taken(HashMap<[u8; 16], Option<Box<str>>>);

impl Taken {
    /// Takes a path.
    ///
    /// # Errors
    /// When it cannot be published, or another file has it.
    pub fn take(&mut self, path: &str) -> Result<(), Diagnostic> {
        if let Some(why) = trouble(path) {
            let message = format!("“{}”不能作成品的路径：{why}", path.escape_debug());
            return Err(Diagnostic::error("path", message).hint(HINT));
        }
        let compared: String = path.nfkc().flat_map(char::to_lowercase).nfkc().collect();
        match self.0.entry(short(&compared)) {
            Entry::Occupied(taken) => {
                let other = taken.get().as_deref().unwrap_or(&compared);
                let message = format!("“{other}”和“{path}”在有的系统上是同一个文件");
                Err(Diagnostic::error("path-twice", message).hint(HINT))
            }
            Entry::Vacant(free) => {
                free.insert((compared != path).then(|| path.into()));
                Ok(())
            }
        }
    }
}

/// A hash of a path, short enough to hold a million.
pub(super) fn short(path: &str) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(path.as_bytes()).as_bytes()[..16]);
    short
}

const HINT: &str =
    "路径由通知的 id 和登记册里的 slug 而来；请在那里改成各不相同的小写字母、数字和连字符";

/// Why a path cannot be published; none when it can.
pub fn trouble(path: &str) -> Option<&'static str> {
    if path.len() > LONGEST.1 {
        return Some("太长");
    }
    path.split('/').find_map(|part| {
        let stem = part.split('.').next().unwrap_or(part);
        match part {
            "" | "." | ".." => Some("有空的一段，或者走出了成品文件夹"),
            _ if part.len() > LONGEST.0 => Some("太长"),
            _ if part.contains(['\\', ':', '<', '>', '"', '|', '?', '*'])
                || part.chars().any(char::is_control) =>
            {
                Some("有文件名里不能用的符号")
            }
            _ if part.ends_with(['.', ' ']) || part.starts_with(' ') => {
                Some("首尾有空格，或末尾有点")
            }
            _ if is_reserved(stem) => Some("是 Windows 保留的名字"),
            _ => None,
        }
    })
}

/// Whether a name means a device to Windows, whatever its ending.
fn is_reserved(stem: &str) -> bool {
    let stem = stem.trim_end().to_ascii_lowercase();
    let numbered = |name: &str| {
        let number = stem.strip_prefix(name);
        number.is_some_and(|n| n.chars().count() == 1 && n.contains(|c| "123456789¹²³".contains(c)))
    };
    matches!(
        stem.as_str(),
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$"
    ) || numbered("com")
        || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tricks_are_refused() {
        for path in [
            "../a",
            "a/../b",
            "/a",
            "a//b",
            "a/./b",
            "",
            "a\\b",
            "c:a",
            "a/con",
            "NUL.pdf",
            "Com1.html",
            "lpt¹",
            "a.",
            "a ",
            " a",
            "a\nb",
            "a\u{7f}",
            "a*",
            "a?b",
            "<a>",
        ] {
            assert!(trouble(path).is_some(), "{path:?}");
        }
        assert!(trouble(&"a".repeat(121)).is_some());
        assert!(trouble(&["a"; 120].join("/")).is_some());
        for path in [
            "suf-2017-15/units/shi-shenjiju.pdf",
            "index.html",
            "a/com0",
            "console",
        ] {
            assert!(trouble(path).is_none(), "{path:?}");
        }
    }

    #[test]
    fn names_that_some_system_takes_for_one_are_refused() {
        for (one, other) in [
            ("a", "A"),
            ("é", "e\u{301}"),
            ("ａ", "a"),
            ("ß", "ẞ"),
            ("a", "a"),
        ] {
            let mut taken = Taken::default();
            assert!(taken.take(one).is_ok() && taken.take("another").is_ok());
            assert!(taken.take(other).is_err(), "{one} {other}");
        }
    }
}
