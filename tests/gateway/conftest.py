from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.folder import Folder
from tests.gateway.courier_desk import Counter, station
from tests.gateway.postgres_server import Server, postgres, programs
from tests.gateway.running import Running, Site, running
from tests.sync.couriers import Station

CONTRACT = {
    "test_delivery",
    "test_uploads",
    "test_bookings",
    "test_bookings_over_http",
    "test_bookings_race",
    "test_openapi",
    "test_two_on_one",
    "test_publishing",
    "test_slips",
    "test_courier",
}
"""These hold for every store; the others try what no store has to do with, or one store's own."""

Furnish = Callable[[Folder], Folder]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store" in metafunc.fixturenames:
        name = metafunc.module.__name__.rpartition(".")[2]
        stores = ["sqlite", "postgres"] if name in CONTRACT else ["sqlite"]
        metafunc.parametrize("store", stores, indirect=True, scope="module")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    found = programs()
    if found is None:
        if os.environ.get("MOTCHAM_POSTGRES") == "required":
            pytest.fail("no PostgreSQL here")
        pytest.skip("no PostgreSQL: apt-get install postgresql")
    with postgres(found) as server:
        yield server


@pytest.fixture(scope="module")
def store(request: pytest.FixtureRequest) -> Furnish:
    """Puts a gateway's folder on a new store of the kind that is tried."""
    if request.param == "sqlite":
        return lambda folder: folder
    server: Server = request.getfixturevalue("postgres_server")

    def on_postgres(folder: Folder) -> Folder:
        folder.make()
        folder.use_database(server.new_database())
        return folder

    return on_postgres


@pytest.fixture(scope="module")
def live(store: Furnish, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One gateway for a whole module; every test has dossiers and files of its own."""
    with running(Site(store(Folder(tmp_path_factory.mktemp("gateway"))))) as started:
        yield started


@pytest.fixture
def counter(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Counter:
    """Where sticks are handed in."""
    (tmp_path / "stick").mkdir()
    return Counter(site, tmp_path / "stick", capsys)


@pytest.fixture
def kiosk(site: Site, tmp_path: Path) -> Iterator[Station]:
    """The kiosk of the site's own device."""
    with station(site, site.device, tmp_path / "kiosk") as opened:
        yield opened


@pytest.fixture
def site(store: Furnish, tmp_path: Path) -> Site:
    return Site(store(Folder(tmp_path / "gateway")))
