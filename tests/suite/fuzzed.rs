//! The doors that `fuzz/` knocks at, on stable Rust: every seed of its corpora, with
//! what fuzzing has found, and a fixed number of inputs made from them. The same
//! inputs on every run, so that what fails here fails again.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

#[path = "../../fuzz/src/entries.rs"]
mod entries;

use crate::test_project::root;

type Door = fn(&[u8]);

/// Every target with how many inputs are made for it: about a second each.
const DOORS: [(&str, usize, Door); 14] = [
    ("text", 600, |bytes| entries::seed("notice.txt", bytes)),
    ("markdown", 600, |bytes| entries::seed("notice.md", bytes)),
    ("html", 600, |bytes| entries::seed("notice.html", bytes)),
    ("docx", 400, entries::docx),
    ("xlsx", 400, entries::xlsx),
    ("circular", 400, |bytes| {
        entries::notice("notice.yaml", bytes)
    }),
    ("indicators", 400, |bytes| {
        entries::notice("indicators.yaml", bytes)
    }),
    ("tasks", 400, |bytes| entries::notice("tasks.yaml", bytes)),
    ("register", 400, entries::units),
    ("corrections", 800, entries::corrections),
    ("given", 800, entries::given),
    ("bundles", 1000, entries::bundles),
    ("limits", 2000, entries::limits),
    ("phrase", 6000, entries::phrase),
];

#[test]
fn no_input_breaks_the_readers() {
    let words = dictionary();
    let mut wrong = Vec::new();
    for (name, count, door) in DOORS {
        let seeds = corpus(name);
        assert!(!seeds.is_empty(), "{name} has no seed");
        let mut chance = Chance(0x9704_2012 ^ name.len() as u64);
        let made = (0..count).map(|_| mutated(&seeds, &words, &mut chance));
        for input in seeds.iter().cloned().chain(made) {
            if catch_unwind(AssertUnwindSafe(|| door(&input))).is_err() {
                wrong.push(format!("{name}: {:?}", String::from_utf8_lossy(&input)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every target of `fuzz/` is knocked at here too.
#[test]
fn every_target_is_here() {
    let targets = fs::read_dir(root().join("fuzz/fuzz_targets")).unwrap();
    for target in targets.flatten() {
        let name = target.path().file_stem().unwrap().to_owned();
        assert!(DOORS.iter().any(|d| *d.0 == *name), "{name:?}");
    }
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let files = fs::read_dir(root().join("fuzz/corpus").join(name)).unwrap();
    let mut files: Vec<_> = files.flatten().map(|f| f.path()).collect();
    // What the fuzzer has added on this machine is named by its hash, without an ending.
    files.retain(|f| f.extension().is_some());
    files.sort();
    files.iter().map(|f| fs::read(f).unwrap()).collect()
}

/// The words of `fuzz/words.dict`: `"\xe5\xba\x8f"` a line.
fn dictionary() -> Vec<Vec<u8>> {
    let text = fs::read_to_string(root().join("fuzz/words.dict")).unwrap();
    let lines = text
        .lines()
        .filter_map(|l| l.strip_prefix('"')?.strip_suffix('"'));
    let words: Vec<Vec<u8>> = lines.map(unescaped).collect();
    assert!(words.len() > 10);
    words
}

fn unescaped(written: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = written.bytes();
    while let Some(byte) = rest.next() {
        match (byte, byte == b'\\') {
            (_, true) => match rest.next() {
                Some(b'x') => {
                    let digits: Vec<u8> = rest.by_ref().take(2).collect();
                    let digits = std::str::from_utf8(&digits).unwrap();
                    bytes.push(u8::from_str_radix(digits, 16).unwrap());
                }
                Some(other) => bytes.push(other),
                None => {}
            },
            _ => bytes.push(byte),
        }
    }
    bytes
}

/// xorshift64: the same numbers everywhere.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }

    pub fn of<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.below(things.len())]
    }
}

/// One seed, damaged in one to six places.
fn mutated(seeds: &[Vec<u8>], words: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = chance.of(seeds).clone();
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + 1 + chance.below(24)).min(bytes.len());
        match chance.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let again = bytes[at..end].to_vec();
                let to = chance.below(bytes.len() + 1);
                bytes.splice(to..to, again);
            }
            3 | 4 => drop(bytes.splice(at..at, chance.of(words).clone())),
            5 => {
                let other = chance.of(seeds);
                let from = chance.below(other.len() + 1);
                let to = (from + chance.below(200)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            6 => {
                // A whole character, so that the text stays UTF-8 as a rule.
                let signs = "：:、，,；（）()“”〔〕一0%\t\n\u{200b}\u{202e}𠮷é<>&#*|-[]{}";
                let signs: Vec<char> = signs.chars().collect();
                let at = (at..bytes.len()).find(|&i| (bytes[i] as i8) >= -0x40);
                let at = at.unwrap_or(bytes.len());
                let sign = chance.of(&signs).to_string();
                bytes.splice(at..at, sign.into_bytes());
            }
            _ => bytes.truncate(at),
        }
    }
    bytes
}
