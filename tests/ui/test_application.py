"""The application without its window: a resident's moves through the view models, and what is gone afterwards."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from kiosk.clock import VirtualClock
from kiosk.config import Config, DeviceConfig, GatewayConfig, ScreenConfig
from kiosk.devices.registry import open_devices
from kiosk.sync.keys import format_gateway_keys
from tests.sync.fake_gateway import KeySet
from ui.application import Application
from ui.row_model import RowModel
from ui.viewmodels.view_model import ViewModel

CANARY = "Trần Văn Chim Yến"
OTHER_CARD = "001099012345|012345678|Nguyễn Văn An|01011999|Nam|Số 1, Quang Trung, Hà Đông, Hà Nội|15042021"
CARD = "012302000007||Lò Thị Mai|05092002|Nữ|Bản Nà Luồng, Nà Tăm, Tam Đường, Lai Châu|20072022"


@pytest.fixture
def app(tmp_path: Path, qtbot: QtBot) -> Iterator[Application]:
    (tmp_path / "gateway.pub.json").write_bytes(format_gateway_keys(KeySet("demo").public))
    config = Config(
        tmp_path,
        gateway=GatewayConfig("http://127.0.0.1:9", "gateway.pub.json", embedded=False),
        devices=DeviceConfig(),
        screen=ScreenConfig(size="1080x1920"),
    )
    application = Application(config, VirtualClock(tmp_path / "clock"), open_devices(config.devices))
    application.open()
    qtbot.waitUntil(lambda: application.flow.desk is not None, timeout=10_000)
    yield application
    application.close()


def quiet(app: Application, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not app.jobs.busy, timeout=10_000)


def begin(app: Application, qtbot: QtBot, code: str = "1.001193") -> None:
    app.models.home.open(code)
    qtbot.waitUntil(lambda: app.flow.screen == "before", timeout=10_000)
    app.models.before.begin()
    qtbot.waitUntil(lambda: app.flow.screen == "who", timeout=10_000)
    app.models.who.choose("me")
    app.models.who.next()
    assert app.flow.screen == "step"


def walk_to(app: Application, key: str) -> None:
    """Answer by the guide's examples until that question is on screen."""
    for _ in range(60):
        here = app.flow.here
        assert here is not None
        if here.key == key:
            return
        if here.step.example is not None:
            app.flow.answer(here.step.example)
        app.models.step.next()
    raise AssertionError(f"{key} was not reached")


def shown_everywhere(app: Application) -> str:
    """Everything that the view models hold."""
    models = [model for model in vars(app.models).values() if isinstance(model, QObject)]
    props = [repr(model.props) for model in models if isinstance(model, ViewModel)]
    lists = [repr(child.rows) for model in models for child in model.findChildren(RowModel)]
    return "\n".join(props + lists)


def test_what_is_typed_becomes_an_answer_and_back_loses_nothing(app: Application, qtbot: QtBot) -> None:
    begin(app, qtbot)
    walk_to(app, "applicant.full_name")
    app.models.step.type(f"  {CANARY} ")
    app.models.step.next()
    assert app.flow.wizard is not None
    assert app.flow.wizard.answers["applicant.full_name"] == CANARY
    app.models.step.type("9/9/19")
    app.models.step.back()
    assert app.models.step.props.value == CANARY
    app.models.step.next()
    assert (app.models.step.props.day, app.models.step.props.month) == (9, 9)


def test_a_wrong_answer_is_refused_with_its_reason_and_stays_in_the_field(app: Application, qtbot: QtBot) -> None:
    begin(app, qtbot)
    walk_to(app, "applicant.number")
    app.models.step.type("12345")
    app.models.step.next()
    assert app.models.step.props.key == "applicant.number"
    assert app.models.step.props.faulty
    assert app.models.step.props.value == "12345"
    assert [row.level for row in app.models.step.findChildren(RowModel)[2].rows] == ["fault"]


def test_leaving_forgets_the_resident_and_keeps_the_draft(app: Application, qtbot: QtBot) -> None:
    begin(app, qtbot)
    code = app.models.who.props.code
    walk_to(app, "applicant.full_name")
    app.models.step.type(CANARY)
    app.models.shell.footer("home")
    assert app.models.shell.props.overlay == "leave"
    app.models.shell.answer("leave")
    quiet(app, qtbot)
    assert app.flow.screen == "home"
    assert CANARY not in shown_everywhere(app)
    app.models.home.ask("resume")
    app.models.lookup.typeCode(code)
    app.models.lookup.next()
    quiet(app, qtbot)
    assert app.models.lookup.props.stage == "digits"
    assert CANARY not in shown_everywhere(app)


def test_nothing_of_a_card_is_taken_over_unseen(app: Application, qtbot: QtBot) -> None:
    begin(app, qtbot)
    walk_to(app, "applicant.number")
    before = dict(app.flow.wizard.answers) if app.flow.wizard else {}
    app.devices.scanner.arrive(CARD)  # type: ignore[union-attr]  # the simulated scanner
    assert app.models.shell.props.overlay == "card"
    assert "012302000007" not in shown_everywhere(app)
    app.models.card.answer("applicant")
    assert app.flow.wizard is not None
    assert app.flow.wizard.answers == before
    app.models.card.answer("confirm")
    assert app.flow.wizard.answers["applicant.number"] == "012302000007"
    assert app.flow.wizard.answers["applicant.full_name"] == "Lò Thị Mai"


def test_another_card_over_answers_says_what_would_change(app: Application, qtbot: QtBot) -> None:
    begin(app, qtbot)
    walk_to(app, "applicant.phone")
    app.devices.scanner.arrive(OTHER_CARD)  # type: ignore[union-attr]  # the simulated scanner
    app.models.card.answer("applicant")
    assert app.models.card.props.differs
    app.models.card.answer("close")
    assert app.models.shell.props.overlay == ""


def test_a_screen_that_nobody_touches_is_covered_and_its_session_ends(app: Application, qtbot: QtBot) -> None:
    begin(app, qtbot)
    walk_to(app, "applicant.full_name")
    app.models.step.type(CANARY)
    clock = app.clock
    assert isinstance(clock, VirtualClock)
    clock.pass_time(91)
    app.presence.tick()
    assert app.models.shell.props.overlay == "cover"
    app.models.shell.answer("stay")
    assert app.models.shell.props.overlay == ""
    clock.pass_time(121)
    app.presence.tick()
    quiet(app, qtbot)
    assert app.flow.screen == "home"
    assert CANARY not in shown_everywhere(app)


def test_the_papers_give_more_time_and_patience_doubles_it(app: Application, qtbot: QtBot) -> None:
    begin(app, qtbot)
    clock = app.clock
    assert isinstance(clock, VirtualClock)
    app.models.shell.answer("patient")
    clock.pass_time(170)
    app.presence.tick()
    assert app.models.shell.props.overlay == ""
    clock.pass_time(20)
    app.presence.tick()
    assert app.models.shell.props.overlay == "cover"


def test_a_seal_that_fails_says_so_and_loses_nothing(app: Application, qtbot: QtBot, tmp_path: Path) -> None:
    begin(app, qtbot)
    (tmp_path / "gateway.pub.json").unlink()
    session = app.flow.session
    assert session is not None
    app.flow.keeping.seal()
    quiet(app, qtbot)
    assert app.flow.keeping.trouble
    assert app.flow.session == session
    assert not app.flow.keeping.sealing


def test_a_reminder_is_read_before_one_goes_on(app: Application, qtbot: QtBot) -> None:
    begin(app, qtbot)
    walk_to(app, "applicant.born")
    app.flow.session = replace(app.flow.session) if app.flow.session else None
    app.models.step.setDate(5, 5, 1940)
    app.models.step.next()
    assert app.models.step.props.key == "applicant.born"
    assert app.models.step.props.noted
    assert not app.models.step.props.faulty
    app.models.step.next()
    assert app.models.step.props.key != "applicant.born"


def test_display_changes_are_gone_for_the_next_resident(app: Application, qtbot: QtBot) -> None:
    app.models.shell.display("A++", "dark")
    assert app.models.shell.props.text_scale == "A++"
    begin(app, qtbot)
    app.models.shell.footer("home")
    app.models.shell.answer("leave")
    quiet(app, qtbot)
    assert (app.models.shell.props.text_scale, app.models.shell.props.contrast) == ("A", "light")


def test_two_quick_taps_begin_one_dossier(app: Application, qtbot: QtBot) -> None:
    app.models.home.open("1.001193")
    qtbot.waitUntil(lambda: app.flow.screen == "before", timeout=10_000)
    app.models.before.begin()
    app.models.before.begin()
    qtbot.waitUntil(lambda: app.flow.screen == "who", timeout=10_000)
    quiet(app, qtbot)
    kiosk = app._kiosk
    assert kiosk is not None
    assert len(app.jobs.wait_on_store(kiosk.store.drafts.list)) == 1


def test_what_was_begun_for_one_resident_is_not_heard_by_the_next(app: Application, qtbot: QtBot) -> None:
    gate, heard = threading.Event(), list[object]()
    app.flow.sitting.run("device", gate.wait, heard.append, heard.append)
    app.flow.leave()
    gate.set()
    quiet(app, qtbot)
    assert heard == []
