"""The syncer and the outbox against a model on thousands of bad days; and whether the model finds bugs at all."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.planted import PLANTED
from tests.faults.proof import Fault, Tally
from tests.sync.test_syncer_machine import Delivery

if TYPE_CHECKING:
    from tests.faults.workshop import Workshop

ROOT = Path(__file__).parents[3]
STEPS = 40
EXAMPLES_FOR_A_BUG = 200


def against_the_model(rounds: int) -> Tally:
    """So many bad days, each of up to forty steps, checked after each step and at their end."""
    sealed: list[int] = []
    broken = _run(sealed, rounds)
    wrong = (f"the model does not agree: {broken}",) if broken else ()
    return Tally(len(sealed), sum(sealed), lost=len(wrong), wrong=wrong, told=f"up to {STEPS} steps each")


def planted(rounds: int) -> Tally:
    """Plant one bug after the other: each must be found."""
    sealed: list[int] = []
    listed, missed = [], []
    for bug in PLANTED[:rounds]:
        here: list[int] = []
        with bug.plant():
            broken = _run(here, EXAMPLES_FOR_A_BUG)
        sealed += here
        if broken:
            listed.append(f"{bug.what}: found on bad day {len(here)}")
        else:
            missed.append(f"not found: it {bug.what}")
    told = f"{len(listed)} of {len(listed) + len(missed)} planted bugs found"
    return Tally(len(listed) + len(missed), sum(sealed), told=told, wrong=tuple(missed), listed=tuple(listed))


def _run(sealed: list[int], examples: int) -> str:
    """The name of what the machine raised, "" when all days held; the dossiers of each day go to ``sealed``."""

    class Counted(Delivery):
        def teardown(self) -> None:
            sealed.append(len(self.envelopes))
            try:
                super().teardown()
            finally:
                self.folder.cleanup()

    chosen = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(Counted, settings=chosen)
    except BaseException as error:  # noqa: BLE001 - whatever a bug leads to is that it was found
        return type(error).__name__
    return ""


WORKS = {"machine": against_the_model, "planted": planted}


def elsewhere(which: str, _: Workshop, rounds: int) -> Tally:
    """In a process of its own: what is planted there must not grow anywhere else."""
    command = [sys.executable, "-m", "tests.faults.proofs.machine", which, str(rounds)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        return Tally(0, 0, wrong=(done.stderr[-300:],))
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return Tally(**told | {name: tuple(told[name]) for name in ("wrong", "listed")})


FAULTS = (
    Fault(
        "machine",
        "the state machine against its model",
        "hypothesis: sealing, failures before and after the effect, cuts, doubles, refusals, power cuts, wrong clocks,"
        " officers, retries by hand, restarts, in any order; after each step nothing may be lost or twice",
        110,
        0,
        partial(elsewhere, "machine"),
        at_least=200,
    ),
    Fault(
        "planted",
        "bugs planted for the state machine to find",
        "one part of the syncer or the outbox is broken on purpose; the machine must find each",
        len(PLANTED),
        2,
        partial(elsewhere, "planted"),
    ),
)

if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(WORKS[sys.argv[1]](int(sys.argv[2])))) + "\n")
