#!/bin/bash
# A PostgreSQL cluster of our own in the data folder, reached by Unix socket only. Who may
# connect is decided by the operating system's user (peer): no password to keep or leak.
source "$(dirname "$0")/lib.sh"

pg_dir=$CALLCENTER_DATA/pg
bin=$(pg_bin)
if [[ -s $pg_dir/PG_VERSION ]]; then
    version=$(<"$pg_dir/PG_VERSION")
    [[ -x /usr/lib/postgresql/$version/bin/postgres ]] ||
        die "the cluster in $pg_dir is of PostgreSQL $version, which is not installed any more:" \
            "install postgresql-$version, or restore a backup into a new data folder"
    bin=/usr/lib/postgresql/$version/bin
else
    rm -rf "$pg_dir"
    own_dir 700 "$pg_dir"
    (cd / && as_user "$bin/initdb" --pgdata "$pg_dir" --username postgres --auth peer \
        --encoding UTF8 --locale C.UTF-8 --lc-collate C --data-checksums)
fi
say "PostgreSQL $("$bin/postgres" --version)"

cat >"$pg_dir/pg_hba.conf" <<END
# root and $CALLCENTER_USER are the role callcenter, or postgres for backup and repair
local all all peer map=callcenter
END
cat >"$pg_dir/pg_ident.conf" <<END
callcenter root callcenter
callcenter root postgres
callcenter $CALLCENTER_USER callcenter
callcenter $CALLCENTER_USER postgres
END
memory=$(awk '/MemTotal/ {print int($2 / 1024)}' /proc/meminfo)
cat >"$pg_dir/callcenter.conf" <<END
# written by docker/steps/50-postgres.sh at every set-up
listen_addresses = ''
port = $CALLCENTER_PG_PORT
unix_socket_directories = '$CC_PG_SOCKET'
unix_socket_permissions = 0700
# Odoo's pool, one connection per subscribed browser at a dispatch, the connector, tests
max_connections = 300
shared_buffers = $((memory / 16 < 128 ? 128 : memory / 16 > 2048 ? 2048 : memory / 16))MB
effective_cache_size = $((memory / 2))MB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 2GB
random_page_cost = 1.1
# Odoo's short queries gain nothing from compiling
jit = off
log_timezone = UTC
timezone = UTC
log_line_prefix = '%m [%p] %d '
END
grep -q callcenter.conf "$pg_dir/postgresql.conf" ||
    echo "include 'callcenter.conf'" >>"$pg_dir/postgresql.conf"
chown "$CALLCENTER_USER:" "$pg_dir"/*.conf
