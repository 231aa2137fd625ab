//! Tables as a SQLite database with keys and indexes, and the views of `views.rs`.
//!
//! Days are ISO texts, lists JSON texts (`json_each` takes them apart), yes and no 1 and 0. The database is written in
//! one transaction from nothing, so the same records give the same bytes.

use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, Value as Sql, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use tempfile::TempPath;

use super::rows::RecordRows;
use super::tables::{self, Table};
use super::value::{Kind, Value};
use super::{Finished, Sink, views};
use crate::batch::write::Pending;
use crate::error::{Error, ErrorCode, Stage};

/// Its name.
pub const FILE: &str = "keikaku.sqlite";

/// Writes a database.
pub(super) struct Sqlite {
    path: PathBuf,
    temporary: TempPath,
    connection: Connection,
    insert: Vec<String>,
}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn unwritable(e: rusqlite::Error) -> Error {
    Error::new(ErrorCode::Unwritable, Stage::Write, format!("{FILE}: {e}"))
}

impl Sqlite {
    pub(super) fn new(to: &Path) -> Result<Self, Error> {
        let path = to.join(FILE);
        let file = Pending::new(&path)?.file.into_inner().map_err(|e| Error::io(Stage::Write, e.error()))?;
        let temporary = file.into_temp_path();
        let connection = Connection::open(&temporary).map_err(unwritable)?;
        // There is nothing to roll back to: a run that stops leaves no file. Rows come in the order of records, so what
        // they point to may come later; tests check the keys.
        connection
            .execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN;")
            .map_err(unwritable)?;
        for table in tables::all() {
            connection.execute_batch(&create(table)).map_err(unwritable)?;
        }
        let insert = tables::all().iter().map(insert).collect();
        Ok(Self { path, temporary, connection, insert })
    }

    fn rows(&self, record: &RecordRows) -> rusqlite::Result<()> {
        for (rows, sql) in record.tables.iter().zip(&self.insert) {
            if rows.is_empty() {
                continue;
            }
            let mut statement = self.connection.prepare(sql)?;
            for row in rows {
                statement.execute(params_from_iter(row))?;
            }
        }
        Ok(())
    }
}

impl Sink for Sqlite {
    fn take(&mut self, record: &RecordRows) -> Result<(), Error> {
        self.rows(record).map_err(unwritable)
    }

    fn finish(self: Box<Self>) -> Result<Finished, Error> {
        let Self { path, temporary, connection, .. } = *self;
        connection.execute_batch(&views::sql()).map_err(unwritable)?;
        connection.execute_batch("COMMIT;").map_err(unwritable)?;
        connection.close().map_err(|(_, e)| unwritable(e))?;
        temporary.persist(&path).map_err(|e| Error::io(Stage::Write, &e.error))?;
        Ok(Finished { files: vec![FILE.to_owned()], ..Finished::default() })
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Sql::Null),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Int(n) => ToSqlOutput::Owned(Sql::Integer(*n)),
            Self::Number(n) => ToSqlOutput::Owned(Sql::Real(*n)),
            Self::Bool(b) => ToSqlOutput::Owned(Sql::Integer(i64::from(*b))),
            Self::Day(_) | Self::List(_) => ToSqlOutput::Owned(self.flat().map_or(Sql::Null, Sql::Text)),
        })
    }
}

fn create(table: &Table) -> String {
    let mut parts: Vec<String> = table
        .columns
        .iter()
        .map(|c| {
            let kind = match c.kind {
                Kind::Text => "TEXT",
                // Names that tell readers more; SQLite stores them as it likes.
                Kind::List => "JSON_TEXT",
                Kind::Day => "DATE_TEXT",
                Kind::Int => "INTEGER",
                Kind::Bool => "BOOLEAN_INTEGER",
                Kind::Number => "REAL",
            };
            let required = if table.key.contains(&c.name.as_str()) { " NOT NULL" } else { "" };
            format!("  {} {kind}{required}", c.name)
        })
        .collect();
    parts.push(format!("  PRIMARY KEY ({})", table.key.join(", ")));
    for (own, other, theirs) in table.references {
        parts.push(format!("  FOREIGN KEY ({}) REFERENCES {other} ({})", own.join(", "), theirs.join(", ")));
    }
    let mut sql = format!("CREATE TABLE {} (\n{}\n) WITHOUT ROWID;\n", table.name, parts.join(",\n"));
    if table.key != ["plan_id"] {
        sql.push_str(&format!("CREATE INDEX {0}_plan ON {0} (plan_id);\n", table.name));
    }
    sql
}

fn insert(table: &Table) -> String {
    let marks = vec!["?"; table.columns.len()].join(", ");
    format!("INSERT INTO {} VALUES ({marks})", table.name)
}
