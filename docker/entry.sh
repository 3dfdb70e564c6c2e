#!/bin/bash
# What a container does at start: the same steps as ./callcenter run, then its one service.
source "$(dirname "$0")/steps/lib.sh"

"$CC_STEPS/02-user.sh"
case ${1:-} in
odoo)
    "$CC_STEPS/60-config.sh"
    "$CC_STEPS/70-database.sh"
    exec "$CC_CHECKOUT/docker/services/odoo.sh"
    ;;
connector)
    "$CC_STEPS/60-config.sh"
    exec "$CC_CHECKOUT/docker/services/connector.sh"
    ;;
asterisk)
    "$CC_STEPS/65-asterisk-config.sh"
    exec /usr/sbin/asterisk -f -U "$CALLCENTER_USER" -G "$CALLCENTER_USER" \
        -C "$CC_NODE_DIR/etc/asterisk.conf"
    ;;
*) exec "$@" ;;
esac
