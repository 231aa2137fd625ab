//! Text in, cross-cutting themes named out (`data/themes.toml`), with how often and where first.

use std::sync::OnceLock;

use crate::record::{At, Theme};

use super::finder::Finder;
use super::{Context, words};

/// Finds all words, and tells which theme each belongs to.
fn finder() -> &'static (Finder, Vec<usize>) {
    static FINDER: OnceLock<(Finder, Vec<usize>)> = OnceLock::new();
    FINDER.get_or_init(|| {
        let themes = words::themes().theme.iter().enumerate();
        let (owners, words): (Vec<usize>, Vec<&str>) =
            themes.flat_map(|(i, t)| t.words.iter().map(move |w| (i, w.as_str()))).unzip();
        (Finder::new(words.into_iter()), owners)
    })
}

/// The themes, the most often named first.
pub(super) fn find(context: &Context<'_>) -> Vec<Theme> {
    let (finder, owner) = finder();
    let mut found: Vec<Option<Theme>> = vec![None; words::themes().theme.len()];
    for passage in &context.passages {
        for (word, start, end) in finder.find_longest(&passage.text) {
            // DX inside another Latin word (INDEX, GX-100) is none.
            if joined_latin(&passage.text, start, end) {
                continue;
            }
            let Some(theme) = owner.get(word) else { continue };
            let (Some(slot), Some(words)) = (found.get_mut(*theme), words::themes().theme.get(*theme)) else {
                continue;
            };
            match slot {
                Some(theme) => theme.count += 1,
                None => {
                    if let Some((page, rect)) = passage.parts.first() {
                        *slot = Some(Theme { theme: words.name.clone(), count: 1, at: At::new(*page, rect) });
                    }
                }
            }
        }
    }
    let mut themes: Vec<Theme> = found.into_iter().flatten().collect();
    themes.sort_by_key(|t| std::cmp::Reverse(t.count));
    themes
}

fn joined_latin(text: &str, start: usize, end: usize) -> bool {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let word = text.get(start..end).unwrap_or_default();
    (is_latin(word.chars().next()) && is_latin(text.get(..start).and_then(|t| t.chars().next_back())))
        || (is_latin(word.chars().next_back()) && is_latin(text.get(end..).and_then(|t| t.chars().next())))
}

#[cfg(test)]
mod tests {
    use super::super::testing::Draft;
    use super::super::{Context, Input};
    use super::*;

    #[test]
    fn the_longest_word_counts_once() {
        let flow = Draft::new()
            .text("「持続可能な開発のための2030アジェンダ」と「持続可能な開発目標(SDGs)」")
            .text("DXの推進、INDEXではない。自治体DX")
            .done();
        let themes = find(&Context::new(&flow, &Input::default()));
        let counts: Vec<(&str, usize)> = themes.iter().map(|t| (t.theme.as_str(), t.count)).collect();
        assert_eq!(counts, [("SDGs", 3), ("DX", 2)]);
    }
}
