//! The `keikaku` program. Everything is in the library; see `keikaku::cli`.
fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
