#!/bin/bash
# Odoo's web server, bus and jobs in the foreground.
source "$(dirname "$0")/../steps/lib.sh"

# `odoo` is a namespace: a folder of that name in the working folder would shadow it.
cd /
export ODOO_RC=$CC_ETC/odoo.conf PYTHONDONTWRITEBYTECODE=1
exec_as_user "$CC_VENV/bin/odoo"
