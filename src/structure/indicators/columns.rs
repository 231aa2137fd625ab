//! The headers of a table in, what each column holds out.

use crate::japanese::When;
use crate::layout::{Cell, Table};

use super::value::{value, year};
use super::words::words;

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    Name,
    Unit,
    /// With its weight: of several the lowest is what the plan starts from.
    Baseline(usize, Option<When>),
    Target(Option<When>),
    Department,
    Policy,
    Other,
}

/// A table seen by rows, or turned so that its columns are rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'t> {
    pub(super) table: &'t Table,
    pub(super) turned: bool,
}

impl<'t> View<'t> {
    pub(super) fn rows(&self) -> usize {
        if self.turned { self.table.columns } else { self.table.rows }
    }

    pub(super) fn columns(&self) -> usize {
        if self.turned { self.table.rows } else { self.table.columns }
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> Option<&'t Cell> {
        if self.turned { self.table.cell_at(column, row) } else { self.table.cell_at(row, column) }
    }

    /// Row and column at which a cell begins, rows and columns that it spans.
    pub(super) fn place(&self, cell: &Cell) -> (usize, usize, usize, usize) {
        if self.turned {
            (cell.column, cell.row, cell.column_span, cell.row_span)
        } else {
            (cell.row, cell.column, cell.row_span, cell.column_span)
        }
    }

    /// A cell over the whole width: a caption or the head of a group of rows.
    pub(super) fn is_wide(&self, cell: &Cell) -> bool {
        self.columns() > 1 && self.place(cell).3 >= self.columns()
    }
}

/// A cell's text on one line.
pub(super) fn one_line(cell: &Cell) -> String {
    cell.paragraphs.iter().map(|p| p.text.trim()).collect()
}

/// Headers run over so many rows at most.
const MOST_HEADER_ROWS: usize = 4;

/// How many leading rows are header: those that layout sees, those with the words of a KPI header, those that only
/// hold years, and those that a header cell reaches down to.
pub(super) fn header_rows(view: &View<'_>) -> usize {
    let mut rows = 0;
    while rows < view.rows().min(MOST_HEADER_ROWS) {
        let cells: Vec<&Cell> =
            (0..view.columns()).filter_map(|c| view.cell(rows, c)).filter(|c| !one_line(c).is_empty()).collect();
        let headed = |c: &&&Cell| view.place(c).0 < rows;
        let worded = cells.iter().filter(|c| !headed(c)).any(|c| {
            let text = squeezed(&one_line(c));
            let list = words();
            let starts = |l: &[String]| l.iter().any(|w| text.starts_with(w.as_str()));
            !view.is_wide(c)
                && text.chars().count() <= MAX_HEAD
                && (starts(&list.name)
                    || starts(&list.target)
                    || starts(&list.baseline)
                    || starts(&list.name_or_target))
        });
        let wide = cells.iter().any(|c| view.is_wide(c));
        let fresh = || cells.iter().filter(|c| !headed(c));
        let only_years = rows > 0 && fresh().count() > 0 && fresh().all(|c| is_year(&one_line(c)));
        if !(worded || only_years || (wide && rows == 0)) {
            break;
        }
        rows += 1;
    }
    // A table whose first row alone is a caption has no header by that.
    let deep = (0..rows).flat_map(|r| (0..view.columns()).filter_map(move |c| view.cell(r, c)));
    let deep =
        deep.filter(|c| !view.is_wide(c)).map(|c| view.place(c)).map(|(r, _, span, _)| r + span).max().unwrap_or(0);
    let seen = if view.turned { view.table.header_columns } else { view.table.header_rows };
    rows.max(deep.min(MOST_HEADER_ROWS)).max(if rows > 0 { seen.min(MOST_HEADER_ROWS) } else { 0 })
}

/// A head is a few words; a longer cell is text.
const MAX_HEAD: usize = 24;

fn is_year(text: &str) -> bool {
    text.chars().count() <= 14 && year(text, true).is_some()
}

/// Headers over a column, outermost first; cells over the whole width left out.
fn heads(view: &View<'_>, column: usize, rows: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for row in 0..rows {
        let Some(cell) = view.cell(row, column).filter(|c| !view.is_wide(c)) else { continue };
        let text = one_line(cell);
        if !text.is_empty() && out.last() != Some(&text) {
            out.push(text);
        }
    }
    out
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What the columns hold, if this is a KPI table: one with names, and with values to reach.
pub(super) fn roles(view: &View<'_>, rows: usize) -> Option<Vec<Role>> {
    let paths: Vec<Vec<String>> = (0..view.columns()).map(|c| heads(view, c, rows)).collect();
    let fiscal = paths.iter().flatten().any(|h| h.contains("年度"));
    let mut roles: Vec<Role> = paths.iter().map(|p| role(p, fiscal)).collect();
    years_alone(&paths, &mut roles, fiscal);
    let has = |roles: &[Role], f: fn(&Role) -> bool| roles.iter().any(f);
    let is_target = |r: &Role| matches!(r, Role::Target(_));
    let is_baseline = |r: &Role| matches!(r, Role::Baseline(..));
    if !has(&roles, |r| *r == Role::Name) {
        // 数値目標 names what is measured where nothing else does.
        let both = |p: &Vec<String>| {
            let all = squeezed(&p.concat());
            words().name_or_target.iter().any(|w| all.starts_with(w.as_str())) && !all.ends_with('値')
        };
        let at = paths.iter().position(both).filter(|at| {
            roles.iter().enumerate().any(|(i, r)| i != *at && is_target(r))
                || (roles.iter().any(is_baseline) && roles.iter().filter(|r| is_target(r)).count() > 1)
        });
        let weak = || weak_name(view, rows, &paths, &roles);
        let at = at.or_else(weak)?;
        *roles.get_mut(at)? = Role::Name;
    }
    // 現状値 beside years of what was reached, and nothing to reach: a report.
    if !has(&roles, is_target) {
        return None;
    }
    Some(roles)
}

/// The first column of a table with baseline and target whose values are mostly numbers.
fn weak_name(view: &View<'_>, rows: usize, paths: &[Vec<String>], roles: &[Role]) -> Option<usize> {
    if !roles.iter().any(|r| matches!(r, Role::Baseline(..))) || !roles.iter().any(|r| matches!(r, Role::Target(_))) {
        return None;
    }
    let at = (0..view.columns()).find(|c| {
        let head = squeezed(&paths.get(*c).map(|p| p.concat()).unwrap_or_default());
        matches!(roles.get(*c), Some(Role::Other | Role::Policy | Role::Target(None)))
            && words().name_weak.contains(&head)
    })?;
    let (mut numbers, mut filled) = (0usize, 0usize);
    for row in rows..view.rows() {
        for (column, role) in roles.iter().enumerate() {
            if column == at || !matches!(role, Role::Baseline(..) | Role::Target(_)) {
                continue;
            }
            let found = view.cell(row, column).and_then(|c| value(&one_line(c), None));
            filled += usize::from(found.is_some());
            numbers += usize::from(found.is_some_and(|(v, _)| v.number.is_some()));
        }
    }
    (numbers * 2 > filled).then_some(at)
}

/// Columns that a year alone heads: beside a baseline, what is later is to be reached; what is earlier was.
fn years_alone(paths: &[Vec<String>], roles: &mut [Role], fiscal: bool) {
    let has_target = roles.iter().any(|r| matches!(r, Role::Target(_)));
    let start = |w: &Option<When>| w.as_ref().and_then(|w| w.start.clone());
    let base = roles.iter().find_map(|r| match r {
        Role::Baseline(_, when) => start(when),
        _ => None,
    });
    let Some(base) = base.filter(|_| !has_target) else { return };
    for (path, role) in paths.iter().zip(roles.iter_mut()) {
        let [only] = path.as_slice() else { continue };
        if *role == Role::Other && is_year(only) {
            let when = year(only, fiscal);
            if start(&when).is_some_and(|s| s > base) {
                *role = Role::Target(when);
            }
        }
    }
}

/// What a column holds, by its heads.
fn role(path: &[String], fiscal: bool) -> Role {
    let list = words();
    let all = squeezed(&path.concat());
    let has = |l: &[String], t: &str| l.iter().any(|w| t.contains(w.as_str()));
    // What is said in brackets explains: 指標(現状値の出典).
    let head: String = all.split(['(', '（']).next().unwrap_or_default().to_owned();
    // R5実績, R11目標: the year stands before what the column holds.
    let bare = |h: &String| {
        let words = list.target.iter().chain(&list.baseline);
        year(&words.fold(squeezed(h), |t, w| t.replace(w.as_str(), "")), fiscal)
    };
    let when = || {
        let printed = path.iter().rev().find_map(|h| year(h, fiscal)).or_else(|| year(&path.concat(), fiscal));
        printed.or_else(|| path.iter().rev().find_map(bare))
    };
    // The innermost head tells most: 目標値 over 達成率 is a rate, 指標 over 単位 a unit.
    let last = squeezed(path.last().map_or("", String::as_str));
    if list.unit.contains(&last) {
        return Role::Unit;
    }
    let starts = |l: &[String]| l.iter().any(|w| last.starts_with(w.as_str()) || head.starts_with(w.as_str()));
    if has(&list.other, &last) && !starts(&list.name) && !starts(&list.target) {
        return Role::Other;
    }
    // 目標指標, 数値目標: longer words first.
    let mut rest = head.clone();
    for word in list.name.iter().chain(&list.name_or_target) {
        rest = rest.replace(word.as_str(), "\u{3}");
    }
    if has(&list.policy, &rest) && !has(&["目標値".to_owned()], &rest) {
        let named = head.contains("指標") || head.contains("KPI");
        return if named { Role::Name } else { Role::Policy };
    }
    if has(&list.target, &rest) || (list.name_or_target.iter().any(|w| head.starts_with(w.as_str()))) {
        return Role::Target(when());
    }
    if let Some(weight) = list.baseline.iter().position(|w| rest.contains(w.as_str())) {
        return Role::Baseline(weight, when());
    }
    if has(&list.department, &rest) {
        return Role::Department;
    }
    if list.name.iter().any(|w| head.contains(w.as_str())) && !has(&list.other, &rest) {
        return Role::Name;
    }
    Role::Other
}
