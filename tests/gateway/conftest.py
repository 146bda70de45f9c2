from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.folder import Folder
from tests.gateway.running import Running, Site, running


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One gateway for a whole module; every test has dossiers and files of its own."""
    with running(Site(Folder(tmp_path_factory.mktemp("gateway")))) as started:
        yield started


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(Folder(tmp_path / "gateway"))
