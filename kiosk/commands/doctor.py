"""``kiosk doctor``: one line a thing, with its cause and what mends it; exit 1 when something fails."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from kiosk.config import default_home, load_config

_MARKS = {"ok": "✓", "warn": "!", "fail": "✗"}


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("doctor", help="say whether this machine is ready, and what mends it")
    parser.add_argument("--json", action="store_true", help="print one object a finding")
    parser.set_defaults(handler=run)


def run(args: argparse.Namespace) -> int:
    from kiosk.readiness import look  # noqa: PLC0415 - it brings the network and the devices

    findings = look(load_config(default_home()))
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            mend = f" → {finding.mend}" if finding.mend else ""
            print(f"{_MARKS[finding.light]} {finding.what}: {finding.found}{mend}")
    return int(any(finding.light == "fail" for finding in findings))
