//! Names printed on the pages in, the municipality out.
//!
//! A planning paper names its municipality in its title or on its cover, and other municipalities only in passing
//! (neighbours, examples, members' towns). So a name counts by where it stands: in the title or as the issuer's line,
//! then before its own plan (○○市総合計画), then how often. Where nothing but prose tells, the name must dominate.

use crate::japanese;
use crate::record::{At, Confidence, Evidence, Municipality, MunicipalityKind, Warning, WarningCode};

use super::gazetteer::{Gazetteer, gazetteer};
use super::passages::{Passage, Spot, is_kanji, squeeze};
use super::{Context, document};

/// Stands in the title.
const IN_TITLE: u32 = 100;
/// Stands on a line of its own on the first or last page: the issuer.
const ISSUER: u32 = 60;
/// Stands before a plan of its own on any page.
const OWN_PLAN: u32 = 30;
/// Stands before a body or office of its own on the first pages.
const OWN_BODY: u32 = 20;
/// Stands elsewhere on the first page, or in a running header.
const FIRST_PAGE: u32 = 15;
/// Each further mention, up to [`MOST_MENTIONS`].
const MENTION: u32 = 1;
/// Mentions beyond this tell nothing more.
const MOST_MENTIONS: u32 = 25;
/// Where only prose names it: at least so often …
const PROSE_LEAST: u32 = 3;
/// … and so many times as often as the next.
const PROSE_LEAD: u32 = 3;

/// Cover, greeting and contents: a plan named so early is the paper's own city's.
const COVER_PAGES: usize = 4;

/// Words that follow a municipality's name in the name of its own plan.
const PLAN_WORDS: &[&str] = &["計画", "戦略", "ビジョン", "プラン", "構想", "方針", "大綱"];

#[derive(Debug, Default, Clone)]
struct Claim {
    name: usize,
    score: u32,
    mentions: u32,
    printed: bool,
    /// Prefecture printed directly before it.
    prefecture: Option<&'static str>,
    evidence: Vec<(u32, Evidence)>,
}

/// Whose document it is.
pub(super) fn find(context: &Context<'_>, warnings: &mut Vec<Warning>) -> Option<Municipality> {
    let gazetteer = gazetteer();
    if let Some(union) = union_of_municipalities(context) {
        return Some(union);
    }
    let claims = claims(context, gazetteer);
    let found = best(&claims).map(|claim| resolve(claim, &claims, context, gazetteer, warnings));
    found.or_else(|| from_file_name(context, gazetteer)).or_else(|| {
        warnings.push(Warning {
            code: WarningCode::NoMunicipality,
            message: "no municipality is named where a document names its own: see the title page".to_owned(),
            at: None,
        });
        None
    })
}

fn claims(context: &Context<'_>, gazetteer: &Gazetteer) -> Vec<Claim> {
    let title = document::title_blocks(context);
    let last_page = context.flow.pages.len();
    let mut claims: Vec<Claim> = Vec::new();
    for passage in &context.passages {
        let in_title = matches!(passage.spot, Spot::Block(b) if title.contains(&b));
        let mentions = gazetteer.mentions(&passage.text);
        for (i, m) in mentions.iter().enumerate() {
            let Some(place) = gazetteer.bearers(m.name).next() else { continue };
            let next_starts_here = mentions.get(i + 1).is_some_and(|n| n.start == m.end);
            if place.kind == MunicipalityKind::Prefecture && next_starts_here {
                continue; // 山形県鶴岡市: the prefecture only says where.
            }
            let prefecture =
                i.checked_sub(1).and_then(|p| mentions.get(p)).filter(|p| p.end == m.start).and_then(|p| {
                    gazetteer.bearers(p.name).find(|p| p.kind == MunicipalityKind::Prefecture).map(|p| p.name)
                });
            let claim = match claims.iter_mut().find(|c| c.name == m.name) {
                Some(claim) => claim,
                None => {
                    claims.push(Claim { name: m.name, ..Claim::default() });
                    match claims.last_mut() {
                        Some(claim) => claim,
                        None => continue,
                    }
                }
            };
            let after = passage.text.get(m.end..).unwrap_or_default();
            // 大阪市立…高等学校 is a school's name, not a word about the city.
            claim.mentions += u32::from(!after.starts_with('立'));
            claim.prefecture = claim.prefecture.or(prefecture);
            let before = passage.text.get(..m.start).unwrap_or_default();
            let alone = is_issuer_line(before, after, prefecture);
            let weight = if in_title {
                IN_TITLE
            } else if alone && (passage.page() <= 2 || passage.page() == last_page) {
                ISSUER
            } else if names_own_plan(after) {
                OWN_PLAN
            } else if passage.page() <= 2 && names_own_body(after) {
                OWN_BODY
            } else if passage.page() == 1 || passage.spot == Spot::Furniture {
                FIRST_PAGE
            } else {
                0
            };
            claim.printed |= weight >= OWN_BODY;
            // Each way of being named counts once, however often it is printed.
            if weight > 0 && !claim.evidence.iter().any(|(w, _)| *w == weight) {
                claim.score += weight;
                claim.evidence.push((weight, evidence(passage, m.start, m.end)));
            } else if claim.evidence.is_empty() {
                claim.evidence.push((0, evidence(passage, m.start, m.end)));
            }
        }
    }
    for claim in &mut claims {
        claim.score += claim.mentions.min(MOST_MENTIONS) * MENTION;
        claim.evidence.sort_by_key(|(w, _)| std::cmp::Reverse(*w));
    }
    claims.sort_by_key(|c| (std::cmp::Reverse(c.score), c.name));
    claims
}

/// `美祢市`, `山口県美祢市`, `美祢市 総務企画部`, `発行 美祢市`: the line of who issues the paper.
fn is_issuer_line(before: &str, after: &str, prefecture: Option<&str>) -> bool {
    let before = before.trim_end_matches(prefecture.unwrap_or_default());
    const SEPARATORS: [char; 6] = ['/', '／', ':', '：', '・', '|'];
    const ISSUERS: &[&str] =
        &["発行", "編集", "発行者", "編集・発行", "発行・編集", "発行所", "発行元", "問合せ先", "作成"];
    let before = before.trim_end_matches(SEPARATORS);
    // 令和7年3月 長野県辰野町: the date of issue on the same line.
    let dated = japanese::find(before, &japanese::Context::default());
    let is_date = dated.first().is_some_and(|d| d.start == 0 && d.end == before.len());
    let before_ok = before.is_empty() || ISSUERS.contains(&before) || is_date;
    // 発行/玉城町 編集/総務政策課 電話…: further labels of the same line.
    let labelled = ["編集", "発行", "電話", "TEL", "〒", "ホームページ", "印刷"].iter().any(|w| after.starts_with(w));
    let after_ok = after.is_empty()
        || !before.is_empty() && labelled
        || (after.chars().count() <= 16
            && ["課", "部", "室", "局", "役所", "役場", "長", "会"].iter().any(|t| after.ends_with(t)));
    before_ok && after_ok
}

/// Whether the words after a name are those of its plan: `総合計画`, `第2次総合計画`, `まち・ひと・しごと創生総合戦略`.
fn names_own_plan(after: &str) -> bool {
    let mut head: String = after.chars().take(20).collect();
    if let Some(stop) = head.find(['、', '。', '「', '」', '(', ')', 'は', 'が', 'を', 'に', 'で', 'へ', 'も'])
    {
        head.truncate(stop);
    }
    // 国立市都市計画課, 米子市都市計画区域: an office, a zone of the law.
    let head = head.replace("都市計画マスタープラン", "プラン").replace("都市計画", "");
    // `鶴岡市の計画` is prose.
    !head.starts_with('の') && PLAN_WORDS.iter().any(|w| head.contains(w))
}

/// Whether a body or office of the municipality follows: 士別市振興審議会, ○○市議会, ○○市長.
fn names_own_body(after: &str) -> bool {
    let head: String = after.chars().take(14).take_while(|c| is_kanji(*c)).collect();
    ["審議会", "議会", "条例", "要綱", "規則", "策定委員会", "推進本部", "策定本部", "役所", "役場"]
        .iter()
        .any(|w| head.contains(w))
        || head == "長"
}

fn evidence(passage: &Passage, start: usize, end: usize) -> Evidence {
    /// Characters before and after the name that are shown.
    const AROUND: usize = 12;
    let from = passage.text.get(..start).and_then(|t| t.char_indices().rev().nth(AROUND - 1)).map_or(0, |(i, _)| i);
    let to =
        passage.text.get(end..).and_then(|t| t.char_indices().nth(AROUND)).map_or(passage.text.len(), |(i, _)| end + i);
    Evidence {
        text: passage.text.get(from..to).unwrap_or_default().to_owned(),
        at: passage.parts.first().map(|(page, rect)| At::new(*page, rect)),
    }
}

/// The claim that wins, if one does.
fn best(claims: &[Claim]) -> Option<&Claim> {
    let first = claims.first()?;
    let second = claims.get(1).map_or(0, |c| c.mentions);
    let dominates = first.mentions >= PROSE_LEAST && first.mentions >= PROSE_LEAD * second;
    (first.printed || dominates).then_some(first)
}

fn resolve(
    claim: &Claim,
    claims: &[Claim],
    context: &Context<'_>,
    gazetteer: &Gazetteer,
    warnings: &mut Vec<Warning>,
) -> Municipality {
    let bearers: Vec<_> = gazetteer.bearers(claim.name).collect();
    let best = claim.evidence.first().map_or(0, |(weight, _)| *weight);
    // Prose far behind the cover names a plan of whoever it speaks of (a judgment on a city's 地区計画).
    let page = claim.evidence.first().and_then(|(_, e)| e.at).map_or(1, |at| at.page);
    // A line of the name alone on the last page is the imprint, where something else names it too.
    let second = claim.evidence.get(1).map_or(0, |(weight, _)| *weight);
    let sure = match best {
        ISSUER => page <= COVER_PAGES || second >= FIRST_PAGE,
        _ => best > OWN_PLAN || best == OWN_PLAN && page <= COVER_PAGES,
    };
    let confidence = if sure { Confidence::High } else { Confidence::Medium };
    let evidence: Vec<Evidence> = claim.evidence.iter().take(3).map(|(_, e)| e.clone()).collect();
    let name = bearers.first().map(|p| p.name).unwrap_or_default().to_owned();
    let kind = bearers.first().map(|p| p.kind);
    let chosen = if bearers.len() == 1 { bearers.first() } else { by_prefecture(&bearers, claim, claims, gazetteer) };
    if let Some(place) = chosen {
        let is_prefecture = place.kind == MunicipalityKind::Prefecture;
        return Municipality {
            name,
            prefecture: (!is_prefecture).then(|| place.prefecture.to_owned()),
            code: Some(place.code.to_owned()),
            kind,
            confidence: Some(confidence),
            evidence,
            candidates: Vec::new(),
        };
    }
    let candidates: Vec<String> = bearers.iter().map(|p| p.code.to_owned()).collect();
    let _ = context;
    warnings.push(Warning {
        code: WarningCode::AmbiguousMunicipality,
        message: format!("several municipalities are called {name} and the document does not tell which"),
        at: evidence.first().and_then(|e| e.at),
    });
    Municipality { name, prefecture: None, code: None, kind, confidence: Some(Confidence::Low), evidence, candidates }
}

/// Of several places of one name, the one whose prefecture is printed before it, or whose prefecture the document
/// names (itself or by its other municipalities) more often than those of the others.
fn by_prefecture<'g, 'a>(
    bearers: &'a [&'g super::gazetteer::Place],
    claim: &Claim,
    claims: &[Claim],
    gazetteer: &Gazetteer,
) -> Option<&'a &'g super::gazetteer::Place> {
    if let Some(printed) = claim.prefecture
        && let Some(place) = bearers.iter().find(|p| p.prefecture == printed)
    {
        return Some(place);
    }
    let votes = |prefecture: &str| -> u32 {
        claims
            .iter()
            .filter(|c| c.name != claim.name)
            .map(|c| {
                let mut places = gazetteer.bearers(c.name);
                match (places.next(), places.next()) {
                    (Some(place), None) if place.prefecture == prefecture => c.mentions,
                    _ => 0,
                }
            })
            .sum()
    };
    let mut counted: Vec<(u32, &&super::gazetteer::Place)> = bearers.iter().map(|p| (votes(p.prefecture), p)).collect();
    counted.sort_by_key(|(n, p)| (std::cmp::Reverse(*n), p.code));
    match counted.as_slice() {
        [(first, place), (second, _), ..] if first > second => Some(place),
        _ => None,
    }
}

/// The file's name is the last witness: people name files after whose they are, but also after where they found them.
fn from_file_name(context: &Context<'_>, gazetteer: &Gazetteer) -> Option<Municipality> {
    let file = squeeze(&crate::japanese::normalize(context.file));
    let title = context.info.and_then(|i| i.title.as_deref()).map(|t| squeeze(&crate::japanese::normalize(t)));
    for text in [Some(file), title].into_iter().flatten() {
        let mentions = gazetteer.mentions(&text);
        let [mention] = mentions.as_slice() else { continue };
        let mut bearers = gazetteer.bearers(mention.name);
        if let (Some(place), None) = (bearers.next(), bearers.next()) {
            return Some(Municipality {
                name: place.name.to_owned(),
                prefecture: (place.kind != MunicipalityKind::Prefecture).then(|| place.prefecture.to_owned()),
                code: Some(place.code.to_owned()),
                kind: Some(place.kind),
                confidence: Some(Confidence::Low),
                evidence: vec![Evidence { text, at: None }],
                candidates: Vec::new(),
            });
        }
    }
    None
}

/// 広域連合 and 一部事務組合 are local public bodies of their own, without an entry in the table; only the title tells.
fn union_of_municipalities(context: &Context<'_>) -> Option<Municipality> {
    const ENDINGS: &[&str] =
        &["広域連合", "広域市町村圏組合", "広域行政組合", "一部事務組合", "広域事務組合", "広域市町村圏事務組合"];
    let title = document::title_blocks(context);
    context.passages.iter().filter(|p| matches!(p.spot, Spot::Block(b) if title.contains(&b))).find_map(|passage| {
        let (end, start) = ENDINGS.iter().find_map(|e| passage.text.find(e).map(|at| (at + e.len(), at)))?;
        let head = passage.text.get(..start)?;
        let stem: String = {
            let tail: Vec<char> = head.chars().rev().take_while(|c| super::passages::is_kanji(*c)).collect();
            tail.into_iter().rev().collect()
        };
        if stem.chars().count() < 2 {
            return None;
        }
        let name = format!("{stem}{}", passage.text.get(start..end)?);
        Some(Municipality {
            name,
            kind: Some(MunicipalityKind::Union),
            confidence: Some(Confidence::Medium),
            evidence: vec![evidence(passage, start, end)],
            ..Municipality::default()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::Draft;
    use super::super::{Context, Input};
    use super::*;

    fn of(flow: &crate::layout::Flow, file: &str) -> (Option<Municipality>, Vec<Warning>) {
        let mut warnings = Vec::new();
        let found = find(&Context::new(flow, &Input { info: None, file }), &mut warnings);
        (found, warnings)
    }

    #[test]
    fn the_title_beats_many_mentions_in_prose() {
        let flow = Draft::new()
            .big(18.0, "第2次鶴岡市総合計画後期基本計画の策定について")
            .text("酒田市、山形市、酒田市、酒田市、新庄市、酒田市との連携を進める。酒田市の取組。")
            .done();
        let (found, _) = of(&flow, "x.pdf");
        let found = found.unwrap();
        assert_eq!((found.name.as_str(), found.code.as_deref()), ("鶴岡市", Some("062031")));
        assert_eq!(found.prefecture.as_deref(), Some("山形県"));
        assert_eq!(found.confidence, Some(Confidence::High));
    }

    #[test]
    fn the_issuer_may_stand_behind_a_date() {
        let flow = Draft::new().big(16.0, "ごみ収集カレンダー(第1地区)").text("令和7年3月 長野県辰野町").done();
        assert_eq!(of(&flow, "x.pdf").0.and_then(|m| m.code).as_deref(), Some("203823"));
    }

    #[test]
    fn an_office_is_no_plan() {
        for (after, plan) in [
            ("都市計画課へ届け出た", false),
            ("都市計画区域", false),
            ("都市計画マスタープラン", true),
            ("第2次総合計画", true),
        ] {
            assert_eq!(names_own_plan(after), plan, "{after}");
        }
    }

    #[test]
    fn a_name_that_several_bear_needs_its_prefecture() {
        let (found, warnings) = of(&Draft::new().big(18.0, "府中市総合計画").done(), "");
        assert_eq!(found.unwrap().candidates, ["132063", "342084"]);
        assert_eq!(warnings.first().map(|w| w.code), Some(WarningCode::AmbiguousMunicipality));
        let (found, _) =
            of(&Draft::new().big(18.0, "府中市総合計画").text("東京都の動きと、調布市との連携").done(), "");
        assert_eq!(found.unwrap().code.as_deref(), Some("132063"));
        let (found, _) = of(&Draft::new().big(18.0, "広島県府中市総合計画").done(), "");
        assert_eq!(found.unwrap().code.as_deref(), Some("342084"));
    }

    #[test]
    fn the_issuer_of_a_newsletter_stands_among_labels() {
        let flow = Draft::new().big(18.0, "広報たまき").text("発行/三重県玉城町編集/総務政策課").done();
        assert_eq!(of(&flow, "").0.and_then(|m| m.code).as_deref(), Some("244619"));
    }

    #[test]
    fn the_file_name_is_the_last_witness() {
        let flow = Draft::new().text("策定の趣旨について述べる。").done();
        let (found, _) = of(&flow, "山形県/鶴岡市.pdf");
        assert_eq!(found, None);
        let (found, _) = of(&flow, "鶴岡市.pdf");
        assert_eq!(found.and_then(|m| m.confidence), Some(Confidence::Low));
        let (found, warnings) = of(&flow, "plan.pdf");
        assert_eq!((found, warnings.first().map(|w| w.code)), (None, Some(WarningCode::NoMunicipality)));
    }
}
