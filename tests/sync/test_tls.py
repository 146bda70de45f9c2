"""Whose certificates the kiosk believes, at which time, and what it says of those it doesn't."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from gateway.folder import Folder
from gateway.keyring import load_keyring
from gateway.rotation import rotate
from kiosk.clock import SystemClock, VirtualClock
from kiosk.errors import ConfigError
from kiosk.sync.key_trust import GatewayTrust
from kiosk.sync.keys import GatewayKeys, SealKey, VerifyKey
from kiosk.sync.outcomes import Delivered, LineCause, LineDown
from kiosk.sync.protocol import encode
from kiosk.sync.proven_time import SignedTime, ToldTime, new_nonce, proven_time
from kiosk.sync.tls import TlsTrust
from tests.gateway.certified import NOW, Authority, new_authority
from tests.gateway.running import Site, make_dossier, running
from tests.sync import strange_servers as strange

YEARS = timedelta(days=3 * 365)
KEYS = GatewayKeys("demo", (SealKey("demo", bytes(32)),), SealKey("demo", bytes(32)), (VerifyKey(bytes(32)),))


def answers_anything(opened: socket.socket) -> None:
    """As a portal that takes every port over: plain HTTP, whatever was asked in."""
    opened.recv(65536)
    opened.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(Folder(tmp_path / "gateway"))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return new_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return new_authority(tmp_path_factory.mktemp("stranger"))


@pytest.fixture
def closed() -> Iterator[int]:
    """A port at which nobody listens while the test runs."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.fixture
def trust(authority: Authority, closed: int) -> TlsTrust:
    return TlsTrust(authority.pem, SystemClock(), portal_port=closed)


def at(site: Site, moment: datetime) -> None:
    """Let the gateway's clock show ``moment``; the machine's own is what the kiosk's handshake goes by."""
    VirtualClock(site.folder.root / "clock").set_wall(moment)


def test_the_pinned_authority_alone_is_believed(site: Site, authority: Authority, trust: TlsTrust) -> None:
    with running(site, tls=authority.serves().context) as live:
        dossier = make_dossier(site)
        delivered = live.client(tls=trust).deliver(dossier.id, dossier.envelope, dossier.manifest.sha256)
    assert isinstance(delivered, Delivered)
    assert len(trust.secure.context().get_ca_certs()) == 1  # requests added none of its own
    assert trust.valid_until is not None
    assert trust.valid_until > NOW + timedelta(days=390)


def test_a_strangers_certificate_is_named_as_one(
    site: Site, authority: Authority, stranger: Authority, trust: TlsTrust, closed: int
) -> None:
    public = TlsTrust(None, SystemClock(), portal_port=closed)
    with running(site, tls=stranger.serves().context) as live:
        assert live.client(tls=trust).reachable() == LineDown("tls_authority")
    with running(site, tls=authority.serves().context) as live:
        assert live.client(tls=public).reachable() == LineDown("tls_authority")


def test_another_name_is_named(site: Site, authority: Authority, trust: TlsTrust) -> None:
    with running(site, tls=authority.serves("gateway.example", "10.0.0.9").context) as live:
        assert live.client(tls=trust).reachable() == LineDown("tls_name")


@pytest.mark.parametrize(
    ("name", "cause"), [("right", None), ("ahead", "tls_expired"), ("ahead, renewed", None), ("not yet", "tls_expired")]
)
def test_a_date_is_judged_by_the_time_that_the_gateway_signs(
    site: Site, authority: Authority, trust: TlsTrust, name: str, cause: LineCause | None
) -> None:
    shown, issued_at = {
        "right": (NOW, NOW),
        "ahead": (NOW, NOW - YEARS),
        "ahead, renewed": (NOW - YEARS, NOW - YEARS),  # the machine is three years ahead of everybody
        "not yet": (NOW, NOW + YEARS),
    }[name]
    at(site, shown)
    with running(site, tls=authority.serves(issued_at=issued_at).context) as live:
        assert live.client(tls=trust).reachable() == (LineDown(cause) if cause else None)


def test_a_dossier_goes_out_though_the_clock_is_years_behind(site: Site, authority: Authority, trust: TlsTrust) -> None:
    at(site, NOW + YEARS)
    dossier = make_dossier(site)
    with running(site, tls=authority.serves(issued_at=NOW + YEARS).context) as live:
        client = live.client(tls=trust)
        assert isinstance(client.deliver(dossier.id, dossier.envelope, dossier.manifest.sha256), Delivered)
        skew = client.skew()
    assert skew is not None
    assert abs(skew.ahead - YEARS) < timedelta(minutes=30)  # NOW is of when the tests were collected


def test_a_wrong_clock_and_a_receipt_key_that_nobody_told_yet(
    site: Site, authority: Authority, trust: TlsTrust, tmp_path: Path
) -> None:
    """The time is signed by a key that the kiosk learns of over the same connection, since its root signed it."""
    pinned = shutil.copy(site.folder.signed_keys, tmp_path)
    following = GatewayTrust(Path(pinned), tmp_path, site.audience)
    at(site, NOW + YEARS)
    rotate(site.folder)
    newest = rotate(site.folder)
    with running(site, tls=authority.serves(issued_at=NOW + YEARS).context) as live:
        assert live.client(tls=trust, keys=following).reachable() is None
    assert following.keys() == newest
    assert following.last().outcome == "taken"  # type: ignore[union-attr]


def test_a_time_that_is_not_proven_changes_nothing(
    site: Site, tmp_path: Path, authority: Authority, trust: TlsTrust
) -> None:
    at(site, NOW + YEARS)
    others = Site(Folder(tmp_path / "other"))
    with running(site, tls=authority.serves(issued_at=NOW + YEARS).context) as live:
        assert live.client(keys=others.keys, tls=trust).reachable() == LineDown("tls_clock")


def test_a_proven_time_goes_on(site: Site, authority: Authority, tmp_path: Path) -> None:
    """What holds at the proven time holds no more once that has run on beyond it."""
    clock = VirtualClock(tmp_path / "clock")
    trust = TlsTrust(authority.pem, clock)
    at(site, NOW + YEARS)
    with running(site, tls=authority.serves(issued_at=NOW + YEARS).context) as live:
        assert live.client(tls=trust).reachable() is None
        clock.pass_time(timedelta(days=500).total_seconds())
        assert live.client(tls=trust).reachable() == LineDown("tls_expired")


def test_who_speaks_no_tls_is_told_from_a_portal(
    site: Site, authority: Authority, stranger: Authority, closed: int
) -> None:
    def reach(port: int, portal_port: int) -> LineDown | None:
        client = live.client(tls=TlsTrust(authority.pem, SystemClock(), portal_port=portal_port))
        client.move_to(f"https://127.0.0.1:{port}")
        return client.reachable()

    with running(site) as live:
        plain = int(live.url.rsplit(":", 1)[1])
        assert reach(plain, closed) == LineDown("tls")
        with strange.server(answers_anything) as url:
            assert reach(int(url.rsplit(":", 1)[1]), closed) == LineDown("captive")
    moved = strange.says("302 Found", {"Location": "http://login.example/"})
    home = strange.says("301 Moved Permanently", {"Location": "https://127.0.0.1/"})
    with running(site, tls=stranger.serves().context) as live:
        secure = int(live.url.rsplit(":", 1)[1])
        with strange.server(moved) as portal, strange.server(home) as own:
            assert reach(secure, int(portal.rsplit(":", 1)[1])) == LineDown("captive")
            assert reach(secure, int(own.rsplit(":", 1)[1])) == LineDown("tls_authority")


def test_what_is_no_authority_is_refused(authority: Authority, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    authority.serves()
    pem = authority.pem.read_text("ascii")
    for name, text in {
        "garbage": "no certificate",
        "half": pem[:200],
        "vietnamese": "chứng thư",
        "large": pem * 200,
        "server": (authority.pem.parent / "server.pem").read_text("ascii"),
    }.items():
        (files / name).write_text(text, "utf-8")
        with pytest.raises(ConfigError, match=name):
            TlsTrust(files / name, SystemClock())
    with pytest.raises(ConfigError, match="missing cannot be read"):
        TlsTrust(files / "missing", SystemClock())


class TestProvenTime:
    @pytest.fixture
    def signed(self, site: Site) -> SignedTime:
        told = ToldTime(audience="demo", nonce=new_nonce(), now="2026-11-24T08:00:00.000+07:00")
        return load_keyring(site.folder).sign_time(told)

    def test_it_holds_for_its_nonce(self, site: Site, signed: SignedTime) -> None:
        found = proven_time(encode(signed), signed.time.nonce, site.keys)
        assert found == datetime.fromisoformat("2026-11-24T01:00:00+00:00")

    def test_an_old_or_altered_one_does_not(self, site: Site, signed: SignedTime) -> None:
        altered = structs.replace(signed, time=structs.replace(signed.time, now="2029-11-24T08:00:00.000+07:00"))
        foreign = structs.replace(signed, time=structs.replace(signed.time, audience="production"))
        assert proven_time(encode(signed), new_nonce(), site.keys) is None
        assert proven_time(encode(altered), signed.time.nonce, site.keys) is None
        assert proven_time(encode(foreign), signed.time.nonce, site.keys) is None

    @given(body=st.binary(max_size=200))
    def test_garbage_proves_nothing(self, body: bytes) -> None:
        assert proven_time(body, "0" * 32, KEYS) is None
