#!/usr/bin/env bash
# Every static check, each run even when one before it failed; the names of those that failed come last.
set -uo pipefail
cd "$(dirname "$0")/.."

code=(kiosk offline_cache gateway ui tests bench tools)
bin=.venv/bin
failed=()

check() { # NAME COMMAND…
    printf '== %s\n' "$1"
    "${@:2}" || failed+=("$1")
}

check format "$bin/ruff" format --check --quiet "${code[@]}"
check lint "$bin/ruff" check --quiet --output-format concise "${code[@]}"
check types "$bin/mypy" --no-error-summary "${code[@]}"
check imports "$bin/lint-imports" --no-cache --no-logo
check qml "$bin/python" tools/lint_qml.py

if ((${#failed[@]})); then
    printf 'make check failed: %s\n' "${failed[*]}" >&2
    exit 1
fi
echo "make check: all is well"
