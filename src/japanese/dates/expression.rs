//! Whole expressions: single points, ranges, lists, start and length, open sides.

use super::context::{Around, Carry, Context, Header};
use super::grammar;
use super::point::Point;
use super::scan::{Gap, Scan};
use super::warning::Warning;
use super::when::{Precision, When};
use super::words::{self, Length, LengthUnit};
use super::{Found, Reading};

/// Goes through a text once and collects what it finds.
pub(super) struct Finder<'a> {
    pub(super) text: &'a str,
    pub(super) scan: Scan,
    /// Where the part of the text that `scan` holds begins.
    pub(super) base: usize,
    pub(super) around: Around<'a>,
    /// The year or 年度 in the first cell of the line.
    line_label: Option<Carry>,
    pub(super) found: Vec<Found>,
    pub(super) warnings: Vec<Warning>,
}

/// What stands between the first date and what follows it.
enum Link {
    /// ～, から, -: the index after it, and whether it also stands with nothing behind it.
    Range {
        after: usize,
        may_be_open: bool,
    },
    /// 以降 and the like: open on the later side.
    Onwards(usize),
    /// まで, 以前: open on the earlier side.
    Until(usize),
    /// を初年度とした10年間.
    Length {
        length: Length,
    },
    /// を目標年度とする10年間: the date is the last of so many years.
    Back {
        length: Length,
    },
    None,
}

impl<'a> Finder<'a> {
    pub(super) fn new(text: &'a str, context: &'a Context) -> Self {
        let header = context.column_header.as_deref().map(header).unwrap_or_default();
        let around = Around { context, carry: None, spoken_of: None, header };
        Self { text, scan: Scan::new(""), base: 0, around, line_label: None, found: Vec::new(), warnings: Vec::new() }
    }

    pub(super) fn run(mut self) -> Reading {
        while let Some(rest) = self.text.get(self.base..).filter(|rest| !rest.is_empty()) {
            let part = sentences(rest);
            self.scan = Scan::new(part);
            self.go_through();
            self.base += part.len();
        }
        Reading { found: self.found, warnings: self.warnings }
    }

    fn go_through(&mut self) {
        let mut index = 0;
        while let Some(c) = self.scan.at(index) {
            if self.line_label.is_some() && self.scan.gap(index) == Gap::Break {
                self.line_label = None;
            }
            // Most of a text is kana, and only おおむね begins with one.
            if matches!(c, 'ぁ'..='え' | 'か'..='ヿ') {
                index += 1;
                continue;
            }
            // A year does not reach over the end of a sentence or a cell.
            if c == '。' {
                self.around.carry = None;
            }
            // But a label that fills the first cell of a line holds for every cell beside it.
            if c == '\t' {
                (self.around.carry, self.around.spoken_of) = (self.line_label, self.line_label);
            }
            let before = self.found.len();
            index = match self.expression(index, c) {
                Some(end) => {
                    if (index + 1..end).any(|at| self.scan.gap(at) == Gap::Break) {
                        self.line_label = None;
                    }
                    self.note_label(before, self.scan.gap(index) == Gap::Break && self.scan.is(end, "\t"));
                    end.max(index + 1)
                }
                None if c.is_ascii_digit() => self.scan.skip_number(index),
                None => index + 1,
            };
        }
    }

    /// Notes a year or 年度 that fills the first cell of a line; a second one on the line takes its place from it, for
    /// then they are rather the heads of columns.
    fn note_label(&mut self, before: usize, fills_first_cell: bool) {
        let is_year = |found: &Found| matches!(found.when.precision, Some(Precision::FiscalYear | Precision::Year));
        if self.found.get(before..).is_some_and(|new| new.iter().any(is_year)) {
            self.line_label = self.around.carry.filter(|carry| fills_first_cell && carry.month.is_none());
        }
    }

    /// Reads the expression that begins at `index`, if any, and gives the index after it.
    fn expression(&mut self, index: usize, c: char) -> Option<usize> {
        match c {
            '毎' | '随' | '通' | '未' => {
                let end = words::without_dates(&self.scan, index)?;
                self.push(index, end, When::default());
                Some(end)
            }
            '～' => self.open_start(index),
            'お' | '概' | '約' => {
                let after = self.scan.any(index, &["おおむね", "概ね", "おおよそ", "およそ", "約"])?;
                self.dated(index, after, true)
            }
            '0'..='9'
            | '〇'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '\''
            | '’'
            | '‘'
            | '半'
            | '令'
            | '平'
            | '昭'
            | '大'
            | '明'
            | 'R'
            | 'H'
            | 'S'
            | 'T'
            | 'M'
            | '同'
            | '翌'
            | '来'
            | '昨'
            | '今'
            | '本'
            | '当'
            | '再'
            | '前'
            | '先'
            | '年'
            | '第'
            | '上'
            | '下'
            | '中'
            | '初'
            | '月'
            | '春'
            | '夏'
            | '秋'
            | '冬' => self.dated(index, index, false),
            _ => None,
        }
    }

    /// ～令和5年12月頃: the start stands elsewhere. A phrase between two ～ is a tagline.
    fn open_start(&mut self, index: usize) -> Option<usize> {
        let begins =
            self.scan.gap(index) > Gap::None || self.scan.glued(index).is_some_and(|c| "([（【〔「|:、\t".contains(c));
        begins.then_some(())?;
        let mut point = grammar::point(&self.scan, index + 1)?;
        if self.is_tagline(point.end) {
            return None;
        }
        point.end = self.scan.any(point.end, &["までに", "まで", "迄"]).unwrap_or(point.end);
        self.push_open(index, &point, None, true, point.end);
        Some(point.end)
    }

    /// Does a ～ close what an earlier one opened: at the end of the line, with words before it?
    fn is_tagline(&self, index: usize) -> bool {
        // A tagline fits on a line.
        const LONGEST: usize = 40;
        let mut at = index;
        while at < index + LONGEST && self.scan.at(at).is_some() && (at == index || self.scan.gap(at) != Gap::Break) {
            if self.scan.is(at, "～") {
                let closes = self.scan.gap(at + 1) > Gap::None || self.scan.is(at + 1, ")）」』】\t、。");
                return closes && at > index;
            }
            at += 1;
        }
        false
    }

    /// What begins with a date at `at`; the expression itself begins at `index`.
    fn dated(&mut self, index: usize, at: usize, approximate: bool) -> Option<usize> {
        if let Some(length) = words::length(&self.scan, at) {
            let approximate = approximate || length.approximate;
            let when = When { edtf: Some(length.iso()), approximate, ..When::default() };
            self.push(index, length.end, when);
            return Some(length.end);
        }
        let mut first = grammar::point(&self.scan, at)?;
        first.approximate |= approximate;
        match self.link(&first) {
            Link::Range { after, may_be_open } => {
                if let Some(second) = self.second(&first, after) {
                    return Some(self.push_range(index, first, second));
                }
                if first.is_bare_year() || first.month_unit_elided || first.day_unit_elided {
                    return self.list(index, first);
                }
                // 3/21～24号: a number that is no date goes on from the mark.
                let number_goes_on = self.scan.is(after - 1, "～") && self.scan.is(after, "0123456789");
                if may_be_open && !self.is_tagline(after) {
                    // 令和7年度から5年間, からの5年間
                    let length_at = self
                        .scan
                        .any(
                            after,
                            &[
                                "のおおむね",
                                "の概ね",
                                "の約",
                                "起算しておおむね",
                                "起算して",
                                "おおむね",
                                "概ね",
                                "約",
                                "の今後",
                                "始まる",
                                "の",
                            ],
                        )
                        .unwrap_or(after);
                    let counted = self.scan.word(after, "起算して").is_some();
                    let years = |at| {
                        words::length(&self.scan, at).or_else(|| words::plain_years(&self.scan, at).filter(|_| counted))
                    };
                    if let Some(length) = years(length_at) {
                        return self.push_length(index, &first, &length);
                    }
                    if number_goes_on {
                        return self.push_point(index, &first, first.end);
                    }
                    self.push_open(index, &first, Some(after), false, after);
                    return Some(after);
                }
                self.push_point(index, &first, first.end)
            }
            Link::Onwards(after) => {
                self.push_open(index, &first, Some(after), false, after);
                Some(after)
            }
            Link::Until(after) => {
                self.push_open(index, &first, Some(after), true, after);
                Some(after)
            }
            Link::Length { length } => self.push_length(index, &first, &length),
            Link::Back { length } => self.push_length_back(index, &first, &length),
            Link::None => self.list(index, first),
        }
    }

    fn link(&self, first: &Point) -> Link {
        let scan = &self.scan;
        let end = first.end;
        if let Some(after) = scan.word(end, "～") {
            return Link::Range { after, may_be_open: true };
        }
        if let Some(after) = scan.word(end, "から") {
            // 令和5年からの, 令和5年から順次: both open.
            return Link::Range { after: scan.word(after, "～").unwrap_or(after), may_be_open: true };
        }
        // 4月1日より施行; 令和7年度よりも, より前 compare.
        if let Some(after) = scan.word(end, "より").filter(|&after| !scan.is(after, "も前後早遅以")) {
            return Link::Range { after, may_be_open: true };
        }
        if let Some(after) = scan.any(end, &["以降", "以後", "以来"]) {
            // 令和7年度以降5年間, 以降の5年間
            let length_at = scan.word(after, "の").unwrap_or(after);
            if let Some(length) = words::length(scan, length_at) {
                return Link::Length { length };
            }
            return Link::Onwards(after);
        }
        if let Some(after) = scan.any(end, &["以前", "までに", "まで", "迄"]) {
            // 令和11年度までの10年間
            if let Some(length) = scan.word(after, "の").and_then(|at| words::length(scan, at))
                && length.unit == LengthUnit::Years
            {
                return Link::Back { length };
            }
            return Link::Until(after);
        }
        if let Some(length) = self.length_up_to(end) {
            return Link::Back { length };
        }
        if let Some(after) = scan.any(
            end,
            &[
                "を初年度と",
                "を計画初年度と",
                "を初年と",
                "を始期と",
                "を起点と",
                "を開始年度と",
                "を開始年と",
                "をスタートと",
                "をスタート年と",
                "をスタート年度と",
                "を計画の初年度と",
                "を1年目と",
            ],
        ) && let Some(length) = self.length_nearby(after)
        {
            return Link::Length { length };
        }
        if scan.is(end, "-－‐–—―ー−") {
            return Link::Range { after: end + 1, may_be_open: false };
        }
        Link::None
    }

    /// を目標年度とする10年間, を最終年度とし、計画期間を5年間: the length that ends with the date before it.
    fn length_up_to(&self, index: usize) -> Option<Length> {
        const LAST: [&str; 11] = [
            "を目標年度と",
            "を目標年次と",
            "を目標年と",
            "を最終目標年度と",
            "を計画目標年度と",
            "を計画目標年次と",
            "を最終年度と",
            "を最終年次と",
            "を最終年と",
            "を計画の最終年度と",
            "を終期と",
        ];
        // 竹富町の, 計画期間は: whose plan it is, and no other year or clause.
        const FARTHEST: usize = 8;
        let scan = &self.scan;
        let verb = scan.any(index, &LAST)?;
        let after = scan.any(verb, &["する", "した", "し、", "して、", "し", "して"])?;
        let length = (after..=after + FARTHEST)
            .take_while(|&at| {
                at == after || scan.at(at - 1).is_some_and(|c| !c.is_ascii_digit() && !"、。\t".contains(c))
            })
            .find_map(|at| words::length(scan, at))?;
        (length.unit == LengthUnit::Years).then_some(length)
    }

    /// た10年間, 、平成35年度を目標年度とする10年間: the length that the sentence goes on to.
    fn length_nearby(&self, index: usize) -> Option<Length> {
        // Room for a target year between.
        const FARTHEST: usize = 24;
        (index..index + FARTHEST)
            .take_while(|&at| self.scan.at(at).is_some_and(|c| c != '。' && c != '\t'))
            .filter(|&at| {
                !at.checked_sub(1).is_some_and(|before| self.scan.at(before).is_some_and(|c| c.is_ascii_digit()))
            })
            .find_map(|at| words::length(&self.scan, at).filter(|length| length.unit == LengthUnit::Years))
    }
}

/// The part of a long text to go through at once, so that it stays in the processor's cache: up to the end of a
/// sentence, cell or page, over which no expression runs; failing that, of a line or clause.
fn sentences(text: &str) -> &str {
    const ENOUGH: usize = 16 * 1024;
    const LONGEST: usize = 16 * ENOUGH;
    // From the start of a character on.
    let from = (ENOUGH..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let to = (LONGEST..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let Some(window) = text.get(from..to) else { return text };
    let ends = |mark: char| window.find(mark).map(|at| from + at + mark.len_utf8());
    let end = ends('。')
        .or_else(|| ends('\u{c}'))
        .or_else(|| ends('\t'))
        .or_else(|| ends('\n'))
        .or_else(|| ends('、'))
        .unwrap_or(to);
    text.get(..end).unwrap_or(text)
}

/// What heads a row or column: 4月, R5.4, 令和5年4月, 令和6年度.
pub(super) fn header(text: &str) -> Header {
    let context = Context::default();
    let found = Finder::new(text, &context).run().found;
    let [only] = found.as_slice() else { return Header { month: header_month(text), ..Header::default() } };
    let year = only.when.first_day().map(|day| i32::from(day.year()));
    match only.when.precision {
        Some(Precision::FiscalYear) => Header { fiscal_year: only.when.fiscal_year, ..Header::default() },
        Some(Precision::Year) => Header { year, ..Header::default() },
        Some(Precision::Month) => {
            let month = only.when.first_day().map(|day| u32::from(day.month().unsigned_abs()));
            Header { month, year, ..Header::default() }
        }
        _ => Header { month: header_month(text), ..Header::default() },
    }
}

/// The month that heads a row or column: 4月, R5.4月.
fn header_month(header: &str) -> Option<u32> {
    let scan = Scan::new(header);
    // 令和5年4月 and 4月分 as well; 4～6月 heads three.
    let mut months = (0..scan.len()).filter_map(|index| {
        let number = scan.number(index).filter(|n| (1..=12).contains(&n.value) && (n.kanji || n.width <= 2))?;
        let glued = index.checked_sub(1).is_some_and(|before| scan.is(before, "0123456789十～第"));
        (!glued && scan.word(number.end, "月").is_some()).then_some(number.value)
    });
    let month = months.next()?;
    months.next().is_none().then_some(month)
}
