//! Tables without (enough) rules, from text that stands aligned.

use super::rulings::Rulings;
use super::sheet::Sheet;

/// Finds tables whose columns no vertical rule parts.
pub(super) fn find(_sheet: &mut Sheet<'_>, _rulings: &Rulings) {}
