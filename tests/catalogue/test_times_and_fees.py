"""Times and fees: what the portal's numbers and words agree on, and nothing that they don't."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.model import Duration, FeeRow, Method
from tests.catalogue.portal_rows import detailed, fee, method, read_one, time

BY_PROVINCE = "Mức lệ phí cụ thể do Hội đồng nhân dân cấp tỉnh quyết định. Miễn lệ phí cho người thuộc hộ nghèo."


def taken(folder: Path, **changes: Any) -> tuple[Method, dict[str, int]]:
    cases = changes.pop("cases", [])
    procedure, oddities = read_one(folder, detailed(executionMethods=[method(**changes)], cases=cases))
    (only,) = procedure.methods
    return only, oddities


@pytest.mark.parametrize(
    ("given", "duration"),
    [
        ({"quantity": 7}, Duration(7, "working_day")),
        ({"quantity": "7,5"}, Duration(7.5, "working_day")),
        ({"quantity": 15, "unit": "ngày"}, Duration(15, "day")),
        ({"quantity": 2, "unit": "HOUR"}, Duration(2, "hour")),
        ({"quantity": 1, "unit": "OTHER", "cases": [time(1), time(1)]}, Duration(1, "working_day")),
        (
            {"quantity": 1, "unit": "OTHER", "cases": [time(5), time(2, "DAY")]},
            Duration(None, "other", "Tùy trường hợp: 5 ngày làm việc; 2 ngày"),
        ),
        ({"quantity": 3, "unit": "OTHER"}, Duration(3, "other")),
        (
            {"quantity": "Theo mô tả", "unit": "OTHER", "description": "Nộp tại xã. Không quá 08 ngày làm việc."},
            Duration(8, "working_day", "Không quá 08 ngày làm việc."),
        ),
        (
            {"quantity": "Thực hiện trong ngày làm việc nhận được hồ sơ", "unit": "OTHER"},
            Duration(None, "other", "Thực hiện trong ngày làm việc nhận được hồ sơ"),
        ),
        (
            {"quantity": "Không quá 15 ngày, ngoài ra 3 tháng", "unit": "OTHER"},
            Duration(None, "other", "Không quá 15 ngày, ngoài ra 3 tháng"),
        ),
    ],
)
def test_a_time(tmp_path: Path, given: dict[str, Any], duration: Duration) -> None:
    only, _ = taken(tmp_path, **given)
    assert only.duration == duration


@pytest.mark.parametrize("quantity", [None, -3, 0, 10**9, "", [], True])
def test_a_time_that_cannot_be_is_left_to_the_words(tmp_path: Path, quantity: Any) -> None:
    only, oddities = taken(tmp_path, quantity=quantity, description="Trong thời hạn 03 ngày làm việc.")
    assert only.duration == Duration(3, "working_day", "Trong thời hạn 03 ngày làm việc.")
    assert oddities["time_mended"] == 1


def test_a_time_that_contradicts_its_words_is_told_with_them(tmp_path: Path) -> None:
    only, oddities = taken(tmp_path, quantity=17, description="Xã miền núi không quá 20 ngày làm việc. Giờ hành chính.")
    assert only.duration == Duration(17, "working_day", "Xã miền núi không quá 20 ngày làm việc.")
    assert oddities["time_contradicts_text"] == 1


def test_opening_hours_and_laws_are_no_times(tmp_path: Path) -> None:
    only, oddities = taken(
        tmp_path, description="Giờ hành chính từ thứ 2 đến thứ 6. Thông tư ngày 15 tháng 11 năm 2016."
    )
    assert only.duration == Duration(3, "working_day")
    assert "time_contradicts_text" not in oddities


@pytest.mark.parametrize(
    ("row", "amount", "oddity"),
    [
        (fee(8000), 8000, ""),
        (fee(20000, "20.000 đồng/lần"), 20000, ""),
        (fee(0, "Miễn lệ phí. Phí cấp bản sao (nếu có) theo Thông tư 281."), 0, ""),
        (fee(0, "Không thu phí"), 0, ""),
        (fee(0, "(Không)"), 0, ""),
        (fee(0), None, "fee_zero"),
        (fee(0, BY_PROVINCE), None, "fee_zero"),
        (fee(0, "Miễn lệ phí cho người thuộc hộ nghèo"), None, "fee_zero"),
        (fee(0, "Chưa quy định."), None, "fee_zero"),
        (fee(0, "Không quá 50.000 đồng"), None, "fee_zero"),
        (fee(None, "Do Hội đồng nhân dân tỉnh quy định"), None, "fee_missing"),
        (fee(5000, "Nộp trực tuyến thu 7.000 đồng/lần"), None, "fee_contradicts_text"),
        (fee(2000, "2.000 đồng/trang; từ trang thứ 3 thu 1.000 đồng"), None, "fee_several"),
        (fee(50000, "50.000 đồng/thẻ; từ 01/7/2025 bằng 50% mức thu nêu trên"), None, "fee_reduced"),
        (fee(10, "/bản"), None, "fee_implausible"),
        (fee(90), None, "fee_implausible"),
        (fee(10, "10 USD/bản"), None, "fee_foreign"),
        (fee(150000, currencyName="USD"), None, "fee_foreign"),
        (fee(10**15), None, "fee_missing"),
        (fee(1000.5), None, "fee_implausible"),
        (fee("8000"), 8000, ""),
    ],
)
def test_a_fee_is_sure_or_told_at_the_desk(tmp_path: Path, row: Any, amount: int | None, oddity: str) -> None:
    only, oddities = taken(tmp_path, fees=[row])
    assert [one.amount for one in only.fees] == [amount]
    assert {kind for kind in oddities if kind.startswith("fee_")} == ({oddity} if oddity else set())


def test_who_need_not_pay_is_not_what_is_paid_for(tmp_path: Path) -> None:
    text = "Trường hợp công dân thuộc diện được miễn phí thì xuất trình giấy tờ chứng minh."
    only, oddities = taken(tmp_path, fees=[fee(20000, text)])
    assert only.fees == (FeeRow(20000, "", "fee", text),)
    assert oddities["fee_text_is_exemption"] == 1


def test_a_fee_whose_rule_stands_in_the_description(tmp_path: Path) -> None:
    rule = "2.000 đồng/trang; từ trang thứ 3 thu 1.000 đồng/trang, tối đa 200.000 đồng/bản."
    only, _ = taken(tmp_path, unit="OTHER", quantity="", description=rule, fees=[fee(2000, "/trang")])
    assert only.fees == (FeeRow(None, rule, "fee"),)
    assert only.duration == Duration(None, "other")


def test_the_same_way_or_fee_twice_is_kept_once(tmp_path: Path) -> None:
    twice = method(fees=[fee(8000), fee(8000)])
    procedure, oddities = read_one(tmp_path, detailed(executionMethods=[twice, twice]))
    assert [len(one.fees) for one in procedure.methods] == [1]
    assert oddities["method_duplicate"] == 1


def test_words_that_the_portal_did_not_have_before_are_told(tmp_path: Path) -> None:
    strange = [method("DRONE"), method(unit="FORTNIGHT"), method(fees=[fee(8000, type="TIP")])]
    procedure, oddities = read_one(tmp_path, detailed(executionMethods=strange, state="NEW", type="ODD"))
    assert [one.channel for one in procedure.methods] == ["direct", "direct"]
    assert procedure.state == "active"
    assert oddities["unknown_word"] == 5
