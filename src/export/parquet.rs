//! Tables as Parquet: days are DATE, lists are LIST of strings, and columns that a key names are never null.
//!
//! Rows are gathered column by column and written in groups, so that any number of records needs the memory of one
//! group. The column writers are those below arrow: what we have are plain values, and arrow is a large crate to build.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::rows::RecordRows;
use super::tables::{self, Table};
use super::value::{Kind, Value};
use super::{Finished, Sink};
use crate::error::{Error, ErrorCode, Stage};
use crate::record::SCHEMA_VERSION;

/// Rows of a group.
const GROUP_ROWS: usize = 65_536;
/// Days from 1970-01-01, as DATE counts them.
const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

/// Writes a file per table.
pub(super) struct Parquet {
    tables: Vec<One>,
}

struct One {
    path: PathBuf,
    writer: SerializedFileWriter<tempfile::NamedTempFile>,
    rows: Vec<Vec<Value>>,
}

fn unwritable(e: &ParquetError) -> Error {
    Error::new(ErrorCode::Unwritable, Stage::Write, e.to_string())
}

impl Parquet {
    pub(super) fn new(to: &Path) -> Result<Self, Error> {
        let mut tables = Vec::new();
        for table in tables::all() {
            let path = to.join(format!("{}.parquet", table.name));
            let properties = WriterProperties::builder()
                .set_compression(Compression::SNAPPY)
                .set_created_by("keikaku".to_owned())
                .set_key_value_metadata(Some(vec![
                    KeyValue::new("keikaku.schema_version".to_owned(), SCHEMA_VERSION.to_owned()),
                    KeyValue::new("keikaku.table".to_owned(), table.description.to_owned()),
                ]))
                .build();
            let schema = schema(table).map_err(|e| unwritable(&e))?;
            let pending = crate::batch::write::Pending::new(&path)?;
            let file = pending.file.into_inner().map_err(|e| Error::io(Stage::Write, e.error()))?;
            let writer =
                SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties)).map_err(|e| unwritable(&e))?;
            tables.push(One { path, writer, rows: Vec::new() });
        }
        Ok(Self { tables })
    }
}

impl Sink for Parquet {
    fn take(&mut self, record: &RecordRows) -> Result<(), Error> {
        for (rows, one) in record.tables.iter().zip(&mut self.tables) {
            one.rows.extend_from_slice(rows);
            if one.rows.len() >= GROUP_ROWS {
                one.group().map_err(|e| unwritable(&e))?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Finished, Error> {
        let mut files = Vec::new();
        for mut one in self.tables {
            one.group().map_err(|e| unwritable(&e))?;
            let file = one.writer.into_inner().map_err(|e| unwritable(&e))?;
            file.persist(&one.path).map_err(|e| Error::io(Stage::Write, &e.error))?;
            files.push(one.path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        }
        Ok(Finished { files, ..Finished::default() })
    }
}

/// The columns with their types. Lists have the three levels that the format's specification sets out.
fn schema(table: &Table) -> Result<Type, ParquetError> {
    let primitive = |name: &str, physical, logical, repetition| {
        let builder = Type::primitive_type_builder(name, physical).with_repetition(repetition);
        builder.with_logical_type(logical).build().map(Arc::new)
    };
    let mut fields = Vec::new();
    for column in &table.columns {
        let required = table.key.contains(&column.name.as_str());
        let repetition = if required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
        let (physical, logical) = match column.kind {
            Kind::Text | Kind::List => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Int => (Physical::INT64, None),
            Kind::Number => (Physical::DOUBLE, None),
            Kind::Bool => (Physical::BOOLEAN, None),
            Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
        };
        fields.push(if column.kind == Kind::List {
            let element = primitive("element", physical, logical, Repetition::REQUIRED)?;
            let list =
                Type::group_type_builder("list").with_repetition(Repetition::REPEATED).with_fields(vec![element]);
            let group = Type::group_type_builder(&column.name)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::List))
                .with_fields(vec![Arc::new(list.build()?)]);
            Arc::new(group.build()?)
        } else {
            primitive(&column.name, physical, logical, repetition)?
        });
    }
    Type::group_type_builder(table.name).with_fields(fields).build()
}

impl One {
    /// Writes the rows gathered so far.
    fn group(&mut self) -> Result<(), ParquetError> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        let mut index = 0;
        while let Some(mut column) = group.next_column()? {
            let values = rows.iter().filter_map(|row| row.get(index));
            write(column.untyped(), values)?;
            column.close()?;
            index += 1;
        }
        group.close()?;
        Ok(())
    }
}

/// Writes the values of a column. The levels of a required column are not looked at.
fn write<'a>(
    writer: &mut ColumnWriter<'_>,
    values: impl Iterator<Item = &'a Value> + Clone,
) -> Result<(), ParquetError> {
    let present: Vec<i16> = values.clone().map(|v| i16::from(*v != Value::Null)).collect();
    match writer {
        ColumnWriter::ByteArrayColumnWriter(w) => {
            let (mut texts, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
            let mut is_list = false;
            for value in values {
                match value {
                    Value::Text(text) => {
                        texts.push(ByteArray::from(text.as_str()));
                        defined.push(1);
                    }
                    Value::List(list) => {
                        is_list = true;
                        for (i, text) in list.iter().enumerate() {
                            texts.push(ByteArray::from(text.as_str()));
                            defined.push(1);
                            repeated.push(i16::from(i > 0));
                        }
                        if list.is_empty() {
                            defined.push(0);
                            repeated.push(0);
                        }
                    }
                    _ => defined.push(0),
                }
            }
            w.write_batch(&texts, Some(&defined), is_list.then_some(repeated.as_slice()))?;
        }
        ColumnWriter::Int64ColumnWriter(w) => {
            let numbers: Vec<i64> =
                values.filter_map(|v| if let Value::Int(n) = v { Some(*n) } else { None }).collect();
            w.write_batch(&numbers, Some(&present), None)?;
        }
        ColumnWriter::DoubleColumnWriter(w) => {
            let numbers: Vec<f64> =
                values.filter_map(|v| if let Value::Number(n) = v { Some(*n) } else { None }).collect();
            w.write_batch(&numbers, Some(&present), None)?;
        }
        ColumnWriter::BoolColumnWriter(w) => {
            let flags: Vec<bool> =
                values.filter_map(|v| if let Value::Bool(b) = v { Some(*b) } else { None }).collect();
            w.write_batch(&flags, Some(&present), None)?;
        }
        ColumnWriter::Int32ColumnWriter(w) => {
            let days: Vec<i32> = values
                .filter_map(|v| if let Value::Day(day) = v { Some((*day - EPOCH).get_days()) } else { None })
                .collect();
            w.write_batch(&days, Some(&present), None)?;
        }
        _ => return Err(ParquetError::General("a column of another type".into())),
    }
    Ok(())
}
