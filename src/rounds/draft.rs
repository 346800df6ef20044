//! The first form of a round's file: what the letter itself says of the self-checks, the
//! usual statuses and columns, and empty places for what nobody but the office can decide.

use crate::notice::report::Report;

/// The file, with places for what is put in; `{{` and `}}` are braces.
const DRAFT: &str = include_str!("draft.yaml");

/// The title of a round whose id is a month, and of any other.
const TITLES: [&str; 2] = ["{year}年{month}月自查情况", "自查情况（{id}）"];

/// What of the letter's times belongs to a round.
const TIMES: &str = "通知里的说法：{times}。";

/// Drafts the file of the round `id` of a notice whose letter asks for `report`.
pub fn draft(id: &str, report: Option<&Report>) -> String {
    let title = match month(id) {
        Some((year, month)) => TITLES[0]
            .replace("{year}", year)
            .replace("{month}", &month.to_string()),
        None => TITLES[1].replace("{id}", id),
    };
    let times = report.map_or(&[][..], |report| report.times.as_slice());
    let times = times_of(times, month(id).map(|(_, month)| month));
    let times = match times.is_empty() {
        true => String::new(),
        false => TIMES.replace("{times}", &line(&times.join("、"))),
    };
    let scalar = |text: Option<&str>| text.map_or(String::new(), quoted);
    // What the letter says may have any sign: it is put in last.
    let plain = DRAFT.replace("{{", "\u{1}").replace("}}", "\u{2}");
    let mut text = String::new();
    let mut rest = plain.as_str();
    while let Some((head, tail)) = rest.split_once('{') {
        let Some((name, behind)) = tail.split_once('}') else {
            break;
        };
        text.push_str(head);
        text.push_str(&match name {
            "title" => quoted(&title),
            "said" => scalar(report.map(|r| r.quote.as_str())),
            "to" => scalar(report.and_then(|r| r.to.as_deref())),
            "times" => times.clone(),
            _ => String::new(),
        });
        rest = behind;
    }
    text.push_str(rest);
    let lines = text.lines().map(str::trim_end);
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    text.replace('\u{1}', "{").replace('\u{2}', "}")
}

/// The year and month that an id is: `2017-07`.
fn month(id: &str) -> Option<(&str, u8)> {
    let (year, month) = id.split_once('-')?;
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let number = month
        .parse()
        .ok()
        .filter(|month| (1..=12).contains(month))?;
    (digits(year, 4) && digits(month, 2)).then_some((year, number))
}

/// Those of the letter's times that name the month; all where none does.
fn times_of(times: &[String], month: Option<u8>) -> Vec<String> {
    let names = |time: &&String| {
        let digits = time.split(|c: char| !c.is_ascii_digit());
        let followed = digits.filter(|n| !n.is_empty() && time.contains(&format!("{n}月")));
        followed
            .filter_map(|n| n.parse().ok())
            .any(|n| Some(n) == month)
    };
    let own: Vec<String> = times.iter().filter(names).cloned().collect();
    match own.is_empty() {
        true => times.to_vec(),
        false => own,
    }
}

/// A text as a scalar of YAML on one line.
fn quoted(text: &str) -> String {
    let text = serde_json::to_string(&line(text)).unwrap_or_default();
    // Of what JSON leaves as it is, YAML takes these for ends of lines.
    text.replace(['\u{85}', '\u{2028}', '\u{2029}'], " ")
}

/// A text on one line.
fn line(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rounds::round::{Meaning, Open, Round};

    fn report(quote: &str) -> Report {
        Report {
            quote: quote.to_owned(),
            times: vec!["7月初".to_owned(), "12月初".to_owned()],
            to: Some("市发改委".to_owned()),
            checks: true,
        }
    }

    #[test]
    fn a_draft_can_be_read_and_decides_nothing() {
        for quote in [
            "各地、各部门应于7月初和12月初自查。",
            "带“引号”、'撇'、\"双\"、{括号}、#井号: 冒号\n换行",
            "",
        ] {
            let text = draft("2017-07", Some(&report(quote)));
            let round = Round::from_yaml("2017-07", "x.yaml", &text).expect(&text);
            assert_eq!(
                round.said.as_deref(),
                Some(quote.replace('\n', " ").as_str())
            );
            assert_eq!(round.title, "2017年7月自查情况");
            assert_eq!(round.to.as_deref(), Some("市发改委"));
            assert_eq!(
                round.choice(" 已完成 ").map(|c| c.means),
                Some(Meaning::Done)
            );
            let all = Open {
                collectives: true,
                values: true,
            };
            let open: Vec<&str> = round.undecided(all).iter().map(|(name, _)| *name).collect();
            assert_eq!(open, ["by", "members", "ask", "as_of", "due"]);
            assert!(text.contains("通知里的说法：7月初。"), "{text}");
        }
    }

    #[test]
    fn a_letter_that_asks_nothing_leaves_all_open() {
        let text = draft("half-year", None);
        let round = Round::from_yaml("half-year", "x.yaml", &text).expect(&text);
        assert_eq!(round.title, "自查情况（half-year）");
        assert!(round.said.is_none() && round.to.is_none());
        assert!(draft("2017-12", Some(&report("x"))).contains("说法：12月初。"));
        assert!(draft("2017-03", Some(&report("x"))).contains("说法：7月初、12月初。"));
        assert!(draft("2017-13", None).contains("自查情况（2017-13）"));
    }
}
