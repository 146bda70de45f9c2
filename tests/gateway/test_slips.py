"""Slips over real HTTP: how another kiosk's dossier stands, and nothing without a genuine slip."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from gateway.database import connect, transact
from gateway.history import set_status
from kiosk.sync.keys import DeviceKey, new_device_key
from kiosk.sync.known_devices import read_signed_devices, tag_of
from kiosk.sync.outcomes import Delivered, DevicesNow, LineDown, SameDevices, SlipRefused, SlipTold
from kiosk.sync.protocol import Update
from kiosk.sync.slip import MAX_SLIP, SLIP_TYPE, Slip, sign_slip
from tests.gateway.by_hand import call, send
from tests.gateway.running import Running, make_dossier
from tests.sync.fake_gateway import KeySet

CODE = "K7F3-29QD-4M"
TYPED = {"Content-Type": SLIP_TYPE}


def slip_of(device: DeviceKey, code: str = CODE) -> str:
    kid = device.public.key.kid
    return sign_slip(Slip(device.audience, kid, code, "1.001193", datetime(2026, 11, 24, 1, 42, tzinfo=UTC)), device)


@pytest.fixture
def other(live: Running) -> Iterator[DeviceKey]:
    """A second kiosk of the same gateway, whose dossiers nobody else has."""
    device = new_device_key("demo")
    live.site.register(device)
    yield device
    assert live.client().ask_slip(slip_of(live.site.device, "K000-0000-00")) != LineDown("server")


def test_another_kiosk_hears_the_state_alone(live: Running, other: DeviceKey) -> None:
    slip, asking = slip_of(other), live.client()
    before = asking.ask_slip(slip)
    assert isinstance(before, SlipTold)
    assert (before.status.code, before.status.at, before.status.dossier_code) == (0, None, "")
    dossier = make_dossier(live.site, device=other)
    delivered = live.client(other).deliver(dossier.id, dossier.envelope, dossier.manifest.sha256)
    assert isinstance(delivered, Delivered)
    arrived = asking.ask_slip(slip)
    assert isinstance(arrived, SlipTold)
    assert (arrived.status.code, arrived.status.dossier_code) == (1, delivered.receipt.receipt.dossier_code)
    words = Update(
        id=dossier.id, dossier_code="", code=5, at="2026-11-24T09:00:00+07:00", message="Thiếu chữ ký của bà Lò Thị Kín"
    )
    connection = connect(live.site.folder.database)
    transact(connection, lambda connection: set_status(connection, words))
    connection.close()
    later = asking.ask_slip(slip)
    assert isinstance(later, SlipTold)
    assert (later.status.code, later.status.at) == (5, "2026-11-24T09:00:00+07:00")
    reply = call(live, "POST", "/v1/slips", slip.encode(), TYPED)
    assert reply.status == 200
    assert "Kín" not in reply.body.decode()


def test_a_code_opens_the_dossier_of_the_device_that_signed_and_no_other(live: Running, other: DeviceKey) -> None:
    dossier = make_dossier(live.site)
    assert isinstance(live.client().deliver(dossier.id, dossier.envelope, dossier.manifest.sha256), Delivered)
    told = live.client().ask_slip(slip_of(other))
    assert isinstance(told, SlipTold)
    assert told.status.code == 0


def test_what_is_not_genuine_is_told_nothing(live: Running, other: DeviceKey) -> None:
    slip = slip_of(other)
    altered = "K7F3-29QD-5K" + slip[len(CODE) :]
    stranger, real = new_device_key("demo"), new_device_key("production")
    assert live.client().ask_slip(altered) == SlipRefused("altered")
    assert live.client().ask_slip("not a slip") == SlipRefused("altered")
    assert live.client().ask_slip(slip_of(stranger)) == SlipRefused("unknown-device")
    assert live.client().ask_slip(slip_of(real)) == SlipRefused("audience")


def test_who_asks_must_be_a_device_and_bring_a_slip(live: Running, other: DeviceKey) -> None:
    slip = slip_of(other).encode()
    assert send(live, "POST", "/v1/slips", slip, TYPED).status == 401
    assert send(live, "GET", "/v1/devices").status == 401
    assert live.client(new_device_key("demo")).ask_slip(slip.decode()) == LineDown("auth")
    assert call(live, "POST", "/v1/slips", slip, {"Content-Type": "text/plain"}).problem == "wrong-type"
    assert call(live, "POST", "/v1/slips", b"K" * (MAX_SLIP + 1), TYPED).problem == "too-large"
    assert call(live, "POST", "/v1/slips", b"", TYPED).problem == "slip"
    assert call(live, "GET", "/v1/devices", b"x").problem == "malformed"


def test_an_answer_that_is_not_signed_by_the_pinned_gateway_is_none(live: Running, other: DeviceKey) -> None:
    foreign = live.client(keys=KeySet("demo").public)
    assert foreign.ask_slip(slip_of(other)) == LineDown("unproven")
    assert foreign.devices("") == LineDown("unproven")


def test_the_list_of_devices_comes_once_and_then_only_when_it_changes(live: Running, other: DeviceKey) -> None:
    first = live.client().devices("")
    assert isinstance(first, DevicesNow)
    listed = read_signed_devices(first.body)
    assert listed.find(other.public.key.kid) == other.public.key
    assert listed.find(live.site.device.public.key.kid) == live.site.device.public.key
    assert listed.find("0" * 16) is None
    assert live.client().devices(tag_of(first.body)) == SameDevices()
    newcomer = new_device_key("demo")
    live.site.register(newcomer)
    now = live.client().devices(tag_of(first.body))
    assert isinstance(now, DevicesNow)
    assert read_signed_devices(now.body).find(newcomer.public.key.kid) == newcomer.public.key
