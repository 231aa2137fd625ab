//! Spaces of justified and letter-spaced setting, closed.
//!
//! Japanese has no spaces between words, so a space beside a Japanese character is setting (目　次, 令和 5 年) and goes.
//! Between Latin words and between two numbers it stays. One space beside Japanese tells something: the one after a
//! list marker at the start of a line (`1 計画の趣旨`, `ア 目的`), for without it 1 would count what follows; it stays
//! unless a counter follows (`5 年 11 月`).

use super::{Item, chars::is_combining, dashes::is_dash};

/// Closes spaces line by line and cell by cell.
///
/// `text` is what the items were folded from: it tells an ideographic space, which an author types to part a number from
/// its title, from the blanks that setting leaves.
pub(super) fn close(items: &mut Vec<Item>, text: &str) {
    if !items.iter().any(|item| item.ch == ' ') {
        return;
    }
    let mut out = Vec::with_capacity(items.len());
    for segment in items.split_inclusive(|item| is_break(item.ch)) {
        let (line, end) = match segment.split_last() {
            Some((last, line)) if is_break(last.ch) => (line, Some(*last)),
            _ => (segment, None),
        };
        close_line(line, text, &mut out);
        out.extend(end);
    }
    *items = out;
}

fn is_break(c: char) -> bool {
    c == '\n' || c == '\t'
}

fn close_line(line: &[Item], text: &str, out: &mut Vec<Item>) {
    let first = line.iter().position(|item| item.ch != ' ').unwrap_or(line.len());
    let last = line.iter().rposition(|item| item.ch != ' ').map_or(first, |i| i + 1);
    let line = line.get(first..last).unwrap_or_default();
    if !line.iter().any(|item| item.ch == ' ') {
        out.extend_from_slice(line);
        return;
    }
    let spaced_out = is_letter_spaced(line);
    let marker_space = if spaced_out { None } else { marker_space(line, text) };
    let mut previous: Option<char> = None;
    let mut pending: Option<(usize, Item)> = None;
    for (index, item) in line.iter().enumerate() {
        if item.ch == ' ' {
            match &mut pending {
                Some((_, space)) => space.end = item.end,
                None => pending = Some((index, *item)),
            }
            continue;
        }
        if let (Some((at, space)), Some(left)) = (pending.take(), previous) {
            let beside_japanese = is_japanese(left) || is_japanese(item.ch);
            if is_combining(item.ch) || marker_space == Some(at) || !(beside_japanese || spaced_out) {
                out.push(space);
            }
        }
        out.push(*item);
        previous = Some(item.ch);
    }
}

/// Everything that is not half-width: kana, kanji, full-width punctuation, symbols.
fn is_japanese(c: char) -> bool {
    match u32::from(c) {
        0..=0x02FF => false,
        // Greek, Cyrillic, Hangul and other scripts that part words with spaces.
        0x0300..=0x1FFF | 0xAC00..=0xD7FF => !c.is_alphabetic(),
        _ => true,
    }
}

/// 平 成 2 0 年 1 0 月 2 3 日: every character stands alone, and the line begins in Japanese.
fn is_letter_spaced(line: &[Item]) -> bool {
    // Fewer may be column heads or ticks of an axis.
    const FEWEST_JAPANESE: usize = 3;
    let starts_japanese = line.first().is_some_and(|item| is_japanese(item.ch));
    starts_japanese
        && line.split(|item| item.ch == ' ').all(|token| token.len() <= 1)
        && line.iter().filter(|item| is_japanese(item.ch)).count() >= FEWEST_JAPANESE
}

/// Index of the space after a list marker at the start of the line, where that space stays.
fn marker_space(line: &[Item], text: &str) -> Option<usize> {
    let space = line.iter().position(|item| item.ch == ' ')?;
    let token = line.get(..space)?;
    let rest = line.get(space..)?;
    let next = rest.iter().find(|item| item.ch != ' ')?.ch;
    if !is_japanese(next) || is_dash(next) {
        return None;
    }
    let is_marker = match token {
        [one] if is_single_marker(one.ch) => {
            // 一 般 会 計 is letter-spaced, no marker: a word of more than one character has to follow.
            let word = rest.iter().skip_while(|item| item.ch == ' ').take_while(|item| item.ch != ' ').count();
            word > 1
        }
        // Four digits are a year (2013 年文化祭).
        _ if token.iter().all(|item| item.ch.is_ascii_digit()) => {
            let wide = line.get(space).and_then(|s| text.get(s.start..s.end)).is_some_and(|s| s.contains('\u{3000}'));
            token.len() <= 3 && (!counts(rest) || (wide && goes_on(rest)))
        }
        _ => is_compound_marker(token) || (is_labelled_marker(token) && !matches!(next, 'つ' | '～' | '、' | '。')),
    };
    is_marker.then_some(space)
}

/// One character that numbers a line by itself.
fn is_single_marker(c: char) -> bool {
    matches!(c, 'Ⅰ'..='Ⅻ' | 'ⅰ'..='ⅻ' | 'A'..='Z' | 'a'..='z' | 'ア'..='ン'
        | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// `1.`, `3-1`, `(2)`, `1)`, `II.`, `a.`: signs of a marker in it.
fn is_compound_marker(token: &[Item]) -> bool {
    // 1-2-3-4 and (12) are the longest that were seen.
    const LONGEST: usize = 8;
    let inner = |c: char| c.is_ascii_digit() || is_dash(c) || matches!(c, '.' | '(' | ')' | '<' | '>' | '[' | ']');
    let letters = token.iter().filter(|item| item.ch.is_ascii_alphabetic() || is_single_marker(item.ch)).count();
    let roman =
        token.iter().filter(|item| item.ch.is_ascii_alphabetic()).all(|item| matches!(item.ch, 'I' | 'V' | 'X'));
    token.len() <= LONGEST
        && (letters <= 1 || roman)
        && token.iter().all(|item| inner(item.ch) || item.ch.is_ascii_alphabetic() || is_single_marker(item.ch))
        && token.iter().any(|item| item.ch.is_ascii_alphanumeric() || is_single_marker(item.ch))
}

/// `基本目標1`, `施策12`: a word with the number of a member. 1村に after it is no count of villages.
fn is_labelled_marker(token: &[Item]) -> bool {
    // リーディングプロジェクト12 is the longest that was seen.
    const LONGEST: usize = 16;
    let digits = token.iter().rev().take_while(|item| item.ch.is_ascii_digit()).count();
    let word: String = token.get(..token.len() - digits).unwrap_or_default().iter().map(|item| item.ch).collect();
    token.len() <= LONGEST && (1..=2).contains(&digits) && crate::japanese::marker::is_label(&word)
}

/// A counter of one character that kana follow at once, then a word: 3　人がいきいき育つ. After an ideographic space it
/// begins a title.
fn goes_on(rest: &[Item]) -> bool {
    let mut next = rest.iter().map(|item| item.ch).skip_while(|&c| c == ' ');
    let (first, second, third) = (next.next(), next.next(), next.next());
    let kana = |c: Option<char>| c.is_some_and(|c| matches!(c, 'ぁ'..='ゖ'));
    // 3　つの柱, 5　年を: a count with its particle; な and が after 人 or つ go on with a word.
    matches!(first, Some('人' | '時' | '本' | '点' | 'つ'))
        && kana(second)
        && !matches!(second, Some('の' | 'を' | 'で' | 'に' | 'ま' | 'か' | 'は' | 'も'))
        && third.is_some()
}

/// Does what follows a number, after a space, count something (`5 年 11 月`, `3 つの柱`) rather than begin a title
/// (`1 年齢別人口`, `2 人口の推移`)?
fn counts(rest: &[Item]) -> bool {
    // A counter of one kanji has to be followed by nothing, a number, a mark or kana: else it begins a word.
    let mut next = rest.iter().map(|item| item.ch).filter(|&c| c != ' ');
    let (first, second, third) = (next.next(), next.next(), next.next());
    let (Some(first), second) = (first, second) else { return false };
    let ends = |c: Option<char>| c.is_none_or(|c| !is_kanji(c) && !matches!(c, 'ァ'..='ヺ'));
    match first {
        '年' => {
            ends(second)
                || matches!(second, Some('度' | '頃' | '目' | '末' | '以' | '前' | '後' | '代'))
                || (second == Some('間') && ends(third))
        }
        '月' => ends(second) || matches!(second, Some('頃' | '末' | '上' | '中' | '下' | '以' | '初')),
        '日' => ends(second) || matches!(second, Some('間' | '頃' | '以')),
        'つ' | '%' | '％' | '‰' => true,
        'か' | 'カ' | 'ヵ' | 'ケ' | 'ヶ' | '箇' => matches!(second, Some('年' | '月' | '所' | '国')),
        '千' | '百' | '億' | '万' => {
            second.is_some_and(|c| matches!(c, '円' | '人' | '件' | '万' | '億')) || ends(second)
        }
        '人' | '回' | '件' | '名' | '次' | '期' | '時' | '分' | '章' | '節' | '部' | '項' | '条' | '号' | '円'
        | '歳' | '校' | '戸' | '台' | '本' | '点' => ends(second),
        _ => false,
    }
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '々' | '\u{20000}'..='\u{323AF}')
}
