import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.robot.telex import telex_keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Nguyễn Thị Minh An", "Nguyeenx Thij Minh An"),
        ("Đường Lê Lợi", "DDuwowngf Lee Lowij".replace("DDuw", "Dduw")),
        ("H'Hen Niê", "H'Hen Niee"),
        ("số 12/5", "soos 12/5"),
        ("Y Bhăm", "Y Bhawm"),
        ("Čư", "Čuw"),
    ],
)
def test_keys_of_names(text: str, keys: str) -> None:
    assert telex_keys(text) == keys


def test_the_tone_may_follow_its_letter() -> None:
    assert telex_keys("Nguyễn", tone_last=False) == "Nguyeexn"


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ABC0123456789'-/.,", max_size=40))
def test_text_without_marks_is_typed_as_it_is(text: str) -> None:
    assert telex_keys(text) == text
