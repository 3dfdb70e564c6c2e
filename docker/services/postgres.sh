#!/bin/bash
# PostgreSQL in the foreground.
source "$(dirname "$0")/../steps/lib.sh"

version=$(<"$CALLCENTER_DATA/pg/PG_VERSION")
[[ -d $CC_PG_SOCKET ]] || own_dir 750 "$CC_PG_SOCKET"
cd /
exec_as_user "/usr/lib/postgresql/$version/bin/postgres" -D "$CALLCENTER_DATA/pg"
