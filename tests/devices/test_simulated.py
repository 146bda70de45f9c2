import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.ports import DeviceStatus, Failed, Missing, Ready, Unplugged
from kiosk.devices.sample_papers import NAMES
from kiosk.devices.simulated import SimulatedCamera, SimulatedFiles, SimulatedScanner
from kiosk.errors import DeviceError


def test_the_simulated_scanner_keeps_the_contract(hold_scanner_to_contract: Callable[..., None]) -> None:
    scanner = SimulatedScanner()
    hold_scanner_to_contract(scanner, scanner.arrive)


def test_an_unplugged_scanner_reads_nothing() -> None:
    scanner = SimulatedScanner()
    read: list[str] = []
    scanner.start(read.append)
    scanner.become(Unplugged())
    assert not scanner.arrive("x")
    scanner.become(Ready())
    assert scanner.arrive("y")
    assert read == ["y"]


@pytest.mark.parametrize("status", [Missing(), Unplugged(), Failed("no frames")])
def test_the_simulated_camera_keeps_the_contract(
    hold_camera_to_contract: Callable[..., None], status: DeviceStatus
) -> None:
    camera = SimulatedCamera()
    hold_camera_to_contract(camera, lambda: camera.become(status), lambda: camera.become(Ready()))


def test_every_sample_paper_is_a_photograph_of_its_own() -> None:
    camera = SimulatedCamera()
    seen = set()
    for name in NAMES:
        camera.look_at(name)
        photo = camera.capture()
        seen.add(photo)
        with Image.open(io.BytesIO(photo)) as picture:
            assert picture.size == ((2000, 1500) if name == "sideways" else (1500, 2000))
    assert len(seen) == len(NAMES)


def test_a_document_key_names_its_sample_paper() -> None:
    camera = SimulatedCamera()
    first = camera.capture()
    camera.look_at("witness")
    assert camera.capture() != first
    camera.look_at("birth_paper")
    assert camera.capture() == first


def test_the_camera_sees_picture_files(tmp_path: Path) -> None:
    camera = SimulatedCamera()
    Image.new("RGBA", (640, 480), "white").save(tmp_path / "page.png")
    camera.look_at(tmp_path / "page.png")
    with Image.open(io.BytesIO(camera.capture())) as picture:
        assert (picture.format, picture.size) == ("JPEG", (640, 480))
    Image.new("RGB", (640, 480), "white").save(tmp_path / "page.jpg")
    camera.look_at(str(tmp_path / "page.jpg"))
    assert camera.capture() == (tmp_path / "page.jpg").read_bytes()


def test_what_cannot_be_seen_is_said(tmp_path: Path) -> None:
    camera = SimulatedCamera()
    with pytest.raises(DeviceError, match="birth-paper"):
        camera.look_at("no-such-paper")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    camera.look_at(tmp_path / "broken.png")
    with pytest.raises(DeviceError, match="cannot be read"):
        camera.capture()


def test_the_simulated_stick_keeps_the_contract(hold_files_to_contract: Callable[..., None], tmp_path: Path) -> None:
    files = SimulatedFiles()

    def insert(contents: dict[str, bytes]) -> None:
        for name, content in contents.items():
            (tmp_path / name).write_bytes(content)
        files.insert(tmp_path / name for name in contents)

    hold_files_to_contract(files, insert, files.eject)


def test_a_file_deleted_behind_the_stick_is_gone(tmp_path: Path) -> None:
    files = SimulatedFiles()
    (tmp_path / "a.jpg").write_bytes(b"jpeg")
    files.insert([tmp_path / "a.jpg"])
    (entry,) = files.list()
    (tmp_path / "a.jpg").unlink()
    assert files.list() == ()
    with pytest.raises(DeviceError):
        files.read(entry)
