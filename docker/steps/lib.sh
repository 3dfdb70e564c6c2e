# shellcheck shell=bash
# Shared by the step scripts and by ./callcenter: where things are, and a few functions.
# Every setting is an environment variable with a default, so that two checkouts
# (or a test run beside a running demo) can live on one machine.
set -euo pipefail

CC_STEPS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
CC_CHECKOUT=$(cd "$CC_STEPS/../.." && pwd -P)

# --- folders ----------------------------------------------------------------------------------
# CALLCENTER_DATA: everything this installation writes.
# CALLCENTER_TREES: the downloaded, read-only part (Odoo, venv, Asterisk); tests share it.
# CALLCENTER_SRC: addons/ and config/ as the services read them (a copy if they cannot reach
# the checkout).
CALLCENTER_DATA=${CALLCENTER_DATA:-$CC_CHECKOUT/.callcenter}
if [[ -e $CALLCENTER_DATA ]]; then CALLCENTER_DATA=$(readlink -f "$CALLCENTER_DATA"); fi
# Settings given at an earlier start are kept, so that `stop` and `status` need none of them.
if [[ -r $CALLCENTER_DATA/settings ]]; then
    while IFS='=' read -r cc_name cc_value; do
        [[ ${!cc_name+set} ]] || printf -v "$cc_name" %s "$cc_value"
    done <"$CALLCENTER_DATA/settings"
fi
# A copy for services whose user cannot read the checkout (see 05-source.sh).
if [[ -e $CALLCENTER_DATA/copy-sources ]]; then CALLCENTER_SRC=$CALLCENTER_DATA/src; fi
CALLCENTER_TREES=${CALLCENTER_TREES:-$CALLCENTER_DATA}
CALLCENTER_SRC=${CALLCENTER_SRC:-$CC_CHECKOUT}
CALLCENTER_USER=${CALLCENTER_USER:-callcenter}
CALLCENTER_DB=${CALLCENTER_DB:-callcenter}
CALLCENTER_NODE=${CALLCENTER_NODE:-demo}

# --- addresses --------------------------------------------------------------------------------
CALLCENTER_BIND=${CALLCENTER_BIND:-127.0.0.1}
CALLCENTER_PORT_OFFSET=${CALLCENTER_PORT_OFFSET:-0}
port() { # port NAME DEFAULT: sets CALLCENTER_<NAME>_PORT unless it is set already
    local name=CALLCENTER_$1_PORT
    printf -v "$name" %s "${!name:-$(($2 + CALLCENTER_PORT_OFFSET))}"
    export "${name?}"
}
port HTTP 8069
port GEVENT 8072
port SIP 5060
port WS 8088
port AMI 5038
port AGI 4573
port HEALTH 8070
port CUSTOMER 5080
port PG 5433
port RTP_START 10000
port RTP_END 11999

export CALLCENTER_DATA CALLCENTER_TREES CALLCENTER_SRC CALLCENTER_USER CALLCENTER_DB \
    CALLCENTER_NODE CALLCENTER_BIND CALLCENTER_PORT_OFFSET

# --- the parts --------------------------------------------------------------------------------
CC_VENV=$CALLCENTER_TREES/venv
CC_ODOO_ROOT=$CALLCENTER_TREES/odoo
CC_ODOO_PATH=${ODOO_HOME:-$CC_ODOO_ROOT/usr/lib/python3/dist-packages}
CC_AST_ROOT=${CALLCENTER_ASTERISK_ROOT:-$CALLCENTER_TREES/asterisk/root}
CC_NODE_DIR=$CALLCENTER_DATA/node
CC_ETC=$CALLCENTER_DATA/etc
CC_LOG=$CALLCENTER_DATA/log
CC_RUN=$CALLCENTER_DATA/run
# A Unix socket's path may have 107 characters at most, also for a checkout deep in a tree.
CC_PG_SOCKET=$CC_RUN
if ((${#CC_RUN} > 85)); then
    CC_PG_SOCKET=/run/callcenter-$(printf %s "$CALLCENTER_DATA" | sha256sum | cut -c1-12)
fi
# Containers have PostgreSQL elsewhere: a host name, and PGPASSWORD in the environment.
CC_PG_HOST=${CALLCENTER_PG_HOST:-$CC_PG_SOCKET}
export CC_STEPS CC_CHECKOUT CC_VENV CC_ODOO_PATH CC_AST_ROOT CC_NODE_DIR CC_ETC CC_LOG CC_RUN \
    CC_PG_SOCKET CC_PG_HOST

say() { printf '%s\n' "$*"; }
die() {
    printf 'callcenter: %s\n' "$*" >&2
    exit 1
}

exec_as_user() { # become a command as the unprivileged user (the pid stays)
    [[ $(id -u) -eq 0 ]] || exec "$@"
    exec setpriv --reuid="$CALLCENTER_USER" --regid="$CALLCENTER_USER" --init-groups -- "$@"
}

as_user() { (exec_as_user "$@"); }

own_dir() { # own_dir MODE DIR...: folders that belong to the unprivileged user
    local mode=$1
    shift
    install -d -m "$mode" -o "$CALLCENTER_USER" -g "$CALLCENTER_USER" "$@"
}

apt_update() { # one at a time: two steps may want it side by side
    mkdir -p "$CALLCENTER_TREES/cache"
    flock "$CALLCENTER_TREES/cache/apt.lock" apt-get update
}

mirror() { # the Debian mirror this machine already uses: no address of ours
    local found
    mirrors() {
        # shellcheck disable=SC2016  # apt's variable, not the shell's
        apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 'Component: main'
    }
    found=$(mirrors)
    if [[ ! $found ]]; then # a fresh machine, its lists not fetched yet
        apt_update >&2
        found=$(mirrors)
    fi
    [[ $found ]] || die "apt has no Debian mirror (apt-get indextargets shows none)"
    head -1 <<<"$found"
}

pg_bin() { # newest installed PostgreSQL's folder with initdb and postgres
    local dir
    dir=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1)
    [[ -x $dir/initdb ]] || die "PostgreSQL is not installed (Debian package postgresql)"
    say "$dir"
}

secret() { # secret NAME: generate once, keep; 0600 for the unprivileged user
    local file=$CC_ETC/secrets/$1 new
    if [[ ! -s $file ]]; then
        new=$(mktemp "$file.XXXXXX") # 0600
        head -c 24 /dev/urandom | base64 | tr -d '/+=\n' >"$new"
        chown "$CALLCENTER_USER:" "$new"
        # Containers that start together share this folder: the first one's secret holds.
        ln "$new" "$file" 2>/dev/null || true
        rm "$new"
    fi
    cat "$file"
}
