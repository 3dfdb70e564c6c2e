# shellcheck shell=bash
# Runs the step scripts: once each (a stamp holds what a step was made from), a line per step
# with its seconds, and on failure which step, its last words, and what to do.

header() { # header NAME STEP: the words of its line "# NAME: …"
    sed -n "s/^# $1: //p" "$CC_STEPS/$2.sh"
}

step_key() { # step_key STEP: changes when the step has to run again
    local script=$CC_STEPS/$1.sh name
    {
        sha256sum <"$script"
        for name in $(header inputs "$1"); do
            sha256sum <"$CC_CHECKOUT/$name"
        done
        for name in $(header vars "$1"); do
            say "$name=${!name:-}"
        done
    } | sha256sum | cut -c1-32
}

step_done() { # step_done STAMP STEP
    local output
    [[ -s $1 && $(<"$1") == "$(step_key "$2")" ]] || return 1
    for output in $(header outputs "$2"); do
        [[ -e $CALLCENTER_SRC/$output ]] || return 1
    done
}

step() { # step always|shared STEP TITLE; shared: once for all that use these trees
    local how=$1 name=$2 title=$3 began=$EPOCHREALTIME log=$CC_SETUP_LOG/$2.log
    local stamp=$CALLCENTER_TREES/stamps/$name
    if [[ $how != always ]] && step_done "$stamp" "$name"; then
        printf '  %-42s done before\n' "$title"
        return 0
    fi
    [[ $how == always ]] || say "  $title …"
    if "$CC_STEPS/$name.sh" >"$log" 2>&1 </dev/null; then
        [[ $how == always ]] || { mkdir -p "${stamp%/*}" && step_key "$name" >"$stamp"; }
        printf '  %-42s %6.1f s\n' "$title" "$(seconds_since "$began")"
    else
        {
            printf '\nSTEP FAILED: %s (%s)\n' "$title" "$name"
            tail -n 15 "$log" | sed 's/^/    /'
            say "Whole log: $log"
            say "Steps that are done stay done: put right what it says, then run the same command again."
            step_advice "$log"
        } >&2
        return 1
    fi
}

step_advice() { # step_advice LOG: the causes seen most
    if grep -qiE 'no space left' "$1"; then
        say "The disk is full: df -h '$CALLCENTER_DATA'. The installation needs about 4 GB."
    elif grep -qiE 'could not resolve|temporary failure|connection timed out|network is unreachable' "$1"; then
        say "No package registry answers. Behind a proxy set http_proxy, https_proxy and apt's Acquire::http::Proxy."
    elif grep -qiE 'could not get lock|is another process using it' "$1"; then
        say "Another package manager is at work: wait for it to end."
    fi
}

seconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN {printf "%.1f", b - a}'; }

lanes() { # lanes FUNCTION...: run side by side; the first failure counts when all have ended
    local pids=() pid failed=0 lane
    for lane in "$@"; do
        "$lane" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
    return "$failed"
}

lane_packages() { step always 01-packages "Debian packages" && step always 02-user "System user and folders"; }
lane_odoo() { step shared 10-odoo "Odoo 19" && step shared 36-voice "Voice of prompts"; }
lane_python() {
    CC_PYTHON_VERSION=$(/usr/bin/python3 -V) && export CC_PYTHON_VERSION || return 1
    step shared 20-venv "Python and OCA packages" || return 1
    step shared 40-frontend "Browser libraries" || return 1
    [[ ! ${CALLCENTER_TEST_PACKAGES:-} ]] || {
        step shared 21-venv-test "Test and lint packages" &&
            step shared 41-frontend-test "JavaScript linters"
    }
}
lane_asterisk() {
    CC_PYTHON_VERSION=$(/usr/bin/python3 -V) && export CC_PYTHON_VERSION || return 1
    step shared 30-asterisk "Asterisk 22" && step shared 35-compile "Odoo's byte-code"
}
lane_postgres() { step always 50-postgres "PostgreSQL cluster"; }
lane_config() { step always 60-config "Settings and secrets" && step always 65-asterisk-config "Asterisk's base settings"; }

setup_node() { # what a server beside others needs: the database is elsewhere
    CC_SETUP_LOG=$CALLCENTER_DATA/log/setup
    mkdir -p "$CC_SETUP_LOG" "$CALLCENTER_DATA/stamps"
    chmod 755 "$CALLCENTER_DATA" "$CALLCENTER_DATA/log"
    step always 05-source "Sources" && lanes lane_packages lane_odoo &&
        lanes lane_python lane_asterisk && lane_config
}

setup() { # everything up to the database, which needs PostgreSQL running
    CC_SETUP_LOG=$CALLCENTER_DATA/log/setup
    mkdir -p "$CC_SETUP_LOG" "$CALLCENTER_DATA/stamps"
    chmod 755 "$CALLCENTER_DATA" "$CALLCENTER_DATA/log"
    step always 05-source "Sources" && lanes lane_packages lane_odoo &&
        lanes lane_python lane_asterisk lane_postgres && lane_config
}
