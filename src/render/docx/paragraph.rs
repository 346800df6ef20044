//! Paragraphs and runs, with their properties in the order that the schema wants.

use crate::render::docx::page;
use crate::render::docx::xml::Xml;
use crate::view::Paper;

/// The styles of a file. The ids of those that every editor knows are theirs, so that they
/// are shown in the language of the editor and stand in its outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StyleId {
    Normal,
    Heading(u8),
    Masthead,
    Number,
    Title,
    Addressees,
    Attachments,
    Signatory,
    Date,
    Note,
    AnnexLabel,
    AnnexTitle,
    Copies,
    Printed,
    /// A rule of the colophon.
    Rule,
    TableHead,
    TableText,
    TablePart,
    PageNumber,
    /// Of runs.
    Hei,
    Kai,
}

impl StyleId {
    pub(super) fn id(self) -> &'static str {
        match self {
            StyleId::Normal => "Normal",
            StyleId::Heading(1) => "Heading1",
            StyleId::Heading(2) => "Heading2",
            StyleId::Heading(3) => "Heading3",
            StyleId::Heading(_) => "Heading4",
            StyleId::Masthead => "Masthead",
            StyleId::Number => "DocumentNumber",
            StyleId::Title => "NoticeTitle",
            StyleId::Addressees => "Addressees",
            StyleId::Attachments => "Attachments",
            StyleId::Signatory => "Signatory",
            StyleId::Date => "DateOfIssue",
            StyleId::Note => "NoteBelow",
            StyleId::AnnexLabel => "AnnexLabel",
            StyleId::AnnexTitle => "AnnexTitle",
            StyleId::Copies => "ColophonCopies",
            StyleId::Printed => "ColophonPrinted",
            StyleId::Rule => "ColophonRule",
            StyleId::TableHead => "TableHead",
            StyleId::TableText => "TableText",
            StyleId::TablePart => "TablePart",
            StyleId::PageNumber => "PageNumberLine",
            StyleId::Hei => "HeiChar",
            StyleId::Kai => "KaiChar",
        }
    }
}

/// Indents, in twentieths of a point; a first line that stands out is negative.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Indent {
    pub left: i32,
    pub right: i32,
    pub first: i32,
    /// The first line in hundredths of a character, as offices set it.
    pub first_characters: Option<u32>,
}

impl Indent {
    pub(super) fn left(left: i32) -> Indent {
        Indent {
            left,
            ..Indent::default()
        }
    }

    pub(super) fn right(right: i32) -> Indent {
        Indent {
            right,
            ..Indent::default()
        }
    }

    /// None at all.
    pub(super) fn none() -> Indent {
        Indent {
            first_characters: Some(0),
            ..Indent::default()
        }
    }
}

/// The room above and below a paragraph, and the height of its lines.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spacing {
    pub before: u32,
    pub after: u32,
    /// Exactly so high, or as the face asks.
    pub line: Option<u32>,
}

/// A rule above or below: its thickness in eighths of a point, the room to it in points.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub thick: u32,
    pub room: u32,
    pub colour: String,
}

/// The properties of a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Props {
    pub style: Option<StyleId>,
    pub keep_next: bool,
    pub keep_lines: bool,
    pub new_page: bool,
    pub above: Option<Rule>,
    pub below: Option<Rule>,
    /// Places of tabs: which side, and where.
    pub tabs: Vec<(&'static str, i32)>,
    /// Rules of breaking lines in Chinese, which the body's style sets.
    pub chinese: bool,
    pub snap: Option<bool>,
    pub spacing: Option<Spacing>,
    pub indent: Option<Indent>,
    pub align: Option<&'static str>,
    pub outline: Option<u8>,
}

impl Props {
    /// Only a style.
    pub(super) fn of(style: StyleId) -> Props {
        Props {
            style: Some(style),
            ..Props::default()
        }
    }

    /// Writes them; `section` is the paper of the section that ends here.
    pub(super) fn write(&self, xml: &mut Xml, section: Option<Paper>) {
        xml.open("w:pPr", &[]);
        if let Some(style) = self.style {
            xml.value("w:pStyle", style.id());
        }
        let flags = [
            ("w:keepNext", self.keep_next),
            ("w:keepLines", self.keep_lines),
            ("w:pageBreakBefore", self.new_page),
        ];
        for (name, _) in flags.iter().filter(|(_, on)| *on) {
            xml.flag(name);
        }
        self.borders(xml);
        if !self.tabs.is_empty() {
            xml.open("w:tabs", &[]);
            for (kind, at) in &self.tabs {
                xml.empty("w:tab", &[("w:val", kind), ("w:pos", &at.to_string())]);
            }
            xml.close();
        }
        if self.chinese {
            xml.value("w:kinsoku", "1");
            xml.value("w:overflowPunct", "1");
            // Room beside 2017 would break the grid.
            xml.value("w:autoSpaceDE", "0");
            xml.value("w:autoSpaceDN", "0");
        }
        if let Some(snap) = self.snap {
            xml.value("w:snapToGrid", if snap { "1" } else { "0" });
        }
        self.places(xml);
        if let Some(align) = self.align {
            xml.value("w:jc", align);
        }
        if let Some(level) = self.outline {
            xml.value("w:outlineLvl", &level.to_string());
        }
        if let Some(paper) = section {
            page::section(xml, paper);
        }
        xml.close();
    }

    fn borders(&self, xml: &mut Xml) {
        if self.above.is_none() && self.below.is_none() {
            return;
        }
        xml.open("w:pBdr", &[]);
        for (name, rule) in [("w:top", &self.above), ("w:bottom", &self.below)] {
            if let Some(rule) = rule {
                let (thick, room) = (rule.thick.to_string(), rule.room.to_string());
                let looks = [
                    ("w:val", "single"),
                    ("w:sz", &*thick),
                    ("w:space", &room),
                    ("w:color", &rule.colour),
                ];
                xml.empty(name, &looks);
            }
        }
        xml.close();
    }

    fn places(&self, xml: &mut Xml) {
        if let Some(spacing) = self.spacing {
            let (line, rule) = match spacing.line {
                Some(line) => (line, "exact"),
                None => (240, "auto"),
            };
            let line = line.to_string();
            let (before, after) = (spacing.before.to_string(), spacing.after.to_string());
            let places = [
                ("w:before", &*before),
                ("w:after", &after),
                ("w:line", &line),
                ("w:lineRule", rule),
            ];
            xml.empty("w:spacing", &places);
        }
        if let Some(indent) = self.indent {
            let (left, right) = (indent.left.to_string(), indent.right.to_string());
            let first = indent.first.abs().to_string();
            let characters = indent.first_characters.map(|n| n.to_string());
            let mut places = vec![("w:left", &*left), ("w:right", &right)];
            match indent.first < 0 {
                true => places.push(("w:hanging", &first)),
                false => {
                    places.extend(characters.as_deref().map(|n| ("w:firstLineChars", n)));
                    places.push(("w:firstLine", &first));
                }
            }
            xml.empty("w:ind", &places);
        }
    }
}

/// A stretch of text with the style of its letters.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub text: String,
    pub style: Option<StyleId>,
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    pub props: Props,
    pub runs: Vec<Run>,
    /// The size of its letters in half points, where it is not that of its style.
    pub size: Option<u32>,
    /// What is added between its letters, in twentieths of a point.
    pub apart: Option<u32>,
    /// The paper of the section that ends with it.
    pub section: Option<Paper>,
}

impl Paragraph {
    /// With one text.
    pub(super) fn new(style: StyleId, text: impl Into<String>) -> Paragraph {
        Paragraph::with(Props::of(style), text)
    }

    /// With these properties and one text.
    pub(super) fn with(props: Props, text: impl Into<String>) -> Paragraph {
        let mut made = Paragraph {
            props,
            ..Paragraph::default()
        };
        made.push(text, None);
        made
    }

    /// Takes in one more text.
    pub(super) fn push(&mut self, text: impl Into<String>, style: Option<StyleId>) {
        let text = text.into();
        if !text.is_empty() {
            self.runs.push(Run { text, style });
        }
    }

    /// Writes it.
    pub(super) fn write(&self, xml: &mut Xml) {
        xml.open("w:p", &[]);
        self.props.write(xml, self.section);
        for run in &self.runs {
            Paragraph::sized(xml, run, self.size, self.apart);
        }
        xml.close();
    }

    /// A run.
    pub(super) fn run(xml: &mut Xml, text: &str, style: Option<StyleId>) {
        let text = text.to_owned();
        Paragraph::sized(xml, &Run { text, style }, None, None);
    }

    fn sized(xml: &mut Xml, run: &Run, size: Option<u32>, apart: Option<u32>) {
        xml.open("w:r", &[]);
        xml.open("w:rPr", &[]);
        if let Some(style) = run.style {
            xml.value("w:rStyle", style.id());
        }
        // Quotes, dashes and the ellipsis are of the Latin face otherwise.
        xml.empty("w:rFonts", &[("w:hint", "eastAsia")]);
        if let Some(apart) = apart {
            xml.value("w:spacing", &apart.to_string());
        }
        if let Some(size) = size {
            xml.value("w:sz", &size.to_string());
            xml.value("w:szCs", &size.to_string());
        }
        xml.close();
        let text = run.text.replace("\r\n", "\n");
        for (at, line) in text.split(['\n', '\r']).enumerate() {
            if at > 0 {
                xml.flag("w:br");
            }
            for (at, words) in line.split('\t').enumerate() {
                if at > 0 {
                    xml.flag("w:tab");
                }
                if !words.is_empty() {
                    xml.open("w:t", &[("xml:space", "preserve")]);
                    xml.text(words);
                    xml.close();
                }
            }
        }
        xml.close();
    }
}
