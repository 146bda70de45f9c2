"""What rules may know beside the answers: today's date, the office the machine stands in, and which days are worked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.procedures.deadline import VietnamCalendar

if TYPE_CHECKING:
    from datetime import date

    from kiosk.procedures.office_hours import OfficeHours


@dataclass(frozen=True)
class Office:
    """The service point: ``unit`` is its commune with its kind («Phường Lê Chân»), ``province`` likewise.

    ``hours`` None: nobody said when it is open.
    """

    unit: str
    province: str = ""
    commune_code: str = ""
    province_code: str = ""
    hours: OfficeHours | None = None


@dataclass(frozen=True)
class Context:
    """``today`` is the corrected date in Hanoi; a wizard keeps the one it was given, with its ``calendar``.

    ``times_known``: once it is sealed, a time at the desk can be chosen on this machine.
    """

    today: date
    office: Office
    calendar: VietnamCalendar = field(default_factory=VietnamCalendar)
    times_known: bool = False
