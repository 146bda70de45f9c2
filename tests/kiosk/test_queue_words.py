"""Why a dossier waits, in words: every reason that the code can write has a cause and a next step."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from kiosk.queue_words import LINE_CAUSES, age_words, queue_words, shortened
from kiosk.sync.budget import HELD
from kiosk.sync.outcomes import LineCause
from kiosk.sync.protocol import ProblemKind
from kiosk.sync.settling import GONE, GONE_AND_PURGED, LATE
from offline_cache.items import Item, State
from tests.kiosk.service_point import MORNING

ITEM = Item(
    id="019aae00-1122-7a5b-8c3d-445566778899",
    lookup_code="K7F3-29QD-4M",
    procedure="1.001193",
    version="v",
    audience="demo",
    manifest_sha256="aa" * 32,
    state="sealed",
    official=None,
    reason="",
    dossier_code="",
    sealed_at=MORNING,
    changed_at=MORNING,
    received_at=None,
    due_on=None,
    pending=True,
    next_at=MORNING,
    attempts=0,
    last_error="",
    in_flight=False,
    purge_at=None,
)
OURS = ("lost", "conflict", "missing-files", LATE, GONE, GONE_AND_PURGED)
STUCK = (*OURS, *get_args(ProblemKind))


def item(state: State = "sealed", *, pending: bool = True, reason: str = "", last_error: str = "") -> Item:
    return replace(ITEM, state=state, pending=pending, reason=reason, last_error=last_error)


def test_every_cause_of_the_line_is_known_here() -> None:
    assert set(get_args(LineCause)) == LINE_CAUSES


@pytest.mark.parametrize("reason", STUCK)
def test_whatever_needs_a_human_says_why_and_whom_to_tell(reason: str) -> None:
    words = queue_words(item("needs_human", pending=reason == LATE, reason=reason))
    assert words.title == "Cán bộ sẽ xử lý"
    assert "kỹ thuật" in words.then
    assert (reason in words.cause) == (reason not in OURS)  # a problem of the gateway is named for the technician
    assert not words.cause.endswith(".")
    assert words.then.endswith(".")


@pytest.mark.parametrize("cause", [*sorted(LINE_CAUSES), HELD, ""])
def test_whatever_waits_says_what_for(cause: str) -> None:
    words = queue_words(item(last_error=cause))
    assert words.waits
    assert words.title == "Hồ sơ đang chờ gửi"
    assert words.then.endswith(".")
    assert "mã lỗi" not in words.cause


def test_what_is_on_its_way_and_what_is_asked_about() -> None:
    assert queue_words(item(), sending=True).title == "Đang gửi"
    assert "chưa có trả lời" in queue_words(item("in_doubt")).cause


@pytest.mark.parametrize("state", ["received", "accepted", "refused", "done", "collected"])
def test_what_the_gateway_holds_waits_for_nothing(state: State) -> None:
    assert not queue_words(item(state, pending=False)).waits


def test_a_shortened_code_cannot_be_looked_up() -> None:
    assert shortened("K7F3-29QD-4M") == "K7F3····4M"
    assert not re.search("29QD", shortened("K7F3-29QD-4M"))


def test_an_age_is_told_in_the_largest_unit_and_a_clock_that_went_back_is_no_trouble() -> None:
    told = [age_words(timedelta(seconds=seconds)) for seconds in (-5000, 59, 60, 3599, 3600, 86_399, 200_000)]
    assert told == ["chưa đến một phút"] * 2 + ["1 phút", "59 phút", "1 giờ", "23 giờ", "2 ngày"]
