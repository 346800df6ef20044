//! The templates of pages: all are parsed at once, nothing goes round their escaping, and what
//! tera says of them points into them.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{ErrorKind, Kwargs, State, Tera, Value};

use crate::diag::{Diagnostic, Place};
use crate::render::title::Titles;

/// Parses all templates; when some are wrong, each is named, not the first only.
pub(super) fn compile(sources: &BTreeMap<String, String>) -> Result<Tera, Vec<Diagnostic>> {
    let mut tera = Tera::default();
    // Every name ends in nothing, so everything is escaped.
    tera.autoescape_on([""]);
    tera.register_filter("safe", refuse);
    tera.register_filter("script_json", script_json);
    break_titles(&mut tera, Arc::default());
    let Err(joint) = tera.add_raw_templates(sources.iter()) else {
        return Ok(tera);
    };
    let mut wrong = Vec::new();
    for (name, text) in sources {
        if let Err(alone) = Tera::default().add_raw_template(name, text)
            && matches!(alone.kind(), ErrorKind::SyntaxError(_))
        {
            wrong.push(remark(&alone, name, sources));
        }
    }
    if wrong.is_empty() {
        wrong.push(remark(&joint, "", sources));
    }
    Err(wrong)
}

/// The filter `phrases`: the pieces of a title between which it may be broken.
pub(super) fn break_titles(tera: &mut Tera, titles: Arc<Titles>) {
    let phrases = move |title: &str, _: Kwargs, _: &State| titles.phrases(title);
    tera.register_filter("phrases", phrases);
}

/// Stands where tera has `safe`: nothing may go round the escaping.
fn refuse(_: &str, _: Kwargs, _: &State) -> tera::TeraResult<String> {
    Err(tera::Error::message(
        "the filter `safe` is not allowed here",
    ))
}

/// A value as JSON inside a `<script>` of data: it cannot end the element, and is not
/// escaped as text would be, which scripts do not undo.
fn script_json(value: &Value, _: Kwargs, _: &State) -> tera::TeraResult<Value> {
    // As a tree of JSON its fields have an order, which those of templates have not.
    let tree = serde_json::to_value(value).map_err(|e| tera::Error::message(e.to_string()))?;
    let mut json = tree.to_string();
    for (sign, escaped) in [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026")] {
        json = json.replace(sign, escaped);
    }
    Ok(Value::safe_string(&json))
}

/// What tera says, as a diagnostic that points into the template.
pub(super) fn remark(
    error: &tera::Error,
    name: &str,
    sources: &BTreeMap<String, String>,
) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let name = match report.filename() {
                "" => name,
                told => told,
            };
            let span = report.span();
            let mut place = Place::line(shown(name), span.start_line);
            let words = sources.get(name).and_then(|s| s.get(span.range.clone()));
            if let Some(words) = words.and_then(|w| w.lines().next()) {
                place = place.words(words);
            }
            let message = format!("网页模板有错：{}", report.message());
            Diagnostic::error("template-html", message).at(place)
        }
        other if name.is_empty() => {
            Diagnostic::error("template-html", format!("网页模板有错：{other}"))
        }
        other => fault("template-html", name, format!("网页模板有错：{other}")),
    }
}

pub(super) fn fault(rule: &'static str, name: &str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(rule, message).at(Place::file(shown(name)))
}

/// A template's path as it is shown to people.
pub(super) fn shown(name: &str) -> String {
    format!("templates/html/{name}")
}
