"""The catalogue that a journey brings: imported into its kiosk before the application starts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kiosk.catalogue.importing import import_files
from kiosk.catalogue.pack import encode_all
from kiosk.catalogue.versions import Versions
from kiosk.catalogue.view import FOLDER
from kiosk.errors import KioskError


def import_catalogue(home: Path, files: Sequence[Path], now: datetime) -> None:
    """As `kiosk catalogue import` does; nothing without files. Raises KioskError when nothing in them is usable."""
    if not files:
        return
    imported = import_files(files, {}, now)
    if not imported.usable:
        raise KioskError(f"nothing usable in the journey's catalogue: {', '.join(path.name for path in files)}")
    Versions(home / FOLDER).install(encode_all(imported.procedures), now)
