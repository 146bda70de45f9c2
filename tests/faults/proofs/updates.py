"""Updates with a full outbox: killed and cut from power at each write, and gone back from."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.faults.disks import why_no_disk
from tests.faults.proof import Fault, Tally
from tests.faults.updating import ROOT
from tests.offline_cache.releases.shelf import QUEUED, RELEASES

if TYPE_CHECKING:
    from tests.faults.workshop import Workshop

WRITES_OF_AN_UPDATE = 90
LIMIT_S = 3600


def at_each_write(words: tuple[str, ...], workshop: Workshop, rounds: int) -> Tally:
    """Die at write 1, 2, 3 … of an update; then start twice, and find every dossier, draft and page as it was."""
    step = max(1, WRITES_OF_AN_UPDATE // rounds)
    told, wrong = _updating(workshop, "--kills", "level-1", "--step", str(step), *words)
    deaths = sum(line["deaths"] for line in told)
    return Tally(deaths, QUEUED, told=f"{QUEUED} queued each time", wrong=wrong)


def there_and_back(workshop: Workshop, rounds: int) -> Tally:
    """Update, seal more under the next release, die while sending, go back, seal more, deliver all."""
    told, wrong = _updating(workshop, "--rounds", str(rounds))
    lost, doubled = sum(line["lost"] for line in told), sum(line["doubled"] for line in told)
    releases, deaths = sorted({line["release"] for line in told}), sum(line["deaths"] for line in told)
    words = f"from {', '.join(releases)}; {deaths} kills on the way"
    return Tally(len(told), sum(line["promised"] for line in told), lost, doubled, words, wrong)


def _updating(workshop: Workshop, *words: str) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """Run it in a process of its own, as it forks; what it told, and what went wrong."""
    command = [sys.executable, "-m", "tests.faults.updating", *words]
    with workshop.folder() as folder:
        done = subprocess.run(
            command,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            env={**os.environ, "TMPDIR": str(folder)},
        )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    failed = done.returncode and not any(line.get("lost") or line.get("doubled") for line in told)
    return told, tuple(done.stderr.splitlines()[-1:]) if failed else ()


FAULTS = (
    Fault(
        "update-writes",
        "an update of the store killed at each of its writes",
        f"a store of level 1 with {QUEUED} queued; SIGKILL before and after every statement, page copied, sync and"
        " rename of its update; then two starts",
        WRITES_OF_AN_UPDATE,
        12,
        partial(at_each_write, ()),
    ),
    Fault(
        "update-cuts",
        "the power cut at each write of an update",
        "the same on an ext4 disk of its own, shut down without its log",
        WRITES_OF_AN_UPDATE,
        4,
        partial(at_each_write, ("--cut",)),
        why_no_disk,
    ),
    Fault(
        "update-rollback",
        f"update and rollback with {QUEUED} queued",
        f"stores of {len(RELEASES)} earlier schemas in turn: this release, the next one with an addition to the schema,"
        " killed while it sends, and this one again; dossiers sealed under each",
        20,
        2,
        there_and_back,
        at_least=1000,
    ),
)
