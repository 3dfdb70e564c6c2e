#!/bin/bash
# This installation's Asterisk in the foreground.
source "$(dirname "$0")/../steps/lib.sh"

exec "$CC_CHECKOUT/docker/run-asterisk.sh" "$CC_NODE_DIR"
