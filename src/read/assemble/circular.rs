//! The circular: masthead, document number, title, addressees, body, list of
//! attachments, signature, notes, colophon (GB/T 9704 7.2 to 7.4). What the source
//! lacks is taken from what the office gave beside it; what neither has is an error
//! that shows what to write.

mod attachments;
mod colophon;
mod head;
mod signature;

use std::collections::VecDeque;

use crate::blocks::account::{Change, Fate};
use crate::blocks::text::Chunk;
use crate::diag::{Diagnostic, Place};
use crate::grammar::circular::CircularWords;
use crate::notice::{Circular, Date, DocumentNumber, Paragraph, SourceRef, WorkbookRef};
use crate::read::given::{Field, Given};
use crate::source::{Source, Workbook};
use crate::tasks::assembler::Assembler;
use crate::tasks::paragraphs::paragraphs;
use crate::units::register::Register;

use crate::notice::number::{document_number, find as find_number};

type Line = (usize, Chunk);

/// Reads the circular from the lines that belong to no annex; `table` says that the source
/// may be a table and nothing else.
pub(super) fn read(
    assembler: &mut Assembler<'_>,
    lines: Vec<Line>,
    given: &Given,
    table: bool,
) -> Option<Circular> {
    let mut rest: VecDeque<Line> = lines.into();
    let head = head::read(assembler, &mut rest, given);
    let signed = signature::read(assembler, &mut rest);
    let below = head.date.map(|(date, line)| {
        date_below(assembler, line, date, signed.date);
        date
    });
    let (list, closing) = split_lists(&mut rest, signed.closing);
    let near = head.near.unwrap_or(Place::file(&assembler.source.file));
    let body: Vec<Paragraph> = paragraphs(rest.into(), assembler.register)
        .into_iter()
        .map(|(line, chunk)| Paragraph {
            text: assembler.take(&chunk),
            line: Some(line.into()),
        })
        .collect();
    let attachments = attachments::read(assembler, list);
    let colophon = colophon::read(assembler, closing);

    let mut settled = Settled {
        assembler,
        given,
        taken: Vec::new(),
        lacks: Vec::new(),
    };
    let number = settled.field(Field::Number, head.number.map(|n| n.text));
    let number = number.as_deref().and_then(document_number);
    let title = settled.field(Field::Title, head.title).unwrap_or_default();
    let to_nobody = &CircularWords::get().to_nobody;
    let kind = head::kind_of(&title).unwrap_or_default();
    let own = head.addressees.or_else(|| {
        let nobody = to_nobody.iter().any(|k| k == kind) && given.get(Field::Addressees).is_none();
        nobody.then(String::new)
    });
    let addressees = settled.field(Field::Addressees, own).unwrap_or_default();
    let date = settled.field(Field::Date, signed.date.or(below).map(|d| d.to_string()));
    let masthead = settled.optional(Field::Masthead, head.masthead);
    let signatory = settled.optional(Field::Signatory, signed.signatory);
    let names = Names {
        code: number.as_ref().map_or("", |n| &n.agency),
        title: &title,
    };
    let (masthead, signatory) = settled.names(masthead, signatory, &names, &near);
    let (taken, lacks) = (settled.taken, settled.lacks);
    if body.is_empty() && number.is_some() {
        let missing = match table {
            true => Diagnostic::warning("no-body", "来件只有一张表，没有正文；正文空着印"),
            false => Diagnostic::error("no-body", "通知没有正文"),
        };
        let hint = "正文写在主送机关和附件说明（或署名）之间";
        assembler.remarks.push(missing.at(near.clone()).hint(hint));
    }
    let body_at = body
        .first()
        .and_then(|p| p.line)
        .map(|line| assembler.place(line.number));
    let near = Near {
        body: body_at.unwrap_or_else(|| near.clone()),
        number: near,
        odd_number: head.odd_number,
        odd_date: signed.odd_date,
    };
    say_missing(assembler, given, &lacks, &near);
    let date: Date = date?.parse().ok()?;
    let document_number = number?;
    Some(Circular {
        id: id(assembler.register, &document_number)?,
        source: Some(SourceRef {
            file: assembler.source.file.clone(),
            blake3: assembler.source.blake3.clone(),
            workbooks: workbooks(assembler.source),
        }),
        masthead,
        document_number,
        title,
        addressees,
        body,
        attachments,
        unlisted: Vec::new(),
        signatory,
        date,
        publicity: colophon.publicity,
        copies_to: colophon.copies_to,
        printed_by: colophon.printed_by,
        printed_on: colophon.printed_on,
        head: head.marks,
        notes: colophon.notes,
        given: taken,
    })
}

/// The workbooks behind a source.
fn workbooks(source: &Source) -> Vec<WorkbookRef> {
    let one = |book: &Workbook| WorkbookRef {
        file: book.file.clone(),
        blake3: book.blake3.clone(),
    };
    source.workbooks.iter().map(one).collect()
}

/// A date under the title is the circular's own, or says the same as the one under the
/// signature.
fn date_below(
    assembler: &mut Assembler<'_>,
    (line, chunk): Line,
    date: Date,
    signed: Option<Date>,
) {
    if signed.is_none_or(|signed| signed == date) {
        chunk.spend(assembler.account, Fate::Normalised(Change::Date));
    } else {
        assembler.unplaced(line, &chunk);
    }
}

fn id(register: &Register, number: &DocumentNumber) -> Option<String> {
    let issuer = register.issuer(&number.agency)?;
    Some(format!("{}-{}-{}", issuer.slug, number.year, number.serial))
}

/// The list of attachments, which stands behind the body or behind the date, and what
/// else follows the date.
fn split_lists(rest: &mut VecDeque<Line>, mut closing: Vec<Line>) -> (Vec<Line>, Vec<Line>) {
    let is_list = |(_, c): &Line| attachments::label(&c.raw()).is_some();
    if let Some(at) = rest.iter().position(is_list) {
        // A title may run over lines; a sentence belongs to the body.
        let goes_on = |(_, c): &&Line| {
            let text = c.text();
            attachments::is_item(c) || !text.contains('。') && !text.ends_with('：')
        };
        let length = 1 + rest.iter().skip(at + 1).take_while(goes_on).count();
        return (rest.drain(at..at + length).collect(), closing);
    }
    let Some(at) = closing.iter().position(is_list) else {
        return (Vec::new(), closing);
    };
    let items = closing[at + 1..].iter();
    let length = 1 + items.take_while(|(_, c)| attachments::is_item(c)).count();
    let list = closing.drain(at..at + length).collect();
    (list, closing)
}

/// The fields of the circular, from the source or from what the office gave.
struct Settled<'d, 'a, 'g> {
    assembler: &'d mut Assembler<'a>,
    given: &'g Given,
    /// Names of the fields that the office gave.
    taken: Vec<String>,
    lacks: Vec<Field>,
}

/// What names the agency, where neither masthead nor signature does.
struct Names<'n> {
    code: &'n str,
    title: &'n str,
}

impl Settled<'_, '_, '_> {
    /// A field that a circular must have.
    fn field(&mut self, field: Field, own: Option<String>) -> Option<String> {
        let value = self.optional(field, own);
        if value.is_none() {
            self.lacks.push(field);
        }
        value
    }

    /// The source's own value, or the one given; both must say the same.
    fn optional(&mut self, field: Field, own: Option<String>) -> Option<String> {
        let given = self.given.get(field);
        match (own, given) {
            (None, None) => None,
            (Some(own), None) => Some(own),
            (None, Some(value)) => {
                self.taken.push(field.name().to_owned());
                Some(value.to_owned())
            }
            (Some(own), Some(value)) => {
                let word = field.word();
                let remark = if own == value {
                    Diagnostic::note("given-unused", format!("来件里已有{word}，不必补写"))
                } else {
                    Diagnostic::error(
                        "given-differs",
                        format!("来件里的{word}是“{own}”，补写的却是“{value}”"),
                    )
                    .hint(format!(
                        "若来件对，请删去 {} 里的这一行；若来件错了，请写成勘误",
                        self.given.file
                    ))
                };
                self.assembler
                    .remarks
                    .push(remark.at(self.given.place(field)));
                Some(own)
            }
        }
    }

    /// Masthead and signature: where one is missing, the register knows the agency's
    /// name, or the other says it, or the title.
    fn names(
        &mut self,
        masthead: Option<String>,
        signatory: Option<String>,
        names: &Names<'_>,
        near: &Place,
    ) -> (String, String) {
        let register = self.assembler.register;
        let issuer = register.issuer(names.code).filter(|_| !register.bare);
        let of_title = names.title.split_once("关于").map(|(head, _)| head);
        let of_title = of_title.filter(|head| signature::is_name(head, register));
        let of_masthead = masthead.as_deref().map(|m| m.trim_end_matches("文件"));
        let known = issuer.map(|i| i.name.as_str());
        let agency = known
            .or(signatory.as_deref())
            .or(of_title)
            .map(str::to_owned);
        let signer = of_masthead.or(known).or(of_title).map(str::to_owned);
        let masthead = masthead.or_else(|| {
            let named = format!("{}文件", agency?);
            self.named("masthead-named", Field::Masthead, &named, near);
            Some(named)
        });
        let signatory = signatory.or_else(|| {
            let named = signer?;
            self.named("signatory-named", Field::Signatory, &named, near);
            Some(named)
        });
        if masthead.is_none() {
            self.lacks.push(Field::Masthead);
        }
        if signatory.is_none() {
            self.lacks.push(Field::Signatory);
        }
        (masthead.unwrap_or_default(), signatory.unwrap_or_default())
    }

    fn named(&mut self, rule: &'static str, field: Field, value: &str, near: &Place) {
        let word = field.word();
        let place = match field {
            Field::Signatory => "署名写在成文日期上面，单独成行",
            _ => "写在来件最前面，单独成行",
        };
        let warning = Diagnostic::warning(rule, format!("来件没有{word}，印作“{value}”"))
            .at(near.clone())
            .hint(format!(
                "若不对，请补上（{place}），或在 {} 里写一行 {}",
                self.given.file,
                field.example()
            ));
        self.assembler.remarks.push(warning);
    }
}

/// Where what is missing belongs.
struct Near {
    /// The document number.
    number: Place,
    /// The first paragraph of the body.
    body: Place,
    /// Lines that look like a document number or a date, and cannot be read as one.
    odd_number: Option<Place>,
    odd_date: Option<Place>,
}

/// Says what neither the source has nor the office gave, and what to write where.
fn say_missing(assembler: &mut Assembler<'_>, given: &Given, lacks: &[Field], near: &Near) {
    if lacks.contains(&Field::Number) {
        let others: Vec<String> = lacks
            .iter()
            .filter(|f| **f != Field::Number)
            .map(|f| format!("{}（{}）", f.word(), f.example()))
            .collect();
        let more = match others.is_empty() {
            true => String::new(),
            false => format!("。另外还缺：{}", others.join("、")),
        };
        let mut error = no_number(&assembler.source.file, given, &more);
        if let Some(place) = near.odd_number.clone() {
            error.message = "找不到发文字号：这一行像是，却读不出机关代字、年份和序号".into();
            error.place = Some(place);
        }
        assembler.remarks.push(error);
        return;
    }
    for field in lacks {
        let (rule, how) = match field {
            Field::Title => (
                "no-title",
                "标题写在发文字号下面，以文种结尾，例如“……的通知”",
            ),
            Field::Addressees => (
                "no-addressees",
                "主送机关写在标题下面，顶格成行，以全角冒号结尾",
            ),
            Field::Date => (
                "no-date",
                "成文日期写在署名下面，单独成行，写成“2017年1月26日”的样子",
            ),
            Field::Signatory => ("no-signatory", "署名写在成文日期上面，单独成行"),
            Field::Masthead | Field::Number => (
                "no-masthead",
                "发文机关标志写在发文字号上面，单独成行，例如“苏州市人民政府文件”",
            ),
        };
        let odd = near.odd_date.as_ref().filter(|_| *field == Field::Date);
        let place = match (field, odd) {
            (_, Some(odd)) => odd,
            (Field::Addressees, _) => &near.body,
            _ => &near.number,
        };
        let message = match odd {
            Some(_) => "成文日期读不懂：没有这一天，或者数字写得不对".to_owned(),
            None => format!("找不到{}", field.word()),
        };
        let error = Diagnostic::error(rule, message)
            .at(place.clone())
            .hint(format!(
                "{how}；来件里若本来就没有，请在 {} 里写一行 {}",
                given.file,
                field.example()
            ));
        assembler.remarks.push(error);
    }
}

/// Says that a source has no document number; `more` says what else it lacks.
pub(crate) fn no_number(file: &str, given: &Given, more: &str) -> Diagnostic {
    Diagnostic::error("not-a-notice", "来件里找不到发文字号，不像是一份通知")
        .at(Place::file(file))
        .hint(format!(
            "发文字号要单独成行，写成“苏府〔2017〕15号”的样子；若是摘录，本来就没有，请在 {} 里写一行 {}{more}",
            given.file,
            Field::Number.example()
        ))
}

/// Whether a line of the source says when the circular was signed.
pub(super) fn is_dated(text: &str, register: &Register) -> bool {
    signature::dated(text, register).is_some()
}

/// Whether a line is the title of a circular, or its number.
pub(super) fn is_of_head(text: &str) -> bool {
    let number = || text.ends_with('号') && find_number(text).is_some();
    head::kind_of(text).is_some() || number()
}

/// Whether a line is the name of an agency and nothing else.
pub(super) fn is_name(text: &str, register: &Register) -> bool {
    signature::is_name(text, register)
}

/// Whether a line ends the circular: the first of the colophon, or a note.
pub(super) fn ends_circular(text: &str) -> bool {
    colophon::ends_circular(text)
}

/// Whether a line is the first of the colophon.
pub(super) fn begins_colophon(chunk: &Chunk) -> bool {
    colophon::begins(&chunk.text())
}

/// Cuts a chunk behind the characters that `head` has, which its text begins with.
pub(super) fn cut(chunk: &Chunk, head: &str) -> (Chunk, Chunk) {
    let blank = |c: &char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    let wanted = head.chars().filter(|c| !blank(c)).count();
    let mut seen = 0;
    let mut at = 0;
    while seen < wanted && at < chunk.0.len() {
        seen += usize::from(!blank(&chunk.0[at].c));
        at += 1;
    }
    chunk.split_at(at)
}
