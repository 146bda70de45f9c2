"""Whoever has the stick dies at any write: nothing is lost, nothing arrives twice, nothing half looks whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gateway.database import connect, transact
from gateway.devices import Device, add_device
from gateway.dossiers import list_dossiers
from gateway.folder import Folder
from gateway.opening import open_dossier
from kiosk.sync.courier_file import read_parcel_index
from kiosk.sync.courier_parcel import read_pieces
from offline_cache.store import Store
from tests.faults.conftest import Commune, make_device
from tests.faults.forks import Forks
from tests.faults.place import Place
from tests.sync.dossiers import ANSWERS, paper

pytestmark = pytest.mark.fault
Boundaries = Callable[[int], Iterator[int]]


def check_arrival(store: Store, item_id: str, folder: Folder) -> None:
    """The kiosk has a receipt, and the gateway holds that dossier once, with these answers and these files."""
    item, payload = store.outbox.get(item_id), store.outbox.payload(item_id)
    assert item is not None
    assert payload is not None
    assert (item.state, item.pending) == ("received", False)
    with closing(connect(folder.database)) as connection:
        held = [dossier.dossier_code for dossier in list_dossiers(connection) if dossier.id == item_id]
        opened = open_dossier(folder, connection, item_id, None)
    assert held == [item.dossier_code]
    assert opened["submission"] == ANSWERS
    assert [entry["id"] for entry in opened["manifest"]["files"]] == [file.id for file in payload.files]
    for file in payload.files:
        assert (folder.files / file.id).read_bytes() == file.path.read_bytes()


def step(forks: Forks, action: str, place: Place, where: str, number: int) -> bool:
    """One step that dies at this write and is done again; whether it died."""
    ended = forks.run(action, place, where, die_at=number)
    if action == "export":
        check_stick(Path(where), ended.told)
    if ended.killed:
        forks.run(action, place, where)
    return ended.killed


def check_stick(stick: Path, told: tuple[str, ...]) -> None:
    """What was said to be on the stick is there, and whatever has its name is whole."""
    assert {path.name for path in stick.iterdir()} >= set(told)
    for path in stick.glob("*.parcel"):
        with path.open("rb") as file:
            assert list(read_pieces(file, read_parcel_index(file)))


@pytest.fixture
def carrier(commune: Commune, tmp_path: Path) -> Path:
    """The key of another kiosk that the gateway knows."""
    (tmp_path / "carrier").mkdir()
    key = make_device(tmp_path / "carrier")
    register(Folder(commune.data), Place(tmp_path, key, commune.data / "gateway.pub.json"))
    return key


def register(folder: Folder, place: Place) -> None:
    device = place.sealing_keys().device
    known = Device(device.device_id, "another", device.public.key, "2026-11-24T08:00:00+07:00")
    with closing(connect(folder.database)) as connection:
        transact(connection, lambda connection: add_device(connection, known))


def test_over_another_kiosk_each_step_may_die_at_any_write(
    forks: Forks, commune: Commune, carrier: Path, tmp_path: Path, boundaries: Boundaries
) -> None:
    deaths = 0
    for number in boundaries(13):
        root = tmp_path / f"death-{number}"
        near, far = commune.place(root / "near"), Place(root / "far", carrier, commune.data / "gateway.pub.json")
        stick = root / "stick"
        stick.mkdir(parents=True)
        with near.open() as store:
            ids = [near.desk(store).seal_new(paper("birth_paper"), paper("marriage_paper", 2)) for _ in range(2)]
        died = [
            step(forks, "export", near, str(stick), number),
            step(forks, "carry", far, str(stick), number),
            step(forks, "courier", far, commune.url, number),
            step(forks, "export", far, str(stick), number),
            step(forks, "come_back", near, str(stick), number),
        ]
        deaths += sum(died)
        with near.open() as store:
            for item_id in ids:
                check_arrival(store, item_id, Folder(commune.data))
                causes = [event.cause for event in store.outbox.events(item_id)]
                assert causes.count("sealed") == 1
                assert "exported" in causes
        assert list((root / "far" / "carried" / "waiting").iterdir()) == []
        if not any(died):
            break
        shutil.rmtree(root)
    assert deaths >= 15


def test_at_the_gateways_counter_it_may_die_at_any_write(
    forks: Forks, commune: Commune, tmp_path: Path, boundaries: Boundaries
) -> None:
    deaths = 0
    for number in boundaries(9):
        root = tmp_path / f"death-{number}"
        near, stick = commune.place(root / "near"), root / "stick"
        stick.mkdir(parents=True)
        with near.open() as store:
            ids = [near.desk(store).seal_new(paper("birth_paper"), paper("marriage_paper", 2)) for _ in range(2)]
        forks.run("export", near, str(stick))
        died = step(forks, "hand_in", near, str(stick), number)
        deaths += died
        forks.run("come_back", near, str(stick))
        with near.open() as store:
            for item_id in ids:
                check_arrival(store, item_id, Folder(commune.data))
        if not died:
            break
        shutil.rmtree(root)
    assert deaths >= 5
