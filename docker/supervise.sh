#!/bin/bash
# Keep one service running: supervise.sh NAME SIGNAL. Started by ./callcenter in a session of
# its own. A service that ends is started again (after 1 s, more if it keeps ending);
# TERM to this process stops the service with SIGNAL and ends both.
here=$(cd "$(dirname "$0")" && pwd -P)
source "$here/steps/lib.sh"
source "$here/processes.sh"
set +e # a service that ends with an error is what this is for

name=$1 signal=$2 child='' stopping='' delay=1 ends=0
stop() {
    stopping=1
    [[ $child ]] && kill -s "$signal" "$child" 2>/dev/null
}
trap stop TERM INT
rm -f "$CC_PIDS/$name.ends"
write_pid "$name.supervisor" $$

log() { printf '%s supervisor: %s\n' "$(date -u '+%F %T')" "$*"; }

until [[ $stopping ]]; do
    began=$SECONDS
    "$here/services/$name.sh" &
    child=$!
    write_pid "$name" "$child"
    log "$name started, pid $child"
    # `wait` returns early when a signal arrives: wait until the child is really gone.
    while kill -0 "$child" 2>/dev/null; do
        wait "$child"
        code=$?
    done
    rm -f "$CC_PIDS/$name"
    child=
    log "$name ended with code ${code:-?}"
    ends=$((ends + 1))
    echo "$ends" >"$CC_PIDS/$name.ends"
    [[ $stopping ]] && break
    ((SECONDS - began < 10)) || delay=1
    sleep "$delay" &
    wait $!
    delay=$((delay < 16 ? delay * 2 : 30))
done
rm -f "$CC_PIDS/$name.supervisor" "$CC_PIDS/$name.ends"
