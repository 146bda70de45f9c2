"""``kiosk doctor`` on swapped days: how far they are known, and what brings the next year's."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.config import Config
from kiosk.lights import Finding
from kiosk.readiness import look
from kiosk.work_days import FILE, Taken, take_calendar
from tests.kiosk.test_work_days import office, signed

__all__ = ["office"]


def said(config: Config, today: date) -> Finding:
    (finding,) = (one for one in look(config, today) if one.what == "calendar")
    return finding


@pytest.mark.parametrize(
    ("today", "light", "told"),
    [
        (date(2026, 6, 1), "ok", "known until 2026-12-31"),
        (date(2026, 11, 24), "warn", "for 2027 the law's holidays alone count"),
        (date(2027, 2, 1), "warn", "for 2027 the law's holidays alone count"),
    ],
)
def test_without_a_signed_calendar_the_packages_years_count(office: Config, today: date, light: str, told: str) -> None:
    finding = said(office, today)
    assert finding.light == light
    assert "none signed is here" in finding.found
    assert told in finding.found
    assert ("kiosk calendar import" in finding.mend) == (light == "warn")


def test_a_signed_calendar_says_its_number_and_how_far_it_reaches(office: Config) -> None:
    assert isinstance(take_calendar(office, signed(office, 3)), Taken)
    finding = said(office, date(2026, 11, 24))
    assert (finding.light, finding.mend) == ("ok", "")
    assert finding.found == "number 3, Lịch nghỉ năm 2027; swapped days are known until 2027-12-31"


def test_a_file_that_does_not_hold_is_named(office: Config) -> None:
    (office.home / FILE).write_bytes(signed(office).replace(b"2027-03-06", b"2027-03-13"))
    finding = said(office, date(2026, 6, 1))
    assert finding.light == "warn"
    assert "counts for nothing" in finding.found
    assert "anew" in finding.mend
