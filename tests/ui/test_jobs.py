"""Work off the GUI thread: in order on its line, delivered on the GUI thread, its faults told without their text."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from ui.jobs import Jobs, Line

SECRET = "Lò Thị Kín 012399990003"
LINES: tuple[Line, ...] = ("store", "reader", "network", "device", "stick", "catalogue")


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_work_on_a_line_keeps_its_order(jobs: Jobs, qtbot: QtBot) -> None:
    done: list[int] = []
    for number in range(50):
        jobs.run("store", lambda number=number: number, done.append)  # type: ignore[misc]  # bound now, not later
    qtbot.waitUntil(lambda: len(done) == 50)
    assert done == list(range(50))


@pytest.mark.parametrize("line", LINES)
def test_each_line_is_one_thread_of_its_own_and_answers_on_the_gui_thread(jobs: Jobs, qtbot: QtBot, line: Line) -> None:
    seen: list[tuple[str, bool]] = []
    gui = QThread.currentThread()
    for _ in range(3):
        jobs.run(line, lambda: threading.current_thread().name, lambda name: seen.append((name, is_here(gui))))
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == [(f"motcham-{line}_0", True)] * 3


def is_here(thread: QThread) -> bool:
    return QThread.currentThread() is thread or QThread.currentThread() == thread


def test_a_line_that_is_stuck_holds_no_other(jobs: Jobs, qtbot: QtBot) -> None:
    go_on, done = threading.Event(), list[str]()
    jobs.run("device", go_on.wait, lambda _: done.append("device"))
    jobs.run("store", lambda: "store", done.append)
    qtbot.waitUntil(lambda: done == ["store"])
    assert jobs.busy
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert done == ["store", "device"]


def test_a_fault_is_handed_over_and_logged_by_its_class_alone(
    jobs: Jobs, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        raise ValueError(SECRET) from KeyError(SECRET)

    failed: list[Exception] = []
    with caplog.at_level(logging.DEBUG):
        jobs.run("store", fails, failed=failed.append)
        qtbot.waitUntil(lambda: not jobs.busy)
    assert [type(error) for error in failed] == [ValueError]
    assert "ValueError" in caplog.text
    assert "test_jobs.py" in caplog.text
    assert "Kín" not in caplog.text
    assert "012399990003" not in caplog.text


def test_a_fault_that_nobody_waits_for_does_not_end_the_line(
    jobs: Jobs, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> int:
        raise OSError(SECRET)

    done: list[int] = []
    jobs.run("store", fails, done.append)
    jobs.run("store", lambda: 7, done.append)
    qtbot.waitUntil(lambda: done == [7])
    assert "Kín" not in caplog.text


@pytest.mark.parametrize("line", ["network", "catalogue"])
def test_what_works_by_itself_says_nothing_about_the_kiosk(jobs: Jobs, qtbot: QtBot, line: Line) -> None:
    go_on, done = threading.Event(), list[bool]()
    jobs.run(line, go_on.wait, done.append)
    assert not jobs.busy
    go_on.set()
    qtbot.waitUntil(lambda: bool(done))
    assert not jobs.busy


def test_another_thread_may_wait_for_the_store(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[str] = []
    jobs.run("store", lambda: order.append("first"))
    jobs.run("network", lambda: jobs.wait_on_store(lambda: order.append("second")), lambda _: order.append("third"))
    qtbot.waitUntil(lambda: len(order) == 3)
    assert order == ["first", "second", "third"]


def test_closing_ends_what_runs_writes_what_is_to_be_written_and_drops_the_rest(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    jobs, go_on, done, failed = Jobs(), threading.Event(), list[str](), list[Exception]()
    started = threading.Event()

    def running() -> None:
        started.set()
        go_on.wait()
        done.append("running")

    jobs.run("device", running)
    jobs.run("device", lambda: done.append("dropped"), failed=failed.append)
    assert started.wait(5)
    jobs.run("store", lambda: done.append("kept"))
    jobs.run("store", lambda: done.append("closed"))
    threading.Timer(0.3, go_on.set).start()
    jobs.close()
    assert sorted(done) == ["closed", "kept", "running"]
    qtbot.waitUntil(lambda: not jobs.busy)
    assert failed == []
    assert caplog.text == ""
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("motcham-device")] == []
