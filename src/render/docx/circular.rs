//! The circular, from the masthead to the note under the date, and its colophon (GB/T 9704
//! 7.2 to 7.4).

use crate::render::docx::body::Body;
use crate::render::docx::page::{LINE, characters, mm, type_width};
use crate::render::docx::paragraph::{Indent, Paragraph, Props, Rule, Run, Spacing, StyleId};
use crate::render::docx::style::Style;
use crate::render::docx::{Desk, levels};
use crate::render::title::wide;
use crate::view::{AttachmentView, CircularView, Paper};

/// Parts the names of agencies that issue a notice together.
const BESIDE: char = '　';

/// The circular without its annexes.
pub(super) fn circular(body: &mut Body, view: &CircularView, desk: &Desk<'_>) {
    masthead(body, view, desk.style);
    body.push(Paragraph::new(StyleId::Number, &view.notice.number));
    let lines = desk.lines(&view.notice.title, Paper::Portrait);
    body.push(Paragraph::new(StyleId::Title, lines));
    body.push(Paragraph::new(StyleId::Addressees, &view.addressees));
    let texts: Vec<&str> = view.body.iter().map(String::as_str).collect();
    let headed = levels::headed(&texts);
    let last = texts.len().checked_sub(1);
    for (at, (text, headed)) in texts.iter().zip(headed).enumerate() {
        let mut paragraph = levels::paragraph(text, headed);
        // The signature never stands on a page without words of the body.
        paragraph.props.keep_next |= Some(at) == last;
        body.push(paragraph);
    }
    attachments(body, &view.attachments, &desk.wording.standard.attachments);
    signature(body, view, desk.seal);
    if let Some(note) = &view.publicity {
        body.push(Paragraph::new(StyleId::Note, format!("（{note}）")));
    }
}

/// 发文机关标志. Several agencies stand below one another, 文件 beside them (7.2.4).
fn masthead(body: &mut Body, view: &CircularView, style: &Style) {
    let words = &style.words;
    let agencies: Vec<&str> = view.notice.agency.split(BESIDE).collect();
    let name = view.masthead.replace(BESIDE, "");
    let bare = name.strip_suffix(&words.issued).unwrap_or(&name);
    let together = agencies.len() > 1 && bare == agencies.concat();
    let lines: Vec<&str> = match together {
        true => agencies,
        false => vec![&view.masthead],
    };
    let most = lines.iter().map(|line| wide(line)).fold(1.0, f64::max);
    let beside = together && name.ends_with(&words.issued);
    let places = most
        + if beside {
            2.0 * wide(&words.issued)
        } else {
            0.0
        };
    let room = f64::from(type_width(Paper::Portrait) - mm(2.0)) / 20.0;
    let size = style.sizes.masthead.min((room / places).floor()).max(1.0);
    let line = (size * 20.0 * 1.1) as u32;
    let count = lines.len();
    for (at, text) in lines.into_iter().enumerate() {
        let props = Props {
            keep_next: true,
            spacing: Some(Spacing {
                // 35 mm under the edge of the type area.
                before: if at == 0 { mm(35.0) } else { 0 },
                after: 0,
                line: Some(line),
            }),
            ..Props::of(StyleId::Masthead)
        };
        let mut paragraph = Paragraph::with(props, text);
        paragraph.size = Some((size * 2.0) as u32);
        let letters = wide(text);
        if !together && letters > 1.0 {
            // Spread over the width, as in print.
            let free = (room - letters * size) / (letters - 1.0);
            paragraph.apart = Some((20.0 * free.clamp(0.0, 0.35 * size)) as u32);
        }
        // Beside the names where a table would stand between the lines.
        if beside && at + 1 == count {
            paragraph.push(words.issued.as_str(), None);
        }
        body.push(paragraph);
    }
}

/// 附件：1. …, with the names hanging (7.3.4).
fn attachments(body: &mut Body, all: &[AttachmentView], label: &str) {
    let numbered = all.len() > 1;
    let label_ends = 2.0 + wide(label);
    for (at, line) in all.iter().enumerate() {
        let first = at == 0;
        let number = match numbered {
            true => format!("{}.", line.number),
            false => String::new(),
        };
        // A full stop of the Latin face is half as wide as a digit.
        let stop = if numbered { 0.25 } else { 0.0 };
        let left = characters(label_ends + wide(&number) - stop);
        let begins = if first { 2.0 } else { label_ends };
        let indent = Indent {
            left,
            first: characters(begins) - left,
            ..Indent::default()
        };
        let mut props = Props {
            keep_next: true,
            indent: Some(indent),
            ..Props::of(StyleId::Attachments)
        };
        if first {
            props.spacing = Some(Spacing {
                before: LINE,
                after: 0,
                line: Some(LINE),
            });
        }
        let mut paragraph = Paragraph::with(props, if first { label } else { "" });
        paragraph.push(format!("{number}{}", line.title), None);
        body.push(paragraph);
    }
}

/// 署名 and the date: without a seal, or with room for one (7.3.5).
fn signature(body: &mut Body, view: &CircularView, seal: bool) {
    let names: Vec<&str> = view.notice.agency.split(BESIDE).collect();
    let long = names.iter().map(|name| wide(name)).fold(0.0, f64::max);
    let short = wide(&view.notice.date);
    // Room to the right of the names and of the date, in characters.
    let (beside_names, beside_date) = match seal {
        true => ((4.0 + (short - long) / 2.0).max(0.0), 4.0),
        false if short > long => (4.0 + short - long, 2.0),
        false => (2.0, (long - short).max(0.0)),
    };
    for (at, name) in names.iter().enumerate() {
        // All begin where the longest does.
        let behind = beside_names + long - wide(name);
        let props = Props {
            spacing: Some(Spacing {
                before: if at == 0 { LINE } else { 0 },
                after: 0,
                line: Some(LINE),
            }),
            indent: Some(Indent {
                first_characters: Some(0),
                ..Indent::right(characters(behind))
            }),
            ..Props::of(StyleId::Signatory)
        };
        body.push(Paragraph::with(props, *name));
    }
    let props = Props {
        indent: Some(Indent {
            first_characters: Some(0),
            ..Indent::right(characters(beside_date))
        }),
        ..Props::of(StyleId::Date)
    };
    body.push(Paragraph::with(props, &view.notice.date));
}

/// 版记. In a file that is edited nothing can promise that it stands at the foot of an even
/// page.
pub(super) fn colophon(body: &mut Body, view: &CircularView, desk: &Desk<'_>) {
    let standard = &desk.wording.standard;
    let mut lines: Vec<Paragraph> = Vec::new();
    if let Some(copies) = &view.copies_to {
        let label = &standard.copies;
        let text = format!("{label}{copies}");
        lines.push(Paragraph::new(StyleId::Copies, text));
    }
    if let Some(by) = &view.printed_by {
        let right = type_width(Paper::Portrait) as i32 - characters(1.0);
        let props = Props {
            tabs: vec![("right", right)],
            ..Props::of(StyleId::Printed)
        };
        let mut line = Paragraph::with(props, by);
        if let Some(on) = &view.printed_on {
            let text = format!("\t{on}{}", standard.printed);
            line.runs.push(Run { text, style: None });
        }
        lines.push(line);
    }
    if lines.is_empty() {
        return;
    }
    body.turn(Paper::Portrait);
    let count = lines.len();
    for (at, line) in lines.into_iter().enumerate() {
        let first = at == 0;
        let thick = if first { THICK } else { THIN };
        body.push(rule(thick, if first { LINE } else { 0 }));
        body.push(line);
        if at + 1 == count {
            body.push(rule(THICK, 0));
        }
    }
}

/// Rules of the colophon in eighths of a point: 0.35 mm and 0.25 mm.
const THICK: u32 = 8;
const THIN: u32 = 6;

/// A rule as wide as the type area, in a paragraph of its own: those of a paragraph are as
/// wide as its text. `before` is the room above.
fn rule(thick: u32, before: u32) -> Paragraph {
    let props = Props {
        keep_next: true,
        above: Some(Rule {
            thick,
            room: 0,
            colour: "000000".to_owned(),
        }),
        spacing: Some(Spacing {
            before,
            after: 0,
            line: Some(90),
        }),
        ..Props::of(StyleId::Rule)
    };
    Paragraph::with(props, "")
}
