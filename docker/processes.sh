# shellcheck shell=bash
# Services as processes: start, stop, wait until ready. A pid file holds the pid and its start
# time, so that a number given to another process since is never taken for ours.
CC_PIDS=$CALLCENTER_DATA/pids
# shellcheck disable=SC2034  # used by the files that source this one
CC_SERVICES=(postgres asterisk odoo connector)
declare -A CC_TITLE=([postgres]=PostgreSQL [asterisk]=Asterisk [odoo]=Odoo [connector]=connector)
# TERM would let PostgreSQL wait for its clients; INT ends their sessions.
declare -A CC_SIGNAL=([postgres]=INT [asterisk]=TERM [odoo]=TERM [connector]=TERM)

start_time() { # start_time PID: its 22nd field in stat, counted after the name in brackets
    local stat
    stat=$(<"/proc/$1/stat") 2>/dev/null || return 1
    stat=${stat##*) }
    awk '{print $20}' <<<"$stat"
}

write_pid() { # write_pid NAME PID
    mkdir -p "$CC_PIDS"
    printf '%s %s\n' "$2" "$(start_time "$2")" >"$CC_PIDS/$1"
}

running_pid() { # running_pid NAME: its pid, if that process lives
    local pid since
    [[ -s $CC_PIDS/$1 ]] || return 1
    read -r pid since <"$CC_PIDS/$1"
    [[ $(start_time "$pid" 2>/dev/null) == "$since" ]] || return 1
    say "$pid"
}

wait_until() { # wait_until SECONDS COMMAND...
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < end)) || return 1
        sleep 0.1
    done
}
gone() { ! running_pid "$1" >/dev/null; }
both_gone() { gone "$1" && gone "$1.supervisor"; }

http_ok() ( # http_ok PORT PATH: without curl, which a fresh machine may lack
    exec 9<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&9
    read -r -t 5 status <&9
    [[ $status == *" 200 "* ]]
)
port_open() { (exec 9<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

ready() { # ready NAME: does it serve?
    case $1 in
    postgres) psql -h "$CC_PG_SOCKET" -p "$CALLCENTER_PG_PORT" -U postgres -d postgres -X -qAtc 'SELECT 1' ;;
    asterisk) [[ $(asterisk_cli core waitfullybooted) == *booted* ]] && port_open "$CALLCENTER_AMI_PORT" ;;
    odoo) http_ok "$CALLCENTER_HTTP_PORT" /web/health ;;
    connector) http_ok "$CALLCENTER_HEALTH_PORT" /healthz ;;
    esac >/dev/null 2>&1
}

ready_or_hopeless() { # hopeless: it ended twice already
    ready "$1" || [[ -s $CC_PIDS/$1.ends && $(<"$CC_PIDS/$1.ends") -ge 2 ]]
}

asterisk_cli() { "$CC_CHECKOUT/docker/asterisk-cli.sh" "$CC_NODE_DIR" "$@"; }

# Ports of each service: "protocol port variable".
service_ports() {
    case $1 in
    asterisk)
        say "udp $CALLCENTER_SIP_PORT CALLCENTER_SIP_PORT"
        say "tcp $CALLCENTER_WS_PORT CALLCENTER_WS_PORT"
        say "tcp $CALLCENTER_AMI_PORT CALLCENTER_AMI_PORT"
        ;;
    odoo) say "tcp $CALLCENTER_HTTP_PORT CALLCENTER_HTTP_PORT" ;;
    connector)
        say "tcp $CALLCENTER_AGI_PORT CALLCENTER_AGI_PORT"
        say "tcp $CALLCENTER_HEALTH_PORT CALLCENTER_HEALTH_PORT"
        ;;
    esac
}

check_ports() { # check_ports NAME: a port taken by another process is said clearly
    local protocol number variable holder
    while read -r protocol number variable; do
        command -v ss >/dev/null || return 0 # a fresh machine, before its packages
        holder=$(ss -Hlnp "--$protocol" "sport = :$number")
        [[ $holder ]] || continue
        holder=$(grep -oE '"[^"]+",pid=[0-9]+' <<<"$holder" | head -1 | tr -d '"' | sed 's/,pid=/, pid /' || true)
        die "port $number/$protocol for ${CC_TITLE[$1]} is taken by ${holder:-another process}." \
            "Stop that, or choose another port: $variable=NUMBER, or CALLCENTER_PORT_OFFSET=100 for all."
    done < <(service_ports "$1")
}

start_service() { # start_service NAME
    local name=$1 limit=${2:-90} began=$EPOCHREALTIME log=$CC_LOG/$1.log
    if running_pid "$name.supervisor" >/dev/null; then
        wait_until "$limit" ready "$name" || die "${CC_TITLE[$name]} runs but does not answer; see $log"
        printf '  %-42s runs already\n' "${CC_TITLE[$name]}"
        return 0
    fi
    check_ports "$name"
    # Odoo writes its log itself, as its own user: what is printed besides goes elsewhere.
    [[ $name == odoo ]] && log=$CC_LOG/odoo.out.log
    turn_log "$log"
    turn_log "$CC_LOG/$name.log"
    # 8 is this command's lock, which must end with it.
    setsid "$CC_CHECKOUT/docker/supervise.sh" "$name" "${CC_SIGNAL[$name]}" >>"$log" 2>&1 </dev/null 8>&- &
    wait_until "$limit" ready_or_hopeless "$name" || true
    if ! ready "$name"; then
        {
            say "${CC_TITLE[$name]} was started but does not serve. Its last words:"
            tail -n 15 "$log" | sed 's/^/    /'
        } >&2
        stop_service "$name" # or it would try again and again
        die "see $CC_LOG; 'callcenter logs $name' follows its log"
    fi
    printf '  %-42s %6.1f s\n' "${CC_TITLE[$name]} ready" "$(seconds_since "$began")"
}

turn_log() { # keep one old log when the current one has grown
    [[ -f $1 ]] || return 0
    (($(stat -c %s "$1") < 50000000)) || mv "$1" "$1.1"
}

stop_service() { # stop_service NAME [kill]: kill = at once with -9, as a crash would
    local name=$1 pid
    if [[ ${2:-} == kill ]]; then
        pid=$(running_pid "$name.supervisor") && kill -9 "$pid"
        # The supervisor's session holds it and all it started.
        [[ $pid ]] && kill_session "$pid"
        rm -f "$CC_PIDS/$name" "$CC_PIDS/$name.supervisor"
        return 0
    fi
    if pid=$(running_pid "$name.supervisor"); then
        kill "$pid"
    elif pid=$(running_pid "$name"); then
        kill -s "${CC_SIGNAL[$name]}" "$pid"
    else
        return 0
    fi
    wait_until 30 both_gone "$name" || {
        say "${CC_TITLE[$name]} did not stop in 30 s: killed" >&2
        stop_service "$name" kill
    }
}

kill_session() { # kill_session SID: every process of one session
    local pid
    for pid in $(ps -o pid= --sid "$1"); do kill -9 "$pid" 2>/dev/null || true; done
}
