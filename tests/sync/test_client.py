"""The client against everything that can stand where the gateway should be."""

from __future__ import annotations

import errno
import hashlib
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import requests
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError

from gateway.folder import Folder
from kiosk.clock import VirtualClock
from kiosk.errors import ConfigError
from kiosk.sync.answers import Patience
from kiosk.sync.client import GatewayClient
from kiosk.sync.ids import new_file_id
from kiosk.sync.line_faults import cause_of
from kiosk.sync.outcomes import (
    Delivered,
    Delivery,
    InDoubt,
    ItemRefused,
    LineCause,
    LineDown,
    Updates,
    UploadCut,
    Uploaded,
)
from kiosk.sync.protocol import MAX_ENVELOPE, PROBLEM_TYPE, encode, problem, upload_metadata
from tests.gateway.running import Dossier, Running, Site, make_dossier, running
from tests.sync import strange_servers as strange

HASTY = Patience(connect=0.5, stall=0.5, answer=0.5, overall=1.0, slowest=1024 * 1024)
MARKED = {"Motcham-Protocol": "1"}

T = TypeVar("T")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(Folder(tmp_path_factory.mktemp("gateway")))


@pytest.fixture(scope="module")
def live(site: Site) -> Iterator[Running]:
    with running(site) as started:
        yield started


@pytest.fixture
def wall(tmp_path: Path) -> VirtualClock:
    return VirtualClock(tmp_path / "clock")


@pytest.fixture
def client(site: Site, wall: VirtualClock) -> Iterator[GatewayClient]:
    made = GatewayClient("http://127.0.0.1:9", site.keys, site.device, wall, HASTY)
    yield made
    made.close()


def deliver(client: GatewayClient, dossier: Dossier) -> Delivery:
    return client.deliver(dossier.id, dossier.envelope, dossier.manifest.sha256)


HTML = {"Content-Type": "text/html; charset=utf-8"}
RETRY = {"Retry-After": "7"}


@pytest.mark.parametrize(
    ("answering", "expected"),
    [
        (strange.says("302 Found", {"Location": "http://login.example/"}), LineDown("captive")),
        (strange.says("200 OK", HTML, b"<html>login</html>"), LineDown("captive")),
        (strange.says("201 Created", {"Content-Type": "application/json"}, b'{"ok":true}'), LineDown("captive")),
        (strange.says("511 Network Authentication Required", HTML), LineDown("captive")),
        (strange.says("404 Not Found", HTML), LineDown("captive")),
        (strange.says("403 Forbidden", HTML), LineDown("captive")),
        (strange.says("302 Found", MARKED | {"Location": "http://login.example/"}), LineDown("captive")),
        (strange.says("503 Service Unavailable", HTML | RETRY), LineDown("server", 7.0)),
        (strange.says("502 Bad Gateway", HTML), InDoubt("server")),
        (strange.says("504 Gateway Timeout", HTML), InDoubt("server")),
        (strange.says("429 Too Many Requests", MARKED | RETRY), LineDown("too_many", 7.0)),
        (strange.says("429 Too Many Requests", RETRY), LineDown("too_many", 7.0)),
        (strange.says("503 Service Unavailable", MARKED | RETRY), LineDown("server", 7.0)),
        (strange.says("500 Internal Server Error", MARKED), LineDown("server")),
        (strange.says("408 Request Timeout", MARKED), LineDown("server")),
        (strange.says("425 Too Early", MARKED), LineDown("server")),
        (strange.says("401 Unauthorized", MARKED), LineDown("auth")),
        (strange.says("403 Forbidden", MARKED), LineDown("auth")),
        (strange.says("201 Created", MARKED), InDoubt("unproven")),
        (strange.says("200 OK", MARKED, b'{"receipt":{}}'), InDoubt("unproven")),
        (strange.hangs_up, InDoubt("refused")),
        (strange.hangs_up_early, InDoubt("refused")),
        (strange.says_nothing, InDoubt("timeout")),
        (strange.drips(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: drip\r\n" * 100), InDoubt("timeout")),
        (
            strange.drips(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + b" " * 900),
            InDoubt("timeout"),
        ),
        (strange.never_ends, InDoubt("unproven")),
    ],
)
def test_what_stands_for_the_gateway_is_told(
    client: GatewayClient, site: Site, answering: strange.Answering, expected: Delivery
) -> None:
    began = time.monotonic()
    with strange.server(answering) as url:
        client.move_to(url)
        assert deliver(client, make_dossier(site)) == expected
    assert time.monotonic() - began < 5


def test_nobody_listens(client: GatewayClient, site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    client.move_to(f"http://127.0.0.1:{port}")
    assert deliver(client, make_dossier(site)) == LineDown("refused")
    assert client.reachable() == LineDown("refused")


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("http://gateway.invalid", "offline"),
        ("https://127.0.0.1:{port}", "tls"),
    ],
)
def test_where_nothing_was_sent_nothing_is_in_doubt(
    client: GatewayClient, site: Site, live: Running, url: str, cause: LineCause
) -> None:
    client.move_to(url.format(port=live.url.rsplit(":", 1)[1]))
    assert deliver(client, make_dossier(site)) == LineDown(cause)


@pytest.mark.parametrize("number", [errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN])
def test_no_way_to_the_gateway_is_being_offline(number: int) -> None:
    refused = NewConnectionError(HTTPConnection("gateway"), "no route")
    refused.__cause__ = OSError(number, "no route")
    assert cause_of(requests.ConnectionError(MaxRetryError(HTTPConnectionPool("gateway"), "/", refused))) == "offline"


def test_an_upload_into_a_black_hole_ends(client: GatewayClient, tmp_path: Path) -> None:
    source, file_id = tmp_path / "sealed", new_file_id()
    source.write_bytes(bytes(8_000_000))
    lines = ["HTTP/1.1 200 OK", "Motcham-Protocol: 1", "Upload-Offset: 0", "Upload-Length: 8000000"]
    lines += [f"Upload-Metadata: {upload_metadata(file_id, '0' * 64)}", "", ""]
    began = time.monotonic()
    with strange.server(strange.swallows("\r\n".join(lines).encode())) as url:
        client.move_to(url)
        assert client.upload(file_id, source, "0" * 64) == UploadCut(0, LineDown("timeout"))
        assert time.monotonic() - began < 2


def make_id() -> str:
    return "019aae00-1122-7a5b-8c3d-445566778899"


def test_a_refused_item_says_why(client: GatewayClient, site: Site) -> None:
    told = problem("manifest", 422, "a file is not what the manifest says", "2 pages, 3 listed")
    typed = MARKED | {"Content-Type": PROBLEM_TYPE}
    with strange.server(strange.says("422 Unprocessable", typed, encode(told))) as url:
        client.move_to(url)
        assert deliver(client, make_dossier(site)) == ItemRefused(told)
    with strange.server(strange.says("418 Teapot", MARKED | {"Motcham-Problem": "odd"}, b"<html>")) as url:
        client.move_to(url)
        refused = deliver(client, make_dossier(site))
    assert isinstance(refused, ItemRefused)
    assert (refused.problem.kind, refused.problem.status) == ("odd", 418)


def test_what_is_too_large_is_never_sent(client: GatewayClient) -> None:
    refused = client.deliver(make_id(), bytes(MAX_ENVELOPE + 1), "0" * 64)
    assert isinstance(refused, ItemRefused)
    assert refused.problem.kind == "too-large"


def test_a_receipt_for_another_dossier_is_no_success(client: GatewayClient, site: Site, live: Running) -> None:
    one, other = make_dossier(site), make_dossier(site)
    received = live.client().deliver(one.id, one.envelope, one.manifest.sha256)
    assert isinstance(received, Delivered)
    with strange.server(strange.says("201 Created", MARKED, encode(received.receipt))) as url:
        client.move_to(url)
        assert deliver(client, other) == InDoubt("unproven")
        assert client.deliver(one.id, one.envelope, other.manifest.sha256) == InDoubt("unproven")
        assert client.deliver(one.id, one.envelope + b"x", one.manifest.sha256) == InDoubt("unproven")
        assert client.deliver(one.id, one.envelope, one.manifest.sha256) == received


def test_what_is_not_a_page_of_updates_is_not_kept(client: GatewayClient) -> None:
    for body in (b"{}", b"[]", b'{"updates":[{"id":"x"}],"cursor":"1","more":false}', b'{"updates":[],"cursor":"-1"}'):
        with strange.server(strange.says("200 OK", MARKED, body)) as url:
            client.move_to(url)
            assert client.pull("") == LineDown("unproven")


@pytest.mark.parametrize("years", [-30, -1, 3])
def test_a_wrong_clock_stops_nothing_and_is_measured(
    client: GatewayClient, site: Site, live: Running, wall: VirtualClock, years: int
) -> None:
    wall.shift_wall(timedelta(days=365 * years))
    assert client.skew() is None
    client.move_to(live.url)
    assert isinstance(client.pull(""), Updates)
    skew = client.skew()
    assert skew is not None
    assert abs(skew.ahead + timedelta(days=365 * years)) < timedelta(seconds=2)
    assert skew.within < timedelta(seconds=2)


def test_a_clock_that_is_moved_while_running_changes_nothing(
    client: GatewayClient, site: Site, live: Running, wall: VirtualClock
) -> None:
    client.move_to(live.url)
    assert client.reachable() is None
    wall.shift_wall(timedelta(days=900))
    skew = client.skew()
    assert skew is not None
    assert abs(skew.ahead + timedelta(days=900)) < timedelta(seconds=2)
    assert isinstance(deliver(client, make_dossier(site)), Delivered)
    wall.pass_time(3600)  # the monotonic clock as well: a machine that slept, a journey that waits
    assert isinstance(deliver(client, make_dossier(site)), Delivered)
    assert wall.now() - datetime.now(UTC) > timedelta(days=899)


def test_a_forged_time_is_not_believed_beyond_reason(client: GatewayClient) -> None:
    for told in ("9" * 40, "-5", "soon", "1e5"):
        with strange.server(strange.says("200 OK", MARKED | {"Motcham-Time": told}, b"{}")) as url:
            client.move_to(url)
            client.reachable()
    assert client.skew() is None


def test_proxies_of_the_environment_are_not_used(
    client: GatewayClient, live: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    client.move_to(live.url)
    assert client.reachable() is None


@pytest.mark.parametrize("url", ["", "gateway", "ftp://gateway", "http://", "http://gateway/path", "http:///x"])
def test_only_the_address_of_a_server_is_taken(client: GatewayClient, url: str) -> None:
    with pytest.raises(ConfigError):
        client.move_to(url)


def test_a_small_file_goes_in_one_piece(client: GatewayClient, live: Running, tmp_path: Path) -> None:
    source = tmp_path / "sealed"
    source.write_bytes(b"sealed")
    client.move_to(live.url)
    digest = "c1bb5d1d5b5e1c0a"
    refused = client.upload(new_file_id(), source, digest)
    assert isinstance(refused, ItemRefused)
    with pytest.raises(FileNotFoundError):
        client.upload(new_file_id(), tmp_path / "none", "0" * 64)
    file_id = new_file_id()
    sent = client.upload(file_id, source, hashlib.sha256(b"sealed").hexdigest())
    assert sent == Uploaded(file_id, 6)
