#!/bin/bash
# Debian packages of the host. Only what is missing is installed; the machine's own
# PostgreSQL clusters are neither made, started nor changed.
source "$(dirname "$0")/lib.sh"

packages=(python3 python3-venv mmdebstrap xz-utils ca-certificates iproute2 procps mdbtools fonts-wqy-microhei
    debian-archive-keyring postgresql fontconfig fonts-dejavu-core)
[[ ${CALLCENTER_TEST_PACKAGES:-} ]] &&
    packages+=(sip-tester baresip-core chromium sox espeak-ng)

missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [[ $status == "install ok installed" ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
    say "nothing missing"
    exit 0
fi
say "installing: ${missing[*]}"

# The Debian package postgresql would make and start a cluster "main": told not to.
# Where a person has settings of their own, those stay.
conf=/etc/postgresql-common/createcluster.conf
if [[ ! -e $conf ]]; then
    mkdir -p "${conf%/*}"
    printf 'create_main_cluster = false\n' >"$conf"
fi
export DEBIAN_FRONTEND=noninteractive
options=(-y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold)
apt-get "${options[@]}" install "${missing[@]}" || {
    apt_update
    apt-get "${options[@]}" install "${missing[@]}"
}
