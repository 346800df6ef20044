//! What a row of a form is known by, wherever it is moved to, and what a form is known by.

use std::fmt;
use std::str::FromStr;

/// The key of a row: the key that the task or indicator keeps wherever it stands, and a hash of
/// what the notice says there, which tells a row of another version of the notice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Of a task its key in the notice; of one of its goals `…/1`; of an indicator of an area
    /// `…@东区`.
    pub id: String,
    hash: String,
}

/// How many digits of a hash a key has.
const DIGITS: usize = 12;

impl Key {
    /// The key of `id` in a notice which says `words` there.
    pub(super) fn new(notice: &str, id: String, words: &[&str]) -> Key {
        let parts = [notice, &id].into_iter().chain(words.iter().copied());
        let hash = hash_of(parts, DIGITS);
        Key { id, hash }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.id, self.hash)
    }
}

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Key, ()> {
        let (id, hash) = text.trim().rsplit_once('#').ok_or(())?;
        let whole = !id.is_empty() && hash.len() == DIGITS && hash.bytes().all(is_digit);
        whole
            .then(|| Key {
                id: id.to_owned(),
                hash: hash.to_owned(),
            })
            .ok_or(())
    }
}

/// What a form carries, printed and hidden: the round it belongs to, whose it is, and a
/// hash of its rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The id of the notice: `suf-2017-15`.
    pub notice: String,
    /// The id of the round: `2017-07`.
    pub round: String,
    /// The unit by its name in addresses.
    pub unit: String,
    /// Eight digits.
    pub hash: String,
}

impl Mark {
    /// The first mark in a text, whatever stands around it.
    pub fn find(text: &str) -> Option<Mark> {
        let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '/';
        text.split(|c| !inside(c)).find_map(|word| {
            let parts: Vec<&str> = word.split('/').collect();
            let [notice, round, unit, hash] = parts[..] else {
                return None;
            };
            let named = [notice, round, unit].iter().all(|part| !part.is_empty());
            let whole = named && hash.len() == MARK_DIGITS && hash.bytes().all(is_digit);
            whole.then(|| Mark {
                notice: notice.to_owned(),
                round: round.to_owned(),
                unit: unit.to_owned(),
                hash: hash.to_owned(),
            })
        })
    }

    /// The mark of a form with these rows.
    pub(super) fn of<'k>(
        [notice, round, unit]: [&str; 3],
        keys: impl Iterator<Item = &'k Key>,
    ) -> Mark {
        let rows: Vec<String> = keys.map(Key::to_string).collect();
        let parts = [notice, round, unit].into_iter();
        let parts = parts.chain(rows.iter().map(String::as_str));
        Mark {
            notice: notice.to_owned(),
            round: round.to_owned(),
            unit: unit.to_owned(),
            hash: hash_of(parts, MARK_DIGITS),
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mark {
            notice,
            round,
            unit,
            hash,
        } = self;
        write!(f, "{notice}/{round}/{unit}/{hash}")
    }
}

const MARK_DIGITS: usize = 8;

fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// A hash of words, so that no two of them can run into one another.
fn hash_of<'w>(words: impl Iterator<Item = &'w str>, digits: usize) -> String {
    let mut hash = blake3::Hasher::new();
    for word in words {
        hash.update(&(word.len() as u64).to_le_bytes());
        hash.update(word.as_bytes());
    }
    hash.finalize().to_hex()[..digits].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_and_read() {
        let key = Key::new("a-2017-1", "18-2".to_owned(), &["办好一件事"]);
        assert_eq!(key.to_string().parse(), Ok(key.clone()));
        let other = Key::new("a-2017-1", "18-2".to_owned(), &["办好两件事"]);
        assert!(key.id == other.id && key != other);
        let area = Key::new("a-2017-1", "i7@东区".to_owned(), &["外资"]);
        assert_eq!(area.to_string().parse(), Ok(area));
        for wrong in ["", "18-2", "18-2#", "#0123456789ab", "18-2#0123456789aB"] {
            assert_eq!(wrong.parse::<Key>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn a_mark_is_found_among_words() {
        let key = Key::new("a-2017-1", "1-1".to_owned(), &["x"]);
        let mark = Mark::of(["a-2017-1", "2017-07", "shi-fagaiwei"], [&key].into_iter());
        for text in [
            mark.to_string(),
            format!("编号：{mark}（请勿改动）"),
            format!("  x {mark}\n"),
        ] {
            assert_eq!(Mark::find(&text).as_ref(), Some(&mark), "{text}");
        }
        for text in ["", "2017/07/05", "a/b/c/d", "a/b/c/0123456z", "见 a/b/c"] {
            assert_eq!(Mark::find(text), None, "{text}");
        }
    }
}
