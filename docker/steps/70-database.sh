#!/bin/bash
# The product's database. The first time: made under another name and renamed when it is
# whole, so that an interruption leaves nothing half installed. Later: an addon whose sources
# have changed since is updated; nothing else is touched. Needs PostgreSQL running.
source "$(dirname "$0")/lib.sh"

addons=(callcenter_crm callcenter_telephony callcenter_kpi)
sql() { # sql DATABASE STATEMENT
    # shellcheck disable=SC2153  # set by the function port
    psql -h "$CC_PG_HOST" -p "$CALLCENTER_PG_PORT" -U callcenter -d "$1" -X -qAt \
        -v ON_ERROR_STOP=1 -c "$2"
}
odoo() {
    (cd / && ODOO_RC=$CC_ETC/odoo.conf as_user "$CC_VENV/bin/odoo" "$@" --no-http \
        --max-cron-threads=0 --logfile=)
}
source_hash() { # of what an addon installs; not its tests, nor fetched libraries
    (cd "$CALLCENTER_SRC/addons/$1" && find . -type f -not -path '*/tests/*' \
        -not -path './static/*' -not -name '*.pyc' -not -path './readme/*' -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32)
}
depends() { # the addons of others that ours stand on, with commas
    "$CC_VENV/bin/python" - "$CALLCENTER_SRC/addons" "${addons[@]}" <<'EOF'
import ast, pathlib, sys

folder, *own = sys.argv[1:]
named = [ast.literal_eval(pathlib.Path(folder, name, "__manifest__.py").read_text())["depends"] for name in own]
print(",".join(sorted({name for names in named for name in names} - set(own))))
EOF
}
remember() { # remember DATABASE: in the database itself, so that a restored one knows too
    local addon
    for addon in "${addons[@]}"; do
        sql "$1" "INSERT INTO ir_config_parameter (key, value) VALUES
            ('callcenter.source.$addon', '$(source_hash "$addon")')
            ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    done
}
# Pages' scripts and styles are built now, not while the first visitor waits.
warm_up() {
    echo 'env["ir.qweb"]._pregenerate_assets_bundles(); env.cr.commit()' | odoo shell -d "$1"
}

if [[ ! ${CALLCENTER_PG_HOST:-} ]]; then
    psql -h "$CC_PG_HOST" -p "$CALLCENTER_PG_PORT" -U postgres -d postgres -X -q -v ON_ERROR_STOP=1 \
        -c "DO \$\$ BEGIN CREATE ROLE callcenter LOGIN CREATEDB;
            EXCEPTION WHEN duplicate_object THEN NULL; END \$\$"
fi

# Odoo makes indexes for the middle of words only where it finds this.
trigrams() { sql "$1" "CREATE EXTENSION IF NOT EXISTS pg_trgm"; }

db=$CALLCENTER_DB
if [[ $(sql postgres "SELECT 1 FROM pg_database WHERE datname = '$db'") ]]; then
    changed=()
    for addon in "${addons[@]}"; do
        known=$(sql "$db" "SELECT value FROM ir_config_parameter WHERE key = 'callcenter.source.$addon'")
        [[ $known == "$(source_hash "$addon")" ]] || changed+=("$addon")
    done
    if ((${#changed[@]} == 0)); then
        say "up to date"
        exit 0
    fi
    list=$(IFS=, && say "${changed[*]}")
    say "updating $list"
    # An addon of Odoo's that is new in this release may ask for an address that was one of ours; the update sets ours.
    sql "$db" "UPDATE ir_actions SET path = NULL WHERE path IS NOT NULL AND id IN (SELECT res_id FROM ir_model_data
        WHERE module = ANY(string_to_array('$list', ',')) AND model LIKE 'ir.actions.%')"
    trigrams "$db"
    # -i as well: an addon that is new in this release
    odoo -d "$db" -i "$list" -u "$list" --stop-after-init
    remember "$db"
    warm_up "$db"
    exit 0
fi

new=${db}_new
sql postgres "DROP DATABASE IF EXISTS \"$new\" WITH (FORCE)"
rm -rf "$CALLCENTER_DATA/filestore/filestore/$new"
sql postgres "CREATE DATABASE \"$new\" TEMPLATE template0 ENCODING 'UTF8'"
trigrams "$new"
# The demo company alone, without Odoo's own demo data: what the addons stand on is installed first, then counted as
# having its demo data, without which Odoo loads none of ours.
odoo -d "$new" -i "$(depends)" --load-language=en_US,zh_CN --stop-after-init
if [[ ${CALLCENTER_DEMO:-1} == 1 ]]; then sql "$new" "UPDATE ir_module_module SET demo = TRUE WHERE state = 'installed'"; fi
odoo -d "$new" -i "$(IFS=, && say "${addons[*]}")" --stop-after-init
names=$(IFS=, && say "${addons[*]}")
missing=$(sql "$new" "SELECT string_agg(name || ' ' || state, ', ') FROM ir_module_module
    WHERE name = ANY(string_to_array('$names', ',')) AND (state <> 'installed'
        OR demo <> (${CALLCENTER_DEMO:-1} = 1))")
# Odoo goes on without an addon's demo data when they fail, and says so only in the log.
[[ -z $missing ]] || die "not installed, or its demo data failed: $missing"
warm_up "$new"
remember "$new"
rm -rf "$CALLCENTER_DATA/filestore/filestore/$db"
if [[ -d $CALLCENTER_DATA/filestore/filestore/$new ]]; then
    mv "$CALLCENTER_DATA/filestore/filestore/$new" "$CALLCENTER_DATA/filestore/filestore/$db"
fi
sql postgres "ALTER DATABASE \"$new\" RENAME TO \"$db\""
