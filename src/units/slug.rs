//! Names in addresses for what no register names: pinyin without tones.

use std::collections::HashSet;

use pinyin::ToPinyin;
use schemars::{Schema, SchemaGenerator, json_schema};

/// The longest slug that is made, in bytes.
const LONGEST: usize = 48;

/// The name in an address for `name`, different from all in `taken`: pinyin run
/// together (`市发改委` → `shifagaiwei`), a hash where that leaves nothing.
pub fn slug(name: &str, taken: &mut HashSet<String>) -> String {
    let plain = plain(name);
    let hash = || format!("u-{}", &blake3::hash(name.as_bytes()).to_hex()[..10]);
    let base = if is_slug(&plain) { plain } else { hash() };
    let mut slug = base.clone();
    if taken.contains(&slug) {
        // The hash of the name itself, so that it does not depend on the order.
        slug = format!("{base}-{}", &blake3::hash(name.as_bytes()).to_hex()[..6]);
    }
    taken.insert(slug.clone());
    slug
}

/// Pinyin without tones and without anything else than letters and digits.
fn plain(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        let word: String = match c.to_pinyin() {
            Some(pinyin) => pinyin.plain().replace('ü', "v"),
            None if c.is_ascii_alphanumeric() => c.to_ascii_lowercase().to_string(),
            None => String::new(),
        };
        if out.len() + word.len() > LONGEST {
            break;
        }
        out.push_str(&word);
    }
    out
}

/// Whether a name can stand in an address and as a file on every system.
pub fn is_slug(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let reserved = matches!(name, "con" | "prn" | "aux" | "nul")
        || (name.len() == 4
            && (name.starts_with("com") || name.starts_with("lpt"))
            && name.as_bytes()[3].is_ascii_digit());
    !name.is_empty()
        && name.len() <= MOST
        && name.bytes().all(plain)
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !reserved
}

/// The schema of a name in an address. A number is read as the text that it is written as.
pub fn schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": ["string", "integer", "boolean"],
        "minimum": 0,
        "maxLength": MOST,
        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
        "patternErrorMessage": "只能用小写字母、数字和连字符",
    })
}

/// The longest name in an address that is taken, in bytes.
const MOST: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_unique_and_safe() {
        let mut taken = HashSet::new();
        assert_eq!(slug("市发改委", &mut taken), "shifagaiwei");
        assert_ne!(slug("市发改委（人才）", &mut taken), "shifagaiwei");
        for odd in ["../..", "con", "", "市".repeat(100).as_str()] {
            let made = slug(odd, &mut taken);
            assert!(is_slug(&made), "{odd}: {made}");
        }
    }
}
