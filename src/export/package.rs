//! `datapackage.json` (Frictionless Data Package): what the tables are, for programs that read CSV or Parquet.

use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::Format;
use super::csv::Encoding;
use super::tables::{self, Column, Table};
use super::value::Kind;
use crate::batch::write::atomically;
use crate::error::{Error, Stage};
use crate::record::SCHEMA_VERSION;

/// Its name.
pub const FILE: &str = "datapackage.json";

/// Writes it. Where there is CSV it describes that, else Parquet.
pub(super) fn write(to: &Path, formats: &[Format], encoding: Encoding) -> Result<(), Error> {
    let package = package(formats.contains(&Format::Csv).then_some(encoding));
    let text = serde_json::to_string_pretty(&package).map_err(|e| Error::io(Stage::Write, &e.into()))?;
    atomically(&to.join(FILE), |file| writeln!(file, "{text}"))
}

fn package(csv: Option<Encoding>) -> Json {
    let resources: Vec<Json> = tables::all().iter().map(|table| resource(table, csv)).collect();
    json!({
        "name": "keikaku",
        "title": "Planning documents of Japanese municipalities, as flat tables",
        "profile": if csv.is_some() { "tabular-data-package" } else { "data-package" },
        "version": SCHEMA_VERSION,
        "resources": resources,
    })
}

fn resource(table: &Table, csv: Option<Encoding>) -> Json {
    let fields: Vec<Json> = table.columns.iter().map(|c| field(c, table)).collect();
    let references: Vec<Json> = table
        .references
        .iter()
        // Programs differ on a key of which one part is empty (an entry without a table); SQL lets it pass.
        .filter(|(own, _, _)| own.len() == 1 || !own.iter().any(|c| may_be_empty(table, c)))
        .map(|(own, other, theirs)| {
            // An empty name is the table itself.
            let other = if *other == table.name { "" } else { other };
            json!({"fields": own, "reference": {"resource": other, "fields": theirs}})
        })
        .collect();
    let mut schema = json!({"fields": fields, "primaryKey": table.key, "missingValues": [""]});
    if !references.is_empty() {
        insert(&mut schema, "foreignKeys", Json::Array(references));
    }
    let format = if csv.is_some() { "csv" } else { "parquet" };
    let mut resource = json!({
        "name": table.name,
        "description": table.description,
        "path": format!("{}.{format}", table.name),
        "format": format,
        "schema": schema,
    });
    if let Some(encoding) = csv {
        let encoding = match encoding {
            Encoding::Utf8Bom => "utf-8-sig",
            Encoding::Utf8 => "utf-8",
            Encoding::Cp932 => "cp932",
        };
        insert(&mut resource, "profile", "tabular-data-resource".into());
        insert(&mut resource, "mediatype", "text/csv".into());
        insert(&mut resource, "encoding", encoding.into());
        insert(&mut resource, "dialect", json!({"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": true}));
    }
    resource
}

/// Whether a column that refers to another table may be empty.
fn may_be_empty(table: &Table, column: &str) -> bool {
    column == "parent_id" || (column == "table_id" && table.name == "schedule")
}

fn field(column: &Column, table: &Table) -> Json {
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Int => "integer",
        Kind::Number => "number",
        Kind::Bool => "boolean",
        Kind::Day => "date",
        Kind::List => "array",
    };
    let mut field = json!({"name": column.name, "type": kind, "description": column.description});
    if let Some(unit) = column.unit {
        insert(&mut field, "unit", unit.into());
    }
    if table.key.contains(&column.name.as_str()) {
        insert(&mut field, "constraints", json!({"required": true}));
    }
    field
}

fn insert(object: &mut Json, key: &str, value: Json) {
    let empty = Map::new();
    if !object.is_object() {
        *object = Json::Object(empty);
    }
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}
