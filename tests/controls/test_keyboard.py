"""The on-screen keyboard, touched key by key as a person does: what is seen is what the field holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.controls.stage import LANDSCAPE, PORTRAIT, Stage

NAME = "Họ, chữ đệm, tên của bé"

pytestmark = pytest.mark.qt_log_ignore("Member contentWidth of the object PopupList", "pipewire-0.3")


def typing(stage: Callable[..., Stage], hints: str, size: tuple[int, int] = PORTRAIT, **theme: object) -> Stage:
    on = stage("Step", size, **theme)
    on.root.setProperty("hints", hints)
    on.tap(NAME)
    on.bot.waitUntil(lambda: any(node["name"] == "Đóng bàn phím" for node in on.nodes()), timeout=5000)
    return on


def field(on: Stage) -> str:
    text = on.child("field").property("text")
    assert isinstance(text, str)
    return text


def test_a_name_by_telex_with_capitals_of_its_own(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "name")
    on.keys("Nguyeenx Thij H'Hen")
    assert field(on) == "Nguyễn Thị H'Hen"
    assert on.node(NAME)["value"] == "Nguyễn Thị H'Hen"


def test_a_name_by_the_tone_row(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "name")
    on.keys("Tran")
    on.tap("â ê ô")
    on.tap("à")
    on.keys(" ")
    on.tap("Đ")
    on.keys("uc")
    on.tap("á")
    assert field(on) == "Trần Đúc"


def test_a_word_finished_long_ago_takes_its_tone_after_a_correction(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "name")
    on.keys("Hoa")
    for _ in range(2):
        on.tap("Xóa")
    on.keys("ung")
    on.tap("ơ ư")
    assert field(on) == "Hưng"


def test_shift_once_locked_and_off(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "text")
    assert on.node("A")  # the first letter of a text
    on.tap("A")
    assert on.node("b")
    on.tap("Chữ hoa")
    on.tap("B")
    assert on.node("c")
    on.tap("Chữ hoa")
    on.tap("Chữ hoa")
    on.tap("C")
    on.tap("D")
    on.tap("Chữ hoa")
    on.tap("e")
    assert field(on) == "ABCDe"


def test_letters_stay_letters_when_marks_by_letters_are_off(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "name")
    on.tap("Gõ dấu: bật")
    on.keys("Aaron")
    assert field(on) == "Aaron"
    on.tap("Gõ dấu: tắt")
    assert on.node("Gõ dấu: bật")


def test_signs_and_letters_of_the_highlands(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "text")
    on.tap("123")
    for key in ("4", "5", "/", "2", "Dấu cách", "Chữ hoa", "Č", "ŏ"):
        on.tap(key)
    on.tap("Chữ cái")
    assert on.node("q")
    assert field(on) == "45/2 Čŏ"


def test_the_code_pad_has_no_letter_that_looks_like_another(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "code")
    keys = {node["name"] for node in on.nodes() if len(node["name"]) == 1}
    assert keys == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    on.keys("K7F329QDAA4M")
    assert field(on) == "K7F329QDAA4M"


def test_digits_and_mail(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "digits")
    on.keys("0912")
    on.tap("Xóa")
    assert field(on) == "091"
    on.tap("Đóng bàn phím")
    on.root.setProperty("hints", "email")
    on.child("field").setProperty("text", "")
    on.tap(NAME)
    on.bot.waitUntil(lambda: any(node["name"] == "@gmail.com" for node in on.nodes()))
    on.keys("aas_1")
    on.tap("@gmail.com")
    assert field(on) == "aas_1@gmail.com"


def test_closing_the_keyboard_keeps_every_letter_and_a_touch_opens_it_again(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "name")
    on.keys("Duongf")
    on.tap("Đóng bàn phím")
    on.settle()
    assert on.theme.property("keyboardUp") is False
    assert field(on) == "Duòng"
    on.tap(NAME)
    on.bot.waitUntil(lambda: on.theme.property("keyboardUp") is True)
    on.tap("ơ ư")
    assert field(on) == "Dường"


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.55])
def test_question_and_field_stay_above_the_keyboard(
    stage: Callable[..., Stage], size: tuple[int, int], scale: float
) -> None:
    on = typing(stage, "name", size, scale=scale)
    on.settle()
    top = 976 if size == PORTRAIT else 768 - 96 - 372
    shown = {node["name"]: on.node(node["name"])["rect"] for node in on.nodes()}
    help_text = "Gõ đủ dấu, đúng như muốn ghi trong Giấy khai sinh."
    above = [NAME, help_text] if size == PORTRAIT else [NAME, "Trợ giúp"]
    assert [name for name in above if shown[name][1] + shown[name][3] > top] == []
    assert shown[NAME][3] >= (96 if size == PORTRAIT else 64)
    assert (help_text in shown) == (size == PORTRAIT)
    least = (90, 112) if size == PORTRAIT else (90, 64)
    for key in "qwertyuiopasdfghjklzxcvbnm":
        width, height = shown[key.upper()][2:]
        assert width >= least[0]
        assert height >= least[1]


def test_help_unfolds_when_the_keyboard_goes(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "name", LANDSCAPE)
    on.tap("Trợ giúp")
    on.settle()
    assert on.node("Gõ đủ dấu, đúng như muốn ghi trong Giấy khai sinh.")
    assert on.theme.property("keyboardUp") is False


def test_no_touch_between_two_keys_is_lost(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "name")
    x, y, width, height = on.node("G")["rect"]
    on.tap_at(x + width - 1, y + height // 2)
    assert field(on) == "G"
    x, y, width, height = on.node("h")["rect"]
    on.tap_at(x + 1, y + 1)
    assert field(on) in {"Gh", "Gy"}


def test_a_slow_finger_types_one_letter_and_nothing_pops_up(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "name")
    before = {node["name"] for node in on.nodes()}
    x, y, width, height = on.node("A")["rect"]
    on.tap_at(x + width // 2, y + height // 2, hold_ms=900)
    assert field(on) == "A"
    assert {node["name"].lower() for node in on.nodes()} == {name.lower() for name in before}


def test_the_keyboard_goes_with_its_field(stage: Callable[..., Stage]) -> None:
    on = typing(stage, "name")
    on.keys("An")
    on.child("field").setVisible(False)
    on.bot.waitUntil(lambda: on.theme.property("keyboardUp") is False)
    assert field(on) == "An"
