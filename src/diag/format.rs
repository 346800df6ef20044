//! Remarks for machines: JSON, and annotations for a CI run.

use serde::Serialize;
use serde_json::{Value, json};

use crate::diag::{Diagnostic, Severity, Texts};

/// How remarks are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For a terminal.
    #[default]
    Human,
    /// One JSON array.
    Json,
    /// Workflow commands of GitHub Actions, a line each.
    Github,
    /// The code quality report of GitLab, one JSON array.
    Gitlab,
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "human" => Ok(Format::Human),
            "json" => Ok(Format::Json),
            "github" => Ok(Format::Github),
            "gitlab" => Ok(Format::Gitlab),
            _ => Err("只有 human、json、github、gitlab 四种".into()),
        }
    }
}

/// One remark. Lines and columns count from 1, columns in characters.
#[derive(Serialize)]
struct Entry<'d> {
    severity: &'static str,
    rule: &'d str,
    message: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'d str>,
    /// Where a person finds it in a file that is no text, and has no lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// Column behind the last character.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'d str>,
}

impl<'d> Entry<'d> {
    fn of(remark: &'d Diagnostic, texts: &Texts) -> Self {
        let place = remark.place.as_ref();
        let locus = place.and_then(|p| texts.locus(p));
        // A line of the text that was taken from such a file is nothing to look up.
        let place_of_text = place.filter(|_| locus.is_none());
        let position = place_of_text.and_then(|p| texts.position(p));
        let columns = position.as_ref().and_then(|p| p.columns.clone());
        Entry {
            severity: severity(remark.severity),
            rule: remark.rule,
            message: &remark.message,
            file: place.map(|p| p.file.as_str()),
            place: locus.map(|locus| locus.to_string()),
            line: { position.map(|p| p.line) }.or(place_of_text.and_then(|p| p.line)),
            column: columns.as_ref().map(|c| c.start),
            end_column: columns.map(|c| c.end),
            hint: remark.hint.as_deref(),
        }
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A JSON array, one object a remark.
pub fn json(remarks: &[Diagnostic], texts: &Texts) -> String {
    let entries: Vec<Entry<'_>> = remarks.iter().map(|r| Entry::of(r, texts)).collect();
    // Strings and numbers always serialise.
    serde_json::to_string_pretty(&entries).unwrap_or_default()
}

/// `::error file=…,line=…::message`, a line each.
pub fn github(remarks: &[Diagnostic], texts: &Texts) -> String {
    let mut out = String::new();
    for remark in remarks {
        let entry = Entry::of(remark, texts);
        let command = match remark.severity {
            Severity::Note => "notice",
            _ => entry.severity,
        };
        let mut properties = Vec::new();
        if let Some(file) = entry.file {
            properties.push(format!("file={}", escape(file, true)));
        }
        let numbers = [
            ("line", entry.line),
            ("col", entry.column),
            ("endColumn", entry.end_column),
        ];
        for (name, number) in numbers {
            properties.extend(number.map(|n| format!("{name}={n}")));
        }
        properties.push(format!("title={}", escape(entry.rule, true)));
        let hint = entry.hint.map(|h| format!("\n{h}")).unwrap_or_default();
        let at = entry.place.map(|p| format!("{p}：")).unwrap_or_default();
        let message = escape(&format!("{at}{}{hint}", entry.message), false);
        out += &format!("::{command} {}::{message}\n", properties.join(","));
    }
    out
}

/// A code quality report: what GitLab shows beside the lines of a merge request.
pub fn gitlab(remarks: &[Diagnostic], texts: &Texts) -> String {
    let entries = remarks.iter().map(|remark| {
        let entry = Entry::of(remark, texts);
        let (file, line) = (entry.file.unwrap_or("."), entry.line.unwrap_or(1));
        let hint = entry.hint.map(|h| format!("。{h}")).unwrap_or_default();
        let at = entry.place.map(|p| format!("{p}：")).unwrap_or_default();
        // The same remark in two versions is known by this; so it has no line.
        let print = blake3::hash(format!("{file}\n{}\n{}", entry.rule, entry.message).as_bytes());
        json!({
            "description": format!("{at}{}{hint}", entry.message),
            "check_name": entry.rule,
            "fingerprint": print.to_hex().to_string(),
            "severity": match remark.severity {
                Severity::Error => "blocker",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            "location": { "path": file, "lines": { "begin": line } },
        })
    });
    let entries: Vec<Value> = entries.collect();
    // Strings and numbers always serialise.
    serde_json::to_string_pretty(&entries).unwrap_or_default()
}

/// The escapes of workflow commands.
fn escape(text: &str, property: bool) -> String {
    let text = text
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A");
    if property {
        text.replace(':', "%3A").replace(',', "%2C")
    } else {
        text
    }
}
