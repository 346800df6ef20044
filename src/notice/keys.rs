//! The keys of items, tasks and indicators: short words by which addresses and answers know
//! them. A key is made from the words alone and not from the place, so that it stays when a row
//! is added, taken away or moved; where the words of a row are corrected, it keeps the key that
//! it had, which then stands in the YAML.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::notice::{Content, File, Notice};

/// The digits of a key: none that is easily taken for another.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// How many it has: two of a million tasks have one key by chance once in two notices, and
/// then differ by their order.
const LENGTH: usize = 8;

/// So many rows that differ on both sides are compared with one another, and no more.
const MOST_COMPARED: usize = 40_000;

/// So many pairs of places are looked at for a common order, and no more.
const MOST_ORDERED: usize = 4_000_000;

/// Two texts of which so much is alike are one that was corrected.
const ALIKE: f64 = 0.6;

/// The keys of one notice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// Of tasks, in printed order through all tables.
    pub tasks: Vec<String>,
    /// Of items, by the table and the number that runs through it.
    items: BTreeMap<(File, u32), String>,
    /// Of indicators, likewise.
    indicators: BTreeMap<(File, u32), String>,
}

/// What has a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Task,
    Item,
    Indicator,
}

const KINDS: [Kind; 3] = [Kind::Task, Kind::Item, Kind::Indicator];

/// A row: where it stands, its words, and the key that it keeps.
struct Row<'n> {
    at: (File, u32),
    words: Cow<'n, str>,
    kept: Option<&'n str>,
}

impl Keys {
    /// The keys of all that `notice` has.
    pub fn of(notice: &Notice) -> Keys {
        let placed = |kind| {
            let rows = rows(notice, kind);
            let places = rows.iter().map(|row| row.at);
            places.zip(keys(&rows)).collect()
        };
        Keys {
            tasks: keys(&rows(notice, Kind::Task)),
            items: placed(Kind::Item),
            indicators: placed(Kind::Indicator),
        }
    }

    /// The key of an item.
    pub fn item(&self, file: File, number: u32) -> String {
        self.items.get(&(file, number)).cloned().unwrap_or_default()
    }

    /// The key of an indicator.
    pub fn indicator(&self, file: File, number: u32) -> String {
        let key = self.indicators.get(&(file, number));
        key.cloned().unwrap_or_default()
    }
}

/// Lets the rows of `new` keep the keys that they had in `old`: those with the same words, and
/// those whose words are nearly the same.
pub fn carry(old: &Notice, new: &mut Notice) {
    for kind in KINDS {
        let (before, after) = (rows(old, kind), rows(new, kind));
        let had = keys(&before);
        let words = |rows: &[Row<'_>]| rows.iter().map(|row| row.words.to_string()).collect();
        let (old_words, new_words): (Vec<String>, Vec<String>) = (words(&before), words(&after));
        // An item under another name is known by its tasks.
        let (old_all, new_all) = match kind {
            Kind::Item => (contents(old), contents(new)),
            _ => (old_words.clone(), new_words.clone()),
        };
        let pairs = paired((&old_words, &old_all), (&new_words, &new_all));
        let kept = kept(&new_words, &pairs, &had);
        for (slot, key) in slots(new, kind).into_iter().zip(kept) {
            *slot = key;
        }
    }
}

/// Which keys must stand in the YAML, so that each row has the key that it had, and a new row
/// none that another had: `pairs` are the numbers of the old rows, and `had` their keys.
fn kept(words: &[String], pairs: &[Option<usize>], had: &[String]) -> Vec<Option<String>> {
    let had_by = |pair: &Option<usize>| had.get((*pair)?).cloned();
    let mut kept: Vec<Option<String>> = pairs.iter().map(had_by).collect();
    let derived = |kept: &[Option<String>]| {
        let rows = words.iter().zip(kept).map(|(words, key)| Row {
            at: (File::Circular, 0),
            words: Cow::Borrowed(words),
            kept: key.as_deref(),
        });
        keys(&rows.collect::<Vec<_>>())
    };
    // What a new row gets while all others keep theirs is what it shall have.
    let wanted = derived(&kept);
    kept.fill(None);
    loop {
        let now = derived(&kept);
        let mut is_right = true;
        for ((slot, now), wanted) in kept.iter_mut().zip(&now).zip(&wanted) {
            if slot.is_none() && now != wanted {
                *slot = Some(wanted.clone());
                is_right = false;
            }
        }
        // Each round adds one at least.
        if is_right {
            return kept;
        }
    }
}

/// For each new text the number of the old one that it was: those that stand in one order on
/// both sides, then those that were moved, then those that are nearly the same.
///
/// Beside the words stands all that likeness is judged by.
fn paired(
    (old, old_all): (&[String], &[String]),
    (new, new_all): (&[String], &[String]),
) -> Vec<Option<usize>> {
    let mut pairs = in_order(old, new);
    let mut by_text: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let taken: BTreeSet<usize> = pairs.iter().flatten().copied().collect();
    let free = old.iter().enumerate().filter(|(at, _)| !taken.contains(at));
    for (at, text) in free.rev() {
        by_text.entry(text).or_default().push(at);
    }
    for (pair, text) in pairs.iter_mut().zip(new).filter(|(pair, _)| pair.is_none()) {
        *pair = by_text.get_mut(text.as_str()).and_then(Vec::pop);
    }
    let gone: BTreeSet<usize> = by_text.into_values().flatten().collect();
    let come: Vec<usize> = (0..new.len()).filter(|&at| pairs[at].is_none()).collect();
    if gone.len().saturating_mul(come.len()) > MOST_COMPARED {
        return pairs;
    }
    let grams: BTreeMap<usize, BTreeSet<[char; 2]>> =
        gone.iter().map(|&at| (at, grams(&old_all[at]))).collect();
    let mut alike = Vec::new();
    for &to in &come {
        let mine = self::grams(&new_all[to]);
        for (&from, theirs) in &grams {
            let both = mine.intersection(theirs).count();
            let all = mine.len() + theirs.len();
            #[expect(clippy::cast_precision_loss, reason = "texts are short")]
            let share = 2.0 * both as f64 / all.max(1) as f64;
            if share >= ALIKE {
                alike.push((share, from.abs_diff(to), from, to));
            }
        }
    }
    // The most alike first, and of those the nearest.
    alike.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then((a.1, a.2, a.3).cmp(&(b.1, b.2, b.3)))
    });
    let mut left = gone;
    for (_, _, from, to) in alike {
        if pairs[to].is_none() && left.remove(&from) {
            pairs[to] = Some(from);
        }
    }
    pairs
}

/// The pairs of equal texts in a longest common order; between what is alike at both ends, if
/// not too much is left there to be compared.
fn in_order(old: &[String], new: &[String]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.len()];
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let both = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = both.take_while(|(a, b)| a == b).count();
    for (at, pair) in pairs.iter_mut().enumerate() {
        let from_end = new.len() - at;
        if at < head {
            *pair = Some(at);
        } else if from_end <= tail {
            *pair = Some(old.len() - from_end);
        }
    }
    let old_rest = &old_rest[..old_rest.len() - tail];
    let new_rest = &new_rest[..new_rest.len() - tail];
    let width = new_rest.len() + 1;
    if old_rest.len().saturating_mul(width) > MOST_ORDERED {
        return pairs;
    }
    // How many can be had from each place on.
    let mut most = vec![0u32; (old_rest.len() + 1) * width];
    for from in (0..old_rest.len()).rev() {
        for to in (0..new_rest.len()).rev() {
            most[from * width + to] = match old_rest[from] == new_rest[to] {
                true => most[(from + 1) * width + to + 1] + 1,
                false => most[(from + 1) * width + to].max(most[from * width + to + 1]),
            };
        }
    }
    let (mut from, mut to) = (0, 0);
    while from < old_rest.len() && to < new_rest.len() {
        if old_rest[from] == new_rest[to] {
            pairs[head + to] = Some(head + from);
            (from, to) = (from + 1, to + 1);
        } else if most[(from + 1) * width + to] >= most[from * width + to + 1] {
            from += 1;
        } else {
            to += 1;
        }
    }
    pairs
}

/// The pairs of characters that follow one another.
fn grams(text: &str) -> BTreeSet<[char; 2]> {
    let first = std::iter::once(' ').chain(text.chars());
    first.zip(text.chars()).map(|(a, b)| [a, b]).collect()
}

/// The keys of rows: the one that a row keeps, or one made from its words. No two are the same.
fn keys(rows: &[Row<'_>]) -> Vec<String> {
    let kept = rows.iter().filter_map(|row| row.kept);
    let mut taken: BTreeSet<String> = kept.map(str::to_owned).collect();
    let mut fresh = |words: &str| {
        let mut tries = (0u32..).map(|number| made(words, number));
        tries.find(|key| taken.insert(key.clone()))
    };
    let keys = rows.iter().map(|row| match row.kept {
        Some(key) => key.to_owned(),
        None => fresh(&row.words).unwrap_or_default(),
    });
    keys.collect()
}

/// The key of these words, where so many rows before have the same.
fn made(words: &str, number: u32) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(words.as_bytes());
    hash.update(&number.to_le_bytes());
    let bytes = hash.finalize();
    let digits = bytes.as_bytes().iter().take(LENGTH);
    digits
        .map(|byte| char::from(DIGITS[usize::from(byte % 32)]))
        .collect()
}

/// Every row of a kind in printed order.
fn rows(notice: &Notice, kind: Kind) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    if kind == Kind::Indicator {
        for (file, table) in notice.indicator_tables() {
            rows.extend(table.indicators.iter().map(|indicator| Row {
                at: (file, indicator.number),
                words: match &indicator.group {
                    Some(group) => format!("{group}\n{}", indicator.name).into(),
                    None => indicator.name.as_str().into(),
                },
                kept: indicator.key.as_deref(),
            }));
        }
        return rows;
    }
    for (file, table) in notice.task_tables() {
        let sections = table.parts.iter().flat_map(|part| &part.sections);
        for item in sections.flat_map(|section| &section.items) {
            let row = |words, kept| Row {
                at: (file, item.number),
                words: Cow::Borrowed(words),
                kept,
            };
            match kind {
                Kind::Task => {
                    let tasks = item.tasks.iter();
                    rows.extend(tasks.map(|t| row(t.text.as_str(), t.key.as_deref())));
                }
                _ => rows.push(row(&item.name, item.key.as_deref())),
            }
        }
    }
    rows
}

/// The name of each item with the words of its tasks, in printed order.
fn contents(notice: &Notice) -> Vec<String> {
    let tables = notice.task_tables().map(|(_, table)| table);
    let sections = tables.flat_map(|table| table.parts.iter().flat_map(|part| &part.sections));
    let items = sections.flat_map(|section| &section.items);
    let whole = |item: &crate::notice::Item| {
        let tasks = item.tasks.iter().map(|task| task.text.as_str());
        let words: Vec<&str> = std::iter::once(item.name.as_str()).chain(tasks).collect();
        words.join("\n")
    };
    items.map(whole).collect()
}

/// Where the keys of the same rows are kept, in the same order.
fn slots(notice: &mut Notice, kind: Kind) -> Vec<&mut Option<String>> {
    let mut slots = Vec::new();
    for annex in &mut notice.annexes {
        match (&mut annex.content, kind) {
            (Content::Indicators(table), Kind::Indicator) => {
                slots.extend(table.indicators.iter_mut().map(|i| &mut i.key));
            }
            (Content::Tasks(table), Kind::Task | Kind::Item) => {
                let sections = table.parts.iter_mut().flat_map(|part| &mut part.sections);
                for item in sections.flat_map(|section| &mut section.items) {
                    match kind {
                        Kind::Task => slots.extend(item.tasks.iter_mut().map(|t| &mut t.key)),
                        _ => slots.push(&mut item.key),
                    }
                }
            }
            _ => {}
        }
    }
    slots
}

/// What is wrong with a key that a row keeps.
#[derive(Debug)]
pub(super) struct Fault {
    pub file: File,
    pub key: String,
    /// Another row of its kind keeps the same.
    pub twice: bool,
}

/// Every key that stands in the YAML and cannot be one, or is there twice.
pub(super) fn faults(notice: &Notice) -> Vec<Fault> {
    let mut faults = Vec::new();
    for kind in KINDS {
        let mut taken = BTreeSet::new();
        for row in rows(notice, kind) {
            let Some(key) = row.kept else { continue };
            let twice = !taken.insert(key);
            if twice || !is_key(key) {
                faults.push(Fault {
                    file: row.at.0,
                    key: key.to_owned(),
                    twice,
                });
            }
        }
    }
    faults
}

fn is_key(key: &str) -> bool {
    key.len() == LENGTH && key.bytes().all(|byte| DIGITS.contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
        let owned = |texts: &[&str]| texts.iter().map(|&t| t.to_owned()).collect::<Vec<_>>();
        let (old, new) = (owned(old), owned(new));
        paired((&old, &old), (&new, &new))
    }

    #[test]
    fn rows_keep_their_keys_wherever_they_stand() {
        let old = ["修建道路三条", "新增床位五百张", "完成投资十亿元"];
        let cases: [(&[&str], &[Option<usize>]); 5] = [
            (
                &[
                    "新做一件事",
                    "修建道路三条",
                    "新增床位五百张",
                    "完成投资十亿元",
                ],
                &[None, Some(0), Some(1), Some(2)],
            ),
            (&["完成投资十亿元", "修建道路三条"], &[Some(2), Some(0)]),
            (
                &["修建道路三条", "新增床位五百五十张", "完成投资十亿元"],
                &[Some(0), Some(1), Some(2)],
            ),
            (
                &[
                    "修建道路三条",
                    "新增养老床位五百张",
                    "完成投资十二亿元",
                    "别的",
                ],
                &[Some(0), Some(1), Some(2), None],
            ),
            (&["完全是另一件事情", "与此无关的安排"], &[None, None]),
        ];
        for (new, wanted) in cases {
            assert_eq!(texts(&old, new), wanted, "{new:?}");
        }
        // Two rows of the same words stay two.
        assert_eq!(
            texts(&["同", "同"], &["同", "同", "同"]),
            [Some(0), Some(1), None]
        );
    }

    fn keyed(words: &[&str], kept: &[Option<String>]) -> Vec<String> {
        let rows = words.iter().zip(kept).map(|(words, key)| Row {
            at: (File::Circular, 0),
            words: Cow::Borrowed(words),
            kept: key.as_deref(),
        });
        keys(&rows.collect::<Vec<_>>())
    }

    /// The keys of rows after each of some changes, and what the YAML keeps in the end.
    fn changed(states: &[&[&str]]) -> (Vec<Vec<String>>, Vec<Option<String>>) {
        let owned = |texts: &[&str]| texts.iter().map(|&t| t.to_owned()).collect::<Vec<_>>();
        let mut slots = vec![None; states[0].len()];
        let mut all = vec![keyed(states[0], &slots)];
        for step in states.windows(2) {
            let (old, new) = (owned(step[0]), owned(step[1]));
            let pairs = paired((&old, &old), (&new, &new));
            slots = kept(&new, &pairs, all.last().expect("one"));
            all.push(keyed(step[1], &slots));
        }
        (all, slots)
    }

    #[test]
    fn rows_of_the_same_words_keep_their_keys() {
        // The first is corrected, and later its old words come again in a new row.
        let (all, _) = changed(&[
            &["配套资金22亿元", "别的事", "配套资金22亿元"],
            &["配套资金23亿元", "别的事", "配套资金22亿元"],
            &[
                "配套资金23亿元",
                "配套资金22亿元",
                "别的事",
                "配套资金22亿元",
            ],
        ]);
        assert_eq!(all[1], all[0]);
        assert_eq!(
            [&all[2][0], &all[2][2], &all[2][3]],
            [&all[0][0], &all[0][1], &all[0][2]]
        );
        assert!(!all[0].contains(&all[2][1]));
        // A copy stands before its model.
        let (all, _) = changed(&[&["甲事", "乙事", "丙事"], &["甲事", "丙事", "乙事", "丙事"]]);
        assert_eq!(
            [&all[1][0], &all[1][2], &all[1][3]],
            [&all[0][0], &all[0][1], &all[0][2]]
        );
        assert!(!all[0].contains(&all[1][1]));
        // Where nothing need be kept, nothing is; and what is read again keeps the same.
        let (all, kept) = changed(&[&["甲事", "乙事"], &["甲事", "新的一件", "乙事"]]);
        assert_eq!([&all[1][0], &all[1][2]], [&all[0][0], &all[0][1]]);
        assert!(kept.iter().all(Option::is_none));
    }

    #[test]
    fn keys_are_short_words_of_plain_digits() {
        let key = made("修建道路三条", 0);
        assert!(is_key(&key), "{key}");
        assert_ne!(key, made("修建道路三条", 1));
        for wrong in ["", "abc", "ABCDEFGH", "一二三四五六七八", "../../../"] {
            assert!(!is_key(wrong), "{wrong}");
        }
    }
}
