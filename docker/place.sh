# shellcheck shell=bash
# Where the data folder goes: .callcenter in the checkout; if the services' user could not
# reach it there (a checkout below /root, or cloned with a strict umask), a folder below
# /var/lib with .callcenter as a link to it, and a copy of the sources in it.

reachable() { # reachable PATH: may any user enter all folders on the way and read it?
    local path=$1 mode
    mode=$(stat -c %a "$path")
    (((8#$mode & 4) == 4)) || return 1
    while [[ $path != / ]]; do
        path=$(dirname "$path")
        mode=$(stat -c %a "$path")
        (((8#$mode & 1) == 1)) || return 1
    done
}

place_data() { # place_data CHECKOUT
    local data=${CALLCENTER_DATA:-$1/.callcenter} real
    if [[ ! -e $data ]]; then
        real=$data
        if [[ ! ${CALLCENTER_DATA:-} ]] && ! reachable "$1/callcenter"; then
            real=/var/lib/callcenter-$(printf %s "$1" | sha256sum | cut -c1-8)
            ln -s "$real" "$data"
        fi
        mkdir -p "$real"
    fi
    real=$(readlink -f "$data")
    reachable "$(dirname "$real")" || {
        echo "callcenter: other users cannot enter the folder of CALLCENTER_DATA=$real: choose another" >&2
        exit 1
    }
    if reachable "$1/callcenter"; then rm -f "$real/copy-sources"; else : >"$real/copy-sources"; fi
}
