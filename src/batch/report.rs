//! The report of a run for people: the rows of `run.json` as a page or as a sheet.

use std::io::{self, Write};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::manifest::{Counts, Row};

/// Forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// `report.html`, one page without anything from elsewhere.
    Html,
    /// `report.csv`, UTF-8 with a byte order mark, as spreadsheet programs want it.
    Csv,
}

impl FromStr for Report {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        match s {
            "html" => Ok(Self::Html),
            "csv" => Ok(Self::Csv),
            _ => Err("html or csv".to_owned()),
        }
    }
}

impl Report {
    /// Its file in the output folder.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Self::Html => "report.html",
            Self::Csv => "report.csv",
        }
    }

    pub(super) fn head(self) -> String {
        match self {
            Self::Html => String::new(),
            Self::Csv => format!("\u{feff}{}", csv_line(&COLUMNS.map(str::to_owned))),
        }
    }

    pub(super) fn row(self, row: &Row) -> String {
        let fields = fields(row);
        match self {
            Self::Csv => csv_line(&fields),
            Self::Html => {
                let cells: String = fields.iter().map(|f| format!("<td>{}</td>", markup(f))).collect();
                format!("<tr class=\"{}\">{cells}</tr>\n", row.state.as_str())
            }
        }
    }

    /// Writes the whole; `rows` copies what [`Self::row`] gave.
    pub(super) fn write(
        self,
        out: &mut dyn Write,
        counts: &Counts,
        rows: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        if self == Self::Csv {
            out.write_all(self.head().as_bytes())?;
            return rows(out);
        }
        let c = counts;
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>keikaku: report</title>\n<style>{STYLE}</style>\n\
             <h1>What became of {} files</h1>\n\
             <p>{} done, {} unchanged, {} failed, {} skipped; {} duplicates; {} pages, {} schedule entries, {} policy \
             lists, {} warnings</p>\n<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead><tr>",
            c.files,
            c.done,
            c.unchanged,
            c.failed,
            c.skipped,
            c.duplicates,
            c.pages,
            c.schedule_entries,
            c.policy_lists,
            c.warnings
        )?;
        for column in COLUMNS {
            write!(out, "<th>{column}</th>")?;
        }
        out.write_all(b"</tr></thead>\n<tbody>\n")?;
        rows(out)?;
        out.write_all(b"</tbody>\n</table>\n</div>\n</html>\n")
    }
}

/// The table scrolls by itself, so that the page does not; messages have room; hashes are not printed on paper.
const STYLE: &str = "\
    :root{color-scheme:light dark;font:15px/1.5 system-ui,\"Hiragino Sans\",\"Noto Sans JP\",\"Noto Sans CJK JP\",Meiryo,sans-serif}\
    body{margin:clamp(.75em,3vw,2em)}.scroll{overflow-x:auto}table{border-collapse:collapse}\
    td,th{border:1px solid #8887;padding:.2em .5em;text-align:left;vertical-align:top}th{white-space:nowrap}\
    td:nth-child(5){min-width:20em}td:nth-child(12){font-family:monospace;white-space:nowrap}\
    tr.failed{background:light-dark(#fdd,#511c1c)}tr.skipped{background:light-dark(#eee,#2c2c2c)}\
    @page{size:landscape}@media print{.scroll{overflow:visible}table{font-size:8pt}td:nth-child(5){min-width:0}\
    td:nth-child(1){overflow-wrap:anywhere}th:nth-child(n+12),td:nth-child(n+12){display:none}}";

const COLUMNS: [&str; 13] = [
    "file",
    "state",
    "code",
    "stage",
    "message",
    "pages",
    "schedule_entries",
    "policy_lists",
    "warnings",
    "warning_codes",
    "duplicate_of",
    "sha256",
    "record",
];

fn fields(row: &Row) -> [String; 13] {
    let error = row.error.as_ref();
    let mut codes: Vec<String> =
        row.warnings.iter().filter_map(|w| serde_json::to_value(w.code).ok()?.as_str().map(str::to_owned)).collect();
    codes.sort_unstable();
    codes.dedup();
    [
        row.file.clone(),
        row.state.as_str().to_owned(),
        error.map_or(String::new(), |e| e.code.as_str().to_owned()),
        error.map_or(String::new(), |e| e.stage.as_str().to_owned()),
        error.map_or(String::new(), |e| e.message.clone()),
        row.pages.to_string(),
        row.schedule_entries.to_string(),
        row.policy_lists.to_string(),
        row.warnings.len().to_string(),
        codes.join(" "),
        row.duplicate_of.clone().unwrap_or_default(),
        row.sha256.clone().unwrap_or_default(),
        row.record.clone().unwrap_or_default(),
    ]
}

/// A line of CSV. What a spreadsheet program would take for a formula is kept from being one.
fn csv_line(fields: &[String]) -> String {
    let cells: Vec<String> = fields
        .iter()
        .map(|f| {
            let guard = if f.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
            if guard.is_empty() && !f.contains([',', '"', '\n', '\r']) {
                f.clone()
            } else {
                format!("\"{guard}{}\"", f.replace('"', "\"\""))
            }
        })
        .collect();
    format!("{}\r\n", cells.join(","))
}

fn markup(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '&' => "&amp;".to_owned(),
            c if c.is_control() => char::REPLACEMENT_CHARACTER.to_string(),
            c => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_get_out_of_their_cells() {
        assert_eq!(csv_line(&["=1+1".into(), "a,\"b\"".into(), "計画".into()]), "\"'=1+1\",\"a,\"\"b\"\"\",計画\r\n");
        assert_eq!(markup("<b>&\u{1}"), "&lt;b&gt;&amp;\u{FFFD}");
    }
}
