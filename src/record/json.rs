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
    let mut out = String::with_capacity(compact.len() * 2);
    let mut open = Vec::new(); // whether the containers around the current token are laid out over lines
    let mut containers = ends.iter();
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        let lines = open.last().copied().unwrap_or(false);
        let mut next = i + 1;
        match b {
            b'{' | b'[' => {
                let length = containers.next().map_or(0, |end| end - i);
                out.push(char::from(b));
                open.push(length + 2 * (depth + open.len()) > LINE_BYTES);
                if open.last() == Some(&true) {
                    new_line(&mut out, depth + open.len());
                }
            }
            b'}' | b']' => {
                open.pop();
                if lines {
                    new_line(&mut out, depth + open.len());
                }
                out.push(char::from(b));
            }
            b',' => {
                out.push(',');
                if lines { new_line(&mut out, depth + open.len()) } else { out.push(' ') }
            }
            b':' => out.push_str(": "),
            _ => {
                next = token_end(bytes, i);
                out.push_str(compact.get(i..next).unwrap_or_default());
            }
        }
        i = next;
    }
    out
}

/// Takes the spaces between the tokens out again.
#[must_use]
pub fn minify(json: &str) -> String {
    let bytes = json.as_bytes();
    let mut out = String::with_capacity(json.len());
    let mut i = 0;
    while let Some(b) = bytes.get(i) {
        let next = if *b == b'"' { token_end(bytes, i) } else { i + 1 };
        if !b.is_ascii_whitespace() {
            out.push_str(json.get(i..next).unwrap_or_default());
        }
        i = next;
    }
    out
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// Where each object and list ends, in the order in which they begin.
fn container_ends(compact: &str) -> Vec<usize> {
    let bytes = compact.as_bytes();
    let (mut ends, mut open) = (Vec::new(), Vec::new());
    let mut i = 0;
    while let Some(b) = bytes.get(i) {
        let mut next = i + 1;
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
            b'"' => next = token_end(bytes, i),
            _ => {}
        }
        i = next;
    }
    ends
}

/// End of the string, number or word that starts at `start`.
fn token_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start + 1..).unwrap_or_default();
    let length = if bytes.get(start) == Some(&b'"') {
        let mut escaped = false;
        rest.iter()
            .position(|b| {
                let end = *b == b'"' && !escaped;
                escaped = *b == b'\\' && !escaped;
                end
            })
            .map(|p| p + 1)
    } else {
        rest.iter().position(|b| b",:{}[] \n\"".contains(b))
    };
    start + 1 + length.unwrap_or(rest.len())
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
