//! What of a page's text is missing or cannot be trusted, by region: characters without Unicode, text that is no language
//! (a font whose map is wrong gives characters that look like a result), pictures that may show text.
//!
//! A font is right or wrong as a whole, so its glyphs on the page are one region.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::finish::largest_pictures;
use super::{Page, Warning, WarningKind};
use crate::geometry::Rect;

/// A picture that covers this share of a page without text may be a scan; a letterhead on an empty page is none.
const SCAN: f32 = 0.3;
/// … and on a page with text, where photographs and maps are common.
const SCAN_BESIDE_TEXT: f32 = 0.5;
/// Glyphs over a picture that make it a ground, not a scan: a caption or page number may lie on a scan too.
const GROUND: usize = 12;
/// Letters of a font on a page from which on one can tell a language.
const ENOUGH: usize = 12;

/// Adds what is to be said of a page.
pub(super) fn note(page: &Page, warnings: &mut Vec<Warning>) {
    let mut fonts: Vec<FontUse> = Vec::new();
    let mut places: FxHashMap<u16, usize> = FxHashMap::default();
    let mut last = (0, None);
    for g in &page.glyphs {
        // Neighbours mostly share their font.
        let i = match last {
            (i, Some(font)) if font == g.font => i,
            _ => *places.entry(g.font).or_insert(fonts.len()),
        };
        last = (i, Some(g.font));
        if i == fonts.len() {
            fonts.push(FontUse::default());
        }
        if let Some(font) = fonts.get_mut(i) {
            font.add(g.ch, &g.bbox);
        }
    }
    let mut warn = |kind, bbox, message| warnings.push(Warning { page: Some(page.number), bbox, kind, message });
    for font in &fonts {
        if let Some(bbox) = font.unmapped.bbox {
            let count = font.unmapped.count;
            let message = format!(
                "{count} characters have no Unicode; the font does not say what they are (gaiji, or a font without a map)"
            );
            warn(WarningKind::Unmapped, Some(bbox), message);
        }
    }
    for font in fonts.iter().filter(|f| f.is_garbled()) {
        let message = format!(
            "{} characters of one font make no words: its character map is wrong; run OCR on the page",
            font.letters.count
        );
        warn(WarningKind::Mojibake, font.letters.bbox, message);
    }
    if let Some(bbox) = scan(page) {
        let message = if page.glyphs.is_empty() {
            "the page is a picture without text; run it through text recognition (OCR) first"
        } else {
            "a picture without text covers much of the page; if it shows text, run OCR on it"
        };
        warn(WarningKind::NoText, Some(bbox), message.to_owned());
    }
}

/// The largest picture that may be a scan without its text.
fn scan(page: &Page) -> Option<Rect> {
    let least = if page.glyphs.is_empty() { SCAN } else { SCAN_BESIDE_TEXT };
    let sheet = Rect::new(0.0, 0.0, page.width, page.height);
    let within = |r: Rect| {
        let out = Rect { x0: r.x0.max(0.0), y0: r.y0.max(0.0), x1: r.x1.min(sheet.x1), y1: r.y1.min(sheet.y1) };
        (out.x0 < out.x1 && out.y0 < out.y1).then_some(out)
    };
    largest_pictures(page)
        .into_iter()
        .filter_map(within)
        .filter(|r| r.area() > least * sheet.area())
        .max_by(|a, b| a.area().total_cmp(&b.area()))
        .filter(|r| page.glyphs.iter().filter(|g| r.contains(g.bbox.cx(), g.bbox.cy())).take(GROUND).count() < GROUND)
}

/// Whether a character says nothing to anyone but its maker: none at all, or one of the private use areas (gaiji).
pub(crate) fn is_unmapped(ch: char) -> bool {
    matches!(ch, char::REPLACEMENT_CHARACTER | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Characters, counted, and where they stand.
#[derive(Default)]
struct Region {
    count: usize,
    bbox: Option<Rect>,
}

impl Region {
    fn add(&mut self, bbox: &Rect) {
        self.count += 1;
        self.bbox = Some(self.bbox.map_or(*bbox, |b| b.union(bbox)));
    }
}

/// What a font shows on a page.
#[derive(Default)]
struct FontUse {
    unmapped: Region,
    letters: Region,
    latin: usize,
    accented: usize,
    /// Kanji, and those of them that no Japanese text has.
    kanji: usize,
    rare: usize,
    /// 縺 繧 繝: what UTF-8 kana become when read as Shift_JIS.
    folded: usize,
    /// Letters of other scripts, by the block of 128 code points; Hangul is one.
    other: FxHashMap<u32, usize>,
}

impl FontUse {
    fn add(&mut self, ch: char, bbox: &Rect) {
        const HANGUL: u32 = u32::MAX;
        if is_unmapped(ch) {
            self.unmapped.add(bbox);
            return;
        }
        match ch {
            'a'..='z' | 'A'..='Z' => self.latin += 1,
            '\u{c0}'..='\u{24f}' => self.accented += usize::from(ch.is_alphabetic()),
            '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => {
                if ch >= '\u{3400}' {
                    self.kanji += 1;
                    self.rare += usize::from(!is_japanese(ch));
                    self.folded += usize::from(matches!(ch, '縺' | '繧' | '繝'));
                }
            }
            '\u{ac00}'..='\u{d7a3}' => *self.other.entry(HANGUL).or_default() += 1,
            // Width variants and compatibility forms.
            '\u{f900}'..='\u{ffff}' => {}
            _ if ch.is_alphabetic() => *self.other.entry(ch as u32 >> 7).or_default() += 1,
            _ => return,
        }
        self.letters.add(bbox);
    }

    /// Whether the letters are no language's.
    fn is_garbled(&self) -> bool {
        let all = self.letters.count;
        if all < ENOUGH {
            return false;
        }
        // European languages put marks on a fourth of their letters at most (Vietnamese on a third).
        let accented = self.accented * 5 > (self.latin + self.accented) * 2 && self.accented * 3 > all;
        // Of Chinese text about a third is not among the characters of Japanese.
        let rare = self.rare * 10 > self.kanji * 6 && self.rare * 3 > all;
        let folded = self.folded * 6 > all;
        // Another script is a language where it is one script; a wrong map strews letters over many.
        let others: usize = self.other.values().sum();
        let most = self.other.values().max().copied().unwrap_or(0);
        let strewn = others * 3 > all && most * 10 < others * 8;
        accented || rare || folded || strewn
    }
}

/// Whether Shift_JIS as Windows has it (cp932: JIS X 0208, NEC's and IBM's additions) knows the kanji. What Japanese
/// documents print beyond it are names, never a whole text.
fn is_japanese(kanji: char) -> bool {
    static KNOWN: LazyLock<Vec<u64>> = LazyLock::new(|| {
        let mut bits = vec![0_u64; (0x9FFF - 0x3400) / 64 + 1];
        for lead in (0x81..=0x9F_u8).chain(0xE0..=0xFC) {
            // All pairs of a lead at once. What is none gives U+FFFD, perhaps with an ASCII character: no kanji.
            let pairs: Vec<u8> = (0x40..=0xFC_u8).flat_map(|trail| [lead, trail]).collect();
            let (text, _, _) = encoding_rs::SHIFT_JIS.decode(&pairs);
            for at in text.chars().filter_map(place) {
                if let Some(word) = bits.get_mut(at / 64) {
                    *word |= 1 << (at % 64);
                }
            }
        }
        bits
    });
    fn place(c: char) -> Option<usize> {
        (c as usize).checked_sub(0x3400)
    }
    place(kanji).and_then(|at| Some(KNOWN.get(at / 64)? >> (at % 64) & 1 == 1)).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::super::{Direction, Glyph};
    use super::*;

    fn page(text: &str) -> Page {
        let glyph = |(i, ch): (usize, char)| Glyph {
            ch,
            bbox: Rect::new(10.0 * i as f32, 0.0, 10.0 * i as f32 + 10.0, 10.0),
            baseline: 8.8,
            size: 10.0,
            font: 0,
            bold: false,
            color: [0; 3],
            direction: Direction::Right,
            invisible: false,
            mcid: None,
        };
        Page {
            number: 1,
            width: 500.0,
            height: 700.0,
            glyphs: text.chars().enumerate().map(glyph).collect(),
            ..Page::default()
        }
    }

    fn kinds(page: &Page) -> Vec<WarningKind> {
        let mut warnings = Vec::new();
        note(page, &mut warnings);
        warnings.iter().map(|w| w.kind).collect()
    }

    #[test]
    fn kanji_are_known_as_pair_after_pair_tells() {
        for lead in (0x81..=0x9F_u8).chain(0xE0..=0xFC) {
            for trail in 0x40..=0xFC_u8 {
                let pair = [lead, trail];
                let (text, _, bad) = encoding_rs::SHIFT_JIS.decode(&pair);
                let first = text.chars().next().unwrap();
                assert!(bad || !('\u{3400}'..='\u{9fff}').contains(&first) || is_japanese(first), "{first}");
            }
        }
        for unknown in ['这', '问', '们', '㐂'] {
            assert!(!is_japanese(unknown), "{unknown}");
        }
    }

    #[test]
    fn languages_are_no_mojibake() {
        for text in [
            "第2次鶴岡市総合計画後期基本計画の策定について",
            "髙島屋の﨑さんと辻󠄀さんと葛󠄀城市の𠮷野家さん、鵜住居",
            "SDGs（Sustainable Development Goals）",
            "Où est la mairie, s'il vous plaît ? À côté de l'église",
            "외국인 주민을 위한 생활 안내 안내 책자",
            "外国居民生活指南请联系市政府国际交流课咨询业务",
            "Việc đăng ký cư trú tại thành phố của chúng tôi",
            "Информация для иностранных жителей",
            "αβγ",
        ] {
            assert_eq!(kinds(&page(text)), [], "{text}");
        }
    }

    #[test]
    fn wrong_maps_are_told() {
        for text in [
            "ຊొͰ͸ɺ૯߹ܭըͷࡦఆʹ͋ͨΓɺຊొͰ͸",
            "HæÍHÍæÍæHæÍÍÞßðHæÍHÍæÍ",
            "縺薙�險育判縺ｯ縲∝ｸよｰ代�逧�ｧ倥→縺ｨ繧ゅ↓",
            "緱緱緹緱繲緱緹纑緱緹緱緱緹",
        ] {
            assert!(kinds(&page(text)).contains(&WarningKind::Mojibake), "{text}");
        }
    }

    #[test]
    fn pictures_without_text_are_told_with_their_box() {
        let scan = Rect::new(0.0, 300.0, 500.0, 700.0);
        let with = |text: &str, picture| Page { pictures: vec![picture], ..page(text) };
        assert_eq!(kinds(&with("", scan)), [WarningKind::NoText]);
        assert_eq!(kinds(&with("図１　市の人口", scan)), [WarningKind::NoText]);
        let mut warnings = Vec::new();
        note(&with("図１", scan), &mut warnings);
        assert_eq!(warnings[0].bbox, Some(scan));
        // A letterhead, a photograph, a ground.
        assert_eq!(kinds(&with("", Rect::new(0.0, 0.0, 100.0, 100.0))), []);
        assert_eq!(kinds(&with("広報", Rect::new(0.0, 0.0, 500.0, 300.0))), []);
        assert_eq!(kinds(&with("背景の上に置かれた文章は読める。", Rect::new(0.0, 0.0, 500.0, 700.0))), []);
    }

    #[test]
    fn unmapped_characters_are_counted_with_their_box() {
        let mut warnings = Vec::new();
        note(&page("計\u{fffd}\u{fffd}画"), &mut warnings);
        assert_eq!(warnings[0].kind, WarningKind::Unmapped);
        assert_eq!(warnings[0].bbox, Some(Rect::new(10.0, 0.0, 30.0, 10.0)));
        assert!(warnings[0].message.starts_with("2 "));
    }
}
