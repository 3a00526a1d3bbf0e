# How the house's scripts talk: one line each, trouble on standard error.
# shellcheck shell=sh

say() {
    printf '%s\n' "$*"
}

# fail CODE TEXT...: says what, where, why and what to do, and leaves.
# Codes as everywhere here: 1 refused or failed, 2 usage, 3 environment.
fail() {
    code=$1
    shift
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit "$code"
}

# begin_log LOG: an empty log below build/, or leaves.
begin_log() {
    if ! { mkdir -p build && : >"$1"; } 2>/dev/null; then
        fail 3 "$1 cannot be written; build/ may belong to another user: remove it, or run as its owner"
    fi
}

# quietly WHAT LOG COMMAND...: a line while it runs; its words only when it fails.
quietly() {
    what=$1
    log=$2
    shift 2
    say "$what (log: $log)"
    if "$@" >>"$log" 2>&1 </dev/null; then
        return 0
    fi
    tail -n 40 "$log" >&2
    return 1
}
