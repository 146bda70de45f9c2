"""The syncer and the outbox against a model on thousands of bad days; and whether the model finds bugs at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.planted import PLANTED
from tests.faults.proof import Fault, Tally
from tests.sync.test_syncer_machine import Delivery

if TYPE_CHECKING:
    from tests.faults.workshop import Workshop

STEPS = 40
EXAMPLES_FOR_A_BUG = 200


def against_the_model(_: Workshop, rounds: int) -> Tally:
    """So many bad days, each of up to forty steps, checked after each step and at their end."""
    sealed: list[int] = []
    broken = _run(sealed, rounds)
    wrong = (f"the model does not agree: {broken}",) if broken else ()
    return Tally(len(sealed), sum(sealed), lost=len(wrong), wrong=wrong, told=f"up to {STEPS} steps each")


def planted(_: Workshop, rounds: int) -> Tally:
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


FAULTS = (
    Fault(
        "machine",
        "the state machine against its model",
        "hypothesis: sealing, failures before and after the effect, cuts, doubles, refusals, power cuts, wrong clocks,"
        " officers, retries by hand, restarts, in any order; after each step nothing may be lost or twice",
        80,
        0,
        against_the_model,
        at_least=300,
    ),
    Fault(
        "planted",
        "bugs planted for the state machine to find",
        "one part of the syncer or the outbox is broken on purpose; the machine must find each",
        len(PLANTED),
        2,
        planted,
    ),
)
