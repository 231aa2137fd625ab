//! Numbers that name something instead of counting it: 第2次, 国道16号, 3-1, 三鷹, 一人ひとり.

use super::digits::Body;
use super::units::UNITS;
use super::{Reader, is_kanji, is_word};
use crate::japanese::numerals;

impl Reader<'_> {
    /// Digits and kanji that name something instead of counting it: the index to go on from.
    pub(super) fn names_something(&self, index: usize, body: &Body, unit: Option<(usize, usize)>) -> Option<usize> {
        let before = self.before(index);
        let next = self.at(body.end);
        let after_unit = unit.and_then(|(_, end)| self.at(end));
        // 第2次, 第五; 十数件, 数百人, 何十; A4, R5, CO2.
        let glued_before = before.is_some_and(|c| {
            matches!(c, '第' | '数' | '何' | '幾' | '№' | '〒' | '#')
                || (!body.kanji && (c.is_ascii_alphabetic() || c == '_'))
        });
        if glued_before
            || (before == Some(' ') && self.before(index - 1) == Some('第'))
            || matches!(next, Some('数' | '幾'))
        {
            return Some(body.end);
        }
        if body.kanji { self.kanji_name(index, body, unit, after_unit) } else { self.arabic_name(index, body, unit) }
    }

    fn arabic_name(&self, index: usize, body: &Body, unit: Option<(usize, usize)>) -> Option<usize> {
        let before = self.before(index);
        // 3-1, 0234-25-1234, 10:30, 1/2, 1.2.3: parts of something else, to its end.
        let joins = |c: Option<char>| {
            c.is_some_and(|c| matches!(c, '-' | '－' | '‐' | '–' | '—' | '―' | 'ー' | '−' | ':' | '/' | '.'))
        };
        let mut end = body.end;
        let mut joined = false;
        while joins(self.at(end)) && self.digit(end + 1) {
            // 80.5/100 and the like end here as well.
            joined = true;
            end += 1;
            while self.digit(end) || (joins(self.at(end)) && self.digit(end + 1)) {
                end += 1;
            }
        }
        if joined || (joins(before) && index >= 2 && self.digit(index - 2)) {
            return Some(end);
        }
        // 2分の1 is a share, no two minutes.
        if let Some(over) = self.word(body.end, "分の")
            && let Some(above) = self.body(over)
        {
            return Some(above.end);
        }
        // 20代, 30歳代: people by their age.
        if let Some(after) = self.any(body.end, &["歳代", "代"]).filter(|&after| self.at(after) != Some('目')) {
            return Some(after);
        }
        // 10時30分 is a time of day.
        if before == Some('時') && self.at(body.end) == Some('分') {
            return Some(body.end);
        }
        // 16号, 5条, 3丁目, 13時, 2次, 3期, 1章: places in an order.
        const LABELS: [&str; 21] = [
            "号", "条", "項", "丁目", "丁", "番", "番地", "章", "節", "編", "款", "次", "期", "級", "巻", "版", "学年",
            "年生", "時", "年代", "月",
        ];
        if unit.is_none_or(|(_, end)| self.at(end - 1) == Some('年') || end == body.end + 1)
            && let Some(after) = self.any(self.space(body.end), &LABELS)
            && self.any(self.space(body.end), &["時間", "項目", "期間"]).is_none()
        {
            return Some(after);
        }
        if unit.is_some() {
            return None;
        }
        // 資料3, 図1, 表2, 施策1, Society 5.0.
        const WORDS: [&str; 24] = [
            "資料",
            "図",
            "表",
            "別紙",
            "様式",
            "別表",
            "別添",
            "問",
            "目標",
            "施策",
            "戦略",
            "プロジェクト",
            "柱",
            "大綱",
            "No.",
            "No",
            "NO.",
            "Vol.",
            "P.",
            "p.",
            "ステップ",
            "フェーズ",
            "STEP",
            "号",
        ];
        let place = self.skip_space_back(index);
        let named = WORDS.iter().any(|word| self.ends_with(place, word))
            || self.before(place).is_some_and(|c| c.is_ascii_alphabetic());
        // A list number: at the start of the line, with a word behind a space, a point or a bracket.
        let opens = self.line_starts(index) || (before == Some('(') && self.line_starts(index - 1));
        let marks = match self.at(body.end) {
            Some(' ' | ')') => self.at(body.end + 1).is_some_and(|c| !c.is_ascii_digit() && c != '\n' && c != '\t'),
            Some('.' | '．') => !self.digit(body.end + 1),
            _ => false,
        };
        (named || (opens && marks && body.width <= 2)).then_some(body.end)
    }

    fn kanji_name(
        &self,
        index: usize,
        body: &Body,
        unit: Option<(usize, usize)>,
        after_unit: Option<char>,
    ) -> Option<usize> {
        let name = Some(body.end);
        let before = self.before(index);
        let whole = index == self.first_of_line(index) && self.ends_line(body.end);
        let Some((place, end)) = unit else {
            // Without a unit: the whole line, 二〇二五, 一億二千万; nothing else.
            let positional = !body.placed && body.width >= 3;
            let large =
                (index..body.end).any(|i| self.at(i).and_then(numerals::large_unit).is_some()) && body.width >= 2;
            let bounded = !before.is_some_and(is_word) && !self.at(body.end).is_some_and(is_kanji);
            return if whole || ((positional || large) && bounded) { None } else { name };
        };
        // 八戸市, 百人町, 三本木: the name of a place goes on.
        if after_unit.is_some_and(|c| "市町村区郡県駅川山島木橋坂原台丘浜".contains(c)) {
            return name;
        }
        // 市内一円, 一本化, 一人ひとり, 一つひとつ, 一戸建て.
        if body.width == 1 {
            let goes_on = after_unit.is_some_and(|c| is_kanji(c) && !"以未超程前減増規".contains(c));
            let idiom = self.at(index) == Some('一')
                && (self.at(end - 1) == Some('円') || self.any(end, &["ひと", "一", "化", "建", "ずつ"]).is_some());
            if goes_on || idiom {
                return name;
            }
        }
        // 唯一つ, 随一人: a kanji before it makes it part of a word, unless it is 約 or ends a phrase.
        let within =
            body.width == 1 && before.is_some_and(|c| is_kanji(c) && !"約計各全他外内等後前毎者数".contains(c));
        let share = UNITS.0.get(place).is_some_and(|unit| matches!(unit.unit.as_str(), "%" | "‰" | "円" | "人" | "件"));
        (within && !share).then_some(body.end)
    }
}
