#!/usr/bin/env bash
# Before the demo's first start: where the samples folder is there (MOTCHAM_SAMPLES), the portal's procedures are
# imported and published by the demo's own gateway, so that search over all of them can be tried. Whatever is no demo,
# or has a catalogue, is left alone; the samples stay where they are.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=$1
portal=${MOTCHAM_SAMPLES:-../shared/data}/portal
files=("$portal/catalog.jsonl.gz" "$portal/details.jsonl.gz")

for file in "${files[@]}"; do
    if [[ ! -r $file ]]; then
        echo "no samples folder (MOTCHAM_SAMPLES): the demo begins with the guided procedures"
        exit 0
    fi
done

wanted=$("$bin/python" - <<'PYTHON'
from kiosk.config import default_home, load_config
from kiosk.errors import ConfigError

try:
    config = load_config(default_home())
except ConfigError:
    raise SystemExit from None  # the kiosk itself tells what is wrong
own = config.audience == "demo" and config.gateway.embedded
print("yes" if own and not (config.home / "catalogue" / "current.json").exists() else "")
PYTHON
)
if [[ -z $wanted ]]; then
    exit 0
fi

bundle=$(mktemp)
trap 'rm -f "$bundle"' EXIT
echo "the demo's first start: its gateway publishes the procedures of the samples folder"
"$bin/kiosk" catalogue import "${files[@]}" >/dev/null
"$bin/kiosk" catalogue export "$bundle" >/dev/null
"$bin/gateway" catalogue init >/dev/null
"$bin/gateway" catalogue publish "$bundle" >/dev/null
