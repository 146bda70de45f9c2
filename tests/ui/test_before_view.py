"""«Trước khi bắt đầu»: where the day stands on which a result can be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kiosk.library import Opened
from kiosk.procedures.model import Fact
from tests.guides.walking import guide
from tests.kiosk.service_point import RESIDENCE
from ui.before_view import derive

if TYPE_CHECKING:
    from ui.viewmodels.rows import FactRow

DAY = "Chậm nhất thứ Năm, 26/11/2026, nếu cán bộ tiếp nhận hôm nay."
FEE = Fact("Lệ phí", "Không phải nộp", icon="money")
DESK = "Cán bộ báo ngày hẹn khi tiếp nhận."


def rows(*facts: Fact, due: str = DAY) -> list[FactRow]:
    told = Opened(replace(guide(RESIDENCE), before=facts, sources={}))
    return list(derive(told, {}, date(2026, 11, 20), due)[1])


def time(text: str) -> Fact:
    return Fact("Thời hạn", text, icon="clock")


def test_the_day_goes_before_how_long_it_takes() -> None:
    shown = rows(time("khoảng 3 ngày làm việc"), FEE)
    assert [row.text for row in shown] == [f"{DAY} Khoảng 3 ngày làm việc", FEE.text]


def test_beside_several_times_it_has_a_card_of_its_own() -> None:
    shown = rows(FEE, time("3 ngày"), time("Gửi bưu chính: 5 ngày"))
    assert [row.text for row in shown] == [FEE.text, DAY, "3 ngày", "Gửi bưu chính: 5 ngày"]
    assert (shown[1].title, shown[1].note) == ("Ngày có kết quả", "")
    unsure = rows(*(replace(time(text), unsure=True) for text in ("3 ngày", "Gửi bưu chính: 5 ngày")))
    assert {row.note for row in unsure} == {"Cán bộ sẽ xác nhận lại điều này."}


def test_without_a_time_it_comes_last() -> None:
    assert [row.text for row in rows(FEE)] == [FEE.text, DAY]


def test_what_is_said_already_is_not_said_again() -> None:
    shown = rows(time(f"Chưa ghi rõ. {DESK}"), due=DESK)
    assert [row.text for row in shown] == [f"Chưa ghi rõ. {DESK}"]
    assert [row.text for row in rows(FEE, due="")] == [FEE.text]
