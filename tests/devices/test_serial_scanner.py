"""The USB-COM scanner, by a pseudo-terminal: the driver opens it as it opens the real line."""

from __future__ import annotations

import os
import pty
import tty
from typing import TYPE_CHECKING

import pytest

from kiosk.config import DeviceConfig
from kiosk.devices import serial_ports
from kiosk.devices.ports import Failed, Ready, Unplugged
from kiosk.devices.registry import statuses
from ui.devices.serial_scanner import SerialScanner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

CARD = "012302000007||Lò Thị Mai|05092002|Nữ|Bản Nà Luồng, Nà Tăm, Tam Đường, Lai Châu|20072022"


class Plug:
    """A scanner at the other end of the line; ``port`` is where the kiosk finds it."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self.plug_in()

    def plug_in(self) -> None:
        self._scanner, line = pty.openpty()
        tty.setraw(line)
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(line))
        self._line = line

    def send(self, data: bytes) -> None:
        os.write(self._scanner, data)

    def pull_out(self) -> None:
        self.port.unlink(missing_ok=True)
        os.close(self._line)
        os.close(self._scanner)


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Plug]:
    plug = Plug(tmp_path / "scanner")
    yield plug
    if plug.port.is_symlink():
        plug.pull_out()


@pytest.fixture
def scanner(plug: Plug, qtbot: QtBot) -> Iterator[SerialScanner]:
    scanner = SerialScanner(str(plug.port))
    yield scanner
    scanner.deleteLater()


def test_it_keeps_the_contract(
    scanner: SerialScanner, plug: Plug, qtbot: QtBot, hold_scanner_to_contract: Callable[..., None]
) -> None:
    def show(text: str) -> None:
        plug.send(f"{text}\r\n".encode())
        qtbot.wait(60)  # the line is a device of the system; there is nothing to wait for when nobody listens

    hold_scanner_to_contract(scanner, show)


def test_letters_split_between_two_packets_arrive_whole(scanner: SerialScanner, plug: Plug, qtbot: QtBot) -> None:
    read: list[str] = []
    scanner.start(read.append)
    data = CARD.encode() + b"\r"
    for at in range(0, len(data), 5):
        plug.send(data[at : at + 5])
        qtbot.wait(1)
    qtbot.waitUntil(lambda: read == [CARD])
    assert scanner.exact


def test_without_a_line_end_silence_ends_it(scanner: SerialScanner, plug: Plug, qtbot: QtBot) -> None:
    read: list[str] = []
    scanner.start(read.append)
    plug.send(CARD.encode())
    qtbot.waitUntil(lambda: read == [CARD])
    assert scanner.status() == Ready()


def test_pulled_out_it_says_so_and_plugged_in_again_it_reads_on(
    scanner: SerialScanner, plug: Plug, qtbot: QtBot
) -> None:
    read: list[str] = []
    scanner.start(read.append)
    plug.send(CARD[:30].encode())
    qtbot.wait(20)
    plug.pull_out()
    qtbot.waitUntil(lambda: scanner.status() == Unplugged(), timeout=4000)
    plug.plug_in()
    qtbot.waitUntil(lambda: scanner.status() == Ready(), timeout=4000)
    plug.send(CARD.encode() + b"\n")
    qtbot.waitUntil(lambda: bool(read))
    assert read == [CARD]


def test_a_scanner_that_was_never_plugged_in_is_waited_for(tmp_path: Path, qtbot: QtBot) -> None:
    scanner = SerialScanner(str(tmp_path / "scanner"))
    assert scanner.status() == Unplugged()
    plug = Plug(tmp_path / "scanner")
    qtbot.waitUntil(lambda: scanner.status() == Ready(), timeout=4000)
    plug.pull_out()
    scanner.deleteLater()


def test_auto_takes_the_only_port_and_asks_when_there_are_several(tmp_path: Path) -> None:
    by_id = tmp_path / "by-id"
    assert serial_ports.find_port("auto", by_id) == Unplugged()
    by_id.mkdir()
    (by_id / "usb-Honeywell-if00").touch()
    assert serial_ports.find_port("auto", by_id) == by_id / "usb-Honeywell-if00"
    (by_id / "usb-Modem-if00").touch()
    several = serial_ports.status_of("auto", by_id)
    assert isinstance(several, Failed)
    assert "usb-Modem-if00" in several.reason


def test_the_doctor_looks_at_the_line_without_a_window(plug: Plug) -> None:
    there = DeviceConfig(scanner="serial", scanner_port=str(plug.port))
    assert statuses(there)["scanner"] == Ready()
    plug.pull_out()
    assert statuses(there)["scanner"] == Unplugged()
    assert statuses(DeviceConfig(scanner="none"))["scanner"] is None
