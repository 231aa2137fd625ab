//! The `keikaku` program. Everything is in the library; see [`keikaku::cli`].

/// A document is read in some hundred thousand small allocations, all freed when it is done. The allocator of glibc takes a
/// fifth of the time for that, this one a third of that again; what it costs is some megabytes of memory. Only the
/// program chooses it: who uses the library has made a choice already.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    keikaku::cli::main()
}
