from pathlib import Path

import pytest

from kiosk.robot.agent_link import AgentError
from kiosk.robot.fields import Fields
from kiosk.robot.hands import Hands
from kiosk.robot.keyboard import Keyboard
from kiosk.robot.result import StepError
from kiosk.robot.screen import Node

SOON = 0.2


def field(hands: Hands, name: str) -> Node:
    return next(node for node in hands.look().nodes if node.name == name and node.role == "EditableText")


def test_names_and_drawn_texts_are_seen(hands: Hands) -> None:
    screen = hands.look()
    assert screen.shows("Đơn thử")
    assert screen.shows("Chữ vẽ không tên")
    assert not screen.shows("Nam")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Họ tên", "Nguyễn Thị Minh An"),
        ("Họ tên", "H'Hen Niê"),
        ("Họ tên", "Đặng Xoong"),
        ("Họ tên", "Y Bhăm Êban"),
        ("Nơi ở", "số 12/5 ngõ Lê Lợi, phường Lê Chân"),
        ("Nơi ở", "ČĔ ñ"),
    ],
)
def test_text_is_typed_key_by_key(hands: Hands, name: str, text: str) -> None:
    Keyboard(hands).write(field(hands, name), text)
    assert field(hands, name).value == text


def test_a_hidden_number_is_typed(hands: Hands) -> None:
    Keyboard(hands).write(field(hands, "Số định danh"), "012302000007")
    hands.tap("Hiện")
    assert hands.look().shows("012302000007")


def test_keys_need_the_keyboard(hands: Hands) -> None:
    with pytest.raises(StepError, match="not up"):
        Keyboard(hands).press("a")


def test_keys_are_typed_as_they_are(hands: Hands) -> None:
    keyboard = Keyboard(hands)
    keyboard.open(field(hands, "Nơi ở"))
    keyboard.erase(len(field(hands, "Nơi ở").value))
    keyboard.press("khai sinh 9")
    hands.settle()
    assert field(hands, "Nơi ở").value == "Khai sinh 9"


def test_a_choice_becomes_chosen_and_stays(hands: Hands) -> None:
    hands.tap("Trang choices")
    fields = Fields(hands, Keyboard(hands), lambda _: None)
    fields.choose("Nữ")
    fields.choose("Nữ")
    fields.choose("Nhận tin nhắn")
    chosen = [node.name for node in hands.look().nodes if node.checked and node.shown]
    assert {"Nữ", "Nhận tin nhắn"} <= set(chosen)


def test_what_cannot_be_chosen_is_told(hands: Hands) -> None:
    hands.tap("Trang choices")
    with pytest.raises(StepError, match="is disabled"):
        hands.tap("Không bấm được", SOON)
    with pytest.raises(StepError, match="nothing is named"):
        hands.tap("Không có nút này", SOON)


def test_a_covered_control_is_out_of_reach(hands: Hands) -> None:
    hands.tap("Che lại")
    assert hands.look().shows("Đã che")
    assert not hands.look().shows("Đơn thử")
    with pytest.raises(StepError, match="covered"):
        hands.tap("Trang list", SOON)


def test_rows_on_later_and_earlier_pages_are_reached(hands: Hands) -> None:
    hands.tap("Trang list")
    hands.tap("Tỉnh số 33")
    assert hands.look().place["title"] == "Tỉnh số 33"
    hands.tap("Tỉnh số 4")
    assert hands.look().place["title"] == "Tỉnh số 4"


def test_a_touch_tells_when_its_effect_was_painted(hands: Hands) -> None:
    hands.tap("Trang choices")
    painted = hands.timings[-1].ms_to_paint
    assert painted is not None
    assert 0 < painted < 2000


def test_virtual_seconds_pass_one_by_one(hands: Hands) -> None:
    before = hands.look().place["ticks"]
    hands.link().ask("clock", **{"pass": 95})
    assert hands.look().place["ticks"] == before + 96


def test_a_card_reaches_the_scanner(hands: Hands) -> None:
    assert hands.link().ask("device", name="qr_scanner", call="arrive", args=["012|x"])["done"]
    assert hands.look().place["title"] == "012|x"
    hands.link().ask("device", name="qr_scanner", call="become", args=["unplugged"])
    assert not hands.link().ask("device", name="qr_scanner", call="arrive", args=["012|y"])["done"]
    hands.link().ask("device", name="qr_scanner", call="become", args=["ready"])


@pytest.mark.parametrize(
    "request_",
    [{"do": "nothing"}, {"do": "device", "name": "camera", "call": "__class__"}, {"do": "touch", "x": "a", "y": 1}],
)
def test_a_wrong_request_is_answered_with_an_error(hands: Hands, request_: dict[str, str]) -> None:
    with pytest.raises(AgentError):
        hands.link().ask(**request_)


def test_a_picture_is_taken(hands: Hands, tmp_path: Path) -> None:
    hands.grab(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
