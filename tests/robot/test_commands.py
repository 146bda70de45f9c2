import json
import subprocess
from pathlib import Path

import pytest

from kiosk.robot.processes import python_module


def kiosk(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(python_module("kiosk.cli", *arguments), capture_output=True, text=True, check=False)


def test_a_journey_with_a_faulty_line_is_not_begun(tmp_path: Path) -> None:
    file = tmp_path / "j.yaml"
    file.write_text("steps:\n  - tap: a\n  - fly: b\n", "utf-8")
    done = kiosk("robot", str(file), "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert (told["ok"], told["line"]) == (False, 3)
    assert "unknown step «fly»" in told["reason"]


def test_a_missing_journey_is_told_on_stderr(tmp_path: Path) -> None:
    done = kiosk("robot", str(tmp_path / "none.yaml"))
    assert done.returncode == 1
    assert "cannot be read" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["robot"], ["robot", "j.yaml", "--size", "3x4"], ["tour"], ["tour", "--lang", "xx"]]
)
def test_wrong_usage_is_two(arguments: list[str]) -> None:
    assert kiosk(*arguments).returncode == 2
