//! Faces and characters, on every page: what fonts are used, and marks and spaces between
//! Chinese characters (5.2.2, 9).

use std::collections::BTreeSet;

use crate::proof::{Doc, Report};
use crate::render::pdf::Faces;

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    for page in doc.pages {
        let at = doc.at(page.number);
        let used: BTreeSet<&str> = page.chars.iter().map(|c| c.family.as_str()).collect();
        let strange: Vec<&str> = used.into_iter().filter(|f| !doc.is_declared(f)).collect();
        let found = match strange.is_empty() {
            true => "都已申报".to_owned(),
            false => strange.join("、"),
        };
        report.holds("P-10", "字体", at, strange.is_empty(), found);

        // Marks that a Latin face has too.
        let chars = page.chars.iter();
        let latin = chars.filter(|c| "“”‘’…—".contains(c.c) && c.family == Faces::get().latin);
        report.measure("X-05", "用西文字体的", at, latin.count() as f64);

        let (mut spaces, mut halves) = (0, 0);
        for line in doc.on(page.number) {
            for three in line.chars.windows(3) {
                let (a, b, c) = (three[0].c, three[1].c, three[2].c);
                let edge = is_han(a) && c.is_ascii_digit() || a.is_ascii_digit() && is_han(c);
                spaces += usize::from(b == ' ' && edge);
                halves += usize::from(",;:()?!".contains(b) && is_han(a) && is_han(c));
            }
        }
        report.measure("X-02", "空格", at, spaces as f64);
        report.measure("X-03", "半角标点", at, halves as f64);
    }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::rules;
    use crate::documents::kind::DocumentKind;
    use crate::proof::{Doc, Report};
    use crate::render::pdf::measure::{Char, Ink, Page};
    use crate::render::pdf::{Role, StandIn};

    fn page(family: &str) -> Page {
        let c = Char {
            c: '字',
            x0: 100.0,
            x1: 116.0,
            base: 200.0,
            ink: (186.0, 202.0),
            size: 16.0,
            family: family.to_owned(),
            weight: 400,
            ink_colour: Ink::Rgb(0, 0, 0),
            rotated: false,
        };
        Page {
            number: 1,
            width: 595.28,
            height: 841.89,
            chars: vec![c],
            ..Page::default()
        }
    }

    fn fails(family: &str) -> bool {
        let stand_ins = [StandIn {
            role: Role::Fang,
            named: "仿宋体",
            family: "FandolFang R".to_owned(),
            stands_in: true,
        }];
        let (data, pages) = (serde_json::json!({}), [page(family)]);
        let doc = Doc::new(
            ("a.pdf", DocumentKind::Sheet),
            &data,
            &pages,
            &stand_ins,
            false,
        );
        let mut report = Report::default();
        rules(&doc, &mut report);
        report.fails()
    }

    /// A template cannot be spoilt so that P-10 fails: all faces that are shipped are declared.
    #[test]
    fn a_strange_face_is_found() {
        assert!(!fails("FandolFang R"));
        assert!(!fails("Liberation Serif"));
        assert!(fails("Comic Sans MS"));
    }
}
