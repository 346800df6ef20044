//! XML as text. Elements are opened and closed in pairs; what a notice says is only ever
//! written as text or as the value of an attribute, and escaped.

use std::borrow::Cow;

use quick_xml::escape::escape;

/// A part of a package that is being written.
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
    /// How many characters no XML can hold and were written as signs for them.
    pub lost: usize,
}

impl Xml {
    pub(super) fn new() -> Xml {
        Xml {
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned(),
            open: Vec::new(),
            lost: 0,
        }
    }

    /// Begins an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, ">");
        self.open.push(name);
    }

    /// Ends the element that was begun last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push('>');
        }
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, "/>");
    }

    /// An element that is one value: `<w:jc w:val="center"/>`.
    pub(super) fn value(&mut self, name: &'static str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// An element that is there or not.
    pub(super) fn flag(&mut self, name: &'static str) {
        self.empty(name, &[]);
    }

    /// Text inside the element that is open.
    pub(super) fn text(&mut self, text: &str) {
        let (text, lost) = held(text);
        self.lost += lost;
        self.text.push_str(&escape(text.as_ref()));
    }

    /// An element that holds a text.
    pub(super) fn element(&mut self, name: &'static str, text: &str) {
        self.open(name, &[]);
        self.text(text);
        self.close();
    }

    /// The whole, with every element closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            let (value, lost) = held(value);
            self.lost += lost;
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            self.text.push_str(&escape(value.as_ref()));
            self.text.push('"');
        }
        self.text.push_str(end);
    }
}

/// The sign of Unicode for a control character, `␀` and those behind it.
const SIGNS: u32 = 0x2400;

/// The text as XML can hold it, and how many characters it cannot: a control character is
/// written as the sign for it, so that a reader sees where it stood.
fn held(text: &str) -> (Cow<'_, str>, usize) {
    let lost = text.chars().filter(|c| !is_held(*c)).count();
    if lost == 0 {
        return (Cow::Borrowed(text), 0);
    }
    let sign = |c: char| match is_held(c) {
        true => c,
        false if c < ' ' => {
            char::from_u32(SIGNS + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        false => char::REPLACEMENT_CHARACTER,
    };
    (text.chars().map(sign).collect(), lost)
}

fn is_held(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_data() {
        let mut xml = Xml::new();
        xml.open("w:p", &[("w:x", "\"><w:y>")]);
        xml.text("]]></w:t>&amp;\u{0}\u{1f}\u{ffff}好");
        assert_eq!(xml.lost, 3);
        let text = xml.finish();
        let body = text.split_once('\n').map(|(_, body)| body);
        let wanted =
            "<w:p w:x=\"&quot;&gt;&lt;w:y&gt;\">]]&gt;&lt;/w:t&gt;&amp;amp;␀␟\u{fffd}好</w:p>";
        assert_eq!(body, Some(wanted));
    }
}
