//! Names of bodies in a text: where they end, where they start, and what of them tells bodies apart.

use std::collections::BTreeMap;

use super::super::passages::{Passage, Spot, is_hiragana, is_kanji, is_katakana, squeeze};
use super::super::{Context, words};

/// A name as found at one place.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// As printed.
    pub(super) name: String,
    /// Without the municipality's and the plan's names: equal for all names of one body.
    pub(super) core: String,
    pub(super) kind: String,
    pub(super) ambiguous: bool,
    /// Index into the passages.
    pub(super) passage: usize,
    /// Byte range in the passage.
    pub(super) range: (usize, usize),
    /// 同審議会, 当該部会: it refers to a body that was named before.
    pub(super) refers_back: bool,
}

/// Names of bodies in a passage.
pub(super) fn names_in(passage: &Passage, index: usize, context: &Context<'_>) -> Vec<Found> {
    let list = words::bodies();
    let text = passage.text.as_str();
    // Ends of names: every ending, the longest where several end at one place.
    let mut by_end: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (i, at, end) in words::body_endings().find(text) {
        let slot = by_end.entry(end).or_insert((at, i));
        *slot = (at, i).min(*slot);
    }
    let ends: Vec<(usize, usize, usize)> = by_end.into_iter().map(|(end, (at, i))| (at, end, i)).collect();
    let mut out: Vec<Found> = Vec::new();
    let mut from = 0;
    for (n, (at, end, ending)) in ends.iter().enumerate() {
        // 審議会部会, 市議会議員全員協議会 go on: the longer name is the body.
        let goes_on_to =
            |next: &(usize, usize, usize)| next.1 > *end && (next.0 <= *end || text.get(*end..next.0) == Some("議員"));
        if ends.get(n + 1).is_some_and(goes_on_to) {
            continue;
        }
        let Some((word, kind, ambiguous)) = list.endings.get(*ending) else { continue };
        let after = text.get(*end..).unwrap_or_default();
        if goes_on(word, after) || is_paid(after) {
            continue;
        }
        let start = quoted_name(text, from, *at, *end).unwrap_or_else(|| {
            let start = start_of_name(text, from, *at);
            whole_name(text, from, start, *at, context).unwrap_or_else(|| own_city(text, start, *at, context))
        });
        let Some(name) = text.get(start..*end) else { continue };
        from = *end;
        if list.skip.iter().any(|s| name.contains(s.as_str())) {
            continue;
        }
        let core = core(name, context);
        out.push(Found {
            name: name.to_owned(),
            core,
            kind: kind.clone(),
            ambiguous: *ambiguous,
            passage: index,
            range: (start, *end),
            refers_back: text.get(..start).is_some_and(|t| REFERS.iter().any(|r| t.ends_with(r))),
        });
    }
    out
}

/// Words that refer to what was named before.
const REFERS: [&str; 5] = ["同", "当該", "上記", "前記", "右"];

/// A forum of citizens with a name of its own (かまいし未来づくりプロジェクト): the head of a box whose text says that
/// people talk there.
pub(super) fn forum(passage: &Passage, index: usize, context: &Context<'_>) -> Option<Found> {
    const ENDINGS: &[&str] = &["プロジェクト", "カフェ", "塾", "ラウンドテーブル", "タウンミーティング"];
    const TALK: &[&str] = &["協議する", "協議を", "話し合", "議論する", "議論を", "意見交換", "検討する"];
    let Spot::Block(block) = passage.spot else { return None };
    let frame = context.flow.blocks.get(block)?.frame.and_then(|f| context.flow.frames.get(f))?;
    let name = passage.text.trim_matches(['【', '】', '「', '」', '■', '○']);
    let fits = frame.blocks.first() == Some(&block)
        && (6..=24).contains(&name.chars().count())
        && ENDINGS.iter().any(|e| name.ends_with(e));
    let talk = || {
        let others = frame.blocks.iter().filter(|b| **b != block).filter_map(|b| context.flow.blocks.get(*b));
        others.map(|b| squeeze(&b.text)).any(|t| TALK.iter().any(|w| t.contains(w)))
    };
    (fits && talk()).then(|| Found {
        name: name.to_owned(),
        core: core(name, context),
        kind: "citizen_body".to_owned(),
        ambiguous: false,
        passage: index,
        range: (0, passage.text.len()),
        refers_back: false,
    })
}

/// 産業経済問題懇話会負担金, …会費: a body that the city pays to be a member of is another's.
fn is_paid(after: &str) -> bool {
    ["負担金", "会費", "年会費", "分担金"].iter().any(|w| after.starts_with(w))
}

/// Whether the word goes on after the ending, so that it is no body: 部会長, 本部長, 幹事会社, 懇談会場.
fn goes_on(ending: &str, after: &str) -> bool {
    let next = after.chars().next().unwrap_or(' ');
    let person = next == '長' && !after.starts_with("長会議");
    let other = matches!(next, '場' | '社' | '館' | '室') || (ending == "庁議" && next == '室');
    // 市議会議員選挙 and 区議会議員・区長選挙 are elections, 市議会議長会 is the chairmen's own body, 議事堂 and 議場 are
    // where it sits.
    /// So far behind a council's name an election of its members is named, in characters.
    const ELECTION: usize = 10;
    let vote: String = after.chars().take(ELECTION).collect();
    let election = ending.ends_with("議会")
        && (["議長会", "議事堂", "議場"].iter().any(|w| after.starts_with(w))
            || (after.starts_with("議員") && (vote.contains("選挙") || vote.contains("補欠"))));
    person || other || election
}

/// Where a name begins that ・ joins to the words before it (デジタル化・AI導入支援事業事務局). A dot parts names as often
/// (市長・審議会), so the joined words have to stand elsewhere in the document too, without this ending.
fn whole_name(text: &str, from: usize, start: usize, at: usize, context: &Context<'_>) -> Option<usize> {
    /// So many characters of the name itself have to stand with what is before the dot.
    const STEM: usize = 4;
    let stem = text.get(start..at)?;
    // An office serves one thing: what stands before 事務局 is its name with all its dots (ものづくり・商業・サービス補助金事務局).
    let office = text.get(at..)?.starts_with("事務局");
    if !text.get(from..start)?.ends_with('・') || stem.chars().count() < STEM {
        return None;
    }
    let mut begin = start;
    for c in text.get(from..start)?.chars().rev() {
        if !(c == '・' || is_kanji(c) || is_katakana(c) || c.is_ascii_alphanumeric() || is_hiragana(c)) {
            break;
        }
        begin -= c.len_utf8();
    }
    let joined = text.get(begin..at)?.trim_start_matches('・');
    let begin = at - joined.len();
    let elsewhere = |t: &str| {
        t.match_indices(joined).any(|(i, _)| {
            let whole = t.get(..i).is_some_and(|b| !b.ends_with(['・', '、']));
            let other = t.get(i + joined.len()..).is_some_and(|a| !a.starts_with(text.get(at..).unwrap_or_default()));
            whole && other
        })
    };
    (!a_list(joined) && (office || context.passages.iter().any(|p| elsewhere(&p.text)))).then_some(begin)
}

/// Whether one of the parts that ・ joins is a body or an office itself: then it is a list.
fn a_list(joined: &str) -> bool {
    let endings = &words::bodies().endings;
    let mut heads = joined.split('・').rev().skip(1);
    heads.any(|p| {
        p.ends_with(['長', '員', '者', '会', '市', '町', '村', '県'])
            || endings.iter().any(|(e, _, _)| p.ends_with(e.as_str()))
    })
}

/// Where a name begins that the paper's own city heads: what runs into it from the left (目的 世田谷区議会) is none of it,
/// but the prefecture's name is.
fn own_city(text: &str, start: usize, at: usize, context: &Context<'_>) -> usize {
    let Some(municipality) = &context.municipality else { return start };
    // The ending may begin within the city's name: 世田谷|区議会.
    let end = text.len().min(at + '市'.len_utf8());
    let Some(found) = text.get(start..end).and_then(|t| t.rfind(municipality.name.as_str())) else { return start };
    let before = text.get(start..start + found).unwrap_or_default();
    let belongs = municipality.prefecture.as_deref().is_some_and(|p| before.ends_with(p))
        || before.ends_with(['次', '期', '旧', '新', '元', '・']);
    if belongs { start } else { start + found }
}

/// A name in quotation marks is what stands between them: 「いちはら未来会議」.
fn quoted_name(text: &str, from: usize, at: usize, end: usize) -> Option<usize> {
    const LONGEST: usize = 20;
    if !text.get(end..)?.starts_with(['」', '』']) {
        return None;
    }
    let head = text.get(from..at)?;
    let open = head.rfind(['「', '『'])? + '「'.len_utf8();
    let name = head.get(open..)?;
    let plain = !name.contains(['、', '。', '」', '』', '(', ')']) && name.chars().count() <= LONGEST;
    plain.then_some(from + open)
}

/// Where a name starts that ends at `at` (start of its ending), not before `from`.
fn start_of_name(text: &str, from: usize, at: usize) -> usize {
    let list = words::bodies();
    let mut start = at;
    while start > from {
        let head = text.get(from..start).unwrap_or_default();
        let Some(c) = head.chars().next_back() else { break };
        if is_kanji(c) || is_katakana(c) || c.is_ascii_alphanumeric() {
            start -= c.len_utf8();
            continue;
        }
        if c == '・' {
            // ・ joins words of a name (まち・ひと・しごと) but also parts names and starts items.
            let before = head.strip_suffix('・').and_then(|h| h.chars().next_back());
            let joins = before.is_some_and(|b| is_hiragana(b) || is_katakana(b) || b == '育')
                && list.within.iter().any(|w| head.strip_suffix('・').is_some_and(|h| h.ends_with(w.as_str())));
            if joins {
                start -= c.len_utf8();
                continue;
            }
            break;
        }
        if is_hiragana(c) {
            if let Some(word) = list.within.iter().find(|w| head.ends_with(w.as_str())) {
                start -= word.len();
                continue;
            }
            // つくばみらい市, かまいし: names of places.
            if let Some(place) = place_that_ends(text, from, start) {
                start = place;
                continue;
            }
        }
        break;
    }
    strip_before(text, start, at)
}

/// Start of a municipality's name that ends at `end`.
fn place_that_ends(text: &str, from: usize, end: usize) -> Option<usize> {
    /// No name of a municipality is longer, in characters.
    const LONGEST: usize = 12;
    let all = text.get(from..end)?;
    let skip = all.char_indices().rev().nth(LONGEST - 1).map_or(0, |(at, _)| at);
    let (from, head) = (from + skip, all.get(skip..)?);
    let g = super::super::gazetteer::gazetteer();
    let next = text.get(end..)?;
    let with_suffix: String = head.chars().chain(next.chars().take(4)).collect();
    g.mentions(&with_suffix)
        .into_iter()
        .rev()
        .find(|m| m.start < head.len() && m.end >= head.len())
        .map(|m| from + m.start)
}

/// What makes 市, 町, 村 at the start of a name a part of its first word: 市議会, 市民会議, 町内会, 村づくり.
const NOT_LEFT_OVER: [char; 11] = ['議', '民', '政', '長', '内', '外', '街', 'づ', '場', '道', '域'];

/// Takes off what stands before a name without belonging to it.
fn strip_before(text: &str, start: usize, at: usize) -> usize {
    let list = words::bodies();
    let mut start = start;
    loop {
        let Some(name) = text.get(start..at) else { return start };
        // 表2文化財保護審議会委員名簿: the number of a caption.
        if let Some(rest) = name.strip_prefix(['表', '図']).filter(|r| r.starts_with(|c: char| c.is_ascii_digit())) {
            start += name.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').len();
            continue;
        }
        // 監査委員監査委員事務局: two columns' words run together.
        let chars: Vec<(usize, char)> = name.char_indices().collect();
        let twice = (2..=chars.len() / 2).find(|n| {
            let (a, b) = (chars.get(..*n), chars.get(*n..2 * *n));
            matches!((a, b), (Some(a), Some(b)) if a.iter().map(|c| c.1).eq(b.iter().map(|c| c.1)))
        });
        if let Some((cut, _)) = twice.and_then(|n| chars.get(n)) {
            start += cut;
            continue;
        }
        // 第1回企画専門委員会, 12月27日第2回…: up to the last counter that no name holds.
        let cut = ["回", "年度", "日", "月", "号"]
            .iter()
            .filter_map(|mark| {
                let end = name.rfind(mark)? + mark.len();
                let number = name.get(..end - mark.len())?.chars().next_back()?;
                (number.is_ascii_digit() || "一二三四五六七八九十".contains(number) || *mark == "年度").then_some(end)
            })
            .max();
        if let Some(cut) = cut {
            start += cut;
            continue;
        }
        // 市, 町 left over from 本市, ○○町.
        let is_place = || super::super::gazetteer::gazetteer().mentions(name).first().is_some_and(|m| m.start == 0);
        let left_over = name.chars().count() > 3
            && name.strip_prefix(['市', '町', '村']).is_some_and(|r| !r.starts_with(NOT_LEFT_OVER))
            && !is_place();
        if left_over {
            start += '市'.len_utf8();
            continue;
        }
        // 全市議会 is all of them, 全国… a name.
        match list.before.iter().find(|w| name.starts_with(w.as_str()) && !name.starts_with("全国")) {
            Some(word) => start += word.len(),
            None => {
                let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                if digits == 0 {
                    return start;
                }
                start += digits;
            }
        }
    }
}

/// A name without the municipality's and the plan's names.
fn core(name: &str, context: &Context<'_>) -> String {
    let mut core = squeeze(name);
    let municipality = context.municipality.as_ref().map(|m| m.name.as_str()).unwrap_or_default();
    let plan = context.plan.as_ref();
    if !municipality.is_empty() {
        // 釜石市議会 is 市議会.
        let kind = municipality.chars().next_back().map(String::from).unwrap_or_default();
        core = core.replace(&format!("{municipality}議会"), &format!("{kind}議会")).replace(municipality, "");
    }
    if let Some(at) = core.find(['次', '期'])
        && core.starts_with('第')
    {
        core = core.get(at + '次'.len_utf8()..).unwrap_or_default().to_owned();
    }
    if let Some(name) = plan.and_then(|p| p.name.as_deref()) {
        core = core.strip_prefix(name).map_or(core.clone(), str::to_owned);
    }
    if let Some(part) = plan.and_then(|p| p.part.as_deref()) {
        core = core.strip_prefix(part).map_or(core.clone(), str::to_owned);
    }
    // 市総合計画審議会: what is left of 本市.
    let rest = core.strip_prefix(['市', '町', '村']).filter(|r| !r.starts_with(NOT_LEFT_OVER)).map(str::to_owned);
    if let Some(rest) = rest.filter(|r| r.chars().count() >= 3) {
        core = rest;
        if let Some(name) = plan.and_then(|p| p.name.as_deref()) {
            core = core.strip_prefix(name).map_or(core.clone(), str::to_owned);
        }
    }
    if core.is_empty() { name.to_owned() } else { core }
}
