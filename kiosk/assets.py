"""Where the reviewed data of this project lies: guides, texts, lists, journeys."""

from __future__ import annotations

from pathlib import Path

ASSETS = Path(__file__).resolve().parent.parent / "assets"
