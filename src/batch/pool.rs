//! Documents read side by side, each in a worker process or in this one.
//!
//! Workers are kept and given one document after the other: starting one costs about as much as reading a small file. One
//! that dies or takes too long is replaced. A worker that died on a document after others is asked once more in a fresh
//! process, so that what becomes of a document never depends on those that were read before it.

use std::io::{BufReader, BufWriter, Read, Seek};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::frame::{Extracted, Frame, Place, Settings, placed, receive, send_frame, send_job};
use super::walk::Input;
use super::worker::Reader;
use super::{Options, Stop};
use crate::error::{Error, ErrorCode, Stage};
use crate::pipeline;

/// What became of a document.
#[derive(Debug)]
pub(super) enum Answer {
    Done(Extracted),
    /// Why, and the pages that were read before.
    Failed(Error, usize),
    /// The run was stopped while it was read.
    Stopped,
}

/// How often a waiting parent looks whether the run is to stop.
const LOOK: Duration = Duration::from_millis(50);
/// In path order, how many documents may be ahead of the one that is awaited: a slow one must not let the others pile up.
const AHEAD: usize = 64;

/// Order of the documents.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The last thread to finish then has a small file in hand, not the largest of all.
    LargestFirst,
    ByPath,
}

/// Where one slot of the pool reads its documents.
pub(super) enum Slot<'o> {
    Here(Box<Reader>),
    Worker { program: &'o Path, options: &'o Options, worker: Option<Worker> },
}

impl<'o> Slot<'o> {
    fn new(options: &'o Options) -> Self {
        match &options.workers {
            Some(program) => Self::Worker { program, options, worker: None },
            None => Self::Here(Box::new(Reader::new(options.limits.clone()))),
        }
    }

    /// Reads a document.
    pub(super) fn read(&mut self, input: &Input, stop: &Stop) -> Answer {
        match self {
            Self::Here(reader) => {
                let mut done = 0;
                match reader.read(&input.file, &input.origin, &mut |_, pages| done = pages) {
                    Ok(extracted) => Answer::Done(extracted),
                    Err(error) => Answer::Failed(error, done),
                }
            }
            Self::Worker { program, options, worker } => loop {
                let mut at_work = match worker.take() {
                    Some(worker) => worker,
                    None => match Worker::start(program, options) {
                        Ok(worker) => worker,
                        Err(error) => return Answer::Failed(error, 0),
                    },
                };
                let fresh = at_work.served == 0;
                let (answer, end) = at_work.ask(input, options, stop);
                match end {
                    End::Alive => *worker = Some(at_work),
                    End::Died if !fresh => continue,
                    End::Died | End::Ended => {}
                }
                return answer;
            },
        }
    }
}

/// Runs `work` for each document on `options.jobs` threads.
///
/// # Errors
/// Where no thread can be started.
pub(super) fn each(
    inputs: &[Input],
    options: &Options,
    order: Order,
    printed: Option<&Printed>,
    work: impl Fn(&mut Slot<'_>, usize, &Input) + Sync,
) -> Result<(), Error> {
    let mut turns: Vec<u32> = (0..inputs.len()).filter_map(|i| u32::try_from(i).ok()).collect();
    if order == Order::LargestFirst {
        turns.sort_by_key(|i| (inputs.get(*i as usize).map(|input| std::cmp::Reverse(input.bytes)), *i));
    }
    let next = AtomicUsize::new(0);
    let threads = jobs(options.jobs).min(inputs.len().max(1));
    // With fewer documents than threads, the pages of each document are shared out.
    let mut options = options.clone();
    options.limits.threads = (jobs(options.jobs) / threads).max(1);
    let options = &options;
    thread::scope(|scope| {
        for _ in 0..threads {
            let slot = || {
                let mut slot = Slot::new(options);
                while let Some(&turn) = turns.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(printed) = printed {
                        printed.wait_for((turn as usize).saturating_sub(AHEAD), &options.stop);
                    }
                    if let Some(input) = inputs.get(turn as usize) {
                        work(&mut slot, turn as usize, input);
                    }
                }
            };
            thread::Builder::new().stack_size(pipeline::STACK_BYTES).spawn_scoped(scope, slot).map_err(|e| {
                Error::new(ErrorCode::Internal, Stage::Open, format!("no threads could be started: {e}; try --jobs 1"))
            })?;
        }
        Ok(())
    })
}

/// Documents to read at the same time.
pub(super) fn jobs(wanted: Option<NonZeroUsize>) -> usize {
    wanted.map_or_else(|| thread::available_parallelism().map_or(1, NonZeroUsize::get), NonZeroUsize::get)
}

/// How many documents were printed in path order.
#[derive(Default)]
pub(super) struct Printed {
    count: Mutex<usize>,
    more: Condvar,
}

impl Printed {
    pub(super) fn set(&self, count: usize) {
        *self.count.lock().unwrap_or_else(PoisonError::into_inner) = count;
        self.more.notify_all();
    }

    fn wait_for(&self, count: usize, stop: &Stop) {
        let mut printed = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        while *printed < count && !stop.is_set() {
            printed = self.more.wait_timeout(printed, LOOK).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// Whether a worker can be asked again.
#[derive(PartialEq, Eq)]
enum End {
    Alive,
    /// By itself, on the document.
    Died,
    /// By us: the document took too long, or the run stops.
    Ended,
}

/// A worker process, as its parent sees it.
pub(super) struct Worker {
    child: Child,
    to: BufWriter<ChildStdin>,
    from: Receiver<Frame>,
    /// The end of what it said on standard error.
    said: Option<thread::JoinHandle<Vec<u8>>>,
    /// Where it says what it is at.
    place: Option<tempfile::NamedTempFile>,
    served: usize,
}

impl Worker {
    fn start(program: &Path, options: &Options) -> Result<Self, Error> {
        let mut command = Command::new(program);
        command.arg("worker").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // mimalloc would make its first gibibyte writable at once: beyond a smaller `max_memory` before anything is read,
        // and then what is taken of it is not counted.
        command.env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
        #[cfg(unix)]
        {
            // Ctrl-C at the terminal is for the parent, who then ends its workers.
            use std::os::unix::process::CommandExt as _;
            command.process_group(0);
        }
        let broken = |what: &str| {
            Error::new(
                ErrorCode::Internal,
                Stage::Open,
                format!("no worker process could be started: {what}; try --in-process"),
            )
        };
        let mut child = command.spawn().map_err(|e| broken(&e.to_string()))?;
        let (Some(stdin), Some(stdout), Some(stderr)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(broken("no pipes"));
        };
        widen(&stdout);
        let (frames, from) = mpsc::channel();
        thread::spawn(move || {
            let mut stdout = BufReader::with_capacity(1 << 16, stdout);
            while let Ok(Some(frame)) = receive(&mut stdout) {
                if frames.send(frame).is_err() {
                    break;
                }
            }
        });
        let said = Some(thread::spawn(move || last_of(stderr)));
        let place = tempfile::Builder::new().prefix("keikaku-worker-").tempfile().ok();
        let settings = Settings {
            limits: options.limits.clone(),
            max_memory: options.max_memory,
            place: place.as_ref().map(|p| p.path().to_owned()),
        };
        let mut worker = Self { child, to: BufWriter::new(stdin), from, said, place, served: 0 };
        // A worker that is dead already tells so when it is asked.
        let _ = send_frame(&mut worker.to, &Frame::Settings(settings));
        Ok(worker)
    }

    fn ask(&mut self, input: &Input, options: &Options, stop: &Stop) -> (Answer, End) {
        let started = Instant::now();
        self.served += 1;
        // Where it is dead, its frames end as well.
        let _ = send_job(&mut self.to, input);
        loop {
            let left = options.timeout.map_or(LOOK, |t| t.saturating_sub(started.elapsed()).min(LOOK));
            match self.from.recv_timeout(left) {
                Ok(Frame::Done(extracted)) => return (Answer::Done(extracted), End::Alive),
                Ok(Frame::Failed(error, pages)) => return (Answer::Failed(error, pages), End::Alive),
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let (stage, pages) = self.at();
                    return (Answer::Failed(self.why_dead(stage, options.max_memory), pages), End::Died);
                }
                Err(RecvTimeoutError::Timeout) => {
                    if stop.is_set() {
                        return (Answer::Stopped, End::Ended);
                    }
                }
            }
            if let Some(limit) = options.timeout.filter(|t| started.elapsed() >= *t) {
                let (stage, pages) = self.at();
                let error = Error::new(
                    ErrorCode::Timeout,
                    stage,
                    format!(
                        "it took longer than {} s, the limit ({}, {pages} pages read); --timeout raises it",
                        limit.as_secs_f64(),
                        stage.as_str()
                    ),
                );
                return (Answer::Failed(error, pages), End::Ended);
            }
        }
    }

    /// Where it is, or was when it died.
    fn at(&mut self) -> (Stage, usize) {
        let mut place = Place::default();
        if let Some(file) = &mut self.place {
            // What was never written reads as the beginning.
            let _ = file.rewind().and_then(|()| file.read_exact(&mut place));
        }
        placed(&place)
    }

    /// What killed it, from its exit status and its last words.
    fn why_dead(&mut self, stage: Stage, max_memory: Option<u64>) -> Error {
        let status = self.child.wait();
        let said = self.said.take().and_then(|t| t.join().ok()).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let has = |what: &str| said.contains(what);
        let killed = signal(status.as_ref().ok()) == Some(9);
        if has("memory allocation of") || has("out of memory") || has("Cannot allocate memory") || killed {
            let limit = max_memory.map_or(String::new(), |m| format!(" ({} MiB)", m >> 20));
            return Error::new(
                ErrorCode::OutOfMemory,
                stage,
                format!(
                    "it took more memory than the limit{limit}; --max-memory raises it, fewer --jobs leave more for each"
                ),
            );
        }
        let (code, what) = if has("overflowed its stack") {
            (ErrorCode::StackOverflow, "it is nested so deeply that the stack overflowed".to_owned())
        } else {
            let status = status.map_or_else(|e| e.to_string(), |s| s.to_string());
            let last = said.lines().rfind(|l| !l.trim().is_empty()).unwrap_or_default();
            (ErrorCode::Crash, format!("the worker process died ({status}) {last}"))
        };
        Error::new(code, stage, format!("{what}; a fault of keikaku, please report it with the file"))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may be in an endless loop. Both fail only where it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lets a whole record lie in the pipe, so that the worker need not wait while its parent is at something else.
#[cfg(target_os = "linux")]
fn widen(pipe: &std::process::ChildStdout) {
    // As the system allows; the usual size does as well.
    let _ = rustix::pipe::fcntl_setpipe_size(pipe, 1 << 20);
}

#[cfg(not(target_os = "linux"))]
fn widen(_: &std::process::ChildStdout) {}

#[cfg(unix)]
fn signal(status: Option<&std::process::ExitStatus>) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(status?)
}

#[cfg(not(unix))]
fn signal(_: Option<&std::process::ExitStatus>) -> Option<i32> {
    None
}

/// The last few kilobytes of a stream.
fn last_of(mut from: impl Read) -> Vec<u8> {
    const KEPT: usize = 4096;
    let mut kept = Vec::new();
    let mut chunk = [0; 1024];
    while let Ok(n @ 1..) = from.read(&mut chunk) {
        kept.extend_from_slice(chunk.get(..n).unwrap_or_default());
        let over = kept.len().saturating_sub(KEPT);
        kept.drain(..over);
    }
    kept
}

/// This program, to be started as a worker.
///
/// # Errors
/// Where the system does not tell.
pub fn this_program() -> Result<PathBuf, Error> {
    // Linux: the very program that runs, though another may have been installed in its place since.
    let running = Path::new("/proc/self/exe");
    if running.exists() {
        return Ok(running.to_owned());
    }
    std::env::current_exe().map_err(|e| {
        Error::new(
            ErrorCode::Internal,
            Stage::Open,
            format!("the program does not know its own path: {e}; try --in-process"),
        )
    })
}
