//! Title and text in, the plan that the paper is or is about out.
//!
//! A plan is written many ways in one paper: 第2次鶴岡市総合計画 on the cover, 総合計画 in a heading, 第2次総合計画後期基本計画 in
//! prose. The title says which plan it is; where the title leaves out ordinal or municipality, the fullest form in
//! the text completes it.

use crate::japanese::{self, Precision, When, numerals};
use crate::layout::Block;
use crate::record::{At, Evidence, Layer, Plan};

use super::passages::{Passage, Spot, is_hiragana, is_kanji, is_katakana, squeeze};
use super::{Context, words};

/// A plan as named at one place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Named {
    /// `第2次鶴岡市総合計画`.
    pub(super) title: String,
    /// `総合計画`.
    pub(super) name: String,
    /// 第2次 → 2.
    pub(super) ordinal: Option<u32>,
    /// The municipality's name stands in it.
    pub(super) own: bool,
    /// `後期基本計画`, directly after it.
    pub(super) part: Option<String>,
    /// Byte range in the text, the part left out.
    pub(super) range: (usize, usize),
}

/// The plan.
pub(super) fn find(context: &Context<'_>) -> Option<Plan> {
    if !context.is_planning() {
        return None;
    }
    let municipality = context.municipality.as_ref().map(|m| m.name.clone()).unwrap_or_default();
    let title = context.document.title.clone().unwrap_or_default();
    let in_title =
        named_plans(&title, &municipality).into_iter().next().or_else(|| unlisted_plan(&title, &municipality));
    let in_text: Vec<(Named, &Passage)> = context
        .passages
        .iter()
        .flat_map(|p| named_plans(&p.text, &municipality).into_iter().map(move |n| (n, p)))
        .collect();
    let chosen = choose(in_title.as_ref(), &title, &in_text)?;
    let part = in_title
        .as_ref()
        .and_then(|n| n.part.clone())
        .or_else(|| part_in(&title))
        .or_else(|| if in_title.is_some() { None } else { chosen.part.clone() });
    let full = complete(&chosen, &in_text);
    let layers = layers(context);
    let period = period(part.as_deref(), &layers, context);
    let mut evidence = Vec::new();
    if let Some((_, passage)) = in_text.iter().find(|(n, _)| n.title == full.title) {
        evidence.push(evidence_of(passage, &full.title));
    }
    if let Some((_, e)) = &period {
        evidence.push(e.clone());
    }
    let vision = vision(context);
    if let Some((_, e)) = &vision {
        evidence.push(e.clone());
    }
    Some(Plan {
        id: id(context, &full, part.as_deref()),
        title: Some(full.title),
        ordinal: full.ordinal,
        name: Some(full.name),
        part,
        period: period.map(|(w, _)| w),
        layers: layers.into_iter().map(|l| l.layer).collect(),
        vision: vision.map(|(v, _)| v),
        evidence,
    })
}

fn evidence_of(passage: &Passage, text: &str) -> Evidence {
    Evidence { text: text.to_owned(), at: passage.parts.first().map(|(page, rect)| At::new(*page, rect)) }
}

/// The plans named in a text: a listed name, or a word that ends as plans do, with what belongs to it before.
pub(super) fn named_plans(text: &str, municipality: &str) -> Vec<Named> {
    let list = words::plans();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for name in &list.names {
        for (at, _) in text.match_indices(name.as_str()) {
            let end = at + name.len();
            if !found.iter().any(|(s, e)| at < *e && end > *s) {
                found.push((at, end));
            }
        }
    }
    found.sort_unstable();
    found
        .into_iter()
        .filter_map(|(start, end)| {
            let name = text.get(start..end)?;
            let before = text.get(..start)?;
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
            let part = part_at(text.get(end..)?);
            let title = text.get(from..end)?.to_owned();
            Some(Named { title, name: name.to_owned(), ordinal, own, part, range: (from, end) })
        })
        .collect()
}

/// A plan that no list knows, in a title: the run of name characters that ends as plans do (文化財保存活用地域計画).
fn unlisted_plan(title: &str, municipality: &str) -> Option<Named> {
    const ENDINGS: &[&str] = &["計画", "戦略", "ビジョン", "プラン", "大綱"];
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
    let is_part = words::plans().parts.iter().any(|p| name == p);
    if name.chars().count() < 4 || is_part {
        return None;
    }
    let start = end - name.len();
    let own = title.get(..start)?.ends_with(municipality) && !municipality.is_empty();
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
        ordinal: ordinal.map(|(_, n)| n),
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

/// The part that a text starts with: `後期基本計画`, `(後期基本計画)`.
fn part_at(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['(', '【', '「', '・', '・', '-', ' ']);
    words::plans().parts.iter().find(|p| text.starts_with(p.as_str())).cloned()
}

fn part_in(title: &str) -> Option<String> {
    words::plans().parts.iter().find(|p| title.contains(p.as_str())).cloned()
}

/// Which plan the paper is about: that of the title, else the one named most often together with the title's part.
fn choose(in_title: Option<&Named>, title: &str, in_text: &[(Named, &Passage)]) -> Option<Named> {
    if let Some(named) = in_title {
        return Some(named.clone());
    }
    let part = part_in(title);
    let mut counted: Vec<(usize, usize, Named)> = Vec::new();
    for (i, (named, passage)) in in_text.iter().enumerate() {
        let early = usize::from(passage.page() <= 2);
        let fits = usize::from(part.is_some() && named.part == part);
        let weight = 1 + early + 2 * fits + 2 * usize::from(named.own) + usize::from(named.ordinal.is_some());
        // 総合戦略 is short for まち・ひと・しごと創生総合戦略.
        let bare = !named.own && named.ordinal.is_none();
        let same = |n: &Named| n.name == named.name || (bare && n.name.ends_with(named.name.as_str()));
        match counted.iter_mut().find(|(_, _, n)| same(n)) {
            Some((w, _, n)) => {
                *w += weight;
                if n.part.is_none() && named.ordinal == n.ordinal {
                    n.part.clone_from(&named.part);
                }
            }
            None => counted.push((weight, i, named.clone())),
        }
    }
    counted.into_iter().max_by_key(|(w, i, _)| (*w, std::cmp::Reverse(*i))).map(|(_, _, n)| n)
}

/// The fullest printed form of the chosen plan: the same name, the same ordinal where the title has one, with
/// ordinal and municipality; of several the one printed most often.
fn complete(chosen: &Named, in_text: &[(Named, &Passage)]) -> Named {
    if chosen.own && chosen.ordinal.is_some() {
        return chosen.clone();
    }
    let bare = !chosen.own && chosen.ordinal.is_none();
    let same_name = |n: &Named| n.name == chosen.name || (bare && n.name.ends_with(chosen.name.as_str()));
    let same = |n: &Named| same_name(n) && (chosen.ordinal.is_none() || n.ordinal == chosen.ordinal);
    let mut forms: Vec<(usize, usize, &Named)> = Vec::new();
    for (i, (named, _)) in in_text.iter().enumerate().filter(|(_, (n, _))| same(n)) {
        let fullness = usize::from(named.own) + usize::from(named.ordinal.is_some());
        let fits = usize::from(chosen.part.is_some() && named.part == chosen.part);
        match forms.iter_mut().find(|(_, _, n)| n.title == named.title) {
            Some((w, _, _)) => *w += 1 + fits,
            None => forms.push((fullness * 1000 + 1 + fits, i, named)),
        }
    }
    forms
        .into_iter()
        .max_by_key(|(w, i, _)| (*w, std::cmp::Reverse(*i)))
        .filter(|(w, _, _)| *w / 1000 > usize::from(chosen.own) + usize::from(chosen.ordinal.is_some()))
        .map_or_else(|| chosen.clone(), |(_, _, n)| n.clone())
}

/// `062031-総合計画-2-後期基本計画`: the same for every paper of one plan, whatever its wording.
fn id(context: &Context<'_>, plan: &Named, part: Option<&str>) -> Option<String> {
    let code = context.municipality.as_ref()?.code.as_ref()?;
    let mut id = format!("{code}-{}", plan.name);
    if let Some(n) = plan.ordinal {
        id.push_str(&format!("-{n}"));
    }
    if let Some(part) = part {
        id.push('-');
        id.push_str(part);
    }
    Some(id)
}

/// A layer with where its period stands.
struct Dated {
    layer: Layer,
    evidence: Evidence,
}

/// Plan periods are at least so long, in days: shorter ranges are steps of a schedule.
const PERIOD_SHORTEST: i64 = 700;

/// Layers with their periods: from sentences and cells that name a layer and a range of years.
fn layers(context: &Context<'_>) -> Vec<Dated> {
    let mut out: Vec<Dated> = Vec::new();
    for passage in joined_passages(context) {
        for sentence in passage.text.split_inclusive('。') {
            for found in ranges(sentence) {
                let Some(name) = layer_near(sentence, found.start, found.end) else { continue };
                if !out.iter().any(|d| d.layer.name == name) {
                    let at = passage.parts.first().map(|(page, rect)| At::new(*page, rect));
                    let raw = found.when.raw.clone();
                    out.push(Dated {
                        layer: Layer { name, period: Some(found.when), at },
                        evidence: Evidence { text: raw, at },
                    });
                }
            }
        }
    }
    out
}

/// Passages, and the cells of each table row joined to one text with the row's head (基本計画 | 前期 … | 後期 …).
fn joined_passages(context: &Context<'_>) -> Vec<Passage> {
    let mut out: Vec<Passage> = context.passages.iter().filter(|p| matches!(p.spot, Spot::Block(_))).cloned().collect();
    for (t, table) in context.flow.tables.iter().enumerate() {
        for (c, cell) in table.cells.iter().enumerate() {
            let text = squeeze(&cell.text().replace('\n', ""));
            if text.is_empty() {
                continue;
            }
            let head = (0..cell.column)
                .filter_map(|column| table.cell_at(cell.row, column))
                .map(|h| squeeze(&h.text()))
                .find(|h| words::plans().parts.iter().any(|p| h.ends_with(p.as_str())) || h.contains("総合戦略"))
                .unwrap_or_default();
            let text =
                if part_in(&text).is_some() || text.contains("総合戦略") { text } else { format!("{head} {text}") };
            out.push(Passage { text, spot: Spot::Cell { table: t, cell: c }, parts: cell.at.clone() });
        }
    }
    out
}

/// Ranges of years in a text that are long enough for a plan.
fn ranges(text: &str) -> Vec<japanese::Found> {
    japanese::find(text, &japanese::Context::default())
        .into_iter()
        .filter(|f| f.when.precision == Some(Precision::Range) && length(&f.when).is_some_and(|d| d >= PERIOD_SHORTEST))
        .collect()
}

fn length(when: &When) -> Option<i64> {
    let day = |s: &Option<String>| s.as_ref().and_then(|s| s.parse::<jiff::civil::Date>().ok());
    let (start, end) = (day(&when.start)?, day(&when.end)?);
    start.until(end).ok().map(|span| i64::from(span.get_days()))
}

/// The layer that a range belongs to: the nearest before it in the sentence, else the nearest after.
fn layer_near(sentence: &str, start: usize, end: usize) -> Option<String> {
    let layers = || {
        words::plans().parts.iter().map(String::as_str).chain([
            "第1期総合戦略",
            "第2期総合戦略",
            "第3期総合戦略",
            "総合戦略",
        ])
    };
    let before = sentence.get(..start).unwrap_or_default();
    let after = sentence.get(end..).unwrap_or_default();
    let last = layers().filter_map(|l| before.rfind(l).map(|at| (at + l.len(), l.len(), l))).max();
    let next = layers().filter_map(|l| after.find(l).map(|at| (at + l.len(), std::cmp::Reverse(l.len()), l))).min();
    // 後期基本計画 holds 基本計画: both end at one place, the longer one is meant.
    last.map(|(_, _, l)| l).or(next.map(|(_, _, l)| l)).map(str::to_owned)
}

/// The plan's period: its part's, else the whole plan's.
fn period(part: Option<&str>, layers: &[Dated], context: &Context<'_>) -> Option<(When, Evidence)> {
    let of = |name: &str| {
        layers
            .iter()
            .find(|d| d.layer.name == name)
            .and_then(|d| d.layer.period.clone().map(|w| (w, d.evidence.clone())))
    };
    if let Some(found) = part.and_then(of) {
        return Some(found);
    }
    if let Some(found) = stated(context) {
        return Some(found);
    }
    of("基本構想").filter(|_| part.is_none_or(|p| p == "基本構想"))
}

/// A range beside or below the words 計画期間, 計画の期間, with no layer named between.
fn stated(context: &Context<'_>) -> Option<(When, Evidence)> {
    const LABELS: &[&str] = &["計画期間", "計画の期間", "計画の対象期間", "期間は"];
    let mut near = 0;
    for passage in &context.passages {
        let labelled = LABELS.iter().any(|l| passage.text.contains(l));
        if labelled {
            near = 3;
        }
        if near > 0
            && let Some(found) = ranges(&passage.text).into_iter().next()
        {
            let evidence = evidence_of(passage, &found.when.raw);
            return Some((found.when, evidence));
        }
        near = if near > 0 { near - 1 } else { 0 };
    }
    // A period in the title: 第3次○○市総合計画(令和7年度～令和16年度).
    let title = context.document.title.as_deref()?;
    let found = ranges(title).into_iter().next()?;
    let raw = found.when.raw.clone();
    Some((found.when, Evidence { text: raw, at: None }))
}

/// The vision: quoted beside 将来像, or alone under a heading that says 将来像.
fn vision(context: &Context<'_>) -> Option<(String, Evidence)> {
    for passage in &paragraphs(context) {
        for label in &words::plans().vision_labels {
            let Some(at) = passage.text.find(label.as_str()) else { continue };
            let after = passage.text.get(at + label.len()..).unwrap_or_default();
            if let Some(quoted) =
                quote_after(after).or_else(|| quote_before(passage.text.get(..at).unwrap_or_default(), after))
            {
                return Some((quoted.clone(), evidence_of(passage, &quoted)));
            }
        }
    }
    vision_alone(context)
}

/// Passages, those that a line or page break cut in mid-sentence joined again.
fn paragraphs(context: &Context<'_>) -> Vec<Passage> {
    let mut out: Vec<Passage> = Vec::new();
    for passage in &context.passages {
        let plain = |p: &Passage| {
            let Spot::Block(b) = p.spot else { return false };
            context.flow.blocks.get(b).is_some_and(|b| b.marker.is_none() && b.frame.is_none())
        };
        match out.last_mut() {
            Some(last)
                if plain(passage)
                    && matches!(last.spot, Spot::Block(_))
                    && !last.text.ends_with('。')
                    && last.text.matches(['「', '『']).count() > last.text.matches(['」', '』']).count() =>
            {
                last.text.push_str(&passage.text);
                last.parts.extend(passage.parts.iter().copied());
            }
            _ => out.push(passage.clone()),
        }
    }
    out
}

/// Characters between 将来像 and its quotation: は, である, として, を… no more.
const QUOTE_NEAR: usize = 6;
/// A vision is so long, in characters.
const VISION_LENGTH: std::ops::RangeInclusive<usize> = 5..=60;

fn quote_after(after: &str) -> Option<String> {
    let open = after.find(['「', '『'])?;
    let between = after.get(..open)?;
    let near = between.chars().count() <= QUOTE_NEAR && !between.contains(['。', '、', '」', '』']);
    near.then(|| quoted(after.get(open..)?)).flatten()
}

/// `「…」を将来像に掲げ`, `「…」を将来像とし`.
fn quote_before(before: &str, after: &str) -> Option<String> {
    let is_object = ["に掲げ", "とし", "と定め", "に定め", "に位置", "に設定", "と掲げ", "として"]
        .iter()
        .any(|w| after.starts_with(w));
    if !is_object {
        return None;
    }
    let close = before.rfind(['」', '』'])?;
    let tail = before.get(close..)?;
    let between: String = tail.chars().skip(1).collect();
    if between.chars().count() > 10 || between.contains(['。', '、']) {
        return None;
    }
    // Back to the bracket that opens it, others nested within.
    let head: Vec<(usize, char)> = before.get(..close)?.char_indices().collect();
    let mut depth = 1;
    for (at, c) in head.into_iter().rev() {
        match c {
            '」' | '』' => depth += 1,
            '「' | '『' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return quoted(before.get(at..)?);
        }
    }
    None
}

/// The text between the first bracket and the one that closes it.
fn quoted(text: &str) -> Option<String> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '「' | '『' => depth += 1,
            '」' | '』' => depth -= 1,
            '。' => return None,
            _ => {}
        }
        if depth == 0 {
            let inner = text.get('「'.len_utf8()..at)?.trim();
            return VISION_LENGTH.contains(&inner.chars().count()).then(|| inner.to_owned());
        }
    }
    None
}

/// The first line under a short heading that ends in 将来像: it stands alone, is no sentence and no list item.
fn vision_alone(context: &Context<'_>) -> Option<(String, Evidence)> {
    let blocks = &context.flow.blocks;
    for (i, block) in blocks.iter().enumerate() {
        let text = squeeze(&block.text);
        let core = text.trim_matches(['【', '】', '《', '》', '〈', '〉', '■', '○', '◆', '●', '(', ')']);
        let is_label =
            words::plans().vision_labels.iter().any(|l| core.ends_with(l.as_str())) && core.chars().count() <= 16;
        if !is_label {
            continue;
        }
        let Some(next) = blocks.get(i + 1).filter(|b| b.page() == block.page()) else { continue };
        if let Some(vision) = standing_alone(next) {
            let at = next.lines.first().map(|l| At::new(l.page, &l.bbox));
            return Some((vision.clone(), Evidence { text: vision, at }));
        }
    }
    None
}

fn standing_alone(block: &Block) -> Option<String> {
    let mut out = String::new();
    for line in &block.lines {
        let text = squeeze(&line.text);
        // ～多様性を認めあいながら～ is a tagline of it.
        if text.starts_with('～') || text.starts_with('-') || text.starts_with('(') {
            break;
        }
        out.push_str(&text);
    }
    let out = out.trim_matches(['「', '」', '『', '』']).to_owned();
    let has_words = out.chars().any(is_hiragana) && out.chars().any(|c| is_kanji(c) || is_katakana(c));
    let fits = VISION_LENGTH.contains(&out.chars().count())
        && has_words
        && block.marker.is_none()
        && !out.contains(['。', '、', '：', ':'])
        && !["です", "ます", "について", "とおり", "ため"].iter().any(|e| out.ends_with(e));
    fits.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::super::testing::Draft;
    use super::super::{Context, Input, document, municipality};
    use super::*;

    fn of(flow: &crate::layout::Flow) -> Plan {
        let mut context = Context::new(flow, &Input::default());
        context.municipality = municipality::find(&context, &mut Vec::new());
        context.document = document::find(&context);
        find(&context).unwrap_or_default()
    }

    #[test]
    fn ordinals_in_every_spelling() {
        for (text, municipality, title, ordinal, part) in [
            (
                "第2次鶴岡市総合計画後期基本計画の策定について",
                "鶴岡市",
                "第2次鶴岡市総合計画",
                Some(2),
                Some("後期基本計画"),
            ),
            ("第六次釜石市総合計画後期基本計画", "釜石市", "第六次釜石市総合計画", Some(6), Some("後期基本計画")),
            ("鶴岡市第2次総合計画(素案)", "鶴岡市", "鶴岡市第2次総合計画", Some(2), None),
            ("幸田町総合計画", "幸田町", "幸田町総合計画", None, None),
            (
                "第3期美祢市まち・ひと・しごと創生総合戦略",
                "美祢市",
                "第3期美祢市まち・ひと・しごと創生総合戦略",
                Some(3),
                None,
            ),
        ] {
            let named = named_plans(text, municipality);
            let first = named.first().unwrap();
            assert_eq!((first.title.as_str(), first.ordinal, first.part.as_deref()), (title, ordinal, part), "{text}");
        }
    }

    #[test]
    fn a_bare_title_is_completed_from_the_text() {
        let flow = Draft::new()
            .big(16.0, "総合計画後期基本計画策定全体スケジュール(案)")
            .text("第2次鶴岡市総合計画基本計画の中間見直しについて、第2次鶴岡市総合計画の評価を行う。")
            .done();
        let plan = of(&flow);
        assert_eq!(plan.title.as_deref(), Some("第2次鶴岡市総合計画"));
        assert_eq!((plan.ordinal, plan.part.as_deref()), (Some(2), Some("後期基本計画")));
        assert_eq!(plan.id.as_deref(), Some("062031-総合計画-2-後期基本計画"));
    }

    #[test]
    fn the_period_of_the_part_comes_first() {
        let flow = Draft::new()
            .big(16.0, "第二次美祢市総合計画後期基本計画等策定方針")
            .bold("計画期間")
            .table(&[
                &["基本構想", "令和2年度～令和11年度(10年間)", ""],
                &[
                    "基本計画",
                    "前期基本計画\n令和2年度～令和6年度(5年間)",
                    "後期基本計画\n令和7年度～令和11年度(5年間)",
                ],
            ])
            .done();
        let period = of(&flow).period.unwrap();
        assert_eq!((period.start.as_deref(), period.end.as_deref()), (Some("2025-04-01"), Some("2030-03-31")));
        let flow = Draft::new()
            .big(16.0, "第六次釜石市総合計画後期基本計画の策定について")
            .bold("【計画の期間】")
            .text("令和3年度～令和12年度")
            .done();
        let period = of(&flow).period.unwrap();
        assert_eq!((period.start.as_deref(), period.end.as_deref()), (Some("2021-04-01"), Some("2031-03-31")));
    }

    #[test]
    fn visions_are_quoted_or_stand_alone() {
        for (lines, vision) in [
            (
                &[
                    "目指すべき将来像『若者・女性・地域がかがやき こどもの笑い声が響く「誇れる郷土・秋吉台のまち」』とし、",
                ][..],
                Some("若者・女性・地域がかがやきこどもの笑い声が響く「誇れる郷土・秋吉台のまち」"),
            ),
            (
                &["基本構想では「しあわせ共感 安心のまち つるがしま」を将来像に掲げ、その実現に向けて"],
                Some("しあわせ共感安心のまちつるがしま"),
            ),
            (
                &["目指す釜石の将来像", "一人ひとりが学びあい 世界とつながり 未来を創るまちかまいし"],
                Some("一人ひとりが学びあい世界とつながり未来を創るまちかまいし"),
            ),
            (&["目指す都市像の実現に向けて取り組みます。", "「基本計画」については見直す。"], None),
        ] {
            let mut draft = Draft::new().big(16.0, "鶴岡市総合計画");
            for line in lines {
                draft = draft.text(line);
            }
            assert_eq!(of(&draft.done()).vision.as_deref(), vision);
        }
    }
}
