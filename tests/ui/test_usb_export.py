"""«Xuất ra USB» on the queue's screen: sticks that are really mounted, each refusal with its next step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from kiosk.devices.ports import Sticks
from kiosk.sync.courier_export import Exported, LeftOut, NotExported, NothingToExport
from kiosk.sync.courier_file import read_parcel_index
from kiosk.sync.courier_stick import Fault
from tests.kiosk.service_point import morning_clock
from tests.sticks import plugged_in, pull_out, why_no_stick
from tests.ui.resident import Resident
from tests.ui.test_queue import open_queue, texts
from ui.usb_view import Broken, Export, Writing, Written, derive_usb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from ui.viewmodels.rows import FactRow

STICK = Path("/media/kiosk/STICK")


@pytest.fixture
def media(tmp_path: Path) -> Path:
    if why_no_stick():
        pytest.skip(why_no_stick())
    (tmp_path / "media" / "kiosk").mkdir(parents=True)
    return tmp_path / "media"


@pytest.fixture
def volunteer(tmp_path: Path, media: Path, qtbot: QtBot) -> Iterator[Resident]:
    """Before the queue of a machine without a line, in which one dossier waits."""
    standing = Resident(tmp_path / "home", morning_clock(tmp_path), qtbot, usb=media)
    standing.arrive()
    standing.begin()
    standing.hand_in()
    standing.models.outcome.act("done")
    open_queue(standing)
    yield standing
    standing.switch_off()


def look(resident: Resident) -> str:
    """The button, once the machine has looked at what is plugged in."""
    resident.app.show()
    resident.settle()
    return button(resident)


def button(resident: Resident) -> str:
    return resident.models.queue.props.export


def press(resident: Resident) -> str:
    """What is told when it is over."""
    resident.models.queue.export()
    resident.settle()
    return texts(resident)


def test_what_waits_is_written_once_and_told_with_its_file(volunteer: Resident, media: Path) -> None:
    assert look(volunteer) == ""
    with plugged_in(media / "kiosk" / "STICK") as stick:
        assert look(volunteer) == "ready"
        with volunteer.held("stick"):
            volunteer.models.queue.export()
            assert button(volunteer) == "writing"
            assert "Giữ nguyên USB trong máy" in texts(volunteer)
            volunteer.models.queue.export()
        (parcel,) = stick.iterdir()
        with parcel.open("rb") as file:
            index = read_parcel_index(file)
        assert len(index.dossiers) == 1
        said = texts(volunteer)
        assert "Đã ghi xong 1 hồ sơ ra USB" in said
        assert f"Tệp {parcel.name}. Chiếm" in said.replace("\\u200b", "")  # where its name may be broken
        assert button(volunteer) == "ready"
    assert look(volunteer) == ""
    assert "Đã ghi xong 1 hồ sơ ra USB" in texts(volunteer)


def test_an_export_goes_on_when_nobody_looks_and_is_told_to_who_comes_back(volunteer: Resident, media: Path) -> None:
    with plugged_in(media / "STICK") as stick:
        look(volunteer)
        with volunteer.held("stick"):
            volunteer.models.queue.export()
            volunteer.models.queue.back()
            assert volunteer.screen == "home"
        open_queue(volunteer)
        assert "Đã ghi xong 1 hồ sơ" in texts(volunteer)
        assert len(list(stick.iterdir())) == 1
        volunteer.models.queue.back()
        open_queue(volunteer)
        assert "Đã ghi xong" not in texts(volunteer)


def test_nobody_is_sent_away_while_it_is_written(volunteer: Resident, media: Path) -> None:
    with plugged_in(media / "STICK"):
        look(volunteer)
        with volunteer.held("stick"):
            volunteer.models.queue.export()
            for _ in range(10):
                volunteer.app.show()
                volunteer.pass_time(60)
            assert (volunteer.screen, volunteer.overlay) == ("queue", "")


def test_of_two_sticks_none_is_chosen(volunteer: Resident, media: Path) -> None:
    with plugged_in(media / "kiosk" / "A"), plugged_in(media / "kiosk" / "B"):
        assert look(volunteer) == ""
        assert "Chỉ để lại một USB" in texts(volunteer)


def test_a_locked_stick_is_told_before_anything_is_pressed(volunteer: Resident, media: Path) -> None:
    with plugged_in(media / "kiosk" / "STICK", "ro"):
        assert look(volunteer) == ""
        assert "gạt lẫy khóa" in texts(volunteer)


def test_a_full_stick_says_how_much_it_takes(volunteer: Resident, media: Path) -> None:
    with plugged_in(media / "kiosk" / "STICK", "size=1m") as stick:
        look(volunteer)
        said = press(volunteer)
        assert "USB không đủ chỗ" in said
        assert "cần còn trống 4," in said or "cần còn trống 5," in said
        assert list(stick.iterdir()) == []


def test_a_stick_that_was_pulled_out_is_not_its_empty_folder(volunteer: Resident, media: Path) -> None:
    with plugged_in(media / "kiosk" / "STICK") as stick:
        look(volunteer)
        pull_out(stick)
        assert "USB đã bị rút ra" in press(volunteer)
        assert list(stick.iterdir()) == []


def test_a_store_that_gives_nothing_is_not_the_sticks_fault(volunteer: Resident, media: Path) -> None:
    (volunteer.config.home / "reply.key").write_bytes(b"no key")
    with plugged_in(media / "kiosk" / "STICK"):
        look(volunteer)
        assert "Máy không lấy được phần đã cất" in press(volunteer)


def test_where_nothing_waits_there_is_no_button(resident: Resident) -> None:
    resident.stick.insert([])
    open_queue(resident)
    assert look(resident) == ""


def test_a_simulated_stick_takes_what_waits(resident: Resident, tmp_path: Path) -> None:
    resident.begin()
    resident.hand_in()
    resident.models.outcome.act("done")
    open_queue(resident)
    resident.stick.insert([])
    assert look(resident) == "ready"
    assert "Đã ghi xong 1 hồ sơ" in press(resident)
    folder = resident.stick.sticks(tmp_path).only
    assert folder is not None
    assert len(list(folder.glob("motcham-*.parcel"))) == 1
    resident.stick.eject()
    assert look(resident) == ""


def row(export: Export | None, sticks: Sticks = Sticks(), *, waits: bool = True) -> FactRow:  # noqa: B008 - frozen
    told = derive_usb(sticks, export, waits=waits)
    assert told is not None
    return told


@pytest.mark.parametrize("reason", [*get_args(Fault), "changed"])
def test_each_refusal_has_a_next_step(reason: Fault) -> None:
    told = row(Written(NotExported(reason, 5_000_001)))
    assert told.title
    assert told.note.endswith(".")
    assert ("5,1 MB" in told.text) == (reason == "full")


def test_what_was_written_whole_before_a_refusal_is_named() -> None:
    told = row(Written(NotExported("gone", 0, (STICK / "motcham-1.parcel",))))
    assert "Trước đó đã ghi đủ: Tệp motcham-\u200b1.parcel." in told.text


def test_what_could_not_go_along_is_told_but_not_what_is_long_held() -> None:
    left_out = (LeftOut("a", "lost"), LeftOut("b", "audience"), LeftOut("c", "gone"))
    done = Exported((STICK / "motcham-1.parcel",), ("d",), 2, left_out, own_disk=False)
    told = row(Written(done, 12_345_678))
    assert "Còn 2 hồ sơ không ghi ra được" in told.text
    assert "2 giấy báo đã nhận" in told.text
    assert "12,4 MB" in told.text
    assert "Còn" not in row(Written(NothingToExport(left_out[2:]))).text
    assert row(Written(Exported((), (), 1, (), own_disk=False))).title == "Đã ghi xong ra USB"


def test_nothing_is_told_of_a_stick_that_is_as_it_should_be_or_not_asked_for() -> None:
    assert derive_usb(Sticks((STICK,)), None, waits=True) is None
    assert derive_usb(Sticks(), None, waits=True) is None
    assert derive_usb(Sticks((), 1), None, waits=False) is None
    assert row(Writing()).note
    assert row(Broken()).note
