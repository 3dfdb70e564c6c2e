# shellcheck shell=bash
# The commands of ./callcenter that need only a few lines.

cmd_run() { # cmd_run SETTINGS-GIVEN
    local began=$EPOCHREALTIME service
    lock_installation
    for service in "${CC_SERVICES[@]}"; do
        running_pid "$service.supervisor" >/dev/null || check_ports "$service"
    done
    save_settings "$1"
    say "Setting up in $CALLCENTER_DATA"
    setup || exit 1
    start_service postgres
    start_service asterisk
    step always 70-database "Database and addons" || exit 1
    restart_if_changed
    start_service odoo
    start_service connector
    printf '  %-42s %6.1f s\n\n' "Everything runs, after" "$(seconds_since "$began")"
    summary
}

cmd_node() { # cmd_node SETTINGS-GIVEN: a server beside another installation's: Asterisk and its connector alone
    [[ $CC_PG_HOST != "$CC_PG_SOCKET" ]] || die "where is the database? CALLCENTER_PG_HOST=HOST (and CALLCENTER_PG_PORT)"
    lock_installation
    save_settings "$1"
    say "Setting up server $CALLCENTER_NODE in $CALLCENTER_DATA"
    setup_node || exit 1
    start_service asterisk
    start_service connector
}

cmd_demo_call() {
    [[ " $* " == *" --help "* || " $* " == *" -h "* ]] || running_pid asterisk >/dev/null ||
        die "Asterisk does not run, nobody would hear the phone: ./callcenter run"
    cmd_python "$CALLCENTER_SRC/tests/tools/demo_call.py" "$@"
}

lock_installation() { # one set-up at a time; the lock ends with this process
    exec 8>"$CALLCENTER_DATA/lock"
    flock -n 8 || die "another ./callcenter is at work in $CALLCENTER_DATA"
}

save_settings() {
    [[ $1 ]] || return 0
    # Values given before stay unless given anew.
    { cat "$CALLCENTER_DATA/settings" 2>/dev/null || true && say "$1"; } |
        awk -F= '{value[$1] = $0} END {for (name in value) print value[name]}' |
        sort >"$CALLCENTER_DATA/settings.new"
    mv "$CALLCENTER_DATA/settings.new" "$CALLCENTER_DATA/settings"
}

# Odoo and the connector hold the addons in memory: after a change they start anew.
restart_if_changed() {
    local hash file=$CALLCENTER_DATA/stamps/running-source service
    hash=$(cd "$CALLCENTER_SRC" && find addons config -type f \( -name '*.py' -o -name '*.xml' \
        -o -name '*.conf' -o -name '*.js' -o -name '*.scss' \) -not -path '*/tests/*' -print0 |
        LC_ALL=C sort -z | xargs -0 cat | cat - "$CC_ETC/odoo.conf" | sha256sum)
    if [[ ! -s $file || $(<"$file") != "$hash" ]]; then
        for service in connector odoo; do stop_service "$service"; done
    fi
    say "$hash" >"$file"
}

cmd_stop() { # cmd_stop [SERVICE]
    local service
    for service in ${1:-connector odoo asterisk postgres}; do
        if both_gone "$service"; then
            say "  ${CC_TITLE[$service]} does not run"
        else
            stop_service "$service"
            say "  ${CC_TITLE[$service]} stopped"
        fi
    done
}

cmd_start() { start_service "$1"; }
cmd_kill() { stop_service "$1" kill && say "  ${CC_TITLE[$1]} killed"; }
cmd_restart() { stop_service "$1" && start_service "$1"; }

cmd_status() {
    local service pid state failed=0 ports
    for service in "${CC_SERVICES[@]}"; do
        pid=$(running_pid "$service") || pid=
        if [[ ! $pid ]]; then
            state="not running" failed=1
            running_pid "$service.supervisor" >/dev/null && state="keeps ending: ./callcenter logs $service"
        elif ready "$service"; then
            state="up since $(ps -o lstart= -p "$pid")"
        else
            state="runs, does not answer yet" failed=1
        fi
        ports=$(service_ports "$service" | awk '{printf "%s%s/%s", sep, $2, $1; sep = " "}')
        printf '%-10s %-8s %-36s %s\n' "$service" "${pid:--}" "$state" "$ports"
    done
    say "data: $CALLCENTER_DATA"
    return "$failed"
}

cmd_logs() {
    case ${1:-} in
    '') exec tail -n 20 -F "$CC_LOG"/{postgres,asterisk,odoo,connector}.log ;;
    odoo) exec tail -n 100 -F "$CC_LOG/odoo.log" "$CC_LOG/odoo.out.log" ;;
    postgres | asterisk | connector) exec tail -n 100 -F "$CC_LOG/$1.log" ;;
    setup) exec tail -n 100 -F "$CC_LOG"/setup/*.log ;;
    *) die "no log '$1'; there are: ${CC_SERVICES[*]} setup" ;;
    esac
}

cmd_shell() {
    cd /
    export ODOO_RC=$CC_ETC/odoo.conf
    exec_as_user "$CC_VENV/bin/odoo" shell --no-http --logfile= "$@"
}
cmd_psql() {
    exec psql -h "$CC_PG_SOCKET" -p "$CALLCENTER_PG_PORT" -U callcenter -d "$CALLCENTER_DB" "$@"
}

# Tools of tests/ find the installation by its environment.
cmd_python() {
    export ODOO_RC=$CC_ETC/odoo.conf CALLCENTER_NODE_DIR=$CC_NODE_DIR
    exec "$CC_VENV/bin/python" "$@"
}

summary() {
    local host=$CALLCENTER_BIND
    [[ $host == 0.0.0.0 ]] && host=$(hostname -I | awk '{print $1}')
    cat <<END
The call center runs.

  Open          http://$host:$CALLCENTER_HTTP_PORT
  Log in as     agent1 … agent6 (agents), leader, manager, qa, bizadmin, admin; password = login
  Phones        extensions 1001 … 1006 of agents 1 to 6: in the browser, or any SIP phone at
                $host:$CALLCENTER_SIP_PORT/udp (the secret is on the agent's form)
  Call in       4001 the service hotline (1 sales, 2 service), 4002 straight to the queue service

Try this
  1. Log in as agent1, sign in with the browser phone (allow the microphone), choose ready.
  2. In a terminal: ./callcenter demo-call
     A simulated customer dials 4001; answer, write a note and an outcome, hang up.
  3. As leader or manager: see the call with its recording, and the reports.

  ./callcenter status | logs | stop | --help
END
}
