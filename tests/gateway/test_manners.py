"""What the gateway refuses before it looks closer: too much, too often, too many at once, too long ago begun."""

from __future__ import annotations

import io
import json
import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway import journal
from gateway.folder import Folder
from gateway.limits import Limits
from gateway.rates import Buckets
from gateway.shelf import Announced, Shelf
from gateway.sweeping import sweep
from kiosk.sync.keys import new_device_key
from kiosk.sync.outcomes import LineDown, Updates
from kiosk.sync.protocol import ENVELOPE_TYPE, upload_metadata
from tests.gateway.by_hand import APPEND, TUS, address, call, head_of, send, send_raw, signature
from tests.gateway.running import IDS, Running, Site, make_document, make_dossier, running

TYPED = {"Content-Type": ENVELOPE_TYPE}


@pytest.fixture
def journal_lines() -> Iterator[io.StringIO]:
    root, own = logging.getLogger(), logging.getLogger("gateway")
    handlers, level, own_level, loud = root.handlers, root.level, own.level, logging.raiseExceptions
    stream = io.StringIO()
    journal.begin(stream)
    yield stream
    root.handlers, logging.raiseExceptions = handlers, loud
    root.setLevel(level)
    own.setLevel(own_level)


def test_a_bucket_fills_again() -> None:
    moment = [0.0]
    buckets = Buckets(rate=2, burst=3, now=lambda: moment[0])
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.take("b") == 0
    moment[0] = 0.5
    assert buckets.take("a") == 0
    assert buckets.take("a") == pytest.approx(0.5)
    buckets.give_back("a")
    assert buckets.take("a") == 0
    moment[0] = 100
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_a_device_that_asks_too_often_waits_and_no_other_does(site: Site) -> None:
    with running(site, Limits(device_rate=0.5, device_burst=3)) as live:
        replies = [call(live, "GET", "/v1/updates") for _ in range(4)]
        assert [reply.status for reply in replies] == [200, 200, 200, 429]
        assert replies[-1].problem == "too-many"
        assert 1 <= int(replies[-1].headers["retry-after"]) <= 2
        told = live.client().pull("")
        assert isinstance(told, LineDown)
        assert (told.cause, told.retry_after is not None) == ("too_many", True)
        device = new_device_key(site.audience)
        site.register(device)
        assert isinstance(live.client(device).pull(""), Updates)


def test_an_address_is_refused_only_for_what_is_not_proven(site: Site) -> None:
    with running(site, Limits(address_rate=0.5, address_burst=3)) as live:
        for _ in range(6):
            assert call(live, "GET", "/v1/updates").status == 200
        assert [send(live, "GET", "/v1/time").status for _ in range(3)] == [200, 200, 200]
        refused = send(live, "GET", "/v1/updates")
        assert (refused.status, refused.problem) == (429, "too-many")
        assert int(refused.headers["retry-after"]) >= 1
        assert refused.headers["motcham-protocol"] == "1"
        assert "motcham-time" in refused.headers


def test_more_at_once_than_can_be_served_is_told_to_come_later(site: Site) -> None:
    with running(site, Limits(most_at_once=1)) as live:
        dossier = make_dossier(site)
        target = f"/v1/submissions/{dossier.id}"
        length = {"Content-Length": str(len(dossier.envelope))}
        with socket.create_connection(address(live), 10) as slow:
            slow.sendall(head_of("PUT", target, signature(live, "PUT", target, dossier.envelope) | TYPED | length))
            deadline = time.monotonic() + 10
            while (reply := send(live, "GET", "/v1/time")).status == 200:
                assert time.monotonic() < deadline
            assert (reply.status, reply.problem, reply.headers["retry-after"]) == (503, "busy", "5")
            slow.sendall(dossier.envelope)
            assert slow.recv(4096).startswith(b"HTTP/1.1 201")
        assert send(live, "GET", "/v1/time").status == 200


def test_what_is_no_request_is_told_as_a_problem_too(live: Running) -> None:
    for data in (
        b"nonsense\r\n\r\n",
        b"GET /v1/time HTTP/1.1\r\nHost x\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 17_000,
    ):
        head, _, body = send_raw(live, data, then_shut=False).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 Bad Request")
        assert b"application/problem+json" in head
        assert b"motcham-protocol: 1" in head
        assert json.loads(body)["type"] == "urn:motcham:problem:malformed"


@pytest.mark.parametrize("query", ["x=1", "cursor=1&cursor=2", "cursor=1&x=", "x"])
def test_unknown_parameters_are_refused(live: Running, query: str) -> None:
    for target in ("/v1/updates", "/v1/bookings", "/v1/slots", f"/v1/submissions/{IDS.new()}"):
        reply = call(live, "GET", f"{target}?{query}")
        if query != "x":  # a name without a value is nothing to Litestar
            assert (reply.status, reply.problem) == (400, "malformed")
    assert send(live, "GET", "/v1/time?x=1").status == 400


def test_the_log_tells_the_route_and_never_what_was_typed(site: Site, journal_lines: io.StringIO) -> None:
    known = IDS.new()
    with running(site) as live:
        call(live, "GET", "/v1/submissions/Nguyen-Thi-Minh-An")
        call(live, "GET", "/v1/submissions/K7F3-29QD-4M")
        send(live, "GET", "/K7F329QD4M?name=Minh")
        call(live, "GET", f"/v1/submissions/{known}")
    told = [json.loads(line) for line in journal_lines.getvalue().splitlines()]
    lines = [line for line in told if line["event"] == "answered"]
    assert "Minh" not in journal_lines.getvalue()
    assert "K7F3" not in journal_lines.getvalue()
    assert [line["id"] for line in lines] == [None, None, None, known]
    assert lines[0]["route"] == "/v1/submissions/{submission_id}"
    assert lines[2]["route"] is None


def test_what_was_accepted_is_finished_before_the_gateway_stops(site: Site) -> None:
    with running(site) as live:
        dossier = make_dossier(site)
        target = f"/v1/submissions/{dossier.id}"
        length = {"Content-Length": str(len(dossier.envelope))}
        with socket.create_connection(address(live), 10) as slow:
            head = head_of("PUT", target, signature(live, "PUT", target, dossier.envelope) | TYPED | length)
            slow.sendall(head + dossier.envelope[:-1])
            assert send(live, "GET", "/v1/time").status == 200  # so that the head has been read by now
            stopping = threading.Thread(target=live.stop)
            stopping.start()
            stopping.join()
            refused = _until_refused(live)
            slow.sendall(dossier.envelope[-1:])
            answer = slow.recv(65536)
    assert refused
    assert answer.startswith(b"HTTP/1.1 201")


def _until_refused(live: Running) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(address(live), 1):
                pass
        except OSError:
            return True
    return False


def test_an_upload_that_nobody_goes_on_with_is_forgotten(site: Site, tmp_path: Path) -> None:
    with running(site) as live:
        document = make_document(site, tmp_path)
        fresh = make_document(site, tmp_path)
        for one in (document, fresh):
            about = upload_metadata(one.entry.id, one.entry.sealed_sha256)
            announced = TUS | {"Upload-Length": str(one.entry.sealed_size), "Upload-Metadata": about}
            assert call(live, "POST", "/v1/files", b"", announced).status == 201
            target = f"/v1/files/{one.entry.id}"
            assert call(live, "PATCH", target, one.sealed[:100], APPEND | {"Upload-Offset": "0"}).status == 204
        part = site.folder.incoming / document.entry.id
        os.utime(part, (1_700_000_000, 1_700_000_000))
        assert sweep(live.gateway.shelf, lambda work: live.gateway.writer.submit(work).result(10), 30) == 1
        assert not part.exists()
        assert call(live, "HEAD", f"/v1/files/{document.entry.id}", b"", TUS).status == 404
        assert call(live, "HEAD", f"/v1/files/{fresh.entry.id}", b"", TUS).headers["upload-offset"] == "100"
        client = live.client()
        client.upload(document.entry.id, document.path, document.entry.sealed_sha256)
        assert live.gateway.shelf.holds(document.entry.id)


def test_an_upload_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.make()
    submitted: list[object] = []
    with Shelf(folder).open(Announced("3f0c9a52-7d0e-4c8b-9a5f-1f2e3d4c5b6a", 3, "0" * 64)):
        os.utime(folder.incoming / "3f0c9a52-7d0e-4c8b-9a5f-1f2e3d4c5b6a", (1_700_000_000, 1_700_000_000))
        assert sweep(Shelf(folder), submitted.append, 1) == 0
    assert submitted == []
