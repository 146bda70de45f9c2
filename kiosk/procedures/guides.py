"""Guides from the bytes of their files, whole and validated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.procedures import guide_yaml
from kiosk.procedures.guide_checks import check_guide
from kiosk.procedures.guide_schema import read_guide
from kiosk.procedures.guide_yaml import GuideError

if TYPE_CHECKING:
    from kiosk.procedures.model import Guide


def load_guide(data: bytes, source_name: str) -> Guide:
    """Read and validate a whole guide. Raises GuideError that names every fault at once."""
    plain, faults = guide_yaml.read(data)
    if plain:
        guide = read_guide(plain, faults)
        check_guide(guide, faults)
        if not faults.found:
            return guide
    raise GuideError(source_name, faults.sorted())
