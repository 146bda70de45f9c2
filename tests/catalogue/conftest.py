"""The portal's own data, read once for all tests that look at them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.catalogue.importing import Imported, import_files

PORTAL = Path(os.environ.get("MOTCHAM_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "data")) / "portal"


@pytest.fixture(scope="session")
def portal_files() -> list[Path]:
    """The list, the details and the pages; skips without the samples folder."""
    files = [PORTAL / name for name in ("catalog.jsonl.gz", "details.jsonl.gz", "texts.jsonl.gz")]
    if not all(file.exists() for file in files):
        pytest.skip("no samples folder: set MOTCHAM_SAMPLES")
    return files


@pytest.fixture(scope="session")
def imported(portal_files: list[Path]) -> Imported:
    """All of them imported into an empty catalogue."""
    return import_files(portal_files, {}, datetime(2026, 11, 24, tzinfo=UTC))
