from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.procedures import words


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (555, "năm trăm năm mươi lăm"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_500_000, "một triệu năm trăm nghìn"),
        (2_000_050_000, "hai tỷ không trăm năm mươi nghìn"),
    ],
)
def test_numbers_are_said_as_they_are_written(number: int, said: str) -> None:
    assert words.number_in_words(number) == said


@given(st.integers(0, 9_999), st.integers(0, 9_999))
def test_different_numbers_have_different_words(one: int, other: int) -> None:
    assert (words.number_in_words(one) == words.number_in_words(other)) == (one == other)


@pytest.mark.parametrize("number", [-1, 10**12])
def test_numbers_without_words_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        words.number_in_words(number)


@pytest.mark.parametrize(
    ("iso", "said", "figures"),
    [
        ("2026-11-21", "ngày hai mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu", "21/11/2026"),
        ("1995-04-05", "ngày mồng năm tháng tư năm một nghìn chín trăm chín mươi lăm", "05/04/1995"),
        ("2000-01-10", "ngày mồng mười tháng một năm hai nghìn", "10/01/2000"),
        ("2005-12-15", "ngày mười lăm tháng mười hai năm hai nghìn không trăm linh năm", "15/12/2005"),
        ("1948-07", "tháng bảy năm một nghìn chín trăm bốn mươi tám", "07/1948"),
        ("1948", "năm một nghìn chín trăm bốn mươi tám", "1948"),
    ],
)
def test_dates_are_said_and_written_as_on_a_certificate(iso: str, said: str, figures: str) -> None:
    assert words.date_in_words(iso) == said
    assert words.date_in_figures(iso) == figures


def test_every_day_of_a_century_has_its_own_words() -> None:
    days = [date(1926, 1, 1) + timedelta(days=count) for count in range(36_525)]
    assert len({words.day_in_words(day) for day in days}) == len(days)


@pytest.mark.parametrize("iso", ["", "2026-02-30", "2026-13", "26-01-01", "2026-1-1", "2026-11-21T08:00", "0000"])
def test_what_is_no_date_is_refused(iso: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        words.date_in_words(iso)


def test_money_is_written_with_dots_and_said_in_full() -> None:
    assert words.money(8000) == "8.000 đ"
    assert words.money(0) == "0 đ"
    assert words.money(1_234_567) == "1.234.567 đ"
    assert words.money_in_words(50_000) == "năm mươi nghìn đồng"
