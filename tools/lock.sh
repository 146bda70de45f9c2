#!/usr/bin/env bash
# Writes requirements/*.txt anew: every version pinned, every file by its hash, no index named.
# Versions stay as they are where pyproject.toml still allows them; UPGRADE=1 takes the newest.
set -euo pipefail
cd "$(dirname "$0")/.."

lock() { # NAME, then what goes into it
    .venv/bin/uv pip compile --quiet ${UPGRADE:+--upgrade} --universal --python-version 3.11 --generate-hashes \
        --only-binary :all: --no-binary bogo --no-binary pyscard --custom-compile-command "make lock" \
        --output-file "requirements/$1.txt" "${@:2}"
}

.venv/bin/uv --version >/dev/null 2>&1 ||
    .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/lock.txt
lock build --group pyproject.toml:build
lock lock --group pyproject.toml:lock
lock bench --group pyproject.toml:bench
lock run pyproject.toml
for extra in chip postgres; do # each extra alone, beside run
    printf '%s\n' "$(.venv/bin/python -c '
import sys, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
print(*project["optional-dependencies"][sys.argv[1]], sep="\n")' "$extra")" | lock "$extra" -
done
lock dev pyproject.toml --group dev --constraint requirements/run.txt
