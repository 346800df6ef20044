//! Makes XLSX files for the tests, from sheets written in short: `tests/cases/README.md`
//! says how. The XML is written here and by no library that the program uses too.

use std::collections::BTreeMap;

use super::make_docx::zipped;

const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// A workbook of sheets: the name of each, perhaps with `hidden` behind a bar, and its
/// lines.
pub fn workbook(sheets: &[(String, String)]) -> Vec<u8> {
    zipped(&parts(sheets))
}

/// The parts of such a workbook.
pub fn parts(sheets: &[(String, String)]) -> BTreeMap<String, Vec<u8>> {
    let mut book = Book::default();
    let mut parts = BTreeMap::new();
    let (mut list, mut relations, mut types) = (String::new(), String::new(), String::new());
    for (n, (name, text)) in (1..).zip(sheets) {
        let (name, state) = name.split_once('|').unwrap_or((name, "visible"));
        let (xml, comments) = book.sheet(text);
        list += &format!(
            r#"<sheet name="{}" sheetId="{n}" state="{state}" r:id="r{n}"/>"#,
            escaped(name)
        );
        relations += &relation(
            &format!("r{n}"),
            "worksheet",
            &format!("worksheets/s{n}.xml"),
        );
        types += &part_type(&format!("xl/worksheets/s{n}.xml"), "worksheet");
        parts.insert(format!("xl/worksheets/s{n}.xml"), xml);
        if !comments.is_empty() {
            let rels = relation("c", "comments", &format!("../comments{n}.xml"));
            parts.insert(format!("xl/worksheets/_rels/s{n}.xml.rels"), rels_of(&rels));
            let xml = format!(
                r#"<comments xmlns="{SHEET}"><commentList>{comments}</commentList></comments>"#
            );
            parts.insert(format!("xl/comments{n}.xml"), xml.into_bytes());
        }
    }
    relations += &relation("s", "styles", "styles.xml");
    relations += &relation("w", "sharedStrings", "sharedStrings.xml");
    let book_xml = format!(
        r#"<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{list}</sheets></workbook>"#
    );
    parts.insert("xl/workbook.xml".into(), book_xml.into_bytes());
    parts.insert("xl/_rels/workbook.xml.rels".into(), rels_of(&relations));
    parts.insert("xl/styles.xml".into(), book.styles());
    let words = format!(r#"<sst xmlns="{SHEET}">{}</sst>"#, book.words);
    parts.insert("xl/sharedStrings.xml".into(), words.into_bytes());
    let main = relation("m", "officeDocument", "xl/workbook.xml");
    parts.insert("_rels/.rels".into(), rels_of(&main));
    types += &part_type("xl/workbook.xml", "sheet.main");
    let types = format!(r#"<Types xmlns="{PACKAGE}/content-types">{types}</Types>"#);
    parts.insert("[Content_Types].xml".into(), types.into_bytes());
    parts
}

fn relation(id: &str, kind: &str, target: &str) -> String {
    format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
}

fn rels_of(relations: &str) -> Vec<u8> {
    let space = format!("{PACKAGE}/relationships");
    format!(r#"<Relationships xmlns="{space}">{relations}</Relationships>"#).into_bytes()
}

fn part_type(part: &str, kind: &str) -> String {
    format!(r#"<Override PartName="/{part}" ContentType="{TYPE}.{kind}+xml"/>"#)
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// What the sheets share.
#[derive(Default)]
struct Book {
    words: String,
    count: usize,
    formats: Vec<String>,
}

impl Book {
    /// A sheet and its comments.
    fn sheet(&mut self, text: &str) -> (Vec<u8>, String) {
        let (mut rows, mut merges, mut columns) = (String::new(), String::new(), String::new());
        let mut comments = String::new();
        let mut row = 0;
        for line in text.lines() {
            let hidden = if line.starts_with("|-") {
                r#" hidden="1""#
            } else {
                ""
            };
            if let Some(cells) = line.strip_prefix("|-").or(line.strip_prefix('|')) {
                row += 1;
                let cells = cells.trim().strip_suffix('|').unwrap_or(cells);
                let cells = (1..).zip(cells.split('|'));
                let cells = cells.map(|(column, cell)| self.cell(row, column, cell.trim()));
                let cells: String = cells.collect();
                rows += &format!(r#"<row r="{row}"{hidden}>{cells}</row>"#);
            } else if let Some(area) = line.strip_prefix("merge ") {
                merges += &format!(r#"<mergeCell ref="{}"/>"#, escaped(area));
            } else if let Some(column) = line.strip_prefix("hide column ") {
                columns += &format!(r#"<col min="{0}" max="{0}" hidden="1"/>"#, escaped(column));
            } else if let Some((at, words)) = line
                .strip_prefix("comment ")
                .and_then(|l| l.split_once(' '))
            {
                comments += &format!(
                    r#"<comment ref="{}"><text><t>{}</t></text></comment>"#,
                    escaped(at),
                    escaped(words)
                );
            }
        }
        let list = |name: &str, inner: String| match inner.is_empty() {
            true => inner,
            false => format!("<{name}>{inner}</{name}>"),
        };
        let xml = format!(
            r#"<worksheet xmlns="{SHEET}">{}<sheetData>{rows}</sheetData>{}</worksheet>"#,
            list("cols", columns),
            list("mergeCells", merges)
        );
        (xml.into_bytes(), comments)
    }

    fn cell(&mut self, row: usize, column: usize, text: &str) -> String {
        let at = format!("{}{row}", letters(column));
        if let Some(number) = text.strip_prefix('#') {
            let (number, format) = number.split_once(' ').unwrap_or((number, "General"));
            let style = self.style(format);
            return format!(r#"<c r="{at}" s="{style}"><v>{}</v></c>"#, escaped(number));
        }
        if let Some(formula) = text.strip_prefix('=') {
            let value = formula
                .split_once(" → ")
                .map(|(_, value)| format!("<v>{}</v>", escaped(value)));
            let formula = formula.split(" → ").next().unwrap_or_default();
            let value = value.unwrap_or_default();
            return format!(r#"<c r="{at}"><f>{}</f>{value}</c>"#, escaped(formula));
        }
        if let Some(error) = text.strip_prefix('!') {
            return format!(r#"<c r="{at}" t="e"><v>{}</v></c>"#, escaped(error));
        }
        if text.is_empty() {
            return format!(r#"<c r="{at}"/>"#);
        }
        let text = escaped(&text.replace('⏎', "\n"));
        self.words += &format!(r#"<si><t xml:space="preserve">{text}</t></si>"#);
        self.count += 1;
        format!(r#"<c r="{at}" t="s"><v>{}</v></c>"#, self.count - 1)
    }

    fn style(&mut self, format: &str) -> usize {
        let known = self.formats.iter().position(|known| known == format);
        known.unwrap_or_else(|| {
            self.formats.push(format.to_owned());
            self.formats.len() - 1
        }) + 1
    }

    fn styles(&self) -> Vec<u8> {
        let formats = (0..).zip(&self.formats).map(|(n, format)| {
            format!(
                r#"<numFmt numFmtId="{}" formatCode="{}"/>"#,
                164 + n,
                escaped(format)
            )
        });
        let formats: String = formats.collect();
        let cells = (0..self.formats.len()).map(|n| format!(r#"<xf numFmtId="{}"/>"#, 164 + n));
        let cells: String = cells.collect();
        format!(
            r#"<styleSheet xmlns="{SHEET}"><numFmts>{formats}</numFmts><cellXfs><xf numFmtId="0"/>{cells}</cellXfs></styleSheet>"#
        )
        .into_bytes()
    }
}

fn letters(mut column: usize) -> String {
    let mut text = String::new();
    while column > 0 {
        text.insert(0, char::from(b'A' + ((column - 1) % 26) as u8));
        column = (column - 1) / 26;
    }
    text
}
