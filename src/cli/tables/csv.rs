//! A table in, comma-separated values out (RFC 4180, but with line feeds alone).

use super::Failure;
use super::lattice;
use crate::record::Table;

/// A table as CSV.
pub(super) fn table(table: &Table, repeat_merged: bool) -> Result<String, Failure> {
    let mut out = csv::WriterBuilder::new().from_writer(Vec::new());
    for row in lattice::rows(table, repeat_merged) {
        out.write_record(row).map_err(std::io::Error::from)?;
    }
    let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_what_needs_it() {
        let text = table(&lattice::tests::budget(), false).unwrap();
        assert_eq!(text, "区分,令和6年度,\n,予算額,増減\n\"道路|橋\n(舗装, \"\"A\"\")\",\"1,234\",△6.8\n");
    }
}
