//! Lines of standard input in, lines of standard output out, one for one: what the commands for programs share.
//!
//! Output is written through whenever the input has to be waited for, so that a program may ask line by line.

use std::io::{self, BufRead, BufReader, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Exit, Failure};

/// What is answered to a line that could not be read.
#[derive(Debug, Serialize)]
struct Unread {
    found: [(); 0],
    warnings: [(); 0],
    error: String,
}

/// Answers each line with a line. `\r\n` ends a line too; the last needs no end.
pub(super) fn each(mut answer: impl FnMut(&[u8], &mut Vec<u8>) -> io::Result<()>) -> Result<(), Failure> {
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = io::stdout().lock();
    let (mut line, mut out) = (Vec::new(), Vec::new());
    let mut first = true;
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).map_err(|e| unreadable(&e))? == 0 {
            break;
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        let text = if std::mem::take(&mut first) { without_mark(&line) } else { &line };
        answer(text, &mut out)?;
        out.push(b'\n');
        // Nothing left without waiting: the other side may wait for this answer.
        if input.buffer().is_empty() {
            output.write_all(&out)?;
            output.flush()?;
            out.clear();
        }
    }
    output.write_all(&out)?;
    Ok(output.flush()?)
}

/// Answers each line of JSON with a line of JSON. A line that is none is answered with its error, and the exit code
/// says so in the end.
pub(super) fn each_json<Q: DeserializeOwned, A: Serialize>(answer: impl Fn(&Q) -> A) -> Result<Exit, Failure> {
    let mut exit = Exit::Well;
    each(|line, out| {
        let written = match serde_json::from_slice::<Q>(line) {
            Ok(question) => serde_json::to_writer(out, &answer(&question)),
            Err(e) => {
                exit = Exit::SomeFailed;
                serde_json::to_writer(out, &Unread { found: [], warnings: [], error: e.to_string() })
            }
        };
        written.map_err(io::Error::from)
    })?;
    Ok(exit)
}

/// All of standard input. What is no UTF-8 becomes U+FFFD.
pub(super) fn all() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(|e| unreadable(&e))?;
    Ok(String::from_utf8_lossy(without_mark(&bytes)).into_owned())
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes)
}

fn unreadable(e: &io::Error) -> Failure {
    Failure { exit: Exit::Nothing, message: format!("cannot read standard input: {e}") }
}

/// Turns byte offsets, asked for in order, into offsets in characters.
#[derive(Debug)]
pub(super) struct Characters<'a> {
    text: &'a str,
    bytes: usize,
    characters: usize,
}

impl<'a> Characters<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, bytes: 0, characters: 0 }
    }

    /// The number of characters before byte `offset`.
    pub(super) fn before(&mut self, offset: usize) -> usize {
        if offset < self.bytes {
            *self = Self::new(self.text);
        }
        self.characters += self.text.get(self.bytes..offset).unwrap_or_default().chars().count();
        self.bytes = offset;
        self.characters
    }
}
