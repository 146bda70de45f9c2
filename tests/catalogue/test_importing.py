"""An import is laid over what is known: nothing is lost, nothing older wins, and what is reviewed is applied."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.corrections import Correction, correct, corrections
from kiosk.catalogue.importing import Imported, Reviewed, import_files
from kiosk.catalogue.life_events import LifeEvent, events_of, life_events
from kiosk.catalogue.model import Procedure
from kiosk.catalogue.portal.report import Report
from kiosk.errors import KioskError
from kiosk.text import fold
from tests.catalogue.portal_rows import component, detailed, group, listed, method, read, written

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LATER = datetime(2026, 11, 25, tzinfo=UTC)
OLDER = 1_700_000_000_000
NEWER = 1_790_000_000_000
NOTHING = Reviewed((), ())


def laid(folder: Path, known: Imported | None, *objects: Any, now: datetime = NOW) -> Imported:
    before = {one.code: one for one in known.procedures} if known else {}
    return import_files([written(folder, objects)], before, now, NOTHING)


def only(imported: Imported) -> Procedure:
    (procedure,) = imported.procedures
    return procedure


def test_what_the_files_do_not_name_stays(tmp_path: Path) -> None:
    first = laid(tmp_path, None, listed("1.000001"), listed("1.000002"))
    second = laid(tmp_path, first, listed("1.000003"))
    assert [one.code for one in second.procedures] == ["1.000001", "1.000002", "1.000003"]
    assert (second.read, second.added, second.changed) == (1, 1, 0)


def test_the_same_again_changes_nothing_not_even_when_it_was_imported(tmp_path: Path) -> None:
    rows = (listed("1.000001"), detailed("1.000002"))
    first = laid(tmp_path, None, *rows)
    again = laid(tmp_path, first, *rows, now=LATER)
    assert again.procedures == first.procedures
    assert not again.differs
    assert again.usable


def test_a_row_does_not_take_a_detail_away_but_tells_its_state(tmp_path: Path) -> None:
    first = laid(tmp_path, None, detailed())
    second = laid(tmp_path, first, listed(state="SUSPENDED"), now=LATER)
    assert only(second) == replace(only(first), state="suspended", imported_at=LATER)


def test_a_procedure_that_is_in_force_again_says_so(tmp_path: Path) -> None:
    first = laid(tmp_path, None, detailed(state="EXPIRED"))
    assert only(laid(tmp_path, first, detailed(updatedAt=NEWER))).state == "active"


def test_a_detail_fills_a_row(tmp_path: Path) -> None:
    first = laid(tmp_path, None, listed(departmentPromulgate="UBND tỉnh Lào Cai"))
    second = laid(tmp_path, first, detailed(departmentPromulgateName=""))
    assert only(second).detailed
    assert only(second).promulgator == "UBND tỉnh Lào Cai"
    assert (second.added, second.changed) == (0, 1)


def test_an_older_detail_is_not_taken(tmp_path: Path) -> None:
    first = laid(tmp_path, None, detailed())
    second = laid(tmp_path, first, detailed(name="Cấp giấy cũ", updatedAt=OLDER))
    assert second.procedures == first.procedures
    assert second.report.counts()["older"] == 1


def test_a_newer_detail_is_taken(tmp_path: Path) -> None:
    first = laid(tmp_path, None, detailed())
    assert only(laid(tmp_path, first, detailed(name="Cấp giấy mới", updatedAt=NEWER))).name == "Cấp giấy mới"


def test_files_without_anything_usable(tmp_path: Path) -> None:
    assert not laid(tmp_path, None, {"x": 1}, 7).usable


def test_what_a_procedure_lacks_is_told(tmp_path: Path) -> None:
    bare = listed(departments=[], categories=[], departmentPromulgate="")
    counts = laid(tmp_path, None, bare).report.counts()
    assert {"no_agency", "no_level", "no_field", "no_promulgator"} <= set(counts)
    assert "district_level" in laid(tmp_path, None, listed(name="Trình báo (cấp huyện)")).report.counts()


def test_a_report_knows_its_kinds() -> None:
    with pytest.raises(KeyError):
        Report().note("no_such_kind", "1.000001", "name")


# Corrections


def corrected(folder: Path, correction: Correction, *groups: Any, **changes: Any) -> tuple[Procedure, Report]:
    procedures, report = read(folder, detailed(executionCases=list(groups), **changes))
    correct(procedures, [correction], report)
    return procedures["1.000001"], report


def test_wrong_documents_go_notes_become_notes_and_forms_come_to_every_case(tmp_path: Path) -> None:
    correction = Correction(
        "1.000001",
        "Lẫn thủ tục khác",
        drop_documents=(fold("mẫu con dấu"),),
        as_notes=(fold("cung cấp rõ số"),),
        in_every_case=(fold("Tờ khai CT01"),),
        add_documents=("Phiếu TK01",),
        changes={"in_person": True},
    )
    procedure, report = corrected(
        tmp_path,
        correction,
        group("Một", "Tờ khai CT01", "Văn bản đăng ký mẫu con dấu", "Trong đó cung cấp rõ số thuê bao"),
        group("Hai", "Hợp đồng"),
    )
    assert [[one.name for one in case.components] for case in procedure.cases] == [
        ["Phiếu TK01", "Tờ khai CT01"],
        ["Phiếu TK01", "Tờ khai CT01", "Hợp đồng"],
    ]
    assert procedure.cases[0].notes == ("Trong đó cung cấp rõ số thuê bao",)
    assert procedure.in_person
    assert procedure.corrections == ("Lẫn thủ tục khác",)
    assert report.counts()["corrected"] == 1


def test_a_way_that_is_not_for_here_goes(tmp_path: Path) -> None:
    abroad = method(description="Tại cơ quan đại diện: 10 USD/bản.")
    correction = Correction("1.000001", "Ở nước ngoài", drop_methods=(fold("Tại cơ quan đại diện"),))
    procedure, _ = corrected(tmp_path, correction, executionMethods=[method("ONLINE"), abroad])
    assert [one.channel for one in procedure.methods] == ["online"]


def test_a_correction_that_has_had_its_day_is_told(tmp_path: Path) -> None:
    correction = Correction("1.000001", "Đã sửa", drop_documents=(fold("mẫu con dấu"),))
    _, report = corrected(tmp_path, correction, group("", component("Đơn")))
    assert report.counts()["correction_idle"] == 1


def test_the_level_is_reviewed_only_where_the_portal_names_none(tmp_path: Path) -> None:
    rule = [Correction("1.000001", "", changes={"level": "commune"})]
    rows, report = read(tmp_path, listed(departments=[]))
    correct(rows, rule, report)
    assert rows["1.000001"].level == "commune"
    details, report = read(tmp_path, detailed(isWard=False, isProvince=True))
    correct(details, rule, report)
    assert details["1.000001"].level == "province"


def test_our_own_corrections_each_say_why() -> None:
    assert {one.code for one in corrections() if one.why} >= {"3.000228", "3.000226", "1.004222", "2.000815"}


def test_corrections_of_another_shape_are_refused(tmp_path: Path) -> None:
    for number, text in enumerate(("[]", "corrections: 7", "commune_level: {codes: []}\ncorrections: [{code: x}]")):
        file = tmp_path / f"{number}.yaml"
        file.write_text(text, "utf-8")
        with pytest.raises(KioskError, match="not a list of corrections"):
            corrections(file)


# Life events


def events(**changes: Any) -> set[str]:
    plain: dict[str, Any] = {"field": "Hộ tịch", "subjects": ("Công dân Việt Nam",), "code": "9.000001"}
    whole = plain | {"name": "Cấp giấy", "official_name": "", "level": "commune", "agencies": (), "promulgator": ""}
    rest: dict[str, Any] = {"state": "active", "decision": "", "updated_at": None, "source": ""}
    return set(events_of(Procedure(**(whole | rest | changes)), life_events()))


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"name": "Đăng ký khai sinh"}, {"co_con_nho"}),
        ({"name": "Đăng ký kết hôn"}, {"hon_nhan"}),
        ({"name": "Đăng ký khai tử"}, {"nguoi_mat"}),
        ({"name": "Tách hộ", "field": "Đăng ký, quản lý cư trú"}, {"cu_tru"}),
        ({"name": "Chứng thực di chúc", "field": "Chứng thực"}, {"sao_y", "nguoi_mat"}),
        ({"name": "Cấp điện mới", "field": "Dịch vụ cung cấp điện mới"}, {"nha_dat"}),
        ({"name": "Trợ cấp hưu trí xã hội", "field": "Bảo trợ xã hội"}, {"huu_tri"}),
        ({"name": "Cấp thẻ bảo hiểm y tế", "field": "Bảo hiểm y tế"}, {"suc_khoe"}),
        (
            {"name": "Đăng ký thành lập hộ", "field": "Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)"},
            {"viec_lam"},
        ),
        ({"name": "Việc gì đó", "field": "Khác", "groups": ("Khai tử",)}, {"nguoi_mat"}),
        ({"name": "Khai báo", "field": "Khác; Nghĩa vụ quân sự"}, {"cu_tru"}),
        ({"name": "Đăng ký khai sinh", "subjects": ("Doanh nghiệp",)}, set()),
        ({"name": "Đăng ký khai sinh", "internal": True}, set()),
        ({"name": "Cấp phép hàng hải", "field": "Hàng hải"}, set()),
    ],
)
def test_which_situations_lead_to_a_procedure(changes: dict[str, Any], keys: set[str]) -> None:
    assert events(**changes) == keys


def test_the_ten_situations_of_home() -> None:
    found: tuple[LifeEvent, ...] = life_events()
    assert [event.name for event in found] == [
        "Cư trú và giấy tờ tùy thân",
        "Căn cước và VNeID",
        "Có con nhỏ",
        "Hôn nhân và gia đình",
        "Nhà ở, đất đai, điện lực",
        "Sức khỏe và y tế",
        "Hưu trí, trợ cấp",
        "Việc làm, kinh doanh",
        "Sao y, chứng thực",
        "Người thân qua đời",
    ]
    assert all(event.first and event.icon for event in found)


def test_situations_of_another_shape_are_refused(tmp_path: Path) -> None:
    for number, text in enumerate(("[]", "events: 7", "events: [{key: x}]")):
        file = tmp_path / f"{number}.yaml"
        file.write_text(text, "utf-8")
        with pytest.raises(KioskError, match="not a list of life events"):
            life_events(file)
