#!/bin/bash
# Write the requirements' locks anew: every version with the hashes of all its files, for all
# Python versions we support, and no registry's address. uv comes from PyPI, for this only.
source "$(dirname "$0")/steps/lib.sh"

tool=$CALLCENTER_DATA/cache/uv
[[ -x $tool/bin/uv ]] || { /usr/bin/python3 -m venv "$tool" && "$tool/bin/pip" install --quiet uv; }
cd "$CC_CHECKOUT/requirements"
compile() { # without a user's own settings: those could name other sources
    env -u PIP_FIND_LINKS -u UV_FIND_LINKS "$tool/bin/uv" pip compile --quiet --no-config --universal \
        --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate "$@"
}
# test.in holds to the versions of run.txt
compile run.in -o run.txt
compile node.in -o node.txt
compile test.in -o test.txt
compile --no-deps oca.in -o oca.txt
wc -l ./*.txt
