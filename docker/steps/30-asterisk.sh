#!/bin/bash
# Asterisk 22 LTS: Debian's package of suite forky with its libraries in a root of its own,
# so that it runs alike on Debian 12 and 13. Its user gets the host user's numbers: both
# sides share the node's folder.
source "$(dirname "$0")/lib.sh"

new=$CC_AST_ROOT.new
rm -rf "$new"
mkdir -p "${CC_AST_ROOT%/*}"
# mmdebstrap does not read the machine's apt settings: the two that matter with a mirror that
# lags behind are handed on.
options=()
for name in Acquire::Check-Valid-Until Acquire::Check-Date; do
    value=$(apt-config dump --format '%v%n' "$name")
    [[ $value ]] && options+=("--aptopt=$name \"$value\"")
done
mmdebstrap --variant=apt --aptopt='Acquire::Languages "none"' "${options[@]}" \
    --include=asterisk,asterisk-core-sounds-en-wav,asterisk-moh-opsound-wav \
    forky "$new" "$(mirror)"
chmod 755 "$new"
uid=$(id -u "$CALLCENTER_USER") gid=$(id -g "$CALLCENTER_USER")
old_uid=$(chroot "$new" id -u asterisk) old_gid=$(chroot "$new" id -g asterisk)
# -o: the number may belong to another user of the root, whom nothing runs as.
chroot "$new" groupmod -o -g "$gid" asterisk
chroot "$new" usermod -o -u "$uid" -g "$gid" asterisk
find "$new" -xdev -uid "$old_uid" -exec chown -h "$uid" {} +
find "$new" -xdev -gid "$old_gid" -exec chgrp -h "$gid" {} +
rm -rf "$CC_AST_ROOT"
mv "$new" "$CC_AST_ROOT"
chroot "$CC_AST_ROOT" asterisk -V
