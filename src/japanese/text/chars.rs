//! One character at a time: width, kana with their marks, radicals, duplicates, invisible characters.

use super::{Item, Signs, radicals};
use unicode_normalization::char::{compose, decompose_canonical, decompose_compatible};

/// U+FF61..=U+FF9F in code order (JIS X 0201 to JIS X 0208). The two marks become spacing marks where no kana takes
/// them.
const HALF_WIDTH_KANA: [char; 63] = [
    '。', '「', '」', '、', '・', 'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ', 'ー', 'ア', 'イ', 'ウ',
    'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ', 'タ', 'チ', 'ツ', 'テ', 'ト', 'ナ', 'ニ',
    'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ', 'マ', 'ミ', 'ム', 'メ', 'モ', 'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル',
    'レ', 'ロ', 'ワ', 'ン', '\u{309B}', '\u{309C}',
];

/// Signs of which the letters are meant: eras and legal forms. ㎡, ㌔, № and the like stay.
fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        '㋿' => "令和",
        '㍻' => "平成",
        '㍼' => "昭和",
        '㍽' => "大正",
        '㍾' => "明治",
        '㈱' => "(株)",
        '㈲' => "(有)",
        '㈳' => "(社)",
        '㈶' => "(財)",
        '㈹' => "(代)",
        '㍿' => "株式会社",
        _ => return None,
    })
}

/// Square signs of several letters: ㎡ ㌔ ㏊ (U+3300..=U+33FF) and the bracketed kanji ㈠ ㈱ (U+3220..=U+3243).
fn is_square(c: char) -> bool {
    matches!(c, '\u{3220}'..='\u{3243}' | '\u{32FF}' | '\u{3300}'..='\u{33FF}' | '№' | '℡')
}

/// Folds every character of the text.
pub(super) fn fold(text: &str, signs: Signs) -> Vec<Item> {
    // Half-width text does not grow, and nothing else makes more characters than its bytes.
    let mut items: Vec<Item> = Vec::with_capacity(text.len() / 2 + 1);
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        if stays(c) {
            items.push(Item { ch: c, start, end });
            continue;
        }
        if is_invisible(c) || (c == '\r' && text.as_bytes().get(end) == Some(&b'\n')) {
            continue;
        }
        if signs == Signs::All && is_square(c) {
            // The letters of a sign may be in need of folding themselves (㌔ has full-width ones).
            decompose_compatible(c, |letter| {
                let joined = combining(letter).and_then(|mark| {
                    let last = items.last_mut().filter(|last| last.start == start)?;
                    last.ch = compose(last.ch, mark)?;
                    Some(())
                });
                if joined.is_none() {
                    items.push(Item { ch: single(letter), start, end });
                }
            });
            continue;
        }
        if signs != Signs::Keep
            && let Some(letters) = spelled_out(c)
        {
            items.extend(letters.chars().map(|ch| Item { ch, start, end }));
            continue;
        }
        if let Some(mark) = combining(c)
            && let Some(last) = items.last_mut()
            && let Some(composed) = compose(last.ch, mark)
        {
            last.ch = composed;
            last.end = end;
            continue;
        }
        let mut ch = single(c);
        // A home directory in an address: http://example.jp/~user
        if c == '~' && items.last().is_some_and(|last| last.ch == '/') {
            ch = '~';
        }
        items.push(Item { ch, start, end });
    }
    items
}

/// The folded text, where each character folds to one whatever stands beside it: no spaces, dashes, marks or signs of several
/// letters, as in nearly every line of a document.
pub(super) fn fold_simple(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        out.push(match c {
            '!'..=',' | '.'..='}' => c,
            '\u{3001}'..='\u{301B}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FB}' | '\u{4E00}'..='\u{9FFF}' => c,
            '\u{FF01}'..='\u{FF0C}' | '\u{FF0E}'..='\u{FF5D}' => char::from_u32(u32::from(c) - 0xFEE0)?,
            _ => return None,
        });
    }
    Some(out)
}

/// Characters that are as they should be wherever they stand: nearly all of a text, and no other question is asked of them.
fn stays(c: char) -> bool {
    matches!(c, ' '..='}' | '\n' | '\t' | 'ぁ'..='\u{3098}' | '\u{309B}'..='ヿ' | '\u{4E00}'..='\u{9FFF}')
}

/// The mark that joins with the kana (or letter) before it.
fn combining(c: char) -> Option<char> {
    match c {
        '\u{FF9E}' => Some('\u{3099}'),
        '\u{FF9F}' => Some('\u{309A}'),
        '\u{3099}' | '\u{309A}' | '\u{0300}'..='\u{036F}' => Some(c),
        _ => None,
    }
}

/// Is a combining mark, which a space before it keeps from joining.
pub(super) fn is_combining(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}' | '\u{0300}'..='\u{036F}')
}

/// Characters that show nothing: soft hyphen, zero-width characters, direction marks, variation selectors, controls.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'
        | '\u{0000}'..='\u{0008}' | '\u{000E}'..='\u{001F}' | '\u{007F}'..='\u{0084}' | '\u{0086}'..='\u{009F}')
}

fn single(c: char) -> char {
    match c {
        c if stays(c) => c,
        '\r' | '\u{000B}' | '\u{000C}' | '\u{0085}' | '\u{2028}' | '\u{2029}' => '\n',
        '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        // The range mark has five codes: ASCII, small tilde, tilde operator, wave dash (JIS), full-width tilde (cp932).
        '~' | '\u{02DC}' | '\u{223C}' | '\u{301C}' | '\u{FF5E}' => '～',
        // What a full-width hyphen means is settled by its neighbours, later.
        '－' => c,
        '\u{FF01}'..='\u{FF5D}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{FF61}'..='\u{FF9F}' => HALF_WIDTH_KANA.get((u32::from(c) - 0xFF61) as usize).copied().unwrap_or(c),
        '\u{FFE0}' => '¢',
        '\u{FFE1}' => '£',
        '\u{FFE2}' => '¬',
        '\u{FFE3}' => '¯',
        '\u{FFE4}' => '¦',
        '\u{FFE5}' => '¥',
        '\u{2E80}'..='\u{2FD5}' => radicals::ideograph(c).unwrap_or(c),
        // Duplicates that Unicode keeps for round trips. The twelve that are ideographs in their own right (﨑, 﨟 …)
        // have no decomposition and stay.
        '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => duplicate_of(c),
        _ => c,
    }
}

fn duplicate_of(c: char) -> char {
    let mut result = c;
    decompose_canonical(c, |d| result = d);
    result
}
