"""The catalogue of this kiosk as a bundle, for a gateway to sign."""

from __future__ import annotations

from kiosk.catalogue.pack import CatalogueError
from kiosk.catalogue.view import Catalogue
from kiosk.sync.bundle import Bundle, Row, whole


def bundle_of(catalogue: Catalogue) -> Bundle:
    """Everything in the catalogue, alike procedures together. Raises CatalogueError when there is nothing."""
    if catalogue.imported_at is None:
        raise CatalogueError("there is no catalogue yet")
    rows = (Row(code, body) for code, body in catalogue.rows().items())
    return whole(catalogue.version, catalogue.imported_at, rows)
