//! What the words of a line alone say about it: a sentence, a caption, an amount, the history of a bylaw, the title of a table of
//! contents, and whatever else is no heading in any type.

use crate::japanese;

/// From this length on a line may be running text that was cut, in characters.
pub(super) const PHRASE: usize = 24;

/// What a note in brackets says: units, digits, sources.
pub(super) const NOTES: [char; 14] = [':', '：', '=', '、', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// 表-2 資格要件, 図1 計画の位置づけ: what a table or picture is called.
pub(super) fn is_caption(text: &str) -> bool {
    let rest = ["図表", "表", "図", "写真", "グラフ", "資料図", "別図"].iter().find_map(|w| text.strip_prefix(w));
    rest.is_some_and(|r| r.trim_start_matches(['-', '－', ' ', '.']).starts_with(|c: char| c.is_ascii_digit()))
}

/// A calculation (330,000×2.1%=6,930人), a measured change (40人→60人).
pub(super) fn is_calculation(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let signs = text.chars().filter(|c| matches!(c, '=' | '×' | '÷' | '＝')).count();
    let digit = |t: &str| t.chars().any(|c| c.is_ascii_digit());
    let change = text.split_once(['→', '⇒']).is_some_and(|(a, b)| digit(a) && digit(b));
    (signs > 0 && digits >= 4) || (change && digits >= 3)
}

/// An amount alone (818万1千円): a value of a chart.
pub(super) fn is_amount(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || ",.万億千百円人件%㎡".contains(c))
}

/// 改正 平成24年12月20日条例第35号, 一部改正〔平成24年条例35号〕: the history that stands between title and text of a bylaw.
pub(super) fn is_amendment(text: &str) -> bool {
    const ACTS: [&str; 7] = ["条例", "規則", "法律", "告示", "訓令", "規程", "要綱"];
    let said = ["改正", "一部改正", "全部改正", "追加", "本条追加"].iter().find_map(|w| text.strip_prefix(w));
    // 平成18年3月20日条例第157号: the number under a bylaw's title.
    let enacted =
        || japanese::find(text, &japanese::Context::default()).first().is_some_and(|d| d.start == 0).then_some(text);
    said.or_else(enacted).is_some_and(|rest| {
        rest.contains(|c: char| c.is_ascii_digit()) && rest.contains('号') && ACTS.iter().any(|a| rest.contains(a))
    })
}

/// A long line that ends in a particle goes on: it is running text that was cut.
pub(super) fn ends_open(text: &str) -> bool {
    let mut end = text.chars().rev();
    let (Some(last), Some(before)) = (end.next(), end.next()) else { return false };
    use super::super::passages::is_hiragana;
    last == 'を' || (matches!(last, 'は' | 'が' | 'に' | 'の' | 'と' | 'で') && !is_hiragana(before))
}

/// Running text: a full stop anywhere, a comma or a verb's polite ending at its end.
pub(super) fn is_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['」', '』', ')']);
    let clause = text.contains("は、") && text.chars().count() > PHRASE;
    // 前3号に掲げるもののほか、…: an item of a bylaw.
    text.contains('。')
        || clause
        || text.contains("に掲げるもののほか")
        || text.ends_with(['、', ',', '，', '．'])
        || ["ます", "です", "ました", "ません", "である", "でした"].iter().any(|e| text.ends_with(e))
}

/// 【令和3年度】, 《素案審議》, 〈概要〉 around the whole line.
pub(super) fn is_bracketed(text: &str) -> bool {
    [('【', '】'), ('《', '》'), ('〈', '〉'), ('≪', '≫'), ('〔', '〕'), ('<', '>'), ('[', ']')].iter().any(
        |(open, close)| {
            text.starts_with(*open)
                && text.ends_with(*close)
                && text.matches(*open).count() == 1
                && text.chars().count() > 2
        },
    )
}

/// Words, not only numbers and signs.
pub(super) fn has_words(text: &str) -> bool {
    use super::super::passages::{is_hiragana, is_kanji, is_katakana};
    let words = text.chars().filter(|c| is_kanji(*c) || is_hiragana(*c) || is_katakana(*c)).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    words >= 2 || latin >= 3
}

/// Lines in heading type that head nothing: dates, quotations, taglines, captions, notes.
pub(super) fn is_no_heading(text: &str) -> bool {
    let first = text.chars().next().unwrap_or(' ');
    let last = text.chars().next_back().unwrap_or(' ');
    let quoted = matches!(first, '「' | '『') && matches!(last, '」' | '』');
    let wave = |c: char| matches!(c, '～' | '~' | '〜');
    let bracketed = first == '(' && last == ')';
    // A date, or dates side by side (the head of a drawn calendar).
    let dates = japanese::find(text, &japanese::Context::default());
    let dated: usize = dates.iter().map(|f| text.get(f.start..f.end).map_or(0, |t| t.chars().count())).sum();
    let only_date = dated > 0 && text.chars().count() <= dated + 4 && !text.starts_with('【');
    // の定, を目指す: the rest of a label that a drawing parts; 及び8年度末…: of a title over two lines.
    let torn = matches!(first, 'の' | 'を') || ["及び", "並びに", "又は", "または"].iter().any(|w| text.starts_with(w));
    // 回答数:33票, 期間:令和6年6月1日…: a label with its value.
    let valued = text.split_once(':').is_some_and(|(label, value)| {
        let blank = value.len() - value.trim_start().len();
        let value = value.trim_start();
        !label.contains(['・', '～'])
            && (value.starts_with(|c: char| c.is_ascii_digit())
                || dates.first().is_some_and(|d| d.start == label.len() + 1 + blank))
    });
    let valued = valued
        || text
            .strip_prefix('【')
            .and_then(|t| t.split_once('】'))
            .is_some_and(|(_, v)| v.starts_with(|c: char| c.is_ascii_digit() || c == '約'))
        || text.split_once('%').is_some_and(|(n, _)| {
            n.starts_with(|c: char| c.is_ascii_digit()) && n.chars().all(|c| c.is_ascii_digit() || c == '.')
        });
    // \\section{…}, { "a": 1 }: a listing of some program; no Japanese title has these signs.
    let code = text.contains(['\\', '{', '}']);
    torn || valued
        || code
        || is_amendment(text)
        || quoted
        || (wave(first) && wave(last))
        || bracketed
        || only_date
        || first == '※'
        || text == "以上"
}

pub(super) fn is_contents_title(text: &str) -> bool {
    let core = text.trim_matches(['【', '】', '<', '>', '〈', '〉', '-', '－', '○', '■', '~', '～', '《', '》']);
    ["目次", "もくじ", "CONTENTS", "Contents"].contains(&core)
}

/// Whether a line leads to a page number: 計画の期間…………3.
pub(super) fn is_leader_line(text: &str) -> bool {
    let body = text.trim_end_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | 'P' | 'p' | ')' | '(')
    });
    // A draft's contents may still lack the numbers: then only a long row of dots tells.
    let numbered = body.len() < text.len();
    let dots = body
        .chars()
        .rev()
        .take_while(|c| matches!(c, '…' | '‥' | '.' | '・' | '･' | '·' | '⋯' | '-' | '─' | '_' | ' '))
        .count();
    let long_dots = body.chars().rev().take_while(|c| matches!(c, '…' | '‥' | '⋯')).count();
    if numbered { dots >= 4 || long_dots >= 2 } else { dots >= 8 && !body.ends_with([' ', '-', '_', '─']) }
}
