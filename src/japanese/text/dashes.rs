//! Dashes by what they stand between.
//!
//! Typists and fonts confuse a dozen dash-like characters. Between digits every one of them is a hyphen (3－1, 3ー1);
//! after katakana that can be drawn out they are the long vowel (マスタ－プラン, センタ−); before a digit they are a
//! minus. Where none of this holds, hyphens and minus signs become `-`, and ― — ─ stay as they are.

use super::Item;

/// Settles every dash; neighbours are looked at in the text with its spaces closed.
pub(super) fn settle(items: &mut [Item]) {
    let mut last_of_line = LastDash::default();
    for index in 0..items.len() {
        let Some(ch) = items.get(index).map(|item| item.ch) else { break };
        if !is_dash(ch) {
            continue;
        }
        let before = index.checked_sub(1).and_then(|i| items.get(i)).map(|item| item.ch);
        let after = items.get(index + 1).map(|item| item.ch);
        let settled = decide(ch, before, after, || last_of_line.is_last(items, index));
        if let Some(item) = items.get_mut(index) {
            item.ch = settled;
        }
    }
}

fn decide(ch: char, before: Option<char>, after: Option<char>, is_last_dash: impl FnOnce() -> bool) -> char {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if digit(before) && digit(after) {
        return '-';
    }
    if ch == 'ー' {
        return ch;
    }
    if before.is_some_and(can_be_drawn_out) {
        if after.is_some_and(is_katakana) {
            return 'ー';
        }
        // センタ－の: but two dashes in a line stand around a subtitle (サービス－健康福祉－), and a digit after
        // it makes it a hyphen.
        if matches!(ch, '－' | '\u{2212}' | '‐') && !digit(after) && !after.is_some_and(is_dash) && is_last_dash() {
            return 'ー';
        }
    }
    match ch {
        '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{FE63}' | '－' => '-',
        '\u{2012}' | '\u{2013}' if digit(after) => '-',
        _ => ch,
    }
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{FE63}' | '－' | 'ー')
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ')
}

/// Katakana after which a long vowel can stand: not ッ, and ン and ー end a syllable.
fn can_be_drawn_out(c: char) -> bool {
    is_katakana(c) && !matches!(c, 'ッ' | 'ン' | 'ヵ' | 'ヶ')
}

/// Remembers where the last dash (other than ー) of the present line stands, so that a line is searched once.
#[derive(Default)]
struct LastDash {
    line_end: usize,
    last: usize,
}

impl LastDash {
    fn is_last(&mut self, items: &[Item], index: usize) -> bool {
        if index >= self.line_end {
            let rest = items.get(index..).unwrap_or_default();
            let len = rest.iter().position(|item| item.ch == '\n').unwrap_or(rest.len());
            self.line_end = index + len;
            self.last =
                index + rest.iter().take(len).rposition(|item| is_dash(item.ch) && item.ch != 'ー').unwrap_or(0);
        }
        index == self.last
    }
}
