#!/bin/bash
# The Asterisk node's folder: base configuration from config/asterisk with the names between
# @ filled in. What the connector renders from Odoo (rendered/) is left alone.
source "$(dirname "$0")/lib.sh"

node=$CC_NODE_DIR
[[ -f $CALLCENTER_SRC/config/asterisk/asterisk.conf ]] || die "config/asterisk/asterisk.conf is missing"
own_dir 750 "$node" "$node/etc" "$node/run" "$node/sounds" "$node/flows" "$node/lib" "$node/lib/keys" "$node/log" \
    "$node/log/cel-custom" "$node/spool" "$node/spool/monitor" "$node/spool/outgoing" \
    "$node/spool/tmp" "$node/spool/voicemail"
# The same on every architecture: the modules' folder carries its name.
modules=$(cd "$CC_AST_ROOT" && printf '%s\n' usr/lib/*/asterisk/modules | head -1)

declare -A values=(
    [NODE_DIR]=$node [MODULES_DIR]=/$modules [DATA_DIR]=/usr/share/asterisk
    [SIP_BIND]=$CALLCENTER_BIND [SIP_PORT]=$CALLCENTER_SIP_PORT
    [WS_BIND]=$CALLCENTER_BIND [WS_PORT]=$CALLCENTER_WS_PORT
    [AMI_PORT]=$CALLCENTER_AMI_PORT [AMI_SECRET]=$(secret ami)
    [AGI_HOST]=127.0.0.1 [AGI_PORT]=$CALLCENTER_AGI_PORT
    [RTP_START]=$CALLCENTER_RTP_START_PORT [RTP_END]=$CALLCENTER_RTP_END_PORT
)
umask 077
while IFS= read -r source; do
    target=$node/etc/${source#"$CALLCENTER_SRC/config/asterisk/"}
    own_dir 750 "${target%/*}"
    text=$(<"$source")
    for name in "${!values[@]}"; do
        text=${text//@$name@/${values[$name]}}
    done
    [[ $text =~ @[A-Z_]+@ ]] && die "${source##*/}: nothing known for ${BASH_REMATCH[0]}"
    printf '%s\n' "$text" >"$target.new"
    chown "$CALLCENTER_USER:" "$target.new"
    mv "$target.new" "$target"
done < <(find "$CALLCENTER_SRC/config/asterisk" -type f -name '*.conf')
say "wrote $node/etc"

# Words in languages that no package brings: beside Asterisk's own, where numbers are looked for.
for source in "$CALLCENTER_SRC"/config/asterisk/sounds/*; do
    target=$CC_AST_ROOT/usr/share/asterisk/sounds/${source##*/}
    diff -rq "$source" "$target" >/dev/null 2>&1 || {
        mkdir -p "$target"
        cp -r "$source/." "$target/"
        chmod -R a+rX "$target"
    }
done
