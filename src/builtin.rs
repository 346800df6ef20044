//! The files that the program brings with it: templates, fonts, registers, pages, samples.
//! They are in the binary as they lie in the repository, byte by byte: nothing is unpacked,
//! and what is not used is not read. A project's own file of the same name goes before.

use std::fmt;

/// A file that is built in.
pub struct File {
    /// Its name in a project: `templates/pdf/sheet.typ`.
    pub name: &'static str,
    /// What it holds.
    pub bytes: &'static [u8],
    /// The blake3 hash of that, in hexadecimal.
    pub blake3: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// What each is for, a line for each file or folder: its name, a TAB, the words.
const WORDS: &str = include_str!("builtin.tsv");

/// All of them, in the order of their names.
pub fn all() -> &'static [File] {
    &FILES
}

/// A hash of all of them.
pub fn hash() -> &'static str {
    ALL
}

/// The one of this name.
pub fn find(name: &str) -> Option<&'static File> {
    let at = FILES.binary_search_by(|file| file.name.cmp(name)).ok()?;
    FILES.get(at)
}

/// Those in a folder, with their names below it.
pub fn below(folder: &str) -> impl Iterator<Item = (&'static str, &'static File)> {
    FILES.iter().filter_map(move |file| {
        let rest = file.name.strip_prefix(folder)?.strip_prefix('/')?;
        Some((rest, file))
    })
}

/// What there is to choose from, with a few words on each: files, and folders that make
/// sense only as a whole.
pub fn choices() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t'))
}

impl File {
    /// The text of it; the few that are no text have none.
    pub fn text(&self) -> &'static str {
        std::str::from_utf8(self.bytes).unwrap_or_default()
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.name, self.bytes.len())
    }
}
