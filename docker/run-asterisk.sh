#!/bin/bash
# Run Asterisk in the foreground in its root: run-asterisk.sh NODE_DIR [ASTERISK ARGUMENT...]
# NODE_DIR (configuration in etc/asterisk.conf, state, spool, journal) appears in the root
# under the same absolute path. The mounts live in a mount namespace of this process alone,
# so that nothing is left mounted however it ends. Several nodes can share one root.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
source "$here/steps/lib.sh"

if [[ ${1:-} != --inside ]]; then
    exec unshare --mount --propagation private "$0" --inside "$@"
fi
shift
node_dir=$(readlink -f "$1")
shift
root=$CC_AST_ROOT
mkdir -p "$root/$node_dir"
# r: with what is mounted below it, a disk of its own for recordings, say
mount --rbind "$node_dir" "$root/$node_dir"
mount --bind /dev "$root/dev"
mount -t proc proc "$root/proc"
# Names: Asterisk looks its own host's name up for every call, and a name server that is slow to
# answer would hold the calls up for seconds.
{ cat /etc/hosts || true && printf '127.0.0.1 %s\n' "$(uname -n)"; } >"$node_dir/run/hosts"
touch "$root/etc/hosts" "$root/etc/resolv.conf"
mount --bind "$node_dir/run/hosts" "$root/etc/hosts"
[[ ! -e /etc/resolv.conf ]] || mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
cd /
exec chroot "$root" /usr/sbin/asterisk -f -U asterisk -G asterisk \
    -C "$node_dir/etc/asterisk.conf" "$@"
