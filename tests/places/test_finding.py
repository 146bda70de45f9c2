"""A place is found by any of its names, old ones lead on, and nothing of before 1 July 2025 goes unremarked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.places.finding import PlaceFinder, open_finder
from kiosk.places.hits import CommuneHit, Finding, FormerHit, Merged, NoDistricts, ProvinceHit

HAI_PHONG, LAI_CHAU = "31", "12"


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return open_finder()


def former_hits(found: tuple[Finding, ...]) -> list[FormerHit]:
    return [hit for hit in found if isinstance(hit, FormerHit)]


@pytest.mark.parametrize(
    ("typed", "name", "communes"),
    [
        ("xa na tam", "Xã Nà Tăm", {"Xã Bản Bo"}),
        ("nà tăm tam đường", "Xã Nà Tăm", {"Xã Bản Bo"}),
        ("na tam, huyen tam duong, tinh lai chau", "Xã Nà Tăm", {"Xã Bản Bo"}),
        ("quan le chan", "Quận Lê Chân", {"Phường An Biên", "Phường Lê Chân"}),
        ("Q. Lê Chân", "Quận Lê Chân", {"Phường An Biên", "Phường Lê Chân"}),
        ("quang trung hà đông", "Phường Quang Trung", {"Phường Hà Đông", "Phường Kiến Hưng"}),
        ("P1 Q3 TPHCM", "Phường 1", {"Phường Bàn Cờ"}),
    ],
)
def test_an_old_name_leads_to_what_it_became(finder: PlaceFinder, typed: str, name: str, communes: set[str]) -> None:
    hit = former_hits(finder.find(typed))[0]
    assert hit.name == name
    assert {commune.name for commune in hit.communes} == communes


def test_a_name_that_is_new_and_old_gives_the_new_first(finder: PlaceFinder) -> None:
    found = finder.find("ha dong")
    assert [type(hit) for hit in found[:3]] == [CommuneHit, CommuneHit, FormerHit]
    assert former_hits(found)[0].name == "Quận Hà Đông"


@pytest.mark.parametrize(
    ("typed", "province", "former"),
    [
        ("Hải Dương", "Hải Phòng", "Hải Dương"),
        ("thai binh", "Hưng Yên", "Thái Bình"),
        ("tỉnh đắk nông", "Lâm Đồng", "Đắk Nông"),
    ],
)
def test_a_merged_province_comes_first(finder: PlaceFinder, typed: str, province: str, former: str) -> None:
    first = finder.find(typed)[0]
    assert isinstance(first, ProvinceHit)
    assert (first.province.short_name, first.former) == (province, former)


def test_the_communes_of_the_merged_province_come_first(finder: PlaceFinder) -> None:
    communes = finder.took_in(HAI_PHONG, "Hải Dương")
    assert len(communes) == 114
    assert set(communes) == set(finder.places.communes(HAI_PHONG))
    names = [commune.name for commune in communes]
    assert names.index("Phường Hải Dương") < names.index("Phường Lê Chân")


def test_within_a_province_only_what_went_there_is_found(finder: PlaceFinder) -> None:
    (hit,) = finder.find_in(LAI_CHAU, "na tam")
    assert isinstance(hit, FormerHit)
    assert {commune.province for commune in hit.communes} == {LAI_CHAU}


def test_what_is_not_in_the_province_is_found_elsewhere(finder: PlaceFinder) -> None:
    found = finder.find_in(LAI_CHAU, "le chan")
    assert found
    assert CommuneHit(finder.places.search("lê chân")[0], elsewhere=True) in found
    assert finder.find_in(LAI_CHAU, "xyzzy") == ()


def test_a_commune_that_kept_its_name_is_listed_once(finder: PlaceFinder) -> None:
    found = finder.find_in(LAI_CHAU, "xa ban bo")
    assert isinstance(found[0], CommuneHit)
    assert found[0].commune.name == "Xã Bản Bo"
    assert "Xã Bản Bo" not in [hit.name for hit in former_hits(found)]


def test_the_machines_own_province_comes_first(finder: PlaceFinder) -> None:
    assert former_hits(finder.find("phường quang trung", near=HAI_PHONG))[0].communes[0].province == HAI_PHONG


@pytest.mark.parametrize(
    ("details", "remark"),
    [
        ("Thôn 3, huyện Tam Đường", NoDistricts("huyện Tam Đường")),
        ("Số 1, quận Lê Chân", NoDistricts("quận Lê Chân")),
        ("Số 1, Hải Dương", Merged("Hải Dương", "Hải Phòng")),
        ("Số 1, tỉnh Thái Bình, Việt Nam", Merged("Thái Bình", "Hưng Yên")),
        ("Số 1 đường Hải Dương", None),
        ("Số 1, quận không có", None),
        ("Số 1, Hải Phòng", None),
        (" , ,", None),
        ("", None),
    ],
)
def test_what_is_no_more_is_remarked(finder: PlaceFinder, details: str, remark: object) -> None:
    assert finder.remark(details) == remark


@given(st.text(max_size=40))
def test_any_text_can_be_looked_for(typed: str) -> None:
    finder = open_finder()
    for hit in (*finder.find(typed), *finder.find_in(LAI_CHAU, typed)):
        assert not isinstance(hit, FormerHit) or hit.communes


@given(st.data())
def test_every_former_unit_is_found_by_its_full_name(data: st.DataObject) -> None:
    finder = open_finder()
    unit = data.draw(st.sampled_from([unit for unit in finder.former.units if unit.name]))
    (code, *_) = (commune.code for commune in finder.former.communes([unit]))
    found = finder.find(f"{unit.name}, {unit.district}, {unit.province}")
    reached = {commune.code for hit in former_hits(found) for commune in hit.communes}
    assert code in reached | {hit.commune.code for hit in found if isinstance(hit, CommuneHit)}
