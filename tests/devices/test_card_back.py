"""The back of a card photographed: read when it adds up, however it lies; nothing else is ever read."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from kiosk.devices.card_back import CardBackReader, open_card_back
from kiosk.devices.card_drawing import photograph_of_card
from kiosk.devices.ports import Unplugged
from kiosk.devices.simulated import SimulatedCamera
from kiosk.errors import DeviceError

PARTS = ("0990123459", "9901018", "3901016")
OCR_B = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")
REQUIRED = os.environ.get("MOTCHAM_PCSC") == "required"


@pytest.fixture(scope="module")
def reader() -> CardBackReader:
    found = open_card_back(SimulatedCamera())
    if found is None and not REQUIRED:
        pytest.skip("no Tesseract: make setup-chip")
    assert found is not None
    return found


def parts(reader: CardBackReader, jpeg: bytes) -> tuple[str, ...]:
    found = reader.read(jpeg)
    return found.texts if found else ()


def as_jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def photograph(turn: float = 1.5) -> Image.Image:
    return Image.open(io.BytesIO(photograph_of_card(font=OCR_B if OCR_B.is_file() else None, turn=turn)))


@pytest.mark.parametrize("turn", [0, -7, 8, 180, 173])
def test_it_is_read_however_it_lies(reader: CardBackReader, turn: float) -> None:
    assert parts(reader, as_jpeg(photograph(turn))) == PARTS


def test_it_is_read_in_grain_blur_and_uneven_light(reader: CardBackReader) -> None:
    picture = photograph().convert("L")
    shade = Image.linear_gradient("L").resize(picture.size).point([90 + value * 165 // 255 for value in range(256)])
    dim = Image.composite(picture, Image.new("L", picture.size, 20), shade).filter(ImageFilter.GaussianBlur(1.2))
    grain = Image.blend(dim, Image.effect_noise(picture.size, 60), 0.12)
    assert parts(reader, as_jpeg(grain)) == PARTS


@pytest.mark.parametrize("view", ["birth-paper", "blank", "dark"])
def test_another_paper_is_no_card(reader: CardBackReader, view: str) -> None:
    camera = SimulatedCamera()
    camera.look_at(view)
    assert reader.read(camera.capture()) is None


def test_lines_that_do_not_add_up_are_not_read(reader: CardBackReader) -> None:
    lines = "IDVNM0990123459001099012345<<0" + "9901019M3901016VNM<<<<<<<<<<<0" + "NGUYEN<<VAN<AN".ljust(30, "<")
    assert reader.read(photograph_of_card(lines)) is None


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"not a picture", photograph_of_card()[:2000], as_jpeg(Image.new("RGB", (1, 1)))]
)
def test_what_is_no_picture_is_nothing(reader: CardBackReader, data: bytes) -> None:
    assert reader.read(data) is None


def test_it_photographs_what_lies_there(reader: CardBackReader) -> None:
    camera = SimulatedCamera()
    camera.look_at("card-back")
    found = open_card_back(camera)
    assert found is not None
    seen = found()
    assert seen is not None
    assert seen.texts == PARTS


def test_without_a_camera_there_is_no_such_way() -> None:
    assert open_card_back(None) is None


def test_a_camera_that_gives_nothing_says_so(reader: CardBackReader) -> None:
    camera = SimulatedCamera()
    camera.become(Unplugged())
    found = open_card_back(camera)
    assert found is not None
    with pytest.raises(DeviceError):
        found()
