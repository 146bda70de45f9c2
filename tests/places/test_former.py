import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.places.dataset import read_former_units, read_moves
from kiosk.places.finding import open_finder
from kiosk.places.former import FormerPlaces
from kiosk.places.gazetteer import open_places
from kiosk.places.hits import Candidates, Certain, Unknown


@pytest.fixture(scope="module")
def former() -> FormerPlaces:
    return FormerPlaces(open_places())


def test_every_former_unit_went_somewhere() -> None:
    moves, places = read_moves(), open_places()
    assert {unit.key for unit in read_former_units()} == set(moves)
    assert all(places.commune(code) for codes in moves.values() for code in codes)
    assert sum(len(codes) > 1 for codes in moves.values()) == 471


@pytest.mark.parametrize(
    ("address", "commune"),
    [
        ("Bản Nà Luồng, Nà Tăm, Tam Đường, Lai Châu", "Xã Bản Bo"),
        ("Bản Nà Luồng, xã Nà Tăm, huyện Tam Đường, tỉnh Lai Châu", "Xã Bản Bo"),
        ("ban na luong, na tam, tam duong, lai chau", "Xã Bản Bo"),
        ("Nà Tăm, Tam Đường, Lai Châu", "Xã Bản Bo"),
        ("Số 5, P.1, Q.3, TP.HCM", "Phường Bàn Cờ"),
    ],
)
def test_a_unit_that_went_whole_is_certain(former: FormerPlaces, address: str, commune: str) -> None:
    match former.convert(address):
        case Certain(found):
            assert found.name == commune
        case other:
            pytest.fail(f"not certain: {type(other).__name__}")


def test_a_divided_unit_leaves_candidates(former: FormerPlaces) -> None:
    outcome = former.convert("Số 1, Quang Trung, Hà Đông, Hà Nội")
    assert isinstance(outcome, Candidates)
    assert [commune.short_name for commune in outcome.communes] == ["Hà Đông", "Kiến Hưng"]


@pytest.mark.parametrize(
    ("address", "communes"),
    [
        ("Ba Tơ, Ba Tơ, Quảng Ngãi", ["Xã Ba Tơ"]),
        ("Xã Ba Tô, Ba Tơ, Quảng Ngãi", ["Xã Ba Tô"]),
        ("ba to, ba to, quang ngai", ["Xã Ba Tô", "Xã Ba Tơ"]),
        ("thi tran ba to, ba to, quang ngai", ["Xã Ba Tơ"]),
    ],
)
def test_accents_decide_between_names_that_fold_alike(former: FormerPlaces, address: str, communes: list[str]) -> None:
    match former.convert(address):
        case Certain(found):
            assert [found.name] == communes
        case Candidates(found_several):
            assert [commune.name for commune in found_several] == communes
        case Unknown():
            pytest.fail("unknown")


@pytest.mark.parametrize(
    "address",
    [
        "",
        ",",
        ",,",
        "Lai Châu",
        "Tam Đường, Lai Châu",
        "a, b, c",
        "Nà Tăm, Tam Đường, Hà Nội",
        "x" * 100_000,
        "," * 9999,
    ],
)
def test_anything_else_is_unknown(former: FormerPlaces, address: str) -> None:
    assert former.convert(address) == Unknown()


@pytest.mark.parametrize(
    ("address", "commune", "details"),
    [
        ("Bản Nà Luồng, Bản Bo, Lai Châu", "Xã Bản Bo", "Bản Nà Luồng"),
        ("Số 8, ngõ 5, Phường Lê Chân, Thành phố Hải Phòng", "Phường Lê Chân", "Số 8, ngõ 5"),
        ("Phường Lê Chân, Hải Phòng", "Phường Lê Chân", ""),
        ("Thôn 1, Bạch Long Vĩ, Hải Phòng", "Đặc khu Bạch Long Vĩ", "Thôn 1"),
        ("Thôn Mẫu, , Nà Tăm, Tam Đường, Lai Châu", "Xã Bản Bo", "Thôn Mẫu"),
    ],
)
def test_what_stands_before_the_units_is_kept(former: FormerPlaces, address: str, commune: str, details: str) -> None:
    found = former.convert(address)
    assert isinstance(found, Certain)
    assert (found.commune.name, found.details) == (commune, details)


@pytest.mark.parametrize(
    ("address", "communes"),
    [
        ("Số 8, Lê Chân, Hải Phòng", {"Phường Lê Chân", "Phường An Biên"}),  # a district before, a ward now
        ("Số 1, Yết Kiêu, Hà Đông, Hà Nội", {"Phường Hà Đông", "Phường Kiến Hưng"}),  # merged before 2025 already
    ],
)
def test_a_name_that_stood_for_more_is_asked(former: FormerPlaces, address: str, communes: set[str]) -> None:
    found = former.convert(address)
    assert isinstance(found, Candidates)
    assert {commune.name for commune in found.communes} == communes


def test_every_former_unit_is_certain_or_asked_exactly_as_it_went(former: FormerPlaces) -> None:
    moves = read_moves()
    for unit in former.units:
        parts = (part for part in ("Tổ 1", unit.name, unit.district, unit.province) if part)
        match former.convert(", ".join(parts)):
            case Certain(commune):
                assert moves[unit.key] == (commune.code,)
            case Candidates(communes):
                assert {commune.code for commune in communes} == set(moves[unit.key])
            case Unknown():
                pytest.fail(unit.key)


@given(st.text(max_size=60))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert isinstance(open_finder().former.convert(text), Certain | Candidates | Unknown)
