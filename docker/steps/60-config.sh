#!/bin/bash
# The data folder's etc/: secrets (made once, kept) and odoo.conf (written anew each time,
# from config/odoo.conf and the environment).
source "$(dirname "$0")/lib.sh"

ami_secret=$CC_ETC/secrets/ami
secret ami >/dev/null
master_password=$(secret odoo_master)
# OCA addons are found by themselves: site-packages/odoo/addons is part of odoo.addons.
addons_path=$CALLCENTER_SRC/addons
for dir in "$CC_ODOO_PATH/addons" "$CC_ODOO_PATH/odoo/addons"; do
    [[ -d $dir ]] && addons_path=$dir,$addons_path
done

fill() { # fill NAME VALUE: replace @NAME@ in $text
    text=${text//@$1@/$2}
}
text=$(<"$CALLCENTER_SRC/config/odoo.conf")
fill ADDONS_PATH "$addons_path"
fill FILESTORE "${CALLCENTER_FILESTORE:-$CALLCENTER_DATA/filestore}"
fill MASTER_PASSWORD "$master_password"
fill PG_HOST "$CC_PG_HOST"
fill PG_PORT "$CALLCENTER_PG_PORT"
fill DB "$CALLCENTER_DB"
fill BIND_LOCAL 127.0.0.1
fill BIND "$CALLCENTER_BIND"
fill HTTP_PORT "$CALLCENTER_HTTP_PORT"
fill GEVENT_PORT "$CALLCENTER_GEVENT_PORT"
fill WORKERS "${CALLCENTER_WORKERS:-0}"
fill PROXY_MODE "${CALLCENTER_PROXY_MODE:-False}"
fill LOGFILE "$CC_LOG/odoo.log"
fill NODE "$CALLCENTER_NODE"
fill NODE_DIR "$CC_NODE_DIR"
fill RECORDINGS "${CALLCENTER_RECORDINGS:-$CALLCENTER_DATA/recordings}"
fill AMI_PORT "$CALLCENTER_AMI_PORT"
fill AMI_SECRET_FILE "$ami_secret"
fill AGI_PORT "$CALLCENTER_AGI_PORT"
fill HEALTH_PORT "$CALLCENTER_HEALTH_PORT"
fill SIP_PORT "$CALLCENTER_SIP_PORT"
fill WS_PORT "$CALLCENTER_WS_PORT"
fill CUSTOMER_PORT "$CALLCENTER_CUSTOMER_PORT"
fill ESPEAK_DIR "$CALLCENTER_TREES/voice"
[[ $text =~ @[A-Z_]+@ ]] && die "config/odoo.conf: nothing known for ${BASH_REMATCH[0]}"
(umask 077 && printf '%s\n' "$text" >"$CC_ETC/odoo.conf.new")
chown "$CALLCENTER_USER:" "$CC_ETC/odoo.conf.new"
mv "$CC_ETC/odoo.conf.new" "$CC_ETC/odoo.conf"
# The connector reads the same settings, but writes a log of its own.
sed 's/^logfile = .*//' "$CC_ETC/odoo.conf" | as_user tee "$CC_ETC/connector.conf" >/dev/null
chmod 600 "$CC_ETC/connector.conf"
say "wrote $CC_ETC/odoo.conf"
