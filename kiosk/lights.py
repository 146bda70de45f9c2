"""One light of the readiness report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Light = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One light: what was looked at, what was found in a sentence, and what mends it."""

    what: str
    light: Light
    found: str
    mend: str = ""
