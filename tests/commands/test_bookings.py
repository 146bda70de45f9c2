"""Desks, slots and bookings as an operator and a technician see them, from an empty folder to an answered request."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import main as gateway_command
from kiosk.appointments import NotOffered, RequestKept
from kiosk.bootstrap import Kiosk, open_kiosk
from kiosk.cli import main as kiosk_command
from kiosk.clock import SystemClock
from kiosk.config import Config, load_config
from kiosk.offers import NoOffers, Offers, wish
from kiosk.outcomes import NotFound
from tests.gateway.booked import day
from tests.sync.fake_bookings import fresh_code

DESKS = """
[[desks]]
desk = "cong-an"
kind = "police"
name = "Công an"
place = "Tầng 1"
source = "made up"
checked_on = 2026-11-24
minutes = 30
capacity = 1
[desks.hours]
mon = ["07:30-11:30"]
tue = ["07:30-11:30"]
wed = ["07:30-11:30"]
thu = ["07:30-11:30"]
fri = ["07:30-11:30"]
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOTCHAM_HOME", str(tmp_path))
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], command: Any, *words: str) -> Any:
    assert command([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def sync(kiosk: Kiosk) -> None:
    syncer = kiosk.connect()
    syncer.wake("hand")
    assert syncer.run_once().line.up


def offers(kiosk: Kiosk) -> Offers:
    found = kiosk.appointments.offers("3.000228", "police", online=True)
    assert isinstance(found, Offers)
    return found


def test_from_a_demos_first_start_to_a_confirmed_visit(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(open_kiosk(load_config(home))) as kiosk:
        assert kiosk.appointments.offers(online=True) == NoOffers("never_told")
        sync(kiosk)
        desk = offers(kiosk).desks[0]
        first, second = desk.days[-1].slots[:2]
        asked = kiosk.appointments.ask(fresh_code(), "3.000228", wish(desk, first, second))
        assert isinstance(asked, RequestKept)
        code = asked.appointment.lookup_code
        sync(kiosk)
        found = kiosk.appointments.look_up(code.lower().replace("-", ""))
        assert not isinstance(found, NotFound)
    (row,) = told(capsys, kiosk_command, "bookings", "list")["bookings"]
    assert (row["lookup_code"], row["standing"], row["waiting"]) == (code, "confirmed", "")
    shown = told(capsys, kiosk_command, "bookings", "show", code)
    assert [(one["asked"], one["state"]) for one in shown["requests"]] == [("book", "received")]
    assert [(one["outcome"], one["slot"]) for one in shown["answers"]] == [("confirmed", first.slot[:16])]
    (booked,) = told(capsys, gateway_command, "bookings", "list")
    assert (booked["lookup_code"], booked["starts_at"], booked["place"]) == (code, first.slot, 1)
    assert told(capsys, kiosk_command, "bookings", "slots")["days"]
    assert told(capsys, gateway_command, "bookings", "cancel", code) == {"cancelled": 1}
    assert gateway_command(["bookings", "cancel", code]) == 1
    assert told(capsys, gateway_command, "bookings", "list") == []
    for words in (("bookings", "list", "--all"), ("slots", "list"), ("desks", "list")):
        assert gateway_command(list(words)) == 0
    assert code in capsys.readouterr().out
    report = told(capsys, kiosk_command, "sync")
    assert (report["news"], report["bookings_waiting"]) == (1, 0)
    (row,) = told(capsys, kiosk_command, "bookings", "list")["bookings"]
    assert (row["standing"], row["visit"]) == ("cancelled", "")


def test_an_operator_writes_desks_and_publishes_days(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gateway_command(["keys", "init", "--audience", "demo"])
    file = home / "desks.toml"
    file.write_text(DESKS, "utf-8")
    capsys.readouterr()
    assert gateway_command(["desks", "add", str(file)]) == 0
    assert "1 every 30 minutes" in capsys.readouterr().out
    assert [desk["desk"] for desk in told(capsys, gateway_command, "desks", "list")] == ["cong-an"]
    first = day(1)
    words = ("--from", first.isoformat(), "--to", first.isoformat())
    (made,) = told(capsys, gateway_command, "slots", "publish", "cong-an", *words, "--capacity", "3")
    assert (made["slots"], made["stranded"]) == (8, 0)
    slots = told(capsys, gateway_command, "slots", "list", "cong-an", *words)
    assert [(slot["starts_at"][11:16], slot["free"]) for slot in slots][:2] == [("07:30", 3), ("08:00", 3)]
    assert told(capsys, gateway_command, "slots", "close", "cong-an", first.isoformat(), "08:00") == {
        "closed": 1,
        "withdrawn": 0,
    }
    assert gateway_command(["slots", "list"]) == 0
    assert "08:00  closed, 0 booked" in capsys.readouterr().out
    for bad in (
        ["slots", "publish", "nowhere"],
        ["slots", "publish", "cong-an", "--capacity", "51"],
        ["slots", "publish", "cong-an", "--from", "2026-12-02", "--to", "2026-12-01"],
        ["slots", "close", "cong-an", first.isoformat(), "03:00"],
        ["bookings", "cancel", "K000"],
    ):
        assert gateway_command(bad) == 1, bad


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('["07:30-11:30"]', '["11:30-07:30"]'), "no room"),
        (('["07:30-11:30"]', '["07:30-11:30", "11:00-12:00"]'), "before the hours"),
        (("minutes = 30", "minutes = 1"), "minutes"),
        (("capacity = 1", "capacity = 0"), "capacity"),
        (('desk = "cong-an"', 'desk = "Công an"'), "desk"),
        (('source = "made up"\n', ""), "source"),
        (("minutes = 30", "minutes = 30\ncolour = 1"), "colour"),
        (("[[desks]]", "[desks]"), "desks"),
    ],
)
def test_a_desk_that_cannot_be_is_refused_whole(
    home: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], complaint: str
) -> None:
    gateway_command(["keys", "init", "--audience", "demo"])
    file = home / "desks.toml"
    file.write_text(DESKS.replace(*change), "utf-8")
    assert gateway_command(["desks", "add", str(file)]) == 1
    assert complaint in capsys.readouterr().err
    assert told(capsys, gateway_command, "desks", "list") == []


def test_a_kiosk_without_bookings_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(open_kiosk(Config(home))):
        pass
    assert told(capsys, kiosk_command, "bookings", "list") == {"bookings": []}
    assert kiosk_command(["bookings", "slots"]) == 1
    assert kiosk_command(["bookings", "show", "K000-0000-00"]) == 1
    assert "K000-0000-00" in capsys.readouterr().err


def test_what_is_not_offered_is_not_asked_for(home: Path) -> None:
    with closing(open_kiosk(load_config(home))) as kiosk:
        sync(kiosk)
        desk = offers(kiosk).desks[0]
        slot = desk.days[0].slots[0]
        gone = wish(desk, type(slot)("2020-01-02T08:00:00+07:00", 1))
        assert kiosk.appointments.ask(fresh_code(), "3.000228", gone) == NotOffered()
        assert kiosk.store.bookings.codes() == ()
        assert slot.starts_at > SystemClock().now() + timedelta(minutes=59)


def test_the_desk_in_the_docs_is_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "bookings.md").read_text("utf-8")
    (home / "desks.toml").write_text(page.split("```toml\n")[1].split("```")[0], "utf-8")
    gateway_command(["keys", "init", "--audience", "demo"])
    assert gateway_command(["desks", "add", str(home / "desks.toml")]) == 0
    capsys.readouterr()
    assert [desk["desk"] for desk in told(capsys, gateway_command, "desks", "list")] == ["cong-an"]
