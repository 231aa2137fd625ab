//! What parent and worker say to each other: frames of a kind, a length and so many bytes, over the worker's standard
//! input and output.
//!
//! To the worker: its limits, then jobs, one at a time. From the worker: the record or the error. Where it is on the way, it
//! writes into a small file, which nobody reads unless it dies or takes too long: frames for it would wake the parent at
//! every page.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::walk::{Input, Origin, os_string};
use crate::error::{Error, Stage};
use crate::pdf;

/// What a worker is told first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Settings {
    pub(super) limits: pdf::Limits,
    /// Bytes of memory.
    pub(super) max_memory: Option<u64>,
    /// The file to say in where it is, where there is one.
    pub(super) place: Option<PathBuf>,
}

/// Bytes of a file that says where a worker is: its stage and the pages that are read.
pub(super) type Place = [u8; 9];

/// As it is written.
pub(super) fn place(stage: Stage, pages: usize) -> Place {
    let mut out = [stage as u8, 0, 0, 0, 0, 0, 0, 0, 0];
    out[1..].copy_from_slice(&(pages as u64).to_le_bytes());
    out
}

/// As it is read; at the beginning where nothing was written.
pub(super) fn placed(place: &Place) -> (Stage, usize) {
    let [stage, pages @ ..] = *place;
    let stages = [Stage::Open, Stage::Pdf, Stage::Layout, Stage::Structure, Stage::Write];
    let stage = stages.into_iter().find(|s| *s as u8 == stage).unwrap_or(Stage::Open);
    (stage, usize::try_from(u64::from_le_bytes(pages)).unwrap_or(usize::MAX))
}

/// Something sent either way.
#[derive(Debug)]
pub(super) enum Frame {
    Settings(Settings),
    Job(Job),
    Done(Extracted),
    Failed(Error, usize),
}

/// A document to read.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) file: String,
    pub(super) origin: Origin,
}

/// A record as it is written, and what the parent needs to know of it.
#[derive(Debug, Clone)]
pub struct Extracted {
    /// The record, as [`crate::Record::to_json`] gives it.
    pub json: String,
    /// Of the bytes that it was made from.
    pub sha256: String,
    /// Pages of the document.
    pub pages: usize,
}

const SETTINGS: u8 = b'S';
const FILE: u8 = b'F';
const MEMBER: u8 = b'M';
const BYTES: u8 = b'B';
const DONE: u8 = b'D';
const FAILED: u8 = b'E';

/// Sends a job.
pub(super) fn send_job(out: &mut dyn Write, input: &Input) -> io::Result<()> {
    // No name holds a zero byte, nor does a path.
    let name = input.file.replace('\0', "\u{FFFD}");
    match &input.origin {
        Origin::File(path) => send(out, FILE, &[name.as_bytes(), b"\0", path.as_os_str().as_encoded_bytes()]),
        Origin::Member { archive, index } => {
            let index = index.to_string();
            let path = archive.as_os_str().as_encoded_bytes();
            send(out, MEMBER, &[name.as_bytes(), b"\0", index.as_bytes(), b"\0", path])
        }
        Origin::Bytes(bytes) => send(out, BYTES, &[name.as_bytes(), b"\0", bytes]),
    }
}

/// Sends anything else.
pub(super) fn send_frame(out: &mut dyn Write, frame: &Frame) -> io::Result<()> {
    match frame {
        Frame::Settings(settings) => send(out, SETTINGS, &[&serde_json::to_vec(settings)?]),
        Frame::Job(job) => {
            send_job(out, &Input { file: job.file.clone(), origin: job.origin.clone(), bytes: 0, problem: None })
        }
        Frame::Done(e) => {
            let head = serde_json::to_vec(&(&e.sha256, e.pages))?;
            send(out, DONE, &[&head, b"\0", e.json.as_bytes()])
        }
        Frame::Failed(error, pages) => send(out, FAILED, &[&serde_json::to_vec(&(error, pages))?]),
    }
}

fn send(out: &mut dyn Write, kind: u8, parts: &[&[u8]]) -> io::Result<()> {
    let length: usize = parts.iter().map(|p| p.len()).sum();
    let mut head = [kind, 0, 0, 0, 0, 0, 0, 0, 0];
    head[1..].copy_from_slice(&(length as u64).to_le_bytes());
    out.write_all(&head)?;
    parts.iter().try_for_each(|p| out.write_all(p))?;
    out.flush()
}

/// Receives a frame; none at the end.
pub(super) fn receive(from: &mut dyn Read) -> io::Result<Option<Frame>> {
    let mut head = [0; 9];
    if from.read(&mut head[..1])? == 0 {
        return Ok(None);
    }
    from.read_exact(&mut head[1..])?;
    let [kind, length @ ..] = head;
    let length = u64::from_le_bytes(length);
    // No more at once than a large record takes: then it grows as bytes come, not as the length says.
    let mut payload = Vec::with_capacity(usize::try_from(length).unwrap_or(0).min(1 << 24));
    if from.take(length).read_to_end(&mut payload)? as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let part = |bytes: &[u8]| -> io::Result<(Vec<u8>, Vec<u8>)> {
        let at = bytes.iter().position(|b| *b == 0).ok_or(io::ErrorKind::InvalidData)?;
        let (head, rest) = bytes.split_at(at);
        Ok((head.to_vec(), rest.get(1..).unwrap_or_default().to_vec()))
    };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData));
    Ok(Some(match kind {
        SETTINGS => Frame::Settings(serde_json::from_slice(&payload)?),
        FAILED => {
            let (error, pages) = serde_json::from_slice(&payload)?;
            Frame::Failed(error, pages)
        }
        DONE => {
            let at = payload.iter().position(|b| *b == 0).ok_or(io::ErrorKind::InvalidData)?;
            let json = payload.split_off(at + 1);
            let (sha256, pages) = serde_json::from_slice(payload.get(..at).unwrap_or_default())?;
            Frame::Done(Extracted { json: text(json)?, sha256, pages })
        }
        FILE | BYTES | MEMBER => {
            let (file, rest) = part(&payload)?;
            let file = text(file)?;
            let origin = match kind {
                FILE => Origin::File(os_string(&rest).into()),
                BYTES => Origin::Bytes(rest.into()),
                _ => {
                    let (index, path) = part(&rest)?;
                    let index = text(index)?.parse().map_err(|_| io::ErrorKind::InvalidData)?;
                    Origin::Member { archive: std::path::PathBuf::from(os_string(&path)).into(), index }
                }
            };
            Frame::Job(Job { file, origin })
        }
        _ => return Err(io::ErrorKind::InvalidData.into()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        for stage in [Stage::Open, Stage::Pdf, Stage::Layout, Stage::Structure, Stage::Write] {
            assert_eq!(placed(&place(stage, 613)), (stage, 613));
        }
        assert_eq!(placed(&[0; 9]), (Stage::Open, 0));
    }

    #[test]
    fn what_is_sent_is_received() {
        let mut pipe = Vec::new();
        let origins = [
            Origin::File("a/計画.pdf".into()),
            Origin::Member { archive: std::path::Path::new("a.zip").into(), index: 7 },
            Origin::Bytes(b"%PDF\0-"[..].into()),
        ];
        for origin in &origins {
            send_frame(&mut pipe, &Frame::Job(Job { file: "計画.pdf".into(), origin: origin.clone() })).unwrap();
        }
        let done = Extracted { json: "{}\n".into(), sha256: "0a".into(), pages: 3 };
        send_frame(&mut pipe, &Frame::Done(done)).unwrap();
        let mut from = pipe.as_slice();
        for origin in origins {
            let Some(Frame::Job(job)) = receive(&mut from).unwrap() else { panic!("no job") };
            assert_eq!((job.file.as_str(), job.origin), ("計画.pdf", origin));
        }
        let Some(Frame::Done(done)) = receive(&mut from).unwrap() else { panic!("no record") };
        assert_eq!((done.json.as_str(), done.sha256.as_str(), done.pages), ("{}\n", "0a", 3));
        assert!(receive(&mut from).unwrap().is_none());
        assert!(receive(&mut &pipe[..20]).is_err(), "half a frame");
    }
}
