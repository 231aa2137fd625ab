//! Tables in, KPI out.
//!
//! A KPI table is known by its header: a column of names (指標), and columns of values that a year or a word (現状値,
//! 基準値, 目標値) heads. Nested headers (目標値 over R7, R8, R9) are read as one path per column.

use std::sync::LazyLock;

use regex::Regex;

use crate::japanese::{Context as Around, Precision, When, find as find_dates};
use crate::layout::{Cell, Table};
use crate::record::{Indicator, IndicatorValue, Places, Warning};

use super::Context;

/// A number with what stands around it: 約1,200人, 25.5%, △3.
static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?P<sign>[△▲-]?)\s*(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>.{0,12})$").ok());

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
enum Role {
    Name,
    Unit,
    Baseline(Option<When>),
    Target(Option<When>),
    Department,
    Policy,
    Other,
}

/// The indicators.
pub(super) fn find(context: &Context<'_>, _warnings: &mut Vec<Warning>) -> Vec<Indicator> {
    let mut out = Vec::new();
    for (index, table) in context.flow.tables.iter().enumerate() {
        let heading = context
            .table_blocks
            .get(index)
            .copied()
            .flatten()
            .and_then(|b| context.headings.above(b).next())
            .map(|h| h.title.clone());
        out.extend(read(table, heading.as_deref()));
    }
    out
}

/// The indicators of a table; none where its header is no KPI header.
fn read(table: &Table, heading: Option<&str>) -> Vec<Indicator> {
    let rows = header_rows(table);
    if rows == 0 || rows >= table.rows {
        return Vec::new();
    }
    let roles: Vec<Role> = (0..table.columns).map(|c| role(&header_path(table, c, rows))).collect();
    let Some(name) = roles.iter().position(|r| *r == Role::Name) else { return Vec::new() };
    if !roles.iter().any(|r| matches!(r, Role::Target(_))) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for row in rows..table.rows {
        let Some(cell) = table.cell_at(row, name).filter(|c| c.row == row) else { continue };
        let (title, bracket_unit) = split_unit(&one_line(cell));
        if title.is_empty() || cell.column_span >= table.columns {
            continue;
        }
        let mut unit = text_of(table, row, &roles, &Role::Unit).or(bracket_unit);
        let mut baseline = None;
        let mut targets = Vec::new();
        for (column, role) in roles.iter().enumerate() {
            let (Role::Baseline(when) | Role::Target(when)) = role else { continue };
            let Some(c) = table.cell_at(row, column).filter(|c| c.column == column) else { continue };
            let Some((value, own_unit)) = value(&one_line(c), when.clone()) else { continue };
            if unit.is_none() {
                unit = own_unit;
            }
            if matches!(role, Role::Baseline(_)) {
                baseline.get_or_insert(value);
            } else {
                targets.push(value);
            }
        }
        if baseline.is_none() && targets.is_empty() {
            continue;
        }
        targets.sort_by_key(start);
        out.push(Indicator {
            name: title,
            unit,
            baseline,
            targets,
            department: text_of(table, row, &roles, &Role::Department),
            policy: text_of(table, row, &roles, &Role::Policy).or_else(|| heading.map(str::to_owned)),
            at: Places::of(cell.at.iter().copied()),
        });
    }
    out
}

fn start(v: &IndicatorValue) -> Option<String> {
    v.when.as_ref().and_then(|w| w.start.clone())
}

/// Header rows as layout sees them, or those that hold the words of a KPI header.
fn header_rows(table: &Table) -> usize {
    let worded = (0..table.rows.min(3))
        .filter(|r| {
            table.cells.iter().any(|c| {
                c.row == *r && ["指標", "目標値", "現状値", "基準値", "KPI"].iter().any(|w| one_line(c).contains(w))
            })
        })
        .count();
    let deep = table.cells.iter().filter(|c| c.row == 0 && worded > 0).map(|c| c.row_span).max().unwrap_or(0);
    table.header_rows.max(worded.min(3)).max(deep.min(3))
}

/// Headers over a column, joined.
fn header_path(table: &Table, column: usize, rows: usize) -> String {
    let mut out: Vec<String> = Vec::new();
    for row in 0..rows {
        let text = table.cell_at(row, column).map(one_line).unwrap_or_default();
        if !text.is_empty() && out.last() != Some(&text) {
            out.push(text);
        }
    }
    out.join(" ")
}

/// What a column holds, by the path of its headers.
fn role(header: &str) -> Role {
    let h: String = header.chars().filter(|c| !c.is_whitespace()).collect();
    let when = || {
        find_dates(header, &Around::default()).into_iter().map(|f| f.when).find(|w| {
            w.start.is_some()
                && matches!(
                    w.precision,
                    Some(Precision::FiscalYear | Precision::Year | Precision::Month | Precision::Day)
                )
        })
    };
    let has = |words: &[&str]| words.iter().any(|w| h.contains(w));
    if has(&["目標値", "目標", "めざす値", "計画値"]) && !has(&["指標名", "目標指標", "目標項目"])
    {
        Role::Target(when())
    } else if has(&["現状値", "基準値", "現状", "基準年", "現況値", "策定時", "初期値"]) {
        Role::Baseline(when())
    } else if h == "単位" {
        Role::Unit
    } else if has(&["担当課", "担当部署", "所管", "担当"]) {
        Role::Department
    } else if has(&["指標", "KPI", "数値目標", "評価項目"])
        && !has(&["番号", "No", "説明", "考え方", "根拠", "出典", "定義"])
    {
        Role::Name
    } else if has(&["施策名", "基本施策", "政策名", "基本目標", "施策"]) && !has(&["番号"]) {
        Role::Policy
    } else {
        Role::Other
    }
}

/// The text of the first column of a role in a row, merged cells included.
fn text_of(table: &Table, row: usize, roles: &[Role], want: &Role) -> Option<String> {
    let column = roles.iter().position(|r| r == want)?;
    table.cell_at(row, column).map(one_line).filter(|t| !t.is_empty())
}

/// A value as printed, without its unit; `None` for an empty cell or a dash.
fn value(text: &str, when: Option<When>) -> Option<(IndicatorValue, Option<String>)> {
    let t = text.trim();
    if t.is_empty() || matches!(t, "-" | "―" | "－" | "ー" | "—" | "–") {
        return None;
    }
    // A year in the cell itself: 25.5%(令和5年度).
    let found = find_dates(t, &Around::default()).into_iter().find(|f| f.when.start.is_some());
    let (shown, when) = match found {
        Some(f) => {
            let mut rest = t.get(..f.start).unwrap_or_default().to_owned();
            rest.push_str(t.get(f.end..).unwrap_or_default());
            let rest = rest.replace("()", "").replace("（）", "");
            (rest.trim().trim_matches([':', '：']).trim().to_owned(), Some(f.when))
        }
        None => (t.to_owned(), when),
    };
    let caught = NUMBER.as_ref().and_then(|re| re.captures(&shown));
    let Some(caught) = caught else {
        return Some((IndicatorValue { value: shown, number: None, when }, None));
    };
    let digits = caught.name("n").map_or("", |m| m.as_str());
    let sign = caught.name("sign").map_or("", |m| m.as_str());
    let unit = caught.name("unit").map(|m| m.as_str().trim().to_owned()).filter(|u| !u.is_empty());
    // 5年間で1組織: not one number with its unit.
    if unit.as_deref().is_some_and(|u| u.chars().any(|c| c.is_ascii_digit()) || u.contains('で')) {
        return Some((IndicatorValue { value: shown, number: None, when }, None));
    }
    let mut number = digits.replace(',', "").parse::<f64>().ok();
    if !sign.is_empty() {
        number = number.map(|n| -n);
    }
    // 億 and 万 are part of the number, not of the unit.
    if let Some(scale) = unit.as_deref().and_then(|u| u.chars().next()).and_then(|c| match c {
        '万' => Some(1e4),
        '億' => Some(1e8),
        _ => None,
    }) {
        number = number.map(|n| n * scale);
    }
    Some((IndicatorValue { value: format!("{sign}{digits}"), number, when }, unit))
}

/// A unit in brackets at the end of a name: 観光入込客数(千人).
fn split_unit(name: &str) -> (String, Option<String>) {
    let t = name.trim();
    let parted = t.strip_suffix([')', '）']).and_then(|r| r.rsplit_once(['(', '（']));
    match parted {
        Some((head, unit)) if is_unit(unit.trim()) && !head.trim().is_empty() => {
            (head.trim().to_owned(), Some(unit.trim().to_owned()))
        }
        _ => (t.to_owned(), None),
    }
}

fn is_unit(text: &str) -> bool {
    let units = [
        "人",
        "%",
        "件",
        "円",
        "千円",
        "百万円",
        "万円",
        "億円",
        "千人",
        "万人",
        "箇所",
        "か所",
        "団体",
        "世帯",
        "戸",
        "棟",
        "台",
        "回",
        "冊",
        "校",
        "ha",
        "km",
        "t",
        "トン",
        "点",
        "位",
        "社",
        "店",
        "組",
        "事業所",
        "‰",
        "ポイント",
        "歳",
        "年",
        "日",
        "時間",
        "経営体",
        "区画",
        "路線",
        "人/年",
        "件/年",
        "t/年",
        "g",
        "kg",
        "m",
        "㎡",
        "m2",
        "人/日",
        "t-CO2",
    ];
    units.contains(&text)
}

fn one_line(cell: &Cell) -> String {
    cell.paragraphs.iter().map(|p| p.text.trim()).collect::<String>()
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
            ("増加", "増加", None, None),
        ] {
            let (v, u) = value(text, None).expect(text);
            assert_eq!((v.value.as_str(), v.number, u.as_deref()), (want, number, unit), "{text}");
        }
        assert!(value("―", None).is_none());
    }

    #[test]
    fn units_in_names() {
        assert_eq!(split_unit("観光入込客数(千人)"), ("観光入込客数".to_owned(), Some("千人".to_owned())));
        assert_eq!(split_unit("満足度(市民アンケート)"), ("満足度(市民アンケート)".to_owned(), None));
    }
}
