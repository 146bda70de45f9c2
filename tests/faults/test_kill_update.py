"""Updates and rollbacks with a hundred dossiers queued: killed at any write, nothing is lost and nothing doubled."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.faults.conftest import ALL
from tests.faults.updating import ROOT
from tests.offline_cache.releases.shelf import QUEUED, RELEASES

pytestmark = pytest.mark.fault


def updating(*words: str) -> list[dict[str, Any]]:
    """In a process of its own: it forks."""
    command = [sys.executable, "-m", "tests.faults.updating", *words]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("release", ["level-1", "level-2-first"])
def test_at_any_write_of_an_update_the_old_or_the_new_store_is_there_with_everything(release: str) -> None:
    (told,) = updating("--kills", release, "--step", "1" if ALL else "4")
    assert told["deaths"] >= (40 if ALL else 10)


def test_through_an_update_and_a_rollback_each_dossier_arrives_once() -> None:
    rounds = updating("--rounds", "40" if ALL else "2", "--step", "3")
    assert {done["release"] for done in rounds} == set(list(RELEASES)[: len(rounds)])
    assert all(done["promised"] >= QUEUED + 3 for done in rounds)
    assert all((done["lost"], done["doubled"]) == (0, 0) for done in rounds)
    assert sum(done["deaths"] for done in rounds) >= len(rounds)
