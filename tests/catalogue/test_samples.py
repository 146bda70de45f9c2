"""The portal's own list, details and pages: all of them come in, and the hand-checked ones are right."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.assets import ASSETS
from kiosk.catalogue.generic import generic_guide
from kiosk.catalogue.importing import Imported, import_files
from kiosk.catalogue.model import Component, Duration, Procedure
from kiosk.catalogue.pack import encode_all, write_pack

NOW = datetime(2026, 11, 24, tzinfo=UTC)

# What was met in the portal's data of July 2026; a change of the reader that moves a number is looked at.
COUNTS = {
    "not_nfc": 953,
    "nbsp": 14,
    "direction_mark": 24,
    "tab": 162,
    "line_break": 704,
    "capitals": 77,
    "code_mended": 1,
    "code_unusual": 2,
    "code_marked_deleted": 1,
    "code_clash": 1,
    "duplicate": 17,
    "district_level": 8,
    "no_agency": 783,
    "no_level": 835,
    "no_promulgator": 1,
    "note_row": 531,
    "note_with_quantity": 1,
    "part_joined": 69,
    "part_loose": 124,
    "case_unnamed": 29,
    "case_duplicate": 1,
    "case_empty": 40,
    "case_heading": 88,
    "case_added": 4,
    "case_named_as_document": 5,
    "document_duplicate": 6,
    "form_in_some_cases": 9,
    "order": 220,
    "no_documents": 37,
    "unit_other": 221,
    "time_unknown": 17,
    "time_contradicts_text": 413,
    "time_differs_from_case": 262,
    "method_duplicate": 3,
    "fee_zero": 1146,
    "fee_missing": 592,
    "fee_several": 1,
    "fee_contradicts_text": 1,
    "fee_implausible": 13,
    "fee_foreign": 20,
    "fee_reduced": 4,
    "fee_text_is_exemption": 15,
    "corrected": 4,
}


@pytest.fixture(scope="module")
def by_code(imported: Imported) -> dict[str, Procedure]:
    return {one.code: one for one in imported.procedures}


def names(components: tuple[Component, ...], length: int = 30) -> list[str]:
    return [one.name[:length].strip() for one in components]


def test_all_of_them_come_in(imported: Imported) -> None:
    assert len(imported.procedures) == 5670
    assert sum(one.detailed for one in imported.procedures) == 424


def test_every_oddity_is_counted(imported: Imported) -> None:
    assert imported.report.counts() == COUNTS


def test_every_text_is_clean(imported: Imported) -> None:
    for one in imported.procedures:
        texts = (one.name, one.official_name, one.field, *one.agencies, *one.steps, *one.results, one.requirements)
        for text in (*texts, *(component.name for case in one.cases for component in case.components)):
            assert unicodedata.is_normalized("NFC", text)
            assert not {"\u00a0", "\u200e", "\u00ad", "\u00d0", "\t"} & set(text), one.code


def test_levels(imported: Imported) -> None:
    found = Counter(one.level for one in imported.procedures)
    assert found["commune"] > 700
    assert found["unknown"] < 850


def test_birth(by_code: dict[str, Procedure]) -> None:
    birth = by_code["1.001193"]
    assert (birth.name, birth.level, birth.in_person, birth.offline_only) == (
        "Đăng ký khai sinh",
        "commune",
        False,
        False,
    )
    assert birth.life_events == ("co_con_nho",)
    assert [(one.channel, one.duration) for one in birth.methods] == [
        (channel, Duration(1, "working_day")) for channel in ("online", "postal", "direct")
    ]
    assert {fee.amount for one in birth.methods for fee in one.fees} == {None}
    (case,) = birth.cases
    assert [
        (name, one.purpose, one.conditional)
        for one, name in zip(case.components, names(case.components, 20), strict=True)
    ] == [
        ("Tờ khai đăng ký khai", "submit", True),
        ("Mẫu hộ tịch điện tử", "submit", True),
        ("Giấy chứng sinh; trư", "submit", False),
        ("Trường hợp trẻ em bị", "submit", True),
        ("Văn bản ủy quyền (đư", "submit", True),
        ("Trường hợp khai sinh", "submit", True),
        ("Hộ chiếu/Thẻ căn cướ", "show", False),
        ("Giấy tờ có giá trị c", "show", True),
    ]
    assert len(case.notes) > 15


def test_residence(by_code: dict[str, Procedure]) -> None:
    residence = by_code["1.004222"]
    assert (residence.name, residence.agencies, residence.level) == (
        "Đăng ký thường trú",
        ("Công an cấp Xã",),
        "commune",
    )
    assert len(residence.cases) == 6  # seven named groups, two of one name; the unnamed one is a note
    assert residence.cases[0].name == "Đăng ký thường trú vào chỗ ở hợp pháp thuộc quyền sở hữu của mình"
    assert len(residence.cases[0].components) == 4
    assert all(
        case.components[0].name.startswith("Tờ khai thay đổi thông tin cư trú (mẫu CT01") for case in residence.cases
    )
    assert all(case.notes for case in residence.cases)
    online, direct = residence.methods
    assert (online.duration, direct.duration) == (Duration(7, "working_day"), Duration(7, "working_day"))
    assert [fee.amount for fee in online.fees] == [10000]
    (fee,) = direct.fees
    assert (fee.amount, fee.text) == (20000, "")
    assert fee.exemption.startswith("Trường hợp công dân thuộc diện được miễn phí")


def test_account_of_level_two(by_code: dict[str, Procedure]) -> None:
    account = by_code["3.000228"]
    assert (account.in_person, account.offline_only, account.level) == (True, True, "commune")
    assert [one.duration.quantity for one in account.methods] == [3, 7]
    assert account.corrections
    documents = " ".join(one.name for case in account.cases for one in case.components)
    assert "con dấu" not in documents
    assert "TK01" in documents
    assert account.cases[0].components[1].purpose == "show"


def test_certified_copies(by_code: dict[str, Procedure]) -> None:
    copies = by_code["2.000815"]
    assert (copies.level, copies.life_events) == ("commune", ("sao_y",))
    (only,) = copies.methods  # the one in dollars is for missions abroad
    assert only.duration == Duration(None, "other")
    (fee,) = only.fees
    assert fee.amount is None
    assert "2.000 đồng/trang; từ trang thứ 3 trở lên thu 1.000 đồng/trang" in fee.text


def test_longer_stay(by_code: dict[str, Procedure]) -> None:
    stay = by_code["1.002755"]
    assert [case.name[:23] for case in stay.cases] == [
        "Gia hạn tạm trú theo da",
        "Gia hạn tạm trú tại nơi",
        "Gia hạn tạm trú",
    ]
    assert all(case.components[0].name.startswith("Tờ khai") for case in stay.cases)
    assert all(case.notes and case.notes[0].startswith("Trường hợp nộp hồ sơ trực tiếp") for case in stay.cases)
    online = stay.methods[0]
    assert [fee.amount for fee in online.fees] == [None, 7000]  # the first says 5.000 and, in its own words, 7.000


def test_marriage_is_free_and_needs_both_only_for_the_result(by_code: dict[str, Procedure]) -> None:
    marriage = by_code["1.000894"]
    assert {fee.amount for one in marriage.methods for fee in one.fees} == {0}
    assert not marriage.in_person


@pytest.mark.parametrize("code", ["1.014061", "1.014062", "1.014063", "1.014064", "3.000226", "3.000228"])
def test_fingerprints_need_the_person(by_code: dict[str, Procedure], code: str) -> None:
    assert by_code[code].in_person


def test_an_account_on_ones_own_phone_does_not(by_code: dict[str, Procedure]) -> None:
    assert not by_code["1.011410"].in_person


def test_two_procedures_of_one_code_are_both_there(by_code: dict[str, Procedure]) -> None:
    assert by_code["1.014325"].promulgator == "UBND tỉnh Lào Cai"
    assert by_code["1.014325-2"].promulgator == "UBND tỉnh Tuyên Quang"


def test_every_detail_gives_a_guide(imported: Imported) -> None:
    template = (ASSETS / "generic" / "flow.yaml").read_bytes()
    whole = [one for one in imported.procedures if one.detailed]
    guides = [generic_guide(one, template, "1") for one in whole[::8]]
    assert [guide.code for guide in guides] == [one.code for one in whole[::8]]


def test_the_same_again_changes_nothing(portal_files: list[Path], by_code: dict[str, Procedure]) -> None:
    again = import_files(portal_files[1:2], by_code, NOW)
    assert again.read == 400
    assert not again.differs


def test_it_is_small_on_disk(imported: Imported) -> None:
    assert len(write_pack(encode_all(imported.procedures), "2026-11-24.1", NOW)) < 1_500_000
