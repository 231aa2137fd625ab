//! Tables and lines in, KPI out.
//!
//! A KPI table is known by its header: a column of names (指標), and columns of values that a word (現状値, 目標値) or a
//! year heads. Nested headers (目標値 over R7, R8, R9) are read as one path per column. The same table is also
//! printed turned, with an indicator in each column, and as a card per indicator whose cells are label and value in turn.
//! Words are `data/indicators.toml`.

mod columns;
mod inline;
mod value;
mod words;

use crate::japanese::{MarkerKind, marker};
use crate::layout::{Cell, Table};
use crate::record::{Indicator, IndicatorValue, Places, Warning};

use super::Context;
use columns::{Role, View, header_rows, one_line, roles};
use value::{is_nothing, value};
use words::{is_unit, words};

/// The indicators.
pub(super) fn find(context: &Context<'_>, _warnings: &mut Vec<Warning>) -> Vec<Indicator> {
    let mut found: Vec<(usize, Indicator)> = Vec::new();
    let mut done = vec![false; context.flow.tables.len()];
    for (index, table) in context.flow.tables.iter().enumerate() {
        let block = context.table_blocks.get(index).copied().flatten();
        let heading = block.and_then(|b| policy_above(context, b, ""));
        let list = read(table, heading.as_deref());
        if let (Some(slot), false) = (done.get_mut(index), list.is_empty()) {
            *slot = true;
        }
        found.extend(list.into_iter().map(|i| (block.unwrap_or(usize::MAX), i)));
    }
    found.extend(inline::find(context, &done));
    // Stable: what stands in one table stays in its order.
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, indicator)| indicator).collect()
}

/// The policy that an indicator stands under: the nearest heading that is no rubric (指標, 施策の目標), which come again
/// and again, and not the line itself.
fn policy_above(context: &Context<'_>, block: usize, own: &str) -> Option<String> {
    let list = &context.headings.list;
    let rubric = |t: &str| {
        list.iter().filter(|h| h.title == t).count() > 1
            || ["指標", "KPI", "目標値", "数値目標"].iter().any(|w| t.contains(w))
            || t.contains('→')
    };
    let above: Vec<&str> =
        context.headings.above(block).map(|h| h.title.as_str()).filter(|t| !own.contains(t)).collect();
    above.iter().find(|t| !rubric(t)).or(above.first()).map(|t| (*t).to_owned())
}

/// The indicators of a table; none where its header is no KPI header.
fn read(table: &Table, heading: Option<&str>) -> Vec<Indicator> {
    for turned in [false, true] {
        let view = View { table, turned };
        let rows = header_rows(&view);
        if rows == 0 || rows >= view.rows() {
            continue;
        }
        if let Some(roles) = roles(&view, rows) {
            return by_columns(&view, rows, &roles, heading);
        }
    }
    cards(table, heading)
}

/// Values are a number or a few words; a table of longer ones tells of something else.
const MAX_VALUE: usize = 40;

/// One indicator per row.
fn by_columns(view: &View<'_>, rows: usize, roles: &[Role], heading: Option<&str>) -> Vec<Indicator> {
    let Some(name) = roles.iter().position(|r| *r == Role::Name) else { return Vec::new() };
    let baseline_column = baseline_column(roles);
    let mut group: Option<String> = None;
    let mut out = Vec::new();
    for row in rows..view.rows() {
        let Some(cell) = view.cell(row, name) else { continue };
        // A cell over the whole width heads the rows below it.
        if view.is_wide(cell) {
            let text = one_line(cell);
            group = (!text.is_empty()).then_some(text);
            continue;
        }
        let Some(title) = full_name(view, row, name, roles) else { continue };
        let (title, bracket_unit) = name_and_unit(&title);
        // A header repeated within the table.
        if title.is_empty() || words().name.contains(&title) {
            continue;
        }
        let mut unit = text_of(view, row, roles, &Role::Unit)
            .map(|u| u.trim_matches(['(', ')', '（', '）']).to_owned())
            .or(bracket_unit);
        let mut baseline = None;
        let mut targets = Vec::new();
        let mut own_unit = None;
        for (column, role) in roles.iter().enumerate() {
            let (Role::Baseline(_, when) | Role::Target(when)) = role else { continue };
            if matches!(role, Role::Baseline(..)) && Some(column) != baseline_column {
                continue;
            }
            let Some(c) = view.cell(row, column).filter(|c| view.place(c).1 == column) else { continue };
            let Some((value, printed_unit)) = value(&one_line(c), when.clone()) else { continue };
            own_unit = own_unit.or(printed_unit);
            if matches!(role, Role::Baseline(..)) {
                baseline = Some(value);
            } else {
                targets.push(value);
            }
        }
        unit = unit.or(own_unit);
        let too_long =
            baseline.iter().chain(&targets).any(|v| v.value.chars().count() > MAX_VALUE || v.value.ends_with('。'));
        if (baseline.is_none() && targets.is_empty()) || too_long {
            continue;
        }
        targets.sort_by_key(start);
        out.push(Indicator {
            name: title,
            unit,
            baseline,
            targets,
            department: text_of(view, row, roles, &Role::Department),
            policy: text_of(view, row, roles, &Role::Policy)
                .or_else(|| group.clone())
                .or_else(|| heading.map(str::to_owned)),
            at: Places::of(cell.at.iter().copied()),
        });
    }
    out
}

/// Of several columns of what was, the one with the word of most weight (基準値 before 現状値 before 実績), and of several
/// years of it the last.
fn baseline_column(roles: &[Role]) -> Option<usize> {
    let mut best: Option<(usize, usize, Option<String>)> = None;
    for (column, role) in roles.iter().enumerate() {
        let Role::Baseline(weight, when) = role else { continue };
        let start = when.as_ref().and_then(|w| w.start.clone());
        let better = best.as_ref().is_none_or(|(_, w, s)| weight < w || (weight == w && start > *s));
        if better {
            best = Some((column, *weight, start));
        }
    }
    best.map(|b| b.0)
}

/// The name in a row; where its head spans several columns, the words of all of them (合計特殊出生率｜男).
fn full_name(view: &View<'_>, row: usize, name: usize, roles: &[Role]) -> Option<String> {
    let columns = (name..view.columns()).take_while(|c| roles.get(*c) == Some(&Role::Name));
    let mut out = String::new();
    let mut begins = false;
    let mut last: Option<*const Cell> = None;
    for column in columns {
        let Some(cell) = view.cell(row, column) else { continue };
        if last == Some(std::ptr::from_ref(cell)) {
            continue;
        }
        last = Some(std::ptr::from_ref(cell));
        begins |= view.place(cell).0 == row;
        let text = one_line(cell);
        if !out.is_empty() && !text.is_empty() {
            out.push(' ');
        }
        out.push_str(&text);
    }
    // Only a row in which a name begins is an indicator of its own.
    (begins && !is_nothing(&out)).then_some(out)
}

/// Cards: label and value in turn, each name beginning the next (指標名｜移住者数｜単位｜人｜現状値(R5)｜42｜目標値(R11)｜60).
fn cards(table: &Table, heading: Option<&str>) -> Vec<Indicator> {
    let mut out: Vec<Indicator> = Vec::new();
    let label = |c: &Cell| {
        let text = one_line(c);
        let view = View { table, turned: false };
        let short = text.chars().count() <= 20;
        (short && !view.is_wide(c)).then(|| roles_of_label(&text)).flatten()
    };
    for cell in &table.cells {
        let Some(role) = label(cell) else { continue };
        let beside = table.cell_at(cell.row, cell.column + cell.column_span).filter(|c| label(c).is_none());
        let Some(text) = beside.map(one_line).filter(|t| !is_nothing(t) && t.chars().count() <= MAX_VALUE) else {
            continue;
        };
        if role == Role::Name {
            let (name, unit) = name_and_unit(&text);
            out.push(Indicator {
                name,
                unit,
                policy: heading.map(str::to_owned),
                at: Places::of(beside.into_iter().flat_map(|c| c.at.iter().copied())),
                ..Indicator::default()
            });
            continue;
        }
        let Some(last) = out.last_mut() else { continue };
        let mut values = |when: Option<crate::japanese::When>| {
            let (value, unit) = value(&text, when)?;
            last.unit = last.unit.take().or(unit);
            Some(value)
        };
        match role {
            Role::Baseline(_, when) => {
                let value = values(when);
                last.baseline = last.baseline.take().or(value);
            }
            Role::Target(when) => {
                let value = values(when);
                last.targets.extend(value);
            }
            Role::Unit => last.unit = Some(text),
            Role::Department => last.department = Some(text),
            _ => {}
        }
    }
    out.retain(|i| !i.targets.is_empty());
    for indicator in &mut out {
        indicator.targets.sort_by_key(start);
    }
    out
}

/// The role that a cell's words alone tell: the cell is the label, with a year in brackets at most.
fn roles_of_label(text: &str) -> Option<Role> {
    let head = text.split(['(', '（']).next().unwrap_or_default().trim();
    let list = words();
    let is = |l: &[String]| l.iter().any(|w| w == head);
    if is(&list.name) {
        Some(Role::Name)
    } else if is(&list.target) && head.ends_with(['値', '標']) {
        Some(Role::Target(value::year(text, true)))
    } else if is(&list.baseline) {
        Some(Role::Baseline(0, value::year(text, true)))
    } else if is(&list.unit) {
        Some(Role::Unit)
    } else if is(&list.department) {
        Some(Role::Department)
    } else {
        None
    }
}

fn start(v: &IndicatorValue) -> Option<String> {
    v.when.as_ref().and_then(|w| w.start.clone())
}

/// The text of the first column of a role in a row, merged cells included.
fn text_of(view: &View<'_>, row: usize, roles: &[Role], want: &Role) -> Option<String> {
    let column = roles.iter().position(|r| r == want)?;
    view.cell(row, column).map(one_line).filter(|t| !is_nothing(t))
}

/// A name without the number or bullet before it, and the unit in brackets behind it: 観光入込客数(千人).
fn name_and_unit(name: &str) -> (String, Option<String>) {
    let mut t = name.trim();
    if let Some(m) = marker(t).filter(|m| {
        matches!(
            m.kind,
            MarkerKind::Number
                | MarkerKind::Parenthesised
                | MarkerKind::HalfParenthesised
                | MarkerKind::Circled
                | MarkerKind::Bullet
                | MarkerKind::Symbol(_)
        )
    }) {
        t = t.get(m.len..).filter(|rest| rest.chars().count() > 1).unwrap_or(t);
    }
    let parted = t.strip_suffix([')', '）', ']', '】']).and_then(|r| r.rsplit_once(['(', '（', '[', '【']));
    match parted {
        Some((head, unit)) if is_unit(unit) && !head.trim().is_empty() => {
            let unit = unit.trim().trim_start_matches("単位").trim_start_matches([':', '：']).trim();
            (head.trim().to_owned(), Some(unit.to_owned()))
        }
        _ => (t.to_owned(), None),
    }
}

#[cfg(test)]
mod tests;
