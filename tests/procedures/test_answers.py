"""Answers as residents type them: many spellings of the same thing, and nothing that hostile input could break."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Fault
from kiosk.procedures.answers import read, too_few
from kiosk.procedures.model import Kind, Missing, Option
from tests.procedures.samples import ADDRESS, PAGE, step

OPTIONS = (Option("a", "A"), Option("b", "B"), Option("none", "Không", exclusive=True))
VIETNAMESE = st.text(
    st.sampled_from(
        "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵĕŏĭŭčñ'- "
    ),
    max_size=40,
)
plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), VIETNAMESE)
hostile = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(["missing", "province", "commune", "x"]), inner)
    ),
    max_leaves=6,
)
kinds = st.sampled_from(get_args(Kind))


@given(kinds, hostile, st.booleans(), st.booleans())
def test_whatever_comes_is_an_answer_or_a_fault_and_reads_the_same_again(
    kind: Kind, raw: object, partial: bool, missing: bool
) -> None:
    asked = step(kind, partial=partial, missing=get_args(Missing) if missing else ())
    answer = read(asked, raw, OPTIONS)
    if not isinstance(answer, Fault):
        assert read(asked, answer, OPTIONS) == answer
        json.dumps(answer, allow_nan=False).encode("utf-8")


@given(st.sampled_from(["text", "name"]), st.one_of(VIETNAMESE, st.text()))
def test_typed_text_is_clean(kind: Kind, raw: str) -> None:
    answer = read(step(kind), raw)
    if isinstance(answer, str):
        assert answer == unicodedata.normalize("NFC", answer)
        assert answer == " ".join(answer.split())
        assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in answer)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Nguyễn   Thị Minh An ", "Nguyễn Thị Minh An"),
        ("nguyễn thị minh an", "Nguyễn Thị Minh An"),
        ("NGUYỄN THỊ MINH AN", "Nguyễn Thị Minh An"),
        (unicodedata.normalize("NFD", "Đặng Thị Ước"), "Đặng Thị Ước"),
        ("h’hen niê", "H'Hen Niê"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("H' Hen Niê", "H'Hen Niê"),
        ("Y Bhăm", "Y Bhăm"),
        ("K'Brôi", "K'Brôi"),
        ("y", "Y"),
        ("Ð\u1eb7ng An", "Đặng An"),  # Ð (U+00D0) typed for Đ
        ("Y\u00a0Bhăm\u200b", "Y Bhăm"),
        ("Anne-Marie Lò", "Anne-Marie Lò"),
        ("Ludwig van An", "Ludwig van An"),
        ("Rơ Čăm Ñaih", "Rơ Čăm Ñaih"),
        ("Ksor Hloĕ", "Ksor Hloĕ"),
    ],
)
def test_names(typed: str, name: str) -> None:
    assert read(step("name"), typed) == name


@pytest.mark.parametrize(
    "typed", ["An 2", "An@", "An.", "'An", "An--Bình", "-", "Анна", "An\x00", "An <b>", "😀", "An_"]
)
def test_what_is_no_name(typed: str) -> None:
    answer = read(step("name"), typed)
    assert isinstance(answer, Fault)
    assert answer.key in {"name_letters", "characters"}


def test_names_and_texts_end_somewhere() -> None:
    assert read(step("name"), "a" * 101) == Fault("too_long", "key", {"max": "100"})
    assert read(step("text", maximum=5), "a" * 6) == Fault("too_long", "key", {"max": "5"})
    assert read(step("text"), " " * 1_000_000) == Fault("too_long", "key", {"max": "300"})
    assert read(step("text"), "  ") == Fault("unanswered", "key")


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("21/11/2026", "2026-11-21"),
        ("1/2/2026", "2026-02-01"),
        ("21-11-2026", "2026-11-21"),
        ("21.11.2026", "2026-11-21"),
        ("21 11 2026", "2026-11-21"),
        ("21112026", "2026-11-21"),
        ("2026-11-21", "2026-11-21"),
        ("ngày 21 tháng 11 năm 2026", "2026-11-21"),
        ("11/2026", "2026-11"),
        ("tháng 11 năm 2026", "2026-11"),
        ("2026", "2026"),
        ("năm 1958", "1958"),
        ("00/00/1958", "1958"),
        ("00/07/1958", "1958-07"),
        ("２１/１１/２０２６", "2026-11-21"),
    ],
)
def test_dates(typed: str, iso: str) -> None:
    assert read(step("date", partial=True), typed) == iso


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("31/02/2026", "date_nonexistent"),
        ("29/02/2025", "date_nonexistent"),
        ("21/13/2026", "date_nonexistent"),
        ("21/11/26", "date"),
        ("21/11", "date"),
        ("21/11/0026", "date_year"),
        ("21/11/1899", "date_year"),
        ("21/00/2026", "date"),
        ("11/2026", "date_incomplete"),
        ("2026", "date_incomplete"),
        ("hôm qua", "date"),
        ("", "date"),
        ("1/1/1/2026", "date"),
    ],
)
def test_what_is_no_date(typed: str, fault: str) -> None:
    answer = read(step("date"), typed)
    assert isinstance(answer, Fault)
    assert answer.key == fault


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_reads_alike_in_every_spelling(day: date) -> None:
    iso = day.isoformat()
    year, month, number = iso.split("-")
    for typed in (f"{number}/{month}/{year}", f"{number}{month}{year}", f"ngày {number} tháng {month} năm {year}", iso):
        assert read(step("date"), typed) == iso


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("phone", "0912 345 678", "0912345678"),
        ("phone", "+84 912.345.678", "0912345678"),
        ("phone", "84912345678", "0912345678"),
        ("phone", "0084912345678", "0912345678"),
        ("phone", "0841234567", "0841234567"),
        ("phone", "(024) 3825 1234", "02438251234"),
        ("phone", "0552345678", "0552345678"),  # prefixes change; none is refused by a table
        ("email", " Lo.Thi.Mai@Example.COM ", "lo.thi.mai@example.com"),
        ("national_number", "012 302 000 007", "012302000007"),
        ("national_number", "٠١٢٣٠٢٠٠٠٠٠٧", "012302000007"),
        ("money", "8.000 đ", 8000),
        ("money", "50.000 đồng", 50000),
        ("money", "1,234,567", 1234567),
        ("money", 0, 0),
        ("number", "007", 7),
        ("number", 10, 10),
        ("yes_no", False, False),
        ("declaration", True, True),
    ],
)
def test_other_spellings(kind: Kind, typed: object, answer: object) -> None:
    assert read(step(kind), typed) == answer


@pytest.mark.parametrize(
    ("kind", "typed", "fault"),
    [
        ("phone", "091234567", "phone"),
        ("phone", "1912345678", "phone"),
        ("phone", "0112345678", "phone"),
        ("email", "lo.thi.mai", "email"),
        ("email", "a@b", "email"),
        ("email", "a..b@c.vn", "email"),
        ("email", "a" * 65 + "@c.vn", "email"),
        ("national_number", "12345678901", "national_number"),
        ("national_number", "0123020000070", "national_number"),
        ("national_number", "01230200000a", "national_number"),
        ("number", "1,5", "not_a_number"),
        ("number", "12.34", "not_a_number"),
        ("number", True, "not_a_number"),
        ("number", 1.0, "not_a_number"),
        ("number", 10**12, "number_high"),
        ("number", -1, "number_low"),
        ("number", "9" * 5000, "not_a_number"),
        ("declaration", False, "unanswered"),
        ("yes_no", 1, "unanswered"),
        ("info", "x", "not_asked"),
    ],
)
def test_refused(kind: Kind, typed: object, fault: str) -> None:
    answer = read(step(kind), typed)
    assert isinstance(answer, Fault)
    assert answer.key == fault


def test_choices() -> None:
    assert read(step("one_of"), "a", OPTIONS) == "a"
    assert read(step("one_of"), "A", OPTIONS) == Fault("option", "key")
    assert read(step("several"), ["b", "a"], OPTIONS) == ["a", "b"]  # in the order of the options
    assert read(step("several"), ["a", "none"], OPTIONS) == Fault("exclusive", "key")
    assert read(step("several"), [], OPTIONS) == Fault("nothing_chosen", "key")
    assert read(step("several"), ["a", "c"], OPTIONS) == Fault("option", "key")
    assert read(step("notice"), [], OPTIONS) == []


def test_addresses() -> None:
    assert read(step("address"), ADDRESS) == ADDRESS
    spaced = read(step("address"), {**ADDRESS, "details": "  Bản  Nà Luồng "})
    assert spaced == ADDRESS
    assert read(step("address"), {key: ADDRESS[key] for key in ADDRESS if key != "details"}) == {
        **ADDRESS,
        "details": "",
    }
    for wrong in (
        {"province": "12"},
        {**ADDRESS, "commune": "3424"},
        {**ADDRESS, "commune_name": ""},
        {**ADDRESS, "x": "y"},
    ):
        assert read(step("address"), wrong) == Fault("address", "key")


def test_pages() -> None:
    pages = step("pages", minimum=2, maximum=3)
    assert read(pages, [PAGE]) == [PAGE]  # more may follow
    assert too_few(pages, [PAGE]) == Fault("too_few_pages", "key", {"min": "2"})
    four = [f"{number:032x}" for number in range(4)]
    assert read(pages, four) == Fault("too_many_pages", "key", {"max": "3"})
    for wrong in ([PAGE, PAGE], ["../etc/passwd"], [PAGE.upper() + "0"], "abc"):
        assert read(pages, wrong) == Fault("pages", "key")


def test_the_three_other_answers_are_taken_only_where_offered() -> None:
    asked = step("name", missing=("unknown",))
    assert read(asked, {"missing": "unknown"}) == {"missing": "unknown"}
    assert read(asked, {"missing": "none"}) == Fault("missing_not_offered", "key")
    assert read(asked, {"missing": "unknown", "more": "x"}) == Fault("missing_not_offered", "key")
