//! `keikaku watch`: keeps an output folder up to date while documents come, change and go.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use serde_json::json;

use super::config::{InForce, Settings};
use super::extract::{self, stopped_exit};
use super::quantity::Seconds;
use super::tell::Teller;
use super::{Exit, Failure, signals};
use crate::batch::{Options, Stop};

/// Keep an output folder up to date.
///
/// Reads what is there, then whatever comes or changes, and removes the records of what goes. Ends with Ctrl-C (exit code
/// 130).
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Folders (or files) to watch
    #[arg(value_name = "FILE|FOLDER", required = true)]
    inputs: Vec<OsString>,
    /// Read options from this file [default: keikaku.toml beside the input]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Seconds without any change before it reads: a file that is being copied is not read half
    #[arg(long, value_name = "SECONDS", default_value = "1")]
    settle: Seconds,
    /// Look every so many seconds instead of being told by the system (network folders tell nothing)
    #[arg(long, value_name = "SECONDS")]
    poll: Option<Seconds>,
    #[command(flatten)]
    settings: Settings,
}

const AFTER_HELP: &str = "\
Example:
  keikaku watch plans --out output
  keikaku watch /mnt/share/plans --out output --poll 60";

/// Changes that never settle (a log that is written to for ever) do not hold back a run for longer than this.
const LONGEST_SETTLING: u32 = 30;
/// How often a waiting watch looks whether it is to end.
const LOOK: Duration = Duration::from_millis(100);

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let force = InForce::new(&args.inputs, args.config.as_deref(), &args.settings)?;
    let mut options = force.batch(signals::stop())?;
    options.prune = true;
    let Some(out) = &force.all.out else {
        let what = "say where the records go, with --out FOLDER";
        let ja = "--out で出力先のフォルダを指定してください";
        return Err(Failure::usage(force.all.lang.map_or(what, |lang| lang.pick(what, ja))));
    };
    let (changes, from) = mpsc::channel();
    // Before the first run: what comes while it runs is not missed.
    let _watching = watchers(&args.inputs, args.poll, &changes)?;
    let settle = args.settle.limit().unwrap_or(LOOK);
    loop {
        round(&args.inputs, out, &options, &force.all)?;
        if options.stop.is_set() || !changed(&from, out, settle, &options.stop) {
            return Ok(stopped_exit(&options));
        }
    }
}

/// One run. That some files failed, or that there are none yet, does not end the watch.
fn round(given: &[OsString], out: &Path, options: &Options, settings: &Settings) -> Result<(), Failure> {
    let teller = Teller::new(settings);
    match extract::folder(given, out, options, &teller) {
        Ok(_) => Ok(()),
        Err(failure)
            if failure.exit == Exit::Nothing && given.iter().all(|g| Path::new(g).exists()) && out.is_dir() =>
        {
            teller
                .line(&format!("keikaku: {}", failure.message), &json!({"event": "error", "message": failure.message}));
            Ok(())
        }
        Err(failure) => Err(failure),
    }
}

fn watchers(
    given: &[OsString],
    poll: Option<Seconds>,
    changes: &mpsc::Sender<notify::Result<Event>>,
) -> Result<Box<dyn Watcher>, Failure> {
    let failed = |e: &notify::Error| Failure {
        exit: Exit::Nothing,
        message: format!("changes cannot be watched: {e}; try --poll 10"),
    };
    let changes = changes.clone();
    let handler = move |event| {
        // Nobody listens any more when the watch ends.
        let _ = changes.send(event);
    };
    let mut watcher: Box<dyn Watcher> = match poll.and_then(Seconds::limit) {
        Some(every) => {
            Box::new(PollWatcher::new(handler, Config::default().with_poll_interval(every)).map_err(|e| failed(&e))?)
        }
        None => Box::new(RecommendedWatcher::new(handler, Config::default()).map_err(|e| failed(&e))?),
    };
    for path in given {
        let path = Path::new(path);
        if !path.exists() {
            return Err(Failure { exit: Exit::Nothing, message: format!("{}: it is not there", path.display()) });
        }
        watcher.watch(path, RecursiveMode::Recursive).map_err(|e| failed(&e))?;
    }
    Ok(watcher)
}

/// Waits for a change and then until changes have settled; false when the watch is to end.
fn changed(from: &Receiver<notify::Result<Event>>, out: &Path, settle: Duration, stop: &Stop) -> bool {
    let out = out.canonicalize().unwrap_or_else(|_| out.to_owned());
    let matters = |event: &notify::Result<Event>| match event {
        // Reading is no change; what the run itself writes is none of the input.
        Ok(event) => {
            !matches!(event.kind, EventKind::Access(_))
                && (event.paths.is_empty() || event.paths.iter().any(|p| !is_below(p, &out)))
        }
        // Events were lost: look again.
        Err(_) => true,
    };
    let mut first: Option<Instant> = None;
    let mut last = Instant::now();
    loop {
        if stop.is_set() {
            return false;
        }
        match from.recv_timeout(LOOK) {
            Ok(event) if matters(&event) => {
                last = Instant::now();
                first.get_or_insert(last);
            }
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return false,
        }
        if first.is_some_and(|f| last.elapsed() >= settle || f.elapsed() >= settle * LONGEST_SETTLING) {
            return true;
        }
    }
}

fn is_below(path: &Path, folder: &Path) -> bool {
    path.starts_with(folder)
        || path.canonicalize().is_ok_and(|p| p.starts_with(folder))
        // A file that is gone already: its folder tells.
        || path.parent().and_then(|p| p.canonicalize().ok()).is_some_and(|p| p.starts_with(folder))
}
