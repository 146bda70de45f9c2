"""``kiosk robot`` and ``kiosk tour`` as scripts use them."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kiosk.robot.processes import python_module

pytestmark = pytest.mark.journey


def kiosk(*arguments: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **({"MOTCHAM_HOME": str(home)} if home else {}), "QT_QPA_PLATFORM": "offscreen"}
    command = python_module("ui.main", *arguments)
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def robot(tmp_path: Path, steps: str) -> tuple[int, dict[str, Any]]:
    (tmp_path / "j.yaml").write_text(f"title: Thử\nsteps:\n{steps}", "utf-8")
    done = kiosk("robot", str(tmp_path / "j.yaml"), "--out", str(tmp_path / "out"), "--json")
    return done.returncode, json.loads(done.stdout)


def test_what_a_script_reads_when_every_step_holds(tmp_path: Path) -> None:
    code, told = robot(tmp_path, '  - tap: "Tìm thủ tục"\n  - keys: "khai"\n  - shot: found\n')
    assert (code, told["ok"], told["steps"], told["failed_step"], told["reason"]) == (0, True, 3, None, None)
    assert [Path(shot).name for shot in told["shots"]] == ["found.png"]
    assert {timing["step"] for timing in told["timings"]} == {1, 2}
    assert all(timing["ms_to_paint"] > 0 for timing in told["timings"])


def test_what_a_script_reads_when_a_step_does_not_hold(tmp_path: Path) -> None:
    code, told = robot(tmp_path, '  - expect: "Hôm nay cần làm việc gì?"\n  - tap: "Không có nút này"\n  - keys: "a"\n')
    assert (code, told["ok"], told["failed_step"], told["line"]) == (1, False, 2, 4)
    assert "Không có nút này" in told["reason"]
    assert "Tìm thủ tục" in told["names"]
    assert (tmp_path / "out" / "j-failed.png").read_bytes().startswith(b"\x89PNG")


def test_a_tour_is_a_page_of_pictures_in_every_look(tmp_path: Path) -> None:
    (tmp_path / "j.yaml").write_text("title: Trang <đầu>\nsteps:\n  - shot: home\n", "utf-8")
    looks = ("--size", "1080x1920", "1366x768", "--contrast", "dark")
    done = kiosk("tour", str(tmp_path / "j.yaml"), "--out", str(tmp_path / "tour"), *looks)
    page = (tmp_path / "tour" / "index.html").read_text("utf-8")
    assert done.returncode == 0
    assert "Trang &lt;đầu&gt;" in page
    pictures = sorted(path.relative_to(tmp_path / "tour").as_posix() for path in (tmp_path / "tour").rglob("*.png"))
    assert pictures == ["1080x1920-A-dark-vi/j/home.png", "1366x768-A-dark-vi/j/home.png"]
    assert all(f'src="{picture}"' in page for picture in pictures)


def test_an_enrolled_kiosk_has_no_robot(tmp_path: Path) -> None:
    config = 'audience = "production"\n[gateway]\nembedded = false\nurl = "https://gateway.example"\n'
    (tmp_path / "config.toml").write_text(config, "utf-8")
    done = kiosk("run", "--robot-socket", str(tmp_path / "s"), home=tmp_path)
    assert done.returncode == 1
    assert "no robot" in done.stderr
