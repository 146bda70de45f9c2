"""A dossier from kiosk to gateway and back, with the real client over loopback HTTP."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
import requests

from gateway.database import connect
from gateway.dossiers import list_dossiers
from gateway.folder import Folder
from gateway.history import set_status
from kiosk.sync.keys import new_device_key
from kiosk.sync.outcomes import (
    Conflict,
    Delivered,
    InDoubt,
    ItemRefused,
    LineDown,
    MissingFiles,
    NotThere,
    Updates,
    Uploaded,
)
from kiosk.sync.protocol import Update
from tests.gateway.running import Document, Dossier, Running, Site, make_document, make_dossier, pdf, running


def upload(live: Running, *documents: Document) -> None:
    client = live.client()
    for document in documents:
        outcome = client.upload(document.entry.id, document.path, document.entry.sealed_sha256)
        assert outcome == Uploaded(document.entry.id, document.entry.sealed_size)


def deliver(live: Running, dossier: Dossier) -> object:
    return live.client().deliver(dossier.id, dossier.envelope, dossier.manifest.sha256)


def received(live: Running, dossier: Dossier) -> Delivered:
    outcome = deliver(live, dossier)
    assert isinstance(outcome, Delivered)
    return outcome


def test_a_whole_dossier_is_received_once(live: Running, tmp_path: Path) -> None:
    documents = (make_document(live.site, tmp_path, pages=3), make_document(live.site, tmp_path, name="marriage_paper"))
    dossier = make_dossier(live.site, documents)
    upload(live, *documents)
    first = received(live, dossier)
    receipt = first.receipt.receipt
    assert not first.repeated
    assert receipt.id == dossier.id
    assert receipt.manifest_sha256 == dossier.manifest.sha256
    assert [(file.document, file.pages) for file in receipt.files] == [("birth_paper", 3), ("marriage_paper", 2)]
    assert receipt.dossier_code.startswith("DEMO-H00.00.00-")
    for _ in range(3):
        again = received(live, dossier)
        assert again.repeated
        assert again.receipt == first.receipt
    assert live.client().ask(dossier.id, dossier.envelope_sha256, dossier.manifest.sha256) == again
    assert [one.id for one in list_dossiers(live.gateway.reader)].count(dossier.id) == 1


def test_files_are_asked_for_until_all_are_there(live: Running, tmp_path: Path) -> None:
    documents = tuple(make_document(live.site, tmp_path) for _ in range(3))
    dossier = make_dossier(live.site, documents)
    upload(live, documents[1])
    assert deliver(live, dossier) == MissingFiles((documents[0].entry.id, documents[2].entry.id))
    upload(live, documents[0], documents[2])
    assert received(live, dossier).receipt.receipt.id == dossier.id


def test_other_bytes_under_the_same_id_are_a_conflict(live: Running) -> None:
    dossier = make_dossier(live.site)
    first = received(live, dossier)
    other = make_dossier(live.site, submission_id=dossier.id)
    assert isinstance(deliver(live, other), Conflict)
    assert isinstance(live.client().ask(dossier.id, other.envelope_sha256, other.manifest.sha256), Conflict)
    assert received(live, dossier).receipt == first.receipt


def test_what_was_never_sent_is_not_there(live: Running) -> None:
    dossier = make_dossier(live.site)
    assert live.client().ask(dossier.id, dossier.envelope_sha256, dossier.manifest.sha256) == NotThere()


def test_codes_of_a_day_rise_without_gaps_or_doubles(live: Running) -> None:
    codes = [received(live, make_dossier(live.site)).receipt.receipt.dossier_code for _ in range(5)]
    numbers = [int(code.rsplit("-", 1)[1]) for code in codes]
    assert numbers == list(range(numbers[0], numbers[0] + 5))
    assert all(len(code.rsplit("-", 1)[1]) == 4 for code in codes)


@pytest.mark.parametrize(
    ("fault", "pages"),
    [("pages", 3), ("not a pdf", 1), ("not a jpeg", 1), ("another device", 2)],
)
def test_a_file_that_is_not_what_the_manifest_says_is_a_matter_for_a_human(
    live: Running, tmp_path: Path, fault: str, pages: int
) -> None:
    match fault:
        case "pages":
            document = make_document(live.site, tmp_path, pdf(2), pages=pages)
        case "not a pdf":
            document = make_document(live.site, tmp_path, b"%PDF-1.7 but no more", pages=pages)
        case "not a jpeg":
            document = make_document(
                live.site, tmp_path, b"\xff\xd8\xff\xe0 half", pages=pages, media_type="image/jpeg"
            )
        case _:
            other = new_device_key("demo")
            live.site.register(other)
            document = make_document(live.site, tmp_path, pages=pages, device=other)
    upload(live, document)
    outcome = deliver(live, make_dossier(live.site, (document,)))
    assert isinstance(outcome, ItemRefused)
    assert outcome.problem.kind == "manifest"


def test_another_file_under_a_listed_id_is_told(live: Running, tmp_path: Path) -> None:
    listed, uploaded = make_document(live.site, tmp_path), make_document(live.site, tmp_path)
    client = live.client()
    assert isinstance(client.upload(listed.entry.id, uploaded.path, uploaded.entry.sealed_sha256), Uploaded)
    outcome = deliver(live, make_dossier(live.site, (listed,)))
    assert isinstance(outcome, ItemRefused)
    assert outcome.problem.detail == f"{listed.entry.id}: other bytes were uploaded"
    assert isinstance(client.upload(listed.entry.id, listed.path, listed.entry.sealed_sha256), Conflict)


def test_a_device_that_nobody_registered_stops_the_line(live: Running) -> None:
    stranger = new_device_key("demo")
    dossier = make_dossier(live.site, device=stranger)
    client = live.client(device=stranger)
    assert client.deliver(dossier.id, dossier.envelope, dossier.manifest.sha256) == LineDown("auth")
    assert client.pull("") == LineDown("auth")


def test_another_kiosk_may_carry_a_dossier_but_not_seal_it(live: Running) -> None:
    courier = new_device_key("demo")
    live.site.register(courier)
    dossier = make_dossier(live.site)
    outcome = live.client(device=courier).deliver(dossier.id, dossier.envelope, dossier.manifest.sha256)
    assert isinstance(outcome, Delivered)
    assert outcome.receipt.receipt.device == live.site.device.device_id
    unknown = make_dossier(live.site, device=new_device_key("demo"))
    refused = deliver(live, unknown)
    assert isinstance(refused, ItemRefused)
    assert (refused.problem.kind, refused.problem.detail) == ("envelope", "device")


def test_audiences_never_mix(live: Running, tmp_path: Path) -> None:
    practice = Site(Folder(tmp_path / "practice"), "practice")
    dossier = make_dossier(practice)
    refused = deliver(live, dossier)
    assert isinstance(refused, ItemRefused)
    assert (refused.problem.kind, refused.problem.detail) == ("envelope", "audience")
    assert live.client(device=practice.device).pull("") == LineDown("auth")
    with running(practice) as practising:
        code = received(practising, dossier).receipt.receipt.dossier_code
    assert code.startswith("PRACTICE-")


def test_a_receipt_of_another_gateway_is_no_success(live: Running, tmp_path: Path) -> None:
    elsewhere = Site(Folder(tmp_path / "elsewhere"))
    dossier = make_dossier(live.site)
    client = live.client(keys=elsewhere.keys)
    assert client.deliver(dossier.id, dossier.envelope, dossier.manifest.sha256) == InDoubt("unproven")
    assert client.ask(dossier.id, dossier.envelope_sha256, dossier.manifest.sha256) == LineDown("unproven")


def test_nothing_of_a_resident_lies_open_in_the_gateways_folder(live: Running, tmp_path: Path) -> None:
    document = make_document(live.site, tmp_path)
    upload(live, document)
    received(live, make_dossier(live.site, (document,)))
    for path in live.site.folder.root.rglob("*"):
        if path.is_file():
            assert b"Minh An" not in path.read_bytes()


def tell(update: Update, connection: sqlite3.Connection) -> None:
    set_status(connection, update)


def test_updates_come_in_order_and_once(site: Site) -> None:
    with running(site) as live:
        dossier = make_dossier(site)
        code = received(live, dossier).receipt.receipt.dossier_code
        first = live.client().pull("")
        assert isinstance(first, Updates)
        assert [(one.id, one.code) for one in first.updates] == [(dossier.id, 1)]
        told = [
            Update(id=dossier.id, dossier_code=code, code=2, at="2026-11-24T09:00:00+07:00", until="2026-11-26"),
            Update(
                id=dossier.id,
                dossier_code=code,
                code=5,
                at="2026-11-24T10:00:00+07:00",
                message="Cần bổ sung 2 việc",
                reasons=("Chụp lại trang 2", "Thêm giấy kết hôn"),
            ),
        ]
        for update in told:
            live.gateway.writer.submit(partial(tell, update)).result(10)
        second = live.client().pull(first.cursor)
        assert isinstance(second, Updates)
        assert second == Updates(tuple(told), second.cursor, more=False)
        assert live.client().pull(second.cursor) == Updates((), second.cursor, more=False)
        other = new_device_key("demo")
        site.register(other)
        assert live.client(device=other).pull("") == Updates((), "", more=False)
        seen = live.gateway.reader.execute("SELECT seen FROM device WHERE device_id = ?", (site.device.device_id,))
        assert seen.fetchone()[0] == int(second.cursor)


def test_a_long_history_comes_in_pages(site: Site) -> None:
    with running(site) as live:
        dossier = make_dossier(site)
        received(live, dossier)
        live.gateway.writer.submit(
            lambda connection: connection.executemany(
                "INSERT INTO event (number, device_id, at, code) VALUES (1, ?, '2026-11-24T09:00:00+07:00', 4)",
                [(site.device.device_id,)] * 250,
            )
        ).result(10)
        cursor, counts = "", []
        while True:
            page = live.client().pull(cursor)
            assert isinstance(page, Updates)
            counts.append(len(page.updates))
            cursor = page.cursor
            if not page.more:
                break
        assert counts == [100, 100, 51]


def test_a_cursor_of_another_store_tells_all_again(live: Running) -> None:
    dossier = make_dossier(live.site)
    received(live, dossier)
    page = live.client().pull("999999999")
    assert isinstance(page, Updates)
    assert page == live.client().pull("")


def test_all_is_still_there_after_a_restart(site: Site, tmp_path: Path) -> None:
    document = make_document(site, tmp_path)
    dossier = make_dossier(site, (document,))
    with running(site) as live:
        upload(live, document)
        first = received(live, dossier)
    with running(site) as live:
        assert received(live, dossier).receipt == first.receipt
        assert isinstance(live.client().pull(""), Updates)


def test_two_processes_on_one_folder_still_receive_once(site: Site) -> None:
    dossiers = [make_dossier(site) for _ in range(4)]
    with running(site) as one, running(site) as two:
        receipts = [
            {received(live, dossier).receipt.receipt.dossier_code for live in (one, two, one)} for dossier in dossiers
        ]
    assert all(len(codes) == 1 for codes in receipts)
    assert len(set.union(*receipts)) == len(dossiers)
    connection = connect(site.folder.database)
    assert len(list_dossiers(connection)) == len(dossiers)
    connection.close()


def test_a_dossier_that_comes_many_times_at_once_is_received_once(site: Site) -> None:
    dossier, together = make_dossier(site), threading.Barrier(8)
    with running(site) as one, running(site) as two:

        def bring(live: Running) -> Delivered:
            client = live.client()
            together.wait(10)
            outcome = client.deliver(dossier.id, dossier.envelope, dossier.manifest.sha256)
            assert isinstance(outcome, Delivered)
            return outcome

        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(bring, [one, two] * 4))
        assert len(list_dossiers(one.gateway.reader)) == 1
    assert sorted(outcome.repeated for outcome in outcomes) == [False] + [True] * 7
    assert all(outcome.receipt == outcomes[0].receipt for outcome in outcomes)


def test_the_interface_is_described(live: Running) -> None:
    described = json.loads(requests.get(f"{live.url}/v1/openapi.json", timeout=5).content)
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {
        "/v1/submissions/{submission_id}",
        "/v1/files",
        "/v1/files/{file_id}",
        "/v1/updates",
        "/v1/bookings",
        "/v1/bookings/{request_id}",
        "/v1/slots",
        "/v1/time",
        "/v1/health",
        "/v1/keys",
        "/v1/slips",
        "/v1/devices",
        "/v1/catalogue/{part}/{name}",
    }
    assert "application/vnd.motcham.envelope" in json.dumps(described)


def test_no_answer_waits_for_an_acknowledgement(live: Running) -> None:
    client = live.client()
    assert client.reachable() is None
    quickest = 1.0
    for _ in range(10):
        began = time.perf_counter()
        assert client.reachable() is None
        quickest = min(quickest, time.perf_counter() - began)
    assert quickest < 0.035  # with Nagle's algorithm on, a delayed acknowledgement costs 40 ms each time
