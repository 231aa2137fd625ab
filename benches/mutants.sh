#!/usr/bin/env bash
# Mutation check of the reader of dates: changes src/japanese/dates in one place at a time and sees whether a test fails.
#
#   benches/mutants.sh [FOLDER] [further arguments of cargo mutants, such as --file 'src/japanese/dates/scan.rs']
#
# FOLDER (by default target/mutants) gets a crate that holds src/japanese alone, so that a mutant is built and tested in
# a few seconds instead of a minute; what comes out lies in FOLDER/mutants.out (missed.txt, timeout.txt). The oracle is
# tests/data/dates with the unit tests of the module. docs/mutants.md explains those that survive.
# MUTANTS_TESTS="--test dates" leaves the unit tests out: enough for the grammar, and half the time.
# Needs cargo-mutants (cargo install cargo-mutants).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-$root/target/mutants}
shift || true
crate=$folder/crate
rm -rf "$crate"
mkdir -p "$crate/src" "$crate/tests/data"
cp -r "$root/src/japanese" "$crate/src/"
cp -r "$root/data" "$crate/"
cp "$root/tests/dates.rs" "$root/tests/numbers.rs" "$crate/tests/"
cp -r "$root/tests/data/dates" "$root/tests/data/numbers" "$crate/tests/data/"
echo 'pub mod japanese;' > "$crate/src/lib.rs"
# The versions that the project is locked to, as far as they are used here.
cp "$root/Cargo.lock" "$crate/"
cat > "$crate/Cargo.toml" <<'TOML'
[package]
name = "keikaku"
version = "0.1.0"
edition = "2024"
[workspace]
[dependencies]
unicode-normalization = "0.1"
jiff = { version = "1.0", default-features = false, features = ["std"] }
serde = { version = "1", features = ["derive"] }
schemars = { version = "1.2", features = ["derive"] }
toml = { version = "1", default-features = false, features = ["parse", "serde", "std"] }
regex = "1.13"
[dev-dependencies]
serde_json = "1"
proptest = { version = "1.12", default-features = false, features = ["std"] }
[profile.dev]
debug = false
incremental = true
[profile.dev.package."*"]
opt-level = 2
TOML
cd "$crate"
exec cargo mutants --file 'src/japanese/dates/*.rs' --output "$folder" --minimum-test-timeout 10 \
    --colors never --no-times --in-place --shuffle "$@" -- ${MUTANTS_TESTS:---lib --test dates}
