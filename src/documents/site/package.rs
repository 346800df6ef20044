//! `datapackage.json`: what data files there are, and what is in each column, in the form of
//! Data Package 2 and Table Schema (Frictionless), for whoever works with them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::documents::document::{Document, Work};
use crate::documents::kind::DocumentKind;
use crate::documents::table::{Column, Holds, Table};
use crate::wording::Wording;

/// Its name; it lies beside the files that it describes.
const FILE: &str = "datapackage.json";

/// The profile that it follows.
const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// The words of `wording.yaml` that head columns of counts.
const COUNTS: [&str; 11] = [
    "number",
    "member_count",
    "indicators",
    "tasks",
    "items",
    "units",
    "shared",
    "total",
    "named",
    "through",
    "possible",
];

#[derive(Debug, Serialize)]
struct Package<'p> {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: &'p str,
    title: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'p str>,
    created: &'p str,
    resources: Vec<Resource<'p>>,
}

/// One file.
#[derive(Debug, Serialize)]
struct Resource<'p> {
    name: String,
    path: &'p str,
    title: &'p str,
    format: &'static str,
    mediatype: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<Schema<'p>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema<'p> {
    fields: Vec<Field<'p>>,
    missing_values: [&'static str; 1],
}

/// One column.
#[derive(Debug, Serialize)]
struct Field<'p> {
    name: &'p str,
    #[serde(rename = "type")]
    kind: &'static str,
    description: &'p str,
}

/// What columns hold, by their headings.
pub(super) struct Descriptions {
    /// By heading, and whether it counts: 责任单位 is a column of texts and one of counts.
    by_heading: BTreeMap<(String, bool), String>,
    other: String,
}

impl Descriptions {
    /// In the words of an office.
    pub(super) fn of(wording: &Wording) -> Descriptions {
        let fields = |value: Result<Value, _>| match value {
            Ok(Value::Object(fields)) => fields,
            _ => serde_json::Map::new(),
        };
        let described = fields(serde_json::to_value(&wording.described));
        let headings = fields(serde_json::to_value(&wording.columns));
        let ways = fields(serde_json::to_value(&wording.ways));
        let mut by_heading = BTreeMap::new();
        for (name, heading) in headings.iter().chain(&ways) {
            let described = described.get(name).and_then(Value::as_str);
            let Some((heading, described)) = heading.as_str().zip(described) else {
                continue;
            };
            let key = (heading.to_owned(), COUNTS.contains(&name.as_str()));
            let said: &mut String = by_heading.entry(key).or_default();
            if !said.is_empty() {
                said.push('；');
            }
            said.push_str(described);
        }
        Descriptions {
            by_heading,
            other: wording.described.other.clone(),
        }
    }

    fn field<'p>(&'p self, column: &'p Column) -> Field<'p> {
        let counts = column.holds == Holds::Count;
        let description = self.by_heading.get(&(column.title.clone(), counts));
        Field {
            name: &column.title,
            kind: column.holds.name(),
            description: description.unwrap_or(&self.other),
        }
    }
}

/// What is described together.
pub(super) struct About<'p> {
    /// The folder below `out/`: `suf-2017-15`; empty for the top.
    pub folder: &'p str,
    /// Its title.
    pub title: &'p str,
    /// 发文字号.
    pub number: Option<&'p str>,
    /// The day of its making: `2017-01-26`.
    pub date: &'p str,
}

/// The description of the data files among `documents`.
///
/// # Errors
/// Never for our tables; a fault of serialising comes out as text.
pub(super) fn document(
    about: &About<'_>,
    documents: &[Document],
    descriptions: &Descriptions,
) -> Result<Document, String> {
    let data = documents
        .iter()
        .filter_map(|document| match &document.work {
            Work::Data { table, ending } => {
                let below = document.path.strip_prefix(about.folder)?;
                let path = below.trim_start_matches('/');
                Some(resource(path, ending, table, descriptions))
            }
            _ => None,
        });
    let name = match about.folder {
        "" => "notices",
        folder => folder,
    };
    let created = format!("{}T00:00:00+08:00", about.date);
    let package = Package {
        profile: PROFILE,
        name,
        title: about.title,
        id: about.number,
        created: &created,
        resources: data.collect(),
    };
    let text = serde_json::to_vec_pretty(&package).map_err(|e| e.to_string())?;
    let folder = match about.folder {
        "" => String::new(),
        folder => format!("{folder}/"),
    };
    Ok(Document {
        path: format!("{folder}{FILE}"),
        kind: DocumentKind::Data,
        audience: None,
        work: Work::Ready(text),
    })
}

fn resource<'p>(
    path: &'p str,
    ending: &'static str,
    table: &'p Table,
    descriptions: &'p Descriptions,
) -> Resource<'p> {
    let is_table = ending == "csv";
    let mediatype = match ending {
        "csv" => "text/csv",
        "json" => "application/json",
        "yaml" => "application/yaml",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let schema = || Schema {
        fields: table
            .grid
            .columns
            .iter()
            .map(|c| descriptions.field(c))
            .collect(),
        missing_values: [""],
    };
    Resource {
        name: path.replace(['/', '.'], "-"),
        path,
        title: &table.grid.title,
        format: ending,
        mediatype,
        encoding: is_table.then_some("utf-8"),
        kind: is_table.then_some("table"),
        schema: is_table.then(schema),
    }
}
