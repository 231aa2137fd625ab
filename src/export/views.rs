//! Views over the SQLite tables that answer what people who compare municipalities ask.
//!
//! What is missing is NULL, never zero: a plan of which no document tells a thing has no row, or a NULL, in the view on
//! it. Entries that were postponed or cancelled do not count as happening. A plan without an id stands for its document.

/// A view: its name, the question, and its SELECT.
type View = (&'static str, &'static str, &'static str);

const VIEWS: &[View] = &[
    (
        "phase_entries",
        "Schedule entries, once per phase",
        "SELECT coalesce(s.plan_id, s.file) AS plan, j.value AS phase, s.*
         FROM schedule s, json_each(s.phases) j",
    ),
    (
        "sharp_entries",
        "Entries per phase whose dates tell the month (a range of two months at most): only these measure anything",
        "SELECT * FROM phase_entries
         WHERE status NOT IN ('postponed', 'cancelled')
           AND (when_precision IN ('day', 'tenday', 'month')
                OR (when_precision = 'range' AND julianday(when_end) - julianday(when_start) < 62))",
    ),
    (
        "phase_dates",
        "First and last day of each phase of each plan, of the entries whose dates tell the month; how many entries there are",
        "SELECT e.plan, e.municipality, e.phase, min(s.when_start) AS first_day, min(s.when_end) AS first_end,
                max(s.when_start) AS last_start, max(s.when_end) AS last_day, count(*) AS entries, count(s.id) AS sharp_entries, group_concat(DISTINCT s.when_precision) AS precisions
         FROM phase_entries e LEFT JOIN sharp_entries s ON s.file = e.file AND s.id = e.id AND s.phase = e.phase
         WHERE e.status NOT IN ('postponed', 'cancelled')
         GROUP BY e.plan, e.municipality, e.phase",
    ),
    (
        "phase_months",
        "The same with months counted from year 0: the first entry lies from first_from to first_to, the last from last_from to last_to",
        "SELECT *, strftime('%Y', first_day) * 12 + strftime('%m', first_day) AS first_from,
                strftime('%Y', first_end) * 12 + strftime('%m', first_end) AS first_to,
                strftime('%Y', last_start) * 12 + strftime('%m', last_start) AS last_from,
                strftime('%Y', last_day) * 12 + strftime('%m', last_day) AS last_to
         FROM phase_dates",
    ),
    (
        "consultation_to_answer",
        "Calendar months from 諮問 to 答申 (first and last entry), at least and at most; NULL in between where these differ",
        "SELECT c.plan, c.municipality, c.first_day AS consultation, a.last_day AS answer,
                CASE WHEN a.last_from - c.first_to = a.last_to - c.first_from
                     THEN a.last_to - c.first_from END AS months,
                a.last_from - c.first_to AS months_least, a.last_to - c.first_from AS months_most,
                c.precisions AS consultation_precision, a.precisions AS answer_precision
         FROM phase_months c JOIN phase_months a ON a.plan = c.plan AND a.phase = 'answer'
         WHERE c.phase = 'consultation'",
    ),
    (
        "policy_to_adoption",
        "Calendar months from 策定方針 to 策定, at least and at most; NULL in between where these differ",
        "SELECT p.plan, p.municipality, p.first_day AS policy, a.last_day AS adoption,
                CASE WHEN a.last_from - p.first_to = a.last_to - p.first_from
                     THEN a.last_to - p.first_from END AS months,
                a.last_from - p.first_to AS months_least, a.last_to - p.first_from AS months_most,
                p.precisions AS policy_precision, a.precisions AS adoption_precision
         FROM phase_months p JOIN phase_months a ON a.plan = p.plan AND a.phase = 'adoption'
         WHERE p.phase = 'policy_decision'",
    ),
    (
        "public_comment",
        "Public comment: its days, where both ends are printed as days, and the season that it begins in, where that can be told",
        "SELECT plan, municipality, file, id, event, when_raw, when_start, when_end, when_precision,
                CASE WHEN when_edtf GLOB '????-??-??' OR when_edtf GLOB '????-??-??/????-??-??'
                     THEN julianday(when_end) - julianday(when_start) + 1 END AS days,
                CASE WHEN julianday(when_end) - julianday(when_start) < 124
                     THEN CASE cast(strftime('%m', when_start) AS INTEGER)
                     WHEN 3 THEN 'spring' WHEN 4 THEN 'spring' WHEN 5 THEN 'spring'
                     WHEN 6 THEN 'summer' WHEN 7 THEN 'summer' WHEN 8 THEN 'summer'
                     WHEN 9 THEN 'autumn' WHEN 10 THEN 'autumn' WHEN 11 THEN 'autumn'
                     WHEN 12 THEN 'winter' WHEN 1 THEN 'winter' WHEN 2 THEN 'winter' END END AS season,
                status, page
         FROM phase_entries WHERE phase = 'public_comment'",
    ),
    (
        "public_comment_and_answer",
        "Whether public comment comes before or after 答申; NULL where the printed dates cannot tell",
        "SELECT c.plan, c.municipality, c.first_day AS comment_start, c.last_day AS comment_end,
                a.first_day AS answer_start, a.last_day AS answer_end,
                CASE WHEN c.last_day < a.first_day THEN 'before'
                     WHEN c.first_day > a.last_day THEN 'after' END AS comment_is
         FROM phase_dates c JOIN phase_dates a ON a.plan = c.plan AND a.phase = 'answer'
         WHERE c.phase = 'public_comment'",
    ),
    (
        "meetings",
        "How often each body meets in each fiscal year, and how much it has on its agenda",
        "SELECT coalesce(s.plan_id, s.file) AS plan, s.municipality, s.body, s.when_fiscal_year AS fiscal_year,
                count(*) AS meetings, max(s.round) AS highest_round, sum(s.items) AS agenda_items
         FROM (SELECT s.*, (SELECT count(*) FROM agenda_items a WHERE a.file = s.file AND a.entry_id = s.id) AS items
               FROM schedule s) s
         WHERE s.body IS NOT NULL AND s.status NOT IN ('postponed', 'cancelled')
         GROUP BY 1, 2, 3, 4",
    ),
    (
        "participation_methods",
        "Which methods of participation each plan uses, how often, and what they are called",
        "SELECT coalesce(plan_id, file) AS plan, municipality, method, count(*) AS times,
                group_concat(DISTINCT name) AS names, min(when_start) AS first_day, max(when_end) AS last_day
         FROM participation GROUP BY 1, 2, 3",
    ),
    (
        "children_consulted",
        "Where children and young people are asked",
        "SELECT coalesce(plan_id, file) AS plan, municipality, file, id, method, name, target, when_raw, page
         FROM participation
         WHERE method = 'children' OR name || coalesce(target, '') LIKE '%子ども%' OR name || coalesce(target, '') LIKE '%こども%'
            OR name || coalesce(target, '') LIKE '%子供%' OR name || coalesce(target, '') LIKE '%児童%'
            OR name || coalesce(target, '') LIKE '%生徒%' OR name || coalesce(target, '') LIKE '%学生%'
            OR name || coalesce(target, '') LIKE '%中高生%' OR name || coalesce(target, '') LIKE '%高校%'
            OR name || coalesce(target, '') LIKE '%若者%' OR name || coalesce(target, '') LIKE '%青少年%'",
    ),
    (
        "council_members",
        "Who sits on the council",
        "SELECT coalesce(b.plan_id, b.file) AS plan, b.municipality, b.name AS body, m.value AS member, b.file, b.id, b.page
         FROM bodies b, json_each(b.members) m WHERE b.kind IN ('council', 'council_subcommittee')",
    ),
    (
        "assembly_role",
        "Whether the assembly is asked to vote, or is only informed; NULL where no document says",
        "SELECT coalesce(plan_id, file) AS plan, municipality,
                CASE WHEN sum(phase IN ('bill', 'vote')) > 0 THEN 'votes'
                     WHEN sum(phase = 'assembly_report') > 0 THEN 'informed' END AS assembly
         FROM phase_entries GROUP BY 1, 2",
    ),
    (
        "plan_periods",
        "Period, length in years and first fiscal year of each plan",
        "SELECT plan_id, municipality, prefecture, title, part, period_raw, period_start, period_end,
                round((julianday(period_end) - julianday(period_start) + 1) / 365.25, 1) AS years,
                CAST(strftime('%Y', period_start, '-3 months') AS INTEGER) AS first_fiscal_year, documents, disagreements
         FROM plans",
    ),
    (
        "layer_periods",
        "Layers of each plan with their years (前期, 後期, 実施計画: how far a rolling plan looks ahead)",
        "SELECT coalesce(plan_id, file) AS plan, municipality, name, period_raw, period_start, period_end,
                round((julianday(period_end) - julianday(period_start) + 1) / 365.25, 1) AS years, file, page
         FROM layers",
    ),
    (
        "counts",
        "Declared counts of policy lists against what was found",
        "SELECT coalesce(plan_id, file) AS plan, municipality, file, id, label, kind, declared_count, found_count, count_agrees, page
         FROM policy_lists WHERE declared_count IS NOT NULL",
    ),
    (
        "sizes",
        "Items of policy lists by kind and depth, and indicators; one row per document and sort of thing found",
        "SELECT coalesce(p.plan_id, p.file) AS plan, p.municipality, p.file, l.kind AS what, p.depth, count(*) AS found
         FROM policies p JOIN policy_lists l ON l.file = p.file AND l.id = p.list_id GROUP BY 1, 2, 3, 4, 5
         UNION ALL
         SELECT coalesce(plan_id, file), municipality, file, 'indicator', NULL, count(*) FROM indicators GROUP BY 1, 2, 3",
    ),
    (
        "field_rank",
        "Policy fields: a pillar (outermost item of goals, framework or vision), a priority, or only mentioned",
        "SELECT coalesce(p.plan_id, p.file) AS plan, p.municipality, f.value AS field,
                CASE min(CASE WHEN l.kind IN ('vision_pillar', 'basic_goal', 'framework') AND p.depth = 1 THEN 1
                              WHEN l.kind IN ('priority', 'project') THEN 2 ELSE 3 END)
                     WHEN 1 THEN 'pillar' WHEN 2 THEN 'priority' ELSE 'mention' END AS field_is,
                count(*) AS items
         FROM policies p JOIN policy_lists l ON l.file = p.file AND l.id = p.list_id, json_each(p.fields) f
         GROUP BY 1, 2, 3",
    ),
    (
        "strategy_relation",
        "Whether 総合戦略 is one with the plan (integrated) or separate",
        "SELECT coalesce(plan_id, file) AS plan, municipality, title, relation, period_raw, file, page
         FROM related_plans WHERE title LIKE '%総合戦略%'",
    ),
    (
        "resilience_relation",
        "Whether 国土強靱化地域計画 is tied to the plan",
        "SELECT coalesce(plan_id, file) AS plan, municipality, title, relation, period_raw, file, page
         FROM related_plans WHERE title LIKE '%強靱化%' OR title LIKE '%強靭化%'",
    ),
    (
        "kpi",
        "Indicators with baseline and each target; change only where both are numbers",
        "SELECT coalesce(i.plan_id, i.file) AS plan, i.municipality, i.policy, i.name, i.unit, i.baseline_value,
                i.baseline_number, i.baseline_fiscal_year, t.value AS target_value, t.number AS target_number,
                t.when_fiscal_year AS target_fiscal_year, t.number - i.baseline_number AS change, i.file, i.page
         FROM indicators i LEFT JOIN indicator_targets t ON t.file = i.file AND t.indicator_id = i.id",
    ),
    (
        "budget_cells",
        "Cells of budget tables with the header above and the first cell of their row",
        "SELECT coalesce(c.plan_id, c.file) AS plan, c.municipality, c.file, c.table_id,
                (SELECT r.text FROM cells r WHERE r.file = c.file AND r.table_id = c.table_id AND r.table_column = 0
                   AND r.table_row <= c.table_row AND c.table_row < r.table_row + r.row_span) AS row_head,
                (SELECT h.text FROM cells h WHERE h.file = c.file AND h.table_id = c.table_id AND h.header
                   AND h.table_row < c.table_row AND h.table_column <= c.table_column
                   AND c.table_column < h.table_column + h.column_span ORDER BY h.table_row DESC LIMIT 1) AS column_head,
                c.text, c.page
         FROM cells c JOIN tables t ON t.file = c.file AND t.id = c.table_id
         WHERE t.kind = 'budget' AND NOT c.header AND c.table_column > 0",
    ),
    (
        "visions",
        "The wording of visions",
        "SELECT plan_id, municipality, prefecture, title, vision, length(vision) AS characters
         FROM plans WHERE vision IS NOT NULL",
    ),
    (
        "internal_structure",
        "Who works on the plan within the administration",
        "SELECT coalesce(plan_id, file) AS plan, municipality, kind, name, parent, role, file, page
         FROM bodies WHERE kind IN ('internal_hq', 'internal_section', 'working', 'secretariat', 'executive')",
    ),
    (
        "experts",
        "Consultants and other experts named",
        "SELECT coalesce(plan_id, file) AS plan, municipality, name, role, file, page FROM bodies WHERE kind = 'expert'",
    ),
    (
        "moved_dates",
        "The same event with different dates in two documents of one plan: how far schedules slip",
        "SELECT a.plan_id, a.municipality, a.event, a.file AS file_a, a.when_raw AS raw_a, a.when_start AS start_a,
                b.file AS file_b, b.when_raw AS raw_b, b.when_start AS start_b,
                round(julianday(b.when_start) - julianday(a.when_start)) AS days
         FROM schedule a JOIN schedule b
           ON b.plan_id = a.plan_id AND b.event = a.event AND b.file > a.file AND b.round IS a.round
          AND b.when_fiscal_year IS a.when_fiscal_year
         WHERE a.when_start <> b.when_start",
    ),
    (
        "not_as_planned",
        "Entries postponed, cancelled or undecided",
        "SELECT coalesce(plan_id, file) AS plan, municipality, status, when_raw, event, file, id, page
         FROM schedule WHERE status IN ('postponed', 'cancelled', 'undecided')",
    ),
    (
        "concepts",
        "Concepts cited, in how many documents, and the first fiscal year of a plan that cites them",
        "SELECT t.theme, count(DISTINCT t.file) AS documents, count(DISTINCT t.municipality_code) AS municipalities,
                sum(t.count) AS times, min(CAST(strftime('%Y', d.period_start, '-3 months') AS INTEGER)) AS first_fiscal_year
         FROM themes t JOIN documents d ON d.file = t.file GROUP BY 1",
    ),
    (
        "phase_calendar",
        "In which month of the fiscal year (4 is April) each phase falls; only dates that tell a month",
        "SELECT phase, CAST(strftime('%m', when_start) AS INTEGER) AS month, count(DISTINCT plan) AS plans, count(*) AS entries
         FROM sharp_entries GROUP BY 1, 2",
    ),
    (
        "wordings",
        "Which words documents use for one phase or method",
        "SELECT 'phase' AS what, phase AS id, event AS words, count(DISTINCT municipality_code) AS municipalities, count(*) AS times
         FROM phase_entries GROUP BY 2, 3
         UNION ALL
         SELECT 'method', method, name, count(DISTINCT municipality_code), count(*) FROM participation GROUP BY 2, 3",
    ),
];

/// The statements that make them, and a table `about_views` that tells what each answers.
pub(super) fn sql() -> String {
    let mut out =
        String::from("CREATE TABLE about_views (view TEXT PRIMARY KEY, answers TEXT NOT NULL) WITHOUT ROWID;\n");
    for (name, question, select) in VIEWS {
        let question = question.replace('\'', "''");
        out.push_str(&format!("CREATE VIEW {name} AS -- {question}\n  {select};\n"));
        out.push_str(&format!("INSERT INTO about_views VALUES ('{name}', '{question}');\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::sqlite::FILE;
    use super::*;
    use std::path::Path;

    #[test]
    fn every_view_can_be_read() {
        let dir = tempfile::tempdir().unwrap();
        let output = Path::new(env!("CARGO_MANIFEST_DIR")).join("output");
        let options = super::super::Options::default();
        super::super::run(&output, dir.path(), &[super::super::Format::Sqlite], &options).unwrap();
        let connection = rusqlite::Connection::open(dir.path().join(FILE)).unwrap();
        let told = [
            "consultation_to_answer",
            "public_comment",
            "meetings",
            "plan_periods",
            "visions",
            "phase_calendar",
            "field_rank",
        ];
        for (name, _, _) in VIEWS {
            let sql = format!("SELECT count(*) FROM (SELECT * FROM {name})");
            let rows: i64 = connection.query_row(&sql, [], |row| row.get(0)).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(rows > 0 || !told.contains(name), "{name}");
        }
        // As keikaku compare counts them: from 令和4年10月31日 to 令和6年2月 is 16.
        let months: i64 = connection
            .query_row("SELECT months FROM consultation_to_answer WHERE municipality = '鶴岡市'", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(months, 16);
        let broken: i64 =
            connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
        assert_eq!(broken, 0);
    }

    #[test]
    fn only_days_that_are_printed_are_counted() {
        let dir = tempfile::tempdir().unwrap();
        let output = Path::new(env!("CARGO_MANIFEST_DIR")).join("output");
        super::super::run(&output, dir.path(), &[super::super::Format::Sqlite], &Default::default()).unwrap();
        let connection = rusqlite::Connection::open(dir.path().join(FILE)).unwrap();
        let mut query = connection.prepare("SELECT days FROM public_comment WHERE days > 1").unwrap();
        let days: Vec<f64> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        // 12/25～1/23, both ends counted; 4～6月 and 12月頃～1月頃 tell no days.
        assert_eq!(days, [30.0]);
    }
}
