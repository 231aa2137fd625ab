//! Text in columns, for terminals: Japanese characters take two columns, and what is too long goes on below.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Breaks text into lines of at most `width` columns. Japanese may break anywhere, except that closing marks and
/// small letters do not start a line and opening brackets do not end one. Lines after the first of a paragraph that
/// starts with [`BULLET`] stand under its text.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let (mut line, mut columns) = (String::new(), 0);
        let mut rest = paragraph.trim().chars().peekable();
        while let Some(c) = rest.next() {
            let c = if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
            let w = c.width().unwrap_or(0);
            // One column beyond is kept free for a mark that must not start the next line.
            let opening = OPENING.contains(c) && rest.peek().is_some();
            let needed = w + if opening { 2 } else { 0 };
            if columns + needed > width && !line.is_empty() && !(CLOSING.contains(c) && columns + w <= width + 2) {
                lines.push(std::mem::take(&mut line));
                columns = 0;
                if paragraph.starts_with(BULLET) {
                    line.push_str("  ");
                    columns = 2;
                }
            }
            if !(line.trim().is_empty() && c == ' ') {
                line.push(c);
                columns += w;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// Before each line of an agenda.
pub(super) const BULLET: &str = "· ";

const CLOSING: &str = "、。，．・：；）］｝」』】〉》〕ー～,.:;)]}っゃゅょッャュョ";
const OPENING: &str = "（［｛「『【〈《〔([{";

/// Rows of cells, set in columns of the widths that they need and two spaces apart. The column that is widest gives
/// way until the whole fits `width`.
pub(super) fn columns(header: &[&str], rows: &[Vec<String>], width: usize) -> String {
    const GAP: usize = 2;
    let longest = |text: &str| text.split('\n').map(UnicodeWidthStr::width).max().unwrap_or(0);
    let mut widths: Vec<usize> = header.iter().map(|h| h.width()).collect();
    for row in rows {
        for (w, cell) in widths.iter_mut().zip(row) {
            *w = (*w).max(longest(cell));
        }
    }
    let available = width.saturating_sub(GAP * widths.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > available {
        let excess = widths.iter().sum::<usize>() - available;
        let Some(widest) = widths.iter_mut().max() else { break };
        if *widest <= 8 {
            break;
        }
        *widest -= excess.min((*widest).div_ceil(8));
    }

    let mut out = String::new();
    let mut line = |cells: &[String]| {
        let wrapped: Vec<Vec<String>> = cells.iter().zip(&widths).map(|(c, w)| wrap(c, *w)).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for i in 0..height {
            let mut text = String::new();
            for (lines, w) in wrapped.iter().zip(&widths) {
                let part = lines.get(i).map_or("", String::as_str);
                text.push_str(part);
                text.extend(std::iter::repeat_n(' ', (w + GAP).saturating_sub(part.width())));
            }
            out.push_str(text.trim_end());
            out.push('\n');
        }
    };
    line(&header.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>());
    line(&widths.iter().map(|w| "─".repeat(*w)).collect::<Vec<_>>());
    for row in rows {
        line(row);
    }
    out
}

/// `text` behind `first`, its further lines behind `more`.
pub(super) fn hang(out: &mut String, first: &str, more: &str, text: &str, width: usize) {
    for (i, line) in wrap(text, width.saturating_sub(first.width().max(more.width()))).into_iter().enumerate() {
        out.push_str(if i == 0 { first } else { more });
        out.push_str(&line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_by_columns_not_characters() {
        for (text, width, expected) in [
            ("総合計画審議会", 8, vec!["総合計画", "審議会"]),
            ("総合計画、審議会", 8, vec!["総合計画、", "審議会"]),
            ("第1回「審議会」", 8, vec!["第1回", "「審議会」"]),
            ("abc", 8, vec!["abc"]),
            ("一\n二", 8, vec!["一", "二"]),
            ("· 評価・検証", 8, vec!["· 評価・", "  検証"]),
            ("", 8, vec![""]),
        ] {
            assert_eq!(wrap(text, width), expected, "{text}");
        }
    }

    #[test]
    fn columns_stand_under_each_other() {
        let rows = vec![vec!["2024-04".into(), "審議会".into()], vec!["4".into(), "x".into()]];
        assert_eq!(
            columns(&["when", "event"], &rows, 60),
            "when     event\n───────  ──────\n2024-04  審議会\n4        x\n"
        );
    }

    #[test]
    fn a_wide_table_is_made_to_fit() {
        let rows = vec![vec!["2024-04-01".into(), "計画の素案について審議する".repeat(5)]];
        let text = columns(&["when", "event"], &rows, 60);
        assert!(text.lines().all(|l| l.width() <= 62), "{text}");
        assert!(text.lines().count() > 3);
    }
}
