//! Names on lines of their own below a line of units: `责任单位：` with one name a line.

use crate::tasks::list::para::{Para, Said};
use crate::tasks::list::piece::Piece;
use crate::tasks::list::statement;
use crate::units::register::Register;

/// How far apart the lines of such names begin: a label and its first name are one paragraph.
const NEAR: usize = 2;

/// Makes statements of lines of names right below a statement of units.
pub(super) fn take(paras: &mut [Para], register: &Register) {
    for at in 1..paras.len() {
        let before = &paras[at - 1];
        let said = before
            .pieces
            .last()
            .and_then(|said| said.statement.as_ref());
        let joins = said.is_some_and(|said| said.joins);
        let follows = before.is_statement()
            && before.names_units()
            && !before.text.ends_with(['。', '；'])
            && paras[at].line <= before.line + NEAR;
        if !follows || !is_names(&paras[at], register) {
            continue;
        }
        let para = &mut paras[at];
        let piece = Piece {
            units: Some(para.text.clone()),
            joins,
            ..Piece::default()
        };
        let mut said = Said::of(piece, para.line);
        if let Some(statement) = &mut said.statement {
            statement.goes_on = true;
        }
        para.pieces = vec![said];
        para.suspects.clear();
    }
}

/// Says of lines that are the names of known bodies and nothing else that they reach nobody.
pub(super) fn doubt(paras: &mut [Para], register: &Register) {
    if !paras.iter().any(Para::names_units) {
        return;
    }
    for para in paras.iter_mut() {
        let whole = 0..para.text.len();
        let left = para.is_plain() && !para.heads_units && para.suspects.is_empty();
        // 考核单位：市政府督查室
        let says = match para.text.split_once('：') {
            Some((label, says)) if is_label_of_units(label, register) => says,
            _ => &para.text,
        };
        let known = || statement::holds_known_names(says, register);
        if left && !para.is_prose(&whole) && known() {
            para.doubt_words(whole);
        }
    }
}

/// The longest label that is looked at, in characters.
const LABEL: usize = 8;

/// Whether a label ends as those of units do.
fn is_label_of_units(label: &str, register: &Register) -> bool {
    label.chars().count() <= LABEL && register.words.ends_as_label(label)
}

/// Whether a paragraph without a number is names and nothing else.
fn is_names(para: &Para, register: &Register) -> bool {
    let whole = 0..para.text.len();
    para.is_plain()
        && !para.is_prose(&whole)
        && !para.text.contains('：')
        && statement::holds_names(&para.text, register)
}
