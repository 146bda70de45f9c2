"""When a result can be had: reckoned from the first moment an officer can accept, and said as far as it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from kiosk.clock import HANOI
from kiosk.expectation import in_full, when_due
from kiosk.office import office_of
from kiosk.procedures.context import Context, Office
from kiosk.procedures.deadline import Swap, VietnamCalendar
from kiosk.procedures.model import Deadline, Guide
from kiosk.procedures.wizard import Expected, start
from tests.guides.walking import guide
from tests.kiosk.service_point import BIRTH, RESIDENCE, offline_config
from tests.procedures.samples import begin, give, small

SWAP = VietnamCalendar((Swap(works=date(2026, 11, 28), off=date(2026, 11, 30)),))
TEXT = "3 ngày làm việc từ khi Công an tiếp nhận hồ sơ."


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Open from 7:30 to 17:00."""
    return office_of(offline_config(tmp_path_factory.getbasetemp()))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def expected(told: Guide, now: datetime, office: Office, calendar: VietnamCalendar | None = None) -> Expected:
    context = Context(now.date(), office, calendar or VietnamCalendar())
    found = start(told, context).expected(now)
    assert found is not None
    return found


def with_deadline(**changed: object) -> Guide:
    one = Deadline(TEXT, 3)
    return replace(guide(RESIDENCE), deadlines=(replace(one, **changed),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-20 09:00", "Chậm nhất thứ Năm, 26/11/2026, nếu cán bộ tiếp nhận hôm nay."),
        ("2026-11-20 17:00", "Chậm nhất thứ Sáu, 27/11/2026, nếu cán bộ tiếp nhận vào thứ Hai, 23/11/2026."),
        ("2026-11-20 06:00", "Chậm nhất thứ Năm, 26/11/2026, nếu cán bộ tiếp nhận hôm nay."),
        ("2026-11-24 09:00", "Chậm nhất thứ Hai, 30/11/2026, nếu cán bộ tiếp nhận vào thứ Tư, 25/11/2026."),
    ],
)
def test_it_is_reckoned_from_when_an_officer_can_accept(now: str, said: str, office: Office) -> None:
    assert when_due(expected(guide(RESIDENCE), at(now), office), at(now)) == said


def test_a_swapped_day_moves_it(office: Office) -> None:
    now = at("2026-11-24 09:00")
    assert "thứ Bảy, 28/11/2026" in when_due(expected(guide(RESIDENCE), now, office, SWAP), now)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-23 09:00", "Chậm nhất thứ Hai, 23/11/2026, nếu cán bộ tiếp nhận hôm nay trước 15 giờ."),
        ("2026-11-23 15:00", "Chậm nhất thứ Tư, 25/11/2026, nếu cán bộ tiếp nhận hôm nay."),
        ("2026-11-23 18:00", "Chậm nhất thứ Tư, 25/11/2026, nếu cán bộ tiếp nhận vào thứ Tư, 25/11/2026 trước 15 giờ."),
    ],
)
def test_the_hour_from_which_the_next_day_counts_is_told(now: str, said: str, office: Office) -> None:
    assert when_due(expected(guide(BIRTH), at(now), office), at(now)) == said


def test_without_hours_an_officer_is_taken_to_accept_now() -> None:
    now = at("2026-11-20 22:00")
    assert expected(guide(RESIDENCE), now, Office("Phường Lê Chân")).accepted_at == now


def test_in_full_the_limit_stands_beside_the_day_and_what_is_not_sure_is_marked(office: Office) -> None:
    now = at("2026-11-20 09:00")
    day = "Chậm nhất thứ Năm, 26/11/2026, nếu cán bộ tiếp nhận hôm nay."
    assert in_full(expected(guide(RESIDENCE), now, office), now) == f"{day} {TEXT}"
    unsure = expected(with_deadline(text="3 ngày", unsure=True), now, office)
    assert in_full(unsure, now) == f"{day} 3 ngày. Cán bộ sẽ xác nhận lại điều này."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theo quy định của tỉnh", "Cán bộ báo ngày hẹn khi tiếp nhận. Theo quy định của tỉnh."),
        ("Chưa ghi rõ. Cán bộ báo ngày hẹn khi tiếp nhận.", "Chưa ghi rõ. Cán bộ báo ngày hẹn khi tiếp nhận."),
    ],
)
def test_where_no_day_can_be_known_it_says_who_tells_it(text: str, said: str, office: Office) -> None:
    now = at("2026-11-20 09:00")
    found = expected(with_deadline(text=text, amount=None), now, office)
    assert found.due is None
    assert in_full(found, now) == said


def test_nothing_is_said_while_it_hangs_on_what_is_not_answered() -> None:
    now = at("2026-11-23 09:00")
    assert begin().expected(now) is None
    far = give(begin(), case__kind="parent", case__true=["far"]).expected(now)
    assert far is not None
    assert far.due == date(2026, 11, 27)
    alike = replace(small(), deadlines=tuple(replace(each, amount=3, same_day_before=0) for each in small().deadlines))
    found = begin(alike).expected(now)
    assert found is not None  # whichever of the two holds
    assert found.due == date(2026, 11, 27)


def test_where_perhaps_no_limit_holds_none_is_said() -> None:
    perhaps = replace(small(), deadlines=small().deadlines[:1])
    assert begin(perhaps).expected(at("2026-11-23 09:00")) is None
    assert begin(replace(small(), deadlines=())).expected(at("2026-11-23 09:00")) is None
