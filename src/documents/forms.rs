//! The forms of rounds of self-checks: one workbook for every unit that answers, in the folder
//! of its round.

use std::sync::Arc;

use crate::documents::document::{Document, Work};
use crate::documents::form_table::FormTable;
use crate::documents::kind::DocumentKind;
use crate::rounds::key::Mark;

/// A document for each form.
pub fn documents(tables: &[Arc<FormTable>]) -> Vec<Document> {
    let document = |table: &Arc<FormTable>| {
        let mark = Mark::find(&table.form.mark)?;
        Some(Document {
            path: format!(
                "{}/rounds/{}/forms/{}.xlsx",
                mark.notice, mark.round, mark.unit
            ),
            kind: DocumentKind::Form,
            audience: Some(table.form.unit.clone()),
            work: Work::Form(Arc::clone(table)),
        })
    };
    tables.iter().filter_map(document).collect()
}
