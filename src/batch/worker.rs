//! The worker process: the program started by itself, reading one document after the other for its parent.
//!
//! What a document does to it (a stack overflow, memory exhausted, an endless loop that the parent ends) costs that document
//! alone; the parent starts another. A worker ends when its parent does: its standard input is watched while it works.

use std::io::{self, BufReader, BufWriter, Seek, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use super::archive::Archives;
use super::frame::{Extracted, Frame, Job, place, receive, send_frame};
use super::walk::{Input, Origin};
use crate::error::{Error, ErrorCode, Stage};
use crate::{pdf, pipeline};

/// Serves the parent at standard input and output until it goes. Run on a thread with [`pipeline::STACK_BYTES`] of stack.
///
/// Never returns before the parent is gone, and then the process ends.
///
/// # Errors
/// Where the parent says what is no frame, or does not listen.
pub fn serve() -> io::Result<()> {
    let (frames, jobs) = mpsc::channel();
    std::thread::spawn(move || {
        let mut input = BufReader::new(io::stdin().lock());
        let mut place = None;
        // The end of the parent is the end of the worker, whatever it is at: no orphan runs on.
        while let Ok(Some(frame)) = receive(&mut input) {
            if let Frame::Settings(settings) = &frame {
                place.clone_from(&settings.place);
            }
            if frames.send(frame).is_err() {
                break;
            }
        }
        // The parent removes it, where it still can.
        let _ = place.map(std::fs::remove_file);
        std::process::exit(0);
    });
    let mut out = BufWriter::new(io::stdout().lock());
    let mut reader = Reader::new(pdf::Limits::default());
    let mut place = None;
    loop {
        let frame = match jobs.recv_timeout(Duration::from_secs(3600)) {
            Ok(frame) => frame,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        };
        match frame {
            Frame::Settings(settings) => {
                limit_memory(settings.max_memory);
                reader = Reader::new(settings.limits);
                // Without, nobody knows where it was when it died; the rest goes on.
                place = settings.place.and_then(|p| std::fs::OpenOptions::new().write(true).open(p).ok());
            }
            Frame::Job(job) => {
                let answer = work(&mut reader, &job, place.as_mut());
                send_frame(&mut out, &answer)?;
            }
            _ => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

fn work(reader: &mut Reader, job: &Job, mut file: Option<&mut std::fs::File>) -> Frame {
    let mut pages_done = 0;
    let result = reader.read(&job.file, &job.origin, &mut |stage, pages| {
        pages_done = pages;
        if let Some(file) = &mut file {
            // As above: it may be missing.
            let _ = file.rewind().and_then(|()| file.write_all(&place(stage, pages)));
        }
    });
    match result {
        Ok(extracted) => Frame::Done(extracted),
        Err(error) => Frame::Failed(error, pages_done),
    }
}

/// No more memory than this for what is read; beyond it, allocation fails and the process ends. And no core files.
#[cfg(unix)]
fn limit_memory(bytes: Option<u64>) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    // A limit that the system does not let us set is left as it is.
    let set = |resource, bytes| {
        let _ = setrlimit(resource, Rlimit { current: Some(bytes), maximum: Some(bytes) });
    };
    set(Resource::Core, 0);
    if let Some(bytes) = bytes {
        set(Resource::Data, bytes);
    }
}

#[cfg(not(unix))]
fn limit_memory(_: Option<u64>) {}

/// Reads documents, in this process.
pub(super) struct Reader {
    limits: pdf::Limits,
    archives: Archives,
}

impl Reader {
    pub(super) fn new(limits: pdf::Limits) -> Self {
        Self { limits, archives: Archives::default() }
    }

    /// The bytes of an input, within the limits.
    pub(super) fn bytes(&mut self, origin: &Origin) -> Result<Vec<u8>, Error> {
        match origin {
            Origin::File(path) => file_bytes(path, &self.limits),
            Origin::Member { archive, index } => self.archives.read(archive, *index, &self.limits),
            Origin::Bytes(bytes) => Ok(bytes.to_vec()),
        }
    }

    /// Reads one document into its record.
    pub(super) fn read(
        &mut self,
        file: &str,
        origin: &Origin,
        at: &mut dyn FnMut(Stage, usize),
    ) -> Result<Extracted, Error> {
        at(Stage::Open, 0);
        let bytes = self.bytes(origin)?;
        let options = pipeline::Options { file: file.to_owned(), limits: self.limits.clone() };
        let record = pipeline::extract_watched(&bytes, &options, at)?;
        drop(bytes);
        let json = record
            .to_json()
            .map_err(|e| Error::new(ErrorCode::Internal, Stage::Write, format!("the record is no JSON: {e}")))?;
        Ok(Extracted { json, sha256: record.source.sha256, pages: record.source.page_count })
    }
}

/// The bytes of a file, within the limit.
fn file_bytes(path: &std::path::Path, limits: &pdf::Limits) -> Result<Vec<u8>, Error> {
    use std::io::Read as _;
    let limit = limits.file_bytes;
    let file = std::fs::File::open(path).map_err(|e| Error::reading(&e))?;
    let stated = file.metadata().map_err(|e| Error::reading(&e))?.len();
    let too_large = |bytes: u64| pdf::Error::TooLarge { bytes: usize::try_from(bytes).unwrap_or(usize::MAX), limit };
    if stated > limit as u64 {
        return Err(too_large(stated).into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(stated).unwrap_or(0));
    // It may grow while it is read.
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|e| Error::reading(&e))?;
    if bytes.len() > limit { Err(too_large(bytes.len() as u64).into()) } else { Ok(bytes) }
}

/// The bytes of an input, if it is a file within the limits.
///
/// # Errors
/// What stands in the way of reading it.
pub fn bytes(input: &Input, limits: &pdf::Limits) -> Result<Vec<u8>, Error> {
    match &input.problem {
        Some(problem) => Err(problem.1.clone()),
        None => Reader::new(limits.clone()).bytes(&input.origin),
    }
}
