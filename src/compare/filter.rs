//! `--where`: which plans take part in a comparison.
//!
//! A condition is `FIELD OP VALUE` without spaces; several must all hold. `VALUE` may be several, parted by `|`, of which
//! one must hold. A plan of which the field is not known passes no condition, `!=` included: not known is not other.

use thiserror::Error;

use super::types::PlanRow;

/// Fields that a condition may name, and what they hold.
pub const FIELDS: [(&str, &str); 15] = [
    ("prefecture", "山形県"),
    ("municipality", "鶴岡市"),
    ("code", "062031"),
    ("kind", "市, 町, 村, 特別区, 都道府県, 広域"),
    ("plan", "総合計画, 環境基本計画 … (its sort)"),
    ("title", "第2次鶴岡市総合計画"),
    ("part", "後期基本計画"),
    ("ordinal", "2 (第2次)"),
    ("period", "first 年度 of its period: 2025"),
    ("end", "last 年度 of its period: 2029"),
    ("document", "策定方針, 会議資料 … (one of its documents)"),
    ("stage", "素案, 案 … (one of its documents)"),
    ("file", "path of one of its documents"),
    ("phase", "public_comment … (a phase that it has)"),
    ("method", "workshop … (a method of participation that it has)"),
];

/// Why a condition cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FilterError {
    /// There is no operator.
    #[error("--where {0}: write FIELD=VALUE, with one of = != ~ < <= > >=, as in prefecture=山形県 or period>=2025")]
    Form(String),
    /// The field is none of [`FIELDS`].
    #[error("--where {condition}: there is no field {field:?}; there are {}", names())]
    Field {
        /// The condition.
        condition: String,
        /// What stands before its operator.
        field: String,
    },
    /// A comparison of size needs a number.
    #[error("--where {condition}: {value:?} is no whole number; < <= > >= compare numbers")]
    Number {
        /// The condition.
        condition: String,
        /// What stands after its operator.
        value: String,
    },
}

fn names() -> String {
    FIELDS.map(|(name, _)| name).join(", ")
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    field: &'static str,
    op: Op,
    values: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Op {
    Is,
    IsNot,
    Contains,
    Less(i64),
    AtMost(i64),
    More(i64),
    AtLeast(i64),
}

impl std::str::FromStr for Filter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        let at = text.find(['=', '!', '~', '<', '>']).ok_or_else(|| FilterError::Form(text.to_owned()))?;
        let (name, rest) = text.split_at(at);
        let operators = ["!=", "<=", ">=", "=", "~", "<", ">"];
        let operator = operators.into_iter().find(|o| rest.starts_with(o));
        let operator = operator.ok_or_else(|| FilterError::Form(text.to_owned()))?;
        let value = rest.get(operator.len()..).unwrap_or_default().trim();
        if value.is_empty() {
            return Err(FilterError::Form(text.to_owned()));
        }
        let Some((field, _)) = FIELDS.into_iter().find(|(field, _)| *field == name.trim()) else {
            return Err(FilterError::Field { condition: text.to_owned(), field: name.trim().to_owned() });
        };
        let number = || {
            value
                .parse::<i64>()
                .map_err(|_| FilterError::Number { condition: text.to_owned(), value: value.to_owned() })
        };
        let op = match operator {
            "!=" => Op::IsNot,
            "~" => Op::Contains,
            "<" => Op::Less(number()?),
            "<=" => Op::AtMost(number()?),
            ">" => Op::More(number()?),
            ">=" => Op::AtLeast(number()?),
            _ => Op::Is,
        };
        Ok(Self { field, op, values: value.split('|').map(|v| v.trim().to_owned()).collect() })
    }
}

impl Filter {
    /// Whether the plan passes.
    #[must_use]
    pub fn passes(&self, plan: &PlanRow) -> bool {
        let known = values(plan, self.field);
        let any = |test: &dyn Fn(&str) -> bool| known.iter().any(|v| test(v));
        let size = |test: &dyn Fn(i64) -> bool| any(&|v| v.parse().is_ok_and(test));
        match self.op {
            Op::Is => any(&|v| self.values.iter().any(|w| v == w)),
            Op::IsNot => !known.is_empty() && !any(&|v| self.values.iter().any(|w| v == w)),
            Op::Contains => any(&|v| self.values.iter().any(|w| v.contains(w.as_str()))),
            Op::Less(n) => size(&|v| v < n),
            Op::AtMost(n) => size(&|v| v <= n),
            Op::More(n) => size(&|v| v > n),
            Op::AtLeast(n) => size(&|v| v >= n),
        }
    }
}

fn values(plan: &PlanRow, field: &str) -> Vec<String> {
    let one = |value: &Option<String>| value.iter().cloned().collect();
    let number = |value: Option<i64>| value.iter().map(ToString::to_string).collect();
    let period = plan.period.value.as_ref();
    match field {
        "prefecture" => one(&plan.prefecture),
        "municipality" => one(&plan.municipality),
        "code" => one(&plan.code),
        "kind" => one(&plan.kind),
        "plan" => one(&plan.name),
        "title" => one(&plan.title),
        "part" => one(&plan.part),
        "ordinal" => number(plan.ordinal.map(i64::from)),
        "period" => number(period.and_then(|p| p.first_year).map(i64::from)),
        "end" => number(period.and_then(|p| p.last_year).map(i64::from)),
        "document" => plan.documents.iter().filter_map(|d| d.kind.clone()).collect(),
        "stage" => plan.documents.iter().filter_map(|d| d.stage.clone()).collect(),
        "file" => plan.documents.iter().map(|d| d.file.clone()).collect(),
        "phase" => plan.phases.iter().map(|p| p.phase.clone()).collect(),
        "method" => plan.participation.iter().map(|m| m.method.clone()).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::tests::plans;

    fn passing(conditions: &[&str]) -> Vec<String> {
        let filters: Vec<Filter> = conditions.iter().map(|c| c.parse().unwrap()).collect();
        let all = plans();
        let passing = all.iter().filter(|plan| filters.iter().all(|f| f.passes(plan)));
        passing.map(|plan| plan.municipality.clone().unwrap_or_default()).collect()
    }

    #[test]
    fn conditions_hold_or_do_not() {
        // 鶴岡市 (山形県, period not printed) and 美祢市 (山口県, 2025 to 2029).
        for (conditions, expected) in [
            (&["prefecture=山形県"][..], &["鶴岡市"][..]),
            (&["prefecture=山形県|山口県"], &["鶴岡市", "美祢市"]),
            (&["prefecture!=山形県"], &["美祢市"]),
            (&["municipality~鶴"], &["鶴岡市"]),
            (&["period>=2025"], &["美祢市"]),
            (&["period<2025"], &[]),
            // Not known is not other.
            (&["period!=2030"], &["美祢市"]),
            (&["end<=2029", "kind=市"], &["美祢市"]),
            (&["phase=consultation"], &["鶴岡市"]),
        ] {
            assert_eq!(passing(conditions), expected, "{conditions:?}");
        }
    }

    #[test]
    fn what_cannot_be_understood_is_told() {
        for (condition, said) in [
            ("山形県", "FIELD=VALUE"),
            ("prefecture=", "FIELD=VALUE"),
            ("pref=山形県", "there is no field"),
            ("period>=令和7年度", "no whole number"),
        ] {
            let error = condition.parse::<Filter>().unwrap_err().to_string();
            assert!(error.contains(said), "{condition}: {error}");
        }
    }
}
