#!/usr/bin/env bash
# Scores the program on the benchmark beside the project: ../shared/bench (answer keys; see its README.md) and, with
# --text, the text of ../shared/realpdf. Prints the table; leaves records and scores.json in target/score.
#
#   benches/score.sh [--text] [PROGRAM]      default: target/release/keikaku
#
# KEIKAKU_SHARED names another place than ../shared. Where nothing is there it says so and exits 0. Python packages
# that are missing go into target/score/venv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

text=no
if [ "${1:-}" = --text ]; then text=yes; shift; fi
keikaku=${1:-target/release/keikaku}
shared=${KEIKAKU_SHARED:-../shared}
bench=$shared/bench
out=target/score

[ -d "$bench/dev" ] || { echo "no benchmark at $bench: nothing scored"; exit 0; }
command -v python3 >/dev/null || { echo "no python3: nothing scored"; exit 1; }
mkdir -p "$out"
python=python3
if ! $python -c 'import rapidfuzz, scipy, numpy' 2>/dev/null; then
    python=$out/venv/bin/python
    [ -x "$python" ] || python3 -m venv "$out/venv"
    $python -c 'import rapidfuzz, scipy, numpy' 2>/dev/null ||
        timeout 300 "$python" -m pip install --quiet --disable-pip-version-check rapidfuzz scipy numpy ||
        { echo "rapidfuzz, scipy and numpy could not be installed: nothing scored"; exit 1; }
fi

score() { # a name, a folder of PDFs, a folder of answer keys
    rm -rf "${out:?}/$1"
    "$keikaku" extract "$2" --out "$out/$1" || [ $? = 1 ] || return
    $python "$bench/adapter.py" "$out/$1/records" "$out/$1/pred"
    $python "$bench/score.py" "$3" "$out/$1/pred" --json "$out/$1/scores.json"
}

echo "-- benchmark"
score bench "$bench/dev" "$bench/dev"

# The corpus has its expected facts in the same form, under other names.
echo "-- corpus"
mkdir -p "$out/expected"
for facts in corpus/expected/*.json; do
    cp "$facts" "$out/expected/$(basename "$facts" .json).gold.json"
done
score corpus corpus "$out/expected"

if [ "$text" = yes ]; then
    echo "-- text of real documents"
    $python "$bench/consensus.py" score "$bench/realpdf.consensus.json.gz" "$shared/realpdf" "$keikaku" text
fi
