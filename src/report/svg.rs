//! Drawing: SVG text that cannot break out, and widths of text without a font.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

/// Text as it may stand in SVG and HTML: marks of markup become entities, what XML forbids the replacement character.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}

/// Width of a text in ems: a Japanese character takes one, others take 0.56, which holds for sans-serif digits and
/// letters on the average.
pub(super) fn ems(text: &str) -> f64 {
    text.chars().map(|c| if c.width() == Some(2) { 1.0 } else { 0.56 }).sum()
}

/// The text, cut with … where it would be wider than so many ems.
pub(super) fn fitted(text: &str, width: f64) -> String {
    if ems(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1.0; // of the …
    for c in text.chars() {
        used += if c.width() == Some(2) { 1.0 } else { 0.56 };
        if used > width {
            break;
        }
        out.push(c);
    }
    out + "…"
}

/// Step from one upright character to the next, for text of 11 pixels.
const DOWN: f64 = 11.5;

fn is_upright(text: &str) -> bool {
    text.chars().all(|c| c.width() == Some(2) || c == '・')
}

/// Length of a text of 11 pixels that runs downwards.
pub(super) fn length_down(text: &str) -> f64 {
    if is_upright(text) { text.chars().map(|_| DOWN).sum() } else { ems(text) * 11.0 }
}

/// A picture that is being drawn; lengths in pixels.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    body: String,
}

/// Where a text begins.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Drawing {
    pub(super) fn text(&mut self, x: f64, y: f64, class: &str, anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let _ =
            writeln!(self.body, "<text x=\"{x:.1}\" y=\"{y:.1}\" class=\"{class}\"{anchor}>{}</text>", escape(text));
    }

    /// Text that ends at a point from above, running downwards: Japanese upright, a character below the other, other text
    /// turned.
    pub(super) fn text_down(&mut self, x: f64, bottom: f64, class: &str, text: &str) {
        if !is_upright(text) {
            let _ = writeln!(
                self.body,
                "<text transform=\"translate({:.1} {bottom:.1}) rotate(90)\" text-anchor=\"end\" class=\"{class}\">{}</text>",
                x - 3.5,
                escape(text)
            );
            return;
        }
        let top = bottom - length_down(text);
        let mut y = top;
        for c in text.chars() {
            y += DOWN;
            if c == 'ー' {
                // In vertical writing the long vowel is a vertical stroke.
                self.rect([x - 0.6, y - 8.5, 1.2, 8.0], class, "");
            } else {
                self.text(x, y, class, Anchor::Middle, c.encode_utf8(&mut [0; 4]));
            }
        }
    }

    pub(super) fn rect(&mut self, [x, y, width, height]: [f64; 4], class: &str, title: &str) {
        let _ = write!(
            self.body,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" class=\"{class}\""
        );
        self.end("rect", title);
    }

    pub(super) fn circle(&mut self, x: f64, y: f64, radius: f64, class: &str, title: &str) {
        let _ = write!(self.body, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" class=\"{class}\"");
        self.end("circle", title);
    }

    pub(super) fn path(&mut self, d: &str, class: &str, title: &str) {
        let _ = write!(self.body, "<path d=\"{d}\" class=\"{class}\"");
        self.end("path", title);
    }

    pub(super) fn line(&mut self, [x0, y0, x1, y1]: [f64; 4], class: &str) {
        let _ = writeln!(
            self.body,
            "<line x1=\"{x0:.1}\" y1=\"{y0:.1}\" x2=\"{x1:.1}\" y2=\"{y1:.1}\" class=\"{class}\"/>"
        );
    }

    /// Draws all of another drawing above what is there.
    pub(super) fn append(&mut self, other: &Self) {
        self.body.push_str(&other.body);
    }

    fn end(&mut self, tag: &str, title: &str) {
        if title.is_empty() {
            self.body.push_str("/>\n");
        } else {
            let _ = writeln!(self.body, "><title>{}</title></{tag}>", escape(title));
        }
    }

    /// The whole picture. `about` says in words what it shows.
    pub(super) fn finish(self, width: f64, height: f64, language: &str, title: &str, about: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} \
             {height:.0}\" role=\"img\" xml:lang=\"{language}\">\n<title>{}</title>\n<desc>{}</desc>\n<style>{}</style>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{}</svg>\n",
            escape(title),
            escape(about),
            include_str!("assets/picture.css"),
            self.body
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_and_fits() {
        assert_eq!(escape("a<b>&\"\u{1}"), "a&lt;b&gt;&amp;&quot;\u{FFFD}");
        assert_eq!(fitted("第2次鶴岡市総合計画", 20.0), "第2次鶴岡市総合計画");
        assert_eq!(fitted("第2次鶴岡市総合計画", 6.0), "第2次鶴岡…");
    }
}
