//! Cells that say only a day or a year, under a head that says what it is a day or year of.

use super::expression::{Finder, header};
use super::{Context, Found, Inferred, Precision};
use crate::japanese::normalize;

/// What a whole cell says with the head of its column: 15日, 5・12・19 and 中旬 under 4月, 27 under 年度, 4 under 月;
/// and 28日（金） below a row of the same month.
pub(super) fn under_header(text: &str, context: &Context) -> Vec<Found> {
    let trimmed = text.trim();
    let head = context.column_header.as_deref().map(normalize).unwrap_or_default();
    let begins_with_number = trimmed.chars().next().is_some_and(char::is_numeric);
    if !begins_with_number && trimmed != "末" {
        return Vec::new();
    }
    let mut found = match head.as_str() {
        "月" | "年月" | "年・月" => read_as("", trimmed, "月", context),
        "年度" | "会計年度" => read_as("", trimmed, "年度", context),
        _ => match header(&head).month {
            Some(month) => days_of(month, trimmed, context),
            None => day_below(trimmed, context),
        },
    };
    let start = text.len() - text.trim_start().len();
    for found in &mut found {
        (found.start, found.end) = (found.start + start, found.end + start);
    }
    found
}

/// 15, 15日(火), 5・12・19, 5～10日, 末 as days of a month.
fn days_of(month: u32, text: &str, context: &Context) -> Vec<Found> {
    // The weekday 日 in brackets is no 日 of a day.
    let names_day =
        text.trim_end_matches(['日', ')', '）', '曜', '(', '（']).chars().last().is_some_and(char::is_numeric)
            && text.contains('日')
            || text.char_indices().any(|(at, c)| {
                c == '日' && text.get(..at).and_then(|before| before.chars().last()).is_some_and(char::is_numeric)
            });
    // 5(金)・12(金): the slash keeps days apart from numbers.
    let has_weekdays = text.contains(['(', '（']);
    let mut found = match (text == "末" || names_day, has_weekdays && text.contains(['・', '、', '～', '〜', '~']))
    {
        (true, _) => read_as(&format!("{month}月"), text, "", context),
        (false, true) => read_as(&format!("{month}/"), text, "", context),
        (false, false) if has_weekdays => read_as(&format!("{month}月"), text, "", context),
        (false, false) => read_as(&format!("{month}月"), text, "日", context),
    };
    for found in &mut found {
        if !found.when.inferred.contains(&Inferred::Month) {
            found.when.inferred.push(Inferred::Month);
        }
    }
    found
}

/// 28日（金） below 令和5年4月10日: a day of that month or of the next, as the weekday has it.
fn day_below(text: &str, context: &Context) -> Vec<Found> {
    let Some(above) = context.row_above else { return Vec::new() };
    let next = above.first_of_month().checked_add(jiff::Span::new().months(1));
    for month in [Some(above), next.ok()].into_iter().flatten() {
        let prefix = format!("{}年{}月", month.year(), month.month());
        let mut found = read_as(&prefix, text, "", context);
        let [only] = found.as_mut_slice() else { continue };
        let follows = only.when.first_day().is_some_and(|day| day > above);
        if only.when.precision == Some(Precision::Day)
            && follows
            && only.when.weekday.as_ref().is_some_and(|weekday| weekday.agrees)
        {
            only.when.inferred = vec![Inferred::Year, Inferred::Month];
            only.when.year_from = Some(super::YearFrom::RowAbove);
            return found;
        }
    }
    Vec::new()
}

/// What `text` says with words before and behind it that its head lends; nothing unless all of it is dates.
fn read_as(before: &str, text: &str, behind: &str, context: &Context) -> Vec<Found> {
    let whole = format!("{before}{text}{behind}");
    let mut found = Finder::new(&whole, context).run().found;
    let mut at = 0;
    for found in &found {
        let gap = whole.get(at..found.start).unwrap_or("?");
        if !gap.chars().all(|c| "・、,， 　".contains(c)) {
            return Vec::new();
        }
        at = found.end;
    }
    let rest = whole.get(at..).unwrap_or("?").trim();
    if !matches!(rest, "" | "予定" | "(予定)" | "（予定）") {
        return Vec::new();
    }
    for found in &mut found {
        found.start = found.start.saturating_sub(before.len()).min(text.len());
        found.end = found.end.saturating_sub(before.len()).min(text.len());
        found.when.raw = text.get(found.start..found.end).unwrap_or(text).to_owned();
    }
    found
}
