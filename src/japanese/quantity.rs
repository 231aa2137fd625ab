//! Numbers with their units, as printed in, exact values out: 約70項目, △6.8%, 94億7,500万円, 二万人, 663,934千円.
//!
//! A hand-written reader over folded characters, like that of the dates. Arabic digits are a number unless they name
//! something (第2次, 国道16号, 3-1, 0234-25-1234, A4) or belong to a date; kanji numerals are one only where a unit
//! or a place value says so, for they stand in names far more often (三鷹, 五所川原, 八千代).

use super::text::{Item, fold_chars};
use super::{Context, find, numerals};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A number found in a text.
///
/// ```
/// let found = &keikaku::japanese::find_numbers("整備３ヶ所")[0];
/// assert_eq!((found.value.as_str(), found.unit.as_deref()), ("3", Some("箇所")));
/// assert_eq!(found.raw, "３ヶ所");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Byte offset where it starts: with its sign, 約, unit and 以上.
    pub start: usize,
    /// Byte offset after its end.
    pub end: usize,
    /// As printed.
    pub raw: String,
    /// Exact decimal: `9475000000`, `-6.8`, `2.50`. 億 and 万 are folded in; decimals stay as printed.
    pub value: String,
    /// In its usual spelling: 千円, 人, 箇所 (also for か所 and ヶ所), ㎡ (also for 平方メートル).
    pub unit: Option<String>,
    /// 約, おおむね, 程度, 規模, 前後.
    pub approximate: bool,
    /// 以上, 以下, 超, 未満.
    pub bound: Option<Bound>,
}

/// On which side of a number the true value lies.
///
/// ```
/// use keikaku::japanese::{Bound, find_numbers};
/// assert_eq!(find_numbers("50人未満")[0].bound, Some(Bound::LessThan));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// 以上, 最低.
    AtLeast,
    /// 以下, 以内, まで, 最大.
    AtMost,
    /// 超, を超える, を上回る.
    MoreThan,
    /// 未満, を下回る.
    LessThan,
}

/// Finds the numbers of a text with their units, in order, without overlaps.
///
/// Numbers of dates, ordinals and names are none of them, nor are vague ones (十数件, 数百人).
///
/// ```
/// use keikaku::japanese::{Bound, find_numbers};
/// let found = find_numbers("約2,000人が参加、事業費は94億7,500万円（前年比6.8%減）、30人以上");
/// let values: Vec<_> = found.iter().map(|q| (q.value.as_str(), q.unit.as_deref().unwrap_or(""))).collect();
/// assert_eq!(values, [("2000", "人"), ("9475000000", "円"), ("-6.8", "%"), ("30", "人")]);
/// assert!(found[0].approximate);
/// assert_eq!(found[3].bound, Some(Bound::AtLeast));
/// assert!(find_numbers("三鷹市、五所川原市、八千代市、国道16号、第2次、十数件").is_empty());
/// ```
#[must_use]
pub fn find_numbers(text: &str) -> Vec<Quantity> {
    Reader::new(text).run()
}

#[derive(Debug, Deserialize)]
struct Unit {
    unit: String,
    spellings: Vec<String>,
    /// Stands behind kanji numerals too.
    #[serde(default)]
    kanji: bool,
}

/// A spelling, with the place of its unit in the list.
type Spelling = (Vec<char>, usize);

/// The units, and their spellings with the longest first, so that 千円 is not read as 千 and 円.
static UNITS: LazyLock<(Vec<Unit>, Vec<Spelling>)> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        units: Vec<Unit>,
    }
    // The file is part of the program and a test reads it.
    let units =
        toml::from_str::<File>(include_str!("../../data/units.toml")).map(|file| file.units).unwrap_or_default();
    let mut spellings: Vec<Spelling> = Vec::new();
    for (place, unit) in units.iter().enumerate() {
        spellings.extend(unit.spellings.iter().map(|s| (s.chars().collect(), place)));
    }
    spellings.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    (units, spellings)
});

/// An exact decimal: `mantissa` with its last `scale` digits behind the point.
#[derive(Debug, Clone, Copy)]
struct Decimal {
    mantissa: i128,
    scale: u32,
}

impl Decimal {
    fn times(self, factor: i64) -> Option<Self> {
        let mut product = Self { mantissa: self.mantissa.checked_mul(i128::from(factor))?, scale: self.scale };
        while product.scale > 0 && product.mantissa % 10 == 0 {
            product = Self { mantissa: product.mantissa / 10, scale: product.scale - 1 };
        }
        Some(product)
    }

    fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let raise = |d: Self| d.mantissa.checked_mul(10_i128.checked_pow(scale - d.scale)?);
        Some(Self { mantissa: raise(self)?.checked_add(raise(other)?)?, scale })
    }

    fn print(self, negative: bool) -> String {
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = self.scale as usize;
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        let sign = if negative && self.mantissa != 0 { "-" } else { "" };
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

/// The number without sign and unit.
#[derive(Debug, Clone, Copy)]
struct Body {
    value: Decimal,
    end: usize,
    /// Begins with a kanji numeral.
    kanji: bool,
    /// How many characters it is written with.
    width: usize,
    /// Has a place value (十, 百, 万) in it.
    placed: bool,
}

struct Reader<'a> {
    text: &'a str,
    chars: Vec<Item>,
    /// Byte ranges of dates, lengths of time aside.
    dates: Vec<(usize, usize)>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        let is_date = |edtf: Option<&str>| edtf.is_none_or(|edtf| !edtf.starts_with('P'));
        let dates = find(text, &Context::default())
            .into_iter()
            .filter(|found| is_date(found.when.edtf.as_deref()))
            .map(|found| (found.start, found.end))
            .collect();
        Self { text, chars: fold_chars(text), dates }
    }

    fn at(&self, index: usize) -> Option<char> {
        self.chars.get(index).map(|item| item.ch)
    }

    fn before(&self, index: usize) -> Option<char> {
        self.at(index.checked_sub(1)?)
    }

    fn word(&self, index: usize, word: &str) -> Option<usize> {
        let mut at = index;
        for c in word.chars() {
            (self.at(at)? == c).then_some(())?;
            at += 1;
        }
        Some(at)
    }

    fn any(&self, index: usize, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.word(index, word))
    }

    fn digit(&self, index: usize) -> bool {
        self.at(index).is_some_and(|c| c.is_ascii_digit())
    }

    fn space(&self, index: usize) -> usize {
        index + usize::from(self.at(index) == Some(' '))
    }

    fn run(self) -> Vec<Quantity> {
        let mut found = Vec::new();
        let mut dates = self.dates.iter().copied().peekable();
        let mut index = 0;
        while let Some(item) = self.chars.get(index) {
            while dates.peek().is_some_and(|&(_, end)| end <= item.start) {
                dates.next();
            }
            if dates.peek().is_some_and(|&(start, end)| start <= item.start && item.start < end) {
                index += 1;
                continue;
            }
            let is_start = item.ch.is_ascii_digit() || numerals::is_kanji_numeral(item.ch);
            if !is_start {
                index += 1;
                continue;
            }
            let Some(body) = self.body(index) else {
                index = self.run_end(index);
                continue;
            };
            match self.quantity(index, &body) {
                Some((quantity, end)) => {
                    found.extend(quantity);
                    index = end.max(body.end);
                }
                None => index = body.end.max(index + 1),
            }
        }
        found
    }

    /// Index after the digits, dots and dashes at `index`: what is no number has none in it.
    fn run_end(&self, index: usize) -> usize {
        let mut end = index + 1;
        while self.at(end).is_some_and(|c| c.is_ascii_digit() || (c.is_ascii_alphanumeric() && self.digit(end - 1))) {
            end += 1;
        }
        end
    }

    /// Digits with their commas and decimals, kanji numerals, and place values after either.
    fn body(&self, index: usize) -> Option<Body> {
        let kanji = !self.digit(index);
        let (mut total, mut group) = (Decimal { mantissa: 0, scale: 0 }, Decimal { mantissa: 0, scale: 0 });
        let mut digits: Option<Decimal> = None;
        let (mut end, mut placed) = (index, false);
        loop {
            let c = self.at(end);
            if digits.is_none()
                && let Some((value, after)) = if self.digit(end) { self.arabic(end) } else { self.kanji_digits(end) }
            {
                (digits, end) = (Some(value), after);
                continue;
            }
            // 663,934千円 and 5百万円: the unit has the place value in it, unless 億 or 万 stood before.
            if !placed && !kanji && self.unit(self.space(end), false).is_some_and(|(place, _)| has_place_value(place)) {
                break;
            }
            if let Some(unit) = c.and_then(numerals::small_unit) {
                let before = match digits.take() {
                    Some(value) => value,
                    None if kanji || placed => Decimal { mantissa: 1, scale: 0 },
                    None => break,
                };
                group = group.plus(before.times(unit)?)?;
            } else if let Some(unit) = c.and_then(numerals::large_unit) {
                let before = group.plus(digits.take().unwrap_or(Decimal { mantissa: 0, scale: 0 }))?;
                if before.mantissa == 0 {
                    return None;
                }
                total = total.plus(before.times(unit)?)?;
                group = Decimal { mantissa: 0, scale: 0 };
            } else {
                break;
            }
            placed = true;
            end += 1;
        }
        if end == index {
            return None;
        }
        let value = match digits {
            Some(rest) => total.plus(group)?.plus(rest)?,
            None => total.plus(group)?,
        };
        Some(Body { value, end, kanji, width: end - index, placed })
    }

    /// 1,234.5: commas part groups of three.
    fn arabic(&self, index: usize) -> Option<(Decimal, usize)> {
        let mut value = Decimal { mantissa: 0, scale: 0 };
        let mut end = index;
        let push = |end: &mut usize, value: &mut Decimal, behind: bool| -> Option<()> {
            let digit = self.at(*end)?.to_digit(10)?;
            value.mantissa = value.mantissa.checked_mul(10)?.checked_add(i128::from(digit))?;
            value.scale += u32::from(behind);
            *end += 1;
            Some(())
        };
        // What is longer is no number that anyone prints.
        const LONGEST: usize = 24;
        while self.digit(end) {
            if end - index > LONGEST {
                return None;
            }
            push(&mut end, &mut value, false)?;
        }
        let short = end - index <= 3;
        while short && matches!(self.at(end), Some(',' | '，' | '、')) {
            let three = (1..=3).all(|i| self.digit(end + i)) && !self.digit(end + 4);
            // 12、345 would be a list; only half-width commas, or a full-width one that is met again, part thousands.
            let is_comma = self.at(end) != Some('、');
            if !three || !is_comma || end - index > LONGEST {
                break;
            }
            end += 1;
            for _ in 0..3 {
                push(&mut end, &mut value, false)?;
            }
        }
        if self.at(end) == Some('.') && self.digit(end + 1) {
            end += 1;
            while self.digit(end) {
                if end - index > LONGEST {
                    return None;
                }
                push(&mut end, &mut value, true)?;
            }
        }
        Some((value, end))
    }

    /// 二〇二五, 二、九〇七, 三・五 before a share.
    fn kanji_digits(&self, index: usize) -> Option<(Decimal, usize)> {
        let digit = |at: usize| {
            let c = self.at(at)?;
            // ○ stands for 〇 where typists had no 〇.
            if c == '○' && at > index {
                Some(0)
            } else if c.is_ascii_digit() {
                None
            } else {
                numerals::digit(c)
            }
        };
        let mut value = Decimal { mantissa: 0, scale: 0 };
        let mut end = index;
        const LONGEST: usize = 24;
        while let Some(d) = digit(end).filter(|_| end - index < LONGEST) {
            value.mantissa = value.mantissa.checked_mul(10)?.checked_add(i128::from(d))?;
            end += 1;
        }
        if end == index {
            return None;
        }
        while end - index < LONGEST
            && matches!(self.at(end), Some('、' | ',' | '，'))
            && (1..=3).all(|i| digit(end + i).is_some())
            && digit(end + 4).is_none()
        {
            for i in 1..=3 {
                value.mantissa = value.mantissa.checked_mul(10)?.checked_add(i128::from(digit(end + i)?))?;
            }
            end += 4;
        }
        if matches!(self.at(end), Some('・' | '.')) && digit(end + 1).is_some() {
            let (mut after, mut with) = (end + 1, value);
            while let Some(d) = digit(after).filter(|_| after - end < LONGEST) {
                with = Decimal {
                    mantissa: with.mantissa.checked_mul(10)?.checked_add(i128::from(d))?,
                    scale: with.scale + 1,
                };
                after += 1;
            }
            if self.any(after, &["%", "‰", "パーセント", "ポイント", "倍", "人", "割"]).is_some() {
                return Some((with, after));
            }
        }
        Some((value, end))
    }

    /// The unit at `index`: its place in the list and the index after it.
    fn unit(&self, index: usize, kanji: bool) -> Option<(usize, usize)> {
        let (units, spellings) = &*UNITS;
        let first = self.at(index)?;
        spellings.iter().filter(|(spelling, _)| spelling.first() == Some(&first)).find_map(|(spelling, place)| {
            let end = index + spelling.len();
            let fits = spelling.iter().enumerate().all(|(i, c)| self.at(index + i) == Some(*c))
                && (!kanji || units.get(*place).is_some_and(|unit| unit.kanji));
            // m in m2 and t in t-CO2 were longer spellings; m in mail is none.
            let latin = spelling.last().is_some_and(char::is_ascii_alphabetic);
            let goes_on = latin && self.at(end).is_some_and(|c| c.is_ascii_alphanumeric());
            (fits && !goes_on).then_some((*place, end))
        })
    }

    /// The whole quantity whose number begins at `index`; or nothing, and the index to go on from.
    fn quantity(&self, index: usize, body: &Body) -> Option<(Option<Quantity>, usize)> {
        let after = self.space(body.end);
        let unit = self.unit(after, body.kanji).or_else(|| self.unit(body.end, body.kanji));
        if let Some(end) = self.names_something(index, body, unit) {
            return Some((None, end));
        }
        let (units, _) = &*UNITS;
        let mut end = unit.map_or(body.end, |(_, end)| end);
        let mut unit = unit.and_then(|(place, _)| units.get(place)).map(|unit| unit.unit.clone());
        // 円/人, g/人・日
        while let (Some(first), Some('/' | '・')) = (&unit, self.at(end)) {
            let Some((place, after)) = self.unit(end + 1, false) else { break };
            if self.at(end) == Some('・') && !first.contains('/') {
                break;
            }
            let Some(per) = units.get(place) else { break };
            let mark = if self.at(end) == Some('/') { '/' } else { '・' };
            unit = Some(format!("{first}{mark}{}", per.unit));
            end = after;
        }
        // 10～20人: the unit stands behind the second number.
        if unit.is_none()
            && self.at(end) == Some('～')
            && let Some(second) = self.body(end + 1)
            && let Some((place, _)) = self.unit(self.space(second.end), second.kanji)
        {
            unit = units.get(place).map(|unit| unit.unit.clone());
        }
        let mut start = index;
        let mut negative = false;
        let (mut approximate, mut bound) = (false, None);
        if let Some(sign) = self.sign(start) {
            (start, negative) = sign;
        }
        if let Some(before) = start.checked_sub(1).filter(|&at| self.at(at) == Some('¥')) {
            start = before;
            unit.get_or_insert_with(|| "円".to_owned());
            if let Some(sign) = self.sign(start) {
                (start, negative) = sign;
            }
        }
        for (words, tells) in BEFORE {
            let place = self.skip_space_back(start);
            if let Some(word) = words.iter().find(|word| self.ends_with(place, word)) {
                start = place - word.chars().count();
                match tells {
                    Tells::Approximate => approximate = true,
                    Tells::Bound(side) => bound = Some(*side),
                }
            }
        }
        // 6.8%減, 5人減少: minus without a sign. 減税 and 減量 are other words.
        if let Some(after) = self.word(end, "減") {
            let word = self.any(after, &["少", "額", "益", "収"]);
            let goes_on = word.is_none() && self.at(after).is_some_and(is_kanji);
            if !goes_on {
                negative = true;
                end = word.unwrap_or(after);
            }
        } else if let Some(after) = self.word(end, "増")
            && !self.at(after).is_some_and(|c| is_kanji(c) && c != '加')
        {
            end = self.word(after, "加").unwrap_or(after);
        }
        if let Some(after) =
            self.any(end, &["程度", "前後", "規模", "くらい", "ぐらい", "ほど", "余り", "余", "強", "弱"])
            && !(self.at(after - 1).is_some_and(|c| matches!(c, '強' | '弱' | '余'))
                && self.at(after).is_some_and(is_kanji))
        {
            (approximate, end) = (true, after);
        }
        for (words, side) in AFTER {
            if let Some(after) = self.any(end, words) {
                (bound, end) = (Some(*side), after);
                break;
            }
        }
        let (from, to) = (self.chars.get(start)?.start, self.chars.get(end.checked_sub(1)?)?.end);
        let raw = self.text.get(from..to)?.to_owned();
        let value = body.value.print(negative);
        Some((Some(Quantity { start: from, end: to, raw, value, unit, approximate, bound }), end))
    }

    /// Digits and kanji that name something instead of counting it: the index to go on from.
    fn names_something(&self, index: usize, body: &Body, unit: Option<(usize, usize)>) -> Option<usize> {
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

    /// The sign before a number: where it starts, and whether it is a minus.
    fn sign(&self, index: usize) -> Option<(usize, bool)> {
        let at = self.skip_space_back(index).checked_sub(1)?;
        let spaced = at + 1 < index;
        let c = self.at(at)?;
        let free = !at
            .checked_sub(1)
            .and_then(|i| self.at(i))
            .is_some_and(|c| is_word(c) || c.is_ascii_alphanumeric() || c == ')');
        match c {
            '△' | '▲' | '▵' | '▴' => Some((at, true)),
            '+' if free && !spaced => Some((at, false)),
            '-' | '－' | '−' | '‐' | '–' | '—' | '―' if free && !spaced => Some((at, true)),
            _ if self.ends_with(at + 1, "マイナス") => Some((at + 1 - 4, true)),
            _ => None,
        }
    }

    fn skip_space_back(&self, index: usize) -> usize {
        index - usize::from(self.before(index) == Some(' '))
    }

    fn ends_with(&self, index: usize, word: &str) -> bool {
        let count = word.chars().count();
        index.checked_sub(count).is_some_and(|start| self.word(start, word).is_some())
    }

    /// Does a line or cell begin at `index`, spaces aside?
    fn line_starts(&self, index: usize) -> bool {
        index == self.first_of_line(index)
    }

    fn first_of_line(&self, index: usize) -> usize {
        let mut at = index;
        while at > 0 && self.before(at) == Some(' ') {
            at -= 1;
        }
        if self.before(at).is_none_or(|c| matches!(c, '\n' | '\t')) { index } else { usize::MAX }
    }

    fn ends_line(&self, index: usize) -> bool {
        let mut at = index;
        while self.at(at) == Some(' ') {
            at += 1;
        }
        self.at(at).is_none_or(|c| matches!(c, '\n' | '\t'))
    }
}

enum Tells {
    Approximate,
    Bound(Bound),
}

/// Words before a number, in the order outwards: 最大で約30人.
const BEFORE: &[(&[&str], Tells)] = &[
    (&["おおむね", "概ね", "おおよそ", "およそ", "ほぼ", "約"], Tells::Approximate),
    (&["最大で", "最大", "上限"], Tells::Bound(Bound::AtMost)),
    (&["最低で", "最低", "最小", "少なくとも", "下限"], Tells::Bound(Bound::AtLeast)),
];

/// Words behind a number.
const AFTER: &[(&[&str], Bound)] = &[
    (&["以上"], Bound::AtLeast),
    (&["以下", "以内", "まで"], Bound::AtMost),
    (&["を超え", "をこえ", "超", "を上回", "より多"], Bound::MoreThan),
    (&["未満", "を下回", "に満たな"], Bound::LessThan),
];

/// 千円, 百万円: the unit begins with a place value.
fn has_place_value(place: usize) -> bool {
    UNITS.0.get(place).and_then(|unit| unit.unit.chars().next()).is_some_and(|c| numerals::small_unit(c).is_some())
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '々')
}

fn is_word(c: char) -> bool {
    is_kanji(c) || matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー')
}
