//! Pages: their measures by GB/T 9704 (5.2, 7.5), and sections.
//! All measures of a DOCX are twentieths of a point.

use crate::render::docx::xml::Xml;
use crate::view::Paper;

/// Twentieths of a point in a millimetre.
const MM: f64 = 1440.0 / 25.4;

/// So many millimetres.
pub(super) fn mm(length: f64) -> u32 {
    (length * MM).round() as u32
}

/// The sheet.
const WIDTH: u32 = 11906;
const HEIGHT: u32 = 16838;
/// The white edges of a portrait page.
const TOP: u32 = 2098;
const BOTTOM: u32 = 1984;
const LEFT: u32 = 1587;
const RIGHT: u32 = 1474;

/// How wide text is on such a page.
pub(super) fn type_width(paper: Paper) -> u32 {
    match paper {
        Paper::Portrait => WIDTH - LEFT - RIGHT,
        Paper::Landscape => HEIGHT - TOP - BOTTOM,
    }
}

/// Characters on a line and lines on a page.
const CHARACTERS: u32 = 28;
const LINES: u32 = 22;

/// The height of a line.
pub(super) const LINE: u32 = (HEIGHT - TOP - BOTTOM) / LINES;

/// The width of `count` characters of the grid.
pub(super) fn characters(count: f64) -> i32 {
    (count * f64::from(type_width(Paper::Portrait)) / f64::from(CHARACTERS)).round() as i32
}

/// What is taken from or added to each character of this size, in points, so that a line
/// holds 28. A grid of characters would say it too, but some editors give a character that is
/// wider than its field two of them, and 三号 is wider.
pub(super) fn tightened(size: f64) -> i32 {
    let wide = f64::from(type_width(Paper::Portrait)) / f64::from(CHARACTERS);
    (wide - size * 20.0).floor() as i32
}

/// The room between the foot of the sheet and that of the page number, whose dash stands
/// 7 mm under the type area.
fn footer(paper: Paper) -> u32 {
    let below = mm(10.0);
    match paper {
        Paper::Portrait => BOTTOM - below,
        Paper::Landscape => RIGHT - below,
    }
}

/// The properties of a section on such paper.
pub(super) fn section(xml: &mut Xml, paper: Paper) {
    xml.open("w:sectPr", &[]);
    for (kind, id) in [("default", "rId4"), ("even", "rId5")] {
        xml.empty("w:footerReference", &[("w:type", kind), ("r:id", id)]);
    }
    xml.value("w:type", "nextPage");
    let number = |n: u32| n.to_string();
    let (width, height) = (number(WIDTH), number(HEIGHT));
    // A landscape page is a portrait one turned, so its edges are turned too.
    let edges = match paper {
        Paper::Portrait => {
            xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height)]);
            [TOP, RIGHT, BOTTOM, LEFT]
        }
        Paper::Landscape => {
            let size = [
                ("w:w", &*height),
                ("w:h", &*width),
                ("w:orient", "landscape"),
            ];
            xml.empty("w:pgSz", &size);
            [LEFT, TOP, RIGHT, BOTTOM]
        }
    };
    let [top, right, bottom, left] = edges.map(number);
    let margins = [
        ("w:top", &*top),
        ("w:right", &right),
        ("w:bottom", &bottom),
        ("w:left", &left),
        ("w:header", "851"),
        ("w:footer", &number(footer(paper))),
        ("w:gutter", "0"),
    ];
    xml.empty("w:pgMar", &margins);
    let grid = [("w:type", "lines"), ("w:linePitch", &*number(LINE))];
    xml.empty("w:docGrid", &grid);
    xml.close();
}

/// The namespaces of parts that hold paragraphs.
pub(super) const NAMESPACES: [(&str, &str); 2] = [
    (
        "xmlns:w",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "xmlns:r",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
];
