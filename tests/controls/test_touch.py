"""What a touch does to each control: once, whatever its length, and never through what covers it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint

from tests.controls.stage import LANDSCAPE, Stage


def test_a_button_hears_quick_slow_and_double_touches_and_none_that_slide_away(stage: Callable[..., Stage]) -> None:
    on = stage("Parts")
    x, y, _, height = on.node("Bắt đầu")["rect"]
    for hold in (0, 1500):
        on.tap_at(x + 9, y + 9, hold_ms=hold)
    on.tap("Bắt đầu")
    on.tap("Bắt đầu")
    assert on.root.property("presses") == 4
    on.slide(QPoint(x + 9, y + 9), QPoint(x + 9, y + height + 60))
    assert on.root.property("presses") == 4


def test_states_are_exposed(stage: Callable[..., Stage]) -> None:
    on = stage("Parts")
    assert not on.node("Sinh ở nước ngoài")["checked"]
    on.tap("Sinh ở nước ngoài")
    on.tap("Nữ")
    assert on.node("Sinh ở nước ngoài")["checked"]
    assert on.node("Nữ")["checked"]
    assert on.node("Nữ")["role"] == "RadioButton"


def test_the_stepper_stops_at_its_ends(stage: Callable[..., Stage]) -> None:
    on = stage("Parts")
    assert on.node("Số bản sao: 1")
    on.tap("Thêm")
    assert on.node("Số bản sao: 2")
    assert not on.node("Thêm")["enabled"]
    on.tap("Thêm")
    assert on.root.property("steps") == 2


def test_footer_and_action_bar(stage: Callable[..., Stage]) -> None:
    on = stage("Parts", LANDSCAPE)
    for name in ("Gọi hỗ trợ", "Quay lại", "Tiếp tục", "Trang đầu"):
        on.tap(name)
    assert on.root.property("heard") == "help back next home "


def test_a_sheet_keeps_touches_from_what_is_behind_it(stage: Callable[..., Stage]) -> None:
    on = stage("Parts")
    x, y, width, height = on.node("Bắt đầu")["rect"]
    on.tap("Hỏi")
    on.settle()
    assert {node["name"] for node in on.nodes() if node["role"] == "Button"} == {"Làm tiếp"}
    on.tap_at(x + width // 2, y + height // 2)
    assert on.root.property("presses") == 0
    on.tap("Làm tiếp")
    on.tap("Bắt đầu")
    assert on.root.property("presses") == 1


def test_a_number_is_masked_but_for_its_end_and_shown_when_asked(stage: Callable[..., Stage]) -> None:
    on = stage("Parts")
    assert [text for text in on.texts() if "•" in text] == ["••••••••••07"]
    assert not on.reads("012302000007")
    on.tap("Hiện")
    on.settle()
    assert on.reads("012302000007")
    on.tap("Che")
    on.settle()
    assert not on.reads("012302000007")


def test_a_date_is_typed_digit_by_digit(stage: Callable[..., Stage]) -> None:
    on = stage("Dates")
    date = on.child("field")
    said: list[tuple[int, int, int]] = []
    date.edited.connect(lambda d, m, y: said.append((d, m, y)))  # type: ignore[attr-defined]  # a signal of QML
    for name in ("Ngày", "2", "1", "1", "1", "2", "0", "2", "6"):
        on.tap(name)
    assert said[-1] == (21, 11, 2026)
    on.tap("Xóa")
    assert said[-1] == (21, 11, 202)
    on.tap("Chỉ biết năm")
    assert said[-1] == (0, 0, 202)
    assert "Ngày" not in {node["name"] for node in on.nodes()}
    on.tap("6")
    assert said[-1] == (0, 0, 2026)


def test_one_digit_is_enough_where_no_other_can_follow(stage: Callable[..., Stage]) -> None:
    on = stage("Dates")
    said: list[tuple[int, int, int]] = []
    on.child("field").edited.connect(lambda d, m, y: said.append((d, m, y)))  # type: ignore[attr-defined]  # of QML
    for name in ("Ngày", "5", "9", "1", "9", "6", "1"):
        on.tap(name)
    assert said[-1] == (5, 9, 1961)


def test_a_long_list_shows_whole_rows_page_by_page(stage: Callable[..., Stage]) -> None:
    on = stage("Lists")
    first = rows(on)
    assert first[:2] == ["Kinh", "Tày"]
    assert not on.node("Xem lại")["enabled"]
    on.tap("Xem tiếp")
    on.settle()
    second = rows(on)
    assert (first + second)[-1] == "Xơ Đăng"
    assert len(set(first + second)) == 16
    assert not on.node("Xem tiếp")["enabled"]
    on.tap("Xem lại")
    on.settle()
    assert rows(on) == first


def test_larger_text_shows_fewer_rows_and_loses_none(stage: Callable[..., Stage]) -> None:
    on = stage("Lists", LANDSCAPE)
    on.dress(scale=1.55)
    seen = rows(on)
    while on.node("Xem tiếp")["enabled"]:
        on.tap("Xem tiếp")
        on.settle()
        seen += rows(on)
    assert len(seen) == len(set(seen)) == 16


def rows(on: Stage) -> list[str]:
    left = {"Quay lại", "Xem lại", "Xem tiếp", "Trang đầu", "Nghe đọc", "Dễ nhìn", "Ngôn ngữ", "Gọi hỗ trợ"}
    found = [node for node in on.nodes() if node["role"] == "Button" and node["name"] not in left]
    return [node["name"] for node in sorted(found, key=lambda node: node["rect"][1])]
