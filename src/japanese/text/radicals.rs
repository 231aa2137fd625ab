//! Radicals that stand for ideographs.
//!
//! Many PDF producers write ⽇ (U+2F47, a Kangxi radical) where 日 is meant, because a font draws both with one glyph and
//! the reverse look-up picks the lower code. The pairs are the property `Equivalent_Unified_Ideograph` of the Unicode
//! Character Database 14.0 (`EquivalentUnifiedIdeograph.txt`, © Unicode, Inc., Unicode License v3), put into code
//! order, a character each.
//!
//! One pair differs from the database: ⼾ (U+2F3E) is given there as 戶, which no Japanese document writes, and the
//! supplement has no other radical for 戸; so ⼾ is 戸 here.

/// First code of each of the runs below.
const SUPPLEMENT: u32 = 0x2E80;
const KANGXI: u32 = 0x2F00;

/// CJK Radicals Supplement, U+2E80..=U+2EF3; an ideographic space where there is no equivalent.
const SUPPLEMENT_IDEOGRAPHS: [&str; 3] = [
    "　厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵　旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫",
    "羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉",
    "齐歯齿竜龙龜亀龟",
];

/// Kangxi Radicals, U+2F00..=U+2FD5.
const KANGXI_IDEOGRAPHS: [&str; 4] = [
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴",
    "廾弋弓彐彡彳心戈戸手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿",
    "目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵",
    "邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠",
];

/// Characters per row of the tables.
const ROW: usize = 54;

/// The ideograph that a radical stands for.
pub(super) fn ideograph(c: char) -> Option<char> {
    let code = u32::from(c);
    let (rows, first): (&[&str], u32) = match code {
        0x2E80..=0x2EF3 => (&SUPPLEMENT_IDEOGRAPHS, SUPPLEMENT),
        0x2F00..=0x2FD5 => (&KANGXI_IDEOGRAPHS, KANGXI),
        _ => return None,
    };
    let index = (code - first) as usize;
    rows.get(index / ROW)?.chars().nth(index % ROW).filter(|&found| found != '\u{3000}')
}

#[cfg(test)]
mod tests {
    use super::ideograph;

    #[test]
    fn radicals_become_the_ideographs_of_the_database() {
        for (radical, expected) in [
            ('⼀', Some('一')),
            ('⽇', Some('日')),
            ('⾦', Some('金')),
            ('⿕', Some('龠')),
            ('⺠', Some('民')),
            ('⻑', Some('長')),
            ('⻳', Some('龟')),
            ('⼾', Some('戸')),
            ('⺀', None),
            ('日', None),
        ] {
            assert_eq!(ideograph(radical), expected, "{radical}");
        }
    }

    /// The compatibility decompositions of the Kangxi radicals, which Unicode gives apart from the property.
    #[test]
    fn kangxi_radicals_agree_with_their_decompositions() {
        for radical in '\u{2F00}'..='\u{2FD5}' {
            let mut expected = radical;
            unicode_normalization::char::decompose_compatible(radical, |c| expected = c);
            if radical != '⼾' {
                assert_eq!(ideograph(radical), Some(expected), "{radical}");
            }
        }
    }
}
