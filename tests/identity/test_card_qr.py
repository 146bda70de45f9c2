import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.card_qr import CardQr, CardQrFault, read_card_qr

AN = "001099012345|012345678|Nguyễn Văn An|01011999|Nam|Số 1, Quang Trung, Hà Đông, Hà Nội|15042021"
MAI = "012302000007||Lò Thị Mai|05092002|Nữ|Bản Nà Luồng, Nà Tăm, Tam Đường, Lai Châu|20072022"


def with_field(place: int, value: str) -> str:
    fields = AN.split("|")
    fields[place] = value
    return "|".join(fields)


def card(text: str) -> CardQr:
    read = read_card_qr(text)
    assert isinstance(read, CardQr)
    return read


def test_a_card_is_read() -> None:
    an, mai = card(AN), card(MAI)
    assert (an.number, an.old_number, an.name) == ("001099012345", "012345678", "Nguyễn Văn An")
    assert (an.born, an.sex, an.issued) == ("1999-01-01", "male", "2021-04-15")
    assert an.address == "Số 1, Quang Trung, Hà Đông, Hà Nội"
    assert (mai.old_number, mai.sex, mai.born, mai.extra) == ("", "female", "2002-09-05", ())


@pytest.mark.parametrize(
    "text",
    [
        AN + "\r\n",
        "\n" + AN + "\r",
        unicodedata.normalize("NFD", AN),
        AN.replace("01011999", "01/01/1999").replace("15042021", "15/04/2021"),
        AN.replace("Nam", "NAM"),
        AN.replace("Nguyễn Văn An", "  Nguyễn  Văn\u00a0An "),
        "\ufeff" + AN,
    ],
)
def test_the_same_card_reads_the_same_however_it_is_written(text: str) -> None:
    assert card(text) == card(AN)


def test_fields_behind_the_seventh_are_kept() -> None:
    assert card(AN + "|thêm||nữa").extra == ("thêm", "", "nữa")


@pytest.mark.parametrize("name", ["H'Hen Niê", "Y Bhăm", "K’Brôi", "Đinh Ơ̆", "Lê Thị Thu-Hà", "Ê", "A. B"])
def test_names_of_all_peoples_are_names(name: str) -> None:
    assert card(with_field(2, name)).name == unicodedata.normalize("NFC", name.replace("’", "'"))


@pytest.mark.parametrize(
    ("born", "answer"),
    [
        ("1950", "1950"),
        ("00001950", "1950"),
        ("00051950", "1950-05"),
        ("00/00/1950", "1950"),
        ("29022000", "2000-02-29"),
    ],
)
def test_only_a_year_of_birth_may_be_known(born: str, answer: str) -> None:
    assert card(with_field(3, born)).born == answer


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", CardQrFault.EMPTY),
        (" \r\n", CardQrFault.EMPTY),
        ("https://example.org", CardQrFault.NOT_A_CARD),
        ("|".join(AN.split("|")[:5]), CardQrFault.NOT_A_CARD),
        ("|".join(AN.split("|")[:6]), CardQrFault.NOT_A_CARD),
        (with_field(0, "0010990123456"), CardQrFault.NUMBER),
        (with_field(0, "00109901234"), CardQrFault.NUMBER),
        (with_field(0, "001 099 012 345"), CardQrFault.NUMBER),
        (with_field(0, "٠٠١٠٩٩٠١٢٣٤٥"), CardQrFault.NUMBER),
        (with_field(1, "12345"), CardQrFault.OLD_NUMBER),
        (with_field(2, ""), CardQrFault.NAME),
        (with_field(2, "Nguyễn Văn 4n"), CardQrFault.NAME),
        (with_field(2, "<b>An</b>"), CardQrFault.NAME),
        (with_field(2, "A" * 101), CardQrFault.NAME),
        (with_field(3, "31021999"), CardQrFault.BORN),
        (with_field(3, "1999-01-01"), CardQrFault.BORN),
        (with_field(3, "01/011999"), CardQrFault.BORN),
        (with_field(3, "01001999"), CardQrFault.BORN),
        (with_field(3, ""), CardQrFault.BORN),
        (with_field(4, "X"), CardQrFault.SEX),
        (with_field(4, ""), CardQrFault.SEX),
        (with_field(5, "x" * 501), CardQrFault.ADDRESS),
        (with_field(6, "2021"), CardQrFault.ISSUED),
        (with_field(6, ""), CardQrFault.ISSUED),
        (with_field(5, "Số 1\x00"), CardQrFault.UNREADABLE),
        (with_field(5, "Số 1\nphố"), CardQrFault.UNREADABLE),
        (with_field(5, "Số \ud800"), CardQrFault.UNREADABLE),
        (AN + "|" + "x" * 3000, CardQrFault.TOO_LARGE),
        ("ễ" * 1000, CardQrFault.TOO_LARGE),
    ],
)
def test_everything_else_says_why_it_is_no_card(text: str, fault: CardQrFault) -> None:
    assert read_card_qr(text) is fault


@given(st.text(max_size=200) | st.lists(st.text(max_size=20), min_size=6, max_size=9).map("|".join))
def test_any_text_gives_a_card_or_a_fault(text: str) -> None:
    assert isinstance(read_card_qr(text), CardQr | CardQrFault)


@given(st.integers(0, len(AN)), st.characters())
def test_a_card_with_one_character_put_in_never_breaks_the_reader(place: int, char: str) -> None:
    read = read_card_qr(AN[:place] + char + AN[place:])
    assert isinstance(read, CardQr | CardQrFault)


def test_a_card_shows_nothing_of_itself_in_logs() -> None:
    assert repr(card(AN)) == str(card(AN)) == "CardQr(…)"
