"""Slots are there when they are asked for: published ahead, closed when a day becomes one off, never by accident."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from gateway.cli import main as gateway_command
from gateway.database import SCHEMA_VERSION, Connection, connect, transact
from gateway.demo_desks import furnish
from gateway.desks import DEMO_FILE, keep_desks, list_desks, read_desks
from gateway.folder import Folder
from gateway.keyring import load_keyring
from gateway.publishing import Publisher, publish_day, renew
from gateway.slots import offered, slots_of
from gateway.work_days import WorkDays, read_work_days
from kiosk.clock import HANOI
from kiosk.errors import ConfigError
from kiosk.sync.outcomes import SlotsNow
from kiosk.sync.slots import read_signed_slots
from kiosk.sync.work_calendar import Swapped, WorkCalendar
from tests.gateway.booked import add_desks, desk
from tests.gateway.running import Site, running

if TYPE_CHECKING:
    from kiosk.sync.desks import Desk

WEDNESDAY = date(2026, 11, 25)
MORNING = datetime(2026, 11, 25, 8, 42, tzinfo=HANOI)


@pytest.fixture
def connection(site: Site) -> Iterator[Connection]:
    add_desks(site, desk(ahead_days=7))
    with contextlib.closing(connect(site.folder.database)) as opened:
        yield opened


def open_days(connection: Connection) -> list[str]:
    rows = connection.execute("SELECT DISTINCT substr(starts_at, 1, 10) FROM slot WHERE is_open = 1 ORDER BY 1")
    return [row[0][8:] for row in rows]


def calendar(number: int = 1, *off: date) -> WorkCalendar:
    return WorkCalendar(
        number=number,
        audience="demo",
        title="t",
        source="s",
        checked_on=date(2026, 11, 1),
        years=(2026,),
        swaps=(Swapped(works=date(2026, 11, 29), off=date(2026, 11, 26)),),
        days_off=off,
    )


def test_days_are_published_ahead_and_once(connection: Connection) -> None:
    made = renew(connection, WEDNESDAY, WorkDays())
    assert len(made) == 8
    assert open_days(connection) == ["25", "26", "27", "28", "30", "01", "02"]
    assert renew(connection, WEDNESDAY, WorkDays()) == ()
    later = renew(connection, date(2026, 11, 26), WorkDays())
    assert [(one.day.day, one.slots) for one in later] == [(3, 21)]


def test_what_was_closed_by_hand_stays_closed(connection: Connection) -> None:
    renew(connection, WEDNESDAY, WorkDays())
    connection.execute("UPDATE slot SET is_open = 0 WHERE starts_at LIKE '2026-11-26T08:10%'")
    renew(connection, WEDNESDAY, WorkDays())
    closed = [
        slot.starts_at[11:16]
        for slot in slots_of(connection, "cong-an", "2026-11-26", "2026-11-27")
        if not slot.is_open
    ]
    assert closed == ["08:10"]
    publish_day(connection, desk(ahead_days=7), date(2026, 11, 26), WorkDays())
    assert all(slot.is_open for slot in slots_of(connection, "cong-an", "2026-11-26", "2026-11-27"))


def test_a_day_that_becomes_one_off_is_closed_and_who_stands_there_is_told_of(connection: Connection) -> None:
    renew(connection, WEDNESDAY, WorkDays())
    connection.execute(
        "INSERT INTO booking (device_id, lookup_code, procedure, slot, place, state, request, changed_at)"
        " SELECT 'd', 'K', '1', number, 1, 'booked', '', '' FROM slot WHERE starts_at LIKE '2026-11-26T08:10%'"
    )
    changes = renew(connection, WEDNESDAY, WorkDays(calendar()))
    assert [(one.day.day, one.slots, one.stranded) for one in changes] == [(26, 0, 1)]
    assert "26" not in open_days(connection)
    publish_day(connection, desk(), date(2026, 11, 29), WorkDays(calendar()))
    assert "29" in open_days(connection)  # a Sunday worked for it


def test_a_desk_that_publishes_by_hand_alone(site: Site) -> None:
    add_desks(site, desk(ahead_days=0))
    with contextlib.closing(connect(site.folder.database)) as connection:
        assert renew(connection, WEDNESDAY, WorkDays()) == ()
        publish_day(connection, desk(ahead_days=0), WEDNESDAY, WorkDays(), capacity=5)
        slots = slots_of(connection, "cong-an", "2026-11-25", "2026-11-26")
        assert {slot.capacity for slot in slots} == {5}
        page = offered(connection, "any", "demo", MORNING)
        assert page.desks[0].days[0].free["09:50"] == 5
        assert "09:30" not in page.desks[0].days[0].free  # within the lead time


def test_a_lowered_capacity_keeps_who_is_booked(connection: Connection) -> None:
    publish_day(connection, desk(), WEDNESDAY, WorkDays(), capacity=2)
    connection.execute(
        "INSERT INTO booking (device_id, lookup_code, procedure, slot, place, state, request, changed_at)"
        " SELECT 'd', 'K' || place, '1', number, place, 'booked', '', ''"
        " FROM slot, (SELECT 1 AS place UNION SELECT 2) AS two"
        " WHERE starts_at LIKE '2026-11-25T10:10%'"
    )
    publish_day(connection, desk(), WEDNESDAY, WorkDays(), capacity=1)
    page = offered(connection, "any", "demo", MORNING)
    assert page.desks[0].days[0].free["10:10"] == 0
    assert page.desks[0].days[0].free["10:30"] == 1


def test_the_publisher_works_when_something_changed_and_not_else(site: Site) -> None:
    add_desks(site, desk(ahead_days=7))
    keys = load_keyring(site.folder).public
    publisher = Publisher(site.folder.calendar, lambda: keys)
    with contextlib.closing(connect(site.folder.database)) as connection:

        def look(moment: datetime = MORNING) -> bool:
            standing = publisher.due(connection, moment)
            if standing is None:
                return False
            days = publisher.days()
            if days is not None:
                transact(connection, lambda connection: renew(connection, standing.today, days))
            publisher.keep(standing)
            return True

        assert look()
        assert not look()
        assert look(datetime(2026, 11, 26, 0, 1, tzinfo=HANOI))
        assert look()
        transact(connection, lambda connection: keep_desks(connection, [desk("mot-cua", ahead_days=1)], "later"))
        assert look()
        signed = load_keyring(site.folder).sign_calendar(calendar(1))
        site.folder.calendar.write_bytes(msgspec.json.encode(signed))
        assert look()
        assert "26" not in open_days(connection)
        site.folder.calendar.write_bytes(b"damaged")
        before = open_days(connection)
        assert look(datetime(2026, 12, 1, 8, 0, tzinfo=HANOI))
        assert open_days(connection) == before  # nothing is published by a calendar that cannot be read


def test_a_calendar_of_somebody_else_is_refused(site: Site, tmp_path: Path) -> None:
    strange = Site(Folder(tmp_path / "strange"))
    signed = load_keyring(strange.folder).sign_calendar(calendar())
    site.folder.calendar.write_bytes(msgspec.json.encode(signed))
    with pytest.raises(ConfigError, match="not signed"):
        read_work_days(site.folder.calendar, load_keyring(site.folder).public)


def test_signing_a_calendar_counts_for_the_desks_here_unless_a_later_one_does(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "calendar.toml"
    text = 'title = "t"\nsource = "s"\nchecked_on = 2026-11-01\nyears = [2026]\ndays_off = [2026-11-26]\n'

    def sign(number: int) -> None:
        file.write_text(f"number = {number}\n{text}", "utf-8")
        words = ["calendar", "sign", str(file), str(tmp_path / "out.json"), "--data", str(site.folder.root)]
        assert gateway_command(words) == 0

    sign(2)
    assert read_work_days(site.folder.calendar, site.keys).is_holiday(date(2026, 11, 26))
    second = site.folder.calendar.read_bytes()
    sign(1)
    assert site.folder.calendar.read_bytes() == second


def test_the_demos_desks_are_good_and_come_once(site: Site) -> None:
    desks: tuple[Desk, ...] = read_desks(DEMO_FILE)
    assert {one.kind for one in desks} == {"police", "one_stop"}
    furnish(site.folder)
    with contextlib.closing(connect(site.folder.database)) as connection:
        assert list_desks(connection) == desks
        transact(connection, lambda connection: keep_desks(connection, [desk("cong-an")], "now"))
        furnish(site.folder)
        assert desk("cong-an") in list_desks(connection)


def test_a_store_of_the_first_version_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "gateway.db"
    schema = Path(__file__).parents[2] / "gateway" / "schema.sql"
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(schema.read_text("utf-8"))
        old.execute("INSERT INTO device (device_id, name, public_key, added_at) VALUES ('d', 'n', zeroblob(32), '')")
        old.execute("PRAGMA user_version = 1")
        old.commit()
    with contextlib.closing(connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert connection.execute("SELECT name FROM device").fetchone()[0] == "n"
        assert list_desks(connection) == ()


def test_a_gateway_without_desks_offers_none(site: Site) -> None:
    with running(site) as live:
        page = live.client().slots("")
    assert isinstance(page, SlotsNow)
    assert read_signed_slots(page.body).page.desks == ()
