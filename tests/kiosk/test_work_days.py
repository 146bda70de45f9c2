"""Swapped days: signed by the gateway, never older than what is here, and switched whole."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import msgspec
import pytest

from gateway.cli import main as gateway
from gateway.folder import Folder
from gateway.keyring import load_keyring
from kiosk.cli import main as kiosk
from kiosk.config import Config, GatewayConfig
from kiosk.sync.work_calendar import SignedCalendar, Swapped, WorkCalendar
from kiosk.work_days import FILE, Kept, NotTaken, Taken, announced, take_calendar, work_days

SATURDAY, MONDAY = date(2027, 3, 6), date(2027, 3, 8)
SATURDAY_IN_JUNE = date(2027, 6, 12)
TOML = """
number = {number}
title = "Lịch nghỉ năm 2027"
source = "made up"
checked_on = 2026-12-01
years = [2027]
[[swaps]]
works = {works}
off = 2027-03-08
"""


@pytest.fixture
def office(tmp_path: Path) -> Config:
    """A kiosk whose gateway's keys are pinned."""
    gateway(["keys", "init", "--data", str(tmp_path / "gateway"), "--audience", "demo"])
    home = tmp_path / "home"
    home.mkdir()
    return Config(home, gateway=GatewayConfig(keys=str(tmp_path / "gateway" / "gateway.pub.json")))


def signed(office: Config, number: int = 1, works: str = "2027-03-06") -> bytes:
    """What ``gateway calendar sign`` writes."""
    root = office.gateway_keys.parent
    (root / "year.toml").write_text(TOML.format(number=number, works=works), "utf-8")
    code = gateway(["calendar", "sign", "--data", str(root), str(root / "year.toml"), str(root / "year.json")])
    assert code == 0
    return (root / "year.json").read_bytes()


def calendar(**changed: object) -> WorkCalendar:
    one = WorkCalendar(
        number=1,
        audience="demo",
        title="Lịch",
        source="made up",
        checked_on=date(2026, 12, 1),
        years=(2027,),
        swaps=(Swapped(works=SATURDAY, off=MONDAY),),
    )
    return msgspec.structs.replace(one, **changed)


def test_a_signed_calendar_changes_the_days_that_count(office: Config) -> None:
    assert not work_days(office).is_working_day(SATURDAY)
    assert isinstance(take_calendar(office, signed(office)), Taken)
    days = work_days(office)
    assert days.is_working_day(SATURDAY)
    assert not days.is_working_day(MONDAY)
    found = announced(office)
    assert found is not None
    assert (found.source, found.checked_on) == ("made up", date(2026, 12, 1))


def test_the_same_again_is_kept_and_a_higher_number_is_taken(office: Config) -> None:
    take_calendar(office, signed(office, 2))
    assert isinstance(take_calendar(office, signed(office, 2)), Kept)
    assert isinstance(take_calendar(office, signed(office, 3, "2027-03-13")), Taken)
    assert not work_days(office).is_working_day(SATURDAY)


@pytest.mark.parametrize("number", [1, 2])
def test_an_older_calendar_or_another_of_the_same_number_is_refused(office: Config, number: int) -> None:
    take_calendar(office, signed(office, 2))
    before = (office.home / FILE).read_bytes()
    outcome = take_calendar(office, signed(office, number, "2027-03-13"))
    assert isinstance(outcome, NotTaken)
    assert outcome.reason == "older"
    assert (office.home / FILE).read_bytes() == before


def test_a_changed_day_or_another_signer_is_foreign(office: Config, tmp_path: Path) -> None:
    changed = signed(office).replace(b"2027-03-06", b"2027-03-13")
    gateway(["keys", "init", "--data", str(tmp_path / "other"), "--audience", "demo"])
    other = msgspec.json.encode(load_keyring(Folder(tmp_path / "other")).sign_calendar(calendar()))
    practice = msgspec.json.encode(
        load_keyring(Folder(office.gateway_keys.parent)).sign_calendar(calendar(audience="practice"))
    )
    for data in (changed, other, practice):
        outcome = take_calendar(office, data)
        assert isinstance(outcome, NotTaken)
        assert outcome.reason == "foreign"
        (office.home / FILE).write_bytes(data)  # put there by hand: counts for nothing
        assert announced(office) is None
        assert not work_days(office).is_working_day(SATURDAY)
        (office.home / FILE).unlink()


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_a_damaged_file_is_refused(office: Config, cut: int) -> None:
    outcome = take_calendar(office, signed(office)[:cut])
    assert isinstance(outcome, NotTaken)
    assert outcome.reason == "damaged"
    assert not (office.home / FILE).exists()


def test_a_receipts_signature_is_none_of_a_calendar(office: Config) -> None:
    one = SignedCalendar(calendar=calendar(), kid="0" * 16, signature="A" * 86)
    outcome = take_calendar(office, msgspec.json.encode(one))
    assert isinstance(outcome, NotTaken)
    assert outcome.reason == "foreign"


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"swaps": (Swapped(works=MONDAY, off=date(2027, 3, 9)),)}, "no Saturday or Sunday"),
        ({"swaps": (Swapped(works=SATURDAY, off=date(2028, 3, 9)),)}, "none of its years"),
        ({"days_off": (MONDAY,)}, "told twice"),
        (
            {"days_off": tuple(date(2027, 6, day) for day in range(1, 19))},
            "no day is worked for 16 days from 2027-06-01",
        ),
    ],
)
def test_what_cannot_be_is_said(changed: dict[str, object], fault: str) -> None:
    (told,) = calendar(**changed).faults()
    assert fault in told


def test_a_long_rest_with_a_swapped_saturday_in_it_can_be() -> None:
    off = tuple(date(2027, 6, day) for day in range(1, 19) if day != SATURDAY_IN_JUNE.day)
    swaps = (Swapped(works=SATURDAY_IN_JUNE, off=date(2027, 6, 21)),)
    assert calendar(days_off=off, swaps=swaps).faults() == ()


def test_the_gateway_signs_nothing_that_cannot_be(office: Config, capsys: pytest.CaptureFixture[str]) -> None:
    root = office.gateway_keys.parent
    (root / "year.toml").write_text(TOML.format(number=1, works="2027-03-10"), "utf-8")
    code = gateway(["calendar", "sign", "--data", str(root), str(root / "year.toml"), str(root / "year.json")])
    assert code == 1
    assert "2027-03-10" in capsys.readouterr().err
    assert not (root / "year.json").exists()


def test_the_commands_take_show_and_refuse(
    office: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOTCHAM_HOME", str(office.home))
    (office.home / "config.toml").write_text(f'[gateway]\nkeys = "{office.gateway_keys}"\n', "utf-8")
    file = tmp_path / "year.json"
    file.write_bytes(signed(office))
    assert kiosk(["calendar", "show"]) == 0
    assert kiosk(["calendar", "import", str(file)]) == 0
    capsys.readouterr()
    assert kiosk(["calendar", "show"]) == 0
    assert "2027-03-06 is worked, 2027-03-08 is off" in capsys.readouterr().out
    file.write_bytes(b"{}")
    assert kiosk(["calendar", "import", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["outcome"] == "nottaken"
    cases = tmp_path / "cases.json"
    cases.write_text('{"cases": [{"from": "2027-03-05", "days": 1, "due": "2027-03-06"}]}', "utf-8")
    assert kiosk(["vectors", "deadlines", str(cases)]) == 0
