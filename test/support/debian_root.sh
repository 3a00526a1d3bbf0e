# Clean Debian 12 roots for the night's parts; source it.
#
# Where packages come from is this machine's own apt's matter: its Debian sources, its way out to
# them, its names. All of that is read when a root is made, and none of it stands in the tree.
# shellcheck shell=bash

# This part cannot run here; ./check repeats the line.
cannot() {
    echo "skipped: $*"
    exit 77
}

needs_debian_roots() {
    [ "$(id -u)" -eq 0 ] || cannot "making a clean Debian root needs root"
    local program
    for program in mmdebstrap systemd-nspawn; do
        command -v "$program" >/dev/null || cannot "$program is not installed (setup/install night)"
    done
}

# debian_root FOLDER [PACKAGE,...]: what a minimal Debian 12 has, and no package lists yet.
debian_root() {
    local sources=$1-sources.list options=$1-apt.conf
    # shellcheck disable=SC2016 # apt fills these in, not the shell
    apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' 'Origin: Debian' | grep ' bookworm' | sort -u >"$sources"
    [ -s "$sources" ] || cannot "this machine's apt knows no mirror of Debian 12"
    apt-config dump | grep -E '^Acquire::(http|https|Retries|ForceIPv)' >"$options" || true
    mmdebstrap --variant=minbase --aptopt="$options" ${2:+--include="$2"} \
        bookworm "$1" "$sources"
    cp "$options" "$1/etc/apt/apt.conf.d/99way-out"
    if [ -d /etc/apt/auth.conf.d ]; then
        cp -a /etc/apt/auth.conf.d "$1/etc/apt/"
    fi
    cp /etc/hosts /etc/resolv.conf "$1/etc/"
    if [ -n "${NODE_EXTRA_CA_CERTS-}" ]; then
        cp -L "$NODE_EXTRA_CA_CERTS" "$1/etc/way-out.crt" # npm's, as apt's above
    fi
}

# in_root FOLDER [OPTION...] -- COMMAND...: runs it there with no service manager, on this
# machine's network unless an option says otherwise.
in_root() {
    local folder=$1 authorities=
    shift
    [ ! -e "$folder/etc/way-out.crt" ] || authorities=/etc/way-out.crt
    systemd-nspawn --quiet --register=no --keep-unit --as-pid2 --pipe --resolv-conf=off \
        --setenv=http_proxy="${http_proxy-}" --setenv=https_proxy="${https_proxy-}" \
        --setenv=NODE_EXTRA_CA_CERTS="$authorities" -D "$folder" "$@" </dev/null
}

# boot_root FOLDER: starts it as a machine of its own, alone on its network, until it powers off.
boot_root() {
    systemd-nspawn --quiet --register=no --keep-unit --private-network --resolv-conf=off \
        -b -D "$1" </dev/null
}

# clone_into FOLDER PLACE: this commit, freshly cloned, as PLACE of the root.
clone_into() {
    git -c safe.directory='*' clone --quiet --no-local --no-hardlinks . "$1$2"
    git -C "$1$2" remote remove origin # its address is this machine's
}
