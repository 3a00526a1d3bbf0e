#!/usr/bin/env bash
# What the show answers when something around it is not as it must be: one line that says what, where,
# why and what to do, an exit code, and nothing of others touched.
#
#     refusals_test.sh PORTCULLIS-SHOW
set -uo pipefail
show=$1
folder=$(mktemp -d -t portcullis-show.XXXXXX)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit
if ! PATH=$PATH:/usr/sbin command -v mosquitto >/dev/null; then
    echo "skipped: mosquitto is not installed; run setup/install demo"
    exit 77
fi
wrong=0
tests=0

# answers SENTENCE CODE WORDS COMMAND...: leaves with the code; its last line has the words.
answers() {
    local said code=0
    tests=$((tests + 1))
    said=$("${@:4}" 2>&1 </dev/null) || code=$?
    if [ "$code" -ne "$2" ] || ! tail -n 1 <<<"$said" | grep -qE -- "$3"; then
        wrong=$((wrong + 1))
        printf '%s: left with %s, wanted %s; wanted the words: %s\n%s\n' "$1" "$code" "$2" "$3" "$said"
    fi
}

answers "an unknown option is refused" 2 'no option "--fast"' "$show" --fast

touch build
answers "a build that is no folder is named" 3 "$folder/build.*something else is in its place" \
    "$show" --script
rm build

mkdir -p build/demo
echo precious >build/demo/letters
answers "a folder of somebody else is refused" 3 'was not made by a demo; move it away' \
    "$show" --script
tests=$((tests + 1))
if [ "$(cat build/demo/letters)" != precious ]; then
    wrong=$((wrong + 1))
    echo "a folder of somebody else was touched"
fi
rm -r build/demo

# A second show waits for nobody.
exec 9>build/demo.lock
flock 9
answers "a second show is refused" 3 'another demo runs in .*; end that one first' "$show" --script
exec 9>&-

mkdir elsewhere
cp "$show" elsewhere/portcullis-show
answers "a program that is not built is named" 3 'portcullis is missing; build it: cmake' \
    elsewhere/portcullis-show --script

echo "$tests tests, $wrong wrong"
[ "$wrong" -eq 0 ]
