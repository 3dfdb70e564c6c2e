#!/bin/bash
# ./callcenter backup [FILE]: database, attachments, recordings, secrets and what Asterisk
# itself remembers, in one file. Everything may go on running meanwhile.
source "$(dirname "$0")/steps/lib.sh"
source "$CC_CHECKOUT/docker/processes.sh"

file=${1:-$PWD/callcenter-$(date +%Y%m%d-%H%M%S).tar.gz}
file=$(realpath -m "$file")
running_pid postgres >/dev/null || die "PostgreSQL does not run: ./callcenter start postgres"
work=$(mktemp -d "$CALLCENTER_DATA/cache/backup.XXXXXX")
trap 'rm -rf "$work"' EXIT
umask 077
pg_dump -h "$CC_PG_HOST" -p "$CALLCENTER_PG_PORT" -U postgres -Fc -Z 1 -f "$work/database.dump" "$CALLCENTER_DB"
mkdir "$work/files"
files=$CALLCENTER_DATA/filestore/filestore/$CALLCENTER_DB
# Attachments are written before the database names them: after the dump none is missing.
if [[ -d $files ]]; then cp -al "$files/." "$work/files/"; fi
parts=(recordings etc/secrets)
for part in lib log spool/monitor sounds; do
    if [[ -d $CC_NODE_DIR/$part ]]; then parts+=("node/$part"); fi
done
code=0
tar czf "$file.part" -C "$work" database.dump files -C "$CALLCENTER_DATA" "${parts[@]}" || code=$?
# 1: a file grew while it was read (a call being recorded); it is in the next backup whole.
((code <= 1)) || die "tar failed with code $code; no backup was written"
mv "$file.part" "$file"
say "$file ($(du -h "$file" | cut -f1))"
