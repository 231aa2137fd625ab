//! `keikaku completions` and `keikaku man`: what a shell and `man` need, made from the commands themselves.

use std::fs;
use std::path::PathBuf;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Cli, Exit, Failure, print};
use crate::error::{Error, Stage};

/// Print shell completions.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  keikaku completions bash > ~/.local/share/bash-completion/completions/keikaku")]
pub(super) struct Completions {
    /// For which shell
    shell: Shell,
}

/// Print the manual page, or write one for each command.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  keikaku man --out ~/.local/share/man/man1")]
pub(super) struct Man {
    /// Folder for the pages: keikaku.1, keikaku-extract.1 …
    #[arg(short, long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

pub(super) fn completions(args: &Completions) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "keikaku", &mut text);
    print(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Well)
}

pub(super) fn man(args: &Man) -> Result<Exit, Failure> {
    let mut command = Cli::command();
    if let Some(folder) = &args.out {
        let failed = |e: std::io::Error| Failure::nothing(folder, &Error::io(Stage::Write, &e));
        fs::create_dir_all(folder).map_err(failed)?;
        clap_mangen::generate_to(command, folder).map_err(failed)?;
    } else {
        command.build();
        let mut text = Vec::new();
        clap_mangen::Man::new(command).render(&mut text)?;
        print(&String::from_utf8_lossy(&text))?;
    }
    Ok(Exit::Well)
}
