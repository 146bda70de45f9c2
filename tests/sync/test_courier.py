"""Dossiers by stick: out of a kiosk, over another one to the gateway, and the receipts back."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest

from kiosk.clock import VirtualClock
from kiosk.sync.courier_carrying import NotTaken, Own, Taken, read_answer
from kiosk.sync.courier_export import Exported, LeftOut, NotExported, NothingToExport, export
from kiosk.sync.courier_file import read_parcel_index
from kiosk.sync.courier_notes import BY_STICK, take_up
from kiosk.sync.courier_parcel import read_pieces
from kiosk.sync.courier_return import NotReturned, Receiver, Returned, take_receipts
from kiosk.sync.courier_stick import NotWritten, write_whole
from kiosk.sync.envelope import Header, seal
from kiosk.sync.keys import DeviceKey, new_device_key
from kiosk.sync.report import Report
from kiosk.sync.settling import Policy
from kiosk.sync.syncer import Syncer
from offline_cache.outbox import Settlement
from offline_cache.space import Room
from offline_cache.store import Store, open_reader, open_store
from tests.sync.couriers import Station, forge_parcel, listed_as
from tests.sync.dossiers import ANSWERS, paper
from tests.sync.fake_gateway import Fails, FakeGateway, KeySet, Refuses


@pytest.fixture
def near(store: Store, keys: KeySet, clock: VirtualClock) -> Station:
    """The kiosk that dossiers are sealed at."""
    return Station(store, keys.public, keys.device, clock)


@pytest.fixture
def far(tmp_path: Path, keys: KeySet, clock: VirtualClock) -> Iterator[Station]:
    """Another kiosk of the same gateway."""
    folder = tmp_path / "far" / "store"
    with open_store(folder, clock, room=Room(folder, ballast=4096)) as store:
        yield Station(store, keys.public, new_device_key("demo"), clock)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def sync(station: Station, gateway: FakeGateway) -> Report:
    syncer = Syncer(station.store, gateway, station.clock)
    syncer.wake("hand")
    return syncer.run_once()


def causes(station: Station, item_id: str) -> list[str]:
    return [event.cause for event in station.store.outbox.events(item_id)]


def state(station: Station, item_id: str) -> str:
    item = station.store.outbox.get(item_id)
    assert item is not None
    return item.state


def test_over_another_kiosk_to_the_gateway_and_back(
    near: Station, far: Station, gateway: FakeGateway, stick: Path
) -> None:
    ids = (near.desk.seal_new(paper(), paper("marriage_paper", 2)), near.desk.seal_new())
    taken = far.carry(near.export_parcel(stick))
    assert taken == Taken(near.device.device_id, ids, (), (), ())
    report = sync(far, gateway)
    assert (report.carried, report.received) == (ids, ())
    assert set(gateway.received) == set(ids)
    assert far.carried.waiting() == ()
    receipts = [path for path in far.export(stick).files if path.suffix == ".receipts"]
    back = near.come_back(receipts[0].read_bytes())
    assert isinstance(back, Returned)
    assert (back.by, set(back.proved), back.unproved, back.others) == (far.device.device_id, set(ids), (), 0)
    for item_id in ids:
        assert state(near, item_id) == "received"
        assert causes(near, item_id) == ["sealed", "exported", BY_STICK + far.device.device_id]
    again = near.come_back(receipts[0].read_bytes())
    assert isinstance(again, Returned)
    assert (again.proved, set(again.known)) == ((), set(ids))
    assert len(causes(near, ids[0])) == 3


def test_by_network_and_by_stick_it_is_one_record_and_both_kiosks_know(
    near: Station, far: Station, gateway: FakeGateway, stick: Path
) -> None:
    item_id = near.desk.seal_new(paper())
    parcel = near.export_parcel(stick)
    assert sync(near, gateway).received == (item_id,)  # an exported dossier is sent as ever
    assert far.carry(parcel) == Taken(near.device.device_id, (item_id,), (), (), ())
    uploads = gateway.calls.count("upload")
    assert sync(far, gateway).carried == (item_id,)
    assert gateway.calls.count("upload") == uploads  # asked about first
    assert far.carry(parcel) == Taken(near.device.device_id, (), (), (item_id,), ())
    (path,) = far.export(stick).files
    back = near.come_back(path.read_bytes())
    assert isinstance(back, Returned)
    assert back.known == (item_id,)
    assert len(gateway.received) == 1


@pytest.mark.parametrize("state", ["in_doubt", "needs_human"])
def test_whatever_state_it_waits_in_it_can_be_exported(near: Station, stick: Path, state: str) -> None:
    item_id = near.desk.seal_new(paper())
    to = Settlement(item_id, state, "conflict", pending=state == "in_doubt", reason="conflict")  # type: ignore[arg-type]
    near.store.outbox.settle([to])
    assert near.export(stick).dossiers == (item_id,)
    assert causes(near, item_id)[-1] == "exported"


def test_export_reads_beside_the_owner_and_leaves_a_note(near: Station, stick: Path) -> None:
    item_id = near.desk.seal_new(paper())
    reader = open_reader(near.store.folder)
    outcome = export(replace(near.sender, outbox=reader.outbox), stick)
    reader.close()
    assert isinstance(outcome, Exported)
    assert causes(near, item_id) == ["sealed"]
    near.take_up()
    near.take_up()
    assert causes(near, item_id) == ["sealed", "exported"]
    assert near.store.outbox.exported().keys() == {item_id}


def test_an_attempt_that_was_in_flight_stays_in_doubt(near: Station, stick: Path) -> None:
    item_id = near.desk.seal_new()
    near.store.outbox.begin(item_id)
    near.export(stick)
    assert near.store.outbox.recover() == (item_id,)


def test_nothing_waits_and_the_rest_is_told(near: Station, gateway: FakeGateway, stick: Path) -> None:
    assert export(near.sender, stick) == NothingToExport()
    item_id = near.desk.seal_new(paper())
    sync(near, gateway)
    assert export(near.sender, stick) == NothingToExport()
    item = near.store.outbox.get(item_id)
    assert item is not None
    chosen = export(near.sender, stick, [item])
    assert isinstance(chosen, Exported)
    assert chosen.dossiers == (item_id,)


def test_one_that_lost_a_file_keeps_no_other_back(near: Station, stick: Path) -> None:
    broken, whole = near.desk.seal_new(paper()), near.desk.seal_new(paper())
    payload = near.store.outbox.payload(broken)
    assert payload is not None
    payload.files[0].path.write_bytes(b"rotten")
    outcome = near.export(stick)
    assert (outcome.dossiers, outcome.left_out) == ((whole,), (LeftOut(broken, "lost"),))


def test_nothing_on_the_stick_tells_of_anybody(near: Station, far: Station, gateway: FakeGateway, stick: Path) -> None:
    draft = near.desk.draft("K7F329QD4M")
    near.desk.seal(near.desk.request(draft, paper("birth_paper")))
    far.carry(near.export_parcel(stick))
    sync(far, gateway)
    far.export(stick)
    assert {path.suffix for path in stick.iterdir()} == {".parcel", ".receipts"}
    item = near.store.outbox.find("K7F329QD4M")
    assert item is not None
    words = [
        *(str(value) for value in ANSWERS.values() if value != 2),
        *ANSWERS,
        "K7F329QD4M",
        "birth_paper",
        "%PDF",
        "1.001193",
        item.manifest_sha256,
    ]
    words.append(gateway.received[item.id][2].receipt.dossier_code)
    for path in stick.iterdir():
        data = path.read_bytes()
        assert [word for word in words if word.encode() in data or word in path.name] == []


def test_a_carrier_that_is_refused_goes_on_with_the_others_and_tries_again_when_brought_anew(
    near: Station, far: Station, gateway: FakeGateway, stick: Path
) -> None:
    first, second = near.desk.seal_new(), near.desk.seal_new()
    parcel = near.export_parcel(stick)
    far.carry(parcel)
    gateway.plan("deliver", Refuses("envelope"))
    assert sync(far, gateway).carried == (second,)
    assert far.carried.refusal(first) == "envelope"
    assert sync(far, gateway).carried == ()
    far.carry(parcel)
    assert sync(far, gateway).carried == (first,)


@pytest.mark.parametrize("call", ["ask", "upload", "deliver"])
@pytest.mark.parametrize("after", [False, True])
def test_a_line_that_fails_a_carrier_is_tried_again(
    near: Station, far: Station, gateway: FakeGateway, stick: Path, call: str, after: bool
) -> None:
    item_id = near.desk.seal_new(paper())
    far.carry(near.export_parcel(stick))
    gateway.plan(call, Fails("timeout", after=after))
    report = sync(far, gateway)
    assert report.carried == ()
    assert report.next_in > 0
    assert sync(far, gateway).carried == (item_id,)
    assert len(gateway.received) == 1
    assert gateway.sent_unasked == []


def test_a_run_carries_for_half_a_minute_and_the_next_goes_on_where_it_ended(
    near: Station, far: Station, gateway: FakeGateway, stick: Path, clock: VirtualClock
) -> None:
    ids = [near.desk.seal_new(paper(), paper()) for _ in range(5)]
    far.carry(near.export_parcel(stick))
    gateway.during = lambda _: clock.pass_time(4)
    runs = [sync(far, gateway)]
    while runs[-1].next_in == 0:
        runs.append(sync(far, gateway))
    assert [item_id for run in runs for item_id in run.carried] == ids
    assert len(runs) >= 3  # a run is over after eight calls
    assert gateway.calls.count("deliver") == len(ids)


def test_receipts_of_a_dossier_that_is_being_sent_wait_until_it_was(
    near: Station, far: Station, gateway: FakeGateway, stick: Path
) -> None:
    item_id = near.desk.seal_new()
    far.carry(near.export_parcel(stick))
    sync(far, gateway)
    receipts = next(path for path in far.export(stick).files if path.suffix == ".receipts").read_bytes()
    receiver = Receiver(near.store.outbox, near.store.folder, near.keys, near.reply)
    take_receipts(receiver, BytesIO(receipts))
    now = near.clock.now()
    assert take_up(near.store, Policy(), now, frozenset({item_id})) == ()
    assert state(near, item_id) == "sealed"
    assert take_up(near.store, Policy(), now) == (item_id,)
    assert take_up(near.store, Policy(), now) == ()


def test_what_the_gateway_lost_travels_again_and_an_old_receipt_is_no_answer(
    near: Station, far: Station, gateway: FakeGateway, stick: Path
) -> None:
    item_id = near.desk.seal_new()
    far.carry(near.export_parcel(stick))
    sync(far, gateway)
    old = next(path for path in far.export(stick).files if path.suffix == ".receipts").read_bytes()
    near.come_back(old)
    gone = Settlement(item_id, "needs_human", "gateway-lost", pending=True, reason="gateway-lost")
    near.store.outbox.settle([gone])
    assert near.export(stick).dossiers == (item_id,)
    again = near.come_back(old)
    assert isinstance(again, Returned)
    assert (again.proved, again.known) == ((), (item_id,))
    assert state(near, item_id) == "needs_human"


class TestRefusals:
    """What a kiosk does not carry, and does not believe."""

    def test_its_own_parcel(self, near: Station, stick: Path) -> None:
        near.desk.seal_new()
        assert near.carry(near.export_parcel(stick)) == Own()

    def test_another_world(self, near: Station, tmp_path: Path, clock: VirtualClock, stick: Path) -> None:
        near.desk.seal_new()
        folder = tmp_path / "practice" / "store"
        with open_store(folder, clock, room=Room(folder, ballast=4096)) as store:
            other = Station(store, KeySet("practice").public, new_device_key("practice"), clock)
            assert other.carry(near.export_parcel(stick)) == NotTaken("audience")

    def test_another_gateway(self, near: Station, far: Station, stick: Path) -> None:
        near.desk.seal_new(paper())
        far.keys = KeySet("demo").public
        assert far.carry(near.export_parcel(stick)) == NotTaken("gateway")
        assert far.carried.waiting() == ()

    def test_a_device_that_says_it_is_another(self, near: Station, far: Station) -> None:
        forged = forge_parcel(
            new_device_key("demo"), [listed_as(near.desk.ids.new(), b"x")], [b"x"], named=near.device.device_id
        )
        assert far.carry(forged) == NotTaken("device")

    def test_envelopes_that_another_device_sealed(self, near: Station, far: Station) -> None:
        item_id = near.desk.seal_new()
        payload = near.store.outbox.payload(item_id)
        assert payload is not None
        listed = listed_as(item_id, payload.envelope)
        assert far.carry(forge_parcel(new_device_key("demo"), [listed], [payload.envelope])) == NotTaken("altered")

    def test_an_envelope_under_another_id(self, near: Station, far: Station) -> None:
        payload = near.store.outbox.payload(near.desk.seal_new())
        assert payload is not None
        listed = listed_as(near.desk.ids.new(), payload.envelope)
        assert far.carry(forge_parcel(near.device, [listed], [payload.envelope])) == NotTaken("altered")

    def test_a_parcel_too_large_for_this_disk(self, near: Station, far: Station, stick: Path) -> None:
        near.desk.seal_new(paper())
        outcome = far.carry(near.export_parcel(stick), floor=1 << 60)
        assert isinstance(outcome, NotTaken)
        assert outcome.reason == "no_room"

    def test_torn_and_altered_keep_nothing(self, near: Station, far: Station, stick: Path) -> None:
        near.desk.seal_new(paper())
        parcel = near.export_parcel(stick)
        assert far.carry(parcel[:-1]) == NotTaken("torn")
        assert far.carry(parcel[:-1] + bytes([parcel[-1] ^ 1])) == NotTaken("altered")
        assert far.carried.waiting() == ()

    def test_other_bytes_under_an_id_that_is_carried(self, near: Station, far: Station, stick: Path) -> None:
        item_id = near.desk.seal_new()
        far.carry(near.export_parcel(stick))
        held = far.carried.envelope(item_id)
        thief = new_device_key("demo")
        envelope = resealed(near, thief, item_id)
        outcome = far.carry(forge_parcel(thief, [listed_as(item_id, envelope)], [envelope]))
        assert outcome == Taken(thief.device_id, (), (), (), (item_id,))
        assert far.carried.envelope(item_id) == held

    def test_receipts_of_another_gateway_or_about_other_bytes(
        self, near: Station, far: Station, gateway: FakeGateway, stick: Path
    ) -> None:
        item_id = near.desk.seal_new()
        far.carry(near.export_parcel(stick))
        sync(far, gateway)
        receipts = next(path for path in far.export(stick).files if path.suffix == ".receipts").read_bytes()
        near.keys = KeySet("demo").public
        back = near.come_back(receipts)
        assert isinstance(back, Returned)
        assert (back.proved, back.unproved) == ((), (item_id,))
        assert near.come_back(receipts[:-1]) == NotReturned("torn")
        near.keys = KeySet("practice").public
        assert near.come_back(receipts) == NotReturned("audience")
        assert state(near, item_id) == "sealed"

    def test_receipts_for_others_stay_closed(
        self, near: Station, far: Station, gateway: FakeGateway, stick: Path
    ) -> None:
        item_id = near.desk.seal_new()
        far.carry(near.export_parcel(stick))
        sync(far, gateway)
        (path,) = (path for path in far.export(stick).files if path.suffix == ".receipts")
        back = far.come_back(path.read_bytes())
        assert isinstance(back, Returned)
        assert (back.proved, back.others) == ((), 1)
        sealed = read_answer(far.carried.answer(item_id)).sealed
        item = near.store.outbox.get(item_id)
        assert item is not None
        assert item.lookup_code.encode() not in sealed


class TestSticks:
    """What can be wrong with a stick, and that nothing half is left on it."""

    def test_names_and_hidden_halves_of_earlier_tries(self, near: Station, stick: Path) -> None:
        near.desk.seal_new()
        half = stick / f".motcham-{near.device.device_id}-20261124T080000.parcel.half"
        half.write_bytes(b"cut off")
        first, second = near.export(stick).files[0], near.export(stick).files[0]
        assert first != second
        assert {path.name for path in stick.iterdir()} == {first.name, second.name}
        assert first.name.startswith(f"motcham-{near.device.device_id}-20")

    def test_a_file_that_is_named(self, near: Station, stick: Path) -> None:
        near.desk.seal_new()
        outcome = near.export(stick / "mine.parcel")
        assert outcome.files == (stick / "mine.parcel",)
        assert outcome.own_disk
        assert export(near.sender, stick / "mine.parcel") == NotExported("exists")

    def test_no_folder(self, near: Station, stick: Path) -> None:
        near.desk.seal_new()
        assert export(near.sender, stick / "not" / "there") == NotExported("no_folder")

    def test_full_in_the_middle(self, near: Station, stick: Path) -> None:
        item_id = near.desk.seal_new(paper(pages=3), paper())
        with files_end_at(1000):
            outcome = export(near.sender, stick)
        assert isinstance(outcome, NotExported)
        assert outcome.reason == "full"
        assert outcome.needed > 1000
        assert list(stick.iterdir()) == []
        near.take_up()
        assert causes(near, item_id) == ["sealed"]
        assert near.export(stick).dossiers == (item_id,)

    def test_a_stick_that_gives_back_other_bytes(self, near: Station, stick: Path) -> None:
        near.desk.seal_new()
        parcel = near.export_parcel(near.store.folder)

        def check(file: BinaryIO) -> None:
            list(read_pieces(file, read_parcel_index(file)))

        for spoilt in (parcel[:-1], parcel[:-1] + bytes([parcel[-1] ^ 1]), b""):
            with pytest.raises(NotWritten) as caught:
                write_whole(stick / "one.parcel", 0, lambda out, data=spoilt: out.write(data), check)  # type: ignore[misc]
            assert caught.value.reason == "not_kept"
        assert list(stick.iterdir()) == []


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """No file of this process grows beyond it, as on a full stick."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def resealed(near: Station, thief: DeviceKey, item_id: str) -> bytes:
    header = Header(item_id, "submission", "demo", thief.device_id)
    return seal(b"{}", header, near.keys.recipients, thief)
