//! What is said of a document: what in it is not final, what of it is not read, and what
//! nobody but its maker can read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::diag::locus::{Line, Locus};
use crate::diag::{Diagnostic, Place};
use crate::source::laid::Beside;

/// Something found in a document.
#[derive(Debug)]
pub(super) struct Thing {
    pub(super) what: What,
    pub(super) locus: Locus,
    /// The line of the text at which it was found.
    pub(super) line: usize,
}

/// What was found.
#[derive(Debug)]
pub(super) enum What {
    /// Words that somebody put in or took out, and nobody has agreed to yet.
    Change {
        is_insertion: bool,
        who: String,
        words: String,
    },
    /// Words of the file that are none of the document; of a comment who made it.
    Beside(Beside, String, String),
    Picture,
    /// Another file inside this one.
    Embedded,
    Formula,
    /// A character that has a form in one font only, which may be known.
    Private(char, Option<String>),
    /// An automatic number in a format that is not known.
    Number(String),
    /// A note that the text refers to.
    Note(Locus),
    /// A field that does not end.
    OpenField,
    /// A field that shows something which stands nowhere in the file, by what it says.
    Field(String),
    /// A drawing whose words stand in another part, by what it is.
    Drawing(&'static str),
}

/// So many characters of a name are kept.
const LONGEST_NAME: usize = 40;

fn name(who: &str) -> String {
    who.chars().take(LONGEST_NAME).collect()
}

impl What {
    pub(super) fn inserted(who: &str, words: &str) -> Self {
        What::Change {
            is_insertion: true,
            who: name(who),
            words: words.to_owned(),
        }
    }

    pub(super) fn deleted(who: &str, words: &str) -> Self {
        What::Change {
            is_insertion: false,
            who: name(who),
            words: words.to_owned(),
        }
    }
}

/// So many things of a kind are named in one remark, each with so many characters.
const MOST_NAMED: usize = 20;
const LONGEST: usize = 24;

/// So many things that cannot be read get a remark each.
const MOST_REMARKS: usize = 50;

/// All there is to say.
pub(super) fn remarks(file: &str, things: &[Thing], macros: bool) -> Vec<Diagnostic> {
    let mut remarks = Vec::new();
    remarks.extend(changes(file, things));
    remarks.extend(private(file, things));
    remarks.extend(numbers(file, things));
    remarks.extend(embedded(file, things));
    remarks.extend(notes(file, things));
    remarks.extend(unseen(file, things));
    remarks.extend(formulas(file, things));
    remarks.extend(open_field(file, things));
    remarks.extend(fields(file, things));
    remarks.extend(drawings(file, things));
    remarks.extend(beside(file, things, macros));
    remarks
}

fn place(file: &str, thing: &Thing) -> Place {
    let line = Line {
        number: thing.line,
        locus: Some(thing.locus),
    };
    Place::line(file, line)
}

fn short(words: &str) -> String {
    let words = words.trim();
    let mut shown: String = words.chars().take(LONGEST).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    shown
}

/// Things one after another, and how many there are where they are not all named.
fn listed(names: &[String]) -> String {
    let mut text = names[..names.len().min(MOST_NAMED)].join("；");
    if names.len() > MOST_NAMED {
        let _ = write!(text, "等 {} 处", names.len());
    }
    text
}

/// Open changes: runs that one person changed in one go are one change.
fn changes(file: &str, things: &[Thing]) -> Option<Diagnostic> {
    let mut found: Vec<(bool, &str, String, &Thing)> = Vec::new();
    for thing in things {
        let What::Change {
            is_insertion,
            who,
            words,
        } = &thing.what
        else {
            continue;
        };
        match found.last_mut() {
            Some((kind, by, said, last))
                if kind == is_insertion && *by == who && last.locus == thing.locus =>
            {
                said.push_str(words);
            }
            _ => found.push((*is_insertion, who, words.clone(), thing)),
        }
    }
    let first = found.first()?.3;
    let named = found.iter().map(|(is_insertion, who, words, thing)| {
        let who = if who.is_empty() { "不知是谁" } else { who };
        let how = if *is_insertion { "加上" } else { "删去" };
        format!("{who}在{}{how}“{}”", thing.locus, short(words))
    });
    let named: Vec<String> = named.collect();
    let message = format!(
        "这份文件还有没接受的修订，不是定稿；加上的读了，删去的没有读：{}",
        listed(&named)
    );
    let place = place(file, first);
    let place = match first.what {
        // What was deleted stands in no line that is read.
        What::Change {
            is_insertion: true, ..
        } => place.words(first_words(&found[0].2)),
        _ => place,
    };
    Some(
        Diagnostic::warning("open-changes", message)
            .at(place)
            .hint("请在 Word 或 WPS 的“审阅”里逐处看过，接受或拒绝所有修订，保存后再读"),
    )
}

fn first_words(words: &str) -> String {
    words.trim().chars().take(LONGEST).collect()
}

fn private(file: &str, things: &[Thing]) -> Vec<Diagnostic> {
    let found = things.iter().filter_map(|thing| match &thing.what {
        What::Private(c, font) => Some((thing, *c, font)),
        _ => None,
    });
    let remark = |(thing, c, font): (&Thing, char, &Option<String>)| {
        let code = format!("U+{:04X}", u32::from(c));
        let message = match font {
            Some(font) => format!(
                "{}有一个字只在字体“{font}”里有（{code}），换一种字体就是别的字",
                thing.locus
            ),
            None => format!(
                "{}有一个字只在某种字体里有（{code}），换一台电脑就看不见",
                thing.locus
            ),
        };
        Diagnostic::error("private-character", message)
            .at(place(file, thing).words(c.to_string()))
            .hint("请在 Word 或 WPS 里换成通行的字或符号（如 √、□、●），保存后再读")
    };
    found.take(MOST_REMARKS).map(remark).collect()
}

fn numbers(file: &str, things: &[Thing]) -> Vec<Diagnostic> {
    let mut formats: BTreeSet<&str> = BTreeSet::new();
    let mut remarks = Vec::new();
    for thing in things {
        let What::Number(format) = &thing.what else {
            continue;
        };
        if remarks.len() == MOST_REMARKS || !formats.insert(format) {
            continue;
        }
        let message = format!(
            "{}的自动编号是“{format}”式，这种编号不认识，后面同样的不再说",
            thing.locus
        );
        let hint = "请在 Word 或 WPS 里把编号换成常用的格式，或改成手打的字，保存后再读";
        let error = Diagnostic::error("automatic-number", message);
        remarks.push(error.at(place(file, thing)).hint(hint));
    }
    remarks
}

/// One remark for all things of a kind, at the first of them.
fn one(
    file: &str,
    things: &[Thing],
    is: impl Fn(&What) -> bool,
    say: impl Fn(&str, usize) -> Diagnostic,
) -> Option<Diagnostic> {
    let found: Vec<&Thing> = things.iter().filter(|t| is(&t.what)).collect();
    let mut loci: Vec<String> = found.iter().map(|t| t.locus.to_string()).collect();
    loci.dedup();
    let first = found.first()?;
    let shown = loci[..loci.len().min(MOST_NAMED)].join("、");
    Some(say(&shown, found.len()).at(place(file, first)))
}

fn embedded(file: &str, things: &[Thing]) -> Option<Diagnostic> {
    let say = |loci: &str, count: usize| {
        let message = format!("文件里嵌着另外 {count} 个文件（{loci}），里面的内容没有读");
        Diagnostic::warning("embedded-file", message)
            .hint("请双击打开它，把里面的文字、表格粘贴到正文里原来的地方，或另存后单独处理")
    };
    one(file, things, |w| matches!(w, What::Embedded), say)
}

fn notes(file: &str, things: &[Thing]) -> Option<Diagnostic> {
    let found = things.iter().filter_map(|thing| match &thing.what {
        What::Note(note) => Some((thing, format!("{note}（{}）", thing.locus))),
        _ => None,
    });
    let (found, names): (Vec<&Thing>, Vec<String>) = found.unzip();
    let message = format!(
        "{}以“注：”起头接在所在的段落或表格后面，标号没有读",
        listed(&names)
    );
    let warning = Diagnostic::warning("footnote", message).at(place(file, found.first()?));
    Some(warning.hint("公文一般不用脚注；请核对接上的地方是否合适"))
}

fn formulas(file: &str, things: &[Thing]) -> Option<Diagnostic> {
    let say = |loci: &str, _| {
        let message = format!("有用公式编辑器写的公式（{loci}），读成了一行字");
        Diagnostic::warning("formula", message)
            .hint("请核对分数、上下标有没有走样；走了样的改成文字")
    };
    one(file, things, |w| matches!(w, What::Formula), say)
}

fn open_field(file: &str, things: &[Thing]) -> Option<Diagnostic> {
    let say = |_: &str, _| {
        let message = "有一个域（自动更新的文字）没有写完，它后面的文字没有读";
        Diagnostic::error("field-open", message)
            .hint("请在 Word 或 WPS 里按 Ctrl+A、Ctrl+Shift+F9 把域变成文字，保存后再读")
    };
    one(file, things, |w| matches!(w, What::OpenField), say)
}

fn fields(file: &str, things: &[Thing]) -> Vec<Diagnostic> {
    let found = things.iter().filter_map(|thing| match &thing.what {
        What::Field(code) => Some((thing, code)),
        _ => None,
    });
    let remark = |(thing, code): (&Thing, &String)| {
        let message = format!(
            "{}有一个域（{code}），它显示的字不在文件里，是 Word 画出来的，读不到",
            thing.locus
        );
        Diagnostic::error("field-unread", message)
            .at(place(file, thing))
            .hint("请在 Word 或 WPS 里删去这个域，在原处打上它显示的字（带圈的数字打 ① 这样的字；下拉框打选中的那一项；勾选框打 □ 或 √），保存后再读")
    };
    found.take(MOST_REMARKS).map(remark).collect()
}

fn drawings(file: &str, things: &[Thing]) -> Option<Diagnostic> {
    let found = things.iter().filter_map(|thing| match &thing.what {
        What::Drawing(what) => Some((thing, format!("{}的{what}", thing.locus))),
        _ => None,
    });
    let (found, names): (Vec<&Thing>, Vec<String>) = found.unzip();
    let message = format!("{}里的文字没有读", listed(&names));
    let warning = Diagnostic::warning("drawing-unread", message).at(place(file, found.first()?));
    Some(warning.hint(
        "里面有通知的内容的，请在 Word 或 WPS 里把文字打到正文里原来的地方；只是配图的不用管",
    ))
}

/// Words that the document holds and does not show, or shows as a hint only.
fn unseen(file: &str, things: &[Thing]) -> Option<Diagnostic> {
    let found = things.iter().filter_map(|thing| match &thing.what {
        What::Beside(Beside::Hidden, _, words) => Some((thing, "看不见的", words)),
        What::Beside(Beside::Aid, _, words) => Some((thing, "只提示填写的", words)),
        _ => None,
    });
    let found: Vec<(&Thing, &str, &String)> = found.collect();
    let first = found.first()?.0;
    let name = |(thing, how, words): &(&Thing, &str, &String)| {
        format!("{}{how}“{}”", thing.locus, short(words))
    };
    let named: Vec<String> = found.iter().map(name).collect();
    let message = format!("文件里有打印时没有的文字，没有读：{}", listed(&named));
    Some(
        Diagnostic::warning("hidden-words", message)
            .at(place(file, first))
            .hint("请在 Word 或 WPS 里显示隐藏文字后核对；要紧的取消隐藏，不要的删去"),
    )
}

/// What a document has beside its text, as every document may.
fn beside(file: &str, things: &[Thing], macros: bool) -> Option<Diagnostic> {
    let mut names: Vec<String> = Vec::new();
    let mut pictures: Vec<String> = Vec::new();
    for thing in things {
        match &thing.what {
            What::Beside(Beside::Comment, who, words) => {
                names.push(format!("{}（{who}）“{}”", thing.locus, short(words)));
            }
            What::Beside(Beside::Header | Beside::Footer, _, words) => {
                names.push(format!("{}“{}”", thing.locus, short(words)));
            }
            What::Picture => pictures.push(thing.locus.to_string()),
            _ => {}
        }
    }
    if !pictures.is_empty() {
        let count = pictures.len();
        pictures.dedup();
        let shown = pictures[..pictures.len().min(MOST_NAMED)].join("、");
        names.push(format!("图片 {count} 幅（{shown}）"));
    }
    if macros {
        names.push("宏（没有运行）".to_owned());
    }
    if names.is_empty() {
        return None;
    }
    let message = format!("文件里另有这些没有读进通知：{}", listed(&names));
    Some(Diagnostic::note("beside-document", message).at(Place::file(file)))
}

/// Says that words of the file came to nothing, or came twice: `words` are those of the
/// file, `text` what was taken from it, and the figures their signs.
pub(super) fn unread(file: &str, words: &str, text: &str, signs: (usize, usize)) -> Diagnostic {
    let (there, taken) = signs;
    let message = if there > taken {
        // Which they are is told by what the text has fewer of.
        let mut left: BTreeMap<char, usize> = BTreeMap::new();
        text.chars().for_each(|c| *left.entry(c).or_default() += 1);
        let missing = words.chars().filter(|c| {
            let count = left.entry(*c).or_default();
            let is_missing = *count == 0;
            *count = count.saturating_sub(1);
            is_missing && !c.is_whitespace()
        });
        let missing: String = missing.collect();
        format!(
            "文件里有 {} 个字写在不该写字的地方，没有读到，如“{}”",
            there - taken,
            short(&missing)
        )
    } else {
        format!("文件里有 {} 个字读了两遍", taken - there)
    };
    Diagnostic::error("words-unread", message)
        .at(Place::file(file))
        .hint("请在 Word 或 WPS 里打开，核对后另存为 .docx 再读；还是这样的，是程序的错，请把文件发给程序的维护者")
}
