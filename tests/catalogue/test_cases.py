"""Groups of documents become cases, headings, additions and notes; parts find their parents; the form comes first."""

from pathlib import Path
from typing import Any

from kiosk.catalogue.model import Case, Procedure
from kiosk.catalogue.portal.cases import OTHER_CASE
from tests.catalogue.portal_rows import component, detailed, group, read_one, time


def taken(folder: Path, *groups: Any, **changes: Any) -> tuple[Procedure, dict[str, int]]:
    return read_one(folder, detailed(executionCases=list(groups), **changes))


def names(case: Case) -> list[str]:
    return [one.name for one in case.components]


def test_what_stands_in_no_case_counts_for_all_and_headings_are_no_cases(tmp_path: Path) -> None:
    procedure, oddities = taken(
        tmp_path,
        group("* Giấy tờ phải nộp:", "- Giấy chứng sinh;"),
        group("* Giấy tờ phải xuất trình:", "- Hộ chiếu hoặc thẻ căn cước"),
        group("* Lưu ý :", component("- Người tiếp nhận có trách nhiệm", 0)),
        group("", "- Tờ khai theo mẫu"),
    )
    (case,) = procedure.cases
    assert case.name == ""
    assert [(one.name, one.purpose) for one in case.components] == [
        ("Tờ khai theo mẫu", "submit"),
        ("Giấy chứng sinh", "submit"),
        ("Hộ chiếu hoặc thẻ căn cước", "show"),
    ]
    assert case.notes == ("Người tiếp nhận có trách nhiệm",)
    assert oddities["case_heading"] == 2
    assert oddities["note_row"] == 1


def test_whose_dossier_it_is_stays_over_its_documents(tmp_path: Path) -> None:
    procedure, _ = taken(
        tmp_path,
        group("Giấy tờ phải nộp (Hồ sơ của người nhận con nuôi)", "Đơn xin nhận con nuôi"),
        group("Giấy tờ phải nộp (Hồ sơ của trẻ)", "Giấy khai sinh"),
    )
    (case,) = procedure.cases
    assert [one.heading for one in case.components] == ["Hồ sơ của người nhận con nuôi", "Hồ sơ của trẻ"]


def test_cases_take_what_counts_for_all_and_there_is_one_for_the_others(tmp_path: Path) -> None:
    procedure, _ = taken(
        tmp_path,
        group("b) Đối với nhà thuê:", "Hợp đồng thuê"),
        group("a) Đối với nhà của mình, hồ sơ gồm:", "Giấy tờ nhà"),
        group("", "Tờ khai"),
    )
    assert [(case.name, names(case)) for case in procedure.cases] == [
        ("Đối với nhà của mình", ["Tờ khai", "Giấy tờ nhà"]),
        ("Đối với nhà thuê", ["Tờ khai", "Hợp đồng thuê"]),
        (OTHER_CASE, ["Tờ khai"]),
    ]


def test_a_group_of_further_documents_is_asked(tmp_path: Path) -> None:
    procedure, oddities = taken(
        tmp_path, group("", "Đơn đề nghị"), group("Đối với giao rừng thì phải có thêm các tài liệu sau", "Báo cáo rừng")
    )
    (case,) = procedure.cases
    assert [(one.name, one.conditional) for one in case.components] == [("Đơn đề nghị", False), ("Báo cáo rừng", True)]
    assert oddities["case_added"] == 1


def test_one_case_beside_common_documents_is_an_addition(tmp_path: Path) -> None:
    procedure, _ = taken(tmp_path, group("", "Đơn đề nghị"), group("Đối với điểm g khoản 1:", "Bản trích lục"))
    (case,) = procedure.cases
    assert [(one.heading, one.conditional) for one in case.components] == [
        ("", False),
        ("Đối với điểm g khoản 1", True),
    ]


def test_two_cases_of_one_name_are_joined_and_what_is_not_in_both_is_asked(tmp_path: Path) -> None:
    procedure, oddities = taken(
        tmp_path,
        group("Nhà của mình", "Giấy xe", "Giấy đậu đỗ"),
        group("Nhà thuê", "Hợp đồng"),
        group("Nhà của mình ", "Tờ khai CT01", "Giấy tờ nhà", "Giấy xe"),
    )
    first, _ = procedure.cases
    assert [(one.name, one.conditional) for one in first.components] == [
        ("Tờ khai CT01", False),
        ("Giấy xe", False),
        ("Giấy đậu đỗ", True),
        ("Giấy tờ nhà", True),
    ]
    assert oddities["case_duplicate"] == 1
    assert oddities["form_in_some_cases"] == 1


def test_a_part_goes_back_under_the_only_parent(tmp_path: Path) -> None:
    procedure, oddities = taken(
        tmp_path,
        group("", "+ Báo cáo khảo sát", "+ Bản vẽ", component("- Các tài liệu sau, bao gồm:", 0), "Đơn đề nghị"),
    )
    (case,) = procedure.cases
    assert names(case) == ["Đơn đề nghị", "Các tài liệu sau, bao gồm:"]
    assert case.components[1].details == ("Báo cáo khảo sát", "Bản vẽ")
    assert case.components[1].originals == 1
    assert oddities["part_joined"] == 2


def test_of_several_parents_the_words_decide_or_nobody(tmp_path: Path) -> None:
    naming = "việc xác định họ, dân tộc, đặt tên cho trẻ"
    procedure, oddities = taken(
        tmp_path,
        group(
            "Lưu ý",
            component("+ Việc xác định họ, dân tộc, đặt tên cho trẻ phải phù hợp", 0),
            component("+ Bản chụp phải rõ nét", 0),
            component(f"- Đối với {naming}:", 0),
            component("- Đối với giấy tờ gửi trực tuyến:", 0),
        ),
    )
    (case,) = procedure.cases
    assert case.notes == (
        "Bản chụp phải rõ nét",
        f"Đối với {naming}:\n+ Việc xác định họ, dân tộc, đặt tên cho trẻ phải phù hợp",
        "Đối với giấy tờ gửi trực tuyến:",
    )
    assert (oddities["part_joined"], oddities["part_loose"]) == (1, 1)


def test_a_note_with_a_quantity_is_a_note(tmp_path: Path) -> None:
    procedure, oddities = taken(
        tmp_path, group("", "Tờ khai", component("Lưu ý:- Nộp trực tiếp thì mang bản chính", 1, 1))
    )
    (case,) = procedure.cases
    assert names(case) == ["Tờ khai"]
    assert case.notes == ("Nộp trực tiếp thì mang bản chính",)
    assert oddities["note_with_quantity"] == 1


def test_what_is_asked_in_some_situations_comes_last(tmp_path: Path) -> None:
    procedure, oddities = taken(
        tmp_path,
        group(
            "",
            "- Trường hợp ủy quyền thì có văn bản",
            "- Bản vẽ (nếu có)",
            "- Giấy chứng sinh; nếu không có thì cam đoan",
            "Đơn",
        ),
    )
    (case,) = procedure.cases
    assert [(one.name.split()[0], one.conditional) for one in case.components] == [
        ("Đơn", False),
        ("Giấy", False),
        ("Trường", True),
        ("Bản", True),
    ]
    assert oddities["order"] == 1


def test_numbered_documents_go_by_their_numbers(tmp_path: Path) -> None:
    procedure, _ = taken(tmp_path, group("", "2. Bản vẽ", "10. Ảnh", "1. Giấy tờ đất"))
    assert names(procedure.cases[0]) == ["Giấy tờ đất", "Bản vẽ", "Ảnh"]


def test_the_same_document_twice_is_asked_once(tmp_path: Path) -> None:
    procedure, oddities = taken(tmp_path, group("", component("- Đơn;", 1, 0), component("Đơn", 1, 2), "Ảnh"))
    assert [(one.name, one.copies) for one in procedure.cases[0].components] == [("Đơn", 2), ("Ảnh", 0)]
    assert oddities["document_duplicate"] == 1


def test_a_quantity_that_cannot_be_is_one(tmp_path: Path) -> None:
    procedure, oddities = taken(tmp_path, group("", component("Đơn", -1, 0), component("Ảnh", 1.5, 5000)))
    assert [(one.originals, one.copies) for one in procedure.cases[0].components] == [(1, 0), (1, 1)]
    assert oddities["quantity"] == 3


def test_empty_groups_and_no_documents_at_all_are_told(tmp_path: Path) -> None:
    procedure, oddities = taken(tmp_path, group(""), group("a) Trường hợp một"))
    assert procedure.cases == (Case("", (), ()),)
    assert (oddities["case_empty"], oddities["no_documents"]) == (1, 1)


def test_documents_that_stand_in_no_group_or_in_the_other_list_of_cases(tmp_path: Path) -> None:
    second = time(5) | {"profileComponents": [component("Ảnh")]}
    procedure, _ = taken(tmp_path, profileComponents=[component("Đơn")], cases=[second])
    assert {name for case in procedure.cases for name in names(case)} == {"Đơn", "Ảnh"}


def test_a_case_has_its_own_time(tmp_path: Path) -> None:
    groups = (group("Nhà thuê", "Hợp đồng"), group("Nhà của mình", "Giấy tờ nhà"))
    procedure, _ = taken(tmp_path, *groups, cases=[time(7, name="Nhà thuê"), time(3, name="Khác")])
    assert [case.duration and case.duration.quantity for case in procedure.cases] == [7, None]
    assert [one.name for one in procedure.times] == ["Nhà thuê", "Khác"]


def test_files_of_a_form_and_forms_on_screen(tmp_path: Path) -> None:
    row = component("Đơn", hasElectronicForm=True, attachments=[{"fileName": "Mẫu 1.docx"}, {"fileName": "Mẫu 2.docx"}])
    procedure, _ = taken(tmp_path, group("", row))
    (only,) = procedure.cases[0].components
    assert (only.form, only.electronic) == ("Mẫu 1.docx; Mẫu 2.docx", True)
