"""Every procedure that this kiosk can lead through: by its authored guide, else by one made from its catalogue row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.catalogue.generic import generic_guide
from kiosk.shelf import ASSETS

if TYPE_CHECKING:
    from kiosk.catalogue.view import Catalogue
    from kiosk.procedures.model import Guide
    from kiosk.shelf import GuideShelf

TEMPLATE = ASSETS / "generic" / "flow.yaml"


class Library:
    """The shelf laid over the catalogue."""

    def __init__(self, shelf: GuideShelf, catalogue: Catalogue) -> None:
        self._shelf = shelf
        self._catalogue = catalogue

    def load(self, code: str) -> Guide | None:
        """The guide of a procedure; None when neither shelf nor catalogue has it."""
        guide = self._shelf.load(code)
        if guide is not None:
            return guide
        procedure = self._catalogue.get(code)
        if procedure is None:
            return None
        return generic_guide(procedure, TEMPLATE.read_bytes(), self._catalogue.version)
