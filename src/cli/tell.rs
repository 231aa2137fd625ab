//! What a run tells while it goes on and when it ends, on standard error: a progress bar and lines for people, or a JSON
//! object per line for programs.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use console::{Style, strip_ansi_codes};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::config::{LogFormat, Settings};
use super::printable;
use super::words::Lang;
use crate::batch::manifest::{Counts, State};
use crate::batch::{Outcome, Progress};
use crate::error::Error;

/// How often a bar is drawn: time left is a guess in any case.
const TICK: Duration = Duration::from_millis(200);

/// Duplicates that the report names; the others stand in `run.json`.
const MOST_DUPLICATES: usize = 20;

/// Tells of a run.
pub(super) struct Teller {
    pub(super) lang: Lang,
    quiet: bool,
    verbose: bool,
    json: bool,
    bar: ProgressBar,
    started: Instant,
}

impl Teller {
    pub(super) fn new(settings: &Settings) -> Self {
        let quiet = settings.quiet == Some(true);
        let json = settings.log_format == Some(LogFormat::Json);
        // On a terminal only: elsewhere indicatif draws nothing.
        let bar = if quiet || json { ProgressBar::hidden() } else { ProgressBar::new(0) };
        let lang = settings.lang.unwrap_or(Lang::En);
        let left = lang.pick("left", "残り");
        let style = format!("{{bar:30}} {{pos}}/{{len}} {{per_sec:1}} {left} {{eta}} {{wide_msg}}");
        bar.set_style(ProgressStyle::with_template(&style).unwrap_or(ProgressStyle::default_bar()));
        bar.enable_steady_tick(TICK);
        Self { lang, quiet, verbose: settings.verbose == Some(true), json, bar, started: Instant::now() }
    }

    /// A line for people, above the bar; `fields` for programs.
    pub(super) fn line(&self, text: &str, fields: &serde_json::Value) {
        if self.json {
            eprintln!("{fields}");
        } else if !self.quiet {
            self.bar.suspend(|| eprintln!("{text}"));
        }
    }

    pub(super) fn progress(&self, progress: Progress<'_>) {
        match progress {
            Progress::Found(files) => {
                self.bar.set_length(files as u64);
                self.found(files);
            }
            Progress::Read { file, state, error, pages, took } => {
                self.bar.set_message(printable(file));
                self.bar.inc(1);
                let seconds = (took.as_secs_f64() * 1000.0).round() / 1000.0;
                if self.json {
                    let mut event =
                        json!({"event": "file", "file": file, "state": state, "pages": pages, "seconds": seconds});
                    if let (Some(error), Some(fields)) = (error, event.as_object_mut()) {
                        fields.insert("error".into(), json!(error));
                    }
                    self.line("", &event);
                } else if self.verbose {
                    let why = error.map_or(String::new(), |e| {
                        format!(
                            ": {} ({}, {})",
                            printable(&self.lang.error(e)),
                            e.code.as_str(),
                            self.lang.stage(e.stage)
                        )
                    });
                    let text = format!("{}  {}  {pages} p.  {seconds:.2} s{why}", self.word(state), printable(file));
                    self.line(&text, &json!(null));
                }
            }
            Progress::Ending => self.bar.set_message(self.lang.pick("writing the lists", "一覧を書き出し中")),
        }
    }

    /// How many files there are, for programs.
    pub(super) fn found(&self, files: usize) {
        if self.json {
            self.line("", &json!({"event": "found", "files": files}));
        }
    }

    /// A file of a stream whose record is about to be printed, for programs.
    pub(super) fn done(&self, file: &str, pages: usize) {
        if self.json {
            self.line("", &json!({"event": "file", "file": file, "state": State::Done, "pages": pages}));
        }
    }

    /// A file that failed, where no report follows.
    pub(super) fn failed(&self, file: &str, state: State, error: &Error) {
        if self.json {
            self.line("", &json!({"event": "file", "file": file, "state": state, "error": error}));
        } else {
            // Errors are told also when quiet.
            let (word, why) = (self.word(state), printable(&self.lang.error(error)));
            self.bar.suspend(|| eprintln!("{word}  {}: {why} ({})", printable(file), error.code.as_str()));
        }
    }

    /// The last line.
    pub(super) fn summary(&self, counts: &Counts) {
        self.sums(counts, &json!(counts));
    }

    /// The last line about a stream, of which only the files and pages are counted.
    pub(super) fn stream_summary(&self, counts: &Counts) {
        let Counts { files, done, failed, skipped, pages, .. } = counts;
        let told = json!({"files": files, "done": done, "failed": failed, "skipped": skipped, "pages": pages});
        self.sums(counts, &told);
    }

    fn sums(&self, counts: &Counts, told: &serde_json::Value) {
        self.bar.finish_and_clear();
        let seconds = self.started.elapsed().as_secs_f64();
        let fields = json!({"event": "summary", "counts": told, "seconds": (seconds * 1000.0).round() / 1000.0});
        self.line(&format!("keikaku: {}", self.lang.summary(counts, seconds)), &fields);
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn word(&self, state: State) -> String {
        let style = match state {
            State::Done => Style::new().green(),
            State::Failed => Style::new().red(),
            State::Unchanged | State::Skipped => Style::new().dim(),
        };
        // Plain where standard error is no terminal, or NO_COLOR is set.
        padded(&style.for_stderr().apply_to(self.lang.state(state)).to_string(), 9)
    }

    /// The report for standard output: a line per input that has no record, then the sums.
    pub(super) fn report(&self, outcome: &Outcome, out: &Path) -> String {
        let l = self.lang;
        let mut text = String::new();
        let red = |word: &str| Style::new().red().apply_to(word).to_string();
        for row in &outcome.without_record {
            if let Some(error) = &row.error {
                let word = padded(l.state(row.state), 9);
                let word = if row.state == State::Failed { red(&word) } else { word };
                let _ = writeln!(
                    text,
                    "{word}{}: {} ({})",
                    printable(&row.file),
                    printable(&l.error(error)),
                    error.code.as_str()
                );
            }
        }
        for (file, other) in outcome.duplicates.iter().take(MOST_DUPLICATES) {
            let word = padded(l.pick("same as", "重複"), 9);
            let _ = writeln!(text, "{word}{}: {}", printable(other), printable(file));
        }
        let more = outcome.counts.duplicates.saturating_sub(MOST_DUPLICATES);
        if more > 0 {
            let word = padded(l.pick("same as", "重複"), 9);
            let _ = writeln!(text, "{word}{}{more} (run.json)", l.pick("others: ", "ほか"));
        }
        for place in &outcome.gone {
            let word = padded(l.pick("gone", "入力なし"), 9);
            let why = l.pick(
                "its input is gone; left as it is (--prune removes it)",
                "入力がありません（--prune で消せます）",
            );
            let _ = writeln!(text, "{word}{}: {why}", printable(place));
        }
        for place in &outcome.outdated {
            let word = padded(l.pick("old", "旧記録"), 9);
            let why = l.pick(
                "from an earlier run; its input failed this time, and it stands in no list",
                "以前の実行のもの。今回は入力の処理に失敗し、一覧には載りません",
            );
            let _ = writeln!(text, "{word}{}: {why}", printable(place));
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let c = &outcome.counts;
        for (en, ja, number) in [
            ("files", "ファイル", c.files),
            ("unchanged", "変更なし", c.unchanged),
            ("taken over", "中断分の引継ぎ", outcome.taken_over),
            ("duplicates", "重複", c.duplicates),
            ("pages", "ページ", c.pages),
            ("schedule entries", "予定", c.schedule_entries),
            ("policy lists", "施策の一覧", c.policy_lists),
            ("warnings", "警告", c.warnings),
            ("failures", "失敗", c.failed),
        ] {
            // These three tell something only where there are any.
            if number > 0 || !matches!(en, "unchanged" | "taken over" | "duplicates") {
                let _ = writeln!(text, "{}{number:>8}", padded(l.pick(en, ja), 17));
            }
        }
        let _ = writeln!(text, "{}{}", padded(l.pick("written to", "書き出し先"), 17), out.display());
        text
    }
}

/// Padded with blanks to a width in columns, in which a kanji takes two.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(UnicodeWidthStr::width(&*strip_ansi_codes(text)))))
}
