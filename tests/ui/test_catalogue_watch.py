"""The catalogue in a kiosk that runs: fetched, noticed, and never in anybody's way."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from pytestqt.qtbot import QtBot

from kiosk.catalogue.checking import Checker
from kiosk.catalogue.freshness import Fresh, NoCatalogue
from kiosk.catalogue.outcomes import LineDown, NoTrust, Refused, Unchanged, Updated
from kiosk.catalogue.schedule import BACK, EVERY, FIRST
from kiosk.catalogue.trust import TRUST, Trust
from kiosk.cli import main as kiosk_command
from kiosk.clock import VirtualClock
from tests.catalogue.centre import QUICK, Centre
from tests.catalogue.portal_rows import listed, written
from tests.gateway.running import Running, running
from ui.catalogue_watch import CatalogueWatch
from ui.jobs import Jobs


@dataclass
class Place:
    """What the watch asks of a kiosk: its checker, on a clock that tests move."""

    folder: Path
    clock: VirtualClock
    url: str = ""
    child: Path | None = None

    def checker(self) -> Checker:
        return Checker(self.folder, lambda: self.url, self.clock, self.child, QUICK)


@dataclass
class Watched:
    """A watch on its thread, and what it told."""

    place: Place
    qtbot: QtBot
    versions: list[str] = field(default_factory=list)
    closed: bool = False

    def __post_init__(self) -> None:
        self.jobs = Jobs()
        random = Random(7)  # noqa: S311 - the same waits at every run
        self.watch = CatalogueWatch(self.jobs, self.place.clock, self.jobs, random=random, look_ms=15)
        self.watch.updated.connect(self.versions.append)

    def start(self, serving: str = "") -> None:
        self.watch.start(self.place.checker, serving)
        self.wait_until(lambda: self.watch.freshness is not None)

    def pass_time(self, seconds: float) -> None:
        self.place.clock.pass_time(seconds)

    def ask(self, seconds: float = FIRST[1]) -> object:
        """Let it be time, and wait for the answer."""
        before = self.watch.checked_at
        self.pass_time(seconds)
        self.wait_until(lambda: self.watch.checked_at != before)
        return self.watch.outcome

    def wait_until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=15_000)

    def close(self) -> None:
        if not self.closed:
            self.watch.stop()
            self.jobs.close()
        self.closed = True


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path)


@pytest.fixture
def live(centre: Centre) -> Iterator[Running]:
    with running(centre.site) as opened:
        yield opened


@pytest.fixture
def watched(centre: Centre, tmp_path: Path, qtbot: QtBot) -> Iterator[Watched]:
    made = Watched(Place(centre.versions.folder, VirtualClock(tmp_path / "clock")), qtbot)
    yield made
    made.close()


def test_soon_after_the_start_it_fetches_and_tells_then_asks_every_few_hours(
    centre: Centre, live: Running, watched: Watched
) -> None:
    watched.place.url = live.url
    first = centre.publish()
    watched.start()
    assert watched.watch.freshness == NoCatalogue()
    assert watched.ask() == Updated(first, "", 200)
    watched.wait_until(lambda: watched.versions == [first])
    watched.wait_until(lambda: isinstance(watched.watch.freshness, Fresh))
    assert watched.ask(EVERY[1]) == Unchanged(first)
    second = centre.publish(changed=3)
    assert watched.ask(EVERY[1]) == Updated(second, first, 3)
    watched.wait_until(lambda: watched.versions == [first, second])


def test_what_the_screens_have_already_is_not_told(centre: Centre, live: Running, watched: Watched) -> None:
    watched.place.url = live.url
    first = centre.publish()
    centre.take_stick(centre.stick())
    watched.start(serving=first)
    assert watched.ask() == Unchanged(first)
    assert watched.versions == []


def test_without_trust_nothing_is_asked_and_once_it_is_given_it_is_soon(
    centre: Centre, live: Running, watched: Watched, tmp_path: Path
) -> None:
    watched.place.url, watched.place.folder = live.url, tmp_path / "new"
    version = centre.publish()
    watched.start()
    assert watched.ask() == NoTrust()
    assert not (tmp_path / "new").exists()
    Trust(tmp_path / "new" / TRUST).pin(centre.repository.root_file.read_bytes())
    watched.wait_until(lambda: watched.watch.is_trusted)
    assert watched.ask(BACK[1]) == Updated(version, "", 200)


def test_when_the_line_comes_back_it_is_asked_again_soon(centre: Centre, live: Running, watched: Watched) -> None:
    version = centre.publish()
    watched.start()
    assert watched.ask() == LineDown("refused")
    for _ in range(6):
        assert watched.ask(3600) == LineDown("refused")
    watched.place.url = live.url
    watched.watch.line_is(False)
    watched.watch.line_is(True)
    assert watched.ask(BACK[1]) == Updated(version, "", 200)


def test_what_commands_bring_beside_it_is_noticed(
    centre: Centre, watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`update` from a stick, `import` and `rollback`, each while the kiosk runs."""
    monkeypatch.setenv("MOTCHAM_HOME", str(tmp_path / "home"))
    watched.place.folder = tmp_path / "home" / "catalogue"
    watched.start()
    first = centre.publish()
    stick = centre.stick()
    assert kiosk_command(["catalogue", "trust", str(centre.repository.root_file)]) == 0
    assert kiosk_command(["catalogue", "update", str(stick)]) == 0
    watched.wait_until(lambda: watched.versions == [first])
    assert kiosk_command(["catalogue", "import", str(written(tmp_path, [listed("9.000001")]))]) == 0
    watched.wait_until(lambda: len(watched.versions) == 2)
    assert kiosk_command(["catalogue", "rollback"]) == 0
    watched.wait_until(lambda: len(watched.versions) == 3)
    assert watched.versions[2] == first
    assert watched.watch.outcome is None  # the kiosk itself asked nobody


def test_the_demos_own_child_is_believed_and_what_it_publishes_is_fetched_at_once(
    centre: Centre, live: Running, watched: Watched, tmp_path: Path
) -> None:
    watched.place.url, watched.place.folder = live.url, tmp_path / "demo"
    watched.place.child = centre.repository.folder
    watched.start()
    assert isinstance(watched.ask(), Refused)  # nothing is published there yet
    version = centre.publish()
    before = watched.watch.checked_at
    watched.pass_time(1)

    def asked_again() -> bool:
        watched.pass_time(BACK[1] / 100)  # less than a refusal waits for
        return watched.watch.checked_at != before

    watched.wait_until(asked_again)
    assert watched.watch.outcome == Updated(version, "", 200)


def test_another_gateway_is_never_believed_by_itself(
    centre: Centre, live: Running, watched: Watched, tmp_path: Path
) -> None:
    centre.publish()
    watched.place.url, watched.place.folder = live.url, tmp_path / "remote"
    watched.start()
    assert watched.ask() == NoTrust()
    assert not watched.watch.is_trusted


def test_closing_cuts_an_answer_that_does_not_end(centre: Centre, watched: Watched) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nMotcham-Protocol: 1\r\nContent-Length: 9000\r\n\r\n{")
                asked.set()
                connection.recv(4096)  # until the kiosk hangs up

        dripping = threading.Thread(target=drip)
        dripping.start()
        watched.place.url = f"http://127.0.0.1:{server.getsockname()[1]}"
        watched.start()
        watched.pass_time(FIRST[1])
        watched.wait_until(asked.is_set)
        began = time.monotonic()
        watched.close()
        assert time.monotonic() - began < 1.0
        dripping.join(5)
    assert centre.current == ""


def test_a_question_that_waits_keeps_nobody_waiting(centre: Centre, watched: Watched) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        watched.place.url = f"http://127.0.0.1:{server.getsockname()[1]}"  # takes the connection and says nothing
        watched.start()
        watched.pass_time(FIRST[1])
        watched.wait_until(lambda: bool(select.select([server], [], [], 0)[0]))
        connection, _ = server.accept()
        with connection:
            done: list[str] = []
            watched.jobs.run("network", lambda: "sent", done.append)
            watched.jobs.run("store", lambda: "kept", done.append)
            watched.wait_until(lambda: sorted(done) == ["kept", "sent"])
            assert not watched.jobs.busy
            assert watched.watch.checked_at is None
            watched.close()


def test_what_comes_back_after_the_end_tells_nothing(centre: Centre, live: Running, watched: Watched) -> None:
    watched.place.url = live.url
    centre.publish()
    watched.start()
    watched.watch.stop()
    centre.take_stick(centre.stick())
    watched.pass_time(EVERY[1])
    watched.qtbot.wait(100)
    assert watched.versions == []
    assert watched.watch.outcome is None
