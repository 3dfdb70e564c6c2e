#!/bin/bash
# What only tests, lint and bench import, into the same environment.
# inputs: requirements/run.txt requirements/test.txt
# vars: CC_PYTHON_VERSION
source "$(dirname "$0")/lib.sh"

"$CC_VENV/bin/pip" --disable-pip-version-check --no-input install --require-hashes \
    -r "$CALLCENTER_SRC/requirements/test.txt"
