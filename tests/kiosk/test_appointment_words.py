"""Every standing of an appointment has its words; none claims more than the gateway signed."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product
from typing import get_args

import pytest

from kiosk.appointment import (
    Appointment,
    Cancelled,
    Confirmed,
    How,
    Moved,
    NotBooked,
    NotDone,
    Requested,
    Standing,
    Visit,
    Waiting,
)
from kiosk.appointment_words import words_for
from kiosk.clock import HANOI
from kiosk.sync.booking import Why
from offline_cache.bookings import Asked

NOW = datetime(2026, 11, 25, 8, 42, tzinfo=HANOI)
SOON = NOW + timedelta(days=1)
VISIT = Visit(SOON, 20, "cong-an", "Công an phường", "Tầng 1")
LATER = Visit(SOON + timedelta(days=1), 20, "cong-an", "Công an phường", "")
PAST = Visit(NOW - timedelta(hours=2), 20, "cong-an", "Công an phường", "Tầng 1")
NEAR = (SOON + timedelta(hours=1), SOON + timedelta(hours=2))

WAITINGS = tuple(
    Waiting(asked, NOW, how, None if asked == "cancel" else VISIT, None if asked == "cancel" else LATER)
    for asked, how in product(get_args(Asked), get_args(How))
)
STANDINGS: tuple[Standing, ...] = (
    *(Requested(waiting) for waiting in WAITINGS),
    Confirmed(VISIT),
    Confirmed(LATER, second_choice=True),
    Confirmed(PAST),
    Moved(VISIT, SOON),
    *(NotBooked(why, near, kept) for why in get_args(Why) for near in ((), NEAR) for kept in (None, VISIT)),
    *(Cancelled(was, by, NEAR) for was in (None, SOON) for by in ("resident", "office", "withdrawn")),
    *(NotDone("move", why, kept) for why in get_args(Why) for kept in (None, VISIT)),
)


@pytest.mark.parametrize("standing", STANDINGS, ids=lambda standing: type(standing).__name__)
def test_words_are_whole_and_claim_no_more_than_stands(standing: Standing) -> None:
    for waiting in (None, *WAITINGS):
        check_words(Appointment("K7F3-29QD-4M", "3.000228", standing, waiting))


def check_words(appointment: Appointment) -> None:
    words = words_for(appointment, NOW)
    said = " ".join((words.title, *words.lines, words.slip, words.slip_note))
    assert "{" not in said
    assert "  " not in said
    assert all(line and line == line.strip() for line in words.lines)
    assert words.lines
    stands = appointment.stands(NOW)
    if words.slip.endswith("ĐÃ XÁC NHẬN") or words.look == "confirmed":
        assert stands
    if not stands:
        assert "giấy tờ gốc" not in said
    else:
        assert "chưa phải lịch hẹn" not in said
    if appointment.last_asked is not None:
        assert words.look in {"waiting", "attention"}
        assert "xác nhận lịch hẹn" not in words.title


def test_a_visit_that_stands_is_always_said() -> None:
    for standing in STANDINGS:
        appointment = Appointment("K7F3-29QD-4M", "3.000228", standing, None)
        if appointment.stands(NOW):
            assert "26/11/2026" in " ".join(words_for(appointment, NOW).lines) or standing == Confirmed(LATER, True)


def test_what_was_asked_for_and_passed_is_said_at_once() -> None:
    missed = Appointment("K", "1", Requested(Waiting("book", NOW, "waiting", PAST)))
    assert words_for(missed, NOW).title == "Giờ đã xin qua mất"
    with_second = Appointment("K", "1", Requested(Waiting("book", NOW, "waiting", PAST, VISIT)))
    assert words_for(with_second, NOW).title == "Yêu cầu đặt lịch, chờ xác nhận"
    kept = Appointment("K", "1", Confirmed(VISIT), Waiting("move", NOW, "waiting", PAST))
    assert words_for(kept, NOW).lines[-1].startswith("Lịch đang giữ vẫn còn")


def test_what_may_be_changed() -> None:
    assert Appointment("K", "1", Confirmed(VISIT)).may_change(NOW)
    assert not Appointment("K", "1", Confirmed(PAST)).may_change(NOW)
    assert Appointment("K", "1", Requested(WAITINGS[0])).may_change(NOW)
    assert not Appointment("K", "1", Cancelled(SOON, "resident")).may_change(NOW)
    assert not Appointment("K", "1", NotBooked("full", NEAR)).may_change(NOW)
