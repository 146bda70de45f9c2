"""What every device of a kind must do, simulated or real: fixtures that hold a device to its contract."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TypeAlias

import pytest
from PIL import Image

from kiosk.devices.ports import Camera, CardOn, ChipReader, FileEntry, FileSource, QrScanner, Ready
from kiosk.devices.software_card.authority import Authority, make_authority
from kiosk.devices.software_card.card import SoftwareCard
from kiosk.devices.software_card.making import CardPlan, make_card
from kiosk.errors import DeviceError
from kiosk.identity.chip.apdu import Command, Ins
from kiosk.identity.chip.files import APPLICATION
from kiosk.identity.chip.transport import TransportFault
from tests.identity.chip.taps import NOW

Insert: TypeAlias = Callable[[dict[str, bytes]], object]
Deed: TypeAlias = Callable[[], object]

CARD = "001099012345||Nguyễn Văn An|01011999|Nam|Số 1|15042021"
ON_THE_STICK = {
    "b.PDF": b"%PDF-1.7",
    "a.jpg": b"jpeg",
    "c.png": b"png",
    "d.docx": b"word",
    ".e.jpg": b"hidden",
    "f.jpeg": b"",
}


@pytest.fixture
def hold_scanner_to_contract() -> Callable[[QrScanner, Callable[[str], object]], None]:
    return _scanner_contract


@pytest.fixture
def hold_wedge_to_contract() -> Callable[[QrScanner, Callable[[str], object], str], None]:
    return _scanner_contract


@pytest.fixture
def hold_camera_to_contract() -> Callable[[Camera, Deed, Deed], None]:
    return _camera_contract


@pytest.fixture
def hold_files_to_contract() -> Callable[[FileSource, Insert, Deed], None]:
    return _files_contract


@pytest.fixture
def hold_chip_reader_to_contract(good_card: SoftwareCard) -> Callable[..., None]:
    return lambda reader, lay, lift, unplug, plug: _chip_contract(reader, good_card, lay, lift, unplug, plug)


@pytest.fixture(scope="session")
def issuer() -> Authority:
    return make_authority(NOW)


@pytest.fixture(scope="session")
def good_card(issuer: Authority) -> SoftwareCard:
    return make_card("good", issuer, NOW, plan=CardPlan(photo=b"\xff\xd8\xff" + bytes(2000)))


def _scanner_contract(scanner: QrScanner, show: Callable[[str], object], text: str = CARD) -> None:
    """``show`` brings a code before the scanner and returns once it has been read or not."""
    other = text.replace("0", "3")
    first: list[str] = []
    second: list[str] = []
    assert scanner.status() == Ready()
    scanner.stop()
    show(text)
    scanner.start(first.append)
    show(text)
    show(other)
    scanner.start(second.append)
    show(text)
    scanner.stop()
    show(text)
    assert first == [text, other]
    assert second == [text]


def _camera_contract(camera: Camera, fail: Deed, mend: Deed) -> None:
    """``fail`` makes the camera unusable, ``mend`` undoes it."""
    assert camera.status() == Ready()
    with Image.open(io.BytesIO(camera.capture())) as picture:
        assert picture.format == "JPEG"
        assert min(picture.size) >= 480
    fail()
    assert camera.status() != Ready()
    with pytest.raises(DeviceError):
        camera.capture()
    mend()
    assert camera.status() == Ready()
    assert camera.capture().startswith(b"\xff\xd8\xff")


def _files_contract(source: FileSource, insert: Insert, eject: Deed) -> None:
    """``insert`` puts in a stick with files of these names and contents."""
    assert source.status() != Ready()
    assert source.list() == ()
    insert(ON_THE_STICK)
    assert source.status() == Ready()
    entries = source.list()
    assert [(entry.label, entry.size, entry.media_type) for entry in entries] == [
        ("a.jpg", 4, "image/jpeg"),
        ("b.PDF", 8, "application/pdf"),
        ("c.png", 3, "image/png"),
    ]
    assert [source.read(entry) for entry in entries] == [b"jpeg", b"%PDF-1.7", b"png"]
    with pytest.raises(DeviceError):
        source.read(FileEntry("no-such", "a.jpg", 4, "image/jpeg"))
    eject()
    assert source.status() != Ready()
    assert source.list() == ()
    with pytest.raises(DeviceError) as told:
        source.read(entries[0])
    assert "a.jpg" not in str(told.value)


ENTER = Command(Ins.SELECT, 4, 12, APPLICATION).encode()
SOON = 8.0
"""Seconds within which pcscd notices what happened to a card or a reader."""


def _chip_contract(
    reader: ChipReader, card: SoftwareCard, lay: Callable[[SoftwareCard], object], lift: Deed, unplug: Deed, plug: Deed
) -> None:
    """``lay`` puts a card on, ``lift`` takes it away; ``unplug`` makes the reader unusable, ``plug`` mends it."""
    assert reader.wait(None, 0) == Ready() == reader.status()
    assert reader.connect() is TransportFault.NO_CARD
    assert reader.transmit(ENTER) is TransportFault.REMOVED
    reader.disconnect()
    lay(card)
    first = reader.wait(Ready(), SOON)
    assert isinstance(first, CardOn)
    assert reader.status() == Ready()
    for _ in range(2):
        assert reader.connect() is None
        assert reader.longest_answer >= 256
        assert reader.transmit(ENTER) == b"\x90\x00"
        reader.disconnect()
        assert reader.transmit(ENTER) is TransportFault.REMOVED
        assert reader.wait(Ready(), SOON) == first == reader.wait(first, 0)
    assert reader.connect() is None
    lift()
    assert reader.transmit(ENTER) is TransportFault.REMOVED
    assert reader.wait(first, SOON) == Ready()
    reader.disconnect()
    reader.wake()
    assert reader.wait(Ready(), 600) == Ready()
    lay(card)
    second = reader.wait(Ready(), SOON)
    assert isinstance(second, CardOn)
    assert second != first
    assert reader.connect() is None
    unplug()
    assert reader.transmit(ENTER) in {TransportFault.NO_READER, TransportFault.NO_SERVICE}
    away = reader.wait(second, SOON)
    assert not isinstance(away, CardOn | Ready)
    assert reader.status() == away
    assert reader.connect() in {TransportFault.NO_READER, TransportFault.NO_SERVICE}
    plug()
    back = reader.wait(away, SOON)
    assert isinstance(reader.wait(back, SOON) if back == Ready() else back, CardOn)
    assert reader.connect() is None
    reader.close()
