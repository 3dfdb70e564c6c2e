#!/bin/bash
# The linters for JavaScript, XML, YAML and Dockerfiles, in a folder of their own.
# inputs: package.json package-lock.json
source "$(dirname "$0")/lib.sh"

PATH=$PATH:$CC_VENV/bin
dir=$CALLCENTER_TREES/npm-lint
mkdir -p "$dir"
cp "$CALLCENTER_SRC"/{package.json,package-lock.json,.npmrc} "$dir/"
cd "$dir"
npm ci --ignore-scripts --no-audit --no-fund
