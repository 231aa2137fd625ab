//! What may be given to `extract`, under whatever name, and what it gives to other programs.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use common::{arg, files, keikaku, pdf, plan, project};
use serde_json::Value;

/// Code, standard output, standard error.
fn run(args: &[&str]) -> (i32, String, String) {
    let assert = keikaku(args).assert();
    let o = assert.get_output();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (o.status.code().unwrap(), text(&o.stdout), text(&o.stderr))
}

fn rows(output: &Path) -> Vec<(String, String)> {
    let run: Value = serde_json::from_slice(&fs::read(output.join("run.json")).unwrap()).unwrap();
    let row = |row: &Value| {
        let what = row["error"]["code"].as_str().or(row["state"].as_str()).unwrap();
        (row["file"].as_str().unwrap().to_owned(), what.to_owned())
    };
    run["inputs"].as_array().unwrap().iter().map(row).collect()
}

fn zipped(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    // By hand: names as bytes, stored, as old archivers write them.
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in members {
        let mut crc = flate2::Crc::new();
        crc.update(data);
        let size = u32::try_from(data.len()).unwrap().to_le_bytes();
        let name_len = u16::try_from(name.len()).unwrap().to_le_bytes();
        let offset = u32::try_from(out.len()).unwrap().to_le_bytes();
        let common =
            [&[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &crc.sum().to_le_bytes(), &size, &size, &name_len, &[0, 0]].concat();
        out.extend([&b"PK\x03\x04"[..], &common, name, data].concat());
        directory.extend([&b"PK\x01\x02\x14\x00"[..], &common, &[0; 10], &offset, name].concat());
    }
    let count = u16::try_from(members.len()).unwrap().to_le_bytes();
    let (size, start) = (u32::try_from(directory.len()).unwrap(), u32::try_from(out.len()).unwrap());
    out.extend_from_slice(&directory);
    out.extend(
        [&b"PK\x05\x06\0\0\0\0"[..], &count, &count, &size.to_le_bytes(), &start.to_le_bytes(), &[0, 0]].concat(),
    );
    out
}

#[test]
fn archives_are_read_in_place() {
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir(&input).unwrap();
    let plan = plan();
    let inner = zipped(&[(b"x.pdf", &plan)]);
    let archive = zipped(&[
        (b"\x8Cv\x89\xE6.pdf", &plan), // 計画.pdf in Shift_JIS
        ("資料/方針.pdf".as_bytes(), &plan),
        (b"../../escape.pdf", &plan),
        (b"notes.txt", b"not read"),
        (b"inner.zip", &inner),
        (b"__MACOSX/._x.pdf", b"not read"),
        (b"broken.pdf", b"no PDF"),
    ]);
    fs::write(input.join("plans.ZIP"), archive).unwrap();
    fs::write(input.join("bad.zip"), "PK but no more").unwrap();
    fs::write(input.join("own.pdf"), &plan).unwrap();
    let (code, ..) = run(&["extract", arg(&input), "--out", arg(&out)]);
    assert_eq!(code, 1);
    let want = [
        ("bad.zip", "bad_archive"),
        ("own.pdf", "done"),
        ("plans.ZIP/broken.pdf", "not_pdf"),
        ("plans.ZIP/escape.pdf", "done"),
        ("plans.ZIP/inner.zip", "nested_archive"),
        ("plans.ZIP/計画.pdf", "done"),
        ("plans.ZIP/資料/方針.pdf", "done"),
    ];
    assert_eq!(rows(&out), want.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert!(files(&out).contains_key("records/plans.ZIP/計画.json"));
    assert!(!dir.path().join("escape.json").exists());

    let more = dir.path().join("more");
    run(&["extract", arg(&input.join("plans.ZIP")), "--out", arg(&more), "--in-process"]);
    assert_eq!(rows(&more).len(), 5);
}

#[test]
fn an_archive_that_is_a_bomb_costs_its_member() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("bomb.pdf", options).unwrap();
    let zeros = vec![0; 1 << 20];
    (0..64).for_each(|_| archive.write_all(&zeros).unwrap());
    archive.start_file("plan.pdf", options).unwrap();
    archive.write_all(&plan()).unwrap();
    archive.finish().unwrap();
    let out = dir.path().join("out");
    run(&["extract", arg(&path), "--out", arg(&out)]);
    let want = [("a.zip/bomb.pdf", "decompression_bomb"), ("a.zip/plan.pdf", "done")];
    assert_eq!(rows(&out), want.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[cfg(unix)]
#[test]
fn odd_names_survive() {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir(&input).unwrap();
    let long = format!("{}.pdf", "x".repeat(250));
    let kanji = format!("{}.PDF", "計".repeat(83));
    let names: [&[u8]; 10] = [
        b"a b.pdf",
        "総合 計画（案）.pdf".as_bytes(),
        b"\x8Cv\x89\xE6.pdf",
        b"-rf.pdf",
        b"new\nline.pdf",
        b"quote'\".pdf",
        b"%8E.pdf",
        b"\x1b[31mred.pdf",
        long.as_bytes(),
        kanji.as_bytes(),
    ];
    for name in names {
        fs::write(input.join(std::ffi::OsStr::from_bytes(name)), plan()).unwrap();
    }
    symlink("a b.pdf", input.join("link.pdf")).unwrap();
    symlink(&input, input.join("loop.pdf")).unwrap();
    symlink(&input, input.join("loop")).unwrap();
    symlink("nowhere", input.join("dangling.pdf")).unwrap();
    for (more, name) in [(&["--jobs", "2"][..], "out"), (&["--in-process"][..], "out2")] {
        let out = dir.path().join(name);
        let mut args = vec!["extract", arg(&input), "--out", arg(&out)];
        args.extend(more);
        let (code, report, _) = run(&args);
        assert_eq!(code, 1, "{report}");
        assert!(!report.contains('\u{1b}'), "names do not steer the terminal");
        let rows = rows(&out);
        assert_eq!(rows.len(), 13, "{rows:?}");
        assert_eq!(rows.iter().filter(|(_, what)| what == "done").count(), 11, "{rows:?}");
        let what = |name: &str| rows.iter().find(|(n, _)| n == name).map(|(_, w)| w.as_str());
        assert_eq!(what("%8Cv%89%E6.pdf"), Some("done"));
        assert_eq!(what("%258E.pdf"), Some("done"));
        assert_eq!(what("loop.pdf"), Some("not_a_file"));
        assert_eq!(what("dangling.pdf"), Some("unreadable"));
        let lines = fs::read_to_string(out.join("records.ndjson")).unwrap();
        assert_eq!(lines.lines().count(), 11);
    }
    assert_eq!(files(&out), files(&dir.path().join("out2")));
}

#[test]
fn lists_patterns_and_several_arguments() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["in/a/1.pdf", "in/a/2.pdf", "in/b/1.pdf", "in/b/no.txt"] {
        fs::create_dir_all(dir.path().join(name).parent().unwrap()).unwrap();
        fs::write(dir.path().join(name), plan()).unwrap();
    }
    fs::write(dir.path().join("list.txt"), "in/b/1.pdf\nin/a\nin/a/1.pdf\nin/gone.pdf\n").unwrap();
    let names = |given: &[&str], out: &str| {
        let mut command = keikaku(&["extract", "--out", out]);
        let _ = command.args(given).current_dir(dir.path()).assert();
        let rows = rows(&dir.path().join(out));
        rows.into_iter().map(|(n, w)| format!("{n} {w}")).collect::<Vec<_>>()
    };
    assert_eq!(names(&["in"], "1"), ["a/1.pdf done", "a/2.pdf done", "b/1.pdf done"]);
    assert_eq!(names(&["in/a", "in/b"], "2"), ["in/a/1.pdf done", "in/a/2.pdf done", "in/b/1.pdf done"]);
    assert_eq!(names(&["in/**/1.*"], "3"), ["in/a/1.pdf done", "in/b/1.pdf done"]);
    assert_eq!(
        names(&["@list.txt"], "4"),
        ["in/a/1.pdf done", "in/a/1.pdf listed_twice", "in/a/2.pdf done", "in/b/1.pdf done", "in/gone.pdf unreadable"]
    );
}

#[test]
fn a_stream_of_records() {
    let dir = tempfile::tempdir().unwrap();
    for i in 0..8 {
        fs::write(dir.path().join(format!("{i}.pdf")), pdf(&vec![&["総合計画"][..]; 9 - i])).unwrap();
    }
    fs::write(dir.path().join("bad.pdf"), "no PDF").unwrap();
    let out = dir.path().join("out");
    run(&["extract", arg(dir.path()), "--out", arg(&out)]);
    let lines = fs::read_to_string(out.join("records.ndjson")).unwrap();

    let (code, ordered, said) = run(&["extract", arg(dir.path()), "--format", "ndjson", "--ordered", "--jobs", "3"]);
    assert_eq!(code, 1);
    assert_eq!(ordered, lines, "as in the folder, byte for byte");
    assert!(said.contains("bad.pdf") && said.contains("(not_pdf)") && said.contains("9 files: 8 done"), "{said}");
    let (_, any_order, _) = run(&["extract", arg(dir.path()), "--format", "ndjson", "--jobs", "3"]);
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    assert_eq!(sorted(&any_order), sorted(&lines));

    let assert = keikaku(&["extract", "-", "--format", "ndjson"]).write_stdin(plan()).assert().code(0);
    let record: Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    assert_eq!(record["source"]["file"], "stdin.pdf");
    let assert = keikaku(&["extract", "-"]).write_stdin("no PDF").assert().code(3);
    assert!(String::from_utf8_lossy(&assert.get_output().stderr).contains("not a PDF"));
}

#[test]
fn what_is_told_to_programs_and_in_japanese() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.pdf"), plan()).unwrap();
    fs::write(dir.path().join("bad.pdf"), "no PDF").unwrap();
    let out = dir.path().join("out");
    let (_, _, said) = run(&["extract", arg(dir.path()), "--out", arg(&out), "--log-format", "json"]);
    let events: Vec<Value> = said.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let kinds: Vec<&str> = events.iter().map(|e| e["event"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["found", "file", "file", "summary"]);
    assert_eq!(events[3]["counts"]["failed"], 1);
    let failed = events.iter().find(|e| e["state"] == "failed").unwrap();
    assert_eq!((&failed["file"], &failed["error"]["code"]), (&Value::from("bad.pdf"), &Value::from("not_pdf")));
    let (_, _, said) =
        run(&["extract", arg(dir.path()), "--format", "ndjson", "--ordered", "--jobs", "1", "--log-format", "json"]);
    let events: Vec<Value> = said.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let told = |e: &Value| format!("{} {} {}", e["event"], e["file"], e["state"]).replace('"', "");
    assert_eq!(
        events.iter().map(told).collect::<Vec<_>>(),
        ["found null null", "file a.pdf done", "file bad.pdf failed", "summary null null"]
    );
    assert_eq!(events[3]["counts"]["pages"], 1);
    assert!(events[3]["counts"]["schedule_entries"].is_null(), "not counted in a stream");

    let english = fs::read(out.join("run.json")).unwrap();
    for (args, variable) in [(&["--lang", "ja"][..], "C"), (&[][..], "ja_JP.UTF-8")] {
        let again = dir.path().join("again");
        let _ = fs::remove_dir_all(&again);
        let mut command = keikaku(&["extract", arg(dir.path()), "--out", arg(&again)]);
        let assert = command.args(args).env("LC_ALL", variable).assert().code(1);
        let report = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
        assert!(report.contains("PDFではありません") && report.contains("ファイル"), "{report}");
        assert!(String::from_utf8_lossy(&assert.get_output().stderr).contains("2件: 完了1"), "{report}");
        assert_eq!(fs::read(again.join("run.json")).unwrap(), english, "files know no language");
    }
    let (_, report, said) = run(&["extract", arg(dir.path()), "--out", arg(&out), "--quiet"]);
    assert_eq!((report.as_str(), said.as_str()), ("", ""));
    let (_, _, said) = run(&["extract", arg(dir.path()), "--out", arg(&out), "-v"]);
    assert!(said.lines().any(|l| l.starts_with("unchanged") && l.contains("a.pdf")), "{said}");
    assert!(!said.contains('\u{1b}'), "no colours where there is no terminal");
}

#[test]
fn reports_for_people() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a<b>.pdf"), plan()).unwrap();
    fs::write(dir.path().join("=1+1.pdf"), "no PDF").unwrap();
    let out = dir.path().join("out");
    run(&["extract", arg(dir.path()), "--out", arg(&out), "--report", "html,csv"]);
    let html = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(
        html.contains("a&lt;b&gt;.pdf") && html.contains("<tr class=\"failed\">") && !html.contains("<b>"),
        "{html}"
    );
    let csv = fs::read_to_string(out.join("report.csv")).unwrap();
    assert_eq!(csv.lines().count(), 3);
    assert!(csv.contains("\"'=1+1.pdf\",failed,not_pdf,pdf,"), "{csv}");
}

#[test]
fn options_come_from_a_file_as_well() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    fs::write(input.join("a.pdf"), pdf(&[&["一"], &["二"], &["三"]])).unwrap();
    fs::write(dir.path().join("keikaku.toml"), "out = \"made\"\nmax_pages = 2\nreport = [\"csv\"]\n").unwrap();
    assert_eq!(run(&["extract", arg(&input)]).0, 0);
    let record: Value = serde_json::from_slice(&fs::read(dir.path().join("made/records/a.json")).unwrap()).unwrap();
    assert_eq!(record["pages"].as_array().unwrap().len(), 2);
    assert!(dir.path().join("made/report.csv").exists());
    let (_, printed, _) = run(&["config", "--print", arg(&input), "--max-pages", "5"]);
    assert!(printed.contains("max_pages = 5") && printed.contains("# command line"), "{printed}");
    assert!(printed.lines().any(|l| l.starts_with("report = ") && l.ends_with("# keikaku.toml")), "{printed}");
    // What is printed is a keikaku.toml.
    let own = dir.path().join("own.toml");
    fs::write(&own, &printed).unwrap();
    let (code, again, said) = run(&["config", "--print", arg(&input), "--config", arg(&own)]);
    assert_eq!(code, 0, "{said}");
    assert!(again.lines().filter(|l| l.contains(" = ")).all(|l| l.ends_with("# keikaku.toml")), "{again}");
    fs::write(&own, "max_pagse = 2\n").unwrap();
    let (code, _, said) = run(&["extract", arg(&input), "--config", arg(&own)]);
    assert_eq!(code, 2);
    assert!(said.contains("line 1") && said.contains("max_pagse"), "{said}");
}

#[test]
fn completions_and_manual_pages() {
    for shell in ["bash", "zsh", "fish"] {
        let (code, text, _) = run(&["completions", shell]);
        assert!(code == 0 && text.contains("max-memory") && text.contains("watch"), "{shell}");
    }
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(&["man", "--out", arg(dir.path())]).0, 0);
    let page = fs::read_to_string(dir.path().join("keikaku-extract.1")).unwrap();
    assert!(page.contains("max\\-memory"), "{page}");
    assert!(run(&["man"]).1.contains(".TH keikaku"));
}

#[test]
fn nothing_depends_on_workers_order_locale_or_time_zone() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    let mut names = Vec::new();
    for name in ["tsuruoka", "mine", "kamaishi"] {
        fs::copy(project(&format!("corpus/{name}.pdf")), input.join(format!("{name}.pdf"))).unwrap();
        names.push(format!("in/{name}.pdf"));
    }
    for i in 0..6 {
        fs::write(input.join(format!("{i}.pdf")), if i == 3 { b"no PDF".to_vec() } else { plan() }).unwrap();
        names.push(format!("in/{i}.pdf"));
    }
    let mut first = None;
    for (n, (more, locale, zone)) in [
        (&["--jobs", "1"][..], "C", "UTC"),
        (&["--jobs", "2"][..], "ja_JP.UTF-8", "Asia/Tokyo"),
        (&["--jobs", "8"][..], "tr_TR.UTF-8", "America/St_Johns"),
        (&["--jobs", "8", "--in-process"][..], "de_DE", "Pacific/Apia"),
    ]
    .into_iter()
    .enumerate()
    {
        // Another order each time.
        names.rotate_left(n * 2);
        names.swap(0, 5);
        fs::write(dir.path().join("list.txt"), names.join("\n")).unwrap();
        let out = format!("out{n}");
        let mut command = keikaku(&["extract", "@list.txt", "--out", &out]);
        let _ = command.args(more).current_dir(dir.path()).env("LC_ALL", locale).env("TZ", zone).assert();
        let made = files(&dir.path().join(out));
        assert!(made.len() > 8);
        let first = first.get_or_insert_with(|| made.clone());
        assert!(*first == made, "{more:?} {locale} {zone}");
    }
}
