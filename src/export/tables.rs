//! The flat tables: their columns with types and units, and their keys. One definition for every format.
//!
//! Names avoid the words of SQL (`group`, `from`, `table`), so that nobody has to quote them. [`super::rows`] fills the
//! columns in the order given here.

use std::sync::OnceLock;

use super::value::Kind;

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name, in files and in SQL.
    pub name: &'static str,
    /// What a row is.
    pub description: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The columns that tell a row from all others.
    pub key: &'static [&'static str],
    /// Columns whose values stand in another table: own columns, that table, its columns.
    pub references: &'static [(&'static [&'static str], &'static str, &'static [&'static str])],
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// What it says.
    pub description: String,
    /// Its unit: `pt`, `days`.
    pub unit: Option<&'static str>,
}

/// Columns that are being listed.
#[derive(Debug, Default)]
pub(crate) struct Columns(Vec<Column>);

impl Columns {
    fn add(&mut self, name: &str, kind: Kind, description: &str) -> &mut Self {
        let (name, description) = (name.to_owned(), description.to_owned());
        self.0.push(Column { name, kind, description, unit: None });
        self
    }

    fn text(&mut self, name: &str, description: &str) -> &mut Self {
        self.add(name, Kind::Text, description)
    }

    fn int(&mut self, name: &str, description: &str) -> &mut Self {
        self.add(name, Kind::Int, description)
    }

    fn number(&mut self, name: &str, description: &str) -> &mut Self {
        self.add(name, Kind::Number, description)
    }

    fn flag(&mut self, name: &str, description: &str) -> &mut Self {
        self.add(name, Kind::Bool, description)
    }

    fn list(&mut self, name: &str, description: &str) -> &mut Self {
        self.add(name, Kind::List, description)
    }

    fn unit(&mut self, unit: &'static str) -> &mut Self {
        if let Some(last) = self.0.last_mut() {
            last.unit = Some(unit);
        }
        self
    }

    /// Which document, plan and municipality a row belongs to.
    fn whose(&mut self) -> &mut Self {
        self.text("file", "the document: path of the PDF, relative to the input folder")
            .text("id", "identifier within the document")
            .text("plan_id", "the plan: the same for every document of one plan")
            .text("municipality_code", "全国地方公共団体コード, six digits")
            .text("municipality", "name of the municipality")
    }

    /// A date or period.
    pub(crate) fn when(&mut self, prefix: &str, what: &str) -> &mut Self {
        self.text(&format!("{prefix}_raw"), &format!("{what}: as printed"))
            .add(&format!("{prefix}_start"), Kind::Day, &format!("{what}: first day, inclusive, the widest reading"))
            .add(&format!("{prefix}_end"), Kind::Day, &format!("{what}: last day, inclusive"))
            .text(&format!("{prefix}_precision"), &format!("{what}: how exact (day, tenday, month … range)"))
            .text(&format!("{prefix}_edtf"), &format!("{what}: in the Extended Date/Time Format"))
            .int(&format!("{prefix}_fiscal_year"), &format!("{what}: the 年度 it lies in"))
            .flag(&format!("{prefix}_approximate"), &format!("{what}: 頃, おおむね, 目途"))
            .list(&format!("{prefix}_inferred"), &format!("{what}: parts that were not printed with it"))
            .text(&format!("{prefix}_year_from"), &format!("{what}: where an inferred year came from"))
    }

    /// Where it stands: the first place.
    pub(crate) fn at(&mut self) -> &mut Self {
        self.int("page", "page of the PDF it stands on, from 1")
            .int("last_page", "page that it ends on")
            .number("x0", "left edge of its box on the first page")
            .unit("pt")
            .number("y0", "top edge, from the top of the page")
            .unit("pt")
            .number("x1", "right edge")
            .unit("pt")
            .number("y1", "bottom edge, from the top of the page")
            .unit("pt")
    }
}

/// The key of most tables.
const ENTRY: &[&str] = &["file", "id"];
/// The document and the plan of a row.
const WHOSE: &[(&[&str], &str, &[&str])] =
    &[(&["file"], "documents", &["file"]), (&["plan_id"], "plans", &["plan_id"])];

/// All tables, those that others point to first.
#[must_use]
pub fn all() -> &'static [Table] {
    static ALL: OnceLock<Vec<Table>> = OnceLock::new();
    ALL.get_or_init(|| {
        vec![
            plans(),
            documents(),
            layers(),
            tables(),
            schedule(),
            agenda_items(),
            policy_lists(),
            policies(),
            indicators(),
            indicator_targets(),
            bodies(),
            participation(),
            definitions(),
            related_plans(),
            themes(),
            headings(),
            cells(),
            warnings(),
        ]
    })
}

/// The place of a table in [`all`].
#[must_use]
pub fn index(name: &str) -> Option<usize> {
    all().iter().position(|t| t.name == name)
}

fn entries(name: &'static str, description: &'static str, columns: impl FnOnce(&mut Columns)) -> Table {
    let mut c = Columns::default();
    c.whose();
    columns(&mut c);
    Table { name, description, columns: c.0, key: ENTRY, references: WHOSE }
}

fn plans() -> Table {
    let mut c = Columns::default();
    c.text("plan_id", "identifier from code, name, ordinal and part")
        .text("municipality_code", "全国地方公共団体コード, six digits")
        .text("municipality", "name of the municipality")
        .text("prefecture", "prefecture")
        .text("municipality_kind", "市, 町, 村, 特別区, 都道府県, 広域")
        .text("title", "title, without part and document kind")
        .int("ordinal", "which generation: 第2次 → 2")
        .text("name", "what sort of plan: 総合計画")
        .text("part", "which part of it: 後期基本計画")
        .when("period", "the years it is for")
        .text("vision", "the vision (将来像)")
        .int("documents", "documents that are of it or about it")
        .list("files", "these documents")
        .list("disagreements", "columns in which these documents differ; the value here is the one most of them give");
    Table {
        name: "plans",
        description: "Plans, each once, from all documents of it that could be told",
        columns: c.0,
        key: &["plan_id"],
        references: &[],
    }
}

fn documents() -> Table {
    let mut c = Columns::default();
    c.text("file", "the document: path of the PDF, relative to the input folder")
        .text("plan_id", "the plan that it is, or is about")
        .text("municipality_code", "全国地方公共団体コード, six digits")
        .text("municipality", "name of the municipality")
        .text("prefecture", "prefecture")
        .text("municipality_kind", "市, 町, 村, 特別区, 都道府県, 広域")
        .text("municipality_confidence", "how sure the municipality is: high, medium, low")
        .text("title", "its title, as on its cover or first page")
        .text("kind", "what sort of paper: 策定方針, スケジュール, 会議資料 …; other for what is no planning document")
        .text("stage", "how far the plan has come: 骨子, 素案, 原案, 案, 確定 …")
        .when("date", "the date that it bears")
        .text("meeting_body", "body that met where it was handed out")
        .int("meeting_round", "number of that meeting")
        .text("meeting_item", "label of the paper: 資料3")
        .text("plan_title", "the plan as this document gives it")
        .text("plan_part", "part of the plan as this document gives it")
        .when("period", "the years of the plan as this document gives them")
        .text("vision", "the vision (将来像) as this document gives it")
        .text("sha256", "SHA-256 of the PDF, in hex")
        .int("bytes", "size of the PDF")
        .unit("bytes")
        .int("page_count", "pages of the PDF")
        .text("pdf_version", "version of PDF")
        .text("producer", "program that made the PDF")
        .text("creator", "program that made the document")
        .text("pdf_title", "title in the metadata of the PDF")
        .text("pdf_created", "when the PDF was made, by its own metadata")
        .text("pdf_modified", "when the PDF was last changed, by its own metadata")
        .flag("encrypted", "whether it is encrypted")
        .flag("tagged", "whether it has a structure tree")
        .text("text_layer", "what the text was read from: native, ocr_layer, none, mixed")
        .int("characters", "characters read, spaces aside")
        .int("unmapped_characters", "of these, how many the fonts do not name")
        .list("pages_without_text", "pages without a text layer")
        .int("warnings", "number of warnings")
        .text("schema_version", "version of the record's contract")
        .text("generator", "program and version that made the record");
    Table {
        name: "documents",
        description: "Documents: one row per PDF",
        columns: c.0,
        key: &["file"],
        references: &[(&["plan_id"], "plans", &["plan_id"])],
    }
}

fn layers() -> Table {
    entries("layers", "Layers of plans (基本構想, 基本計画, 実施計画) with their own years", |c| {
        c.text("name", "name of the layer").when("period", "the years it is for").at();
    })
}

fn tables() -> Table {
    entries("tables", "Tables found in the documents; their cells stand in `cells`", |c| {
        c.text(
            "kind",
            "what it tells: schedule, period, glossary, indicator, budget, members, comparison, form, other",
        )
        .text("caption", "the line that names it")
        .list("notes", "its unit, and the notes below it")
        .text("method", "how it was found: tagged, ruled, aligned")
        .int("row_count", "rows")
        .int("column_count", "columns")
        .int("header_rows", "leading rows that are header")
        .int("header_columns", "leading columns that are header")
        .at();
    })
}

fn schedule() -> Table {
    let mut table = entries("schedule", "Dated entries: meetings, surveys, decisions", |c| {
        c.int("position", "place in the document, from 1")
            .when("when", "when it happens")
            .text("weekday_printed", "the weekday printed beside the date")
            .flag("weekday_agrees", "whether the calendar agrees with it")
            .text("event", "what happens, without its date, status and marker")
            .text("raw", "as printed, where it differs")
            .text("body", "who meets, where a body is named")
            .int("round", "number of the meeting; it restarts each fiscal year")
            .text("track", "the column, row group or actor it stands under")
            .text("heading", "a heading over several entries")
            .list("phases", "steps of making a plan, as ids that are the same for all municipalities")
            .text("status", "unspecified, held, planned, tentative, postponed, cancelled, undecided")
            .text("read_from", "table, list, heading, prose, chart")
            .text("table_id", "the table it stands in")
            .int("table_row", "row of that table, from 0")
            .int("table_column", "column of that table, from 0")
            .at();
    });
    table.references = &[
        (&["file"], "documents", &["file"]),
        (&["plan_id"], "plans", &["plan_id"]),
        (&["file", "table_id"], "tables", &["file", "id"]),
    ];
    table
}

fn agenda_items() -> Table {
    let mut table = entries("agenda_items", "Agenda and content of schedule entries, line by line", |c| {
        c.text("entry_id", "the schedule entry")
            .int("position", "place in the entry, from 1")
            .text("kind", "諮問, 答申, 協議, 報告, 委嘱, 議題, テーマ, other")
            .text("marker", "its marker: (1), ○")
            .text("text", "its text, without marker")
            .at();
    });
    table.references = &[
        (&["file"], "documents", &["file"]),
        (&["plan_id"], "plans", &["plan_id"]),
        (&["file", "entry_id"], "schedule", &["file", "id"]),
    ];
    table
}

fn policy_lists() -> Table {
    entries("policy_lists", "Lists of policies that a document sets out under one label", |c| {
        c.int("position", "place in the document, from 1")
            .text("label", "what it is called: 5つの加速化アクション")
            .text("kind", "vision_pillar, basic_goal, framework, priority, project, viewpoint, measure, other")
            .int("declared_count", "the number that its label or the prose states")
            .int("found_count", "items found on its outermost level")
            .flag("count_agrees", "whether as many were found as declared")
            .at();
    })
}

fn policies() -> Table {
    let mut table = entries("policies", "Items of policy lists, at every depth", |c| {
        c.text("list_id", "the list")
            .text("parent_id", "the item it hangs below; absent on the outermost level")
            .int("position", "place among its brothers, from 1")
            .int("depth", "1 is outermost")
            .list("path", "the titles from the outermost level down to it")
            .text("marker", "its marker: ①, 大綱1, 第1章")
            .text("title", "its title, without marker, tagline and bracketed examples")
            .text("raw", "as printed, where it differs")
            .text("tagline", "a phrase beside the title, printed as ～…～")
            .list("examples", "examples in brackets")
            .flag("open", "whether the examples end with など or 等")
            .list("fields", "policy fields, as ids that are the same for all municipalities")
            .at();
    });
    table.references = &[
        (&["file"], "documents", &["file"]),
        (&["plan_id"], "plans", &["plan_id"]),
        (&["file", "list_id"], "policy_lists", &["file", "id"]),
        (&["file", "parent_id"], "policies", &["file", "id"]),
    ];
    table
}

fn indicators() -> Table {
    entries("indicators", "Indicators (KPI) with their baseline; targets stand in `indicator_targets`", |c| {
        c.int("position", "place in the document, from 1")
            .text("name", "what is measured")
            .text("unit", "its unit: 人, %, 千円")
            .text("baseline_value", "value to start from, as printed, without its unit")
            .number("baseline_number", "the same as a number, in `unit`")
            .when("baseline", "the year of the baseline")
            .text("department", "department in charge")
            .text("policy", "the heading of the policy that it stands under")
            .at();
    })
}

fn indicator_targets() -> Table {
    let mut table = entries("indicator_targets", "Values that indicators are to reach, in the order of years", |c| {
        c.text("indicator_id", "the indicator")
            .int("position", "place among its targets, from 1")
            .text("value", "as printed, without its unit")
            .number("number", "the same as a number, in the indicator's unit")
            .when("when", "the year to reach it in")
            .at();
    });
    table.references = &[
        (&["file"], "documents", &["file"]),
        (&["plan_id"], "plans", &["plan_id"]),
        (&["file", "indicator_id"], "indicators", &["file", "id"]),
    ];
    table
}

fn bodies() -> Table {
    entries("bodies", "Organisations that draw up the plan or speak on it", |c| {
        c.int("position", "place in the document, from 1")
            .text("name", "its name, as the document gives it in full")
            .text("kind", "council, internal_hq, working …: ids that are the same for all municipalities")
            .text("role", "what it does, in the document's words")
            .list("members", "who sits on it: categories and offices")
            .text("parent", "the body that it belongs to, by name")
            .text("confidence", "how sure it is; absent where the page tells")
            .at();
    })
}

fn participation() -> Table {
    entries("participation", "Ways in which citizens take part", |c| {
        c.int("position", "place in the document, from 1")
            .text("method", "questionnaire, workshop, public_comment …: ids that are the same for all municipalities")
            .text("name", "what the document calls it")
            .text("target", "who is asked")
            .when("when", "when it takes place")
            .int("days", "length, both ends counted")
            .unit("days")
            .int("count", "how many people or events, where printed")
            .text("confidence", "how sure it is; absent where the page tells")
            .at();
    })
}

fn definitions() -> Table {
    entries("definitions", "Terms that a document defines", |c| {
        c.int("position", "place in the document, from 1")
            .text("term", "the short form")
            .text("meaning", "what it stands for")
            .text("confidence", "how sure it is; absent where the page tells")
            .at();
    })
}

fn related_plans() -> Table {
    entries("related_plans", "Other plans that a document names", |c| {
        c.int("position", "place in the document, from 1")
            .text("title", "its title, as printed")
            .when("period", "its years, where printed")
            .text("relation", "integrated, superior, subordinate, predecessor, mentioned")
            .at();
    })
}

fn themes() -> Table {
    entries("themes", "Cross-cutting themes that a document names", |c| {
        c.int("position", "place in the document, from 1")
            .text("theme", "SDGs, DX, 人口減少 …")
            .int("count", "how often its words stand in the text")
            .at();
    })
}

fn headings() -> Table {
    let mut table = entries("headings", "The heading tree", |c| {
        c.int("position", "place in the document, from 1")
            .text("parent_id", "the heading that it stands under")
            .int("level", "depth, 1 is outermost")
            .list("path", "the titles from the outermost heading down to it")
            .text("marker", "第1章, 1, (1), ①")
            .text("title", "without its marker")
            .int("characters", "characters of the text directly under it")
            .at();
    });
    table.references = &[
        (&["file"], "documents", &["file"]),
        (&["plan_id"], "plans", &["plan_id"]),
        (&["file", "parent_id"], "headings", &["file", "id"]),
    ];
    table
}

fn cells() -> Table {
    let mut table = entries("cells", "Cells of tables, one per grid cell or merged cell, empty ones too", |c| {
        c.text("table_id", "the table")
            .int("table_row", "top row, from 0")
            .int("table_column", "left column, from 0")
            .int("row_span", "rows that it covers")
            .int("column_span", "columns that it covers")
            .text("text", "its text, normalised")
            .text("raw", "as printed, where normalising changed it")
            .flag("header", "whether it is a header cell")
            .at();
    });
    table.references = &[
        (&["file"], "documents", &["file"]),
        (&["plan_id"], "plans", &["plan_id"]),
        (&["file", "table_id"], "tables", &["file", "id"]),
    ];
    table
}

fn warnings() -> Table {
    entries("warnings", "What to know before trusting a document's record", |c| {
        c.int("position", "place in the record, from 1")
            .text("code", "what sort of thing, from a closed list (see the schema of the record)")
            .text("message", "what, and what to do")
            .at();
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_references_name_columns_that_are() {
        for table in all() {
            let has = |t: &Table, name: &str| t.columns.iter().any(|c| c.name == name);
            for name in table.key {
                assert!(has(table, name), "{}.{name}", table.name);
            }
            for (own, other, theirs) in table.references {
                let other = all().get(index(other).unwrap()).unwrap();
                assert!(own.iter().all(|c| has(table, c)) && theirs.iter().all(|c| has(other, c)), "{}", table.name);
                assert_eq!(*theirs, other.key, "{}: a reference names a key", table.name);
            }
        }
    }

    #[test]
    fn no_name_stands_twice() {
        for table in all() {
            let mut names: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{}", table.name);
        }
    }
}
