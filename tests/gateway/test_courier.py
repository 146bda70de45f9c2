"""``gateway courier import``: one record, whatever comes first, and told on the way back."""

from __future__ import annotations

from pathlib import Path

from gateway.rotation import recover, rotate
from kiosk.sync.courier_notes import BY_STICK
from kiosk.sync.courier_return import Returned
from kiosk.sync.keys import new_device_key
from kiosk.sync.report import Report
from kiosk.sync.syncer import Syncer
from tests.gateway.courier_desk import Counter, station
from tests.gateway.running import Running, running
from tests.sync.couriers import Station
from tests.sync.dossiers import paper


def sync(station: Station, live: Running) -> Report:
    syncer = Syncer(station.store, live.client(station.device), station.clock)
    syncer.wake("hand")
    return syncer.run_once()


def test_a_parcel_is_received_once_and_its_receipts_settle_the_dossiers(counter: Counter, kiosk: Station) -> None:
    ids = [kiosk.desk.seal_new(paper(), paper("marriage_paper", 2)), kiosk.desk.seal_new()]
    (parcel,) = kiosk.export(counter.stick).files
    code, (told,) = counter.take(parcel)
    assert (code, told["received"], told["held"], told["declined"]) == (0, 2, 0, [])
    assert counter.held() == ids
    code, (again,) = counter.take(parcel)
    assert (code, again["received"], again["held"], again["dossiers"]) == (0, 0, 2, told["dossiers"])
    assert counter.held() == ids
    back = kiosk.come_back(Path(told["receipts"]).read_bytes())
    assert isinstance(back, Returned)
    assert (back.by, list(back.proved)) == ("gateway", ids)
    for item_id, code_given in zip(ids, told["dossiers"], strict=True):
        item = kiosk.store.outbox.get(item_id)
        assert item is not None
        assert (item.state, item.pending, item.dossier_code) == ("received", False, code_given)
        assert kiosk.store.outbox.events(item_id)[-1].cause == BY_STICK + "gateway"


def test_by_stick_first_then_by_line_it_is_one_record_with_one_receipt(counter: Counter, kiosk: Station) -> None:
    item_id = kiosk.desk.seal_new(paper())
    (parcel,) = kiosk.export(counter.stick).files
    with running(counter.site) as live:
        code, (told,) = counter.take(parcel)  # beside the gateway that serves
        assert (code, told["received"]) == (0, 1)
        assert sync(kiosk, live).received == (item_id,)
    before = kiosk.store.outbox.receipt(item_id)
    back = kiosk.come_back(Path(told["receipts"]).read_bytes())
    assert isinstance(back, Returned)
    assert (back.known, back.proved) == ((item_id,), ())
    assert kiosk.store.outbox.receipt(item_id) == before
    assert counter.held() == [item_id]


def test_by_line_first_then_by_stick_the_kiosk_learns_it_either_way(counter: Counter, kiosk: Station) -> None:
    item_id = kiosk.desk.seal_new(paper())
    (parcel,) = kiosk.export(counter.stick).files
    with running(counter.site) as live:
        assert sync(kiosk, live).received == (item_id,)
    _, (told,) = counter.take(parcel)
    assert (told["received"], told["held"]) == (0, 1)
    assert counter.held() == [item_id]


def test_over_another_kiosk_by_http_and_back_by_stick(counter: Counter, kiosk: Station, tmp_path: Path) -> None:
    device = new_device_key("demo")
    counter.site.register(device)
    ids = (kiosk.desk.seal_new(paper(), paper("marriage_paper", 3)), kiosk.desk.seal_new())
    with station(counter.site, device, tmp_path / "carrier") as carrier:
        carrier.carry(kiosk.export_parcel(counter.stick))
        with running(counter.site) as live:
            assert sync(carrier, live).carried == ids
        (receipts,) = carrier.export(counter.stick).files
    back = kiosk.come_back(receipts.read_bytes())
    assert isinstance(back, Returned)
    assert set(back.proved) == set(ids)
    assert sorted(counter.held()) == sorted(ids)


def test_an_upload_that_the_line_cut_is_finished_by_the_stick(counter: Counter, kiosk: Station) -> None:
    item_id = kiosk.desk.seal_new(paper(pages=30))
    payload = kiosk.store.outbox.payload(item_id)
    assert payload is not None
    with running(counter.site) as live:
        live.client().upload(payload.files[0].id, payload.files[0].path, payload.files[0].sha256)
    whole = counter.site.folder.files / payload.files[0].id
    whole.rename(counter.site.folder.incoming / payload.files[0].id)  # as if its last bytes had not come
    with (counter.site.folder.incoming / payload.files[0].id).open("r+b") as part:
        part.truncate(100)
    assert counter.take_one(kiosk.export_parcel(counter.stick))["received"] == 1
    assert whole.read_bytes() == payload.files[0].path.read_bytes()


def test_after_the_keys_were_changed_a_parcel_of_before_is_taken(counter: Counter, kiosk: Station) -> None:
    kiosk.desk.seal_new(paper())
    parcel = kiosk.export_parcel(counter.stick)
    rotate(counter.site.folder)
    rotate(counter.site.folder)
    recover(counter.site.folder, next(counter.site.folder.root.glob("recovery-*.key")))
    assert counter.take_one(parcel)["received"] == 1
