"""The service point that this machine stands in, as rules, submissions and the screens know it."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from kiosk.procedures.context import Office
from kiosk.procedures.office_hours import OfficeHours, Session

if TYPE_CHECKING:
    from kiosk.config import Config


def office_of(config: Config) -> Office:
    """The service point of the settings. Its province is known by code alone."""
    office = config.office
    hours = OfficeHours((Session(time.fromisoformat(office.opens), time.fromisoformat(office.closes)),))
    return Office(office.unit, "", office.commune, office.province, hours)
