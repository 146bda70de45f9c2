"""Other names by which the entries of a closed list are found: reviewed data in assets/lists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from kiosk.assets import ASSETS
from kiosk.errors import KioskError
from kiosk.text import fold

Names = Mapping[str, tuple[str, ...]]
"""Folded words by the key of an entry."""


@lru_cache(maxsize=4)
def list_names(name: str, folder: Path = ASSETS / "lists") -> Names:
    """The words that the entries of a list are found by. Raises KioskError when the file is not a list."""
    path = folder / f"{name}.yaml"
    raw = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    try:
        return {
            str(item["key"]): tuple(fold(" ".join([item["label"], *item.get("also", [])])).split())
            for item in raw["entries"]
        }
    except (KeyError, TypeError) as error:
        raise KioskError(f"{path.name} is not a list of entries") from error
