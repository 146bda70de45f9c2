"""What rules may know beside the answers: today's date and the office the machine stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class Office:
    """The service point: ``unit`` is its commune with its kind («Phường Lê Chân»), ``province`` likewise."""

    unit: str
    province: str = ""
    commune_code: str = ""
    province_code: str = ""


@dataclass(frozen=True)
class Context:
    """``today`` is the corrected date in Hanoi; a wizard keeps the one it was given."""

    today: date
    office: Office
