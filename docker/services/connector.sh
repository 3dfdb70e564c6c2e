#!/bin/bash
# The node's connector in the foreground. It finds database, ports and secrets by ODOO_RC.
source "$(dirname "$0")/../steps/lib.sh"

cd /
export ODOO_RC=$CC_ETC/connector.conf PYTHONDONTWRITEBYTECODE=1 CALLCENTER_NODE_DIR=$CC_NODE_DIR
exec_as_user "$CC_VENV/bin/odoo" callcenter_connector --node "$CALLCENTER_NODE"
