#!/usr/bin/env bash
# Set-up leaves nothing listening: shown in a Debian 12 root that really boots, without a policy of
# its own, by an ordinary user with sudo; after the installation and after the next start. And in
# one where nothing boots. A root where mosquitto is installed plainly shows that we would see it.
set -euo pipefail
cd "$(dirname "$0")/../.."
. test/support/debian_root.sh
needs_debian_roots

folder=$(mktemp -d -t portcullis-listens.XXXXXX)
trap 'rm -rf --one-file-system "$folder"' EXIT
chmod 755 "$folder" # apt fetches as a user of its own
root=$folder/root
debian_root "$root" systemd,systemd-sysv,dbus,iproute2,sudo,procps
in_root "$root" -- useradd --create-home --shell /bin/bash alice
echo 'alice ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/alice"
clone_into "$root" /home/alice/portcullis
in_root "$root" -- chown -R alice: /home/alice
[ ! -e "$root/usr/sbin/policy-rc.d" ] || { echo "the root has a policy of its own"; exit 1; }

# A booted root is alone on its network, so its packages are fetched before.
packages=$(sed -nE 's/^(build|demo|check) +([^ ]+).*/\2/p' setup/packages | tr '\n' ' ')
in_root "$root" -- /bin/sh -c "apt-get -q update && apt-get -q -y --no-install-recommends \
    --download-only install $packages" >"$folder/fetched" 2>&1 || { tail "$folder/fetched"; exit 1; }

cat >"$root/measure" <<'END'
#!/bin/sh
# What listens before the set-up and after it, and after the next start.
listening() {
    ss -H -ltnu | sort
}
cd /measured || exit 1
if [ -e before ]; then
    listening >next_start
elif [ -e plainly ]; then
    listening >before
    DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install mosquitto >said 2>&1
    sleep 2
    listening >after
else
    listening >before
    su alice -c '/home/alice/portcullis/setup/install build demo check' >said 2>&1 </dev/null
    echo $? >code
    sleep 2
    listening >after
    pgrep -l mosquitto >runs || true
fi
END
chmod +x "$root/measure"
cat >"$root/etc/systemd/system/measure.service" <<'END'
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/measure
ExecStopPost=/bin/systemctl --no-block poweroff
END
mkdir -p "$root/etc/systemd/system/multi-user.target.wants" "$root/measured"
ln -s ../measure.service "$root/etc/systemd/system/multi-user.target.wants/measure.service"
cp -a "$root" "$folder/plain"
touch "$folder/plain/measured/plainly"
cp -a "$root" "$folder/unbooted"

boot_root "$folder/plain" >"$folder/console" 2>&1 || { tail -n 40 "$folder/console"; exit 1; }
grep -q ':1883 ' "$folder/plain/measured/after" ||
    { cat "$folder/plain/measured/said"; echo "a mosquitto that listens was not seen"; exit 1; }
echo "installed plainly, mosquitto listens, and is seen"

# same ROOT FILE: what listened then is what listened before.
same() {
    diff -u "$1/measured/before" "$1/measured/$2" ||
        { cat "$1/measured/said"; echo "$2: something else listens than before"; exit 1; }
}

# set_up_well ROOT: it worked, nothing new listens or runs, and no policy is left.
set_up_well() {
    [ "$(cat "$1/measured/code")" = 0 ] || { cat "$1/measured/said"; exit 1; }
    same "$1" after
    [ ! -s "$1/measured/runs" ] || { cat "$1/measured/runs"; exit 1; }
    [ ! -e "$1/usr/sbin/policy-rc.d" ] || { echo "a policy-rc.d was left behind"; exit 1; }
    [ -x "$1/usr/sbin/mosquitto" ] || { echo "mosquitto is not there at all"; exit 1; }
}

boot_root "$root" >"$folder/console" 2>&1 || { tail -n 40 "$folder/console"; exit 1; }
set_up_well "$root"
echo "set up while booted: nothing new listens"
boot_root "$root" >"$folder/console" 2>&1 || { tail -n 40 "$folder/console"; exit 1; }
same "$root" next_start
echo "after the next start: nothing new listens"
in_root "$folder/unbooted" --private-network -- /measure
set_up_well "$folder/unbooted"
echo "result: nothing new listens: booted, after the next start, and where nothing boots"
