//! Keys for matching: what people write in two ways becomes one.

use super::Item;

/// Drops spaces and punctuation, lowers letters, folds ヶ and the five spellings of か所.
pub(super) fn reduce(items: &mut Vec<Item>) {
    items.retain(|item| item.ch.is_alphanumeric());
    for index in 0..items.len() {
        let after = items.get(index + 1).map(|item| item.ch);
        let Some(item) = items.get_mut(index) else { break };
        item.ch = match item.ch {
            'ヶ' | 'ヵ' | 'ケ' | 'カ' | '箇' | 'か' | 'ゖ' | 'ゕ'
                if after.is_some_and(|c| matches!(c, '所' | '月' | '年' | '国')) =>
            {
                'か'
            }
            'ヶ' | 'ゖ' => 'ケ',
            'ヵ' | 'ゕ' => 'カ',
            c => c.to_ascii_lowercase(),
        };
    }
}
