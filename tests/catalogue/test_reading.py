"""Rows and details become procedures: heads, levels, states, merging by code, and what a page as text says."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.portal.levels import level_of
from kiosk.catalogue.portal.names import in_capitals, lowered, short_name
from tests.catalogue.portal_rows import detailed, enveloped, listed, method, read, read_one

NEWER = 1_790_000_000_000


@pytest.mark.parametrize(
    ("official", "name"),
    [
        ("Thủ tục đăng ký kết hôn", "Đăng ký kết hôn"),
        ("THỦ TỤC CẤP GIẤY", "CẤP GIẤY"),
        ("Thủ tục hành chính: cấp thẻ", "Cấp thẻ"),
        ("Thủ tục hải quan đối với hàng hóa", "Thủ tục hải quan đối với hàng hóa"),
        ("Thủ tục, hồ sơ hỗ trợ kinh phí", "Thủ tục, hồ sơ hỗ trợ kinh phí"),
        ("Cấp Bằng “Tổ quốc ghi công”", "Cấp Bằng “Tổ quốc ghi công”"),
        ("Hòa giải tranh chấp đất đai (1) Trình tự thực hiện:", "Hòa giải tranh chấp đất đai"),
        ("Thủ tục ABC", "Thủ tục ABC"),
    ],
)
def test_a_name_without_what_stands_before_it(official: str, name: str) -> None:
    assert short_name(official) == name


def test_capitals_are_lowered_and_names_keep_theirs() -> None:
    assert in_capitals("CẤP THẺ BHYT Ở VIỆT NAM")
    assert not in_capitals("ABTC")
    assert lowered("CẤP THẺ BHYT Ở VIỆT NAM") == "Cấp thẻ BHYT ở Việt Nam"


@pytest.mark.parametrize(
    ("agencies", "name", "level"),
    [
        (["Sở Tư pháp", "Ủy ban nhân dân cấp xã"], "", "commune"),
        (["Công an cấp Xã"], "", "commune"),
        (["Ban chỉ huy quân sự cấp Xã"], "", "commune"),
        (["Chi nhánh Văn phòng đăng ký đất đai Chư Sê - tỉnh Gia Lai"], "", "province"),
        (["Sở Nội Vụ"], "", "province"),
        (["Thuế cơ sở"], "", "province"),
        (["Bộ Tài chính"], "", "ministry"),
        (["Cục Viễn thông"], "", "ministry"),
        (["Cơ quan đại diện Việt Nam ở nước ngoài"], "", "ministry"),
        ([], "Cấp thẻ (thực hiện tại cấp xã)", "commune"),
        ([], "Cấp thẻ bảo hiểm y tế (thực hiện tại cấp trung ương)", "ministry"),
        (["Cơ sở giáo dục"], "Chuyển trường", "unknown"),
    ],
)
def test_the_lowest_level_that_is_named(agencies: list[str], name: str, level: str) -> None:
    assert level_of(agencies, name) == level


def test_flags_of_a_detail_say_its_level(tmp_path: Path) -> None:
    procedure, _ = read_one(tmp_path, detailed(isWard=False, isProvince=True, departmentsExecuting=[]))
    assert procedure.level == "province"


@pytest.mark.parametrize(
    ("word", "state"),
    [("ACTIVE", "active"), ("UPDATED", "updated"), ("SUSPENDED", "suspended"), ("REPLACED", "replaced")],
)
def test_states(tmp_path: Path, word: str, state: str) -> None:
    procedure, _ = read_one(tmp_path, listed(state=word))
    assert procedure.state == state


def test_a_row_and_its_detail_are_one_procedure(tmp_path: Path) -> None:
    row = listed(departmentPromulgate="Bộ Công an", formalityTargetType=["Người nước ngoài"], categories=["Cư trú"])
    whole = enveloped(subjectTypesDetails=[], categoriesDetails=[], departmentsExecuting=[], isWard=False)
    procedure, oddities = read_one(tmp_path, row, whole)
    assert procedure.detailed
    assert procedure.promulgator == "Bộ Công an"
    assert procedure.subjects == ("Người nước ngoài",)
    assert procedure.field == "Cư trú"
    assert procedure.agencies == ("Ủy ban nhân dân cấp xã",)
    assert procedure.level == "commune"
    assert "duplicate" not in oddities


def test_the_newest_detail_wins_wherever_it_stands(tmp_path: Path) -> None:
    rows = [detailed(name="Cấp giấy cũ"), detailed(name="Cấp giấy mới", updatedAt=NEWER), detailed(name="Cấp giấy cũ")]
    procedure, oddities = read_one(tmp_path, *rows)
    assert procedure.name == "Cấp giấy mới"
    assert oddities["duplicate"] == 2


def test_of_equals_the_last_wins(tmp_path: Path) -> None:
    procedure, _ = read_one(tmp_path, listed(name="Cấp giấy một"), listed(name="Cấp giấy hai"))
    assert procedure.name == "Cấp giấy hai"


def test_what_did_not_win_is_not_in_the_report(tmp_path: Path) -> None:
    _, oddities = read_one(tmp_path, detailed(name="Cấp\u00a0giấy"), detailed(name="Cấp giấy", updatedAt=NEWER))
    assert "nbsp" not in oddities


def test_one_code_with_spaces_and_without_may_be_two_procedures(tmp_path: Path) -> None:
    found, report = read(tmp_path, listed(" 1.000001", "Hỗ trợ tư vấn"), listed("1.000001", "Chương trình công tác"))
    assert {code: one.name for code, one in found.items()} == {
        "1.000001": "Chương trình công tác",
        "1.000001-2": "Hỗ trợ tư vấn",
    }
    assert report.counts()["code_clash"] == 1


def test_a_code_with_spaces_alone_is_mended(tmp_path: Path) -> None:
    procedure, oddities = read_one(tmp_path, listed(" 1.000001"))
    assert procedure.code == "1.000001"
    assert oddities["code_mended"] == 1


def test_a_code_marked_as_deleted_is_expired(tmp_path: Path) -> None:
    procedure, oddities = read_one(tmp_path, listed("1.014955-Xoa"))
    assert procedure.state == "expired"
    assert oddities["code_marked_deleted"] == 1


@pytest.mark.parametrize("code", ["C08_XPHCDB", "2.009182739", "1.0133611"])
def test_codes_of_an_unusual_form_are_kept(tmp_path: Path, code: str) -> None:
    procedure, oddities = read_one(tmp_path, listed(code))
    assert procedure.code == code
    assert oddities["code_unusual"] == 1


@pytest.mark.parametrize("code", [None, "", "  ", "../../etc/passwd", "1.0 0001", "x" * 40, 7, []])
def test_a_row_without_a_usable_code_is_left_out_and_told(tmp_path: Path, code: Any) -> None:
    found, report = read(tmp_path, listed() | {"code": code}, listed("1.000002"))
    assert [*found] in (["1.000002"], ["1.000002", "7"])
    assert ("no_code" in report.counts()) != ("7" in found)


def test_a_row_without_a_name_is_left_out_and_told(tmp_path: Path) -> None:
    found, report = read(tmp_path, listed(name=" \u00a0"))
    assert found == {}
    assert report.counts()["no_name"] == 1


def test_steps_go_by_their_numbers_and_say_a_thing_once(tmp_path: Path) -> None:
    steps = [
        {"name": "Bước 2:", "description": "Kiểm tra."},
        {"name": "Bước 1: Nộp hồ sơ", "description": "Bước 1: Nộp hồ sơ tại xã."},
    ]
    procedure, _ = read_one(tmp_path, detailed(executionSteps=steps))
    assert procedure.steps == ("Bước 1: Nộp hồ sơ tại xã.", "Bước 2:\nKiểm tra.")


def test_legal_bases_with_their_numbers_once(tmp_path: Path) -> None:
    bases = [
        {"code": "104/2022/NĐ-CP", "name": "Nghị định số 104/2022/NĐ-CP"},
        {"code": "60/2014/QH13 ", "name": "Luật Hộ tịch"},
        {"code": "60/2014/QH13", "name": "Luật Hộ tịch"},
    ]
    procedure, _ = read_one(tmp_path, detailed(legalBasisesDetails=bases))
    assert procedure.legal_bases == ("Nghị định số 104/2022/NĐ-CP", "Luật Hộ tịch (60/2014/QH13)")


def test_what_says_nothing_is_nothing(tmp_path: Path) -> None:
    procedure, _ = read_one(tmp_path, detailed(requirementsAndConditions="Không quy định.", note="- Thuộc quy hoạch"))
    assert procedure.requirements == ""
    assert procedure.note == "- Thuộc quy hoạch"


@pytest.mark.parametrize(
    ("text", "must"),
    [
        ("Bước 4: Tiến hành thu nhận vân tay, chụp ảnh khuôn mặt và thu nhận ảnh mống mắt của công dân.", True),
        ("Xác thực ảnh khuôn mặt, vân tay của công dân đến làm thủ tục.", True),
        ("Công dân thu nhận ảnh khuôn mặt thông qua thiết bị số.", False),
        ("Không thu nhận vân tay đối với người dưới 6 tuổi.", False),
        ("Hai bên nam, nữ phải có mặt khi nhận kết quả.", False),
        ("Nộp 02 ảnh chân dung.", False),
    ],
)
def test_who_must_come_in_person(tmp_path: Path, text: str, *, must: bool) -> None:
    procedure, _ = read_one(tmp_path, detailed(executionSteps=[{"name": "", "description": text}]))
    assert procedure.in_person is must


def test_without_a_way_online_it_is_not_filed_online(tmp_path: Path) -> None:
    assert read_one(tmp_path, detailed(executionMethods=[method()]))[0].offline_only
    assert not read_one(tmp_path, detailed())[0].offline_only
    assert read_one(tmp_path, detailed(isOfflineOnly=True))[0].offline_only


PAGE = """Chi tiết thủ tục hành chính
Mã thủ tục: 1.000001
Số quyết định: 1/QĐ-BTP
Tên thủ tục: Thủ tục cấp giấy mẫu
Cấp thực hiện: Cấp Xã
Loại thủ tục: OTHER
Lĩnh vực: Hộ tịch
Trình tự thực hiện:
    Bước 1: Nộp hồ sơ.
    Mô tả: không phải mục mới.

Cách thức thực hiện:
  * Hình thức nộp: DIRECT
    Thời hạn giải quyết: 3 WORKING_DAY
    Phí, lệ phí: 8000 VNĐ (8.000 đồng/bản
    mỗi bản)
    Mô tả: Nộp tại xã.
Thời hạn giải quyết: không phải mục mới.
  * Hình thức nộp: ONLINE
    Thời hạn giải quyết: Trong ngày
    Phí, lệ phí: Không có thông tin

Thành phần hồ sơ:
  [ * Giấy tờ phải nộp: ]
    - Tờ khai
      hai dòng
      Số lượng: Bản chính: 1, Bản sao: 2
  [ * Lưu ý: ]
    - Mang bản chính
      Số lượng: Bản chính: 0, Bản sao: 0

Đối tượng thực hiện: Công dân Việt Nam, Tổ chức (không bao gồm doanh nghiệp, HTX)
Cơ quan thực hiện: Ủy ban nhân dân cấp xã
Cơ quan có thẩm quyền: Không có thông tin
Địa chỉ tiếp nhận HS: Không có thông tin
Cơ quan được ủy quyền: Không có thông tin
Cơ quan phối hợp: Không có thông tin
Kết quả thực hiện: Giấy mẫu
Căn cứ pháp lý:
  * Luật Hộ tịch (60/2014/QH13)
  * Nghị định mẫu (1/2026/NĐ-CP)

Yêu cầu, điều kiện thực hiện: Không có thông tin
Từ khóa: Không có thông tin
Mô tả: Không có thông tin"""


def test_a_page_as_text_says_the_same_as_a_detail(tmp_path: Path) -> None:
    procedure, _ = read_one(tmp_path, {"code": "1.000001", "text": PAGE})
    assert (procedure.name, procedure.level, procedure.field) == ("Cấp giấy mẫu", "commune", "Hộ tịch")
    assert procedure.subjects == ("Công dân Việt Nam", "Tổ chức (không bao gồm doanh nghiệp, HTX)")
    direct, online = procedure.methods
    assert (direct.duration.quantity, direct.fees[0].amount) == (3, 8000)
    assert direct.text.endswith("không phải mục mới.")
    assert (online.duration.text, online.fees) == ("Trong ngày", ())
    (case,) = procedure.cases
    assert [(one.name, one.originals, one.copies) for one in case.components] == [("Tờ khai hai dòng", 1, 2)]
    assert case.notes == ("Mang bản chính",)
    assert len(procedure.legal_bases) == 2


def test_a_detail_counts_more_than_a_page_and_a_page_more_than_a_row(tmp_path: Path) -> None:
    page = {"code": "1.000001", "text": PAGE}
    assert read_one(tmp_path, detailed(name="Cấp giấy khác"), page)[0].name == "Cấp giấy khác"
    assert read_one(tmp_path, page, listed())[0].detailed


def test_a_page_that_is_none_is_left_out(tmp_path: Path) -> None:
    found, report = read(tmp_path, {"code": "1.000001", "text": "xin chào"}, {"text": "\nMã thủ tục: x"})
    assert found == {}
    assert report.counts()["no_name"] == 2
