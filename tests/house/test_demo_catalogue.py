"""What `make run` does before the demo's first start: it helps where it can, and leaves everything else alone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.catalogue.conftest import PORTAL

ELSEWHERE = '[gateway]\nembedded = false\nurl = "http://127.0.0.1:9"\nkeys = "gateway.pub.json"\n'
ROOT = Path(__file__).parents[2]


def prepare(home: Path, samples: Path) -> str:
    """Run the script for that home; what it says."""
    bare = {**os.environ, "MOTCHAM_HOME": str(home), "MOTCHAM_SAMPLES": str(samples), "PYTHONPATH": str(ROOT)}
    script = [str(ROOT / "tools" / "demo_catalogue.sh"), str(ROOT / ".venv" / "bin")]
    return subprocess.run(script, env=bare, check=True, capture_output=True, text=True, timeout=120).stdout


def test_without_samples_it_says_so_and_makes_nothing(tmp_path: Path) -> None:
    assert "no samples folder" in prepare(tmp_path / "home", tmp_path / "nowhere")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("setting", [ELSEWHERE, 'audience = "production"\n', "no setting"])
def test_what_is_no_demo_of_its_own_is_left_alone(tmp_path: Path, setting: str) -> None:
    portal = tmp_path / "samples" / "portal"
    portal.mkdir(parents=True)
    for name in ("catalog.jsonl.gz", "details.jsonl.gz"):
        (portal / name).write_bytes(b"")
    (tmp_path / "config.toml").write_text(setting, "utf-8")
    assert prepare(tmp_path, tmp_path / "samples") == ""
    assert not (tmp_path / "catalogue").exists()


@pytest.mark.skipif(not (PORTAL / "details.jsonl.gz").exists(), reason="no samples folder: set MOTCHAM_SAMPLES")
def test_a_new_demo_has_the_portals_procedures_signed_by_its_own_gateway(tmp_path: Path) -> None:
    assert "first start" in prepare(tmp_path, PORTAL.parent)
    assert (tmp_path / "catalogue" / "current.json").exists()
    assert list((tmp_path / "gateway" / "catalogue").rglob("timestamp.json"))
    assert prepare(tmp_path, PORTAL.parent) == ""
