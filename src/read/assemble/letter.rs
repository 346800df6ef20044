//! The letter: masthead, document number, title, addressees, body, list of
//! attachments, signature, note on publicity, colophon (GB/T 9704 7.2 to 7.4).

use super::Desk;
use super::paragraphs::paragraphs;
use crate::diag::{Diagnostic, Place};
use crate::notice::{Attachment, Date, DocumentNumber, Letter, Paragraph, SourceRef};
use crate::read::account::{Account, Change, Debris, Fate};
use crate::read::text::Chunk;

/// The 15 kinds of official documents (党政机关公文处理工作条例, article 8); a title
/// ends with one of them.
const DOCUMENT_KINDS: [&str; 15] = [
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复",
    "议案", "函", "纪要",
];

type Line = (usize, Chunk);

/// Reads the letter from the lines that belong to no annex.
pub(super) fn read(desk: &mut Desk<'_>, lines: Vec<Line>) -> Option<Letter> {
    let Some(at) = lines
        .iter()
        .position(|(_, c)| document_number(&c.text()).is_some())
    else {
        let error = Diagnostic::error("not-a-notice", "来件里找不到发文字号，不像是一份通知")
            .at(Place::file(&desk.source.file))
            .hint("发文字号要单独成行，写成“苏府〔2017〕15号”的样子");
        desk.remarks.push(error);
        for (_, chunk) in &lines {
            chunk.spend(desk.account, Fate::Kept);
        }
        return None;
    };
    let mut lines = lines;
    let after = lines.split_off(at + 1);
    let number_line = lines.pop()?;
    let title_above = title_above(&mut lines);
    let masthead = masthead(desk, lines);
    let document_number = document_number(&number_line.1.text())?;
    let number = &number_line.1;
    number.take_as(desk.account, &document_number.text, Change::Bracket);

    let mut rest: std::collections::VecDeque<Line> = after.into();
    let title = match title_above {
        Some(whole) => desk.take(&whole),
        None => title(desk, &mut rest, number_line.0),
    };
    let addressees = addressees(desk, &mut rest);
    let date_at = rest
        .iter()
        .position(|(_, c)| Date::from_han(&c.text()).is_some());
    let Some(date_at) = date_at else {
        desk.error(
            number_line.0,
            "no-date",
            "找不到成文日期".into(),
            "成文日期要在署名下面单独成行，写成“2017年1月26日”的样子",
        );
        for (_, chunk) in rest {
            chunk.spend(desk.account, Fate::Kept);
        }
        return None;
    };
    let closing: Vec<Line> = rest.drain(date_at + 1..).collect();
    let date_line = rest.pop_back()?;
    let signatory = signatories(desk, &mut rest);
    let masthead = match masthead {
        Some(masthead) => masthead,
        None => named_masthead(desk, &document_number.agency, &signatory, number_line.0),
    };
    let date = Date::from_han(
        &date_line
            .1
            .spend(desk.account, Fate::Normalised(Change::Date)),
    )?;
    let list_at = rest
        .iter()
        .position(|(_, c)| list_label(&c.raw()).is_some());
    let list: Vec<Line> = list_at
        .map(|i| rest.drain(i..).collect())
        .unwrap_or_default();
    let body: Vec<Paragraph> = paragraphs(rest.into(), desk.register)
        .into_iter()
        .map(|(line, chunk)| Paragraph {
            text: desk.take(&chunk),
            line: Some(line),
        })
        .collect();
    if body.is_empty() {
        desk.error(
            number_line.0,
            "no-body",
            "通知没有正文".into(),
            "正文写在主送机关和附件说明（或署名）之间",
        );
    }
    let attachments = attachments(desk, list);
    let colophon = closing_lines(desk, closing);
    let id = desk
        .register
        .issuer(&document_number.agency)
        .map(|issuer| {
            format!(
                "{}-{}-{}",
                issuer.slug, document_number.year, document_number.serial
            )
        })?;
    Some(Letter {
        id,
        source: Some(SourceRef {
            file: desk.source.file.clone(),
            blake3: desk.source.blake3.clone(),
        }),
        masthead,
        document_number,
        title,
        addressees,
        body,
        attachments,
        signatory,
        date,
        publicity: colophon.publicity,
        copies_to: colophon.copies_to,
        printed_by: colophon.printed_by,
        printed_on: colophon.printed_on,
    })
}

/// Reads `苏府〔2017〕15号`, with whatever brackets it was typed.
pub(in crate::read) fn document_number(text: &str) -> Option<DocumentNumber> {
    let open = text.find(['〔', '[', '【', '（', '('])?;
    let close = text.find(['〕', ']', '】', '）', ')'])?;
    let agency = text[..open].trim();
    let year = text.get(open..close)?.chars().skip(1).collect::<String>();
    let serial = text[close..].chars().skip(1).collect::<String>();
    let serial = serial
        .trim()
        .strip_suffix('号')?
        .trim()
        .trim_start_matches('第');
    let han = |c: char| crate::read::normal::is_han(c);
    let year: u16 = (year.trim().len() == 4).then(|| year.trim().parse().ok())??;
    let serial: u32 = serial.trim().parse().ok()?;
    (!agency.is_empty() && agency.chars().all(han)).then(|| DocumentNumber {
        text: format!("{agency}〔{year}〕{serial}号"),
        agency: agency.to_owned(),
        year,
        serial,
    })
}

/// 署名: the line over the date; of a joint letter also the lines over that which are
/// names of agencies and nothing else, the lead first, parted by a wide space.
fn signatories(desk: &mut Desk<'_>, rest: &mut std::collections::VecDeque<Line>) -> String {
    let mut names: Vec<String> = rest.pop_back().iter().map(|l| desk.take(&l.1)).collect();
    let register = desk.register;
    let is_name = |text: &str| {
        let mut endings = register.words.endings.iter().chain(&register.suffixes);
        (4..=FULL_NAME).contains(&text.chars().count())
            && text.chars().all(crate::read::normal::is_han)
            && endings.any(|ending| text.ends_with(ending.as_str()))
    };
    while let Some((_, chunk)) = rest.back()
        && is_name(&chunk.text())
        && is_name(&names[0])
    {
        names.insert(0, desk.take(&chunk.clone()));
        rest.pop_back();
    }
    names.join("\u{3000}")
}

/// The longest name of an agency, in characters.
const FULL_NAME: usize = 24;

/// The title, where it stands over the document number, as on the pages of web
/// sites: 某机关关于某事的某文种, up to a masthead that may stand over it.
fn title_above(lines: &mut Vec<Line>) -> Option<Chunk> {
    let first = lines
        .iter()
        .rposition(|(_, c)| c.text().ends_with("文件"))
        .map_or(0, |at| at + 1);
    let mut whole = Chunk::default();
    for (_, chunk) in &lines[first..] {
        whole.join(chunk.clone());
    }
    let text = whole.text();
    let is_title = text.contains("关于") && DOCUMENT_KINDS.iter().any(|k| text.ends_with(k));
    is_title.then(|| {
        lines.truncate(first);
        whole
    })
}

fn masthead(desk: &mut Desk<'_>, mut lines: Vec<Line>) -> Option<String> {
    let (_, last) = lines.pop()?;
    for (line, chunk) in lines {
        desk.unplaced(line, &chunk);
    }
    Some(desk.take(&last))
}

/// The masthead of a source that has none: the register knows the agency's name;
/// without one, whoever signed.
fn named_masthead(desk: &mut Desk<'_>, code: &str, signatory: &str, number_line: usize) -> String {
    let issuer = desk.register.issuer(code).filter(|_| !desk.register.bare);
    let agency = issuer.map_or(signatory, |i| &i.name);
    if agency.is_empty() {
        desk.error(
            number_line,
            "no-masthead",
            "发文字号上面没有发文机关标志".into(),
            "发文机关标志要单独成行，例如“苏州市人民政府文件”",
        );
        return String::new();
    }
    let masthead = format!("{agency}文件");
    let warning = Diagnostic::warning(
        "masthead-named",
        format!("来件没有发文机关标志，印作“{masthead}”"),
    )
    .at(desk.place(number_line))
    .hint("若不对，请把发文机关标志补在来件最前面，单独成行");
    desk.remarks.push(warning);
    masthead
}

/// The title may run over lines; it ends with a kind of document.
fn title(desk: &mut Desk<'_>, rest: &mut std::collections::VecDeque<Line>, above: usize) -> String {
    let ends = |text: &str| DOCUMENT_KINDS.iter().any(|kind| text.ends_with(kind));
    let addressees = |text: &str| text.ends_with('：');
    let length = rest
        .iter()
        .take_while(|(_, c)| !addressees(&c.text()))
        .position(|(_, c)| ends(&c.text()));
    let Some(length) = length else {
        desk.error(
            above,
            "no-title",
            "发文字号下面找不到标题".into(),
            "标题要以文种结尾，例如“……的通知”，后面是主送机关，以冒号结尾",
        );
        return String::new();
    };
    let mut whole = Chunk::default();
    for (_, chunk) in rest.drain(..=length) {
        whole.join(chunk);
    }
    desk.take(&whole)
}

/// 主送机关: lines up to the first that ends with a colon.
fn addressees(desk: &mut Desk<'_>, rest: &mut std::collections::VecDeque<Line>) -> String {
    let Some(length) = rest.iter().position(|(_, c)| c.text().ends_with('：')) else {
        let line = rest.front().map_or(1, |l| l.0);
        desk.error(
            line,
            "no-addressees",
            "标题下面找不到主送机关".into(),
            "主送机关要顶格成行，以全角冒号结尾",
        );
        return String::new();
    };
    let mut whole = Chunk::default();
    for (_, chunk) in rest.drain(..=length) {
        whole.join(chunk);
    }
    desk.take(&whole)
}

/// `附件：` at the head of a line, after a list mark that a converter may have put:
/// how many characters mark and label take.
fn list_label(raw: &str) -> Option<(usize, usize)> {
    let mark = raw
        .chars()
        .take_while(|c| c.is_whitespace() || matches!(c, '-' | '*' | '•' | '·'))
        .count();
    let rest: String = raw.chars().skip(mark).collect();
    let label = rest.strip_prefix("附件")?;
    let spaces = label.chars().take_while(|c| c.is_whitespace()).count();
    matches!(label.chars().nth(spaces)?, '：' | ':').then_some((mark, spaces + 3))
}

fn attachments(desk: &mut Desk<'_>, lines: Vec<Line>) -> Vec<Attachment> {
    let mut list: Vec<(u32, Chunk)> = Vec::new();
    for (i, (line, chunk)) in lines.into_iter().enumerate() {
        let chunk = if i == 0 {
            let (mark, label) = list_label(&chunk.raw()).unwrap_or_default();
            let (head, rest) = chunk.split_at(mark);
            book_mark(desk.account, &head);
            let (head, rest) = rest.split_at(label);
            desk.label(&head);
            rest
        } else {
            chunk
        };
        match split_number(&chunk) {
            Some((number, head, rest)) => {
                desk.label(&head);
                list.push((number, rest));
            }
            None if i == 0 => list.push((1, chunk)),
            None => match list.last_mut() {
                Some((_, last)) => last.join(chunk),
                None => desk.unplaced(line, &chunk),
            },
        }
    }
    list.into_iter()
        .map(|(number, chunk)| Attachment {
            number,
            title: desk.take(&chunk),
        })
        .collect()
}

fn book_mark(account: &mut Account, mark: &Chunk) {
    for glyph in &mark.0 {
        let fate = if glyph.c.is_whitespace() {
            Fate::Normalised(Change::Space)
        } else {
            Fate::Debris(Debris::ListMark)
        };
        account.book(glyph.span.clone(), fate);
    }
}

/// `1. 标题` → 1, `1. `, `标题`. A year is no number of an attachment.
fn split_number(chunk: &Chunk) -> Option<(u32, Chunk, Chunk)> {
    let raw = chunk.raw();
    let mut length = raw.chars().take_while(|c| c.is_whitespace()).count();
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let digits: String = raw
        .chars()
        .skip(length)
        .map(narrow)
        .take_while(char::is_ascii_digit)
        .collect();
    length += digits.len();
    let mark = raw.chars().nth(length)?;
    if digits.is_empty() || digits.len() > 2 || !matches!(mark, '.' | '．' | '、') {
        return None;
    }
    let (head, rest) = chunk.split_at(length + 1);
    Some((digits.parse().ok()?, head, rest))
}

#[derive(Default)]
struct Closing {
    publicity: Option<String>,
    copies_to: Option<String>,
    printed_by: Option<String>,
    printed_on: Option<Date>,
}

/// What follows the date: the note in brackets, 抄送 and 印发.
fn closing_lines(desk: &mut Desk<'_>, mut lines: Vec<Line>) -> Closing {
    let mut closing = Closing::default();
    if let Some(at) = lines
        .iter()
        .position(|(_, c)| printed_date(&c.text()).is_some())
    {
        let (_, chunk) = lines.remove(at);
        let text = chunk.text();
        let (agency, date) = printed_date(&text).unwrap_or_default();
        closing.printed_on = Date::from_han(date);
        if agency.is_empty() {
            chunk.spend(desk.account, Fate::Normalised(Change::Date));
            let above = at
                .checked_sub(1)
                .filter(|&i| copies_label(&lines[i].1.raw()).is_none());
            if let Some(i) = above {
                closing.printed_by = Some(desk.take(&lines.remove(i).1));
            }
        } else {
            // One line holds both: cut where the agency's characters end.
            let wanted = agency.chars().count();
            let mut cut = 0;
            let mut seen = 0;
            for glyph in &chunk.0 {
                if seen == wanted {
                    break;
                }
                cut += 1;
                seen += usize::from(!glyph.c.is_whitespace());
            }
            let (head, tail) = chunk.split_at(cut);
            closing.printed_by = Some(desk.take(&head));
            tail.spend(desk.account, Fate::Normalised(Change::Date));
        }
    }
    if let Some(at) = lines
        .iter()
        .position(|(_, c)| copies_label(&c.raw()).is_some())
    {
        let mut copies = lines.split_off(at).into_iter();
        if let Some((_, first)) = copies.next() {
            let (head, mut whole) = first.split_at(copies_label(&first.raw()).unwrap_or(0));
            desk.label(&head);
            for (line, chunk) in copies {
                if whole.text().ends_with('。') {
                    lines.push((line, chunk));
                } else {
                    whole.join(chunk);
                }
            }
            closing.copies_to = Some(desk.take(&whole));
        }
    }
    for (line, chunk) in lines {
        let text = chunk.text();
        let note = text.strip_prefix('（').and_then(|t| t.strip_suffix('）'));
        match note {
            Some(note) if closing.publicity.is_none() => {
                closing.publicity = Some(note.to_owned());
                desk.take(&chunk);
            }
            _ => desk.unplaced(line, &chunk),
        }
    }
    closing
}

/// Whether a line is the first of the colophon.
pub(super) fn begins_colophon(chunk: &Chunk) -> bool {
    copies_label(&chunk.raw()).is_some() || printed_date(&chunk.text()).is_some()
}

/// `抄送：` at the head of a line: how many characters it takes.
fn copies_label(raw: &str) -> Option<usize> {
    let spaces = raw.chars().take_while(|c| c.is_whitespace()).count();
    let rest: String = raw.chars().skip(spaces).collect();
    let label = rest.strip_prefix("抄送")?;
    let inner = label.chars().take_while(|c| c.is_whitespace()).count();
    matches!(label.chars().nth(inner)?, '：' | ':').then_some(spaces + inner + 3)
}

/// `苏州市人民政府办公室2017年2月7日印发` → agency (may be empty) and date.
fn printed_date(text: &str) -> Option<(&str, &str)> {
    let head = text.strip_suffix("印发")?;
    let year = head.rfind('年')?;
    let start = head[..year]
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_ascii_digit())
        .last()?
        .0;
    Date::from_han(&head[start..])?;
    Some((&head[..start], &head[start..]))
}
