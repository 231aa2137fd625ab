//! Japanese eras: a year of an era is a year of the western calendar.
//!
//! | era | its first year | changed by |
//! | --- | --- | --- |
//! | 明治 | 1868 | 明治改元の詔 (一世一元), 1868 |
//! | 大正 | 1912, from 30 July | 大正改元の詔書, 1912 |
//! | 昭和 | 1926, from 25 December | 昭和改元の詔書, 1926 |
//! | 平成 | 1989, from 8 January | 元号法 (昭和54年法律第43号), 元号を改める政令 (昭和64年政令第1号) |
//! | 令和 | 2019, from 1 May | 元号法, 元号を改める政令 (平成31年政令第143号) |
//!
//! A year has two names where an era ends in it (昭和64年 and 平成元年, 平成31年 and 令和元年); both are 1989, both 2019. The
//! letters M T S H R stand for the eras in tables (JIS X 0301).
//!
//! Any number is taken, for plans written before an era ended run past it (平成32年度 is fiscal 2020, 昭和65年 is 1990).

/// An era with the year before its first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Era {
    pub(crate) name: &'static str,
    /// The letter of JIS X 0301 that stands for it in tables (R5, H28).
    pub(crate) letter: char,
    /// Western year of its year zero.
    base: i32,
}

/// From the present one back to the first with one era per reign (改元 by 一世一元の詔, 1868).
pub(crate) const ERAS: [Era; 5] = [
    Era { name: "令和", letter: 'R', base: 2018 },
    Era { name: "平成", letter: 'H', base: 1988 },
    Era { name: "昭和", letter: 'S', base: 1925 },
    Era { name: "大正", letter: 'T', base: 1911 },
    Era { name: "明治", letter: 'M', base: 1867 },
];

impl Era {
    /// The western year of year `number`.
    pub(crate) fn year(self, number: u32) -> Option<i32> {
        i32::try_from(number).ok()?.checked_add(self.base)
    }
}

/// The year meant by a number without its era, nearest to a year that is known: 19 near 2006 is 平成19年.
pub(crate) fn nearest(number: u32, known: i32) -> Option<i32> {
    // A plan's years lie within two decades of the paper that names them; farther off the guess is none.
    const FARTHEST: i32 = 20;
    ERAS.iter()
        .take(3)
        .filter_map(|era| era.year(number))
        .map(|year| ((year - known).abs(), year))
        .min()
        .filter(|(distance, _)| *distance <= FARTHEST)
        .map(|(_, year)| year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_without_era_takes_the_nearest() {
        for (number, known, expected) in [
            (19, 2006, Some(2007)),
            (5, 2022, Some(2023)),
            (30, 2019, Some(2018)),
            (27, 2014, Some(2015)),
            (5, 1955, None),
        ] {
            assert_eq!(nearest(number, known), expected, "{number} near {known}");
        }
    }
}
