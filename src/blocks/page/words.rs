//! Lines of a page that are not of the document, known by their words; the words are
//! data (`page` in `grammar.yaml`).

use crate::blocks::spot::has_number;
use crate::grammar::Grammar;
use crate::grammar::sections::PageWords;

fn words() -> &'static PageWords {
    &Grammar::get().page
}

/// Whether a line can only be the page's own.
pub(super) fn is_furniture(text: &str) -> bool {
    is_tools(text, 1) || behind_label(text, &words().labels).is_some() || is_foot(text)
}

/// The same of a line over the text, where pages say when they were put up, and by whom.
pub(super) fn is_head(text: &str) -> bool {
    is_furniture(text)
        || behind_label(text, &words().head_labels).is_some()
        || !text.is_empty() && text.chars().all(is_mark)
        || is_path(text)
}

/// `首页 > 专题 > 归档`: where a page stands on its site.
fn is_path(text: &str) -> bool {
    text.matches(['>', '＞', '»']).count() >= 2 && !text.contains('。')
}

/// Whether a line offers nothing but tools, at least `least` of them or in brackets:
/// `【打印】 【关闭】`, `字体：大 中 小`. Inside a text one word alone may be a word of it.
pub(super) fn is_tools(text: &str, least: usize) -> bool {
    let rest = behind_label(text, &words().labels);
    let is_word = |token: &str| words().words.iter().any(|w| w.eq_ignore_ascii_case(token));
    let tokens = || {
        rest.unwrap_or(text)
            .split(is_mark)
            .filter(|t| !t.is_empty())
    };
    let count = tokens().count() + usize::from(rest.is_some());
    let least = if text.starts_with(['【', '[', '〖']) {
        1
    } else {
        least
    };
    count >= least && tokens().all(is_word)
}

/// What parts the tools of a line.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || "【】[]〖〗（）()〔〕|｜丨>＞》《<«»/／\\·•、，,；：:→-—_+★☆▶►".contains(c)
}

/// What stands behind one of `labels` and a colon, or the mark of a path.
fn behind_label<'t>(text: &'t str, labels: &[String]) -> Option<&'t str> {
    let text = text.trim_start_matches(['【', '[', '·', '•', '>', '》']);
    let rest = labels.iter().filter_map(|label| {
        let rest = text.strip_prefix(label.as_str())?;
        rest.strip_prefix(['：', ':', '>', '＞', '》', '»'])
    });
    rest.min_by_key(|rest| rest.len())
}

/// Whether a line is of the foot of a site. What a sentence of a notice may say too is
/// known by its speaking of a site.
pub(super) fn is_foot(text: &str) -> bool {
    let words = words();
    let says = |list: &[String]| list.iter().any(|w| text.contains(w.as_str()));
    !has_number(text)
        && (says(&words.foot)
            || says(&words.foot_or_text) && (!text.contains(['。', '；']) || says(&words.site)))
}

/// Whether a line may go with a line of the page that follows: who wrote it, or, over
/// a foot, whose site it is.
pub(super) fn is_beside(text: &str, is_foot: bool) -> bool {
    let words = words();
    let owned = || words.owners.iter().any(|o| text.contains(o.as_str()));
    behind_label(text, &words.beside).is_some()
        || is_foot
            && (behind_label(text, &words.beside_foot).is_some()
                || behind_label(text, &words.owner_labels).is_some() && owned())
}

/// Whether a line is the name of a site: 某某政府网.
pub(super) fn is_site(text: &str) -> bool {
    let mut ends = words().site_ends.iter();
    text.chars().count() <= LONGEST_SITE && ends.any(|end| text.ends_with(end.as_str()))
}

/// The longest name of a site, in characters.
const LONGEST_SITE: usize = 20;

/// Whether a line is the name of a file that the page hands out.
pub(super) fn is_file(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    words().files.iter().any(|f| text.ends_with(f.as_str()))
}

/// Whether a line may stand above the masthead of a document: 特急, 机密★1年, 000012.
pub(super) fn is_above_masthead(text: &str) -> bool {
    let graded = words().above.iter().any(|w| text.starts_with(w.as_str()));
    let copy = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
    (graded && text.chars().count() <= 10) || copy
}
