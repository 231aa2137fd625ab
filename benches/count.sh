#!/usr/bin/env bash
# How many instructions the program takes for fixed documents of ours, beside the recorded figures: a clock would tell more
# about the machine and what else it does.
#
#   benches/count.sh [PROGRAM]            compare; exits 1 where a figure has grown by more than 3 %
#   benches/count.sh --record [PROGRAM]   write the figures down in benches/counts.txt, on purpose
#   benches/count.sh --profile FILE [PROGRAM]   the functions that take most of them for a PDF
#
# Default PROGRAM: target/release/keikaku. Needs valgrind (installed with apt-get where it is missing and that is allowed) on
# x86-64 with AVX2: zlib-rs, memchr and the C library choose their code by the processor, and these are the figures of
# that choice (valgrind shows no later one). Elsewhere it says so, compares nothing and exits 0.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mode=compare
case ${1:-} in
--record) mode=record; shift ;;
--profile) mode=profile; file=$2; shift 2 ;;
esac
keikaku=${1:-target/release/keikaku}
recorded=benches/counts.txt
# Start and end of the program; a scheme with its time chart; a plan in prose; a budget in tables.
documents=(start corpus/tsuruoka.pdf corpus/kamaishi.pdf fixtures/plans/budget.pdf)
# In thousandths.
tolerated=30

if [ "$(uname -m)" != x86_64 ] || ! grep -qw avx2 /proc/cpuinfo 2>/dev/null; then
    echo "not x86-64 with AVX2: instructions are not comparable, nothing counted"
    exit 0
fi
if ! command -v valgrind >/dev/null; then
    { apt-get install -y -qq valgrind || { apt-get update -qq && apt-get install -y -qq valgrind; }; } >/dev/null 2>&1 ||
        { echo "no valgrind, and it cannot be installed: nothing counted"; exit 0; }
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One thread and one process, no configuration of the user's, nothing of the environment.
run() { # arguments of the program
    env -i PATH="$PATH" HOME="$work" LC_ALL=C.UTF-8 \
        valgrind --tool=callgrind --callgrind-out-file="$work/out" "$@" >/dev/null 2>"$work/log" ||
        { cat "$work/log"; exit 1; }
}
count() { # a document
    if [ "$1" = start ]; then
        run "$keikaku" --version
    else
        run "$keikaku" extract "$1" --in-process --jobs 1
    fi
    sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$work/log"
}

if [ $mode = profile ]; then
    run "$keikaku" extract "$file" --in-process --jobs 1
    callgrind_annotate "$work/out" | head -n 60
    exit 0
fi

bad=0
new="# Instructions of the release build for each document: benches/count.sh --record. $(rustc --version)"
for document in "${documents[@]}"; do
    now=$(count "$document")
    new+=$'\n'"$document $now"
    was=$(sed -n "s|^$document ||p" "$recorded" 2>/dev/null || true)
    if [ -z "$was" ]; then
        echo "$document: $now instructions, none recorded"
        [ $mode = record ] || bad=1
        continue
    fi
    permille=$(((now - was) * 1000 / was))
    printf '%-30s %12d instructions, %12d recorded: %+d.%d %%\n' "$document" "$now" "$was" $((permille / 10)) "$((permille < 0 ? -permille % 10 : permille % 10))"
    [ $permille -le $tolerated ] || bad=1
done
if [ $mode = record ]; then
    echo "$new" >"$recorded"
    exit 0
fi
if [ $bad = 1 ]; then
    echo "More instructions than recorded. What made them (benches/count.sh --profile FILE) can go, or is worth it:"
    echo "then say so in the commit and write the new figures down with benches/count.sh --record."
    [ "$(sed -n '1s/.*\. //p' "$recorded")" = "$(rustc --version)" ] || echo "(recorded with $(sed -n '1s/.*\. //p' "$recorded"), this is $(rustc --version))"
fi
exit $bad
