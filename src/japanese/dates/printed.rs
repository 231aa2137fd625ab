//! A context as printed in, a [`Context`] out: what programs hand over that have the words but not their meaning.

use super::warning::{Warning, WarningCode};
use super::{Context, Precision, find, fiscal_label};
use crate::japanese::normalize;
use jiff::civil::Date;
use serde::Deserialize;

/// What stands around a text, as printed. Every field may be absent.
///
/// ```
/// use keikaku::japanese::{Printed, find};
/// let printed = Printed {
///     fiscal_label: Some("令和5年度".into()),
///     row_above: Some("令和5年12月27日（水）".into()),
///     ..Printed::default()
/// };
/// let (context, warnings) = printed.read();
/// assert!(warnings.is_empty());
/// assert_eq!(context.fiscal_label, Some(2023));
/// assert_eq!(find("1/16", &context)[0].when.start.as_deref(), Some("2024-01-16"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Printed {
    /// The day of publication: `2023-05-26`, `令和5年5月26日`, `2023年5月`.
    #[serde(default)]
    pub published: Option<String>,
    /// The year that governs the text: `令和5年度`, `【令和5年度】`, `R5`, `令和5年`.
    #[serde(default)]
    pub fiscal_label: Option<String>,
    /// The date of the row or entry above: `令和4年10月31日（月）`.
    #[serde(default)]
    pub row_above: Option<String>,
    /// What heads the row or column: `4月`, `R5.4`, `令和6年度`.
    #[serde(default)]
    pub column_header: Option<String>,
}

impl Printed {
    /// The context that it tells, and a warning for each field that says no date.
    ///
    /// The row above may leave its own year out; it is read with the others around it.
    ///
    /// ```
    /// use keikaku::japanese::{Printed, WarningCode};
    /// let printed = Printed { published: Some("先日".into()), row_above: Some("R4/10".into()), ..Printed::default() };
    /// let (context, warnings) = printed.read();
    /// assert_eq!(context.row_above, Some(jiff::civil::date(2022, 10, 1)));
    /// assert_eq!(warnings[0].code, WarningCode::ContextUnread);
    /// ```
    #[must_use]
    pub fn read(&self) -> (Context, Vec<Warning>) {
        let mut context = Context::default();
        let mut warnings = Vec::new();
        let mut unread = |text: &str| {
            warnings.push(Warning { code: WarningCode::ContextUnread, text: text.to_owned(), start: None });
        };
        if let Some(text) = said(self.published.as_deref()) {
            context.published = day_of_publication(text);
            if context.published.is_none() {
                unread(text);
            }
        }
        if let Some(text) = said(self.fiscal_label.as_deref()) {
            match label(text, &context) {
                Some(Label::Fiscal(year)) => context.fiscal_label = Some(year),
                Some(Label::Calendar(year)) => context.year_label = Some(year),
                None => unread(text),
            }
        }
        context.column_header = said(self.column_header.as_deref()).map(str::to_owned);
        if let Some(text) = said(self.row_above.as_deref()) {
            context.row_above = first_day(text, &context);
            context.rows_in_order = true;
            if context.row_above.is_none() {
                unread(text);
            }
        }
        (context, warnings)
    }
}

fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// The day of publication; of a month or a year its first.
fn day_of_publication(text: &str) -> Option<Date> {
    first_day(text, &Context::default()).or_else(|| {
        // ISO 8601 as far as it goes: 2023-05-26T09:00, 2023-05, 20230526.
        let text = normalize(text);
        let day = text.get(..10).unwrap_or(&text);
        let padded = match day.len() {
            7 => format!("{day}-01"),
            4 => format!("{day}-01-01"),
            _ => day.to_owned(),
        };
        padded.parse().ok()
    })
}

fn first_day(text: &str, context: &Context) -> Option<Date> {
    find(text, context).iter().find_map(|found| found.when.first_day().or_else(|| found.when.last_day()))
}

enum Label {
    Fiscal(i32),
    Calendar(i32),
}

/// The year that a label names: the 年度 of the whole text, the only one in a longer text, or a bare R5 or 2023.
fn label(text: &str, context: &Context) -> Option<Label> {
    if let Some(year) = fiscal_label(text) {
        return Some(Label::Fiscal(year));
    }
    let mut years = find(text, context).into_iter().filter_map(|found| match found.when.precision? {
        Precision::FiscalYear => found.when.fiscal_year.map(Label::Fiscal),
        Precision::Year => found.when.first_day().map(|day| Label::Calendar(i32::from(day.year()))),
        _ => None,
    });
    if let Some(only) = years.next() {
        return years.next().is_none().then_some(only);
    }
    // R5, 令和5, 2023, 5: what is called a fiscal label lacks only the word.
    let text = normalize(text);
    let bare = text.trim_matches(|c| super::AROUND.contains(&c));
    find(&format!("{bare}年度"), context)
        .into_iter()
        .find(|found| found.when.precision == Some(Precision::FiscalYear) && found.start == 0)
        .and_then(|found| found.when.fiscal_year)
        .map(Label::Fiscal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_forwards() {
        for (label, above, text, expected) in [
            ("令和4年度", "令和5年3月20日", "4月10日", "2023-04-10"),
            ("令和4年度", "令和4年10月31日（月）", "1月16日（月）", "2023-01-16"),
            ("令和4年度", "令和5年3月20日", "1月20日", "2023-01-20"),
            // A month back is a list by body, and years off is another matter.
            ("令和4年度", "令和4年6月10日", "5月10日", "2022-05-10"),
            ("令和4年度", "令和7年6月10日", "5月10日", "2022-05-10"),
        ] {
            let printed = Printed {
                fiscal_label: Some(label.to_owned()),
                row_above: Some(above.to_owned()),
                ..Printed::default()
            };
            let found = find(text, &printed.read().0);
            assert_eq!(found.first().and_then(|f| f.when.start.as_deref()), Some(expected), "{above} {text}");
        }
    }

    #[test]
    fn fields_as_printed() {
        let read = |published: &str, label: &str, above: &str| {
            let printed = Printed {
                published: Some(published.to_owned()),
                fiscal_label: Some(label.to_owned()),
                row_above: Some(above.to_owned()),
                column_header: None,
            };
            let (context, warnings) = printed.read();
            let iso = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
            let label = context.fiscal_label.or(context.year_label);
            (iso(context.published), label, iso(context.row_above), warnings.len())
        };
        for (published, label, above, expected) in [
            ("2023-05-26", "令和5年度", "令和4年10月31日（月）", ("2023-05-26", Some(2023), "2022-10-31", 0)),
            ("令和5年5月26日", "【令和５年度】", "R4/10", ("2023-05-26", Some(2023), "2022-10-01", 0)),
            ("2023-05", "R5", "10月31日", ("2023-05-01", Some(2023), "2023-10-31", 0)),
            ("2023年5月", "令和5年", "12/25～1/23", ("2023-05-01", Some(2023), "2023-12-25", 0)),
            ("2023", "2023", "", ("2023-01-01", Some(2023), "", 0)),
            ("", "令和5年度スケジュール", "", ("", Some(2023), "", 0)),
            ("2023-05-26", "5年度", "", ("2023-05-26", Some(2023), "", 0)),
            ("先日", "別表", "同上", ("", None, "", 3)),
            ("", "令和5・6年度", "", ("", None, "", 1)),
            ("", "事業 R5", "", ("", None, "", 1)),
        ] {
            let (a, b, c, d) = read(published, label, above);
            assert_eq!((a.as_str(), b, c.as_str(), d), expected, "{published} {label} {above}");
        }
    }
}
