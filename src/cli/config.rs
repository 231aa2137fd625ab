//! `keikaku config`, and what it prints: the options that `extract` and `watch` share, from the command line, from
//! `keikaku.toml`, or by default.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use super::quantity::{Seconds, Size};
use super::words::Lang;
use super::{Exit, Failure, print};
use crate::batch::report::Report;
use crate::batch::{self, Stop};
use crate::pdf::Limits;

/// Show the options that are in force, and where each comes from.
///
/// Prints a keikaku.toml with every option. Give the same arguments as to extract to see what that run would do.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Print them (the only thing that config does)
    #[arg(long)]
    print: bool,
    /// What would be read: keikaku.toml is looked for beside it [default: the current folder]
    #[arg(value_name = "FILE|FOLDER")]
    inputs: Vec<OsString>,
    /// Read options from this file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

/// What a record is printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Format {
    /// One record over many lines
    Json,
    /// A record per line
    Ndjson,
}

/// What is told on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum LogFormat {
    /// For people
    Text,
    /// A JSON object per line, for programs
    Json,
}

/// One list of the options for the command line, for `keikaku.toml` and for `config --print`.
macro_rules! settings {
    ($($(#[$meta:meta])* $name:ident: $kind:ty,)*) => {
        /// Options as they are given; those that are not are absent.
        #[derive(Debug, Clone, Default, clap::Args, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct Settings {
            $($(#[$meta])* pub(super) $name: Option<$kind>,)*
        }

        impl Settings {
            /// These, and what they leave open from others.
            fn over(self, below: Self) -> Self {
                Self { $($name: self.$name.or(below.$name),)* }
            }

            /// Each option and its value as TOML.
            fn values(&self) -> Vec<(&'static str, Option<String>)> {
                // A JSON scalar is a TOML one.
                vec![$((stringify!($name), self.$name.as_ref().and_then(|v| serde_json::to_string(v).ok())),)*]
            }
        }
    };
}

settings! {
    /// Folder to write: records/*.json, records.ndjson and run.json
    #[arg(short, long, value_name = "FOLDER")]
    out: PathBuf,
    /// Documents to read at the same time [default: one per processor]
    #[arg(short, long, value_name = "N")]
    jobs: NonZeroUsize,
    /// Without --out: what to print [default: json]
    #[arg(long, value_enum)]
    format: Format,
    /// With --format ndjson: in the order of the paths, not as each is done
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, value_name = "BOOL")]
    ordered: bool,
    /// With --out: also write report.html, report.csv (what became of each file)
    #[arg(long, value_delimiter = ',', value_name = "html|csv")]
    report: Vec<Report>,
    /// Apply the corrections of this folder (PATH.corrections.json, see keikaku review); those beside a PDF are applied anyway
    #[arg(long, value_name = "FOLDER")]
    corrections: PathBuf,
    /// Make every record anew, also those that still hold
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, value_name = "BOOL")]
    force: bool,
    /// Remove records whose input is gone
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, value_name = "BOOL")]
    prune: bool,
    /// Write into run.json how long each document took (without, the same inputs give the same bytes)
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, value_name = "BOOL")]
    timings: bool,
    /// Read in this process: a document that crashes ends the run, and --timeout and --max-memory do not hold
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, value_name = "BOOL")]
    in_process: bool,
    /// Say nothing but errors
    #[arg(short, long, num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, value_name = "BOOL")]
    quiet: bool,
    /// Tell of each file as it is done
    #[arg(short, long, num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, value_name = "BOOL")]
    verbose: bool,
    /// What is told on standard error [default: text]
    #[arg(long, value_enum)]
    log_format: LogFormat,
    /// Language of what is told [default: ja where LC_ALL, LC_MESSAGES or LANG says so, else en]
    #[arg(long, value_enum)]
    lang: Lang,
    /// Seconds that a document may take; 0 for no limit [default: 60]
    #[arg(long, value_name = "SECONDS", help_heading = "Limits")]
    timeout: Seconds,
    /// Memory that a worker may take; 0 for no limit [default: 2G]
    #[arg(long, value_name = "SIZE", help_heading = "Limits")]
    max_memory: Size,
    /// Size of a file [default: 1G]
    #[arg(long, value_name = "SIZE", help_heading = "Limits")]
    max_file_size: Size,
    /// Pages read of a document [default: 5000]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    max_pages: usize,
    /// Objects in a document [default: 1000000]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    max_objects: usize,
    /// Size that one stream may inflate to [default: 64M]
    #[arg(long, value_name = "SIZE", help_heading = "Limits")]
    max_stream_size: Size,
    /// Size that the streams of a document may inflate to together [default: 1G]
    #[arg(long, value_name = "SIZE", help_heading = "Limits")]
    max_inflated_size: Size,
    /// Times its stored size that a stream may inflate to, beyond 8M [default: 200]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    max_ratio: usize,
    /// Nesting of forms in a page [default: 16]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    max_depth: usize,
    /// Operators on a page [default: 4000000]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    max_operators: usize,
    /// Glyphs on a page [default: 200000]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    max_glyphs: usize,
    /// Segments of paths, and boxes of pictures, on a page [default: 400000]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    max_segments: usize,
    /// Operators of all pages together [default: 30000000]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    max_total_operators: usize,
    /// Glyphs of all pages together [default: 5000000]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    max_total_glyphs: usize,
    /// Segments of all pages together [default: 5000000]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    max_total_segments: usize,
}

/// Name of the file that is looked for beside the input.
pub(super) const FILE: &str = "keikaku.toml";

/// What is in force.
pub(super) struct InForce {
    given: Settings,
    file: Option<(PathBuf, Settings)>,
    /// All of it.
    pub(super) all: Settings,
}

impl InForce {
    /// From the command line, then `--config` or the `keikaku.toml` beside the input, then the defaults.
    pub(super) fn new(inputs: &[OsString], config: Option<&Path>, given: &Settings) -> Result<Self, Failure> {
        let path = match config {
            Some(path) => Some(path.to_owned()),
            None => beside(inputs).filter(|p| p.is_file()),
        };
        let file = match path {
            Some(path) => {
                let settings = read(&path)?;
                Some((path, settings))
            }
            None => None,
        };
        let below = file.as_ref().map(|(_, s)| s.clone()).unwrap_or_default().over(defaults());
        Ok(Self { given: given.clone(), all: given.clone().over(below), file })
    }

    /// As a batch takes it.
    pub(super) fn batch(&self, stop: Stop) -> Result<batch::Options, Failure> {
        let s = &self.all;
        let usual = Limits::default();
        let size = |s: Option<Size>, usual: usize| s.map_or(usual, |s| usize::try_from(s.0).unwrap_or(usize::MAX));
        let limits = Limits {
            file_bytes: size(s.max_file_size, usual.file_bytes),
            stream_bytes: size(s.max_stream_size, usual.stream_bytes),
            total_bytes: size(s.max_inflated_size, usual.total_bytes),
            ratio: s.max_ratio.unwrap_or(usual.ratio),
            objects: s.max_objects.unwrap_or(usual.objects),
            operators: s.max_operators.unwrap_or(usual.operators),
            glyphs: s.max_glyphs.unwrap_or(usual.glyphs),
            segments: s.max_segments.unwrap_or(usual.segments),
            total_operators: s.max_total_operators.unwrap_or(usual.total_operators),
            total_glyphs: s.max_total_glyphs.unwrap_or(usual.total_glyphs),
            total_segments: s.max_total_segments.unwrap_or(usual.total_segments),
            form_depth: s.max_depth.unwrap_or(usual.form_depth),
            pages: s.max_pages.unwrap_or(usual.pages),
            threads: usual.threads,
        };
        let workers = match s.in_process {
            Some(true) => None,
            _ => Some(batch::this_program().map_err(|e| Failure { exit: Exit::Nothing, message: e.to_string() })?),
        };
        Ok(batch::Options {
            limits,
            jobs: s.jobs,
            workers,
            timeout: s.timeout.and_then(Seconds::limit),
            max_memory: s.max_memory.map(|m| m.0).filter(|m| *m > 0),
            force: s.force == Some(true),
            prune: s.prune == Some(true),
            corrections: s.corrections.clone(),
            reports: s.report.clone().unwrap_or_default(),
            timings: s.timings == Some(true),
            stop,
        })
    }
}

/// The defaults, of the options that have one.
fn defaults() -> Settings {
    let l = Limits::default();
    let size = |bytes: usize| Some(Size(bytes as u64));
    Settings {
        jobs: std::thread::available_parallelism().ok(),
        format: Some(Format::Json),
        ordered: Some(false),
        report: Some(Vec::new()),
        force: Some(false),
        prune: Some(false),
        timings: Some(false),
        in_process: Some(false),
        quiet: Some(false),
        verbose: Some(false),
        log_format: Some(LogFormat::Text),
        lang: Some(Lang::of_locale(|name| std::env::var(name).ok())),
        timeout: Some(Seconds(batch::TIMEOUT.as_secs_f64())),
        max_memory: Some(Size(batch::MAX_MEMORY)),
        max_file_size: size(l.file_bytes),
        max_pages: Some(l.pages),
        max_objects: Some(l.objects),
        max_stream_size: size(l.stream_bytes),
        max_inflated_size: size(l.total_bytes),
        max_ratio: Some(l.ratio),
        max_depth: Some(l.form_depth),
        max_operators: Some(l.operators),
        max_glyphs: Some(l.glyphs),
        max_segments: Some(l.segments),
        max_total_operators: Some(l.total_operators),
        max_total_glyphs: Some(l.total_glyphs),
        max_total_segments: Some(l.total_segments),
        out: None,
        corrections: None,
    }
}

/// Where `keikaku.toml` would stand: beside the first input that is a path, else in the current folder.
fn beside(inputs: &[OsString]) -> Option<PathBuf> {
    let Some(first) = inputs.first().filter(|i| i.as_os_str() != "-") else { return Some(FILE.into()) };
    let path = match first.to_str().and_then(|s| s.strip_prefix('@')) {
        Some(list) if !Path::new(first).exists() => PathBuf::from(list),
        _ => PathBuf::from(first),
    };
    let real = path.canonicalize().unwrap_or(path);
    Some(real.parent().map_or_else(|| FILE.into(), |folder| folder.join(FILE)))
}

fn read(path: &Path) -> Result<Settings, Failure> {
    let wrong = |e: String| Failure::usage(format!("{}: {}", path.display(), e.trim_end()));
    let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
    let mut settings: Settings = toml::from_str(&text).map_err(|e| {
        // Which line, and what is wrong with it; the snippet over many lines is for editors.
        let line = e.span().map_or(0, |s| text.get(..s.start).unwrap_or_default().matches('\n').count() + 1);
        wrong(format!("line {line}: {}", e.message()))
    })?;
    // As the file says it, from where the file is.
    if let (Some(out), Some(folder)) = (&settings.out, path.parent()) {
        settings.out = Some(folder.join(out));
    }
    if let (Some(corrections), Some(folder)) = (&settings.corrections, path.parent()) {
        settings.corrections = Some(folder.join(corrections));
    }
    Ok(settings)
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let force = InForce::new(&args.inputs, args.config.as_deref(), &args.settings)?;
    let mut text = match &force.file {
        Some((path, _)) => format!("# {}\n", path.display()),
        None => format!("# no {FILE}\n"),
    };
    let (given, file) = (force.given.values(), force.file.as_ref().map(|(_, s)| s.values()));
    for (i, (name, value)) in force.all.values().into_iter().enumerate() {
        let is_set = |values: &Vec<(&str, Option<String>)>| values.get(i).is_some_and(|(_, v)| v.is_some());
        let from = if is_set(&given) {
            "command line"
        } else if file.as_ref().is_some_and(is_set) {
            FILE
        } else {
            "default"
        };
        let line = match value {
            Some(value) => format!("{name} = {value}"),
            None => format!("# {name} is not set"),
        };
        let _ = writeln!(text, "{line:<36}# {from}");
    }
    print(&text)?;
    Ok(Exit::Well)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_goes_before_the_file_and_the_file_before_the_defaults() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("in")).unwrap();
        std::fs::write(dir.path().join(FILE), "out = \"there\"\nmax_memory = \"512M\"\ntimeout = 5\njobs = 3\n")
            .unwrap();
        let given = Settings { timeout: Some(Seconds(7.0)), ..Settings::default() };
        let force =
            InForce::new(&[dir.path().join("in").into_os_string()], None, &given).map_err(|f| f.message).unwrap();
        assert_eq!(force.all.timeout, Some(Seconds(7.0)));
        assert_eq!(force.all.max_memory, Some(Size(512 << 20)));
        assert_eq!(force.all.max_pages, Some(5000));
        assert!(force.all.out.unwrap().ends_with("there"));
    }

    #[test]
    fn a_wrong_file_is_told_by_line() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("own.toml");
        for (text, said) in [("jobs = 2\nmax_memry = 1\n", "line 2: unknown field `max_memry`"), ("jobs = 0", "line 1")]
        {
            std::fs::write(&path, text).unwrap();
            let Err(failure) = InForce::new(&[], Some(&path), &Settings::default()) else { panic!("{text}") };
            assert!(failure.message.contains(said), "{}", failure.message);
        }
    }

    #[test]
    fn every_option_that_can_have_one_has_a_default() {
        let without: Vec<_> = defaults().values().into_iter().filter(|(_, v)| v.is_none()).map(|(n, _)| n).collect();
        assert_eq!(without, ["out", "corrections"]);
    }
}
