//! What the letter orders about self-checks, found in its own words.

use super::view::ReportView;
use crate::notice::Paragraph;

/// Finds the sentences about 自查: their words, the times, and who gets the result.
pub fn report(body: &[Paragraph]) -> Option<ReportView> {
    let sentences = body.iter().flat_map(|p| p.text.split_inclusive('。'));
    let quote: String = sentences.filter(|s| s.contains("自查")).collect();
    if quote.is_empty() {
        return None;
    }
    Some(ReportView {
        times: times(&quote),
        to: recipient(&quote),
        quote,
    })
}

/// `7月初`, `12月初`, `6月底`, `11月中旬`: a month with what is said of it.
fn times(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('月') {
        let head: Vec<char> = text[..at]
            .chars()
            .rev()
            .take_while(char::is_ascii_digit)
            .collect();
        if head.is_empty() {
            continue;
        }
        let number: String = head.into_iter().rev().collect();
        let tail = &text[at + '月'.len_utf8()..];
        let ends = ["上旬", "中旬", "下旬", "初", "中", "底", "末"];
        let end = ends
            .iter()
            .find(|e| tail.starts_with(**e))
            .copied()
            .unwrap_or_default();
        found.push(format!("{number}月{end}"));
    }
    found
}

/// `报市发改委汇总后报市政府` → `市发改委`: the first that the result goes to.
fn recipient(text: &str) -> Option<String> {
    let tail = text.split_once('报')?.1;
    let end = tail.find(['汇', '，', '。', '、', '；'])?;
    let name = tail[..end].trim_start_matches(['送', '至', '给']);
    (!name.is_empty() && name.chars().count() <= 20).then(|| name.to_owned())
}
