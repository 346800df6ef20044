//! What is printed is black or red (5.2.2, 6.1).

use crate::documents::kind::DocumentKind;
use crate::proof::{Doc, Report, Spot};
use crate::render::pdf::measure::Ink;

/// The red of the screen profile.
const SCREEN: [u8; 3] = [0xd7, 0x00, 0x0f];
/// The red of the standard: cyan, magenta, yellow, black.
const PRESS: [f32; 4] = [0.0, 0.8, 0.8, 0.0];

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    for page in doc.pages {
        let at = doc.at(page.number);
        let chars = page.chars.iter().map(|c| c.ink_colour);
        // Grounds of cells have no thickness; the marks of targets are no letters.
        let lines = page.strokes.iter().filter(|s| s.width > 0.0);
        let lines = lines
            .filter(|_| doc.kind == DocumentKind::Notice)
            .map(|s| s.colour);
        let mut seen: Vec<Ink> = Vec::new();
        for ink in chars.chain(lines) {
            if !ink.is_black() && !seen.contains(&ink) {
                seen.push(ink);
                red(report, at, ink);
            }
        }
    }
}

/// How far a colour is from the red of its profile.
fn red(report: &mut Report, at: Spot<'_>, ink: Ink) {
    match ink {
        Ink::Rgb(r, g, b) => {
            let apart = [r, g, b]
                .into_iter()
                .zip(SCREEN)
                .map(|(a, b)| a.abs_diff(b));
            let most = apart.max().unwrap_or_default();
            report.measure("P-11", "屏幕档相差", at, f64::from(most));
        }
        Ink::Cmyk(c, m, y, k) => {
            let apart = [c, m, y, k]
                .into_iter()
                .zip(PRESS)
                .map(|(a, b)| (a - b).abs());
            let most = apart.fold(0.0, f32::max);
            report.measure("P-11", "印刷档相差", at, f64::from(most) * 100.0);
        }
        // A gradient or a pattern is as far from it as can be.
        Ink::Other => report.measure("P-11", "屏幕档相差", at, 255.0),
    }
}

/// How bright a colour is, in percent: black is 0.
pub(super) fn brightness(ink: Ink) -> f64 {
    match ink {
        Ink::Rgb(r, g, b) => f64::from(r.max(g).max(b)) / 2.55,
        Ink::Cmyk(.., k) => f64::from(1.0 - k) * 100.0,
        Ink::Other => 100.0,
    }
}
