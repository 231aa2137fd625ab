//! Documents that want to bring the program down: each costs itself at most, and says which bound it met.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

#[path = "common/bombs.rs"]
mod bombs;
mod common;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use common::{arg, files, keikaku, pdf, plan};
use serde_json::Value;

/// Runs over a folder; the rows of `run.json`.
fn rows(input: &Path, output: &Path, more: &[&str]) -> Vec<Value> {
    let mut args = vec!["extract", arg(input), "--out", arg(output)];
    args.extend(more);
    let _ = keikaku(&args).assert();
    let run: Value = serde_json::from_slice(&fs::read(output.join("run.json")).unwrap()).unwrap();
    run["inputs"].as_array().unwrap().clone()
}

/// What became of a file: its state, or the code of its error, and the warnings of its record that speak of limits.
fn fate(row: &Value) -> (String, String) {
    let what = row["error"]["code"].as_str().or(row["state"].as_str()).unwrap().to_owned();
    let limits = row["warnings"].as_array().unwrap().iter().filter(|w| w["code"] == "limit_reached");
    (what, limits.map(|w| w["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join("; "))
}

#[test]
fn each_bomb_meets_its_bound() {
    let dir = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("KEIKAKU_BOMBS").map(std::path::PathBuf::from);
    let input = kept.unwrap_or_else(|| dir.path().join("in"));
    fs::create_dir_all(&input).unwrap();
    let plan = plan();
    // Name, bytes, what becomes of it, what its limit says.
    let bombs: Vec<(&str, Vec<u8>, &str, &str)> = vec![
        ("cmap-loop", bombs::cmap_loop(), "done", ""),
        ("deep-arrays", bombs::deep_arrays(), "done", ""),
        ("empty", Vec::new(), "not_pdf", ""),
        ("filters", bombs::many_filters(), "done", ""),
        ("forms", bombs::recursive_forms(), "done", "--max-depth"),
        ("glyphs", bombs::million_glyphs(), "done", "--max-glyphs"),
        ("huge-page", bombs::huge_page(), "done", ""),
        ("object-stream", bombs::object_stream(), "decompression_bomb", ""),
        ("objects-compressed", bombs::million_compressed_objects(), "too_many_objects", ""),
        ("objects", bombs::million_objects(), "too_many_objects", ""),
        ("operators", bombs::operators(), "done", "--max-operators"),
        ("page-tree-loop", bombs::page_tree_loop(), "done", ""),
        ("pages", bombs::many_pages(), "done", "--max-pages"),
        ("segments", bombs::million_segments(), "done", "--max-segments"),
        ("ten-gigabytes", bombs::ten_gigabytes(), "done", "--max-ratio"),
        ("truncated", plan[..plan.len() / 2].to_vec(), "done", ""),
        ("xref-loop", bombs::xref_loop(), "done", ""),
    ];
    for (name, bytes, ..) in &bombs {
        fs::write(input.join(format!("{name}.pdf")), bytes).unwrap();
    }
    let started = Instant::now();
    let rows = rows(&input, &dir.path().join("out"), &["--timeout", "30"]);
    for row in &rows {
        println!("{} {:?}", row["file"], fate(row));
    }
    println!("{:.1} s", started.elapsed().as_secs_f64());
    assert_eq!(rows.len(), bombs.len());
    for ((name, _, want, said), row) in bombs.iter().zip(&rows) {
        assert_eq!(row["file"], format!("{name}.pdf"));
        let (what, limits) = fate(row);
        assert_eq!(what, *want, "{name}: {row}");
        assert!(limits.contains(said) && (said.is_empty() == limits.is_empty()), "{name}: {limits}");
    }
}

/// What fuzzing found, each made small: none may bring a worker down, or take long.
#[test]
fn what_fuzzing_found_stays_mended() {
    let dir = tempfile::tempdir().unwrap();
    let rows = rows(&common::project("fixtures/fuzz"), dir.path(), &["--timeout", "20"]);
    assert!(!rows.is_empty());
    for row in rows {
        let (what, _) = fate(&row);
        let bad = ["crash", "internal", "stack_overflow", "out_of_memory", "timeout"];
        assert!(!bad.contains(&what.as_str()), "{row}");
    }
}

#[test]
fn a_slow_file_and_a_large_one_cost_themselves_only() {
    let dir = tempfile::tempdir().unwrap();
    let (good, bad) = (dir.path().join("good"), dir.path().join("bad"));
    for folder in [&good, &bad] {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("a.pdf"), plan()).unwrap();
        fs::write(folder.join("z.pdf"), pdf(&[&["総合計画審議会"]])).unwrap();
    }
    fs::write(bad.join("heavy.pdf"), bombs::heavy(60)).unwrap();
    let alone = dir.path().join("alone");
    rows(&good, &alone, &[]);
    let records = |out: &Path| {
        let mut all = files(out);
        all.remove("run.json");
        all
    };
    for (more, code, option) in [
        (&["--timeout", "1"][..], "timeout", "--timeout"),
        (&["--max-memory", "128M", "--timeout", "60"][..], "out_of_memory", "--max-memory"),
    ] {
        let out = dir.path().join(code);
        let started = Instant::now();
        let rows = rows(&bad, &out, more);
        if code == "timeout" {
            assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
        }
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[1]["error"]["code"], code, "{}", rows[1]);
        assert!(rows[1]["error"]["message"].as_str().unwrap().contains(option), "{}", rows[1]);
        assert_eq!(records(&alone), records(&out), "{code}");
    }
}

/// Workers that die in every way that a worker can, as a script each.
#[cfg(unix)]
#[test]
fn every_death_of_a_worker_has_its_code() {
    use keikaku::batch::{self, Options, walk};
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    fs::write(input.join("a.pdf"), plan()).unwrap();
    fs::write(input.join("b.pdf"), plan()).unwrap();
    for (name, script, code) in [
        ("stack", "echo \"thread 'main' has overflowed its stack\" >&2; kill -ABRT $$", "stack_overflow"),
        ("memory", "echo 'memory allocation of 9 bytes failed' >&2; kill -ABRT $$", "out_of_memory"),
        ("killed", "kill -KILL $$", "out_of_memory"),
        ("abort", "kill -ABRT $$", "crash"),
        ("exit", "exit 7", "crash"),
        ("loop", "exec sleep 60", "timeout"),
        ("garbage", "echo garbage; exec sleep 60", "timeout"),
    ] {
        let program = dir.path().join(name);
        fs::write(&program, format!("#!/bin/sh\nhead -c 1 >/dev/null\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let options =
            Options { workers: Some(program), timeout: Some(Duration::from_millis(600)), ..Options::default() };
        let inputs = walk::inputs(&input, None).unwrap();
        let outcome = batch::run(&inputs, &dir.path().join("out").join(name), &options, &|_| {}).unwrap();
        assert_eq!(outcome.counts.failed, 2, "{name}: the run goes on");
        for row in &outcome.without_record {
            assert_eq!(row.error.as_ref().unwrap().code.as_str(), code, "{name}: {row:?}");
        }
    }
}

#[test]
fn a_page_that_fails_costs_the_page() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    // The second of three pages has more glyphs than the limit.
    fs::write(
        input.join("a.pdf"),
        pdf(&[&["一頁目"], &["二頁目に入る文はとても長いので、上限を超える。"], &["三頁目"]]),
    )
    .unwrap();
    let rows = rows(&input, &dir.path().join("out"), &["--max-glyphs", "10"]);
    let record: Value = serde_json::from_slice(&fs::read(dir.path().join("out/records/a.json")).unwrap()).unwrap();
    let texts: Vec<&str> =
        record["pages"].as_array().unwrap().iter().map(|p| p["text"].as_str().unwrap().trim_end()).collect();
    assert_eq!(texts, ["一頁目", "二頁目に入る文はとて", "三頁目"]);
    let (what, limits) = fate(&rows[0]);
    assert_eq!((what.as_str(), limits.contains("limit of 10; ")), ("done", true), "{limits}");
    assert_eq!(record["generator"]["options"]["max_glyphs"], "10");
}
