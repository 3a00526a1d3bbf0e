#!/usr/bin/env bash
# Every fuzz target searches for an hour, or for as many seconds as PORTCULLIS_FUZZ_SECONDS says. A
# target that finds something ends early; the others still have their hour. What was found lies in
# build/fuzz/test/fuzz/broken and is printed, so that it can be laid into test/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${PORTCULLIS_FUZZ_SECONDS:-3600}
if ! command -v clang >/dev/null; then
    echo "skipped: clang is not installed (setup/install check)"
    exit 77
fi
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --parallel "$(nproc)" >/dev/null

broken_in=build/fuzz/test/fuzz/broken
rm -rf "$broken_in"
executed=0
broken=
for corpus in test/fuzz/corpus/*/; do
    target=$(basename "$corpus")
    log=build/fuzz/$target.log
    kept=build/fuzz/test/fuzz/found/$target # what earlier searches found interesting
    seed=$((${PORTCULLIS_SEED:-$RANDOM} % 2147483647 + 1))
    mkdir -p "$kept" "$broken_in/$target"
    verdict=0
    echo "$target: seed $seed, $seconds s"
    "build/fuzz/test/fuzz/fuzz_$target" -seed=$seed -max_total_time="$seconds" -timeout=10 \
        -rss_limit_mb=1024 -detect_leaks=0 -print_final_stats=1 \
        -artifact_prefix="$broken_in/$target/" "$kept" "$corpus" >"$log" 2>&1 || verdict=$?
    grep -E '^stat::(number_of_executed_units|new_units_added)' "$log" || true
    executed=$((executed + $(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)))
    if [ "$verdict" -ne 0 ]; then
        broken+=" $target"
        tail -n 40 "$log"
    fi
done
if [ -n "$broken" ]; then
    find "$broken_in" -type f -exec sh -c 'echo "$1:"; base64 "$1"' sh {} \;
    echo "result: found something:$broken"
    exit 1
fi
echo "result: $executed inputs, $seconds s for each target, nothing found"
