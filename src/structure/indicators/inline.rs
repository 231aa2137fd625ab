//! Running text in, indicators written in a line out: 移住者数　現状（令和4年度）12人　目標（令和11年度）30人, or with an
//! arrow: 5.5‰（平成25年）→5.9‰（平成31年）.

use std::sync::LazyLock;

use regex::Regex;

use crate::japanese::marker;
use crate::record::{Indicator, IndicatorValue, Places};
use crate::structure::passages::{Passage, Spot, squeeze};

use super::value::{value, year};
use super::{Context, name_and_unit, policy_above};

/// The words that open the two values, each followed by a bracket, a colon or a number.
static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?P<name>.*?)[\s:、【\[(]*(?:現状値|基準値|現況値|実績値|当初値|現状|現況|基準)[】\])]?",
        r"(?P<base>[\s:]*(?:\([^()]{1,16}\)|[RHS0-9令平])[^→⇒➡。]*?)",
        r"[\s、,/→⇒➡;【\[(]*(?:目標値|目標数値|最終目標|めざす値|目標)[】\])]?",
        r"(?P<goal>[\s:]*(?:\([^()]{1,16}\)|[RHS0-9令平△])[^→⇒➡。、]*)[)。、]?$",
    ))
    .ok()
});

/// The same with the value to reach first: 転入者数 目標値 620人（令和11年度）／基準値 548人（令和6年度）.
static GOAL_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?P<name>.*?)[\s:、【\[(]*(?:目標値|目標数値|最終目標|めざす値)[】\])]?",
        r"(?P<goal>[\s:]*(?:\([^()]{1,16}\)|[RHS0-9令平△])[^→⇒➡。、/]*?)",
        r"[\s、,/;【\[(]+(?:現状値|基準値|現況値|実績値|当初値|現状|現況|基準)[】\])]?",
        r"(?P<base>[\s:]*(?:\([^()]{1,16}\)|[RHS0-9令平△])[^→⇒➡。、]*)[)。、]?$",
    ))
    .ok()
});

/// 42人(H30)→60人(R6), with a name before it.
static ARROW: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?P<name>[^→⇒➡]{2,48}?)[\s:]*",
        r"(?P<base>[△▲-]?[0-9][0-9,.]*[^0-9()→⇒➡、。]{0,8}\s*(?:\([^()]{2,14}\))?)",
        r"\s*[→⇒➡]\s*",
        r"(?P<goal>(?:年間?|約|延べ|累計|[0-9]{1,2}年間で)?[△▲-]?[0-9][0-9,.]*[^0-9()→⇒➡、。]{0,8}\s*(?:\([^()]{2,14}\))?)$",
    ))
    .ok()
});

/// A name is a phrase.
const MAX_NAME: usize = 40;

/// The indicators in lines of running text and in cells of tables that are no KPI tables.
pub(super) fn find(context: &Context<'_>, read: &[bool]) -> Vec<(usize, Indicator)> {
    let mut out = Vec::new();
    for (i, passage) in context.passages.iter().enumerate() {
        let order = match passage.spot {
            Spot::Block(block) => block,
            Spot::Cell { table, .. } if !read.get(table).copied().unwrap_or(false) => {
                context.table_blocks.get(table).copied().flatten().unwrap_or(usize::MAX)
            }
            _ => continue,
        };
        let above = i.checked_sub(1).and_then(|i| context.passages.get(i));
        for mut found in of_passage(passage, above, context) {
            found.policy = policy_above(context, order, &passage.text);
            out.push((order, found));
        }
    }
    out
}

/// The indicators of a passage: of the whole, or of each of its lines where layout joined several.
fn of_passage(passage: &Passage, above: Option<&Passage>, context: &Context<'_>) -> Vec<Indicator> {
    let arrows = passage.text.chars().filter(|c| matches!(c, '→' | '⇒' | '➡')).count();
    let block = match passage.spot {
        Spot::Block(block) if arrows > 1 => context.flow.blocks.get(block),
        _ => None,
    };
    let Some(block) = block else { return indicator(passage, above).into_iter().collect() };
    let line =
        |l: &crate::layout::Line| Passage { text: squeeze(&l.text), spot: passage.spot, parts: vec![(l.page, l.bbox)] };
    block.lines.iter().filter_map(|l| indicator(&line(l), None)).collect()
}

fn indicator(passage: &Passage, above: Option<&Passage>) -> Option<Indicator> {
    let text = marker(&passage.text).and_then(|m| passage.text.get(m.len..)).unwrap_or(&passage.text);
    if text.chars().count() > MAX_NAME * 3 {
        return None;
    }
    // 【数値目標】転入者数…: what the bracket calls the line is no part of the name.
    let text = match text.strip_prefix('【').and_then(|t| t.split_once('】')) {
        Some((head, rest)) if ["目標", "指標", "KPI"].iter().any(|w| head.ends_with(w) || head.starts_with(w)) => {
            rest
        }
        _ => text,
    };
    // Hardly any line has the signs that the patterns ask for, and patterns take their time to be made.
    let labelled = if text.contains("目標") || text.contains("めざす値") {
        let labelled = LABELLED.as_ref().and_then(|re| re.captures(text));
        labelled.or_else(|| GOAL_FIRST.as_ref().and_then(|re| re.captures(text)))
    } else {
        None
    };
    let is_labelled = labelled.is_some();
    let arrow = || ARROW.as_ref().filter(|_| text.contains(['→', '⇒', '➡'])).and_then(|re| re.captures(text));
    let caught = labelled.or_else(arrow)?;
    let part = |name: &str| caught.name(name).map_or("", |m| m.as_str()).trim_matches([' ', ':', '、', ',']);
    let mut name = part("name").trim_matches(['「', '」', '・', '|', '【', '】']).to_owned();
    let mut places = passage.parts.clone();
    if name.is_empty() {
        // The name stands on the line above.
        let above = above.filter(|a| a.page() == passage.page() && is_name(&a.text))?;
        name = marker(&above.text).and_then(|m| above.text.get(m.len..)).unwrap_or(&above.text).to_owned();
        places = above.parts.iter().chain(&passage.parts).copied().collect();
    }
    if !is_name(&name) {
        return None;
    }
    let (baseline, base_unit) = one(part("base"))?;
    let (target, unit) = one(part("goal"))?;
    // A number with nothing that says when is any two numbers; words as values need both years.
    let dated = [&baseline, &target].iter().filter(|v| v.when.is_some()).count();
    let numbers = baseline.number.is_some() && target.number.is_some();
    if dated == 0 && !(is_labelled && numbers) || (!numbers && dated < 2) {
        return None;
    }
    let (name, own_unit) = name_and_unit(&name);
    Some(Indicator {
        name,
        unit: own_unit.or(unit).or(base_unit),
        baseline: Some(baseline),
        targets: vec![target],
        department: None,
        policy: None,
        at: Places::of(places.iter().copied()),
    })
}

fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    (2..=MAX_NAME).contains(&length) && !text.contains(['。', '、']) && !text.ends_with(['は', 'が', 'を', 'に', 'の'])
}

/// `(平成30年度)5世帯`, `5世帯(平成30年度)`, `:23.5%`.
fn one(text: &str) -> Option<(IndicatorValue, Option<String>)> {
    let text = text.trim_matches([' ', ':', '：']);
    let (value, unit) = value(text, None)?;
    // What is left must be short, and not a year alone.
    let short = value.value.chars().count() <= 14 && !value.value.contains(['(', ')']);
    (short && (value.number.is_some() || year(&value.value, true).is_none())).then_some((value, unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;

    fn of(text: &str) -> Option<(String, Option<String>, String, String, bool)> {
        let passage = Passage { text: text.to_owned(), spot: Spot::Block(0), parts: vec![(1, Rect::default())] };
        let found = indicator(&passage, None)?;
        let base = found.baseline?;
        let goal = found.targets.into_iter().next()?;
        Some((found.name, found.unit, base.value, goal.value, base.when.is_some() && goal.when.is_some()))
    }

    #[test]
    fn lines() {
        for (text, name, unit, base, goal) in [
            (
                "・子育て世帯の転入現状(平成30年度)5世帯目標(令和6年度)12世帯",
                "子育て世帯の転入",
                Some("世帯"),
                "5",
                "12",
            ),
            ("市民の満足度:現状値(令和4年度)23.5%→目標値(令和11年度)30%", "市民の満足度", Some("%"), "23.5", "30"),
            ("出生率5.5‰(平成25年)→5.9‰(平成31年)", "出生率", Some("‰"), "5.5", "5.9"),
            ("高校の入学者数40人(2014年度)→年45人(2019年度)", "高校の入学者数", Some("人"), "40", "年45"),
            (
                "【数値目標】転入者数目標値620人(令和11年度)/基準値548人(令和6年度)",
                "転入者数",
                Some("人"),
                "548",
                "620",
            ),
            ("移住者数42人(H30)⇒60人(R6)", "移住者数", Some("人"), "42", "60"),
            (
                "地域包括ケア現状(平成28年度)未整備目標(平成35年度)面的体制整備",
                "地域包括ケア",
                None,
                "未整備",
                "面的体制整備",
            ),
        ] {
            let want = (name.to_owned(), unit.map(str::to_owned), base.to_owned(), goal.to_owned(), true);
            assert_eq!(of(text), Some(want), "{text}");
        }
    }

    #[test]
    fn sentences_are_none() {
        for text in [
            "人口は令和2年の5万人から令和12年には4万人へ減少すると見込まれる。",
            "現状と目標を示します",
            "第1章→第2章",
            "10時→12時",
            "平成30年度→令和6年度",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
