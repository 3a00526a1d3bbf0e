#!/usr/bin/env bash
# What `cmake --install` puts down works from where it stands.
#
#     test/end_to_end/installed.sh BUILD          a built tree
set -euo pipefail
build=$1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cmake --install "$build" --prefix "$place/usr" >/dev/null

missed() {
    echo "installed: $*"
    exit 1
}
for file in bin/portcullis share/man/man1/portcullis.1 share/man/man5/portcullis-home.5 \
    share/bash-completion/completions/portcullis; do
    [ -s "$place/usr/$file" ] || missed "no $file"
done

export PATH=$place/usr/bin:$PATH PORTCULLIS_HOME=$place/home
echo "a throw-away home" >"$place/passphrase"
chmod 600 "$place/passphrase"
known=(--passphrase-file "$place/passphrase")
portcullis init --owner alice-laptop "${known[@]}" >/dev/null
portcullis door add garage --profile stop-both --switches both --door-type sectional "${known[@]}" \
    >/dev/null
portcullis broker unit | grep -q systemctl || missed "broker unit names no systemctl"

# The phones' page, where it was built.
if [ -f "$(dirname "$0")/../../phone/dist/index.html" ]; then
    [ -s "$place/usr/share/portcullis/page/index.html" ] || missed "no page for phones"
fi

# The completion that was installed completes, in a bash that knows nothing else.
completed=$(bash --norc -c '
    source "$1"
    COMP_WORDS=(portcullis op) COMP_CWORD=1
    _portcullis && echo "${COMPREPLY[*]}"' _ \
    "$place/usr/share/bash-completion/completions/portcullis")
[ "$completed" = open ] || missed "op is completed to \"$completed\""
echo "program, pages and completion work where they were installed"
