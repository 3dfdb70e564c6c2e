#!/bin/bash
# ./callcenter restore FILE: replaces database, attachments, recordings, secrets and
# Asterisk's memory by those of a backup. The database there is kept under another name
# until the new one is whole.
source "$(dirname "$0")/steps/lib.sh"
source "$CC_CHECKOUT/docker/steps.sh"
source "$CC_CHECKOUT/docker/processes.sh"

file=${1:-}
[[ -f $file ]] || die "no such backup: '${file}'"
[[ -d $CALLCENTER_DATA/pg ]] || die "not set up yet: ./callcenter run, then restore"
file=$(realpath "$file")
work=$(mktemp -d "$CALLCENTER_DATA/cache/restore.XXXXXX")
trap 'rm -rf "$work"' EXIT
tar xzf "$file" -C "$work" || die "$file is no whole backup; nothing was changed"
[[ -s $work/database.dump ]] || die "$file holds no database; nothing was changed"

for service in connector odoo asterisk; do stop_service "$service"; done
start_service postgres
db=$CALLCENTER_DB new=${CALLCENTER_DB}_restored
pg() { PGOPTIONS='-c client_min_messages=warning' psql -h "$CC_PG_HOST" -p "$CALLCENTER_PG_PORT" -U callcenter -d postgres -X -qAt -v ON_ERROR_STOP=1 -c "$1"; }
pg "DROP DATABASE IF EXISTS \"$new\" WITH (FORCE)"
pg "CREATE DATABASE \"$new\" TEMPLATE template0 ENCODING 'UTF8'"
pg_restore -h "$CC_PG_HOST" -p "$CALLCENTER_PG_PORT" -U callcenter -d "$new" --no-owner --no-comments \
    -j 2 --exit-on-error "$work/database.dump"
pg "DROP DATABASE IF EXISTS \"$db\" WITH (FORCE)"
pg "ALTER DATABASE \"$new\" RENAME TO \"$db\""

put() { # put SOURCE TARGET: replace a folder
    [[ -d $1 ]] || return 0
    rm -rf "$2"
    mkdir -p "${2%/*}"
    mv "$1" "$2"
    chown -R "$CALLCENTER_USER:" "$2"
}
own_dir 750 "$CALLCENTER_DATA/filestore/filestore"
put "$work/files" "$CALLCENTER_DATA/filestore/filestore/$db"
put "$work/recordings" "$CALLCENTER_DATA/recordings"
put "$work/etc/secrets" "$CC_ETC/secrets"
for part in lib log spool/monitor sounds; do
    put "$work/node/$part" "$CC_NODE_DIR/$part"
done
say "Restored. Start again with ./callcenter run"
