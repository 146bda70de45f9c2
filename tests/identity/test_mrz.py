import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.mrz import Mrz, MrzFault, check_digit, read_mrz

SAMPLE = "IDVNM0990123459001099012345<<0\n9901018M3901016VNM<<<<<<<<<<<0\nNGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"


def lines(
    number: str = "012302000007",
    born: str = "020905",
    sex: str = "F",
    expires: str = "420905",
    name: str = "LO<<THI<MAI",
    state: str = "VNM",
) -> str:
    """Make the lines of a synthetic card, check digits and all."""
    first = f"IDVNM{number[3:]}{check_digit(number[3:])}{number}<<{check_digit(number)}"
    second = f"{born}{check_digit(born)}{sex}{expires}{check_digit(expires)}{state}".ljust(29, "<")
    whole = check_digit(first[5:] + second[:7] + second[8:15] + second[18:29])
    return "\n".join([first, second + whole, name.ljust(30, "<")[:30]])


def read(text: str) -> Mrz:
    outcome = read_mrz(text)
    assert isinstance(outcome, Mrz)
    return outcome


def test_the_published_layout_is_read() -> None:
    card = read(SAMPLE)
    assert (card.number, card.born, card.sex, card.expires) == ("001099012345", "1999-01-01", "male", "2039-01-01")
    assert (card.surname, card.given_names) == ("NGUYEN", "VAN AN")


@pytest.mark.parametrize(
    ("text", "born", "expires"),
    [
        (lines(), "2002-09-05", "2042-09-05"),
        (lines(number="001148000001", born="480229", expires="991231"), "1948-02-29", None),
        (lines(number="001148000001", born="48<<<<", expires="991231"), "1948", None),
        (lines(number="001200000001", born="991231"), "1999-12-31", "2042-09-05"),  # corrected across the century
    ],
)
def test_the_century_comes_from_the_number(text: str, born: str, expires: str | None) -> None:
    card = read(text)
    assert (card.born, card.expires) == (born, expires)


@pytest.mark.parametrize(
    ("name", "surname", "given"),
    [
        ("LO<<THI<MAI", "LO", "THI MAI"),
        ("NIE<<H<HEN", "NIE", "H HEN"),
        ("Y", "Y", ""),
        ("CONG<TANG<TON<NU<<THUY<TRANG<AN", "CONG TANG TON NU", "THUY TRANG A"),
    ],
)
def test_names_are_parted(name: str, surname: str, given: str) -> None:
    card = read(lines(name=name))
    assert (card.surname, card.given_names) == (surname, given)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", MrzFault.SHAPE),
        (SAMPLE[:-1], MrzFault.SHAPE),
        (SAMPLE + "\nX", MrzFault.SHAPE),
        (SAMPLE.replace("NGUYEN", "NGUYỄN"), MrzFault.CHARACTER),
        (SAMPLE.replace("IDVNM", "P<VNM"), MrzFault.NOT_A_CARD),
        (lines(state="USA"), MrzFault.NOT_A_CARD),
        (lines(sex="<"), MrzFault.SEX),
        (lines(born="020230"), MrzFault.BORN),
        (lines(born="<<<<<<"), MrzFault.BORN),
        (lines(born="02<<05"), MrzFault.BORN),
        (lines(expires="421305"), MrzFault.EXPIRES),
        (lines(name="<LO<<MAI"), MrzFault.NAME),
        (lines(name="L0<<MAI"), MrzFault.NAME),
        (SAMPLE.replace("<<0\n", "<<1\n"), MrzFault.NUMBER_CHECK),
        (SAMPLE.replace("9901018M", "9901017M"), MrzFault.BORN_CHECK),
    ],
)
def test_everything_else_says_what_is_wrong(text: str, fault: MrzFault) -> None:
    assert read_mrz(text) is fault


def test_lower_case_and_spaces_around_lines_are_forgiven() -> None:
    assert read(f"\n  {SAMPLE.lower()} \r\n") == read(SAMPLE)


CHECKED = SAMPLE.replace("\n", "")[:60]


@pytest.mark.parametrize("place", [place for place, char in enumerate(CHECKED) if char.isdigit()])
def test_a_misread_digit_is_found(place: int) -> None:
    text = SAMPLE.replace("\n", "")
    misread = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
    assert isinstance(read_mrz("\n".join(misread[at : at + 30] for at in (0, 30, 60))), MrzFault)


@given(st.text(alphabet="<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ\n ", max_size=120) | st.text(max_size=120))
def test_any_text_gives_a_card_or_a_fault(text: str) -> None:
    assert isinstance(read_mrz(text), Mrz | MrzFault)


@given(st.lists(st.text(alphabet="<0123456789AMFVN", min_size=25, max_size=25), min_size=3, max_size=3))
def test_three_lines_of_anything_give_a_card_or_a_fault(parts: list[str]) -> None:
    text = "\n".join(start + part for start, part in zip(("IDVNM", "99010", "NGUYE"), parts, strict=True))
    assert isinstance(read_mrz(text), Mrz | MrzFault)


def test_check_digits_are_those_of_doc_9303() -> None:
    assert check_digit("D23145890734") == "9"
    assert check_digit("L898902C<") == "3"
    assert check_digit("690806") == "1"


def test_a_card_shows_nothing_of_itself_in_logs() -> None:
    assert repr(read(SAMPLE)) == "Mrz(…)"
