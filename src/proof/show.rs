//! The report as a table for a person, and as JSON.

use std::fmt::Write;

use crate::proof::report::{Report, Status};

/// The report as a table for a person.
pub fn human(report: &Report) -> String {
    let mut text = format!(
        "按 GB/T 9704-2012 测量了 {} 份文件、{} 页\n\n",
        report.documents, report.pages
    );
    let mut counts = [0usize; 3];
    for result in report.results() {
        let (mark, at) = match result.status {
            Status::Pass => ("合格　", 0),
            Status::Fail => ("不合格", 1),
            Status::NotApplicable => ("不适用", 2),
        };
        counts[at] += 1;
        let _ = writeln!(
            text,
            "{} {mark} {}：{}",
            result.rule, result.what, result.measured
        );
        if let (Some(need), false) = (&result.need, result.status == Status::NotApplicable) {
            let _ = writeln!(text, "            要求：{need}");
        }
        if let Some(reading) = &result.reading {
            let _ = writeln!(text, "            采用的理解：{reading}");
        }
        for failure in result.failures.iter().take(3) {
            let _ = writeln!(text, "            不合：{failure}");
        }
    }
    text += "\n字体\n";
    for stand_in in &report.stand_ins {
        let _ = writeln!(text, "  {}", stand_in.describe());
    }
    let _ = writeln!(
        text,
        "\n合格 {} 条，不合格 {} 条，不适用 {} 条",
        counts[0], counts[1], counts[2]
    );
    text
}

/// The report as JSON.
pub fn json(report: &Report) -> String {
    let value = serde_json::json!({
        "standard": "GB/T 9704-2012",
        "documents": report.documents,
        "pages": report.pages,
        "stand_ins": report.stand_ins,
        "rules": report.results(),
    });
    // Strings and numbers always serialise.
    serde_json::to_string_pretty(&value).unwrap_or_default()
}
