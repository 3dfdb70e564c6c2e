#!/bin/bash
# A command of a running Asterisk's console: asterisk-cli.sh NODE_DIR COMMAND...
set -euo pipefail
node_dir=$(readlink -f "$1")
shift
pid=$(<"$node_dir/run/asterisk.pid")
exec nsenter --target "$pid" --mount --root --wdns=/ \
    /usr/sbin/asterisk -C "$node_dir/etc/asterisk.conf" -rx "$*"
