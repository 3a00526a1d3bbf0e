#!/usr/bin/env bash
# Every rule of docs/safety.md taken out of the code once: a test misses each.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec test/mutations/run
