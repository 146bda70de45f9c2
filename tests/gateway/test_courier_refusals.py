"""What ``gateway courier import`` does not take, and that it says why and keeps nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from gateway import courier
from gateway.cli import main
from gateway.database import connect
from gateway.folder import Folder
from gateway.keyring import load_keyring
from gateway.limits import Limits
from gateway.shelf import Shelf
from kiosk.sync.envelope import Header, seal
from kiosk.sync.keys import new_device_key
from tests.gateway.courier_desk import Counter, station
from tests.gateway.running import Site
from tests.sync.couriers import Station, envelope_of, forge_parcel, listed_as
from tests.sync.dossiers import paper

REFUSED: dict[str, Callable[[bytes], bytes]] = {
    "torn": lambda parcel: parcel[:-100],
    "altered": lambda parcel: parcel[:-1] + bytes([parcel[-1] ^ 1]),
    "newer": lambda parcel: parcel[:7] + b"\x02" + parcel[8:],
    "strange": lambda parcel: b"PK\x03\x04" + parcel,
}


def test_what_is_no_whole_parcel_is_refused_and_nothing_is_kept(counter: Counter, kiosk: Station) -> None:
    kiosk.desk.seal_new(paper())
    parcel = kiosk.export_parcel(counter.stick)
    for reason, spoil in REFUSED.items():
        told = counter.take_one(spoil(parcel))
        assert (told["ok"], told["refused"]) == (False, reason)
        assert told["why"]
    assert counter.held() == []
    assert counter.shelves() == []


def test_a_device_that_nobody_registered_is_refused(counter: Counter, tmp_path: Path) -> None:
    with station(counter.site, new_device_key("demo"), tmp_path / "stranger") as stranger:
        stranger.desk.seal_new(paper())
        assert counter.take_one(stranger.export_parcel(counter.stick))["refused"] == "device"
    assert counter.shelves() == []


def test_another_world_and_another_gateway_are_refused(counter: Counter, tmp_path: Path) -> None:
    practice = Site(Folder(tmp_path / "practice"), "practice")
    with station(practice, practice.device, tmp_path / "practice-kiosk") as other:
        other.desk.seal_new()
        assert counter.take_one(other.export_parcel(counter.stick))["refused"] == "audience"
    elsewhere = Site(Folder(tmp_path / "elsewhere"))
    with station(elsewhere, counter.site.device, tmp_path / "elsewhere-kiosk") as other:
        item_id = other.desk.seal_new()
        told = counter.take_one(other.export_parcel(counter.stick))
        assert told["declined"] == [{"id": item_id, "reason": "envelope: recipient"}]
        assert "receipts" not in told
    assert counter.held() == []


def test_one_that_is_declined_keeps_no_other_back(counter: Counter, kiosk: Station) -> None:
    """The first is sealed anew under the same id, as no kiosk does: the gateway holds other bytes."""
    first = kiosk.desk.seal_new()
    assert counter.take_one(kiosk.export_parcel(counter.stick))["received"] == 1
    second = kiosk.desk.seal_new()
    header = Header(first, "submission", "demo", kiosk.device.device_id)
    bodies = [seal(b"{}", header, kiosk.keys.recipients, kiosk.device), envelope_of(kiosk, second)]
    listed = [listed_as(first, bodies[0]), listed_as(second, bodies[1])]
    told = counter.take_one(forge_parcel(kiosk.device, listed, bodies))
    assert (told["received"], told["declined"]) == (1, [{"id": first, "reason": "conflict"}])
    assert counter.held() == [first, second]


def test_an_envelope_that_holds_no_submission_is_declined(counter: Counter, kiosk: Station) -> None:
    item_id = kiosk.desk.ids.new()
    header = Header(item_id, "submission", "demo", kiosk.device.device_id)
    body = seal(b"{}", header, kiosk.keys.recipients, kiosk.device)
    told = counter.take_one(forge_parcel(kiosk.device, [listed_as(item_id, body)], [body]))
    assert told["declined"] == [{"id": item_id, "reason": "envelope: contents"}]


def test_a_dossier_without_one_of_its_files_is_declined(counter: Counter, kiosk: Station) -> None:
    item_id = kiosk.desk.seal_new(paper())
    body = envelope_of(kiosk, item_id)
    told = counter.take_one(forge_parcel(kiosk.device, [listed_as(item_id, body)], [body]))
    assert told["declined"] == [{"id": item_id, "reason": "missing-files"}]
    assert counter.take_one(kiosk.export_parcel(counter.stick))["received"] == 1


def test_a_full_disk_declines_and_says_so(counter: Counter, kiosk: Station) -> None:
    item_id = kiosk.desk.seal_new()
    parcel, folder = kiosk.export_parcel(counter.stick), counter.site.folder
    folder.make()
    with closing(connect(folder.database)) as connection:
        full = Limits(least_free=1 << 60)
        desk = courier.Counter(folder, load_keyring(folder), connection, Shelf(folder), kiosk.clock, "H00", full)
        outcome = courier.take_parcel(desk, BytesIO(parcel))
    assert isinstance(outcome, courier.Parcel)
    assert outcome.dossiers == (courier.Declined(item_id, "no-room"),)


def test_receipts_that_cannot_be_written_are_told_and_come_with_the_same_parcel(
    counter: Counter, kiosk: Station, capsys: pytest.CaptureFixture[str]
) -> None:
    kiosk.desk.seal_new()
    (parcel,) = kiosk.export(counter.stick).files
    data = ["--data", str(counter.site.folder.root)]
    assert main(["courier", "import", str(parcel), "--receipts", str(counter.stick / "nowhere"), *data]) == 1
    assert "the receipts are not written (no_folder)" in capsys.readouterr().err
    assert main(["courier", "import", str(parcel), *data]) == 0
    assert "0 received, 1 held before" in capsys.readouterr().out


def test_a_reply_key_that_is_none_keeps_no_dossier_out(counter: Counter, kiosk: Station) -> None:
    item_id = kiosk.desk.seal_new()
    body = envelope_of(kiosk, item_id)
    told = counter.take_one(forge_parcel(kiosk.device, [listed_as(item_id, body)], [body], reply="A" * 43))
    assert (told["received"], told["not_written"]) == (1, "reply")


def test_a_file_that_is_not_there(counter: Counter) -> None:
    code, (told,) = counter.take(counter.stick / "none.parcel")
    assert (code, told["refused"]) == (1, "unreadable")
