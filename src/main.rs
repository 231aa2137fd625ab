//! The `keikaku` program. Everything is in the library; see [`keikaku::cli`].

fn main() -> std::process::ExitCode {
    keikaku::cli::main()
}
