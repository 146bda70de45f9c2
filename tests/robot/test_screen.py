from typing import Any

from kiosk.robot.beside import text_beside
from kiosk.robot.screen import Ambiguous, Found, NotFound, Screen, find_control, read_screen


def node(name: str, role: str = "Button", **more: Any) -> dict[str, Any]:
    plain = {
        "parent": -1,
        "role": role,
        "name": name,
        "value": "",
        "description": "",
        "rect": [0, 0, 100, 40],
        "visible": True,
        "hidden": False,
        "covered": False,
        "enabled": True,
        "checked": False,
        "selected": False,
        "veiled": False,
    }
    return plain | more


def screen(*nodes: dict[str, Any], texts: tuple[dict[str, Any], ...] = ()) -> Screen:
    return read_screen({"nodes": list(nodes), "texts": list(texts), "screen": {"screen": "home"}})


def found_name(result: Found | NotFound | Ambiguous) -> str:
    assert isinstance(result, Found)
    return result.node.name


def test_the_exact_name_comes_before_a_longer_one() -> None:
    assert found_name(find_control(screen(node("Mẹ của bé"), node("Mẹ")), "Mẹ")) == "Mẹ"


def test_a_unique_beginning_is_enough() -> None:
    assert (
        found_name(find_control(screen(node("Đăng ký khai sinh"), node("Tra cứu")), "Đăng ký")) == "Đăng ký khai sinh"
    )


def test_two_beginnings_are_ambiguous() -> None:
    assert isinstance(find_control(screen(node("Mẹ 1"), node("Mẹ 2")), "Mẹ"), Ambiguous)


def test_a_control_within_its_like_is_one_thing() -> None:
    outer, inner = node("Nam", "ListItem"), node("Nam", "RadioButton", parent=0)
    result = find_control(screen(outer, inner), "Nam")
    assert isinstance(result, Found)
    assert result.node.role == "RadioButton"


def test_covered_disabled_and_hidden_controls_cannot_be_tapped() -> None:
    for lack in ({"covered": True}, {"enabled": False}, {"visible": False}):
        assert find_control(screen(node("Nộp") | lack), "Nộp") == NotFound()


def test_a_label_is_no_control() -> None:
    assert find_control(screen(node("Nộp", "StaticText")), "Nộp") == NotFound()


def test_a_beginning_is_not_enough_when_the_exact_name_is_looked_for() -> None:
    assert find_control(screen(node("Mẹ chưa biết")), "Mẹ", exact=True) == NotFound()


def test_filing_is_sending_where_only_a_visit_is_prepared() -> None:
    send, file = node("Gửi phần chuẩn bị"), node("Nộp hồ sơ")
    assert found_name(find_control(screen(send), "Nộp hồ sơ", exact=True)) == "Gửi phần chuẩn bị"
    assert found_name(find_control(screen(send, file), "Nộp hồ sơ")) == "Nộp hồ sơ"
    assert isinstance(find_control(screen(file), "Gửi phần chuẩn bị"), NotFound)


def test_arrows_are_drawn_and_not_said() -> None:
    assert found_name(find_control(screen(node("Xem tiếp")), "Xem tiếp ↓")) == "Xem tiếp"


def test_text_is_compared_composed_and_with_single_spaces() -> None:
    shown = screen(node("Đa\u0303  nhận\u00a0rồi", "StaticText"))
    assert shown.shows("Đã nhận rồi")


def test_text_under_a_cover_is_not_shown_but_is_held() -> None:
    shown = screen(node("An", "StaticText", covered=True))
    assert not shown.shows("An")
    assert shown.holds("an")
    assert not screen(node("An", "StaticText", visible=False, hidden=True)).holds("An")


def test_drawn_text_without_a_name_counts() -> None:
    drawn = {"text": "K7F3", "visible": True, "rect": [0, 0, 10, 10]}
    assert screen(texts=(drawn,)).shows("K7F3")


def test_the_text_beside_a_label_is_its_value() -> None:
    assert text_beside(screen(node("Mã", "EditableText", value="K7F3")), "Mã") == "K7F3"


def test_the_text_beside_a_label_follows_it() -> None:
    assert text_beside(screen(node("Mã tra cứu: K7F3-29QD-4M", "StaticText")), "Mã tra cứu") == "K7F3-29QD-4M"


def test_the_text_beside_a_label_stands_right_of_it() -> None:
    label = node("Mã tra cứu", "StaticText", rect=[0, 100, 200, 40])
    right = node("K7F3", "StaticText", rect=[220, 90, 200, 60])
    below = node("Ghi lại", "StaticText", rect=[0, 150, 200, 40])
    assert text_beside(screen(below, label, right), "Mã tra cứu") == "K7F3"


def test_the_text_beside_a_label_stands_below_it() -> None:
    label = node("Mã tra cứu", "StaticText", rect=[0, 100, 200, 40])
    far = node("Ghi lại", "StaticText", rect=[0, 250, 200, 40])
    below = node("K7F3", "StaticText", rect=[0, 150, 300, 60])
    assert text_beside(screen(far, below, label), "Mã tra cứu") == "K7F3"
    assert text_beside(screen(far, below), "Mã tra cứu") is None
