"""What a row shows of a procedure's name: no more than it holds, with what matched among it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.found_view import LONGEST_NAME, marked, shortened

NAME = (
    "Đăng ký biến động đối với trường hợp thay đổi quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất theo thỏa "
    "thuận của các thành viên hộ gia đình hoặc của vợ và chồng; quyền sử dụng đất xây dựng công trình trên mặt đất "
    "phục vụ cho việc vận hành, khai thác sử dụng công trình ngầm"
)


def span(words: str) -> tuple[int, int]:
    return NAME.index(words), NAME.index(words) + len(words)


def test_a_name_that_fits_is_shown_whole() -> None:
    assert shortened("Đăng ký kết hôn", ((0, 7),)) == ("Đăng ký kết hôn", ((0, 7),))


@pytest.mark.parametrize("words", ["biến động", "vợ và chồng", "công trình ngầm"])
def test_a_long_name_keeps_its_beginning_and_what_matched(words: str) -> None:
    short, marks = shortened(NAME, (span(words),))
    assert short.startswith("Đăng ký biến động")
    assert "…" in short
    assert f"<u>{words}</u>" in marked(short, marks)
    assert len(short) <= LONGEST_NAME + 1


def test_of_several_matches_the_first_decides_and_the_others_stay_true() -> None:
    short, marks = shortened(NAME, (span("biến động"), span("công trình ngầm")))
    assert marked(short, marks).count("<u>") == 1
    late, marks = shortened(NAME, (span("vợ và chồng"), span("công trình ngầm")))
    assert next(late[at:end] for at, end in marks) == "vợ và chồng"


@given(st.text("ab ,;…", min_size=0, max_size=600), st.integers(0, 600), st.integers(1, 30))
def test_whatever_the_name_marks_lie_within_what_is_shown(name: str, at: int, length: int) -> None:
    marks = ((at, min(len(name), at + length)),) if at < len(name) else ()
    short, kept = shortened(name, marks)
    assert len(short) <= LONGEST_NAME + 11
    assert all(0 <= start < end <= len(short) for start, end in kept)
    for start, end in kept:
        assert short[start:end] in name
