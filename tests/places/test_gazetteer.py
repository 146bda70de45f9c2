import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.places.gazetteer import Places, open_places
from kiosk.places.units import Commune, Province


@pytest.fixture(scope="module")
def places() -> Places:
    return open_places()


def test_the_dataset_holds_all_units(places: Places) -> None:
    communes = [commune for province in places.provinces for commune in places.communes(province.code)]
    kinds = [commune.kind for commune in communes]
    assert len(places.provinces) == 34
    assert len(communes) == len({commune.code for commune in communes}) == 3321
    assert (kinds.count("xã"), kinds.count("phường"), kinds.count("đặc khu")) == (2621, 687, 13)
    assert sum(province.kind == "thành phố" for province in places.provinces) == 6
    assert [len(places.communes(code)) for code in ("12", "92", "31", "01", "79")] == [38, 103, 114, 126, 168]
    assert places.version == "vietnamadminunits 1.0.4"


def test_codes_and_names_are_tidy(places: Places) -> None:
    for province in places.provinces:
        assert len(province.code) == 2
        for commune in places.communes(province.code):
            assert len(commune.code) == 5
            assert commune.code.isdigit()
            assert commune.province == province.code
            assert commune.name == unicodedata.normalize("NFC", " ".join(commune.name.split()))
            assert commune.name.casefold() == f"{commune.kind} {commune.short_name.casefold()}"
            assert not set(commune.name) & set("\u2018\u2019\u00d0")


def test_provinces_say_whom_they_took_in(places: Places) -> None:
    former = {province.short_name: province.former for province in places.provinces}
    assert former["Hải Phòng"] == ("Hải Dương",)
    assert former["Cần Thơ"] == ("Hậu Giang", "Sóc Trăng")
    assert former["Hồ Chí Minh"] == ("Bà Rịa - Vũng Tàu", "Bình Dương")
    assert former["Hà Nội"] == ()
    assert sum(len(names) + 1 for names in former.values()) == 63


def test_units_are_found_by_their_codes(places: Places) -> None:
    hai_phong, hoan_kiem = places.province("31"), places.commune("00070")
    assert isinstance(hai_phong, Province)
    assert isinstance(hoan_kiem, Commune)
    assert (hai_phong.name, hai_phong.kind) == ("Thành phố Hải Phòng", "thành phố")
    assert hoan_kiem.name == "Phường Hoàn Kiếm"
    assert places.full_name("00070") == "Phường Hoàn Kiếm, Thành phố Hà Nội"
    assert places.province("99") is None
    assert places.commune("70") is None
    assert places.communes("99") == ()


def test_an_address_carries_names_and_dataset(places: Places) -> None:
    assert places.address("00070", " Số 1,  phố Hàng Trống ") == {
        "province": "01",
        "province_name": "Thành phố Hà Nội",
        "commune": "00070",
        "commune_name": "Phường Hoàn Kiếm",
        "details": "Số 1, phố Hàng Trống",
        "dataset": "vietnamadminunits 1.0.4",
    }


def test_lists_are_in_vietnamese_order(places: Places) -> None:
    names = [province.short_name for province in places.provinces]
    assert names[:8] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên"]
    assert [commune.short_name for commune in places.communes("31")][:4] == ["Ái Quốc", "An Biên", "An Dương", "An Hải"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lê chân", "Phường Lê Chân"),
        ("LE CHAN", "Phường Lê Chân"),
        ("p. Lê Chân", "Phường Lê Chân"),
        ("phuong le chan", "Phường Lê Chân"),
        ("lê ch", "Phường Lê Chân"),
        ("le chan hai phong", "Phường Lê Chân"),
        ("Lê Chân, TP Hải Phòng", "Phường Lê Chân"),
        ("cẩm giàng hải dương", "Xã Cẩm Giàng"),
        ("cẩm giang hải dương", "Xã Cẩm Giang"),
        ("mdrak", "Xã M'Drắk"),
        ("M\u2019Drắk", "Xã M'Drắk"),
        ("cat hai dac khu", None),
        ("dac khu cat hai", "Đặc khu Cát Hải"),
        ("bao loc", "Phường 1 Bảo Lộc"),
        ("xuân hương", "Phường Xuân Hương - Đà Lạt"),
        ("hoàn kiếm sài gòn", None),
        ("không đâu cả", None),
        ("...", None),
    ],
)
def test_communes_are_found_as_people_type_them(places: Places, typed: str, first: str | None) -> None:
    found = places.search(typed)
    assert (found[0].name if found else None) == first


def test_a_name_shared_by_provinces_gives_all_of_them(places: Places) -> None:
    assert {commune.province for commune in places.search("Cẩm Giàng")[:2]} == {"19", "31"}
    assert [commune.province for commune in places.search("Cẩm Giàng", province="19")] == ["19"]


def test_what_begins_with_the_words_comes_first(places: Places) -> None:
    names = [commune.short_name for commune in places.search("phú", province="66")]
    assert names[0].startswith("Phú")
    assert names.index("Phú Hòa 1") < names.index("Ea Phê" if "Ea Phê" in names else names[-1])


def test_nothing_typed_lists_the_province_and_searches_no_other(places: Places) -> None:
    assert places.search("", province="12", limit=5) == places.communes("12")[:5]
    assert places.search("  ") == ()


@pytest.mark.parametrize(
    ("typed", "first", "former"),
    [
        ("Hải Dương", "Hải Phòng", "Hải Dương"),
        ("vung tau", "Hồ Chí Minh", "Bà Rịa - Vũng Tàu"),
        ("tỉnh quảng nam", "Đà Nẵng", "Quảng Nam"),
        ("hai ph", "Hải Phòng", ""),
        ("TP.HCM", "Hồ Chí Minh", ""),
        ("tphcm", "Hồ Chí Minh", ""),
        ("Sài Gòn", "Hồ Chí Minh", ""),
        ("thừa thiên", "Huế", ""),
        ("đăk lăk", "Đắk Lắk", ""),
        ("Hòa Bình", "Phú Thọ", "Hòa Bình"),
    ],
)
def test_provinces_are_found_by_new_old_and_everyday_names(places: Places, typed: str, first: str, former: str) -> None:
    hit = places.search_provinces(typed)[0]
    assert (hit.province.short_name, hit.former) == (first, former)


def test_all_provinces_are_listed_when_nothing_is_typed(places: Places) -> None:
    assert [hit.province for hit in places.search_provinces("")] == list(places.provinces)
    assert places.search_provinces("paris") == ()


@given(st.text(max_size=30))
def test_any_text_can_be_searched(typed: str) -> None:
    places = open_places()
    assert len(places.search(typed, limit=10)) <= 10
    assert len(places.search_provinces(typed)) <= 34


def test_the_packages_own_code_is_not_run() -> None:
    open_places()
    assert "vietnamadminunits" not in sys.modules
