//! The places of China from the county up, from `places.tsv`: what tells a place from
//! words, and a name that begins with one from a name that does not.

use std::collections::HashMap;
use std::sync::LazyLock;

/// On which level of the state a place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// 省, 自治区, 直辖市, 特别行政区.
    Province,
    /// 地级市, 地区, 自治州, 盟.
    Prefecture,
    /// 县, 市辖区, 县级市, 旗.
    County,
}

/// All places that have a name of their own.
#[derive(Debug)]
pub struct Places {
    /// Full names, and short ones that say their kind: `吴中区`, `恩施州`.
    names: HashMap<&'static str, PlaceKind>,
    /// What is left of them without their kind: `吴中`, `恩施`, `广西`.
    stems: HashMap<&'static str, PlaceKind>,
    /// Names and stems that are also words: `公安`, `城区`.
    words: Vec<&'static str>,
}

/// The last characters of all names; a name is looked up only where one of them ends it.
pub const KINDS: [char; 7] = ['省', '市', '县', '区', '州', '盟', '旗'];

/// More characters than any name has.
const LONGEST: usize = 20;

impl Places {
    /// The places of the file, which is read once.
    pub fn get() -> &'static Places {
        static PLACES: LazyLock<Places> =
            LazyLock::new(|| Places::parse(include_str!("places.tsv")));
        &PLACES
    }

    /// On which level the place of this name stands: `吴中区`, `恩施州`, `江苏省`.
    /// A name that was borne on two levels stands on the higher one.
    pub fn kind(&self, name: &str) -> Option<PlaceKind> {
        self.names.get(name).copied()
    }

    /// The same for a name without its kind: `苏州`, `江苏`, `会同`, `内蒙古`. Where
    /// several places share it (吉林, 朝阳), the highest of them counts.
    pub fn stem(&self, name: &str) -> Option<PlaceKind> {
        self.stems.get(name).copied()
    }

    /// Whether such a name or stem is a word of the language too, so that alone it says
    /// nothing of a place: `公安`, `资源`, `城区`.
    pub fn is_word(&self, name: &str) -> bool {
        self.words.binary_search(&name).is_ok()
    }

    /// How many bytes the longest name has that the text begins with: all of 会同县 in
    /// 会同县民政局.
    pub fn longest_prefix(&self, text: &str) -> Option<usize> {
        text.char_indices()
            .take(LONGEST)
            .filter(|(_, c)| KINDS.contains(c))
            .map(|(at, c)| at + c.len_utf8())
            .filter(|&end| {
                text.get(..end)
                    .is_some_and(|name| self.names.contains_key(name))
            })
            .last()
    }

    /// Reads the table. Its rows are ours; a field that a row lacks is empty.
    fn parse(table: &'static str) -> Places {
        let mut places = Places {
            names: HashMap::with_capacity(4096),
            stems: HashMap::with_capacity(4096),
            words: Vec::new(),
        };
        let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
        for row in rows {
            let mut fields = row.split('\t');
            let province = fields.next().unwrap_or_default();
            if province == "words" {
                places.words.extend(
                    fields
                        .flat_map(|field| field.split('；'))
                        .filter(|word| !word.is_empty()),
                );
                continue;
            }
            places.add(province, PlaceKind::Province);
            places.add(fields.next().unwrap_or_default(), PlaceKind::Prefecture);
            for counties in fields {
                places.add(counties, PlaceKind::County);
            }
        }
        places.words.sort_unstable();
        places
    }

    /// Takes in the names of a field.
    fn add(&mut self, field: &'static str, kind: PlaceKind) {
        for entry in field.split('；').filter(|entry| !entry.is_empty()) {
            let mut forms = entry.split('=');
            let full = forms.next().unwrap_or_default();
            put(&mut self.names, full, kind);
            let mut alone = true;
            for short in forms {
                alone = false;
                if short.ends_with(KINDS) {
                    put(&mut self.names, short, kind);
                }
                self.add_stem(short, kind);
            }
            if alone {
                self.add_stem(full, kind);
            }
        }
    }

    /// Takes in a name without its kind, where two characters or more are left of it.
    fn add_stem(&mut self, name: &'static str, kind: PlaceKind) {
        let stem = match name
            .strip_suffix("地区")
            .filter(|_| kind == PlaceKind::Prefecture)
        {
            Some(stem) => stem,
            None => name.strip_suffix(KINDS).unwrap_or(name),
        };
        if stem.chars().nth(1).is_some() {
            put(&mut self.stems, stem, kind);
        }
    }
}

/// The higher level stays where a name has two.
fn put(names: &mut HashMap<&'static str, PlaceKind>, name: &'static str, kind: PlaceKind) {
    names
        .entry(name)
        .and_modify(|known| *known = kind.min(*known))
        .or_insert(kind);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names() {
        let places = Places::get();
        for (name, kind) in [
            ("江苏省", PlaceKind::Province),
            ("内蒙古自治区", PlaceKind::Province),
            ("重庆市", PlaceKind::Province),
            ("香港特别行政区", PlaceKind::Province),
            ("苏州市", PlaceKind::Prefecture),
            ("大兴安岭地区", PlaceKind::Prefecture),
            ("恩施土家族苗族自治州", PlaceKind::Prefecture),
            ("恩施州", PlaceKind::Prefecture),
            ("锡盟", PlaceKind::Prefecture),
            ("吴中区", PlaceKind::County),
            ("会同县", PlaceKind::County),
            ("浦东新区", PlaceKind::County),
            ("东乌旗", PlaceKind::County),
            ("神农架林区", PlaceKind::County),
            ("济源市", PlaceKind::County),
            ("蔚县", PlaceKind::County),
        ] {
            assert_eq!(places.kind(name), Some(kind), "{name}");
        }
        for name in [
            "苏州",
            "广西",
            "神农架",
            "东陵市",
            "市辖区",
            "高新区",
            "words",
            "counties",
            "",
            "区",
        ] {
            assert_eq!(places.kind(name), None, "{name}");
        }
    }

    #[test]
    fn names_that_ended_after_2004_are_still_known() {
        let places = Places::get();
        for name in [
            "沧浪区",
            "平江区",
            "金阊区",
            "吴江市",
            "崇文区",
            "万山特区",
            "阿城市",
            "渝北区",
        ] {
            assert_eq!(places.kind(name), Some(PlaceKind::County), "{name}");
        }
        for name in ["莱芜市", "襄樊市", "铜仁地区", "思茅市"] {
            assert_eq!(places.kind(name), Some(PlaceKind::Prefecture), "{name}");
        }
    }

    #[test]
    fn a_name_of_two_levels_stands_on_the_higher() {
        let places = Places::get();
        assert_eq!(places.kind("巢湖市"), Some(PlaceKind::Prefecture));
        assert_eq!(places.stem("吉林"), Some(PlaceKind::Province));
        assert_eq!(places.stem("海南"), Some(PlaceKind::Province));
        assert_eq!(places.stem("朝阳"), Some(PlaceKind::Prefecture));
    }

    #[test]
    fn stems() {
        let places = Places::get();
        for (name, kind) in [
            ("江苏", PlaceKind::Province),
            ("内蒙古", PlaceKind::Province),
            ("新疆", PlaceKind::Province),
            ("上海", PlaceKind::Province),
            ("苏州", PlaceKind::Prefecture),
            ("恩施", PlaceKind::Prefecture),
            ("阿里", PlaceKind::Prefecture),
            ("锡林郭勒", PlaceKind::Prefecture),
            ("巴音郭楞", PlaceKind::Prefecture),
            ("会同", PlaceKind::County),
            ("浦东", PlaceKind::County),
            ("神农架", PlaceKind::County),
            ("万柏林", PlaceKind::County),
            ("恭城", PlaceKind::County),
        ] {
            assert_eq!(places.stem(name), Some(kind), "{name}");
        }
        // One character, a full name, half a name, no name.
        for name in [
            "蔚",
            "苏州市",
            "浦东新",
            "大兴安岭地",
            "恩施土家族苗族自治",
            "万柏",
            "财政",
            "",
        ] {
            assert_eq!(places.stem(name), None, "{name}");
        }
    }

    #[test]
    fn the_longest_name_at_the_beginning() {
        let places = Places::get();
        for (text, name) in [
            ("会同县民政局", Some("会同县")),
            ("苏州市吴中区水务局", Some("苏州市")),
            ("恭城瑶族自治县人民政府", Some("恭城瑶族自治县")),
            (
                "积石山保安族东乡族撒拉族自治县",
                Some("积石山保安族东乡族撒拉族自治县"),
            ),
            // 江州区 and 江州 are not the end of it, nor is 双江县 its beginning.
            (
                "双江拉祜族佤族布朗族傣族自治县司法局",
                Some("双江拉祜族佤族布朗族傣族自治县"),
            ),
            ("通州区市场监管局", Some("通州区")),
            ("州区", None),
            ("市财政局", None),
            ("会同有关部门", None),
            ("", None),
        ] {
            let found = places.longest_prefix(text).and_then(|end| text.get(..end));
            assert_eq!(found, name, "{text}");
        }
    }

    #[test]
    fn every_name_is_found_whole() {
        let places = Places::get();
        let mut counted = [0; 3];
        for (&name, &kind) in places
            .names
            .iter()
            .collect::<std::collections::BTreeMap<_, _>>()
        {
            counted[kind as usize] += 1;
            assert_eq!(places.longest_prefix(name), Some(name.len()), "{name}");
            assert!(
                name.chars().count() < LONGEST,
                "{name} is longer than LONGEST"
            );
        }
        // 34 provinces, 333 prefectures and 14 former ones, some 3,100 counties; with short names.
        assert_eq!(counted[0], 34);
        assert!((345..400).contains(&counted[1]), "{counted:?}");
        assert!((3000..3500).contains(&counted[2]), "{counted:?}");
    }

    #[test]
    fn words_are_places_too() {
        let places = Places::get();
        for word in ["公安", "资源", "会同", "城区"] {
            assert!(places.is_word(word), "{word}");
        }
        for name in ["苏州", "公安县", "吴中区", ""] {
            assert!(!places.is_word(name), "{name}");
        }
        for word in &places.words {
            assert!(
                places.stem(word).or(places.kind(word)).is_some(),
                "{word} is no place"
            );
        }
        assert!(
            places.words.windows(2).all(|two| two[0] != two[1]),
            "a word twice"
        );
    }

    #[test]
    fn the_table_is_well_formed() {
        for (at, line) in include_str!("places.tsv").lines().enumerate() {
            if line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').collect();
            assert!(fields.len() <= 4, "line {}: too many fields", at + 1);
            if at > 0 && fields[0] == "province" || fields[0] == "words" {
                continue;
            }
            for name in fields
                .iter()
                .flat_map(|field| field.split('；'))
                .filter(|name| !name.is_empty())
            {
                let full = name.split('=').next().unwrap_or_default();
                assert!(full.ends_with(KINDS), "line {}: {name}", at + 1);
                assert!(full.chars().count() > 1, "line {}: {name}", at + 1);
                assert!(
                    !name.contains(char::is_whitespace),
                    "line {}: {name}",
                    at + 1
                );
            }
        }
    }
}
