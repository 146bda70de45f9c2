"""Resumable uploads: what was sent is kept through cuts, and what is whole is what was announced."""

from __future__ import annotations

import hashlib
import secrets
import socket
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.limits import Limits
from gateway.shelf import Announced
from kiosk.sync.ids import new_file_id
from kiosk.sync.outcomes import Conflict, ItemRefused, Uploaded
from kiosk.sync.protocol import MAX_FILE, upload_metadata
from tests.gateway.by_hand import APPEND, TUS, Reply, address, call, head_of, send, send_raw, signature
from tests.gateway.cutting_proxy import cutting_proxy
from tests.gateway.running import Running, Site, running


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def create(live: Running, file_id: str, data: bytes) -> Reply:
    headers = {"Upload-Length": str(len(data)), "Upload-Metadata": upload_metadata(file_id, sha256(data))}
    return call(live, "POST", "/v1/files", headers=TUS | headers)


def append(live: Running, file_id: str, offset: int, piece: bytes) -> Reply:
    return call(live, "PATCH", f"/v1/files/{file_id}", piece, APPEND | {"Upload-Offset": str(offset)})


def offset(live: Running, file_id: str) -> int:
    reply = call(live, "HEAD", f"/v1/files/{file_id}", headers=TUS)
    assert reply.status == 200
    assert reply.headers["cache-control"] == "no-store"
    return int(reply.headers["upload-offset"])


def holds(live: Running, file_id: str, data: bytes) -> bool:
    return live.gateway.shelf.holds(file_id) and live.gateway.shelf.read(file_id, MAX_FILE) == data


def test_the_abilities_are_told(live: Running) -> None:
    reply = send(live, "OPTIONS", "/v1/files")
    assert reply.status == 204
    assert reply.headers["tus-version"] == reply.headers["tus-resumable"] == "1.0.0"
    assert reply.headers["tus-extension"] == "creation"
    assert int(reply.headers["tus-max-size"]) == MAX_FILE


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(min_size=1, max_size=5000), cuts=st.lists(st.integers(1, 4999), max_size=4))
def test_a_file_in_any_pieces_is_the_file(live: Running, data: bytes, cuts: list[int]) -> None:
    file_id = new_file_id()
    assert create(live, file_id, data).headers["location"] == f"/v1/files/{file_id}"
    places = sorted({0, *(cut for cut in cuts if cut < len(data)), len(data)})
    for start, end in pairwise(places):
        assert offset(live, file_id) == start
        reply = append(live, file_id, start, data[start:end])
        assert (reply.status, reply.headers["upload-offset"]) == (204, str(end))
    assert offset(live, file_id) == len(data)
    assert holds(live, file_id, data)


def test_announcing_again_changes_nothing(live: Running) -> None:
    file_id, data = new_file_id(), b"0123456789"
    create(live, file_id, data)
    append(live, file_id, 0, data[:4])
    assert create(live, file_id, data).status == 201
    assert offset(live, file_id) == 4
    assert create(live, file_id, data[:-1]).problem == "conflict"
    assert create(live, file_id, data[::-1]).problem == "conflict"


def test_bytes_go_only_where_the_upload_stands(live: Running) -> None:
    file_id, data = new_file_id(), b"0123456789"
    create(live, file_id, data)
    append(live, file_id, 0, data[:4])
    for wrong in (0, 3, 5, 10, 99):
        reply = append(live, file_id, wrong, b"x")
        assert reply.problem in {"offset", "too-large"}
        assert reply.headers.get("upload-offset", "4") == "4"
    assert append(live, file_id, 4, data[4:] + b"more").problem == "too-large"
    assert append(live, file_id, 4, data[4:]).status == 204
    assert append(live, file_id, 10, b"").status in {204, 409}
    assert holds(live, file_id, data)


def test_other_bytes_than_announced_begin_anew(live: Running) -> None:
    file_id, data = new_file_id(), b"0123456789"
    create(live, file_id, data)
    reply = append(live, file_id, 0, data[::-1])
    assert (reply.status, reply.problem, reply.headers["upload-offset"]) == (460, "checksum", "0")
    assert offset(live, file_id) == 0
    assert append(live, file_id, 0, data).status == 204
    assert holds(live, file_id, data)


def test_a_piece_that_was_changed_on_the_way_is_not_kept(live: Running) -> None:
    file_id, data = new_file_id(), b"0123456789"
    create(live, file_id, data)
    target = f"/v1/files/{file_id}"
    headers = signature(live, "PATCH", target, data[:6]) | APPEND | {"Upload-Offset": "0"}
    assert send(live, "PATCH", target, b"543210", headers).problem == "signature"
    assert offset(live, file_id) == 0


@pytest.mark.parametrize("kept", [1, 5_000, 300_000, 599_999])
def test_what_came_before_a_cut_is_kept(live: Running, kept: int) -> None:
    file_id, data = new_file_id(), secrets.token_bytes(600_000)
    create(live, file_id, data)
    target = f"/v1/files/{file_id}"
    headers = signature(live, "PATCH", target, data) | APPEND
    head = head_of("PATCH", target, headers | {"Upload-Offset": "0", "Content-Length": str(len(data))})
    send_raw(live, head + data[:kept])
    assert offset(live, file_id) == kept
    assert append(live, file_id, kept, data[kept:]).status == 204
    assert holds(live, file_id, data)


def test_a_silent_device_is_given_up_and_its_bytes_kept(site: Site) -> None:
    with running(site, Limits(idle_seconds=0.2)) as live:
        file_id, data = new_file_id(), secrets.token_bytes(5000)
        create(live, file_id, data)
        target = f"/v1/files/{file_id}"
        headers = signature(live, "PATCH", target, data) | APPEND
        head = head_of("PATCH", target, headers | {"Upload-Offset": "0", "Content-Length": str(len(data))})
        assert b" 408 " in send_raw(live, head + data[:2000], then_shut=False).split(b"\r\n")[0]
        assert offset(live, file_id) == 2000


def test_a_head_that_never_ends_is_given_up(site: Site) -> None:
    with running(site, head_seconds=0.2) as live:
        assert send_raw(live, b"GET /v1/time HTT", then_shut=False) == b""
        assert send_raw(live, b"", then_shut=False) == b""


def test_a_request_in_progress_is_finished_when_the_gateway_stops(site: Site) -> None:
    with running(site) as live:
        file_id, data = new_file_id(), secrets.token_bytes(50_000)
        create(live, file_id, data)
        target = f"/v1/files/{file_id}"
        headers = signature(live, "PATCH", target, data) | APPEND
        head = head_of("PATCH", target, headers | {"Upload-Offset": "0", "Content-Length": str(len(data))})
        with socket.create_connection(address(live), 5) as opened:
            opened.sendall(head + data[:20_000])
            while not (site.folder.incoming / file_id).exists():
                pass  # until the request is under way
            live.stop()
            while accepts(live):
                pass  # until it takes no new ones
            opened.sendall(data[20_000:])
            assert b" 204 " in opened.recv(1000)
        assert holds(live, file_id, data)


def accepts(live: Running) -> bool:
    try:
        socket.create_connection(address(live), 5).close()
    except ConnectionError:  # refused, or reset out of the closing listener's queue
        return False
    return True


def test_only_one_writes_at_a_time(live: Running) -> None:
    file_id, data = new_file_id(), b"0123456789"
    create(live, file_id, data)
    with live.gateway.shelf.open(Announced(file_id, len(data), sha256(data))):
        reply = append(live, file_id, 0, data)
    assert (reply.status, reply.problem) == (423, "locked")
    assert int(reply.headers["retry-after"]) > 0
    assert append(live, file_id, 0, data).status == 204


def test_a_newer_request_ends_an_older_one_that_hangs(live: Running) -> None:
    file_id, data = new_file_id(), secrets.token_bytes(100_000)
    create(live, file_id, data)
    target = f"/v1/files/{file_id}"
    headers = signature(live, "PATCH", target, data) | APPEND
    head = head_of("PATCH", target, headers | {"Upload-Offset": "0", "Content-Length": str(len(data))})
    with socket.create_connection(address(live), 5) as hanging:
        hanging.sendall(head + data[:40_000])
        while offset(live, file_id) == 0:
            pass  # until the gateway has read something
        assert b" 408 " in hanging.recv(1000)
    stands = offset(live, file_id)
    assert append(live, file_id, stands, data[stands:]).status == 204
    assert holds(live, file_id, data)


def test_a_full_disk_is_told(site: Site) -> None:
    with running(site, Limits(least_free=1 << 60)) as live:
        file_id, data = new_file_id(), b"0123456789"
        create(live, file_id, data)
        reply = append(live, file_id, 0, data)
        assert (reply.status, reply.problem, reply.headers["retry-after"]) == (507, "no-room", "600")
        assert b'"ready":false' in send(live, "GET", "/v1/health").body


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "10"}, 400),
        ({"Upload-Length": "0", "Upload-Metadata": upload_metadata(new_file_id(), "0" * 64)}, 400),
        ({"Upload-Length": "-1", "Upload-Metadata": upload_metadata(new_file_id(), "0" * 64)}, 400),
        ({"Upload-Length": "ten", "Upload-Metadata": upload_metadata(new_file_id(), "0" * 64)}, 400),
        ({"Upload-Length": str(MAX_FILE + 1), "Upload-Metadata": upload_metadata(new_file_id(), "0" * 64)}, 413),
        ({"Upload-Length": "10", "Upload-Metadata": upload_metadata("../../x", "0" * 64)}, 400),
        ({"Upload-Length": "10", "Upload-Metadata": upload_metadata(new_file_id().upper(), "0" * 64)}, 400),
        ({"Upload-Length": "10", "Upload-Metadata": upload_metadata(new_file_id(), "G" * 64)}, 400),
        ({"Upload-Length": "10", "Upload-Metadata": upload_metadata(new_file_id(), "0" * 64) + ",name QQ=="}, 400),
        ({"Upload-Length": "10", "Upload-Metadata": "id !!!,sha256 ???"}, 400),
    ],
)
def test_announcements_outside_the_protocol_are_refused(live: Running, headers: dict[str, str], status: int) -> None:
    assert call(live, "POST", "/v1/files", headers=TUS | headers).status == status


def test_tus_and_its_types_are_required(live: Running) -> None:
    file_id, data = new_file_id(), b"0123456789"
    create(live, file_id, data)
    target = f"/v1/files/{file_id}"
    assert call(live, "HEAD", target).status == 412
    assert call(live, "PATCH", target, data, APPEND).status == 400
    assert call(live, "PATCH", target, data, TUS | {"Upload-Offset": "0", "Content-Type": "text/plain"}).status == 415
    assert call(live, "HEAD", f"/v1/files/{new_file_id()}", headers=TUS).status == 404
    assert call(live, "PATCH", "/v1/files/..%2f..%2fx", data, APPEND | {"Upload-Offset": "0"}).status in {400, 404}
    assert offset(live, file_id) == 0


def test_a_whole_file_that_was_not_checked_before_a_crash_is_checked_now(live: Running) -> None:
    for data, kept in ((b"0123456789", 10), (b"9876543210", 0)):
        file_id = new_file_id()
        create(live, file_id, data)
        (live.site.folder.incoming / file_id).write_bytes(b"0123456789")
        assert offset(live, file_id) == kept
        assert holds(live, file_id, data) == bool(kept)


def test_the_client_goes_on_after_each_cut(live: Running, tmp_path: Path) -> None:
    data = secrets.token_bytes(1_500_000)
    source, file_id = tmp_path / "sealed", new_file_id()
    source.write_bytes(data)
    with cutting_proxy(address(live), every=200_000) as proxy:
        client = live.client()
        client.move_to(proxy.url)
        assert isinstance(client.upload(file_id, source, sha256(data)), Uploaded)
        assert client.sent() >= len(data)
        client.close()
    assert holds(live, file_id, data)
    assert len(proxy.threads) > 7
    assert proxy.carried < 1.05 * len(data)


def test_the_client_tells_a_file_that_never_fits(live: Running, tmp_path: Path) -> None:
    source, file_id = tmp_path / "sealed", new_file_id()
    source.write_bytes(b"0123456789")
    outcome = live.client().upload(file_id, source, sha256(b"something else"))
    assert isinstance(outcome, ItemRefused)
    assert outcome.problem.kind == "checksum"
    source.write_bytes(b"01234567890")
    assert isinstance(live.client().upload(file_id, source, sha256(b"01234567890")), Conflict)


def test_many_connections_at_once(live: Running) -> None:
    opened = [socket.create_connection(address(live), 5) for _ in range(50)]
    assert send(live, "GET", "/v1/time").status == 200
    for one in opened:
        one.close()
