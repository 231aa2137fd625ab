//! Text as it may stand in HTML and SVG.

/// Text without anything that HTML, SVG or XML 1.0 would take for their own: marks of markup become entities, characters
/// that XML forbids the replacement character.
pub(super) fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_place() {
        assert_eq!(markup("<b a='1'>&\"\u{0}計画\n"), "&lt;b a=&#39;1&#39;&gt;&amp;&quot;\u{FFFD}計画\n");
    }
}
