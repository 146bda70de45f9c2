"""A slip before the scanner: what is shown of it, offline and when the gateway answers; and what is refused."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from PIL import Image

from kiosk.clock import HANOI
from kiosk.sync.device_news import LIST_NOTE
from kiosk.sync.keys import DeviceKey, new_device_key
from kiosk.sync.outcomes import DevicesNow, LineDown, SlipRefused, SlipTold
from kiosk.sync.slip import Slip, SlipStatus, read_slip, sign_slip
from kiosk.sync.slip_judging import Unproven
from tests.kiosk.service_point import BIRTH
from tests.sync.fake_gateway import FakeGateway
from ui.slip_flow import ShownSlip
from ui.slip_view import derive, said_of

if TYPE_CHECKING:
    from kiosk.sync.outcomes import SlipInquiry
    from tests.ui.resident import Resident

AT = datetime(2026, 11, 24, 8, 42, tzinfo=HANOI)
CODE = "K7F3-29QD-4M"


def slip_of(device: DeviceKey, **changes: object) -> str:
    values = {"lookup_code": CODE, "procedure": BIRTH, "sealed_at": AT} | changes
    return sign_slip(Slip(device.audience, device.public.key.kid, **values), device)  # type: ignore[arg-type]


@pytest.fixture
def neighbour(resident: Resident) -> DeviceKey:
    """Another kiosk, whose key this one has fetched."""
    device = new_device_key("demo")
    gateway = FakeGateway(resident.gateway, resident.clock)
    gateway.other_devices = (device,)
    listed = gateway.devices("")
    assert isinstance(listed, DevicesNow)
    resident.on_disk(lambda store: store.notes.put(LIST_NOTE, listed.body.decode()))
    return device


def show(resident: Resident, text: str) -> None:
    resident.lay_card(text)
    resident.settle()


def photographed(resident: Resident) -> str:
    """What a telephone reads from the slip on screen."""
    assert resident.flow.found is not None
    with Image.open(io.BytesIO(resident.flow.found.slip)) as picture:
        (code,) = zxingcpp.read_barcodes(picture.convert("L"))
    return str(code.text)


@pytest.fixture
def sealed(resident: Resident) -> str:
    """The slip of a dossier that was just sealed here, taken home."""
    resident.begin()
    resident.hand_in()
    assert resident.screen == "sealed"
    text = photographed(resident)
    resident.models.outcome.act("done")
    return text


def test_the_slip_on_the_success_screen_proves_itself_and_names_nobody(resident: Resident, sealed: str) -> None:
    slip = read_slip(sealed).slip
    assert (slip.procedure, slip.received_at, slip.audience) == (BIRTH, None, "demo")
    assert set(sealed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
    show(resident, sealed)
    props = resident.models.outcome.props
    assert resident.screen == "track"
    assert props.code == slip.lookup_code
    assert props.slip_title == "Phiếu thật, của máy này"
    assert "chưa gửi" in props.slip_text
    resident.models.outcome.act("done")
    assert slip.lookup_code not in resident.shown_anywhere()
    assert resident.models.outcome.props.slip_title == ""


def test_a_slip_still_leaves_an_officers_words_to_who_knows_the_digits(resident: Resident, sealed: str) -> None:
    code = read_slip(sealed).slip.lookup_code
    resident.officer_writes(code, 5, "Thiếu chữ ký của bà Lò Thị Kín.")
    show(resident, sealed)
    assert resident.models.outcome.props.can_prove
    assert "Kín" not in resident.shown_anywhere()


def test_a_neighbours_slip_is_genuine_without_a_line_and_says_that_it_is_what_the_slip_says(
    resident: Resident, neighbour: DeviceKey
) -> None:
    show(resident, slip_of(neighbour))
    props = resident.models.outcome.props
    assert resident.screen == "slip"
    assert (props.code, props.procedure) == (CODE, "Đăng ký khai sinh")
    assert props.slip_title == "Phiếu thật, của máy khác cùng hệ thống"
    assert props.slip_text == "Phiếu ghi: cất trong máy lúc 08:42 ngày 24/11/2026, chưa gửi."
    assert props.title == "Theo phiếu: đang chờ gửi"
    resident.models.outcome.act("home")
    assert resident.screen == "home"
    assert CODE not in resident.shown_anywhere()


def test_an_unknown_machines_slip_is_never_called_genuine(resident: Resident, neighbour: DeviceKey) -> None:
    show(resident, slip_of(new_device_key("demo")))
    assert resident.models.outcome.props.slip_title == "Phiếu của máy khác, máy này chưa kiểm tra được nơi in"
    assert "Phiếu thật" not in resident.shown_anywhere()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda text: text.replace(CODE, "K000-0000-00"), "bị sửa"),
        (lambda text: text[:-4], "bị sửa"),
        (lambda text: text.replace(".MC1.", ".MC7."), "mẫu mới hơn"),
        (lambda _: slip_of(new_device_key("production")), "hồ sơ thật"),
        (lambda _: slip_of(new_device_key("practice")), "tập dùng thử"),
    ],
)
def test_what_is_refused_is_told_why_where_a_code_can_be_typed(
    resident: Resident, neighbour: DeviceKey, spoil: object, says: str
) -> None:
    show(resident, spoil(slip_of(neighbour)))  # type: ignore[operator]
    assert resident.screen == "lookup"
    assert says in resident.models.lookup.props.trouble
    assert "Phiếu thật" not in resident.shown_anywhere()
    resident.models.lookup.typeCode("k7f3")
    assert resident.models.lookup.props.trouble == ""


def test_in_the_middle_of_a_form_a_slip_takes_nothing_away(resident: Resident, neighbour: DeviceKey) -> None:
    code = resident.begin()
    show(resident, slip_of(neighbour))
    assert (resident.screen, resident.overlay) == ("step", "slip_later")
    resident.models.shell.answer("close")
    assert (resident.overlay, resident.session.lookup_code) == ("", code)


def shown(told: SlipInquiry | None, **claims: object) -> ShownSlip:
    device = new_device_key("demo")
    text = slip_of(device, **claims)
    return ShownSlip(text, Unproven(read_slip(text).slip), b"", told)


def status(code: int) -> SlipTold:
    at = "2026-11-24T09:10:00+07:00"
    return SlipTold(
        SlipStatus(audience="demo", slip_sha256="0" * 64, code=code, dossier_code="H31-1", at=at, told_at=at)
    )


@pytest.mark.parametrize(
    ("code", "title", "tone"),
    [
        (0, "Nơi tiếp nhận chưa nhận được", "waiting"),
        (1, "Đã nhận – chờ cán bộ kiểm tra", "info"),
        (2, "Cán bộ đã tiếp nhận", "accepted"),
        (5, "Cần bổ sung hồ sơ", "plum"),
        (42, "Nơi tiếp nhận đang giữ hồ sơ", "info"),
    ],
)
def test_what_the_gateway_says_stands_with_its_time(code: int, title: str, tone: str) -> None:
    scene = shown(status(code))
    props = derive(scene, "Đăng ký khai sinh", "", online=True)
    assert (props.title, props.tone) == (title, tone)
    assert props.text.endswith("Nơi tiếp nhận trả lời lúc 09:10 ngày 24/11/2026.")
    assert "bên dưới" not in props.text  # an officer's words are not here
    assert said_of(scene).title == "Phiếu thật, của máy khác cùng hệ thống"


@pytest.mark.parametrize("told", [None, status(0), status(1)])
def test_what_was_prepared_for_a_visit_is_never_told_as_handed_in(told: SlipInquiry | None) -> None:
    props = derive(shown(told, prepared=True), "x", "", online=True)
    assert props.strong == "Hồ sơ chưa được nộp: phải đến quầy."
    assert "CHƯA NỘP HỒ SƠ" in props.heading


def test_without_an_answer_only_the_slip_speaks() -> None:
    asking, away = derive(shown(None), "x", "", online=True), derive(shown(LineDown("timeout")), "x", "", online=True)
    assert "đang hỏi" in asking.text
    assert "chưa hỏi được" in away.text
    nobodys = derive(shown(SlipRefused("unknown-device")), "x", "", online=True)
    assert (nobodys.title, nobodys.slip_title) == ("Chưa xác nhận được phiếu này", "Phiếu không rõ của máy nào")
    received = derive(shown(None, received_at=AT), "x", "", online=False)
    assert (received.title, received.tone, received.strong) == ("Theo phiếu: đã nhận", "info", "")
    doubt = derive(shown(None, in_doubt=True), "x", "", online=False)
    assert "chưa có trả lời" in doubt.slip_text
