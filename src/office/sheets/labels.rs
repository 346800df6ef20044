//! Which annex of its notice a sheet is: by what stands over its table, by its name, by the
//! name of its file, and by the list of annexes in the notice.

use std::collections::BTreeSet;

/// What begins the label of an annex, and the list of them.
const ANNEX: &str = "附件";

/// The annexes that a notice lists.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// Their numbers, where they have some, and their titles.
    items: Vec<(Option<usize>, String)>,
    /// Numbers of the annexes that stand in the notice itself.
    used: BTreeSet<usize>,
}

/// What is to stand before the table of a sheet.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) number: Option<usize>,
    /// The label, where the sheet has none.
    pub(super) label: Option<String>,
    /// The title, where the sheet has none.
    pub(super) title: Option<String>,
    /// The sheet has a label of its own.
    has_label: bool,
    has_title: bool,
}

/// The name of a file without its folders.
pub(super) fn file_name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// The same without its ending.
pub(super) fn stem(file: &str) -> &str {
    let name = file_name(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The number of an annex and what is said behind it: `附件2：任务表`. None where it is
/// none.
pub(super) fn labelled(text: &str) -> Option<(Option<usize>, &str)> {
    let rest = text.trim().strip_prefix(ANNEX)?.trim_start();
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = rest[..digits].parse().ok();
    let (number, rest) = match (number, han(rest)) {
        (Some(number), _) => (Some(number), &rest[digits..]),
        (None, Some((number, length))) => (Some(number), &rest[length..]),
        (None, None) => (None, rest),
    };
    let marks = |c: char| c.is_whitespace() || "：:.．、-－—_（）()".contains(c);
    Some((
        number,
        rest.trim_start_matches(marks).trim_end_matches([')', '）']),
    ))
}

/// A numeral from 一 to 十 at the beginning.
fn han(text: &str) -> Option<(usize, usize)> {
    let first = text.chars().next()?;
    let at = "一二三四五六七八九十".chars().position(|c| c == first)?;
    Some((at + 1, first.len_utf8()))
}

/// A title as it is compared.
fn plain(title: &str) -> String {
    let marks = |c: &char| !c.is_whitespace() && !"《》“”\"。；;，,".contains(*c);
    title.chars().filter(marks).collect()
}

/// Names that a program gives to sheets.
fn is_usual(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || "() （）".contains(c));
    matches!(bare, "" | "sheet" | "工作表" | "表")
}

impl Listed {
    /// The annexes that the text of a notice lists.
    pub(super) fn of(notice: &str) -> Self {
        let mut listed = Listed::default();
        let mut in_list = false;
        for line in notice.lines().map(str::trim) {
            if let Some((number, rest)) = labelled(line).filter(|_| !line.contains(['：', ':'])) {
                in_list = false;
                if rest.is_empty() {
                    listed.used.extend([number.unwrap_or(1)]);
                }
                continue;
            }
            let behind = line.strip_prefix(ANNEX).map(str::trim_start);
            let first = behind.and_then(|rest| rest.strip_prefix(['：', ':']));
            in_list &= !line.is_empty();
            let item = match first {
                Some(first) => {
                    in_list = true;
                    first.trim()
                }
                None if in_list => line,
                None => continue,
            };
            let digits = item.trim_start_matches(|c: char| c.is_ascii_digit());
            let number: Option<usize> = item[..item.len() - digits.len()].parse().ok();
            let title = digits
                .strip_prefix(['.', '．', '、'])
                .filter(|_| number.is_some());
            match title {
                Some(title) => listed.items.push((number, plain(title))),
                None if first.is_some() && !item.is_empty() => {
                    listed.items.push((None, plain(item)))
                }
                None => in_list = first.is_some() && item.is_empty(),
            }
        }
        listed
    }

    /// Which annex a sheet is: `lines` stand over its table, `stem` is the name of its file
    /// where that names the sheet.
    pub(super) fn head(&self, lines: &[String], sheet: &str, stem: Option<&str>) -> Head {
        let own = lines.iter().find_map(|line| labelled(line));
        let is_title = |line: &&String| labelled(line).is_none() && !line.contains(['：', ':']);
        let title = lines.iter().find(is_title);
        let named = (!is_usual(sheet)).then_some(sheet);
        let names = || named.into_iter().chain(stem);
        let of_names = names().find_map(|name| labelled(name)?.0);
        let listed = || {
            let titles = title.map(String::as_str).into_iter().chain(names());
            let titles = titles.map(|t| plain(labelled(t).map_or(t, |(_, rest)| rest)));
            let titles: Vec<String> = titles.collect();
            let found = self.items.iter().find(|(_, item)| titles.contains(item));
            found.and_then(|(number, _)| *number)
        };
        let number = own.and_then(|(number, _)| number);
        let mut head = Head {
            number: number.or(of_names).or_else(listed),
            has_label: own.is_some(),
            has_title: title.is_some() || own.is_some_and(|(_, rest)| !rest.is_empty()),
            ..Head::default()
        };
        if !head.has_title {
            let titles = names().map(|name| labelled(name).map_or(name, |(_, rest)| rest));
            let mut titles = titles.filter(|title| !title.trim().is_empty());
            head.title = titles.next().map(|title| title.trim().to_owned());
        }
        head
    }

    /// Numbers the annexes that have no number yet, and labels those that have no label.
    pub(super) fn number(&self, heads: &mut [&mut Head]) {
        let mut used = self.used.clone();
        used.extend(heads.iter().filter_map(|head| head.number));
        let is_only = heads.len() == 1 && self.used.is_empty() && self.items.len() < 2;
        let numbered = self.items.iter().any(|(number, _)| number.is_some());
        for head in heads.iter_mut() {
            let is_bare = is_only && !numbered && head.number.is_none();
            if head.number.is_none() && !head.has_label {
                let next = (1..).find(|n| !used.contains(n)).unwrap_or(1);
                used.insert(next);
                head.number = Some(next);
            }
            if !head.has_label {
                let number = head.number.filter(|_| !is_bare);
                head.label = Some(number.map_or(ANNEX.to_owned(), |n| format!("{ANNEX}{n}")));
            }
            if !head.has_title && head.title.is_none() {
                let is = |item: &&(Option<usize>, String)| item.0.or(Some(1)) == head.number;
                head.title = self.items.iter().find(is).map(|(_, title)| title.clone());
            }
        }
    }

    /// Whether the notice lists an annex that is called as this file is.
    pub(super) fn names(&self, stem: &str) -> bool {
        let labelled = labelled(stem);
        let title = plain(labelled.map_or(stem, |(_, rest)| rest));
        self.items
            .iter()
            .any(|(_, item)| !title.is_empty() && *item == title)
    }
}

/// Whether the text of a notice lists an annex that is called as the file `stem` is.
pub(in crate::office) fn lists(notice: &str, stem: &str) -> bool {
    Listed::of(notice).names(stem)
}

#[cfg(test)]
mod tests {
    use super::{Listed, is_usual, labelled, lists};

    const NOTICE: &str =
        "现将任务下达给你们。\n\n附件：1．指标分解表\n　　　2．任务分解表\n\n甲州市人民政府\n";

    #[test]
    fn labels_of_annexes() {
        for (text, number, rest) in [
            ("附件", None, ""),
            ("附件1", Some(1), ""),
            ("附件 2：任务表", Some(2), "任务表"),
            ("附件三、任务表", Some(3), "任务表"),
            ("附件12-任务表", Some(12), "任务表"),
        ] {
            assert_eq!(labelled(text), Some((number, rest)), "{text}");
        }
        assert_eq!(labelled("任务表"), None);
        for name in ["Sheet1", "sheet", "工作表2", "Sheet1 (2)", "3"] {
            assert!(is_usual(name), "{name}");
        }
        assert!(!is_usual("任务表1"));
    }

    #[test]
    fn annexes_that_a_notice_lists() {
        for (stem, is_listed) in [
            ("任务分解表", true),
            ("附件2：《任务分解表》", true),
            ("附件1 指标分解表", true),
            ("分解表", false),
            ("附件2", false),
            ("", false),
        ] {
            assert_eq!(lists(NOTICE, stem), is_listed, "{stem}");
        }
        assert!(lists("附件：任务分解表\n", "任务分解表"));
        assert!(!lists("附件\n任务分解表\n", "任务分解表"));
    }

    #[test]
    fn sheets_find_their_numbers() {
        let listed = Listed::of(NOTICE);
        let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
        let head = |over: &str, sheet: &str, stem: Option<&str>| {
            let mut head = listed.head(&lines(over), sheet, stem);
            listed.number(&mut [&mut head]);
            let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
            format!("{} {}", shown(&head.label), shown(&head.title))
        };
        assert_eq!(head("附件2\n任务分解表", "Sheet1", None), "- -");
        assert_eq!(head("任务分解表", "Sheet1", None), "附件2 -");
        assert_eq!(head("", "任务分解表", None), "附件2 任务分解表");
        assert_eq!(head("", "Sheet1", Some("附件2")), "附件2 任务分解表");
        assert_eq!(head("", "附件2 任务分解表", None), "附件2 任务分解表");
        assert_eq!(head("单位：亿元", "Sheet1", None), "附件1 指标分解表");
    }
}
