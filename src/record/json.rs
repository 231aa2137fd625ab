//! How records are written: as JSON in which whatever fits on a line stands on one.
//!
//! Records are checked in and looked at in differences, so they are laid out for people; but one line per number of
//! every box would make them ten times as long. [`minify`] gives the line form back for `records.ndjson`, byte for
//! byte what serde_json writes compactly.

/// Longest line that is kept whole, in bytes of JSON (a Japanese character takes three bytes and two columns).
const LINE_BYTES: usize = 140;

/// Lays compact JSON out over lines, two spaces per level; what fits on one line stays there. Ends with a newline.
///
/// `compact` must be valid JSON without spaces between its tokens, as serde_json writes it.
#[must_use]
pub fn pretty(compact: &str) -> String {
    let mut out = pretty_within(compact, 0);
    out.push('\n');
    out
}

/// [`pretty`] for a part that stands `depth` levels deep in a whole, without a newline at the end.
#[must_use]
pub fn pretty_within(compact: &str, depth: usize) -> String {
    let ends = container_ends(compact);
    let bytes = compact.as_bytes();
    let mut out = String::with_capacity(compact.len() + compact.len() / 4);
    let mut open = Vec::new(); // whether the containers around the current token are laid out over lines
    let mut containers = ends.iter();
    let mut lines = false;
    let mut i = 0;
    // Strings, numbers and words are copied together with what stands around them, from here.
    let mut copied = 0;
    while let Some(&b) = bytes.get(i) {
        i += 1;
        match b {
            b'{' | b'[' => {
                let length = containers.next().map_or(0, |end| end + 1 - i);
                lines = length + 2 * (depth + open.len()) > LINE_BYTES;
                open.push(lines);
                if lines {
                    out.push_str(compact.get(copied..i).unwrap_or_default());
                    copied = i;
                    new_line(&mut out, depth + open.len());
                }
            }
            b'}' | b']' => {
                open.pop();
                if lines {
                    out.push_str(compact.get(copied..i - 1).unwrap_or_default());
                    copied = i - 1;
                    new_line(&mut out, depth + open.len());
                }
                lines = open.last().copied().unwrap_or(false);
            }
            b',' | b':' => {
                out.push_str(compact.get(copied..i).unwrap_or_default());
                copied = i;
                if lines && b == b',' { new_line(&mut out, depth + open.len()) } else { out.push(' ') }
            }
            b'"' => i = string_end(bytes, i),
            _ => {}
        }
    }
    out.push_str(compact.get(copied..).unwrap_or_default());
    out
}

/// Takes the spaces between the tokens out again.
#[must_use]
pub fn minify(json: &str) -> String {
    let bytes = json.as_bytes();
    let mut out = String::with_capacity(json.len());
    let (mut i, mut copied) = (0, 0);
    while let Some(&b) = bytes.get(i) {
        i += 1;
        if b == b'"' {
            i = string_end(bytes, i);
        } else if b.is_ascii_whitespace() {
            out.push_str(json.get(copied..i - 1).unwrap_or_default());
            copied = i;
        }
    }
    out.push_str(json.get(copied..).unwrap_or_default());
    out
}

fn new_line(out: &mut String, depth: usize) {
    const SPACES: &str = "                                ";
    out.push('\n');
    match SPACES.get(..2 * depth) {
        Some(spaces) => out.push_str(spaces),
        None => out.extend(std::iter::repeat_n("  ", depth)),
    }
}

/// Where each object and list ends, in the order in which they begin.
fn container_ends(compact: &str) -> Vec<usize> {
    let bytes = compact.as_bytes();
    let (mut ends, mut open) = (Vec::new(), Vec::new());
    let mut i = 0;
    while let Some(b) = bytes.get(i) {
        match b {
            b'{' | b'[' => {
                open.push(ends.len());
                ends.push(0);
            }
            b'}' | b']' => {
                if let Some(end) = open.pop().and_then(|o| ends.get_mut(o)) {
                    *end = i;
                }
            }
            b'"' => {
                i = string_end(bytes, i + 1);
                continue;
            }
            _ => {}
        }
        i += 1;
    }
    ends
}

/// End of the string whose first character is at `start`, after its closing quote.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(n) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += n + 1;
        if bytes.get(at - 1) == Some(&b'"') {
            return at;
        }
        // The character after a backslash is never the end.
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_things_stay_on_a_line() {
        let long = "年".repeat(50);
        let compact =
            format!(r#"{{"at":{{"page":1,"bbox":[1.0,2.5,3.0,-4.0]}},"text":"{long}","empty":[],"no":null}}"#);
        let expected = format!(
            "{{\n  \"at\": {{\"page\": 1, \"bbox\": [1.0, 2.5, 3.0, -4.0]}},\n  \"text\": \"{long}\",\n  \"empty\": [],\n  \"no\": null\n}}\n"
        );
        assert_eq!(pretty(&compact), expected);
    }

    #[test]
    fn there_and_back() {
        let words = ["a", "\"", "\\", "{x: [1, 2]}", "改\n行", "年、", ""];
        let value: Vec<_> = words.iter().map(|w| vec![vec![w.repeat(20)]; 3]).collect();
        let compact = serde_json::to_string(&value).unwrap();
        assert_eq!(minify(&pretty(&compact)), compact);
        assert_eq!(serde_json::from_str::<Vec<Vec<Vec<String>>>>(&pretty(&compact)).unwrap(), value);
    }
}
