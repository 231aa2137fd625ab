//! `keikaku normalize`: text as printed in, text fit to be compared out.

use std::borrow::Cow;

use clap::ValueEnum;

use super::{Exit, Failure, lines};
use crate::japanese::{Profile, normalize_as};

/// Normalise Japanese text, a line in, a line out.
///
/// Full-width letters and digits, half-width kana, radicals and compatibility ideographs become what is meant; dashes
/// are decided by what they stand between; spaces of justified setting are closed. ①, 〜 (as ～) and ㎡ stay.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  echo ３－１　計 画 の 位 置 づ け | keikaku normalize")]
pub(super) struct Args {
    /// What the result is for
    #[arg(long, value_enum, default_value_t = For::Value)]
    profile: For,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum For {
    /// Values to store and to show
    Value,
    /// Keys for matching: no spaces and punctuation, letters in lower case, ヶ and か所 folded
    Key,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let profile = match args.profile {
        For::Value => Profile::Value,
        For::Key => Profile::Key,
    };
    lines::each(|line, out| {
        let text: Cow<'_, str> = String::from_utf8_lossy(line);
        // Other line ends (form feed, U+2028) become \n: in a line they are a space.
        let text = normalize_as(&text, profile).replace('\n', " ");
        out.extend_from_slice(text.as_bytes());
        Ok(())
    })?;
    Ok(Exit::Well)
}
