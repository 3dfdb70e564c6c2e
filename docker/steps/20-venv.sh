#!/bin/bash
# Python environment: pinned packages with hashes, the unpacked Odoo tree on its path, OCA
# addons beside it. Always the system's python3, never one that a shell's PATH shadows.
# inputs: requirements/run.txt requirements/oca.txt
# vars: CC_PYTHON_VERSION CC_ODOO_PATH
source "$(dirname "$0")/lib.sh"

python=/usr/bin/python3
"$python" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' ||
    die "Odoo 19 needs Python 3.10 to 3.13; $python is $("$python" -V)"
# Brought up to date in place: what the tests added stays. Another Python: anew.
if [[ $("$CC_VENV/bin/python" -V 2>/dev/null) != "$("$python" -V)" ]]; then rm -rf "$CC_VENV"; fi
"$python" -m venv "$CC_VENV"
pip=("$CC_VENV/bin/pip" --disable-pip-version-check --no-input)
"${pip[@]}" install --require-hashes -r "$CALLCENTER_SRC/requirements/run.txt"

# `odoo` is not on PyPI: a path entry makes it importable, and a metadata-only distribution
# tells pip that the OCA packages' dependency is met.
site=$("$CC_VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
printf '%s\n' "$CC_ODOO_PATH" >"$site/odoo-tree.pth"
if ! "$CC_VENV/bin/python" -c 'import importlib.metadata as m; m.version("odoo")' 2>/dev/null; then
    mkdir -p "$site/odoo-19.0.dist-info"
    printf 'Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n' >"$site/odoo-19.0.dist-info/METADATA"
    printf 'callcenter\n' >"$site/odoo-19.0.dist-info/INSTALLER"
    : >"$site/odoo-19.0.dist-info/RECORD"
fi
"${pip[@]}" install --require-hashes --no-deps -r "$CALLCENTER_SRC/requirements/oca.txt"

# The command `odoo`, with the venv's Python whatever the caller's PATH says.
cat >"$CC_VENV/bin/odoo" <<END
#!$CC_VENV/bin/python
import odoo.cli

odoo.cli.main()
END
chmod +x "$CC_VENV/bin/odoo"
"$CC_VENV/bin/odoo" --version
