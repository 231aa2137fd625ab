//! Runs that are killed, stopped, or meet a folder that takes no more: nothing that was done is lost, and the next run does
//! the rest.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{arg, files, keikaku, pdf, plan, project};
use serde_json::Value;

fn start(args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keikaku"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn extract(input: &Path, output: &Path, more: &[&str]) -> (i32, String, String) {
    let mut args = vec!["extract", arg(input), "--out", arg(output)];
    args.extend(more);
    let assert = keikaku(&args).assert();
    let o = assert.get_output();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (o.status.code().unwrap(), text(&o.stdout), text(&o.stderr))
}

fn run_json(output: &Path) -> Value {
    serde_json::from_slice(&fs::read(output.join("run.json")).unwrap()).unwrap()
}

fn states(output: &Path) -> BTreeMap<String, String> {
    let run = run_json(output);
    let row = |row: &Value| (row["file"].as_str().unwrap().to_owned(), row["state"].as_str().unwrap().to_owned());
    run["inputs"].as_array().unwrap().iter().map(row).collect()
}

/// Real documents, each several times under other names, and a broken one.
fn documents(folder: &Path, copies: usize) {
    for i in 0..copies {
        let sub = folder.join(format!("{i:02}"));
        fs::create_dir_all(&sub).unwrap();
        for name in ["tsuruoka", "mine", "kamaishi", "tsukubamirai"] {
            fs::copy(project(&format!("corpus/{name}.pdf")), sub.join(format!("{name}.pdf"))).unwrap();
        }
    }
    fs::write(folder.join("broken.pdf"), "%PDF-1.7 and nothing else").unwrap();
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_secs(60), "{what}: not within a minute");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Records so far; temporary files come and go while this looks.
fn records(output: &Path) -> usize {
    let found = walkdir::WalkDir::new(output.join("records")).into_iter().filter_map(Result::ok);
    found.filter(|e| e.path().extension().is_some_and(|x| x == "json")).count()
}

#[test]
fn a_run_that_is_killed_again_and_again_ends_like_one_that_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let (input, calm, killed) = (dir.path().join("in"), dir.path().join("calm"), dir.path().join("killed"));
    // KEIKAKU_KILLS=20 is the long form: 200 files, 20 kills.
    let kills: usize = std::env::var("KEIKAKU_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(5);
    documents(&input, kills * 5 / 2);
    extract(&input, &calm, &[]);
    let mut seed: u64 = 7;
    let mut seen = Vec::new();
    for kill in 0..kills {
        let before = records(&killed);
        let mut child = start(&["extract", arg(&input), "--out", arg(&killed), "--jobs", "2"]);
        // Some moment between this many records and the next few.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let wait = Duration::from_micros(seed >> 48);
        // Every other time somewhere on the way, else soon after the start.
        if kill % 2 == 1 {
            let target = before + (seed >> 33) as usize % 20;
            let started = Instant::now();
            while records(&killed) < target
                && started.elapsed() < Duration::from_secs(20)
                && child.try_wait().unwrap().is_none()
            {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        std::thread::sleep(wait);
        child.kill().unwrap();
        child.wait().unwrap();
        seen.push(records(&killed));
        for (name, bytes) in files(&killed).iter().filter(|(n, _)| n.ends_with(".json")) {
            assert!(serde_json::from_slice::<Value>(bytes).is_ok(), "{name} is half written");
        }
    }
    println!("records after each of {kills} kills: {seen:?} of {}", kills * 5 / 2 * 4);
    extract(&input, &killed, &[]);
    assert!(files(&calm) == files(&killed), "not the same bytes");
}

#[test]
fn what_holds_is_kept_and_what_changed_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir(&input).unwrap();
    fs::write(input.join("a.pdf"), plan()).unwrap();
    fs::write(input.join("b.pdf"), pdf(&[&["審議会"]])).unwrap();
    fs::write(input.join("c.pdf"), plan()).unwrap();
    fs::write(input.join("bad.pdf"), "nothing").unwrap();
    let is = |want: &[(&str, &str)]| {
        let want: BTreeMap<String, String> = want.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(states(&out), want);
    };
    extract(&input, &out, &[]);
    is(&[("a.pdf", "done"), ("b.pdf", "done"), ("c.pdf", "done"), ("bad.pdf", "failed")]);
    assert_eq!(run_json(&out)["inputs"][3]["duplicate_of"], "a.pdf", "the same bytes are told");
    let first = fs::metadata(out.join("records/a.json")).unwrap().modified().unwrap();

    fs::write(input.join("b.pdf"), pdf(&[&["委員会"]])).unwrap();
    fs::write(input.join("bad.pdf"), plan()).unwrap();
    fs::remove_file(input.join("c.pdf")).unwrap();
    let (code, report, _) = extract(&input, &out, &[]);
    is(&[("a.pdf", "unchanged"), ("b.pdf", "done"), ("bad.pdf", "done")]);
    assert_eq!(code, 0, "what failed is tried again");
    assert_eq!(first, fs::metadata(out.join("records/a.json")).unwrap().modified().unwrap());
    assert!(report.contains("records/c.json"), "{report}");
    assert!(out.join("records/c.json").exists());

    // Options that change results make all records anew; those that do not, none.
    extract(&input, &out, &["--timeout", "50", "--jobs", "1", "--in-process"]);
    assert!(states(&out).values().all(|s| s == "unchanged"));
    extract(&input, &out, &["--max-pages", "7"]);
    assert!(states(&out).values().all(|s| s == "done"));
    extract(&input, &out, &["--max-pages", "7", "--prune"]);
    assert!(states(&out).values().all(|s| s == "unchanged"));
    assert!(!out.join("records/c.json").exists(), "--prune");
    extract(&input, &out, &["--max-pages", "7", "--force"]);
    assert!(states(&out).values().all(|s| s == "done"));

    // A record that was tampered with, or is of another version, is made anew.
    let record = out.join("records/a.json");
    let text = fs::read_to_string(&record).unwrap();
    fs::write(&record, &text[..text.len() / 2]).unwrap();
    extract(&input, &out, &["--max-pages", "7"]);
    assert_eq!(fs::read_to_string(&record).unwrap(), text);
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(text.contains(&version));
    fs::write(&record, text.replacen(&version, "\"version\": \"0.0.1\"", 1)).unwrap();
    extract(&input, &out, &["--max-pages", "7"]);
    assert_eq!(fs::read_to_string(&record).unwrap(), text);
}

#[test]
fn ctrl_c_leaves_what_is_finished() {
    let dir = tempfile::tempdir().unwrap();
    let (input, calm, out) = (dir.path().join("in"), dir.path().join("calm"), dir.path().join("out"));
    documents(&input, 12);
    extract(&input, &calm, &[]);
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let had = records(&out);
        let mut child = start(&["extract", arg(&input), "--out", arg(&out), "--jobs", "1"]);
        until("a record", || records(&out) > had + 2);
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(code));
        let left = states(&out);
        assert_eq!(left.len(), 49, "every file is accounted for");
        let count = |state: &str| left.values().filter(|s| *s == state).count();
        assert!(count("done") + count("unchanged") > had + 2 && count("skipped") > 0, "{left:?}");
        assert_eq!(records(&out), count("done") + count("unchanged"));
    }
    extract(&input, &out, &[]);
    let without_run = |out: &Path| {
        let mut all = files(out);
        all.remove("run.json");
        all
    };
    assert!(without_run(&calm) == without_run(&out));
}

#[test]
fn two_runs_do_not_share_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir_all(&input).unwrap();
    fs::create_dir_all(&out).unwrap();
    fs::write(input.join("a.pdf"), plan()).unwrap();
    let held = fs::File::open(&out).unwrap();
    held.try_lock().unwrap();
    let (code, _, said) = extract(&input, &out, &[]);
    assert_eq!(code, 3);
    assert!(said.contains("another run is writing"), "{said}");
    drop(held);
    assert_eq!(extract(&input, &out, &[]).0, 0);
}

#[test]
fn a_file_that_vanishes_costs_itself() {
    use keikaku::batch::{self, Options, walk};
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir(&input).unwrap();
    fs::write(input.join("a.pdf"), plan()).unwrap();
    fs::write(input.join("b.pdf"), plan()).unwrap();
    let inputs = walk::inputs(&input, None).unwrap();
    fs::remove_file(input.join("a.pdf")).unwrap();
    let workers = Some(PathBuf::from(env!("CARGO_BIN_EXE_keikaku")));
    for workers in [None, workers] {
        let options = Options { workers, force: true, ..Options::default() };
        let outcome = batch::run(&inputs, &out, &options, &|_| {}).unwrap();
        assert_eq!((outcome.counts.done, outcome.counts.failed), (1, 1));
        assert_eq!(outcome.without_record[0].error.as_ref().unwrap().code.as_str(), "vanished");
    }
}

/// A small file system in memory, for as long as this lives. Needs root.
struct Mount(PathBuf);

impl Mount {
    fn new(at: &Path, options: &str) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs", arg(at)]).output();
        mounted.is_ok_and(|o| o.status.success()).then(|| Self(at.to_owned()))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_loses_nothing_that_was_done() {
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("in"), dir.path().join("out"));
    documents(&input, 4);
    let Some(mount) = Mount::new(&out, "size=700k") else {
        println!("skipped: no file system can be mounted here");
        return;
    };
    let (code, _, said) = extract(&input, &out, &["--jobs", "2"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("nothing more can be written") && said.contains("check the free space"), "{said}");
    let kept = files(&out);
    assert!(kept.keys().any(|n| n.starts_with("records/")), "{:?}", kept.keys());
    for (name, bytes) in kept.iter().filter(|(n, _)| n.ends_with(".json")) {
        assert!(serde_json::from_slice::<Value>(bytes).is_ok(), "{name} is half written");
    }
    assert!(!kept.keys().any(|n| n.contains(".keikaku-")), "{:?}", kept.keys());
    // With space again, the rest is done and the result is as ever.
    assert!(Command::new("mount").args(["-o", "remount,size=64m", arg(&out)]).status().unwrap().success());
    extract(&input, &out, &[]);
    let calm = dir.path().join("calm");
    extract(&input, &calm, &[]);
    let records = |out: &Path| files(out).into_iter().filter(|(n, _)| n != "run.json").collect::<BTreeMap<_, _>>();
    assert!(records(&calm) == records(&out));
    drop(mount);
}

#[test]
fn a_folder_that_may_not_be_written_is_told_before_any_work() {
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir_all(&input).unwrap();
    fs::write(input.join("a.pdf"), plan()).unwrap();
    let mount = Mount::new(&out, "ro");
    if mount.is_none() {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).unwrap();
        if fs::write(out.join("probe"), "").is_ok() {
            println!("skipped: this user may write everything");
            return;
        }
    }
    let (code, _, said) = extract(&input, &out, &[]);
    assert_eq!(code, 3);
    assert!(said.contains("check the free space and the permissions"), "{said}");
    drop(mount);
}

#[test]
fn a_watch_keeps_the_folder_up_to_date() {
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("in"), dir.path().join("in/out"));
    fs::create_dir(&input).unwrap();
    fs::write(input.join("a.pdf"), plan()).unwrap();
    let mut child = start(&["watch", arg(&input), "--out", arg(&out), "--settle", "0.2"]);
    let lines = || fs::read_to_string(out.join("records.ndjson")).unwrap_or_default();
    until("the first run", || lines().lines().count() == 1);
    fs::create_dir(input.join("new")).unwrap();
    until("a folder seen", || true);
    fs::write(input.join("new/b.pdf"), pdf(&[&["総合計画"]])).unwrap();
    until("a new file", || lines().contains("new/b.pdf"));
    fs::write(input.join("a.pdf"), pdf(&[&["書き換えた計画"]])).unwrap();
    until("a changed file", || lines().contains("書き換えた計画"));
    fs::remove_file(input.join("new/b.pdf")).unwrap();
    until("a file that is gone", || !out.join("records/new/b.json").exists());
    until("its line", || lines().lines().count() == 1);
    fs::remove_file(input.join("a.pdf")).unwrap();
    until("the last file gone", || lines().is_empty() && !out.join("records/a.json").exists());
    fs::write(input.join("c.pdf"), plan()).unwrap();
    until("one more", || lines().contains("c.pdf"));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
}
