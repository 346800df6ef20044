//! The rooms of the house, by what the files of `src/` use: no cycle between rooms, none
//! between files but where they are one thing cut for its size, no room too large, and a
//! picture in CONTRIBUTING.md that is true.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use walkdir::WalkDir;

use crate::test_project::root;

/// Modules whose files are one thing cut for its size, and use one another.
const ONE_THING: [&str; 1] = ["units::phrase"];

/// The largest share of the lines that one room may have: one in so many.
const SHARE: usize = 5;

/// The files of the house by the paths of their modules: `render::pdf::bind`.
struct House(BTreeMap<String, String>);

impl House {
    fn real() -> House {
        let src = root().join("src");
        let files = WalkDir::new(&src).into_iter().flatten();
        let mut found = BTreeMap::new();
        for file in files.filter(|f| f.path().extension().is_some_and(|e| e == "rs")) {
            let below = file.path().strip_prefix(&src).unwrap().with_extension("");
            let parts: Vec<_> = below.iter().map(|p| p.to_string_lossy()).collect();
            let name = parts.join("::");
            let name = name.strip_suffix("::mod").unwrap_or(&name).to_owned();
            if !["lib", "main"].contains(&name.as_str()) {
                found.insert(name, fs::read_to_string(file.path()).unwrap());
            }
        }
        House(found)
    }

    /// The modules that the file of a module uses.
    fn uses(&self, module: &str) -> BTreeSet<String> {
        let text = &self.0[module];
        // What only tests use makes no arrow.
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let code: String = code
            .lines()
            .map(|line| line.split("//").next().unwrap_or_default())
            .collect::<Vec<_>>()
            .join(" ");
        let mut found = BTreeSet::new();
        for path in paths(&code) {
            let mut segments = path.split("::").peekable();
            let mut whole: Vec<&str> = match segments.peek() {
                Some(&"crate") => Vec::new(),
                Some(&"super" | &"self") => module.split("::").collect(),
                Some(first) if self.0.contains_key(&format!("{module}::{first}")) => {
                    module.split("::").collect()
                }
                _ => continue,
            };
            for segment in segments {
                match segment {
                    "crate" | "self" => {}
                    "super" => drop(whole.pop()),
                    _ => whole.push(segment),
                }
            }
            while !whole.is_empty() && !self.0.contains_key(&whole.join("::")) {
                whole.pop();
            }
            let used = whole.join("::");
            if !used.is_empty() && used != module {
                found.insert(used);
            }
        }
        found
    }

    /// The arrows between rooms.
    fn rooms(&self) -> Arrows {
        let room = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
        let mut arrows = Arrows::new();
        for module in self.0.keys() {
            let from = room(module);
            let to = self.uses(module).into_iter().map(|m| room(&m));
            let to: Vec<String> = to.filter(|to| *to != from).collect();
            arrows.entry(from).or_default().extend(to);
        }
        arrows
    }

    /// The arrows between files; a file and those below it are one thing.
    fn files(&self) -> Arrows {
        let one = |a: &str, b: &str| {
            let below = |a: &str, b: &str| a.starts_with(&format!("{b}::"));
            let thing = |t: &&str| below(a, t) && below(b, t);
            below(a, b) || below(b, a) || ONE_THING.iter().any(thing)
        };
        let modules = self.0.keys().map(|module| {
            let mut used = self.uses(module);
            used.retain(|used| !one(used, module));
            (module.clone(), used)
        });
        modules.collect()
    }
}

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The paths in a code, those of `use` lines with their braces written out.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for statement in code.split(';') {
        let Some((_, list)) = statement.split_once("use ") else {
            continue;
        };
        expand("", list, &mut found);
    }
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let inline = code.split(|c| !word(c)).filter(|p| p.contains("::"));
    found.extend(inline.map(|p| p.trim_matches(':').to_owned()));
    found
}

fn expand(before: &str, list: &str, found: &mut Vec<String>) {
    let list = list.trim();
    let Some((head, rest)) = list.split_once('{') else {
        let name = list.split_whitespace().next().unwrap_or_default();
        return found.push(format!("{before}{name}"));
    };
    let head = format!("{before}{}", head.trim());
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                expand(&head, &inner[start..at], found);
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// What can be reached from each along the arrows, and reaches it again.
fn cycles(arrows: &Arrows) -> Vec<String> {
    let reach = |from: &String| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&String> = arrows.get(from).into_iter().flatten().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next.clone()) {
                open.extend(arrows.get(next).into_iter().flatten());
            }
        }
        seen
    };
    let again = arrows.keys().filter(|from| reach(from).contains(*from));
    again.cloned().collect()
}

#[test]
fn no_cycle_between_rooms_or_files() {
    let house = House::real();
    assert!(house.0.len() > 100, "the files are not found");
    assert_eq!(cycles(&house.rooms()), Vec::<String>::new(), "rooms");
    assert_eq!(cycles(&house.files()), Vec::<String>::new(), "files");
}

#[test]
fn a_cycle_is_found() {
    let files = |files: &[(&str, &str)]| {
        let owned = files
            .iter()
            .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()));
        House(owned.collect())
    };
    let house = files(&[
        ("a", "use crate::b::{self, one::Two};\n"),
        ("a::x", "use super::y;\n"),
        ("a::y", "fn f() { crate::a::x::f() }\n"),
        ("b", "mod one;\n"),
        ("b::one", "use crate::c;\n"),
        ("c", "//! use crate::a;\nfn f(a: &crate::a::x::X) {}\n"),
    ]);
    assert_eq!(cycles(&house.rooms()), ["a", "b", "c"]);
    assert_eq!(cycles(&house.files()), ["a::x", "a::y"]);
    let tests = files(&[
        ("a", "use crate::b;\n"),
        ("b", "#[cfg(test)]\nmod tests { use crate::a; }\n"),
    ]);
    assert_eq!(cycles(&tests.rooms()), Vec::<String>::new());
}

#[test]
fn no_room_is_too_large() {
    let mut rooms: BTreeMap<&str, usize> = BTreeMap::new();
    let house = House::real();
    for (module, text) in &house.0 {
        let room = module.split("::").next().unwrap_or_default();
        *rooms.entry(room).or_default() += text.lines().count();
    }
    let all: usize = rooms.values().sum();
    for (room, lines) in rooms {
        assert!(lines * SHARE <= all, "{room} has {lines} of {all} lines");
    }
}

/// The picture is a block of lines `room → rooms that it uses`.
#[test]
fn the_picture_of_the_rooms_is_true() {
    let guide = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let picture = guide
        .split("```rooms\n")
        .nth(1)
        .and_then(|t| t.split("```").next());
    let picture = picture.expect("CONTRIBUTING.md has a picture of the rooms");
    let drawn: Arrows = picture
        .lines()
        .filter_map(|line| line.split_once('→'))
        .map(|(from, to)| {
            let to = to.split_whitespace().map(str::to_owned);
            (from.trim().to_owned(), to.collect())
        })
        .collect();
    let mut real = House::real().rooms();
    real.retain(|_, to| !to.is_empty());
    assert_eq!(drawn, real);
}

/// Readers may ask what a phrase says, since they write the YAML. Behind them it is asked
/// once, and the same holds for what the circular asks to be reported.
#[test]
fn words_are_read_once_behind_the_readers() {
    let house = House::real();
    let readers = ["units", "blocks", "tasks", "read"];
    let asks = |words: &str| -> Vec<&str> {
        let files = house.0.iter().filter(|(module, text)| {
            let room = module.split("::").next().unwrap_or_default();
            !readers.contains(&room) && text.contains(words)
        });
        files.map(|(module, _)| module.as_str()).collect()
    };
    assert_eq!(asks("phrase::resolve("), ["notice::phrases"]);
    assert_eq!(asks("report::asked("), ["notice::check"]);
    // What is imported by its own name would not be seen.
    assert!(asks("phrase::{resolve").is_empty() && asks("phrase::resolve;").is_empty());
    assert!(asks("report::asked;").is_empty());
}
