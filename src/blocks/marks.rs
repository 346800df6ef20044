//! Lines by which a notice is known on a page: its number, its title, whom it goes
//! to, its date, the heads of its annexes. Looked at before anything is assembled.

use crate::grammar::circular::{self, CircularWords};
use crate::notice::number::document_number;
use crate::numerals;

/// Whether a line is one of those; a text in a cell of a table has no two of them.
pub(crate) fn is_landmark(text: &str) -> bool {
    document_number(text).is_some()
        || is_masthead(text)
        || is_title(text)
        || is_addressees(text)
        || is_annex_label(text)
        || is_date(text)
}

/// `某市人民政府文件`.
pub(crate) fn is_masthead(text: &str) -> bool {
    text.ends_with("文件") && text.chars().count() <= 40 && !text.contains(['，', '。', '《'])
}

/// `某机关关于某事的通知`.
pub(crate) fn is_title(text: &str) -> bool {
    text.contains("关于") && ends_in_kind(text) && !text.contains('。')
}

/// How a title ends.
pub(crate) fn ends_in_kind(text: &str) -> bool {
    CircularWords::get().kind_of(text).is_some()
}

/// `各县、区人民政府，市各有关单位：`.
pub(crate) fn is_addressees(text: &str) -> bool {
    text.ends_with('：') && text.contains(['、', '，', '各']) && !text.contains('。')
}

/// `附件`, `附件1`, `附件2：` alone on a line.
pub(crate) fn is_annex_label(text: &str) -> bool {
    text.strip_prefix("附件").is_some_and(|rest| {
        rest.trim_end_matches('：')
            .chars()
            .all(|c| c.is_ascii_digit() || numerals::is_han(c))
            && rest != "："
    })
}

/// A date and nothing else, in whatever writing.
pub(crate) fn is_date(text: &str) -> bool {
    let text = text.trim_start_matches("公元");
    let digit = |c: char| c.is_ascii_digit() || "〇○零ＯO一二三四五六七八九十".contains(c);
    let dated = text.contains('年') && text.contains('月') && text.ends_with('日');
    let stops = text.matches(['.', '-', '/']).count() == 2;
    let parts = |c: char| digit(c) || matches!(c, '年' | '月' | '日' | '.' | '-' | '/' | ' ');
    (dated || stops && text.starts_with(['1', '2']) && text.len() >= 8)
        && text.chars().count() <= 14
        && text.chars().all(parts)
        && text.starts_with(digit)
}

/// A date, perhaps with a time of day: as sites print when they put up a page.
pub(crate) fn is_moment(text: &str) -> bool {
    let count = text.chars().filter(char::is_ascii_digit).count();
    let moment = |c: char| c.is_ascii_digit() || "年月日时分秒:：-/. ".contains(c);
    count >= 6 && text.chars().count() <= 30 && text.chars().all(moment)
}

/// `抄送：…`, `…2024年3月8日印发`: a line of the colophon.
pub(crate) fn is_colophon(text: &str) -> bool {
    let words = CircularWords::get();
    let mut lists = [&words.copies, &words.other_copies].into_iter();
    lists.any(|list| circular::label(text, list).is_some())
        || text.ends_with("印发") && text.contains('年')
}
