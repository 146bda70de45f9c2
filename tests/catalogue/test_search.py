"""Search over a small catalogue: what residents type, and what they are shown."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.catalogue.life_events import life_events
from kiosk.catalogue.model import Level, Summary
from kiosk.catalogue.search import Search
from kiosk.catalogue.search_model import Elsewhere, Found, Here, Hit, Saying
from kiosk.catalogue.synonyms import Synonyms, synonyms

COMMUNE = ("Ủy ban nhân dân cấp xã",)


def procedure(
    code: str,
    name: str,
    level: Level = "commune",
    agencies: tuple[str, ...] = COMMUNE,
    promulgator: str = "Bộ Tư pháp",
    *,
    field: str = "Hộ tịch",
    internal: bool = False,
    events: tuple[str, ...] = (),
) -> Summary:
    return Summary(
        code,
        name,
        field,
        level,
        agencies,
        promulgator,
        (),
        events,
        (),
        "active",
        internal,
        detailed=False,
        in_person=False,
    )


CATALOGUE = (
    procedure("1.001193", "Đăng ký khai sinh", events=("co_con_nho",)),
    procedure("1.004884", "Đăng ký lại khai sinh"),
    procedure("2.000528", "Đăng ký khai sinh có yếu tố nước ngoài"),
    procedure("1.000656", "Đăng ký khai tử", events=("nguoi_mat",)),
    procedure("1.000894", "Đăng ký kết hôn"),
    procedure("1.004873", "Cấp Giấy xác nhận tình trạng hôn nhân"),
    procedure("1.004222", "Đăng ký thường trú", field="Đăng ký, quản lý cư trú"),
    procedure("1.004194", "Đăng ký tạm trú", field="Đăng ký, quản lý cư trú"),
    procedure("1.010028", "Xóa đăng ký tạm trú", field="Đăng ký, quản lý cư trú"),
    procedure("1.010038", "Tách hộ", field="Đăng ký, quản lý cư trú"),
    procedure("1.012784", "Tách thửa hoặc hợp thửa đất", "province", ("Văn phòng đăng ký đất đai",), field="Đất đai"),
    procedure("1.014064", "Cấp lại thẻ căn cước"),
    procedure("2.001194", "Cấp lại thẻ căn cước (thực hiện tại cấp tỉnh)", "province", ("Công an cấp Tỉnh",)),
    procedure("1.001731", "Hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội"),
    procedure("2.002862", "Hỗ trợ chi phí mai táng đối với người dân tộc thiểu số", promulgator="UBND tỉnh Lai Châu"),
    procedure("1.013225", "Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV", field="Hoạt động xây dựng"),
    procedure("5.000001", "Đăng ký khai sinh giữa các cơ quan", internal=True),
    procedure(
        "1.002759", "Cấp lại, đổi, điều chỉnh thông tin trên sổ BHXH, thẻ BHYT", "province", ("Bảo hiểm xã hội tỉnh",)
    ),
)


def searching(here: Here | None = None, words: Synonyms | None = None) -> Search:
    return Search(lambda: CATALOGUE, here or Here(), synonyms=lambda: words or synonyms(), events=life_events)


SEARCH = searching()


def first(query: str, search: Search = SEARCH) -> Hit:
    return search.find(query).hits[0]


def codes(found: Found) -> list[str]:
    return [hit.code for hit in found.hits]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("Đăng ký khai sinh", "1.001193"),
        ("dang ky khai sinh", "1.001193"),
        (normalize("NFD", "ĐĂNG KÝ KHAI SINH"), "1.001193"),  # marks apart from their letters
        ("đăng kí khai sinh", "1.001193"),
        ("khai sinh dang ky", "1.001193"),
        ("khai si", "1.001193"),
        ("kha sinh", "1.001193"),
        ("xoá tạm trú", "1.010028"),
        ("xóa tạm trú", "1.010028"),
        ("dk tam tru", "1.004194"),
        ("xntthn", "1.004873"),
        ("gpxd", "1.013225"),
        ("khaisinh", "1.001193"),
        ("dangkykhaisinh", "1.001193"),
    ],
)
def test_accents_order_half_words_and_abbreviations_do_not_matter(query: str, code: str) -> None:
    assert first(query).code == code


@pytest.mark.parametrize(
    "query",
    ["khai shin", "kahi sinh", "khaai sinh", "khai sinhh", "kha sinh", "khai sin", "kai sinh", "ddangw kys khai sinh"],
)
def test_a_slip_of_the_finger_is_forgiven(query: str) -> None:
    assert first(query).code == "1.001193"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("thuong chu", "1.004222"),
        ("thuowngf trus", "1.004222"),
        ("thuong2 tru1", "1.004222"),
        ("ket hong", "1.000894"),
        ("tach hôj", "1.010038"),
    ],
)
def test_what_the_ear_and_the_keyboard_mix_up_is_found(query: str, code: str) -> None:
    assert first(query).code == code


@pytest.mark.parametrize(
    "query", ["1.001193", "1001193", "1 001193", " 1.001193 ", "001193", "1.00119", "1.001139", "1.01193", "1.0011933"]
)
def test_a_code_is_found_however_it_is_typed(query: str) -> None:
    assert first(query).code == "1.001193"


def test_everyday_words_lead_to_the_official_term_and_say_so() -> None:
    hit = first("nhap ho khau cho con")
    assert hit.code == "1.004222"
    assert hit.saying
    assert hit.saying.official == "Đăng ký thường trú"
    assert "hộ khẩu" in hit.saying.said


def test_a_name_that_fits_is_not_explained() -> None:
    assert first("Đăng ký thường trú").saying is None


def test_the_words_of_a_guide_lead_to_it() -> None:
    words = {"1.000894": ("trăm năm hạnh phúc",), "9.999999": ("không có trong danh mục",)}
    search = Search(lambda: CATALOGUE, Here(), lambda: words)
    assert first("tram nam hanh phuc", search).saying == Saying("trăm năm hạnh phúc", "Đăng ký kết hôn")


def test_accents_decide_between_words_that_are_one_without_them() -> None:
    assert codes(SEARCH.find("tách thửa"))[0] == "1.012784"
    assert codes(SEARCH.find("khai tử"))[0] == "1.000656"


def test_this_level_comes_before_another_and_another_says_who_handles_it() -> None:
    hits = SEARCH.find("cấp lại thẻ căn cước").hits
    assert [hit.code for hit in hits[:2]] == ["1.014064", "2.001194"]
    assert hits[0].elsewhere is None
    assert hits[1].elsewhere == Elsewhere("province", ("Công an cấp Tỉnh",))


def test_at_the_province_its_own_level_comes_first() -> None:
    hits = searching(Here("province")).find("cap lai the can cuoc").hits
    assert [hit.code for hit in hits[:2]] == ["2.001194", "1.014064"]
    assert hits[1].elsewhere == Elsewhere("commune", COMMUNE)


def test_another_provinces_own_comes_last_and_names_it() -> None:
    hits = SEARCH.find("hỗ trợ chi phí mai táng đối với người dân tộc thiểu số").hits
    assert hits[0].code == "1.001731"
    assert (hits[-1].code, hits[-1].province) == ("2.002862", "Lai Châu")


def test_this_provinces_own_is_found_like_any_other() -> None:
    hit = first("mai tang dan toc thieu so", searching(Here("commune", "Tỉnh Lai Châu")))
    assert hit.code == "2.002862"


def test_beside_what_is_surely_meant_stand_no_half_words_nor_scattered_ones() -> None:
    assert codes(SEARCH.find("tach ho")) == ["1.010038"]  # not «Tách thửa hoặc hợp thửa»
    assert codes(SEARCH.find("giay doc than")) == ["1.004873"]


def test_the_variants_of_what_is_surely_meant_stay() -> None:
    assert {"1.001193", "1.004884", "2.000528"} <= set(codes(SEARCH.find("khai sinh")))
    assert {"1.014064", "2.001194"} <= set(codes(SEARCH.find("cấp lại thẻ căn cước")))


def test_what_this_kiosk_is_asked_for_often_comes_before_the_rare() -> None:
    often = codes(SEARCH.find("ket hon hoac tam tru", counts={"1.004194": 90, "1.000894": 1}))
    rarely = codes(SEARCH.find("ket hon hoac tam tru", counts={"1.004194": 1, "1.000894": 90}))
    assert often.index("1.004194") < often.index("1.000894")
    assert rarely.index("1.000894") < rarely.index("1.004194")


def test_procedures_between_offices_come_after_those_of_residents() -> None:
    named = [hit.code for hit in SEARCH.find("khai sin").hits if "khai sinh" in hit.name.casefold()]
    assert len(named) > 1
    assert named[-1] == "5.000001"


@pytest.mark.parametrize(
    ("query", "code", "marked"),
    [
        ("khai sinh", "1.001193", ["khai sinh"]),
        ("khai si", "1.001193", ["khai si"]),
        ("lại sinh", "1.004884", ["lại", "sinh"]),
        ("khai shin", "1.001193", ["khai sinh"]),
        ("bhxh", "1.002759", ["BHXH"]),
        ("dang ky tam tru", "1.010028", ["đăng ký tạm trú"]),
    ],
)
def test_what_matched_is_marked_in_the_name_as_it_is_written(query: str, code: str, marked: list[str]) -> None:
    hit = next(hit for hit in SEARCH.find(query).hits if hit.code == code)
    assert [hit.name[start:end] for start, end in hit.marks] == marked


@pytest.mark.parametrize("query", ["", "   ", "???", "😀", "zzzz wwww", "ẕ"])
def test_nothing_found_is_never_an_empty_page(query: str) -> None:
    found = SEARCH.find(query)
    assert found.outcome == "common"
    assert found.hits
    assert set(found.life_events) == {event.key for event in life_events()}


def test_without_a_word_the_procedures_asked_for_most_are_offered() -> None:
    assert codes(SEARCH.find("", counts={"1.000894": 2, "1.010038": 9}))[:2] == ["1.010038", "1.000894"]


def test_what_only_comes_near_is_called_so_and_brings_the_life_situations_near_it() -> None:
    found = SEARCH.find("khai truong cua hang sach")
    assert found.outcome == "nearest"
    assert set(found.life_events) == {event.key for event in life_events()}


def test_an_empty_catalogue_has_nothing_to_offer() -> None:
    assert Search(lambda: (), Here()).find("khai sinh").hits == ()


def test_nothing_is_loaded_before_the_first_query() -> None:
    loaded: list[str] = []

    def load() -> tuple[Summary, ...]:
        loaded.append("once")
        return CATALOGUE

    search = Search(load, Here())
    assert loaded == []
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(search.find, ["khai sinh"] * 8))
    assert loaded == ["once"]
    assert {answer.hits[0].code for answer in answers} == {"1.001193"}


@given(st.text(max_size=300))
def test_any_text_is_answered_with_marks_inside_the_names(query: str) -> None:
    found = SEARCH.find(query)
    assert found.hits
    for hit in found.hits:
        ends = [end for mark in hit.marks for end in mark]
        assert ends == sorted(ends)
        assert all(0 <= end <= len(hit.name) for end in ends)


@given(st.sampled_from(CATALOGUE), st.data())
def test_every_procedure_is_found_by_its_own_name_in_any_order(wanted: Summary, data: st.DataObject) -> None:
    words = data.draw(st.permutations(wanted.name.split()))
    search = searching(Here("commune", "Lai Châu"), Synonyms())
    assert wanted.code in codes(search.find(" ".join(words)))[:3]


HARSH = st.one_of(
    st.text(st.sampled_from("\0\u200d\u0301\u0323\u031b\u200e\ud7a3\u2060🏠👨‍👩‍👧đĐÐ.0123456789 \t\n")),
    st.text(st.characters(exclude_categories=())),  # lone surrogates too
    st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=20), st.integers(1, 500)),
)


@settings(deadline=None)
@given(HARSH)
def test_no_text_is_too_harsh_to_be_answered(query: str) -> None:
    assert SEARCH.find(query, limit=3).hits


@pytest.mark.parametrize(
    "query", ["🏠" * 10_000, "a" * 10_000, "1" * 10_000, "khai sinh " * 1_000, "\0" * 10_000, "ế̀" * 9_999]
)
def test_a_text_of_any_length_costs_no_more_than_one_that_fits(query: str) -> None:
    began = time.thread_time()
    found = SEARCH.find(query)
    assert time.thread_time() - began < 0.25
    assert 0 < len(found.hits) <= 20
