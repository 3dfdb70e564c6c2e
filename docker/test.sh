#!/bin/bash
# ./callcenter test [PART...] [-- PYTEST ARGUMENT...] and ./callcenter bench NAME: an
# installation of its own beside the one in use (data folder `test` in it, ports moved by
# 20000), which shares the downloaded trees. Every part runs to its end; one failure fails all.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
checkout=$(dirname "$here")

if [[ ! ${CALLCENTER_TESTING:-} ]]; then
    source "$here/steps/lib.sh"
    clean=()
    for name in $(compgen -e | grep '^CALLCENTER_' | grep -vx CALLCENTER_OUTAGE_S); do clean+=(-u "$name"); done
    exec env "${clean[@]}" CALLCENTER_TESTING=1 CALLCENTER_TEST_PACKAGES=1 \
        CALLCENTER_DATA="${CALLCENTER_TEST_DATA:-$CALLCENTER_DATA/test}" CALLCENTER_TREES="$CALLCENTER_TREES" \
        CALLCENTER_PORT_OFFSET="${CALLCENTER_TEST_PORT_OFFSET:-20000}" "$0" "$@"
fi

source "$here/place.sh"
place_data "$checkout"
source "$here/steps/lib.sh"
source "$here/steps.sh"
source "$here/processes.sh"
source "$here/commands.sh"
cd "$checkout"

all_parts=(lint unit node odoo scenarios faults)
parts=() arguments=() bench=''
while (($#)); do
    case $1 in
    --) shift && arguments=("$@") && break ;;
    bench) bench=${2:-} && shift $(($# > 1 ? 2 : 1)) && arguments=("$@") && parts=(bench) && break ;;
    lint | unit | node | odoo | scenarios | faults | suites) parts+=("$1") ;;
    *) die "no part '$1'; there are: ${all_parts[*]} suites" ;;
    esac
    shift
done
((${#parts[@]})) || parts=("${all_parts[@]}")

export ODOO_RC=$CC_ETC/odoo.conf CALLCENTER_NODE_DIR=$CC_NODE_DIR PYTHONDONTWRITEBYTECODE=1
results=() failed=0 up='' node='' half=''

part() { # part NAME COMMAND...: run to its end, remember how it went
    local name=$1 began=$EPOCHREALTIME verdict=ok
    shift
    printf '\n===== %s =====\n' "$name"
    "$@" || verdict=FAILED
    result "$name" "$verdict" "$began"
}
result() { # result NAME VERDICT BEGAN
    [[ $2 == ok ]] || failed=$((failed + 1))
    results+=("$(printf '%-10s %-7s %6.1f s' "$1" "$2" "$(seconds_since "$3")")")
}
begin_node() { # calls take their time and little of the machine: beside the tests in Odoo, which take all of it
    node_began=$EPOCHREALTIME
    part_node >"$CALLCENTER_DATA/node-tests.log" 2>&1 &
    node=$!
}
end_node() { # the calls of the scenarios are measured: nothing runs beside them
    [[ $node ]] || return 0
    local verdict=ok
    wait "$node" || verdict=FAILED
    node=''
    printf '\n===== node (beside the others) =====\n'
    cat "$CALLCENTER_DATA/node-tests.log"
    result node "$verdict" "$node_began"
}
py_test() { "$CC_VENV/bin/python" -m pytest -p no:cacheprovider -p no:odoo -rs "$@" "${arguments[@]}"; }

stop_all() {
    local service
    for service in $node $half; do kill "$service" 2>/dev/null || true; done
    for service in connector odoo asterisk postgres; do stop_service "$service"; done
}

# --- databases: one freshly installed, the tests each get a copy ------------------------------
pg() { PGOPTIONS='-c client_min_messages=warning' psql -h "$CC_PG_SOCKET" -p "$CALLCENTER_PG_PORT" -U callcenter -d postgres -X -qAt -v ON_ERROR_STOP=1 -c "$1"; }
copy_database() { # copy_database NAME
    local files=$CALLCENTER_DATA/filestore/filestore
    pg "DROP DATABASE IF EXISTS \"$1\" WITH (FORCE)"
    pg "CREATE DATABASE \"$1\" TEMPLATE pristine"
    rm -rf "${files:?}/$1"
    # Odoo never changes a stored file: links are as good as copies.
    if [[ -d $files/pristine ]]; then cp -al "$files/pristine" "$files/$1"; fi
}
prepare_database() {
    [[ $up ]] && return 0
    start_service postgres || return 1
    local key
    key=$(cd "$CALLCENTER_SRC" && find addons "$CC_STEPS/70-database.sh" -type f -not -path '*/tests/*' -not -name '*.pyc' -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
    if [[ ! -s $CALLCENTER_DATA/stamps/pristine || $(<"$CALLCENTER_DATA/stamps/pristine") != "$key" ]]; then
        pg "DROP DATABASE IF EXISTS pristine WITH (FORCE)" 2>/dev/null || true
        CALLCENTER_DB=pristine step always 70-database "Database and addons" || return 1
        say "$key" >"$CALLCENTER_DATA/stamps/pristine"
    fi
    up=database
}
bring_up() { # the whole product, with an empty node and a fresh database
    [[ $up == all ]] && return 0
    prepare_database || return 1
    stop_service connector && stop_service odoo && stop_service asterisk
    rm -rf "$CC_NODE_DIR" "$CALLCENTER_DATA/recordings"
    own_dir 750 "$CC_NODE_DIR" "$CALLCENTER_DATA/recordings"
    "$CC_STEPS/65-asterisk-config.sh" >/dev/null && copy_database "$CALLCENTER_DB" &&
        start_service asterisk && start_service odoo && start_service connector && up=all
}

# --- the parts ------------------------------------------------------------------------------
part_lint() { "$here/lint.sh"; }
part_unit() { py_test tests/unit; }
part_node() { py_test tests/node; } # each with an Asterisk of its own, without Odoo
odoo_pytest() { # odoo_pytest DATABASE PORT ARGUMENT...: tests within Odoo; PORT is added to Odoo's, the next is taken too
    local rc=$CC_ETC/odoo-tests-$1.conf database=$1 port=$((CALLCENTER_HTTP_PORT + $2))
    shift 2
    own_dir 700 "$CALLCENTER_DATA/home"
    # Its own web server on its own port, its log on the console.
    sed -E "s/^db_name = .*/db_name = $database/; s/^http_port = .*/http_port = $port/;
        s/^gevent_port = .*/gevent_port = $((port + 1))/; s/^logfile = .*//; s/^log_level = .*/log_level = warn/;
        s#^addons_path = .*#&,$CALLCENTER_SRC/tests/suites/addons#" "$CC_ETC/odoo.conf" >"$rc"
    chown "$CALLCENTER_USER:" "$rc"
    # /: no folder named odoo may be in the working folder
    (cd / && ODOO_RC=$rc HOME=$CALLCENTER_DATA/home as_user nice -n 5 "$CC_VENV/bin/python" -m pytest \
        -p no:cacheprovider --odoo-database="$database" --odoo-http "$@")
}
odoo_tests() { # odoo_tests DATABASE PORT ADDON...
    local folders=("${@:3}")
    odoo_pytest "$1" "$2" -rs --rootdir="$CALLCENTER_SRC" "${folders[@]/#/$CALLCENTER_SRC/addons/}" "${arguments[@]}"
}
part_odoo() { # in two halves side by side, each with a database of its own; with arguments, as a whole
    local log=$CALLCENTER_DATA/odoo-tests.log failed=0
    prepare_database && copy_database odoo_tests || return 1
    if ((${#arguments[@]})); then
        odoo_tests odoo_tests 5 callcenter_{crm,telephony,kpi}/tests
        return
    fi
    copy_database odoo_tests_2 || return 1
    odoo_tests odoo_tests_2 7 callcenter_crm/tests >"$log" 2>&1 &
    half=$!
    odoo_tests odoo_tests 5 callcenter_{telephony,kpi}/tests || failed=1
    wait "$half" || failed=1
    half=''
    cat "$log"
    return "$failed"
}
part_scenarios() { bring_up && py_test tests/scenarios; }
part_faults() { bring_up && py_test tests/faults; }
suite() { # suite NAME ADDONS FOLDER...: tests of these folders with these addons alone, their result in NAME.xml
    local addons=$2 database=suites_$1 out=$CALLCENTER_DATA/home/$1.xml
    shift 2
    pg "DROP DATABASE IF EXISTS $database WITH (FORCE)"
    rm -rf "$CALLCENTER_DATA/filestore/filestore/$database" "$out"
    (cd / && ODOO_RC=$CC_ETC/odoo.conf as_user "$CC_VENV/bin/odoo" -d "$database" -i "$addons" --no-http \
        --stop-after-init --log-level=warn --logfile= \
        --addons-path="$(sed -n 's/^addons_path = //p' "$CC_ETC/odoo.conf"),$CALLCENTER_SRC/tests/suites/addons") || return 1
    # helpdesk_mgmt's test_js.py is all browser tests of Odoo once more
    odoo_pytest "$database" 5 -q --tb=no --ignore-glob='*/helpdesk_mgmt/tests/test_js.py' --junitxml="$out" "$@" || true
}
part_suites() { # Odoo's own suites: nothing fails with the call center that does not fail without
    local addon folders=() stock=sale_management,sale_crm,helpdesk_mgmt
    for addon in crm sale sales_team phone_validation helpdesk_mgmt; do
        folders+=("$(find "$CC_ODOO_PATH" "$CC_VENV"/lib -type d -path "*/addons/$addon/tests" -print -quit)")
    done
    prepare_database && suite without "debian_assets,$stock" "${folders[@]}" &&
        suite with "$stock,callcenter_crm,callcenter_telephony,callcenter_kpi" "${folders[@]}" || return 1
    "$CC_VENV/bin/python" tests/suites/failures.py "$CALLCENTER_DATA"/home/{without,with}.xml
}
part_bench() {
    [[ -f tests/bench/$bench.py ]] ||
        die "no measurement '$bench'; there are: $(cd tests/bench && printf '%s\n' [a-z]*.py | sed 's/\.py$//' | tr '\n' ' ')"
    [[ $bench == start ]] || bring_up || return 1
    "$CC_VENV/bin/python" "tests/bench/$bench.py" "${arguments[@]}"
}

exec 8>"$CALLCENTER_DATA/lock"
flock -n 8 || die "another test run is at work in $CALLCENTER_DATA"
trap stop_all EXIT
say "Preparing in $CALLCENTER_DATA"
setup || exit 1
for name in "${parts[@]}"; do
    case $name in
    node) if [[ " ${parts[*]} " == *' odoo '* ]]; then begin_node && continue; fi ;;
    scenarios | faults | bench) end_node ;;
    esac
    part "$name" "part_$name"
done
end_node
if [[ $bench ]]; then exit "$failed"; fi
printf '\n'
printf '%s\n' "${results[@]}"
say "parts: $((${#results[@]} - failed)) passed, $failed failed"
((failed == 0))
