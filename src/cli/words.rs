//! What is told to people, in English and in Japanese. What is written to files never depends on the language.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::batch::manifest::{Counts, State};
use crate::error::{Error, ErrorCode, Stage};

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Lang {
    /// English
    En,
    /// 日本語
    Ja,
}

impl Lang {
    /// Of the locale, as POSIX has it: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set and not empty.
    pub(super) fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|n| variable(n).filter(|v| !v.is_empty()));
        if set.is_some_and(|v| v == "ja" || v.starts_with("ja_") || v.starts_with("ja.") || v.starts_with("ja-")) {
            Self::Ja
        } else {
            Self::En
        }
    }

    /// What the command line says of it, or else the locale; for what goes wrong before the options are known.
    pub(super) fn early() -> Self {
        let mut args = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned());
        while let Some(arg) = args.next() {
            let value = if arg == "--lang" { args.next() } else { arg.strip_prefix("--lang=").map(str::to_owned) };
            match value.as_deref() {
                Some("ja") => return Self::Ja,
                Some("en") => return Self::En,
                _ => {}
            }
        }
        Self::of_locale(|name| std::env::var(name).ok())
    }

    /// English or Japanese.
    pub(super) fn pick(self, en: &'static str, ja: &'static str) -> &'static str {
        match self {
            Self::En => en,
            Self::Ja => ja,
        }
    }

    /// What went wrong with a document. In Japanese, by its code, with the English beside it where that says more.
    pub(super) fn error(self, error: &Error) -> String {
        match self {
            Self::En => error.message.clone(),
            Self::Ja => format!("{} [{}]", japanese(error.code), error.message),
        }
    }

    pub(super) fn state(self, state: State) -> &'static str {
        match (self, state) {
            (Self::En, state) => state.as_str(),
            (Self::Ja, State::Done) => "完了",
            (Self::Ja, State::Unchanged) => "変更なし",
            (Self::Ja, State::Failed) => "失敗",
            (Self::Ja, State::Skipped) => "対象外",
        }
    }

    pub(super) fn stage(self, stage: Stage) -> &'static str {
        match (self, stage) {
            (Self::En, stage) => stage.as_str(),
            (Self::Ja, Stage::Open) => "読み込み",
            (Self::Ja, Stage::Pdf) => "PDFの解析",
            (Self::Ja, Stage::Layout) => "紙面の解析",
            (Self::Ja, Stage::Structure) => "内容の解析",
            (Self::Ja, Stage::Write) => "書き込み",
        }
    }

    /// A run in a line.
    pub(super) fn summary(self, c: &Counts, seconds: f64) -> String {
        let rate = c.files as f64 / seconds.max(0.001);
        match self {
            Self::En => format!(
                "{} files: {} done, {} unchanged, {} failed, {} skipped; {} pages; {seconds:.1} s, {rate:.1} files/s",
                c.files, c.done, c.unchanged, c.failed, c.skipped, c.pages
            ),
            Self::Ja => format!(
                "{}件: 完了{}、変更なし{}、失敗{}、対象外{}、{}ページ、{seconds:.1}秒（毎秒{rate:.1}件）",
                c.files, c.done, c.unchanged, c.failed, c.skipped, c.pages
            ),
        }
    }
}

fn japanese(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::Unreadable => "ファイルを読めません。場所と読み取り権限を確かめてください",
        ErrorCode::Vanished => "実行中にファイルがなくなりました。もう一度実行してください",
        ErrorCode::NotPdf => "PDFではありません。取得し直すか、PDFで書き出してください",
        ErrorCode::Password => "パスワードで保護されています。パスワードなしの写しを作って読ませてください",
        ErrorCode::Damaged => "PDFが壊れていて、どのページも取り出せません。取得し直してください",
        ErrorCode::TooLarge => "ファイルが大きさの上限を超えています（--max-file-size で上げられます）",
        ErrorCode::TooManyObjects => "オブジェクトの数が上限を超えています（--max-objects で上げられます）",
        ErrorCode::DecompressionBomb => {
            "展開した大きさが上限を超えています（--max-stream-size、--max-ratio で上げられます）"
        }
        ErrorCode::Timeout => "時間の上限を超えました（--timeout で延ばせます）",
        ErrorCode::OutOfMemory => "メモリの上限を超えました（--max-memory で上げられます）",
        ErrorCode::StackOverflow => "入れ子が深すぎます。keikakuの不具合です。ファイルを添えて報告してください",
        ErrorCode::Crash => "処理が異常終了しました。keikakuの不具合です。ファイルを添えて報告してください",
        ErrorCode::Internal => "keikakuの不具合です。ファイルを添えて報告してください",
        ErrorCode::BadArchive => "ZIPを読めません。取得し直すか、展開したフォルダを指定してください",
        ErrorCode::NestedArchive => "ZIPの中のZIPは読みません。外側を展開してください",
        ErrorCode::NotAFile => "フォルダへのリンク、パイプ、デバイスは読みません",
        ErrorCode::ListedTwice => "同じファイルが二度指定されています。一度だけ読みます",
        ErrorCode::SameName => "同じ名前の入力がほかにあります。名前を変えるか、別に実行してください",
        ErrorCode::Unwritable => "書き込めません。出力先の空き容量と書き込み権限を確かめてください",
        ErrorCode::Interrupted => "順番が来る前に終わりました。もう一度実行すると続きから始めます",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_tells_the_language() {
        let of = |set: &[(&str, &str)]| {
            Lang::of_locale(|name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
        };
        for (set, lang) in [
            (&[][..], Lang::En),
            (&[("LANG", "ja_JP.UTF-8")][..], Lang::Ja),
            (&[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "C")][..], Lang::En),
            (&[("LANG", "C"), ("LC_ALL", "ja")][..], Lang::Ja),
            (&[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "")][..], Lang::Ja),
            (&[("LANG", "jam_JM")][..], Lang::En),
        ] {
            assert_eq!(of(set), lang, "{set:?}");
        }
    }
}
