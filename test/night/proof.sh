#!/usr/bin/env bash
# Frama-C reads the door's decoders, journal, store, guard and door floor: no run-time error but what is
# explained, docs/proof.md as measured, and planted faults seen. Exit code 77: no frama-c here.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v frama-c >/dev/null; then
    echo "skipped: frama-c is not installed (setup/install night)"
    exit 77
fi
test/proof/run --self-test remaining_length message decode journal store
exec test/proof/run --check
