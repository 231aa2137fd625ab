//! `docs/cookbook.md`: every block is run as it stands there, and prints what the page says.
//!
//! `KEIKAKU_UPDATE=1 cargo test --test cookbook` writes what was printed into the page.
#![cfg(feature = "sqlite")]

mod common;

use common::{arg, project, tools};

#[test]
fn the_cookbook_does_what_it_says() {
    let Some(python) = tools::or_skip(tools::python()) else { return };
    for (name, package) in [("jq", "jq"), ("sqlite3", "sqlite3")] {
        let tool = Box::leak(Box::new(tools::program(name, package)));
        if tools::or_skip(tool).is_none() {
            return;
        }
    }
    // R is large: where it cannot be had, the rest is run all the same.
    let r = Box::leak(Box::new(tools::program("Rscript", "r-base-core")));
    let without = if tools::or_skip(r).is_some() { "" } else { "r" };
    let (page, output) = (project("docs/cookbook.md"), project("output"));
    let mut args = vec![arg(&page), arg(&output), env!("CARGO_BIN_EXE_keikaku"), "--without", without];
    if std::env::var_os("KEIKAKU_UPDATE").is_some() {
        args.push("--write");
    }
    println!("{}", tools::script(python, "tests/tools/cookbook.py", &args));
}
