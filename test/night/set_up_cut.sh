#!/usr/bin/env bash
# Set-up that is interrupted, killed, refused or met by somebody else's policy-rc.d: what it put in
# the way of services is gone afterwards, and what others put there stands as it stood.
set -euo pipefail
cd "$(dirname "$0")/../.."
. test/support/debian_root.sh
needs_debian_roots

folder=$(mktemp -d -t portcullis-cut.XXXXXX)
trap 'rm -rf --one-file-system "$folder"' EXIT
chmod 755 "$folder" # apt fetches as a user of its own
root=$folder/root
debian_root "$root"
clone_into "$root" /opt/portcullis

# An apt-get that only looks: which policy stands while it works, and how it shall end.
cat >"$root/usr/local/sbin/apt-get" <<'END'
#!/bin/sh
cat /usr/sbin/policy-rc.d >/seen 2>/dev/null
touch /began
sleep "$(cat /lasts)"
exit "$(cat /ends)"
END
chmod +x "$root/usr/local/sbin/apt-get"

cat >"$root/cases" <<'END'
#!/bin/bash
set -m # or what runs in the background would not hear INT
policy=/usr/sbin/policy-rc.d
quietly=/opt/portcullis/setup/install_quietly
wrong=0

that() { # that SENTENCE COMMAND...: the command is true
    if "${@:2}"; then echo "ok: $1"; else echo "WRONG: $1"; wrong=1; fi
}
gone() { [ ! -e $policy ] && [ ! -L $policy ]; }
refuses() { [ "$(sed -n 's/^exit //p' /seen)" = 101 ]; }
begin() {
    rm -f /began /seen
    "$quietly" mosquitto nothing >/said 2>&1 &
    while [ ! -e /began ]; do sleep 0.1; done
}

echo 0 >/lasts; echo 0 >/ends
rm -f /seen; "$quietly" mosquitto nothing >/said 2>&1
that "success is told" [ $? -eq 0 ]
that "while apt-get works a policy refuses" refuses
that "afterwards it is gone" gone

echo 2 >/lasts
for signal in HUP INT TERM; do
    begin; kill -$signal $!; wait $!
    that "$signal is told" [ $? -gt 128 ]
    that "after $signal it is gone" gone
done

begin; kill -KILL $!; wait $! 2>/dev/null
that "after KILL it stands" refuses
sleep 2.5; echo 0 >/lasts
"$quietly" mosquitto nothing >/said 2>&1
that "the next set-up takes it away" gone

echo 100 >/ends
sed 's/^    sleep 20$/    sleep 0/' "$quietly" >/impatient; chmod +x /impatient
/impatient mosquitto nothing >/said 2>&1
that "failure is told" [ $? -ne 0 ]
that "after failure it is gone" gone

echo 0 >/ends
printf '#!/bin/sh\nexit 0\n' >$policy; chmod 700 $policy; cp -a $policy /others
"$quietly" mosquitto nothing >/said 2>&1
that "somebody else's stands while apt-get works" cmp -s /seen /others
that "and afterwards" cmp -s $policy /others
that "with its mode" [ "$(stat -c %a $policy)" = 700 ]
rm $policy; ln -s /nowhere $policy
"$quietly" mosquitto nothing >/said 2>&1
that "a link to nowhere is not written through" [ ! -e /nowhere ]
that "and stays" [ -L $policy ]
exit $wrong
END
chmod +x "$root/cases"
in_root "$root" --private-network -- /cases
echo "result: every way out of set-up leaves policy-rc.d as it was"
