"""Every fault that is proved, in the order of the page."""

from __future__ import annotations

from tests.faults.proofs import (
    answers,
    clocks,
    cuts,
    disks_full,
    key_rotation,
    kills,
    machine,
    nowhere,
    slow_line,
    two_gateways,
    updates,
)

FAULTS = (
    *cuts.FAULTS,
    *kills.FAULTS,
    *answers.FAULTS,
    *slow_line.FAULTS,
    *disks_full.FAULTS,
    *clocks.FAULTS,
    *updates.FAULTS,
    *two_gateways.FAULTS,
    *key_rotation.FAULTS,
    *machine.FAULTS,
    *nowhere.FAULTS,
)
