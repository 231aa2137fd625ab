//! Text and tables in, the terms that the document defines out.
//!
//! Three ways of defining are read: glossary tables (計画名｜略称, 用語｜説明), brackets that name a short form
//! (…（以下「…」という。）), and a head with a text beside it that says what it is (基本構想｜…ものです。).

use crate::layout::{Cell, Table};
use crate::record::{Confidence, Definition, Places};

use super::Context;
use super::passages::{Passage, Spot, is_hiragana, is_kanji, is_katakana, squeeze};

/// Headers of a column with short forms, and of the column with what they stand for.
const SHORT: &[&str] = &["略称", "略語", "略記", "通称"];
/// Headers of a column with terms …
const TERM: &[&str] = &["用語", "語句", "用語名", "言葉", "キーワード", "名称"];
/// … and of the column with their meaning.
const MEANING: &[&str] = &["説明", "解説", "意味", "用語解説", "用語の説明", "用語の意味", "内容説明", "定義"];

/// The terms, in reading order.
pub(super) fn find(context: &Context<'_>) -> Vec<Definition> {
    let mut found: Vec<(usize, Definition)> = Vec::new();
    for (i, passage) in context.passages.iter().enumerate() {
        for definition in short_forms(passage, i.checked_sub(1).and_then(|b| context.passages.get(b))) {
            found.push((i, definition));
        }
    }
    // The first passage of each table.
    let mut first = vec![context.passages.len(); context.flow.tables.len()];
    for (i, passage) in context.passages.iter().enumerate() {
        if let Spot::Cell { table, .. } = passage.spot
            && let Some(first) = first.get_mut(table)
        {
            *first = i.min(*first);
        }
    }
    for (table, order) in context.flow.tables.iter().zip(first) {
        let list = if let Some((term, meaning)) = glossary_columns(table) {
            glossary(table, term, meaning)
        } else {
            row_heads(table)
        };
        found.extend(list.into_iter().map(|d| (order, d)));
    }
    found.extend(boxes(context));
    found.sort_by_key(|(order, _)| *order);
    let mut out: Vec<Definition> = Vec::new();
    for (_, definition) in found {
        if !out.iter().any(|d| d.term == definition.term && d.meaning == definition.meaning) {
            out.push(definition);
        }
    }
    out
}

/// Which columns of a glossary hold the terms and the meanings.
fn glossary_columns(table: &Table) -> Option<(usize, usize)> {
    let head = |words: &[&str], exact: bool| {
        table.cells.iter().filter(|c| c.row == 0).find_map(|c| {
            let text = squeeze(&c.text());
            words.iter().any(|w| text == *w || (!exact && text.contains(w))).then_some(c.column)
        })
    };
    if table.rows < 2 {
        return None;
    }
    if let Some(short) = head(SHORT, false) {
        // The other column with words is the full form.
        let full = table.cells.iter().filter(|c| c.row == 0 && c.column != short).map(|c| c.column).next()?;
        return Some((short, full));
    }
    let term = head(TERM, true)?;
    let meaning = head(MEANING, true).filter(|m| *m != term)?;
    Some((term, meaning))
}

fn glossary(table: &Table, term: usize, meaning: usize) -> Vec<Definition> {
    let mut out: Vec<Definition> = Vec::new();
    for row in 1..table.rows {
        let (Some(t), Some(m)) = (table.cell_at(row, term), table.cell_at(row, meaning)) else { continue };
        if t.row != row && m.row != row {
            continue;
        }
        let (term, meaning) = (one_line(t), one_line(m));
        match out.last_mut() {
            // A row without a term goes on with the meaning above it: a glossary without rulings, line by line.
            Some(last) if term.is_empty() && t.row == row && m.row == row => last.meaning.push_str(&meaning),
            _ if !term.is_empty() && !meaning.is_empty() => {
                out.push(Definition { term, meaning, confidence: None, at: places(&[t, m]) });
            }
            _ => {}
        }
    }
    out
}

/// Rows whose first cell is a term and whose second says what it is (…ものです。).
fn row_heads(table: &Table) -> Vec<Definition> {
    let mut out = Vec::new();
    if table.columns != 2 {
        return out;
    }
    for row in 0..table.rows {
        let (Some(t), Some(m)) = (table.cell_at(row, 0), table.cell_at(row, 1)) else { continue };
        let (term, meaning) = (without_length(&one_line(t)), one_line(m));
        if t.row == row && is_term(&term) && says_what_it_is(&meaning) {
            out.push(Definition { term, meaning, confidence: None, at: places(&[t, m]) });
        }
    }
    out
}

/// 基本構想(10か年): how long a layer runs is no part of its name.
fn without_length(term: &str) -> String {
    match term.strip_suffix(')').and_then(|t| t.rsplit_once('(')) {
        Some((name, inner)) if inner.contains('年') && !name.is_empty() => name.to_owned(),
        _ => term.to_owned(),
    }
}

fn one_line(cell: &Cell) -> String {
    squeeze(&cell.text().replace('\n', ""))
}

fn places(cells: &[&Cell]) -> Places {
    Places::of(cells.iter().flat_map(|c| c.at.iter().copied()))
}

/// A term is short and no sentence.
fn is_term(text: &str) -> bool {
    let length = text.chars().count();
    // 樹齢約200年(推定), 天正14年の刻銘: when a thing is from is no term.
    let dated = text.contains('年') && text.chars().any(|c| c.is_ascii_digit());
    (2..=20).contains(&length)
        && !dated
        && !text.ends_with(['に', 'を', 'は', 'の', 'と', 'が', 'で'])
        && !text.contains(['。', '、', ':', '：'])
        && text.chars().any(|c| !c.is_ascii_digit())
}

/// A text that explains: …を明らかにするものです。, …をいいます。, …のことです。
fn says_what_it_is(text: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ものです",
        "ものである",
        "ものとします",
        "ものとする",
        "をいいます",
        "をいう",
        "のことです",
        "のこと",
        "を指します",
        "と定義します",
        "を示すもの",
    ];
    let body = text.trim_end_matches(['。', ' ']);
    text.chars().count() >= 15 && ENDINGS.iter().any(|e| body.ends_with(e))
}

/// Boxes: a short one with a text to its right, on the same height, that says what it is.
fn boxes(context: &Context<'_>) -> Vec<(usize, Definition)> {
    let blocks = &context.flow.blocks;
    let is_text = |p: &Passage| matches!(p.spot, Spot::Block(_));
    let mut out = Vec::new();
    for (i, meaning) in context.passages.iter().enumerate().filter(|(_, p)| is_text(p) && says_what_it_is(&p.text)) {
        let Some((page, text_box)) = meaning.parts.first().copied() else { continue };
        let whole = meaning.parts.iter().filter(|(p, _)| *p == page).fold(text_box, |a, (_, r)| a.union(r));
        // The nearest short block to the left whose height the text covers.
        let from = i.saturating_sub(12);
        let near = context.passages.iter().enumerate().skip(from).take(24).filter(|(j, p)| *j != i && is_text(p));
        let head = near
            .filter_map(|(_, p)| {
                let (p_page, rect) = p.parts.first().copied()?;
                let beside = p_page == page
                    && rect.x1 <= whole.x0 + 2.0
                    && rect.cy() >= whole.y0 - rect.height()
                    && rect.cy() <= whole.y1 + rect.height();
                let Spot::Block(b) = p.spot else { return None };
                let unmarked = blocks.get(b).is_some_and(|b| b.marker.is_none());
                // 「総合計画」は…ものです says what another thing is.
                let other = meaning.text.starts_with('「')
                    && meaning.text.split_once("」は").is_some_and(|(head, _)| head.trim_start_matches('「') != p.text);
                (beside && unmarked && !other && is_term(&p.text)).then_some((whole.x0 - rect.x1, p))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, term)) = head {
            let at = Places::of(term.parts.iter().chain(&meaning.parts).copied());
            let (term, meaning) = (term.text.clone(), meaning.text.clone());
            out.push((i, Definition { term, meaning, confidence: None, at }));
        }
    }
    out
}

/// `…(以下「T」という。)`: the term and the words before the bracket that it stands for.
/// `before` is the passage before this one.
fn short_forms(passage: &Passage, before: Option<&Passage>) -> Vec<Definition> {
    let text = passage.text.as_str();
    let mut out = Vec::new();
    // (以下「審議会」という。), and within the bracket of a law's number: (平成26年法律第136号。以下「法」という。).
    let plain = text.match_indices("(以下").map(|(open, m)| (open, open + m.len()));
    let numbered = text.match_indices("号。以下").filter_map(|(at, m)| {
        let open = text.get(..at)?.rfind('(')?;
        text.get(open..at)?.contains('第').then_some((open, at + m.len()))
    });
    let mut opens: Vec<(usize, usize)> = plain.chain(numbered).collect();
    opens.sort_unstable();
    for (open, inside) in opens {
        let Some(inner) = text.get(inside..) else { continue };
        let inner = inner.trim_start_matches(['、', ',', ' ']);
        let Some(start) = inner.find(['「', '『', '"', '“']).filter(|at| *at <= "単に".len() + 3) else {
            continue;
        };
        let quoted = inner.get(start..).unwrap_or_default();
        let mut chars = quoted.char_indices();
        let _ = chars.next();
        let Some((end, _)) = chars.find(|(_, c)| matches!(c, '」' | '』' | '"' | '”')) else { continue };
        let term: String = quoted.get(..end).unwrap_or_default().chars().skip(1).collect();
        let after = quoted.get(end..).unwrap_or_default();
        let says_so = after.chars().take(14).collect::<String>().contains("いう")
            || after.chars().take(14).collect::<String>().contains("いいます")
            || after.chars().take(8).collect::<String>().contains('と')
            || after.chars().nth(1) == Some(')');
        let Some(Phrase { text: meaning, sure }) = text.get(..open).and_then(|t| meant(t, &term)) else { continue };
        if says_so && term != meaning && !term.is_empty() && term.chars().count() <= 30 {
            // What starts with its passage may have begun in the one before, where that is prose without an end.
            let sure = sure && !(text.starts_with(&meaning) && before.is_some_and(|b| goes_on(&b.text)));
            let confidence = (!sure).then_some(Confidence::Medium);
            out.push(Definition { term, meaning, confidence, at: passage.places() });
        }
    }
    out
}

/// Whether a text breaks off within a sentence: prose, and no full stop or bracket at its end.
fn goes_on(text: &str) -> bool {
    /// Titles and captions are shorter, or have no comma.
    const PROSE: usize = 20;
    text.chars().count() >= PROSE
        && text.contains(['、', '，'])
        && !text.ends_with(['。', '．', '.', ')', '」', ':', '：'])
}

/// What a short form stands for.
struct Phrase {
    text: String,
    /// Whether its start was found for sure: a clause taken whole may start elsewhere.
    sure: bool,
}

impl Phrase {
    fn sure(text: impl Into<String>) -> Self {
        Self { text: text.into(), sure: true }
    }
}

/// What a short form stands for, in the text before its bracket.
fn meant(text: &str, term: &str) -> Option<Phrase> {
    // A short form is made of words of what it is short for: 駐留軍 of 日本国に駐留するアメリカ合衆国の軍隊.
    let bare = ["本件", "当該", "本", "同", "各"].iter().find_map(|p| term.strip_prefix(p)).unwrap_or(term);
    let Phrase { text: phrase, sure } = phrase_before(text, bare)?;
    // A list of things is meant only as a whole: of A並びに独立行政法人B機構, called B機構, the last.
    for joint in ["並びに", "及び", "又は", "と"] {
        // ひと・しごと創生総合戦略: と within a word of hiragana joins nothing.
        if let Some((head, last)) = phrase.rsplit_once(joint)
            && (joint != "と" || !head.ends_with(is_hiragana))
            && within(term, last)
            && !heads_a_title(head, last)
        {
            return Some(Phrase::sure(last));
        }
    }
    // A会社とB会社(以下「破産会社」という。) names one; 上告人らと is a party, AとBとの間の協定 one thing.
    if !term.ends_with(['ら', '等']) && !["両", "各"].iter().any(|w| term.contains(w)) {
        let parts = phrase.rsplit_once('と').filter(|(head, last)| {
            let noun = |t: &str| t.chars().all(|c| is_kanji(c) || is_katakana(c) || c.is_ascii_alphanumeric());
            noun(head) && noun(last) && last.chars().count() >= 3
        });
        if let Some((_, last)) = parts {
            return Some(Phrase::sure(last));
        }
    }
    let sentence = text.rfind('。').and_then(|at| text.get(at + '。'.len_utf8()..)).unwrap_or(text);
    let taken = phrase.len().min(sentence.len());
    let before = sentence.get(..sentence.len() - taken).filter(|_| sentence.ends_with(&phrase)).unwrap_or_default();
    if let Some(list) = list_before(before, &phrase, term) {
        return Some(Phrase::sure(list));
    }
    if let Some(measured) = measured(before, &phrase) {
        return Some(Phrase::sure(measured));
    }
    let key: String = bare.chars().take(2).collect();
    if key.chars().count() == 2
        && !phrase.contains(&key)
        && let Some(at) =
            before.rfind(&key).filter(|at| !before.get(*at..).is_some_and(|t| t.contains(['、', '，', ','])))
    {
        let chars: Vec<char> = before.get(..at)?.chars().collect();
        let mut from = chars.len();
        while from > 0 && !chars.get(from - 1).is_none_or(|c| "、。，,「」()は・".contains(*c)) {
            from -= 1;
        }
        let head: String = chars.get(from..)?.iter().collect();
        return Some(Phrase { text: format!("{head}{}{phrase}", before.get(at..)?), sure });
    }
    // 本件申立て for 申立て says nothing: what makes it this one was not found. (2)及び(5)から(14)までの部分, 同32の文書 end
    // a list that began before them, and 次の各定め says what comes after.
    let listed = phrase.strip_prefix('同').unwrap_or(&phrase).starts_with(|c: char| c.is_ascii_digit() || c == '(');
    // A, イ及びエ: the list began before the comma. …差引簿で、同目録の記載のあるもの: what the thing is stands before it.
    let short = phrase.split(['及', '又', '並']).next().is_some_and(|first| first.chars().count() <= 1);
    let apposed = phrase.ends_with("もの") && before.trim_end_matches(['、', '，', ',']).ends_with('で');
    let begun = listed || short || apposed || phrase.contains("次の");
    let sure = sure && (phrase != bare || bare == term) && !begun;
    Some(Phrase { text: phrase, sure })
}

/// 動産及び債権の譲渡の対抗要件に関する…法律: what 及び joins to the first word of a law's name is part of the name, unless
/// it is a law itself.
fn heads_a_title(head: &str, last: &str) -> bool {
    const ACTS: [&str; 9] = ["法", "法律", "条例", "規則", "令", "要綱", "規程", "計画", "協定"];
    let titled = |t: &str| ACTS.iter().any(|a| t.ends_with(a));
    let about = last.contains("に関する") || last.contains("に係る");
    titled(last) && about && !titled(head) && !head.ends_with([')', '号', '条', '項', '」'])
}

/// 高齢者、障害者等(以下「高齢者等」という。): a short form in 等 or ら is made of the first of a list, which then is meant whole.
fn list_before(before: &str, phrase: &str, term: &str) -> Option<String> {
    let first: String = term.strip_suffix('等').or_else(|| term.strip_suffix('ら'))?.chars().take(3).collect();
    if phrase.contains(&first) || first.is_empty() {
        return None;
    }
    let head = before.strip_suffix(['、', '，', ','])?;
    let at = head.rfind(&first)?;
    // Between the first and the last only names stand, no clause.
    let names = head.get(at..)?.split(['、', '，', ',']);
    let plain = |n: &str| !n.contains(['を', 'は', 'が', '。', '(']) && n.chars().count() <= 16;
    let starts = head.get(..at)?.chars().next_back().is_none_or(|c| !is_kanji(c) && !is_katakana(c));
    let all = names.clone().all(plain) && names.count() <= 12;
    (starts && all).then(|| format!("{}{phrase}", before.get(at..).unwrap_or_default()))
}

/// 単価が50万円以上の財産: a bound is nothing without what it measures.
fn measured(before: &str, phrase: &str) -> Option<String> {
    let bound = ["以上", "以下", "未満", "超"].iter().any(|b| phrase.contains(b));
    let subject = before.strip_suffix('が').or_else(|| before.strip_suffix('は'))?;
    if !bound || !phrase.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c)) {
        return None;
    }
    let from = subject.rfind(['、', '，', ',', '。', 'は', 'が', 'を', '(', '「']);
    let start = from.and_then(|at| Some(at + subject.get(at..)?.chars().next()?.len_utf8())).unwrap_or(0);
    Some(format!("{}{phrase}", before.get(start..)?))
}

/// Whether all characters of a short form stand in a name, in their order.
fn within(short: &str, name: &str) -> bool {
    let mut rest = name.chars();
    short.chars().count() >= 3 && short.chars().all(|c| rest.any(|r| r == c))
}

/// The noun phrase that ends a text: in quotes, else back to the last particle or comma. `term` is its short form.
fn phrase_before(text: &str, term: &str) -> Option<Phrase> {
    let last = text.chars().next_back()?;
    if matches!(last, '」' | '』') {
        let open = text.rfind(['「', '『'])?;
        let inner: String = text.get(open..)?.chars().skip(1).collect();
        let inner = inner.trim_end_matches(['」', '』']).to_owned();
        return (!inner.is_empty()).then(|| Phrase::sure(inner));
    }
    let chars: Vec<char> = text.chars().collect();
    let mut from = chars.len();
    let mut depth = 0i32;
    while from > 0 {
        let c = chars.get(from - 1).copied()?;
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth < 0 || (depth == 0 && ends_phrase(&chars, from - 1)) {
            break;
        }
        from -= 1;
    }
    // 地方自治法施行令(昭和22年政令第16号(以下…: a law's number stands for the law before it.
    let number: String = chars.get(from..).unwrap_or_default().iter().collect();
    if depth < 0 && number.ends_with('号') && number.contains('第') && from > 1 {
        let head: String = chars.get(..from - 1)?.iter().collect();
        return phrase_before(&head, term);
    }
    // 「杣山」と呼称される林野: words that bind to a quotation take it with them. ～という公式 says what stands far before.
    if number.starts_with("という") || number.starts_with("といった") {
        return None;
    }
    if number.starts_with(['と', 'に', 'を', 'の']) && chars.get(from.checked_sub(1)?) == Some(&'」') {
        let quote = chars.get(..from)?.iter().rposition(|c| *c == '「')?;
        let mut begin = quote;
        while begin.checked_sub(1).is_some_and(|b| !ends_phrase(&chars, b)) {
            begin -= 1;
        }
        return Some(Phrase::sure(chars.get(begin..)?.iter().collect::<String>()));
    }
    let whole = whole_clause(&chars, from, term);
    let phrase: String = chars.get(whole..)?.iter().collect();
    let phrase = phrase.trim_matches(['・', ' ']).trim_start_matches(|c| ('①'..='⑳').contains(&c));
    // アH: the letter that numbers a paragraph, run into its first word.
    let lettered = phrase.strip_prefix(['ア', 'イ', 'ウ', 'エ', 'オ']).filter(|t| {
        t.starts_with(|c: char| c.is_ascii_uppercase()) && !term.starts_with(['ア', 'イ', 'ウ', 'エ', 'オ'])
    });
    let phrase = lettered.unwrap_or(phrase);
    // A sentence that ended, not a name.
    if VERB_ENDS.iter().any(|e| phrase.ends_with(e)) {
        return None;
    }
    // 第1条 before an article's text is its number; 第1条に掲げる目的 names it.
    let article = phrase.strip_prefix('第').and_then(|t| t.split_once('条')).filter(|(n, rest)| {
        n.chars().count() <= 3 && !rest.starts_with(['に', 'の', 'で', 'か', 'を', '第', '及', '又'])
    });
    let phrase = article.map_or(phrase, |(_, rest)| rest).to_owned();
    (phrase.chars().count() >= 2).then_some(Phrase { text: phrase, sure: whole >= from })
}

/// How sentences and their parts end.
const VERB_ENDS: [&str; 10] = ["ます", "ました", "です", "した", "いる", "ている", "った", "される", "する", "きた"];

/// Words that stand for whatever the clause before them says.
const GENERIC: [&str; 11] = ["もの", "もの等", "者", "こと", "事務", "業務", "場合", "人", "地域", "機能", "事業"];

/// Where a phrase that was cut at a particle begins. After one a verb may stand (滋賀県南部に|位置する湖南市): a name goes
/// without it (湖南市), for its short form is made of it or it is a place; what is no name is nothing without its whole
/// clause (民間賃貸住宅を|借り上げて供与するもの).
fn whole_clause(chars: &[char], from: usize, term: &str) -> usize {
    let cut = from.checked_sub(1).and_then(|c| chars.get(c)).copied().unwrap_or('。');
    if !matches!(cut, 'を' | 'に' | 'が' | 'で' | 'へ' | 'て') {
        return from;
    }
    let word = |c: char| is_kanji(c) || is_katakana(c) || c.is_ascii_uppercase() || c == '「';
    // The last place where a verb ends and a noun begins.
    let ends = |i: usize| {
        let (Some(a), Some(b)) = (chars.get(i), chars.get(i + 1)) else { return false };
        let before = i.checked_sub(1).and_then(|p| chars.get(p)).copied().unwrap_or(' ');
        let verb =
            matches!(a, 'る' | 'た' | 'う' | 'す' | 'む' | 'ぶ' | 'く') && (is_hiragana(before) || is_kanji(before));
        (verb || (*a == 'い' && before == 'な')) && word(*b)
    };
    let generic =
        |i: usize| chars.get(i + 1..).is_some_and(|t| t.starts_with(&['も', 'の']) || t.starts_with(&['こ', 'と']));
    let verbs = |i: usize| ends(i) || (matches!(chars.get(i), Some('る' | 'た')) && generic(i));
    let Some(verb) = (from..chars.len()).find(|i| verbs(*i)) else {
        return from;
    };
    // 前条各号に掲げる業務 is whole: its verb has what it binds.
    if (from..verb).any(|i| chars.get(i) == Some(&'に') && binds(chars, i)) {
        return from;
    }
    let noun: String = chars.get(verb + 1..).unwrap_or_default().iter().collect();
    let place = noun.ends_with(['市', '町', '村', '区', '県']);
    let named = (place || within(term, &noun) && noun != term)
        && !noun.starts_with('旨')
        && !GENERIC.iter().any(|g| noun.ends_with(g))
        && !noun.starts_with("もの");
    if named {
        return verb + 1;
    }
    let (mut begin, mut depth) = (from, 0i32);
    while let Some(c) = begin.checked_sub(1).and_then(|b| chars.get(b)) {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth < 0 || (depth == 0 && matches!(c, '。' | '、' | ',' | '，' | '「' | '」' | ':')) {
            break;
        }
        begin -= 1;
    }
    begin
}

/// Whether the に at `i` binds what stands before it into the phrase: に関する, に基づく, に係る.
fn binds(chars: &[char], i: usize) -> bool {
    const BINDS: &[&str] =
        &["関する", "基づく", "係る", "対する", "おける", "よる", "伴う", "向けた", "掲げる", "代わる"];
    let tail: String = chars.get(i + 1..).unwrap_or_default().iter().take(3).collect();
    BINDS.iter().any(|b| tail.starts_with(b))
}

/// Whether the character at `i` stands before the phrase, not in it: punctuation, or a particle that parts clauses.
/// The particles within names (まちづくり, ひと・しごと, 子どもの) are not between two other words here.
fn ends_phrase(chars: &[char], i: usize) -> bool {
    let Some(c) = chars.get(i).copied() else { return true };
    if matches!(c, '。' | '、' | ',' | '，' | '「' | '」' | '『' | '』' | ':' | '※') {
        return true;
    }
    let next = chars.get(i + 1).copied().unwrap_or(' ');
    let before = i.checked_sub(1).and_then(|b| chars.get(b)).copied().unwrap_or(' ');
    let alone = !is_hiragana(before) && !is_hiragana(next);
    if c == 'に' && binds(chars, i) {
        return false;
    }
    // 町長を本部長とする策定本部: を binds to とする.
    let clause: String = chars.get(i + 1..).unwrap_or_default().iter().take(9).collect();
    if c == 'を' && ["とする", "とした", "とします"].iter().any(|w| clause.contains(w)) {
        return false;
    }
    // は, が, を, に between two words that are no hiragana; を never stands within a name.
    // 庁内には町長を…: a topic whose は follows another particle.
    let topic = c == 'は' && matches!(before, 'に' | 'で' | 'と') && !is_hiragana(next);
    // 氏名又は役職名 is one phrase.
    if c == 'は' && before == '又' {
        return false;
    }
    // …に対しても異議申立て: what も adds to.
    if c == 'も' && before == 'て' && !is_hiragana(next) {
        return true;
    }
    // …を目指して歴史文化遺産保存活用区域: a clause in て; 子育て支援 is a word.
    let joined = c == 'て' && is_hiragana(before) && !is_hiragana(next);
    let joined = joined || (c == 'て' && matches!(before, '指' | '経' | '得') && !is_hiragana(next));
    let this = c == 'が' && matches!(before, 'れ' | 'こ');
    c == 'を' || topic || joined || this || (matches!(c, 'は' | 'が' | 'に' | 'で' | 'へ') && alone)
}

#[cfg(test)]
mod tests;
