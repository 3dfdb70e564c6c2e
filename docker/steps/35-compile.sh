#!/bin/bash
# Byte-code of the Odoo tree: the services' user cannot write it there, and without it every
# start would compile again.
# inputs: docker/steps/10-odoo.sh
# vars: CC_PYTHON_VERSION ODOO_HOME
source "$(dirname "$0")/lib.sh"

[[ ${ODOO_HOME:-} ]] && exit 0
# Some files are templates or of other Python versions: a failure there is none of ours.
/usr/bin/python3 -m compileall -q -j 0 -x '/tests/' "$CC_ODOO_PATH" >/dev/null 2>&1 || true
find "$CC_ODOO_PATH" -name '*.pyc' | wc -l
