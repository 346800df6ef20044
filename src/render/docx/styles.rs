//! The part with the styles: those of paragraphs, of runs, and that of tables.

use crate::render::docx::page::{LINE, NAMESPACES, characters, mm, tightened};
use crate::render::docx::paragraph::{Indent, Props, Rule, Spacing, StyleId};
use crate::render::docx::style::Style;
use crate::render::docx::xml::Xml;

/// The letters of a style.
#[derive(Clone, Copy, Default)]
struct Letters<'s> {
    /// The face of Chinese, and of Latin letters and digits where it is not the usual one.
    face: Option<&'s str>,
    latin: Option<&'s str>,
    /// In points.
    size: Option<f64>,
    colour: Option<&'s str>,
    /// What is added between them, in twentieths of a point.
    apart: Option<i32>,
}

/// The part.
pub(super) fn part(style: &Style) -> String {
    let mut xml = Xml::new();
    xml.open("w:styles", &NAMESPACES);
    defaults(&mut xml, style);
    let (faces, sizes) = (&style.faces, &style.sizes);
    let face = |names: &'_ [String]| {
        names
            .first()
            .map(String::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (biaosong, hei, kai, song) = (
        face(&faces.biaosong),
        face(&faces.hei),
        face(&faces.kai),
        face(&faces.song),
    );
    let names = &style.names;
    normal(&mut xml, style);
    let lines = |before: u32, after: u32| Spacing {
        before: before * LINE,
        after: after * LINE,
        line: Some(LINE),
    };
    let heading = |level: u8| Props {
        keep_next: true,
        outline: Some(level - 1),
        ..Props::default()
    };
    let levels = [Some(&hei), Some(&kai), None, None];
    for (level, face) in (1..).zip(levels) {
        let letters = Letters {
            face: face.map(String::as_str),
            latin: face.filter(|_| level == 1).map(String::as_str),
            ..Letters::default()
        };
        let name = format!("heading {level}");
        paragraph(
            &mut xml,
            StyleId::Heading(level),
            &name,
            &heading(level),
            letters,
        );
    }
    let title = sizes.title;
    let plain = Props {
        indent: Some(Indent::none()),
        ..Props::default()
    };
    let table = Props {
        snap: Some(false),
        spacing: Some(Spacing::default()),
        align: Some("left"),
        ..plain.clone()
    };
    let in_table = Letters {
        size: Some(sizes.table),
        apart: Some(0),
        ..Letters::default()
    };
    let one = characters(1.0) - 35;
    let colophon = Props {
        indent: Some(Indent {
            left: one,
            right: one,
            ..Indent::none()
        }),
        keep_lines: true,
        snap: Some(false),
        spacing: Some(Spacing {
            before: 0,
            after: 0,
            line: Some((sizes.colophon * 30.0) as u32),
        }),
        ..Props::default()
    };
    let small = Letters {
        size: Some(sizes.colophon),
        apart: Some(0),
        ..Letters::default()
    };
    let title_letters = Letters {
        face: Some(&biaosong),
        size: Some(title),
        apart: Some(0),
        ..Letters::default()
    };
    let big = |outline, before, after| Props {
        keep_next: true,
        snap: Some(false),
        align: Some("center"),
        outline,
        spacing: Some(Spacing {
            before,
            after,
            line: Some((title * 28.0) as u32),
        }),
        ..plain.clone()
    };
    let all: Vec<(StyleId, &str, Props, Letters<'_>)> = vec![
        (
            StyleId::Masthead,
            &names.masthead,
            Props {
                align: Some("center"),
                snap: Some(false),
                ..plain.clone()
            },
            Letters {
                face: Some(&biaosong),
                size: Some(sizes.masthead),
                colour: Some(&style.red),
                apart: Some(0),
                ..Letters::default()
            },
        ),
        (
            StyleId::Number,
            &names.number,
            Props {
                align: Some("center"),
                spacing: Some(lines(2, 0)),
                below: Some(Rule {
                    // Half a millimetre, and four to it.
                    thick: 11,
                    room: 11,
                    colour: style.red.clone(),
                }),
                ..plain.clone()
            },
            Letters::default(),
        ),
        (
            StyleId::Title,
            &names.title,
            big(None, 2 * LINE, LINE),
            title_letters,
        ),
        (
            StyleId::Addressees,
            &names.addressees,
            plain.clone(),
            Letters::default(),
        ),
        (
            StyleId::Attachments,
            &names.attachments,
            plain.clone(),
            Letters::default(),
        ),
        (
            StyleId::Signatory,
            &names.signatory,
            Props {
                keep_next: true,
                align: Some("right"),
                ..plain.clone()
            },
            Letters::default(),
        ),
        (
            StyleId::Date,
            &names.date,
            Props {
                align: Some("right"),
                ..plain.clone()
            },
            Letters::default(),
        ),
        (
            StyleId::Note,
            &names.note,
            Props::default(),
            Letters::default(),
        ),
        (
            StyleId::AnnexLabel,
            &names.annex_label,
            Props {
                keep_next: true,
                ..plain.clone()
            },
            Letters {
                face: Some(&hei),
                latin: Some(&hei),
                ..Letters::default()
            },
        ),
        (
            StyleId::AnnexTitle,
            &names.annex_title,
            big(Some(0), LINE, LINE / 2 + mm(2.0)),
            title_letters,
        ),
        (
            StyleId::Copies,
            &names.copies,
            Props {
                keep_next: true,
                ..hanging(&colophon, sizes.colophon)
            },
            small,
        ),
        (
            StyleId::Printed,
            &names.printed,
            Props {
                keep_next: true,
                ..colophon
            },
            small,
        ),
        (
            StyleId::Rule,
            &names.rule,
            Props {
                snap: Some(false),
                ..plain.clone()
            },
            small,
        ),
        (
            StyleId::TableText,
            &names.table_text,
            table.clone(),
            in_table,
        ),
        (
            StyleId::TableHead,
            &names.table_head,
            Props {
                align: Some("center"),
                keep_next: true,
                ..table.clone()
            },
            Letters {
                face: Some(&hei),
                latin: Some(&hei),
                ..in_table
            },
        ),
        (
            StyleId::TablePart,
            &names.table_part,
            Props {
                keep_next: true,
                ..table
            },
            Letters {
                face: Some(&kai),
                ..in_table
            },
        ),
        (
            StyleId::PageNumber,
            &names.page_number,
            Props {
                snap: Some(false),
                spacing: Some(Spacing {
                    before: 0,
                    after: 0,
                    line: Some((sizes.colophon * 20.0) as u32),
                }),
                ..plain
            },
            Letters {
                face: Some(&song),
                latin: Some(&song),
                ..small
            },
        ),
    ];
    for (id, name, props, letters) in all {
        paragraph(&mut xml, id, name, &props, letters);
    }
    for (id, name, face, latin) in [
        (StyleId::Hei, &names.hei, &hei, Some(&*hei)),
        (StyleId::Kai, &names.kai, &kai, None),
    ] {
        let custom = [
            ("w:type", "character"),
            ("w:customStyle", "1"),
            ("w:styleId", id.id()),
        ];
        xml.open("w:style", &custom);
        xml.value("w:name", name);
        xml.flag("w:qFormat");
        Letters {
            face: Some(face),
            latin,
            ..Letters::default()
        }
        .write(&mut xml);
        xml.close();
    }
    xml.finish()
}

/// The lines of 抄送 begin behind its label.
fn hanging(colophon: &Props, size: f64) -> Props {
    let label = (size * 20.0 * 3.0) as i32;
    let indent = colophon.indent.unwrap_or_default();
    Props {
        indent: Some(Indent {
            left: indent.left + label,
            right: indent.right,
            first: -label,
            first_characters: None,
        }),
        ..colophon.clone()
    }
}

fn defaults(xml: &mut Xml, style: &Style) {
    let faces = &style.faces;
    xml.open("w:docDefaults", &[]);
    xml.open("w:rPrDefault", &[]);
    Letters {
        face: faces.fang.first().map(String::as_str),
        latin: faces.latin.first().map(String::as_str),
        size: Some(style.sizes.body),
        ..Letters::default()
    }
    .write_with(xml, |xml| {
        let tongues = [
            ("w:val", "zh-CN"),
            ("w:eastAsia", "zh-CN"),
            ("w:bidi", "ar-SA"),
        ];
        xml.empty("w:lang", &tongues);
    });
    xml.close();
    xml.open("w:pPrDefault", &[]);
    xml.close();
    xml.close();
}

/// The body: 3号 仿宋 on the grid, two characters in.
fn normal(xml: &mut Xml, style: &Style) {
    let looks = [
        ("w:type", "paragraph"),
        ("w:default", "1"),
        ("w:styleId", "Normal"),
    ];
    xml.open("w:style", &looks);
    xml.value("w:name", "Normal");
    xml.flag("w:qFormat");
    Props {
        chinese: true,
        spacing: Some(Spacing {
            before: 0,
            after: 0,
            line: Some(LINE),
        }),
        indent: Some(Indent {
            first: characters(2.0),
            first_characters: Some(200),
            ..Indent::default()
        }),
        align: Some("both"),
        ..Props::default()
    }
    .write(xml, None);
    let size = style.sizes.body;
    Letters {
        size: Some(size),
        apart: Some(tightened(size)),
        ..Letters::default()
    }
    .write(xml);
    xml.close();
    let table = [
        ("w:type", "table"),
        ("w:default", "1"),
        ("w:styleId", "TableNormal"),
    ];
    xml.open("w:style", &table);
    xml.value("w:name", "Normal Table");
    xml.value("w:uiPriority", "99");
    xml.flag("w:semiHidden");
    xml.flag("w:unhideWhenUsed");
    xml.open("w:tblPr", &[]);
    xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
    xml.close();
    xml.close();
}

fn paragraph(xml: &mut Xml, id: StyleId, name: &str, props: &Props, letters: Letters<'_>) {
    let own = [
        ("w:type", "paragraph"),
        ("w:customStyle", "1"),
        ("w:styleId", id.id()),
    ];
    let built_in = [("w:type", "paragraph"), ("w:styleId", id.id())];
    match id {
        StyleId::Heading(_) => xml.open("w:style", &built_in),
        _ => xml.open("w:style", &own),
    }
    xml.value("w:name", name);
    xml.value("w:basedOn", StyleId::Normal.id());
    let next = match id {
        StyleId::Heading(_) | StyleId::Title | StyleId::AnnexTitle => StyleId::Normal,
        other => other,
    };
    xml.value("w:next", next.id());
    xml.flag("w:qFormat");
    props.write(xml, None);
    letters.write(xml);
    xml.close();
}

impl Letters<'_> {
    fn write(self, xml: &mut Xml) {
        self.write_with(xml, |_| {});
    }

    fn write_with(self, xml: &mut Xml, more: impl FnOnce(&mut Xml)) {
        xml.open("w:rPr", &[]);
        let mut faces = Vec::new();
        if let Some(latin) = self.latin {
            faces.extend([("w:ascii", latin), ("w:hAnsi", latin), ("w:cs", latin)]);
        }
        faces.extend(self.face.map(|face| ("w:eastAsia", face)));
        if !faces.is_empty() {
            xml.empty("w:rFonts", &faces);
        }
        if let Some(colour) = self.colour {
            xml.value("w:color", colour);
        }
        if let Some(apart) = self.apart {
            xml.value("w:spacing", &apart.to_string());
        }
        if let Some(size) = self.size {
            let half = ((size * 2.0).round() as u32).to_string();
            xml.value("w:sz", &half);
            xml.value("w:szCs", &half);
        }
        more(xml);
        xml.close();
    }
}

/// The part that says by what other names the faces are known.
pub(super) fn fonts(style: &Style) -> String {
    let mut xml = Xml::new();
    xml.open("w:fonts", &NAMESPACES);
    for names in style.faces.all() {
        if let Some((name, others)) = names.split_first() {
            xml.open("w:font", &[("w:name", name)]);
            if !others.is_empty() {
                xml.value("w:altName", &others.join(","));
            }
            xml.value("w:family", "auto");
            xml.value("w:pitch", "variable");
            xml.close();
        }
    }
    xml.finish()
}

/// The part with the settings of the whole file.
pub(super) fn settings() -> String {
    let mut xml = Xml::new();
    xml.open("w:settings", &NAMESPACES);
    xml.flag("w:evenAndOddHeaders");
    xml.value("w:drawingGridHorizontalSpacing", "160");
    xml.value("w:characterSpacingControl", "compressPunctuation");
    xml.open("w:compat", &[]);
    for name in [
        "w:spaceForUL",
        "w:balanceSingleByteDoubleByteWidth",
        "w:doNotLeaveBackslashAlone",
        "w:ulTrailSpace",
        "w:doNotExpandShiftReturn",
        "w:useFELayout",
    ] {
        xml.flag(name);
    }
    let mode = [
        ("w:name", "compatibilityMode"),
        ("w:uri", "http://schemas.microsoft.com/office/word"),
        ("w:val", "15"),
    ];
    xml.empty("w:compatSetting", &mode);
    xml.close();
    xml.empty(
        "w:themeFontLang",
        &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")],
    );
    xml.value("w:decimalSymbol", ".");
    xml.value("w:listSeparator", ",");
    xml.finish()
}
