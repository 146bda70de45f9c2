"""Lints every QML file, against the view models as they are; one warning fails."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.qml_types import write_types  # noqa: E402 - the checkout's root has to be on the path first


def main() -> int:
    types = ROOT / "build" / "qmltypes"
    shutil.rmtree(types, ignore_errors=True)
    types.mkdir(parents=True)
    write_types(ROOT, "ui", types)
    report = types / "report.json"
    lint = [
        str(Path(sys.executable).with_name("pyside6-qmllint")),
        "--max-warnings",
        "0",
        "--unused-imports",
        "warning",
        "--json",
        str(report),
    ]
    files = sorted(str(path) for path in (ROOT / "ui" / "qml").rglob("*.qml"))
    search = ["-I", str(types), "-I", str(ROOT / "ui" / "qml")]
    code = subprocess.run([*lint, *search, *files], check=False, capture_output=True).returncode
    for entry in json.loads(report.read_text(encoding="utf-8"))["files"]:
        for warning in entry["warnings"]:
            place = f"{Path(entry['filename']).relative_to(ROOT)}:{warning.get('line', 0)}:{warning.get('column', 0)}"
            sys.stdout.write(f"{place}: {warning['message']} [{warning['id']}]\n")
    return 1 if code else 0


if __name__ == "__main__":
    sys.exit(main())
