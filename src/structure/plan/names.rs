//! Plans named in a text: 第2次鶴岡市総合計画, 鶴岡市第2次総合計画後期基本計画, 第3期美祢市まち・ひと・しごと創生総合戦略.

use crate::japanese::numerals;

use super::super::passages::{is_kanji, is_katakana};
use super::super::words;

/// A plan as named at one place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::structure) struct Named {
    /// `第2次鶴岡市総合計画`.
    pub(in crate::structure) title: String,
    /// `総合計画`.
    pub(in crate::structure) name: String,
    /// 第2次 → 2.
    pub(in crate::structure) ordinal: Option<u32>,
    /// The municipality's name stands in it.
    pub(in crate::structure) own: bool,
    /// `後期基本計画`, directly after it.
    pub(in crate::structure) part: Option<String>,
    /// Byte range in the text, the part left out.
    pub(in crate::structure) range: (usize, usize),
}

/// A passage names few plans.
const MOST_NAMES: usize = 200;

/// The plans named in a text: a listed name, or a word that ends as plans do, with what belongs to it before.
pub(in crate::structure) fn named_plans(text: &str, municipality: &str) -> Vec<Named> {
    // The longest names first, as the list has them.
    let mut places: Vec<(usize, usize, usize)> = words::plan_names().find(text).collect();
    places.sort_unstable();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (_, at, end) in places {
        if found.len() < MOST_NAMES && !found.iter().any(|(s, e)| at < *e && end > *s) {
            found.push((at, end));
        }
    }
    found.sort_unstable();
    found
        .into_iter()
        .filter_map(|(start, end)| {
            let name = text.get(start..end)?;
            let mut before = text.get(..start)?;
            // 市原市新総合計画: 新 belongs to the title, not to the name.
            let mut start = start;
            if let Some(head) = before.strip_suffix('新') {
                (before, start) = (head, start - '新'.len_utf8());
            }
            let own = !municipality.is_empty() && before.ends_with(municipality);
            let (mut from, mut ordinal) = (start, None);
            if own {
                from -= municipality.len();
            }
            if let Some((at, n)) = ordinal_before(text.get(..from)?) {
                (from, ordinal) = (at, Some(n));
                // 鶴岡市第2次総合計画: the municipality may also stand before the ordinal.
                if !own && !municipality.is_empty() && text.get(..from)?.ends_with(municipality) {
                    from -= municipality.len();
                }
            }
            let own = !municipality.is_empty() && text.get(from..end)?.contains(municipality);
            let ordinal = ordinal.or_else(|| ordinal_behind(text.get(end..)?));
            let part = part_at(text.get(end..)?);
            let title = text.get(from..end)?.to_owned();
            Some(Named { title, name: name.to_owned(), ordinal, own, part, range: (from, end) })
        })
        .collect()
}

/// A plan that no list knows, in a title: the run of name characters that ends as plans do (文化財保存活用地域計画).
pub(super) fn unlisted_plan(title: &str, municipality: &str) -> Option<Named> {
    const ENDINGS: &[&str] = &["計画", "戦略", "ビジョン", "プラン", "大綱", "構想"];
    let (end, ending) = ENDINGS.iter().filter_map(|e| title.find(e).map(|at| (at + e.len(), *e))).min()?;
    let head = title.get(..end - ending.len())?;
    let from = head
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_kanji(*c) || is_katakana(*c) || c.is_ascii_alphanumeric() || *c == '・')
        .last()
        .map(|(at, _)| at)?;
    let run = title.get(from..end)?;
    // Off with municipality, ordinal and year before the name.
    let mut name = run;
    if !municipality.is_empty()
        && let Some(at) = name.find(municipality)
    {
        name = name.get(at + municipality.len()..)?;
    }
    for mark in ['次', '期', '度'] {
        if let Some(at) = name.find(mark).filter(|at| *at <= 12) {
            name = name.get(at + mark.len_utf8()..)?;
        }
    }
    let start = end - name.len();
    let own = title.get(..start)?.ends_with(municipality) && !municipality.is_empty();
    // 中野区基本計画, 第3次豊岡市基本構想: a part's name behind the municipality's is the plan itself.
    let is_part = words::plans().parts.iter().any(|p| name == p);
    if name.chars().count() < 4 || is_part && !own {
        return None;
    }
    let ordinal = ordinal_before(title.get(..start - if own { municipality.len() } else { 0 })?);
    let from = match (own, ordinal) {
        (_, Some((at, _))) => at,
        (true, None) => start - municipality.len(),
        (false, None) => start,
    };
    let whole = title.get(from..end)?.to_owned();
    let own = !municipality.is_empty() && whole.contains(municipality);
    Some(Named {
        title: whole,
        name: name.to_owned(),
        ordinal: ordinal.map(|(_, n)| n).or_else(|| ordinal_behind(title.get(end..)?)),
        own,
        part: part_at(title.get(end..)?),
        range: (from, end),
    })
}

/// `第2次`, `第六次`, `第3期` at the end of a text: where it starts and the number.
fn ordinal_before(text: &str) -> Option<(usize, u32)> {
    let last = text.chars().next_back()?;
    if !matches!(last, '次' | '期') {
        return None;
    }
    let at = text.rfind('第')?;
    let printed = text.get(at..)?;
    (printed.chars().count() <= 6).then(|| numerals::ordinal(printed)).flatten().map(|n| (at, n))
}

/// Whether a plan is one with a 基本構想, a 基本計画 and a 実施計画 of its own.
pub(super) fn is_comprehensive(name: &str) -> bool {
    ["総合計画", "総合振興計画", "総合発展計画", "長期計画", "まちづくり計画", "新市建設計画"]
        .iter()
        .any(|e| name.ends_with(e))
        || ["振興計画", "基本構想", "基本計画", "発展計画"].contains(&name)
}

/// The number printed behind a plan's name, with nothing of a name after it: 特定事業主行動計画 第2次.
fn ordinal_behind(text: &str) -> Option<u32> {
    let t = text.trim_start_matches(['(', '【', '〔', ' ']);
    let end = t.find(['次', '期']).map(|at| at + '次'.len_utf8())?;
    let (at, n) = ordinal_before(t.get(..end)?)?;
    let after = t.get(end..)?.chars().next();
    (at == 0 && after.is_none_or(|c| !is_kanji(c) && !is_katakana(c))).then_some(n)
}

/// The part that a text starts with: `後期基本計画`, `(後期基本計画)`, `第1次基本計画`.
fn part_at(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['(', '【', '「', '・', '-', ' ']);
    let part = |t: &str| words::plans().parts.iter().find(|p| t.starts_with(p.as_str())).cloned();
    part(text).or_else(|| {
        let end = text.find(['次', '期']).map(|at| at + '次'.len_utf8())?;
        ordinal_before(text.get(..end)?).filter(|(at, _)| *at == 0)?;
        part(text.get(end..)?).map(|p| format!("{}{p}", text.get(..end).unwrap_or_default()))
    })
}

/// The part named anywhere in a title, with its number (第1次基本計画).
pub(super) fn part_in(title: &str) -> Option<String> {
    let (at, part) = words::plans().parts.iter().find_map(|p| Some((title.find(p.as_str())?, p)))?;
    let numbered = title.get(..at).and_then(ordinal_before).and_then(|(from, _)| title.get(from..at));
    Some(format!("{}{part}", numbered.unwrap_or_default()))
}
