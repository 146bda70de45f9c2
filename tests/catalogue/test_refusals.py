"""What a gateway or a stick must not get away with: each is refused with its reason, and nothing here changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.catalogue_publishing import publish
from gateway.catalogue_repository import LIFETIME, Repository
from kiosk.catalogue.outcomes import Refused, Unchanged, Updated
from kiosk.catalogue.pack import CatalogueBusyError, CatalogueError, encode_all
from kiosk.catalogue.sources import StickSource
from kiosk.catalogue.view import open_catalogue
from tests.catalogue.centre import NOW, Centre, fresh, packed
from tests.gateway.running import Running, running


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    """A kiosk that has the first version, and a second one that is published."""
    made = Centre(tmp_path)
    made.publish()
    made.take_stick(made.stick())
    return made


@pytest.fixture
def live(centre: Centre) -> Iterator[Running]:
    with running(centre.site) as opened:
        yield opened


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that serves, and the pointer to it."""
    return {path.name: path.read_bytes() for path in [*folder.glob("*.pack"), folder / "current.json"]}


def on_all_targets(change: Callable[[bytes], bytes]) -> Callable[[Centre], None]:
    def spoil(centre: Centre) -> None:
        for path in centre.repository.targets.iterdir():
            path.write_bytes(change(path.read_bytes()))

    return spoil


def leave_out_targets(centre: Centre) -> None:
    shutil.rmtree(centre.repository.targets)


def sign_by_others(centre: Centre) -> None:
    others = Repository(centre.folder / "others", centre.folder / "others" / "keys")
    others.create(NOW)
    publish(others, packed(centre.procedures, "2026-11-29.1", NOW + timedelta(days=1)), NOW)
    for part in ("metadata", "targets"):
        shutil.rmtree(centre.repository.folder / part)
        shutil.copytree(others.folder / part, centre.repository.folder / part)


def let_it_expire(centre: Centre) -> None:
    with centre.repository.only_writer():
        centre.repository.renew(NOW - LIFETIME["timestamp"] - timedelta(days=1))
    (centre.repository.keys / "catalogue-online.pem").unlink()  # else the gateway signs anew when it is asked


def go_back(centre: Centre) -> None:
    """The folder as it was before the last publication: an old backup, or an old answer played again."""
    folder = centre.repository.folder
    shutil.rmtree(folder)
    shutil.copytree(centre.folder / "backup", folder)


SPOILT: list[tuple[Callable[[Centre], None], set[str]]] = [
    (on_all_targets(lambda data: data[:-9] + bytes((data[-9] ^ 1,)) + data[-8:]), {"damaged"}),
    (on_all_targets(lambda data: data[: len(data) // 2]), {"damaged"}),
    (on_all_targets(lambda data: data + bytes(10_000_000)), {"too_large"}),
    (leave_out_targets, {"incomplete"}),
    (sign_by_others, {"foreign"}),
    (let_it_expire, {"expired"}),
]


@pytest.mark.parametrize(("spoil", "reasons"), SPOILT)
def test_what_a_gateway_must_not_get_away_with(
    centre: Centre, live: Running, spoil: Callable[[Centre], None], reasons: set[str]
) -> None:
    centre.publish(changed=150)  # so many that the whole is offered alone
    before = contents(centre.versions.folder)
    spoil(centre)
    outcome = centre.take(fresh(live))
    assert isinstance(outcome, Refused)
    assert outcome.reason in reasons
    assert contents(centre.versions.folder) == before


def test_a_gateway_that_went_back_is_refused(centre: Centre, live: Running) -> None:
    shutil.copytree(centre.repository.folder, centre.folder / "backup")
    centre.publish(changed=1)
    assert isinstance(centre.take(fresh(live)), Updated)
    before = contents(centre.versions.folder)
    go_back(centre)
    outcome = centre.take(fresh(live))
    assert isinstance(outcome, Refused)
    assert outcome.reason == "older"
    assert contents(centre.versions.folder) == before


@pytest.mark.parametrize("part", range(0, 100, 7))
def test_a_stick_that_is_cut_off_anywhere_is_refused(centre: Centre, part: int) -> None:
    centre.publish(changed=1)
    before = contents(centre.versions.folder)
    stick = centre.stick()
    data = stick.read_bytes()
    stick.write_bytes(data[: len(data) * part // 100])
    with pytest.raises(CatalogueError, match="cannot be read"):
        centre.take_stick(stick)
    assert contents(centre.versions.folder) == before


@pytest.mark.parametrize("part", range(1, 100, 7))
def test_a_stick_with_a_spoilt_byte_anywhere_changes_nothing_or_all(centre: Centre, part: int) -> None:
    """In the metadata, in the catalogue, or in the zip's own tables; a byte that nobody reads does no harm."""
    last = centre.publish(changed=1)
    before = contents(centre.versions.folder)
    stick = centre.stick()
    data = bytearray(stick.read_bytes())
    data[len(data) * part // 100] ^= 0x55
    stick.write_bytes(data)
    try:
        outcome = centre.take_stick(stick)
    except CatalogueError:
        outcome = Refused("damaged", "")
    if isinstance(outcome, Updated):
        assert open_catalogue(centre.versions.folder).procedures() == centre.procedures
        assert centre.current == last
    else:
        assert isinstance(outcome, Refused)
        assert contents(centre.versions.folder) == before


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    huge = tmp_path / "huge.zip"
    with huge.open("wb") as file:
        file.truncate(200 * 2**20)  # takes no room on the disk
    with pytest.raises(CatalogueError, match="larger than a kiosk takes"):
        StickSource(huge)


def test_two_never_update_at_once(centre: Centre) -> None:
    centre.publish(changed=1)
    with centre.updater.trust.alone():
        outcome = centre.take_stick(centre.stick())
        assert isinstance(outcome, Refused)
        assert outcome.reason == "busy"
        with pytest.raises(CatalogueBusyError):
            centre.updater.pin(centre.repository.root_file.read_bytes())
    assert isinstance(centre.take_stick(centre.stick()), Updated)


class SlowStick(StickSource):
    """Something else happens while it is read."""

    def __init__(self, file: Path, meanwhile: Callable[[], object]) -> None:
        super().__init__(file)
        self._meanwhile = meanwhile

    def _fetch(self, url: str) -> Iterator[bytes]:
        if url.endswith(".xz"):
            self._meanwhile()
        yield from super()._fetch(url)


def test_what_a_technician_imported_meanwhile_is_not_overlaid(centre: Centre) -> None:
    centre.publish(changed=1)
    mine = encode_all(list(centre.procedures.values())[:5])
    stick = SlowStick(centre.stick(), lambda: centre.versions.install(mine, NOW + timedelta(days=1)))
    outcome = centre.take(stick)
    stick.close()
    assert isinstance(outcome, Refused)
    assert outcome.reason == "busy"
    assert len(open_catalogue(centre.versions.folder)) == 5


def test_what_is_refused_stands_in_the_way_of_nothing(centre: Centre, live: Running) -> None:
    centre.publish(changed=150)
    kept = {path: path.read_bytes() for path in centre.repository.targets.iterdir()}
    on_all_targets(lambda data: data[: len(data) // 2])(centre)
    assert isinstance(centre.take(fresh(live)), Refused)
    for path, data in kept.items():
        path.write_bytes(data)
    assert isinstance(centre.take(fresh(live)), Updated)
    assert isinstance(centre.take(fresh(live)), Unchanged)
