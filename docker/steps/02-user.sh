#!/bin/bash
# The unprivileged user that PostgreSQL, Odoo, the connector and Asterisk run as, and the
# folders they write to. One user for all, so that Asterisk and the connector can hand each
# other recordings and rendered files.
source "$(dirname "$0")/lib.sh"

if ! getent passwd "$CALLCENTER_USER" >/dev/null; then
    # CALLCENTER_UID: the same number in containers that share files
    useradd ${CALLCENTER_UID:+--uid "$CALLCENTER_UID"} --system --user-group --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin "$CALLCENTER_USER"
fi
mkdir -p "$CALLCENTER_DATA" "$CALLCENTER_DATA/cache"
chmod 755 "$CALLCENTER_DATA"
own_dir 755 "$CC_LOG"
own_dir 750 "$CC_RUN" "$CC_ETC" "$CC_NODE_DIR" "$CALLCENTER_DATA/recordings" \
    "$CALLCENTER_DATA/filestore"
own_dir 700 "$CC_ETC/secrets"
