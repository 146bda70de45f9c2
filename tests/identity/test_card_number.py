import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.card_number import disagreements, mask, read_number, tidy_number

numbers = st.from_regex(r"[0-9]{12}", fullmatch=True)


@pytest.mark.parametrize(
    ("number", "sex", "year"),
    [
        ("001099012345", "male", 1999),
        ("012302000007", "female", 2002),
        ("001148000001", "female", 1948),
        ("038201000001", "male", 2001),
        ("999526000001", "female", 2126),
        ("000999000000", "female", 2399),
    ],
)
def test_the_digits_say_sex_and_year(number: str, sex: str, year: int) -> None:
    facts = read_number(number)
    assert (facts.sex, facts.birth_year) == (sex, year)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("001099012345", "001099012345"),
        (" 001 099 012 345 ", "001099012345"),
        ("001.099.012-345", "001099012345"),
        ("00109901234", None),
        ("0010990123456", None),
        ("00109901234a", None),
        ("٠٠١٠٩٩٠١٢٣٤٥", None),
        ("", None),
    ],
)
def test_only_twelve_digits_are_a_number(typed: str, number: str | None) -> None:
    assert tidy_number(typed) == number


@given(numbers)
def test_no_prefix_is_refused(number: str) -> None:
    assert tidy_number(number) == number
    facts = read_number(number)
    assert disagreements(number, sex=facts.sex, born=f"{facts.birth_year}-02") == ()


def test_what_disagrees_is_named() -> None:
    number = "001099012345"
    assert disagreements(number, sex="female", born="1999-01-01") == ("sex",)
    assert disagreements(number, sex="male", born="1998") == ("birth_year",)
    assert disagreements(number, sex="female", born="1899-01") == ("sex", "birth_year")
    assert disagreements(number) == ()


def test_a_number_is_masked_but_for_two_digits() -> None:
    assert mask("001099012345") == "••••••••••45"
    assert mask("4") == "4"
    assert not mask("")


def test_other_texts_are_not_read_as_numbers() -> None:
    with pytest.raises(ValueError, match="12 digits"):
        read_number("123")
