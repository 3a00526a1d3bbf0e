#!/usr/bin/env bash
# A stranger's machine: a fresh clone in a clean Debian 12 root, where the two commands must work.
#
# First an ordinary user without sudo, who is told what is missing; then root, with nothing there;
# then the user again, with the packages there.
set -euo pipefail
cd "$(dirname "$0")/../.."
. test/support/debian_root.sh
needs_debian_roots

folder=$(mktemp -d -t portcullis-clean.XXXXXX)
trap 'rm -rf --one-file-system "$folder"' EXIT
chmod 755 "$folder" # apt fetches as a user of its own
root=$folder/root
debian_root "$root"
echo "a clean root of $(du -sm "$root" | cut -f1) MB"
in_root "$root" -- useradd --create-home --shell /bin/bash alice
clone_into "$root" /home/alice/portcullis
clone_into "$root" /opt/portcullis
in_root "$root" -- chown -R alice: /home/alice

# told WHO PLACE CODE WORDS COMMAND: the command leaves with this code and says these words.
told() {
    local said code=0
    said=$(in_root "$root" --user="$1" --chdir="$2" -- /bin/sh -c "$5" 2>&1) || code=$?
    if [ "$code" -ne "$3" ] || ! grep -qE -- "$4" <<<"$said"; then
        tail -n 60 <<<"$said"
        echo "as $1 in $2: $5: left with $code, wanted $3 and the words: $4"
        exit 1
    fi
    echo "as $1: $5: $(grep -E -- "$4" <<<"$said" | tail -n 1)"
}

sources() {
    find "$root/etc/apt/sources.list.d" "$root/etc/apt/sources.list" -type f -print -exec cat {} + \
        2>/dev/null | sha256sum || true # the second is not everywhere
}

page='test -e phone/dist/index.html' # without it the phone's tests are left out
sources_before=$(sources)
told alice /home/alice/portcullis 3 'run as root: apt-get install .*cmake' './demo --script'
told alice /home/alice/portcullis 3 'run as root: apt-get install .*clang' './check'
told alice /home/alice/portcullis 3 'missing: .*cmake' './check --quick'
told root /opt/portcullis 0 '^demo: ok$' "./demo --script && $page"
told root /opt/portcullis 0 '^demo: ok$' './demo --script --board'
told root /opt/portcullis 0 '^100% tests passed' "./check && $page"
told root /opt/portcullis 0 '^100% tests passed' './check --quick'
told alice /home/alice/portcullis 0 '^demo: ok$' "./demo --script && $page"
told alice /home/alice/portcullis 0 '^100% tests passed' "./check && $page"
[ "$sources_before" = "$(sources)" ] || { echo "apt's sources have changed"; exit 1; }
[ ! -e "$root/usr/sbin/policy-rc.d" ] || { echo "a policy-rc.d was left behind"; exit 1; }
echo "result: root and an ordinary user, from a clean root"
