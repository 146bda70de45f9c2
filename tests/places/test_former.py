import pytest

from kiosk.places.dataset import read_former_units, read_moves
from kiosk.places.former import Candidates, Certain, FormerPlaces, Unknown
from kiosk.places.gazetteer import open_places


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


def test_a_former_commune_is_found_by_its_name(former: FormerPlaces) -> None:
    (hit,) = former.search("xã Nà Tăm")
    assert (hit.unit.name, hit.unit.district, hit.unit.province) == ("Xã Nà Tăm", "Huyện Tam Đường", "Lai Châu")
    assert [commune.name for commune in hit.communes] == ["Xã Bản Bo"]
    assert former.search("nà tăm", province="01") == ()
    assert len(former.search("Quang Trung", limit=3)) == 3
    assert former.search("") == ()
