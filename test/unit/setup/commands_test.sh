#!/usr/bin/env bash
# What ./demo, ./check and setup/install answer to people: usage, what is missing, and exit codes.
# Nothing is installed or built: dpkg-query, id, sudo, cmake and ctest are played by scripts of this
# test, whose words are for their own shell.
# shellcheck disable=SC2016
set -uo pipefail
cd "$(dirname "$0")/../../.." || exit
folder=$(mktemp -d -t portcullis-commands.XXXXXX)
trap 'rm -rf "$folder"' EXIT
stage=$folder/stage
mkdir "$stage"
wrong=0
tests=0

play() { # play PROGRAM LINE...: a program of that name
    printf '#!/bin/sh\n%s\n' "${*:2}" >"$stage/$1"
    chmod +x "$stage/$1"
}

# answers SENTENCE CODE WORDS COMMAND...: leaves with the code, says the words.
answers() {
    local said code=0
    tests=$((tests + 1))
    said=$(PATH=$stage:$PATH "${@:4}" 2>&1 </dev/null) || code=$?
    if [ "$code" -ne "$2" ] || ! grep -qE -- "$3" <<<"$said"; then
        wrong=$((wrong + 1))
        printf '%s: left with %s, wanted %s; wanted the words: %s\n%s\n' "$1" "$code" "$2" "$3" "$said"
    fi
}

# A copy, so that a real build/ is not touched.
tree=$folder/tree
mkdir "$tree" "$tree/build"
cp -r setup demo check "$tree"
printf '#!/bin/sh\n' >"$tree/setup/sources" # nothing is fetched
printf '#!/bin/sh\n' >"$tree/setup/phone"   # nor made

answers "demo says how it is used" 0 '^usage: ./demo' "$tree/demo" --help
answers "demo refuses what it does not know" 2 'no option "--fast"' "$tree/demo" --fast
answers "check says how it is used" 0 '^usage: ./check' "$tree/check" --help
answers "check refuses what it does not know" 2 'no option "--fast"' "$tree/check" --fast
answers "install says how it is used" 2 '^install: usage: ' "$tree/setup/install"
answers "install refuses an unknown purpose" 2 'no purpose is called "play"' "$tree/setup/install" play

play dpkg-query 'while [ $# -gt 0 ]; do case $1 in -*) ;; *) echo "$1=installed" ;; esac; shift; done'
answers "install is silent when all is there" 0 '^$' "$tree/setup/install" build demo check bench night
answers "so is --missing" 0 '^$' "$tree/setup/install" --missing build

play cmake 'exit 0'
play ctest 'case "$*" in *" -N "*) echo "  Test #1: a"; exit 0 ;; esac
mkdir -p build/host/Testing/Temporary
printf "1/2 Testing: base_a\nresult: 3 bricks\nskipped: no clay\n" >build/host/Testing/Temporary/LastTest.log
echo "Test project"; echo "50% tests passed, 1 tests failed out of 2"; echo; echo "the end"; exit 8'
answers "a failed test is told by the exit code" 1 '^50% tests passed' "$tree/check"
answers "by --quick too" 1 '^50% tests passed' "$tree/check" --quick
answers "by --night too" 1 '^50% tests passed' "$tree/check" --night
answers "the last word is the summary's" 0 '^the end$' \
    bash -c '"$1" --quick | tail -n 1' - "$tree/check"
answers "before it stands why a test could not run" 0 '^not run: base_a, no clay$' \
    bash -c '"$1" --quick | grep -B 2 "^50%"' - "$tree/check"
answers "and what it has counted" 0 '^base_a: 3 bricks$' \
    bash -c '"$1" --quick | grep -B 3 "^50%"' - "$tree/check"
answers "the night knows its parts" 2 'the night has no part "day"; it has: a ' \
    "$tree/check" --night day
play ctest 'echo "  Test #1: a"; echo "100% tests passed"; echo "Total Test time (real) =  31.20 sec"'
answers "quick tests that are slow are said to be" 0 '^slow: the quick tests took 31 s' \
    "$tree/check" --quick
play ctest 'echo "  Test #1: a"; echo "100% tests passed, 0 tests failed out of 1"'
answers "all passed" 0 '^100% tests passed' "$tree/check"
play cmake 'echo "no such compiler"; exit 1'
answers "a broken build is told" 1 'no such compiler' "$tree/check"
answers "by the demo too" 1 'no such compiler' "$tree/demo"
rm "$stage/cmake" "$stage/ctest"

play dpkg-query 'echo "gcc=installed"; echo "cmake=not-installed"; exit 1'
answers "--missing names what is missing" 0 '^libc6-dev cmake .*libncurses-dev$' \
    "$tree/setup/install" --missing build
answers "--quick installs nothing" 3 'missing: libc6-dev cmake .*; run: setup/install build' \
    "$tree/check" --quick

play id 'echo 1000'
play sudo 'exit 1'
answers "without root and sudo the line to copy is said" 3 \
    'run as root: apt-get install --no-install-recommends libc6-dev cmake ' "$tree/setup/install" build
answers "demo too" 3 'run as root: apt-get install .*mosquitto .*nginx$' "$tree/demo" --script
answers "demo without the page wants neither Node nor nginx" 3 \
    'run as root: apt-get install .*mosquitto$' "$tree/demo" --script --no-phone
answers "check too" 3 'run as root: apt-get install .*clang-tidy-14' "$tree/check"

play sudo '[ "$1" = -n ] && exit 0; echo "E: no way out" >&2; exit 100'
answers "what apt-get cannot do is shown" 3 'E: no way out' "$tree/setup/install" build
play sudo '[ "$1" = -n ] && exit 0; exit 0'
answers "an apt-get that lies is found out" 3 'yet these are missing: libc6-dev' "$tree/setup/install" build

rm -r "$tree/build"
touch "$tree/build"
answers "a build folder that cannot be is said" 3 'build/install.log cannot be written' \
    "$tree/setup/install" build

tests=$((tests + 1))
if grep -vE '^(#|$)|^(build|demo|page|check|bench|board|night|off) +[a-z0-9.+-]+ +[^ ].+$' setup/packages; then
    wrong=$((wrong + 1))
    echo "setup/packages: a line is not: purpose, package, why"
fi
echo "$tests tests, $wrong failed"
[ "$wrong" -eq 0 ]
