//! The second form of task list: no table; numbered headings, and paragraphs that
//! state whose task they are. `scan` finds numbers and statements, `plan` tells which
//! level holds the items, `reader` builds parts, sections, items and tasks.

mod asides;
mod by_unit;
mod certain;
mod field_lines;
mod fields;
mod held;
mod item;
mod more_names;
mod numbers;
mod order;
mod para;
mod piece;
mod pieces;
mod places;
mod plan;
mod reader;
mod run_on;
mod scan;
mod segments;
mod sentences;
mod siblings;
mod statement;
mod subject;
mod told;
mod unnumbered;

pub(crate) use pieces::{begins_with_label, is_lead_in, is_units_line};
pub(crate) use plan::Place;

use std::ops::Range;

use crate::notice::Part;
use crate::tasks::assembler::Assembler;
use crate::tasks::responsible;
use crate::units::register::Register;
use plan::Plan;
use reader::Reader;

/// Whether a line is names of known bodies or of several, and nothing else.
pub(crate) fn is_names(text: &str, register: &Register) -> bool {
    !text.contains('：') && certain::of(text, register) >= certain::Names::Collectives
}

/// What a list came to.
pub(crate) struct List {
    pub(crate) parts: Vec<Part>,
    /// By paragraph: brackets and labels that stand in no field, in bytes.
    pub(crate) labels: Vec<Vec<Range<usize>>>,
}

/// Whether some paragraph names its units, so that this is a list of tasks.
pub(crate) fn is_list(paragraphs: &[(usize, String)], assembler: &Assembler<'_>) -> bool {
    let paras = scan::scan(paragraphs, assembler);
    paras.iter().any(para::Para::names_units)
}

/// Reads a list from normalised paragraphs with their lines.
pub(crate) fn read(assembler: &mut Assembler<'_>, paragraphs: &[(usize, String)]) -> List {
    let paras = scan::scan(paragraphs, assembler);
    let paras = order::put_statements_behind(paras);
    let plan = Plan::of(&paras);
    // 注：排在第一位的为牵头单位 below the last task speaks of all of them.
    let closing = paras
        .iter()
        .enumerate()
        .filter(|(at, _)| plan.is_closing(*at));
    for (_, para) in closing.filter(|(_, para)| para.is_plain()) {
        responsible::rule_below(assembler, para.line, &para.text);
    }
    numbers::check(assembler, &plan, &paras);
    let mut labels = vec![Vec::new(); paragraphs.len()];
    for para in &paras {
        if let Some(own) = labels.get_mut(para.index) {
            let behind = |l: &Range<usize>| para.offset + l.start..para.offset + l.end;
            own.extend(para.labels.iter().map(behind));
        }
    }
    for para in &paras {
        para.doubt(assembler);
    }
    let read = Reader::new(assembler, &plan).read(&paras);
    for (index, range) in read.stops {
        if let Some(own) = labels.get_mut(index) {
            own.push(range);
        }
    }
    List {
        parts: read.parts,
        labels,
    }
}
