//! Records of 1,741 municipalities that do not exist, made from a few that do: for measuring how `compare` and the report
//! bear the whole country.
//!
//! ```text
//! cargo run --release --example synthetic -- output /tmp/country [1741]
//! keikaku compare /tmp/country --html /tmp/country/report.html --to /tmp/country/comparison
//! ```
//!
//! Each municipality of `data/municipalities.tsv` gets one of the records below the given folder, with its dates moved by
//! up to four years, entries and items left out, lists turned, and twelve indicators. The same input gives the same bytes:
//! the generator of random numbers is in here and starts from the municipality's code.
#![allow(clippy::unwrap_used, reason = "an example for people who look at what fails")]

use std::io::Write as _;
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::Date;
use keikaku::record::{Indicator, IndicatorValue, MunicipalityKind, Places, Precision, Record, When};

const LIST: &str = include_str!("../data/municipalities.tsv");

const INDICATORS: [(&str, &str, f64); 24] = [
    ("市民満足度", "%", 60.0),
    ("観光入込客数", "人", 240_000.0),
    ("自主防災組織の組織率", "%", 70.0),
    ("合計特殊出生率", "", 1.3),
    ("健康診査の受診率", "%", 40.0),
    ("新規就農者数", "人", 8.0),
    ("刊行物の発行回数", "回", 12.0),
    ("ごみの排出量", "t", 9_000.0),
    ("移住者数", "人", 60.0),
    ("保育所の待機児童数", "人", 4.0),
    ("公共施設の延床面積", "㎡", 180_000.0),
    ("オンライン申請の割合", "%", 25.0),
    ("図書館の貸出冊数", "冊", 300_000.0),
    ("認知症サポーター数", "人", 2_500.0),
    ("空き家の利活用件数", "件", 15.0),
    ("創業者数", "件", 20.0),
    ("製造品出荷額", "億円", 900.0),
    ("公共交通の利用者数", "人", 120_000.0),
    ("再生可能エネルギー導入量", "kW", 30_000.0),
    ("審議会の女性委員の割合", "%", 30.0),
    ("経常収支比率", "%", 93.0),
    ("市民一人当たりの公園面積", "㎡", 9.5),
    ("刑法犯の認知件数", "件", 210.0),
    ("スポーツ実施率", "%", 45.0),
];

/// xorshift64*, Marsaglia 2003 and Vigna 2016.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % n.max(1)
    }

    /// True in so many cases of a hundred.
    fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }
}

/// Moves a date by whole months; a date by days by whole weeks as well, so that weekdays stay what they are.
fn move_date(when: &mut When, months: i64, days: i64) {
    let fine = matches!(when.precision, Some(Precision::Day | Precision::Tenday))
        || when.edtf.as_deref().is_some_and(|e| e.len() == 21);
    let moved = |text: &Option<String>, is_end: bool| -> Option<Date> {
        let day: Date = text.as_deref()?.parse().ok()?;
        if fine {
            return day.checked_add((months * 4).weeks()).ok()?.checked_add(days.days()).ok();
        }
        let first = day.first_of_month().checked_add(months.months()).ok()?;
        Some(if is_end { first.last_of_month() } else { first })
    };
    let (start, end) = (moved(&when.start, false), moved(&when.end, true));
    if let (Some(start), Some(end)) = (start, end) {
        when.edtf = Some(match when.precision {
            Some(Precision::Day) => start.to_string(),
            Some(Precision::Month) => start.strftime("%Y-%m").to_string(),
            _ => format!("{start}/{end}"),
        });
        when.raw = match when.precision {
            Some(Precision::Day) => start.strftime("%Y年%-m月%-d日").to_string(),
            Some(Precision::Month) => start.strftime("%Y年%-m月").to_string(),
            _ => format!("{}～{}", start.strftime("%Y年%-m月%-d日"), end.strftime("%Y年%-m月%-d日")),
        };
        when.fiscal_year = when.fiscal_year.map(|_| i32::from(start.year()) - i32::from(start.month() < 4));
    }
    when.start = start.map(|d| d.to_string());
    when.end = end.map(|d| d.to_string());
    when.weekday = None;
}

fn vary(record: &mut Record, code: &str, name: &str, prefecture: &str, random: &mut Random) {
    let old = record.municipality.as_ref().map(|m| m.name.clone()).unwrap_or_default();
    let place = record.municipality.get_or_insert_default();
    place.name = name.to_owned();
    place.prefecture = Some(prefecture.to_owned());
    place.code = Some(code.to_owned());
    place.kind = Some(match name.chars().last() {
        Some('町') => MunicipalityKind::Town,
        Some('村') => MunicipalityKind::Village,
        Some('区') => MunicipalityKind::Ward,
        _ => MunicipalityKind::City,
    });
    record.source.file = format!("{prefecture}/{name}.pdf");
    let months = i64::try_from(random.below(96)).unwrap() - 48;

    let rename = |text: &mut String| *text = text.replace(&old, name);
    if let Some(title) = &mut record.document.title {
        rename(title);
    }
    if let Some(date) = &mut record.document.date {
        move_date(date, months, 0);
    }
    if let Some(plan) = &mut record.plan {
        let ordinal = u32::try_from(random.below(5) + 2).unwrap();
        plan.title = Some(format!("第{ordinal}次{name}総合計画"));
        plan.ordinal = Some(ordinal);
        plan.id = Some(format!("{code}-総合計画-{ordinal}-{}", plan.part.as_deref().unwrap_or("")));
        for when in plan.period.iter_mut().chain(plan.layers.iter_mut().filter_map(|l| l.period.as_mut())) {
            move_date(when, months / 12 * 12, 0);
        }
        if random.percent(15) {
            plan.period = None;
        }
        if let Some(vision) = &mut plan.vision {
            const ENDS: [&str; 8] = [
                "みんなで",
                "海と緑の",
                "歴史と文化の",
                "笑顔が輝く",
                "未来へつなぐ",
                "安心の",
                "人と自然の",
                "新しい",
            ];
            *vision = format!("{}{}", ENDS[random.below(ENDS.len())], vision.replace(&old, name));
        }
    }
    record.schedule.retain(|_| !random.percent(12));
    for entry in &mut record.schedule {
        let days = i64::try_from(random.below(3)).unwrap() * 7;
        move_date(&mut entry.when, months, days);
        rename(&mut entry.event);
        entry.body.iter_mut().for_each(rename);
    }
    record.participation.retain(|_| !random.percent(20));
    for row in &mut record.participation {
        if let Some(when) = &mut row.when {
            move_date(when, months, 0);
        }
    }
    for list in &mut record.policies {
        let turn = random.below(list.items.len());
        list.items.rotate_left(turn);
        list.items.retain(|_| !random.percent(10));
        list.declared_count = list.declared_count.and_then(|_| u32::try_from(list.items.len()).ok());
    }
    record.themes.retain(|_| !random.percent(25));
    record.indicators.clear();
    for (measured, unit, value) in INDICATORS {
        if !random.percent(50) {
            continue;
        }
        let base = (value * (0.5 + random.below(100) as f64 / 100.0) * 10.0).round() / 10.0;
        let year = |y: i64| When::of_fiscal_year(&format!("{y}年度"), i32::try_from(y).unwrap());
        let of = |number: f64, y| IndicatorValue { value: number.to_string(), number: Some(number), when: year(y) };
        record.indicators.push(Indicator {
            name: measured.to_owned(),
            unit: (!unit.is_empty()).then(|| unit.to_owned()),
            baseline: Some(of(base, 2024 + months / 12)),
            targets: vec![of((base * 1.1).round(), 2029 + months / 12)],
            at: record.themes.first().map_or_else(Places::default, |t| Places::One(t.at)),
            ..Indicator::default()
        });
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, rest @ ..] = args.as_slice() else {
        eprintln!("synthetic OUT FOLDER [NUMBER]");
        std::process::exit(2);
    };
    let number: usize = rest.first().map_or(1741, |n| n.parse().unwrap());
    let lines = std::fs::read_to_string(Path::new(from).join("records.ndjson")).unwrap();
    let seeds: Vec<Record> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let rows: Vec<Vec<&str>> = LIST.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect();

    std::fs::create_dir_all(to).unwrap();
    let mut out = std::io::BufWriter::new(std::fs::File::create(Path::new(to).join("records.ndjson")).unwrap());
    let (mut prefecture, mut made) = ("", 0);
    for row in rows {
        let (code, name) = (row[0], row[1]);
        if code.get(2..5) == Some("000") {
            prefecture = name;
            continue;
        }
        if made == number {
            break;
        }
        let mut random = Random(code.parse::<u64>().unwrap() * 0x9E37_79B9 + 1);
        let mut record = seeds[random.below(seeds.len())].clone();
        vary(&mut record, code, name, prefecture, &mut random);
        writeln!(out, "{}", serde_json::to_string(&record).unwrap()).unwrap();
        made += 1;
    }
    out.flush().unwrap();
    println!("{made} records");
}
