#!/usr/bin/env bash
# What batches cost: worker processes against --in-process, two workers against one, memory over many files.
# usage: benches/batch.sh [PROGRAM] [COPIES of the corpus, default 200]
#
# Wall-clock times need a quiet machine; user+sys CPU time is printed beside them as a witness that needs it less.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
keikaku=$(realpath "${1:-target/release/keikaku}")
copies=${2:-200}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for i in $(seq "$copies"); do mkdir -p "$work/in/$i"; ln corpus/*.pdf "$work/in/$i/" 2>/dev/null || cp corpus/*.pdf "$work/in/$i/"; done

# Elapsed, CPU (user+sys, workers included), and the peak of the largest process.
timed() { # name, arguments
    local name=$1; shift
    rm -rf "$work/out"
    /usr/bin/time -f "%e %U %S %M" -o "$work/time" "$keikaku" extract "$@" --out "$work/out" --quiet || true
    awk -v n="$name" '{printf "%-28s %8.2f s elapsed %8.2f s CPU %8.1f MiB\n", n, $1, $2+$3, $4/1024}' "$work/time"
}

echo "corpus x $copies"
for round in 1 2 3; do
    timed "in process, 1 ($round)" "$work/in" --jobs 1 --in-process
    timed "1 worker ($round)" "$work/in" --jobs 1
    timed "2 workers ($round)" "$work/in" --jobs 2
done

echo "small files"
small=fixtures/batch/shiryou/KEIKA.PDF
for n in 100 10000; do
    mkdir -p "$work/small$n"
    for i in $(seq "$n"); do cp "$small" "$work/small$n/$i.pdf"; done
    timed "$n, 2 workers" "$work/small$n" --jobs 2
    timed "$n, in process" "$work/small$n" --jobs 2 --in-process
done
