//! Documents made from a body in short, so that most of what a fuzzer tries is well formed:
//! `p{r{t{甲}}}` is a paragraph, `numId val=1{}` an element with an attribute. What is not
//! closed is closed at the end. Where the suite includes this file, the makers of documents
//! are there already: `fuzz/` is a crate of its own.

#[path = "../../tests/shared/docx.rs"]
#[allow(dead_code, clippy::duplicate_mod)]
mod make_docx;
#[path = "../../tests/shared/xlsx.rs"]
#[allow(dead_code, clippy::duplicate_mod)]
mod make_xlsx;

/// What may stand behind the body, in this order.
const PARTS: [&str; 4] = ["numbering", "styles", "footnotes", "comments"];

/// A package of a body and what may stand behind it.
pub(super) fn document(text: &str) -> Vec<u8> {
    let mut sections = text.split("\n---\n");
    let body = xml(sections.next().unwrap_or_default());
    let mut parts = vec![("document", body)];
    for (part, section) in PARTS.iter().zip(sections) {
        parts.push((part, xml(section)));
    }
    make_docx::zipped(&make_docx::parts(&parts))
}

/// A workbook of sheets.
pub(super) fn workbook(text: &str) -> Vec<u8> {
    let sheets = text.split("\n---\n").enumerate().map(|(n, sheet)| {
        // Signs that XML has no place for.
        let plain = |c: char| !c.is_control() || c == '\n';
        let text = sheet.chars().filter(|c| plain(*c)).collect();
        (format!("任务表{n}"), text)
    });
    let sheets: Vec<(String, String)> = sheets.collect();
    make_xlsx::workbook(&sheets)
}

/// The short form as XML, which is well formed whatever the text is.
fn xml(text: &str) -> String {
    let mut out = String::new();
    let mut open: Vec<String> = Vec::new();
    let mut words = String::new();
    for c in text.chars() {
        match c {
            '{' => {
                let element = std::mem::take(&mut words);
                let mut parts = element.split_whitespace();
                let name = qualified(parts.next().unwrap_or("p"));
                out += &format!("<{name}");
                let mut known: Vec<&str> = Vec::new();
                for (key, value) in parts.filter_map(|p| p.split_once('=')) {
                    let plain = key.chars().all(|c| c.is_ascii_alphabetic()) && !key.is_empty();
                    if plain && !known.contains(&key) {
                        known.push(key);
                        out += &format!(r#" w:{key}="{}""#, escaped(value));
                    }
                }
                out.push('>');
                open.push(name);
            }
            '}' => {
                out += &escaped(&std::mem::take(&mut words));
                if let Some(name) = open.pop() {
                    out += &format!("</{name}>");
                }
            }
            _ => words.push(c),
        }
    }
    out += &escaped(&words);
    while let Some(name) = open.pop() {
        out += &format!("</{name}>");
    }
    out
}

/// A name that XML allows, in one of the spaces.
fn qualified(name: &str) -> String {
    let (prefix, name) = name.split_once(':').unwrap_or(("w", name));
    let plain = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphabetic)
            .collect::<String>()
    };
    let known = ["w", "mc", "wps", "v", "o", "a", "m"];
    let prefix = known.iter().find(|p| **p == prefix).unwrap_or(&"w");
    match plain(name) {
        name if name.is_empty() => format!("{prefix}:p"),
        name => format!("{prefix}:{name}"),
    }
}

fn escaped(text: &str) -> String {
    // Signs that XML has no place for.
    let text = text.replace(|c: char| c.is_control() && !matches!(c, '\t' | '\n'), "");
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
