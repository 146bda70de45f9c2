"""A kiosk that dies at any write of taking a catalogue: it has the old one or the new one, whole, and goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.catalogue.model import Procedure
from kiosk.catalogue.outcomes import Unchanged, Updated
from kiosk.catalogue.view import open_catalogue
from offline_cache.files import HALF
from tests.catalogue.centre import Centre
from tests.faults.forks import Forks
from tests.faults.place import Place

pytestmark = pytest.mark.fault


def test_at_any_write_of_an_update_the_catalogue_is_the_old_or_the_new_one(
    forks: Forks, tmp_path: Path, boundaries: Callable[[int], Iterator[int]]
) -> None:
    centre = Centre(tmp_path)
    first = centre.publish()
    centre.take_stick(centre.stick())
    old = dict(centre.procedures)
    second = centre.publish(changed=5)
    stick, kiosk = centre.stick(), centre.versions.folder
    kept = kiosk.with_name("as-it-was")
    kiosk.rename(kept)
    outcomes = []
    for number in boundaries(1):
        shutil.copytree(kept, kiosk, symlinks=True)
        ended = forks.run("update_catalogue", Place(kiosk, kiosk, kiosk), str(stick), die_at=number)
        outcomes.append(whole_one(kiosk, {first: old, second: centre.procedures}))
        if not ended.killed:
            assert ended.told == ("Updated",)
            break
        assert isinstance(centre.take_stick(stick), Updated if outcomes[-1] == first else Unchanged)
        assert centre.current == second
        left = [*kiosk.glob(f"*{HALF}"), *centre.updater.trust.tuf.glob("tmp*"), *kiosk.rglob("incoming*")]
        assert left == []
        shutil.rmtree(kiosk)
    assert outcomes.index(second) > 10
    assert outcomes == sorted(outcomes)  # the old one until one write, the new one from there on


def whole_one(kiosk: Path, known: dict[str, dict[str, Procedure]]) -> str:
    """The version that serves, after its every procedure was read."""
    catalogue = open_catalogue(kiosk)
    assert catalogue.procedures() == known[catalogue.version]
    catalogue.close()
    return catalogue.version
