//! `keikaku numbers`: the numbers of a text with their units.

use serde::{Deserialize, Serialize};

use super::lines::{self, Characters};
use super::{Exit, Failure, print};
use crate::japanese::{Bound, find_numbers};

/// Find the numbers of a text on standard input.
///
/// Prints a JSON line for each number: `text` as printed, `offset` in characters, `value` as a decimal string (億 and 万
/// folded in), `unit`, `approximate`, and `bound`: at_least, at_most, more_than or less_than. Numbers of dates,
/// ordinals and names are left out.
///
/// With --jsonl each input line is {"text": "…"} and each output line {"found": […], "warnings": []}, in the same
/// order. A line that is no such JSON is answered with an "error", and the exit code is 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  echo 事業費は約94億7,500万円 | keikaku numbers")]
pub(super) struct Args {
    /// A JSON object a line, in and out
    #[arg(long)]
    jsonl: bool,
}

#[derive(Debug, Deserialize)]
struct Question {
    text: String,
}

#[derive(Debug, Serialize)]
struct Answer {
    found: Vec<Number>,
    warnings: [(); 0],
}

#[derive(Debug, Serialize)]
struct Number {
    text: String,
    /// In characters.
    offset: usize,
    value: String,
    unit: Option<String>,
    approximate: bool,
    bound: Option<Bound>,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    if args.jsonl {
        return lines::each_json(|question: &Question| Answer { found: numbers(&question.text), warnings: [] });
    }
    let text = lines::all()?;
    let mut out = String::new();
    for number in numbers(&text) {
        let line = serde_json::to_string(&number)
            .map_err(|e| Failure { exit: Exit::Nothing, message: format!("cannot write JSON: {e}") })?;
        out.push_str(&line);
        out.push('\n');
    }
    print(&out)?;
    Ok(Exit::Well)
}

fn numbers(text: &str) -> Vec<Number> {
    let mut characters = Characters::new(text);
    find_numbers(text)
        .into_iter()
        .map(|found| Number {
            offset: characters.before(found.start),
            text: found.raw,
            value: found.value,
            unit: found.unit,
            approximate: found.approximate,
            bound: found.bound,
        })
        .collect()
}
