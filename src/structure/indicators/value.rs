//! A cell or a clause in, one value of an indicator out: what is printed without its unit, its number, its year.

use std::sync::LazyLock;

use regex::Regex;

use crate::japanese::{Context as Around, Precision, When, find as find_dates, parse_one};
use crate::record::IndicatorValue;

/// 約1,200人, 25.5%, △3, 8万2千人, 年12回, 30%以上: what stands before, the numeral with 万 and 億 in it, the unit, and
/// what bounds or turns the number.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?P<before>(?:約|およそ|おおむね|概ね|年間|毎年|年|月|延べ|のべ|累計|計|各)?)",
        r"(?P<sign>[△▲+-]?)\s*",
        r"(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?(?:[兆億万](?:[0-9][0-9,]*(?:\.[0-9]+)?千?)?)*)\s*",
        r"(?P<unit>[^0-9()]{0,12}?)",
        r"(?P<after>(?:以上|以下|未満|超|程度|前後|増|減|増加|減少|を維持|の維持|維持)?)$",
    ))
    .ok()
});

/// A bare year in a header: R6, H30, 令和6, R11年, 2030, 2030年.
static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9A-Za-z])(?P<y>(?:R|H|S|令和|平成|昭和)\.?(?:元|[0-9]{1,2})|(?:19|20)[0-9]{2})(?:年)?(?P<end>末)?(?:[)）])?$").ok()
});

/// A value as printed, without its unit, and the unit; `None` for an empty cell or a dash.
pub(super) fn value(text: &str, when: Option<When>) -> Option<(IndicatorValue, Option<String>)> {
    let t = text.trim();
    if is_nothing(t) {
        return None;
    }
    let (shown, own) = without_year(t);
    if is_nothing(&shown) {
        return None;
    }
    let when = own.or(when);
    match number(&shown) {
        Some((value, number, unit)) => Some((IndicatorValue { value, number: Some(number), when }, unit)),
        None => Some((IndicatorValue { value: shown, number: None, when }, None)),
    }
}

/// Dashes, dots and blanks that fill a cell in which nothing is said.
pub(super) fn is_nothing(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || "-―－ー—–‐−…・*＊/／".contains(c))
}

/// Takes off a year that stands with the value: 25.5%(令和5年度), (R5)25.5%, 令和5年度:25.5%, 令和5年度 25.5%. A year
/// that is part of a phrase (令和8年度に策定) stays.
fn without_year(text: &str) -> (String, Option<When>) {
    for (open, close) in [('(', ')'), ('〔', '〕'), ('[', ']'), ('【', '】'), ('<', '>')] {
        let Some(from) = text.find(open) else { continue };
        let Some(len) = text.get(from..).and_then(|t| t.find(close)) else { continue };
        let inner = text.get(from + open.len_utf8()..from + len).unwrap_or_default();
        let Some(when) = year(inner, true) else { continue };
        let mut rest = text.get(..from).unwrap_or_default().to_owned();
        rest.push_str(text.get(from + len + close.len_utf8()..).unwrap_or_default());
        if !rest.trim().is_empty() {
            return (rest.trim().trim_matches([':', '：']).trim().to_owned(), Some(when));
        }
    }
    let found =
        find_dates(text, &Around::default()).into_iter().next().filter(|f| f.start == 0 && f.when.start.is_some());
    if let Some(found) = found
        && let Some(rest) = text.get(found.end..)
    {
        let rest = rest.trim_start().trim_start_matches([':', '：']).trim();
        if number(rest).is_some() {
            return (rest.to_owned(), Some(found.when));
        }
    }
    (text.to_owned(), None)
}

/// What a phrase shows as a number: the text without the unit, the number, the unit. `None` where it is more than one
/// number with what belongs to it (5年間で1組織, 9人(延べ243日)).
fn number(text: &str) -> Option<(String, f64, Option<String>)> {
    // A bracket without digits only says how it was counted: 25人(累計).
    let bare = match text.strip_suffix([')', '）']).and_then(|t| t.rsplit_once(['(', '（'])) {
        Some((head, inner)) if !head.trim().is_empty() && !inner.chars().any(|c| c.is_ascii_digit()) => head.trim(),
        _ => text.trim(),
    };
    let caught = NUMBER.as_ref()?.captures(bare)?;
    let part = |name: &str| caught.name(name).map_or("", |m| m.as_str());
    let (before, sign, digits, after) = (part("before"), part("sign"), part("n"), part("after"));
    let unit = part("unit").trim();
    // 2年で3割増: the number belongs to something else.
    if unit.contains(['で', 'を', 'に', 'は', 'が', '、', '。', '→', '⇒', '～', ':']) {
        return None;
    }
    let mut number = numeral(digits)?;
    if matches!(sign, "△" | "▲" | "-") || after.starts_with('減') {
        number = -number;
    }
    let shown = format!("{before}{sign}{digits}{after}");
    Some((shown, number, (!unit.is_empty()).then(|| unit.to_owned())))
}

/// 1,234.5, 8万2千, 94億7,500万.
fn numeral(text: &str) -> Option<f64> {
    let mut total = 0.0;
    let mut part = String::new();
    let take = |part: &mut String, scale: f64| -> Option<f64> {
        let value = if part.is_empty() { 1.0 } else { part.parse::<f64>().ok()? };
        part.clear();
        Some(value * scale)
    };
    for c in text.chars() {
        match c {
            ',' => {}
            '0'..='9' | '.' => part.push(c),
            '千' => total += take(&mut part, 1e3)?,
            '万' => total += take(&mut part, 1e4)?,
            '億' => total += take(&mut part, 1e8)?,
            '兆' => total += take(&mut part, 1e12)?,
            _ => return None,
        }
    }
    if !part.is_empty() {
        total += part.parse::<f64>().ok()?;
    }
    Some(total)
}

/// The year that a header or a bracket tells. A bare R6 is a fiscal year where the table speaks of 年度 elsewhere.
pub(super) fn year(text: &str, fiscal: bool) -> Option<When> {
    let fits = |w: &When| {
        w.start.is_some()
            && matches!(
                w.precision,
                Some(
                    Precision::FiscalYear
                        | Precision::Year
                        | Precision::Month
                        | Precision::Day
                        | Precision::Range
                        | Precision::Half
                )
            )
    };
    let found = find_dates(text, &Around::default()).into_iter().map(|f| f.when).rfind(fits);
    if found.is_some() {
        return found;
    }
    let caught = YEAR.as_ref()?.captures(text.trim())?;
    let printed = caught.name("y")?.as_str();
    let unit = if fiscal { "年度" } else { "年" };
    let mut when = parse_one(&format!("{printed}{unit}"), &Around::default()).filter(fits)?;
    printed.clone_into(&mut when.raw);
    Some(when)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (text, want, number, unit) in [
            ("1,234人", "1,234", Some(1234.0), Some("人")),
            ("25.5%", "25.5", Some(25.5), Some("%")),
            ("△3", "△3", Some(-3.0), None),
            ("6.8%減", "6.8減", Some(-6.8), Some("%")),
            ("8万2千人", "8万2千", Some(82_000.0), Some("人")),
            ("10万人", "10万", Some(100_000.0), Some("人")),
            ("500万円", "500万", Some(5_000_000.0), Some("円")),
            ("4,120百万円", "4,120", Some(4120.0), Some("百万円")),
            ("120千人", "120", Some(120.0), Some("千人")),
            ("25人(累計)", "25", Some(25.0), Some("人")),
            ("年12回", "年12", Some(12.0), Some("回")),
            ("30%以上", "30以上", Some(30.0), Some("%")),
            ("12件/年", "12", Some(12.0), Some("件/年")),
            ("1.80", "1.80", Some(1.8), None),
            ("増加", "増加", None, None),
            ("面的体制整備", "面的体制整備", None, None),
            ("5年間で1組織", "5年間で1組織", None, None),
            ("9人(延べ243日)", "9人(延べ243日)", None, None),
            ("令和8年度に策定", "令和8年度に策定", None, None),
        ] {
            let (v, u) = value(text, None).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((v.value.as_str(), v.number, u.as_deref()), (want, number, unit), "{text}");
            assert!(v.when.is_none(), "{text}");
        }
        for nothing in ["―", "-", "", "…", "－"] {
            assert!(value(nothing, None).is_none(), "{nothing}");
        }
    }

    #[test]
    fn years_in_the_cell() {
        for (text, want, start) in [
            ("25.5%(令和5年度)", "25.5", "2023-04-01"),
            ("(R5)25.5%", "25.5", "2023-04-01"),
            ("令和5年度:25.5%", "25.5", "2023-04-01"),
            ("25.5%(2023年)", "25.5", "2023-01-01"),
        ] {
            let (v, _) = value(text, None).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(v.value, want, "{text}");
            assert_eq!(v.when.and_then(|w| w.start).as_deref(), Some(start), "{text}");
        }
    }

    #[test]
    fn bare_years() {
        let start = |t: &str, fiscal: bool| year(t, fiscal).and_then(|w| w.start);
        assert_eq!(start("目標値R6", true).as_deref(), Some("2024-04-01"));
        assert_eq!(start("H30", false).as_deref(), Some("2018-01-01"));
        assert_eq!(start("2030", true).as_deref(), Some("2030-04-01"));
        assert_eq!(start("令和11年度", true).as_deref(), Some("2029-04-01"));
        assert_eq!(start("目標値", true), None);
        assert_eq!(start("CO2", true), None);
    }
}
