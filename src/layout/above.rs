//! Ruled tables and the words outside in, the tables with the names of their columns that stand above the upper border.
//!
//! Some tables box the body only and set the header above it, one name centred over each column. A caption with its unit
//! at the right is never that: it leaves columns free, and two columns are too few to tell.

use super::grid::{Face, Grid};
use super::words::Word;
use crate::japanese;

/// The names stand above the border within this many of their font sizes …
const NEAR: f32 = 1.0;
/// … and are centred over their columns within this many.
const CENTRED: f32 = 1.0;
/// Fewer names may be a caption and its unit.
pub(super) const LEAST: usize = 3;
/// Names are no longer than this; 基本目標（数値指標、2019年度） is one.
const LONGEST: usize = 24;
/// White space above the names, in font sizes.
const LEADING: f32 = 0.2;

/// Takes the names into the tables; whether there were any.
pub(super) fn take_in(tables: &mut [Grid], words: &[Word]) -> bool {
    let mut any = false;
    for grid in tables.iter_mut().filter(|g| g.columns() >= LEAST) {
        if let Some(top) = header(grid, words) {
            grid.ys.insert(0, top);
            for f in &mut grid.faces {
                f.row += 1;
            }
            let names = (0..grid.columns()).map(|column| Face { row: 0, column, row_span: 1, column_span: 1 });
            grid.faces = names.chain(std::mem::take(&mut grid.faces)).collect();
            any = true;
        }
    }
    any
}

/// The upper border of the names over a table.
fn header(grid: &Grid, words: &[Word]) -> Option<f32> {
    let rect = grid.rect();
    let above = |w: &&Word| {
        w.rect.cy() < rect.y0 && rect.y0 - w.rect.y1 <= NEAR * w.size && w.rect.x1 > rect.x0 && w.rect.x0 < rect.x1
    };
    let mut names: Vec<&Word> = words.iter().filter(above).take(grid.columns() + 1).collect();
    names.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    let centred = |(w, x): (&&Word, &[f32])| {
        let &[left, right] = x else { return false };
        let middle = f32::midpoint(left, right);
        w.rect.x0 >= left && w.rect.x1 <= right && (w.rect.cx() - middle).abs() <= CENTRED * w.size
    };
    let first = names.first()?;
    let level = names.iter().all(|w| (w.rect.cy() - first.rect.cy()).abs() <= 0.5 * w.size);
    let name = |w: &&Word| {
        w.text.chars().count() <= LONGEST
            && !w.text.starts_with(|c: char| c.is_ascii_digit())
            && !w.text.ends_with('。')
            && japanese::marker(&w.text).is_none()
    };
    let level = level && names.iter().all(name);
    if names.len() != grid.columns() || !level || !names.iter().zip(grid.xs.windows(2)).all(centred) {
        return None;
    }
    let top = names.iter().map(|w| w.rect.y0 - LEADING * w.size).fold(f32::MAX, f32::min);
    Some(top)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;

    fn word(x0: f32, x1: f32, text: &str) -> Word {
        Word { rect: Rect::new(x0, 90.0, x1, 98.0), size: 10.0, text: text.to_owned(), bold: false }
    }

    #[test]
    fn names_over_columns_are_the_header() {
        let grid = || Grid {
            xs: vec![0.0, 100.0, 200.0, 300.0],
            ys: vec![100.0, 120.0],
            faces: (0..3).map(|column| Face { row: 0, column, row_span: 1, column_span: 1 }).collect(),
        };
        let mut tables = [grid()];
        let names = [word(30.0, 70.0, "基本目標"), word(120.0, 180.0, "具体的な施策"), word(240.0, 260.0, "指標")];
        assert!(take_in(&mut tables, &names));
        assert_eq!((tables[0].rows(), tables[0].faces.len()), (2, 6));
        // A caption and its unit stand over the table, not over its columns.
        let mut tables = [grid()];
        assert!(!take_in(&mut tables, &[word(0.0, 60.0, "表1 施策の指標"), word(250.0, 300.0, "(単位：件)")]));
        let mut tables = [grid()];
        let caption = [word(0.0, 40.0, "款 1.市税"), word(120.0, 180.0, "項 1.市民税"), word(250.0, 300.0, "単位：円")];
        assert!(!take_in(&mut tables, &caption));
    }
}
