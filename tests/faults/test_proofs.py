"""The quick form of every proof; `make prove` does them in full."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_cache.disk_pulse import feel
from tests.faults.disks import Disk, why_no_disk
from tests.faults.faults import FAULTS
from tests.faults.proof import Fault
from tests.faults.proofs import cuts
from tests.faults.workshop import Workshop

pytestmark = pytest.mark.fault


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    made = Workshop(tmp_path_factory.mktemp("workshop"))
    yield made
    made.close()


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.quick], ids=lambda fault: fault.name)
def test_it_holds_in_a_few_rounds(fault: Fault, workshop: Workshop) -> None:
    if missing := fault.missing():
        pytest.skip(missing)
    tally = fault.run(workshop, fault.quick)
    assert tally.holds, tally


def test_a_power_cut_does_take_what_was_not_synced(workshop: Workshop) -> None:
    if missing := why_no_disk():
        pytest.skip(missing)
    assert cuts.careless(workshop) > 0


def test_a_disk_that_failed_is_felt_after_a_commit(tmp_path: Path) -> None:
    if missing := why_no_disk():
        pytest.skip(missing)
    disk = Disk(tmp_path)
    with disk.power("errors=remount-ro") as mounted:
        (mounted / "lock").touch()
        pulse = feel(mounted / "lock")
        assert pulse is not None
        assert pulse.beats()
        disk.fail()
        assert not pulse.beats()
        pulse.close()


def test_a_disk_without_a_lock_has_no_pulse(tmp_path: Path) -> None:
    assert feel(tmp_path / "lock") is None
