"""A kiosk that dies at any write of sealing or sending: nothing acknowledged is lost, nothing arrives twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.sync.canonical import canonical
from offline_cache.store import Store
from tests.faults.conftest import Commune
from tests.faults.forks import Forks
from tests.faults.place import Place
from tests.sync.dossiers import ANSWERS

pytestmark = pytest.mark.fault
Boundaries = Callable[[int], Iterator[int]]


@pytest.fixture
def draft_store(commune: Commune, tmp_path: Path) -> Path:
    """A store with one draft and a page, to be copied for each death."""
    place = commune.place(tmp_path / "drafted")
    with place.open() as store:
        place.desk(store).draft("K7F3-29QD-4M")
    return place.store


def test_at_any_write_of_sealing_the_dossier_is_a_draft_or_sealed_and_never_half(
    forks: Forks, commune: Commune, draft_store: Path, tmp_path: Path, boundaries: Boundaries
) -> None:
    outcomes = []
    for number in boundaries(1):
        place = copy_of(draft_store, commune, tmp_path / f"death-{number}")
        ended = forks.run("seal", place, die_at=number)
        with place.open() as store:
            outcomes.append(check_sealing(store, ended.told))
        if not ended.killed:
            assert outcomes[-1] == "sealed"
            break
        with place.open() as store:
            assert store.reconciled.clean  # the first start after the death put all in order
        shutil.rmtree(place.store)
    assert outcomes.index("sealed") > 30
    assert outcomes == sorted(outcomes)  # drafts until one write, sealed from there on


def check_sealing(store: Store, told: tuple[str, ...]) -> str:
    items, drafts = store.outbox.all(), store.drafts.list()
    assert len(items) + len(drafts) == 1
    assert len(store.bookings.waiting()) == len(items)  # the request is in with its dossier, or neither is
    if drafts:
        assert told == ()
        assert store.drafts.open(drafts[0].id) == canonical(ANSWERS)
        (page,) = store.pages.list(drafts[0].id)
        assert (store.pages.get(page) or b"").startswith(b"\xff\xd8")
        assert list(store.sealed.folder.iterdir()) == []
        return "draft"
    assert told in {(), (items[0].id,)}
    payload = store.outbox.payload(items[0].id)
    assert payload is not None
    assert [file.path.stat().st_size for file in payload.files] == [file.size for file in payload.files]
    assert {path.name for path in store.sealed.folder.iterdir()} == {file.id for file in payload.files}
    assert list(store.pages.folder.iterdir()) == []
    return "sealed"


def copy_of(store: Path, commune: Commune, target: Path) -> Place:
    shutil.copytree(store, target)
    return commune.place(target)
