//! `keikaku dates`: the dates and periods of a text.

use serde::{Deserialize, Serialize};

use super::lines::{self, Characters};
use super::{Exit, Failure, print, printable};
use crate::japanese::{Printed, Reading, When, read};

/// Find the dates and periods of a text on standard input.
///
/// Prints a JSON line for each expression: `text` as printed, `offset` in characters from the start of the input,
/// `when` as in the record. What was odd (a weekday that disagrees, a day that does not exist) is told on standard
/// error.
///
/// With --jsonl each input line is {"text": "…", "context": {…}} and each output line {"found": […], "warnings": […]},
/// in the same order. A line that is no such JSON is answered with an "error", and the exit code is 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  echo 計画期間は令和7年度から11年度まで | keikaku dates
  echo '{\"text\": \"12/25～1/23\", \"context\": {\"fiscal_label\": \"令和7年度\"}}' | keikaku dates --jsonl")]
pub(super) struct Args {
    /// A JSON object a line, in and out
    #[arg(long)]
    jsonl: bool,
    /// Day of publication, as printed or ISO
    #[arg(long, value_name = "DATE", conflicts_with = "jsonl")]
    published: Option<String>,
    /// Year that governs the text, as printed: 令和5年度
    #[arg(long, value_name = "YEAR", conflicts_with = "jsonl")]
    fiscal_label: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Question {
    text: String,
    #[serde(default)]
    context: Option<Printed>,
}

#[derive(Debug, Serialize)]
struct Answer {
    found: Vec<Expression>,
    warnings: Vec<Warning>,
}

/// An expression found.
#[derive(Debug, Serialize)]
struct Expression {
    text: String,
    /// In characters.
    offset: usize,
    when: When,
}

#[derive(Debug, Serialize)]
struct Warning {
    #[serde(flatten)]
    warning: crate::japanese::Warning,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<usize>,
    message: String,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    if args.jsonl {
        return lines::each_json(|question: &Question| answer(&question.text, question.context.as_ref()));
    }
    let text = lines::all()?;
    let context =
        Printed { published: args.published.clone(), fiscal_label: args.fiscal_label.clone(), ..Printed::default() };
    let answer = answer(&text, Some(&context));
    let mut out = String::new();
    for expression in &answer.found {
        let line = serde_json::to_string(expression)
            .map_err(|e| Failure { exit: Exit::Nothing, message: format!("cannot write JSON: {e}") })?;
        out.push_str(&line);
        out.push('\n');
    }
    print(&out)?;
    for warning in &answer.warnings {
        let at = warning.offset.map(|offset| format!("{offset}: ")).unwrap_or_default();
        eprintln!("keikaku: {at}{}", printable(&warning.message));
    }
    Ok(Exit::Well)
}

fn answer(text: &str, context: Option<&Printed>) -> Answer {
    let (context, odd) = context.map(Printed::read).unwrap_or_default();
    let Reading { found, warnings } = read(text, &context);
    let mut characters = Characters::new(text);
    let found = found
        .into_iter()
        .map(|found| Expression {
            text: text.get(found.start..found.end).unwrap_or_default().to_owned(),
            offset: characters.before(found.start),
            when: found.when,
        })
        .collect();
    let mut characters = Characters::new(text);
    let warnings = odd
        .into_iter()
        .chain(warnings)
        .map(|warning| Warning {
            offset: warning.start.map(|start| characters.before(start)),
            message: warning.to_string(),
            warning,
        })
        .collect();
    Answer { found, warnings }
}
