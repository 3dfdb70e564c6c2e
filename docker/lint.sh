#!/bin/bash
# All linters, each to its end: lint.sh [--fix] [PATH...]. Without PATH: the whole repository.
# --fix lets ruff, eslint and prettier write what they can.
source "$(dirname "$0")/steps/lib.sh"
cd "$CC_CHECKOUT"

fix=''
if [[ ${1:-} == --fix ]]; then
    fix=1
    shift
fi
# Files that git knows or would take: nothing built or downloaded.
mapfile -t files < <(git -c safe.directory="$CC_CHECKOUT" ls-files --cached --others --exclude-standard -- "${@:-.}" |
    while IFS= read -r file; do [[ -f $file ]] && say "$file"; done)
matching() { # matching REGEX: into the array `found`
    mapfile -t found < <(printf '%s\n' "${files[@]}" | grep -E "$1" || true)
    ((${#found[@]}))
}
modules=$CALLCENTER_TREES/npm-lint
PATH=$CC_VENV/bin:$modules/node_modules/.bin:$PATH
export CALLCENTER_LINT_MODULES=$modules
passed=0 failed=()

check() { # check NAME COMMAND...
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
        printf '  %-22s ok\n' "$name"
    else
        failed+=("$name")
        printf '  %-22s FAILED\n%s\n' "$name" "$output"
    fi
}

no_private_words() { # addresses of registries, and folders of one person's machine
    ! grep -nHE 'deb\.debian\.org|pypi\.org/simple|files\.pythonhosted|registry\.npmjs\.org|"/(work|root)/' \
        -- "${files[@]}" /dev/null | grep -v '^docker/lint.sh:'
}
compose_files() { # what can be checked without Docker: YAML, and that named files exist
    python - "$@" <<'END'
import pathlib
import sys

import yaml

for name in sys.argv[1:]:
    folder = pathlib.Path(name).parent
    compose = yaml.safe_load(pathlib.Path(name).read_text())
    services = compose["services"]
    for service, spec in services.items():
        build = spec.get("build")
        if not build and not spec.get("image"):
            sys.exit(f"{name}: {service} has neither image nor build")
        if build:
            context = folder / build["context"]
            if not (context / build["dockerfile"]).is_file():
                sys.exit(f"{name}: {service}: no {build['dockerfile']}")
        for other in spec.get("depends_on", {}):
            if other not in services:
                sys.exit(f"{name}: {service} depends on {other}, which is not there")
        for volume in spec.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                if not (folder / source).exists():
                    sys.exit(f"{name}: {service}: no {source}")
            elif source not in compose.get("volumes", {}):
                sys.exit(f"{name}: {service}: volume {source} is not declared")
END
}

if matching '\.py$'; then
    if [[ $fix ]]; then
        ruff check --quiet --fix "${found[@]}" || true
        ruff format --quiet "${found[@]}"
    fi
    check "ruff" ruff check --quiet "${found[@]}"
    check "ruff format" ruff format --quiet --diff "${found[@]}"
fi
if matching '^addons/[^/]+/__manifest__\.py$'; then
    addons=("${found[@]%/__manifest__.py}")
    check "pylint-odoo" pylint --rcfile=.pylintrc "${addons[@]}"
    check "OCA module checks" oca-checks-odoo-module "${addons[@]}"
fi
if matching '\.po$' && [[ $fix ]]; then oca-checks-po --fix --no-exit "${found[@]}" >/dev/null 2>&1 || true; fi
matching '\.po$' && check "OCA translation checks" oca-checks-po "${found[@]}"
if matching '\.(js|mjs)$'; then
    [[ $fix ]] && { eslint --fix "${found[@]}" >/dev/null || true; }
    check "eslint" eslint --max-warnings 0 "${found[@]}"
fi
if matching '\.(js|mjs|scss|xml|ya?ml|json)$'; then
    plugin=$modules/node_modules/@prettier/plugin-xml/src/plugin.js
    [[ $fix ]] && prettier --log-level warn --plugin "$plugin" --write "${found[@]}"
    check "prettier" prettier --log-level warn --plugin "$plugin" --check "${found[@]}"
fi
if matching '(\.sh|^callcenter|^\.ci/run)$'; then
    check "shellcheck" shellcheck -x -P SCRIPTDIR "${found[@]}"
fi
matching '(^|/)Dockerfile' && check "dockerfilelint" dockerfilelint "${found[@]}"
if matching '(^|/)compose.*\.ya?ml$'; then
    check "compose files" compose_files "${found[@]}"
    if docker compose version >/dev/null 2>&1; then
        for file in "${found[@]}"; do check "$file" docker compose -f "$file" config --quiet; done
    fi
fi
check "no machine's addresses" no_private_words

((${#failed[@]})) && say "failed: $(IFS=, && say "${failed[*]}")"
say "$passed passed, ${#failed[@]} failed"
((${#failed[@]} == 0))
