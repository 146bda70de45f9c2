import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.robot.telex import mark_keys, telex_keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Nguyễn Thị Minh An", "Nguyeenx Thij Minh An"),
        ("Đường Lê Lợi", "Dduwowngf Lee Lowij"),
        ("H'Hen Niê", "H'Hen Niee"),
        ("số 12/5", "soos 12/5"),
        ("Y Bhăm", "Y Bhawm"),
        ("Čư", "Čuw"),
    ],
)
def test_keys_of_names(text: str, keys: str) -> None:
    assert "".join(telex_keys(text)) == keys


def test_the_row_of_marks() -> None:
    assert mark_keys("Êban đỗ Ưu") == ["E", "â ê ô", *"ban ", "d", "đ", "o", "â ê ô", "ã", " ", "U", "ơ ư", "u"]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ABC0123456789'-/.,", max_size=40))
def test_text_without_marks_is_typed_as_it_is(text: str) -> None:
    assert "".join(telex_keys(text)) == text
    assert "".join(mark_keys(text)) == text
