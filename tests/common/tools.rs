//! What the tests need from outside: a Python with the packages that read exports back, and a browser.
//!
//! Both are installed where the machine lacks them: PyPI packages into a virtual environment under `target/tmp`
//! (`tests/tools/requirements.txt`), Debian packages with apt where this may be done. What cannot be had is named and the
//! test that needs it does nothing; under `CI=true` it fails instead, so that nothing is left out unseen.
//!
//! ```ignore
//! let Some(python) = tools::or_skip(tools::python()) else { return };
//! let Some(browser) = tools::or_skip(tools::chromium()) else { return };
//! let said = tools::browse(python, browser, "tests/tools/review.py", &[arg(&page)]);
//! ```
#![allow(dead_code, reason = "each test program uses a part")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use super::project;

/// What the tool gives, or None where it is missing on a machine of a person (told on standard error).
///
/// # Panics
/// Where it is missing and `CI` is set.
#[allow(clippy::panic, reason = "that is the point")]
pub(crate) fn or_skip<T>(tool: &'static Result<T, String>) -> Option<&'static T> {
    match tool {
        Ok(tool) => Some(tool),
        Err(why) if std::env::var_os("CI").is_some_and(|ci| ci != "false") => panic!("not run: {why}"),
        Err(why) => {
            // Past the harness, which keeps what passing tests print to itself.
            let test = std::thread::current().name().unwrap_or_default().to_owned();
            let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("not run: {test}: {why}\n").as_bytes());
            None
        }
    }
}

/// A Python with pandas, pyarrow, DuckDB, openpyxl and what else stands in `tests/tools/requirements.txt`.
pub(crate) fn python() -> &'static Result<PathBuf, String> {
    static PYTHON: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    PYTHON.get_or_init(|| locked("python", make_python))
}

/// A Chromium.
pub(crate) fn chromium() -> &'static Result<PathBuf, String> {
    static CHROMIUM: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    CHROMIUM.get_or_init(|| {
        locked("chromium", || {
            const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
            let find = || NAMES.iter().find_map(|name| on_path(name));
            find().map_or_else(
                || {
                    apt(&["chromium"])?;
                    find().ok_or_else(|| "no chromium on the path".to_owned())
                },
                Ok,
            )
        })
    })
}

/// A program of Debian (`sqlite3`, `jq` …), from the package of that name where the machine lacks it.
pub(crate) fn program(name: &str, package: &str) -> Result<PathBuf, String> {
    locked(name, || {
        if let Some(path) = on_path(name) {
            return Ok(path);
        }
        apt(&[package])?;
        on_path(name).ok_or_else(|| format!("no {name} on the path"))
    })
}

/// Runs a Python script of the project; its standard output, where it ends well.
///
/// # Panics
/// Where it does not, with what it printed.
#[allow(clippy::panic, reason = "a failing script is a failing test")]
pub(crate) fn script(python: &Path, script: &str, args: &[&str]) -> String {
    let output = Command::new(python).arg(project(script)).args(args).env("PYTHONUTF8", "1").output();
    let output = output.unwrap_or_else(|e| panic!("{}: {e}", python.display()));
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{script} {args:?}\n{}{}", said(&output.stdout), said(&output.stderr));
    said(&output.stdout)
}

/// Runs a script that drives the browser (see `tests/tools/browser.py`, which it imports).
pub(crate) fn browse(python: &Path, chromium: &Path, path: &str, args: &[&str]) -> String {
    let chromium = chromium.to_string_lossy();
    script(python, path, &[&[chromium.as_ref()], args].concat())
}

fn make_python() -> Result<PathBuf, String> {
    let wanted = project("tests/tools/requirements.txt");
    let requirements = fs::read_to_string(&wanted).map_err(|e| format!("{}: {e}", wanted.display()))?;
    let venv = tools_folder().join("venv");
    let (python, stamp) = (venv.join("bin/python"), venv.join("requirements.txt"));
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|had| had == requirements) {
        return Ok(python);
    }
    let base = match on_path("python3") {
        Some(path) => path,
        None => {
            apt(&["python3", "python3-venv"])?;
            on_path("python3").ok_or("no python3 on the path")?
        }
    };
    let make = || run(Command::new(&base).args(["-m", "venv", "--clear"]).arg(&venv));
    if make().is_err() {
        // Debian parts venv from python3.
        apt(&["python3-venv"])?;
        make()?;
    }
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(&wanted))?;
    fs::write(&stamp, requirements).map_err(|e| e.to_string())?;
    Ok(python)
}

/// Where what was installed is kept.
fn tools_folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("tools")
}

/// One at a time over all test programs: two may want to install the same.
fn locked<T>(name: &str, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let folder = tools_folder();
    let told = |e: std::io::Error| format!("{}: {e}", folder.display());
    fs::create_dir_all(&folder).map_err(told)?;
    // apt has a lock of its own, on which it fails at once; so one lock for all.
    let lock = File::create(folder.join("lock")).map_err(told)?;
    lock.lock().map_err(told)?;
    work().map_err(|why| format!("{name} is needed and could not be had ({why})"))
}

fn on_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Installs packages of Debian, as root or by sudo where it asks for no password.
fn apt(packages: &[&str]) -> Result<(), String> {
    let apt = on_path("apt-get").ok_or("there is no apt-get; install it by hand")?;
    let command = |args: &[&str]| {
        let mut command = match on_path("sudo") {
            Some(sudo) if !is_root() => {
                let mut command = Command::new(sudo);
                command.arg("-n").arg(&apt);
                command
            }
            _ => Command::new(&apt),
        };
        command.env("DEBIAN_FRONTEND", "noninteractive").args(args);
        command
    };
    let install = [&["install", "-y", "--no-install-recommends"], packages].concat();
    if run(&mut command(&install)).is_ok() {
        return Ok(());
    }
    run(&mut command(&["update"]))?;
    run(&mut command(&install)).map(drop)
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.trim_ascii() == b"0")
}

fn run(command: &mut Command) -> Result<Output, String> {
    let output = command.output().map_err(|e| format!("{}: {e}", command.get_program().to_string_lossy()))?;
    if output.status.success() {
        return Ok(output);
    }
    // The last lines tell most.
    let said = String::from_utf8_lossy(&output.stderr);
    let last: Vec<&str> = said.lines().rev().take(3).collect();
    Err(format!(
        "{}: {}",
        command.get_program().to_string_lossy(),
        last.into_iter().rev().collect::<Vec<_>>().join(" / ")
    ))
}
