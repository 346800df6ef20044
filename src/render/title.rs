//! Breaks titles into lines: between words, and in the shape of a trapezoid or
//! a diamond (GB/T 9704 7.3.1).
//!
//! Words are told by jieba, with the names of the register as words of their own,
//! so that no agency is ever cut in two. Its dictionary is opened only for a title
//! that does not fit on one line.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock};

use jieba_rs::Jieba;
use serde::Serialize;

use crate::grammar::Grammar;
use crate::parallel::unpoisoned;
use crate::view::{Paper, SetTitle};

/// How wide a title may be, in em, which is the size that it is set in: here alone. On paper
/// that is the type area over 2号 (GB/T 9704 7.3.1), 156 mm or 225 mm over 22 pt; on pages the
/// screen of a narrow phone over the size of a heading.
mod width {
    use crate::view::Paper;

    pub(super) const fn on(paper: Paper) -> f64 {
        match paper {
            Paper::Portrait => 442.2 / 22.0,
            Paper::Landscape => 637.8 / 22.0,
        }
    }

    pub(super) const PHONE: f64 = 12.0;
}

/// More lines than this no title has.
const MOST_LINES: usize = 5;

/// A title with its lines, as templates see it.
#[derive(Debug, Serialize)]
pub struct InLines<'t> {
    /// The words.
    text: &'t str,
    /// On what it is set.
    paper: Paper,
    /// The words again, line by line.
    lines: Vec<String>,
}

/// Finds lines for titles.
#[derive(Default)]
pub struct Titles {
    /// Names that are never cut.
    lexicon: Vec<String>,
    jieba: OnceLock<Jieba>,
    known: Mutex<BTreeMap<Paper, HashMap<String, Vec<String>>>>,
    /// The words of titles that were cut already, now or by an earlier build.
    cut: Mutex<Words>,
}

/// Titles with their words.
pub type Words = BTreeMap<String, Vec<String>>;

impl Titles {
    /// Titles in which the names of `lexicon` are never cut.
    pub fn new(lexicon: Vec<String>) -> Self {
        Titles {
            lexicon,
            ..Titles::default()
        }
    }

    /// A key of the names that are never cut, and of the words that hold on to others.
    pub fn key(&self) -> String {
        let names = format!("{:?} {:?}", self.lexicon, Grammar::get().titles);
        blake3::hash(names.as_bytes()).to_hex().to_string()
    }

    /// Takes over what an earlier build with the same key has cut, so that the dictionary,
    /// which is large, is opened only for a new title.
    pub fn preload(&self, words: Words) {
        let whole = words.into_iter().filter(|(t, words)| words.concat() == *t);
        unpoisoned(self.cut.lock()).extend(whole);
    }

    /// Begins to open the dictionary, if no title has been cut yet, for those that will be.
    pub fn open_ahead(self: &Arc<Self>) {
        if unpoisoned(self.cut.lock()).is_empty() {
            let titles = Arc::clone(self);
            std::thread::spawn(move || {
                titles.dictionary();
            });
        }
    }

    /// What has been cut so far.
    pub fn snapshot(&self) -> Words {
        unpoisoned(self.cut.lock()).clone()
    }

    /// Titles with their lines on the paper that they are set on.
    pub fn in_lines<'t>(&self, titles: &'t [SetTitle]) -> Vec<InLines<'t>> {
        let set = |title: &'t SetTitle| InLines {
            text: &title.title,
            paper: title.paper,
            lines: self.on(&title.title, title.paper),
        };
        titles.iter().map(set).collect()
    }

    /// The lines of one title on such paper.
    pub fn on(&self, title: &str, paper: Paper) -> Vec<String> {
        let known = || {
            let known = unpoisoned(self.known.lock());
            Some(known.get(&paper)?.get(title)?.clone())
        };
        // Nobody waits here for another's title, which may wait for the dictionary.
        known().unwrap_or_else(|| {
            let lines = self.lines(title, width::on(paper));
            let mut known = unpoisoned(self.known.lock());
            let known = known.entry(paper).or_default();
            known.insert(title.to_owned(), lines.clone());
            lines
        })
    }

    /// The lines of one title; `most` is the width of a line in em.
    pub fn lines(&self, title: &str, most: f64) -> Vec<String> {
        if wide(title) <= most {
            return vec![title.to_owned()];
        }
        let words = self.words(title);
        let least = (wide(title) / most).ceil() as usize;
        let found = (least..=MOST_LINES).find_map(|count| best(&words, count, most));
        // A word longer than a line: typst breaks it as it can.
        found.unwrap_or_else(|| vec![title.to_owned()])
    }

    /// Where a title may be broken when its lines are not known beforehand, as on a
    /// screen; one that fits on the line of a phone is left whole.
    pub fn phrases(&self, title: &str) -> Vec<String> {
        if wide(title) <= width::PHONE {
            return vec![title.to_owned()];
        }
        self.words(title)
    }

    /// The words of a title, with what cannot be parted from them.
    fn words(&self, title: &str) -> Vec<String> {
        let known = |title| unpoisoned(self.cut.lock()).get(title).cloned();
        known(title).unwrap_or_else(|| {
            let words = self.cut(title);
            unpoisoned(self.cut.lock()).insert(title.to_owned(), words.clone());
            words
        })
    }

    fn dictionary(&self) -> &Jieba {
        self.jieba.get_or_init(|| {
            let mut jieba = Jieba::new();
            for name in &self.lexicon {
                jieba.add_word(name, Some(1_000_000), None);
            }
            jieba
        })
    }

    fn cut(&self, title: &str) -> Vec<String> {
        let (jieba, holding) = (self.dictionary(), &Grammar::get().titles);
        let mut words: Vec<String> = Vec::new();
        let mut before = "";
        for word in jieba.cut(title, false) {
            let text = word.word;
            let join = words.last().is_some_and(|last| {
                let number = |t: &str| t.chars().all(|c| c.is_ascii_digit() || c == '.');
                let is = |words: &[String], word: &str| words.iter().any(|w| w == word);
                is(&holding.leading, before)
                    || is(&holding.trailing, text)
                    || number(last) && (is(&holding.behind_numbers, text) || number(text))
            });
            match words.last_mut() {
                Some(last) if join => last.push_str(text),
                _ => words.push(text.to_owned()),
            }
            before = text;
        }
        words
    }
}

/// The best way of setting words in `count` lines of at most `most` em; `None`
/// when they do not fit.
fn best(words: &[String], count: usize, most: f64) -> Option<Vec<String>> {
    let mut search = Search::new(words, most);
    search.try_breaks(count, 0);
    let (_, ends) = search.best?;
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let lines = starts
        .zip(&ends)
        .map(|(from, &to)| words[from..to].concat());
    Some(lines.collect())
}

/// A search for the best places to break a line of words.
struct Search {
    /// Width of all words before each, in em, and of all of them.
    widths: Vec<f64>,
    /// The widest line, in em.
    most: f64,
    /// Where the lines so far end: the number of words before it.
    ends: Vec<usize>,
    /// The least cost so far, with the ends of its lines.
    best: Option<(f64, Vec<usize>)>,
}

impl Search {
    fn new(words: &[String], most: f64) -> Self {
        let mut widths = vec![0.0];
        for word in words {
            widths.push(widths[widths.len() - 1] + wide(word));
        }
        Search {
            widths,
            most,
            ends: Vec::new(),
            best: None,
        }
    }

    /// Tries all ways of setting the words from `from` on in `count` more lines.
    fn try_breaks(&mut self, count: usize, from: usize) {
        let last = self.widths.len() - 1;
        let rest = self.widths[last] - self.widths[from];
        // Lines that are all full hold no more than this; what is left over fits nowhere.
        if from == last || rest > self.most * count as f64 {
            return;
        }
        let range = if count == 1 {
            last..=last
        } else {
            from + 1..=last
        };
        for to in range {
            if self.widths[to] - self.widths[from] > self.most {
                break;
            }
            self.ends.push(to);
            if count == 1 {
                self.compare();
            } else {
                self.try_breaks(count - 1, to);
            }
            self.ends.pop();
        }
    }

    /// Compares the lines that are set with the best so far.
    fn compare(&mut self) {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let lines = starts.zip(&self.ends);
        let widths: Vec<f64> = { lines }
            .map(|(from, &to)| self.widths[to] - self.widths[from])
            .collect();
        let cost = cost(&widths);
        if self.best.as_ref().is_none_or(|(least, _)| cost < *least) {
            self.best = Some((cost, self.ends.clone()));
        }
    }
}

/// What is wrong with the shape of lines of these widths, in em; the least is best. A trapezoid
/// (each line longer, or each shorter) or a diamond (up, then down) costs only
/// its raggedness; a rectangle or an hourglass much more.
fn cost(widths: &[f64]) -> f64 {
    let steps: Vec<f64> = widths.windows(2).map(|w| w[1] - w[0]).collect();
    let longest = widths.iter().copied().fold(0.0, f64::max);
    let shortest = widths.iter().copied().fold(f64::INFINITY, f64::min);
    let equal = steps.iter().any(|s| s.abs() < 0.9);
    let rising = steps.iter().all(|s| *s > 0.0);
    let falling = steps.iter().all(|s| *s < 0.0);
    let turn = steps.iter().position(|s| *s < 0.0).unwrap_or(steps.len());
    let diamond = steps[turn..].iter().all(|s| *s < 0.0);
    let shape = if equal {
        30.0
    } else if rising || falling || diamond {
        0.0
    } else {
        60.0
    };
    // A line of one or two words looks lost; so does a very long first one.
    let lost = if shortest < longest * 0.3 { 20.0 } else { 0.0 };
    shape + lost + (longest - shortest)
}

/// Width in em: a Han character is one, a digit or Latin letter a half.
pub(super) fn wide(text: &str) -> f64 {
    let em = |c: char| if c.is_ascii() { 0.5 } else { 1.0 };
    text.chars().map(em).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTRAIT: f64 = width::on(Paper::Portrait);
    const LANDSCAPE: f64 = width::on(Paper::Landscape);

    /// The widest line in em, and the lines that are wanted, parted by `/`.
    #[test]
    fn titles_break_between_words_and_in_shape() {
        let trailing = &Grammar::get().titles.trailing;
        let titles = Titles::new(vec!["苏州市人民政府办公室".into(), "市中级人民法院".into()]);
        for (most, lines) in [
            (PORTRAIT, "市政府关于下达2017年政府工作任务的通知"),
            (
                PORTRAIT,
                "2017年苏州市国民经济和社会发展/主要预期指标分解汇总表",
            ),
            (
                LANDSCAPE,
                "2017年苏州市国民经济和社会发展主要预期指标分解汇总表",
            ),
        ] {
            let title: String = lines.replace('/', "");
            assert_eq!(titles.lines(&title, most).join("/"), lines);
        }
        for title in [
            "苏州市人民政府办公室关于转发市中级人民法院进一步加强行政审判工作服务法治政府建设意见的通知",
            "国务院关于印发打赢蓝天保卫战三年行动计划和深入推进长江经济带发展若干意见的通知",
            "甲州市人民政府关于加快发展先进制造业的实施意见",
        ] {
            let lines = titles.lines(title, PORTRAIT);
            assert_eq!(lines.concat(), title);
            let widths: Vec<f64> = lines.iter().map(|l| wide(l)).collect();
            assert!(lines.len() > 1 && cost(&widths) < 20.0, "{lines:?}");
            for line in &lines {
                assert!(wide(line) <= PORTRAIT, "{line}");
                assert!(
                    !trailing.iter().any(|t| line.starts_with(t.as_str())),
                    "{lines:?}"
                );
                assert!(!line.ends_with("关于"), "{lines:?}");
            }
            let whole = lines.iter().any(|l| l.contains("市中级人民法院"));
            assert!(whole || !title.contains("市中级人民法院"), "{lines:?}");
        }
        // A phone's line is narrower; what it holds is never broken.
        assert_eq!(
            titles.phrases("苏州市2017年政府工作任务分解表").join("/"),
            "苏州市/2017年/政府/工作/任务/分解表"
        );
        assert_eq!(titles.phrases("单位与章节对照").len(), 1);
        // A name longer than a line stays as it is.
        let long = "一".repeat(60);
        assert_eq!(titles.lines(&long, PORTRAIT).concat(), long);
    }

    /// Lines are found for what a view declares, on the paper that it declares.
    #[test]
    fn declared_titles_have_lines() {
        use crate::view::Title;
        let titles = Titles::new(Vec::new());
        let long = Title::new("2017年苏州市国民经济和社会发展主要预期指标分解汇总表");
        let set = [long.on(Paper::Portrait), long.on(Paper::Landscape)];
        let seen = serde_json::json!(titles.in_lines(&set));
        assert_eq!(seen[0]["paper"], "portrait");
        assert_eq!(seen[0]["lines"].as_array().map(Vec::len), Some(2));
        assert_eq!(seen[1]["lines"], serde_json::json!([&*long]));
        assert_eq!(seen[1]["text"], seen[0]["text"]);
        assert!(titles.in_lines(&[]).is_empty());
    }
}
