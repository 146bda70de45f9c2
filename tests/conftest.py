"""What all tests share: Qt draws without a screen, and what takes long begins first."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# The same examples at every run, so that a red test is the change's doing; MOTCHAM_EXPLORE=1 looks for new ones.
settings.register_profile("motcham", deadline=None, derandomize=not os.environ.get("MOTCHAM_EXPLORE"), database=None)
settings.load_profile("motcham")

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

LONG = ("journey", "fault")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two workers share the journeys at once, instead of one ending with them alone."""
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in LONG))
