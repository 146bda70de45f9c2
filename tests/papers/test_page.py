import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.papers.faults import PaperFault
from kiosk.papers.page import LARGEST_FILE, Page, fitting, read_page, thumbnail, turned


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def corners(size: tuple[int, int] = (400, 600), mode: str = "RGB") -> Image.Image:
    """A white sheet, red at the top left."""
    picture = Image.new(mode, size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    return picture


def page(data: bytes) -> Page:
    outcome = read_page(data)
    assert isinstance(outcome, Page)
    return outcome


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def red_corner(picture: Image.Image) -> str:
    points = {"top left": (0.2, 0.2), "top right": (0.8, 0.2), "bottom left": (0.2, 0.8), "bottom right": (0.8, 0.8)}
    seen = {
        name: picture.getpixel((int(x * picture.width), int(y * picture.height))) for name, (x, y) in points.items()
    }
    (name,) = [name for name, colour in seen.items() if isinstance(colour, tuple) and colour[1] < 100]
    return name


def png_header(width: int, height: int) -> bytes:
    """A PNG whose header promises a picture and whose body is a little nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_becomes_a_jpeg_page(kind: str) -> None:
    made = page(encoded(corners(), kind))
    assert (made.width, made.height) == (400, 600)
    with Image.open(io.BytesIO(made.jpeg)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (400, 600))
    assert red_corner(opened(made.jpeg)) == "top left"


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [
        (1, (400, 600), "top left"),
        (3, (400, 600), "bottom right"),
        (6, (600, 400), "top right"),
        (8, (600, 400), "bottom left"),
        (2, (400, 600), "top right"),
        (99, (400, 600), "top left"),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_page_stands_upright_as_its_phone_meant(
    kind: str, orientation: int, size: tuple[int, int], corner: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = page(encoded(corners(), kind, exif=exif))
    assert (made.width, made.height) == size
    assert red_corner(opened(made.jpeg)) == corner


def test_nothing_a_phone_wrote_stays() -> None:
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif[0x9286] = "a comment by Mai"
    exif.get_ifd(0x8825)[2] = (21.0, 0.0, 0.0)
    data = encoded(corners(), exif=exif, comment=b"comment of the phone", icc_profile=b"profile" * 40, dpi=(72, 72))
    assert b"PhoneMaker" in data
    made = page(data)
    with Image.open(io.BytesIO(made.jpeg)) as picture:
        assert not set(picture.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not picture.getexif()
    for trace in (b"PhoneMaker", b"Mai", b"comment", b"profile", b"Exif"):
        assert trace not in made.jpeg


@pytest.mark.parametrize(
    ("size", "fitted"),
    [((400, 600), (400, 600)), ((3024, 4032), (1654, 2205)), ((4032, 3024), (2205, 1654)), ((1700, 6000), (663, 2339))],
)
def test_large_pages_come_down_to_a4_at_200_dots(size: tuple[int, int], fitted: tuple[int, int]) -> None:
    assert fitting(size) == fitted
    made = page(encoded(Image.new("L", size, 200), quality=30))
    assert abs(made.width - fitted[0]) <= 1
    assert abs(made.height - fitted[1]) <= 1


def test_pages_of_every_colour_mode_are_taken() -> None:
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    clear.paste((255, 0, 0, 255), (0, 0, 150, 150))
    palette = corners((300, 300)).quantize(8)
    for picture, kind in [
        (clear, "PNG"),
        (clear.convert("LA"), "PNG"),
        (palette, "PNG"),
        (corners((300, 300)).convert("CMYK"), "JPEG"),
        (corners((300, 300)).convert("1"), "PNG"),
        (corners((300, 300)).convert("L"), "JPEG"),
        (Image.new("I;16", (300, 300), 65_000), "PNG"),
    ]:
        made = opened(page(encoded(picture, kind)).jpeg)
        light = made.getpixel((250, 250))
        assert isinstance(light, tuple)
        assert min(light) > 245


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", PaperFault.EMPTY),
        (b"\xff\xd8\xff" + bytes(LARGEST_FILE), PaperFault.TOO_LARGE),
        (b"GIF89a" + bytes(100), PaperFault.WRONG_TYPE),
        (b"<svg/>", PaperFault.WRONG_TYPE),
        (b"%PDF-1.7\n", PaperFault.WRONG_TYPE),
        (b"\0\0\0\x18ftypheic" + bytes(100), PaperFault.HEIC),
        (b"\0\0\0\x1cftypmif1" + bytes(100), PaperFault.HEIC),
        (b"\xff\xd8\xff", PaperFault.BROKEN),
        (b"\xff\xd8\xff\xe0" + bytes(200), PaperFault.BROKEN),
        (b"\x89PNG\r\n\x1a\n", PaperFault.BROKEN),
        (png_header(7_000, 7_200), PaperFault.TOO_MANY_PIXELS),
        (png_header(2**31 - 1, 2**31 - 1), PaperFault.TOO_MANY_PIXELS),
        (png_header(600, 600), PaperFault.BROKEN),
        (png_header(0, 600), PaperFault.BROKEN),
        (png_header(600, 100), PaperFault.TOO_SMALL),
        (png_header(400, 60_000), PaperFault.TOO_SMALL),
        (encoded(corners((100, 100))), PaperFault.TOO_SMALL),
        (encoded(corners())[:-700], PaperFault.BROKEN),
    ],
)
def test_everything_else_says_why_it_is_no_page(data: bytes, fault: PaperFault) -> None:
    assert read_page(data) is fault


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b""]))
def test_any_bytes_give_a_page_or_a_fault(tail: bytes, start: bytes) -> None:
    assert isinstance(read_page(start + tail), Page | PaperFault)


SAMPLE_JPEG = encoded(corners((240, 300)))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SAMPLE_JPEG) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_photograph_gives_a_page_or_a_fault(place: int, damage: bytes) -> None:
    data = SAMPLE_JPEG[:place] + damage + SAMPLE_JPEG[place + len(damage) :]
    assert isinstance(read_page(data), Page | PaperFault)


@pytest.mark.parametrize(
    ("quarters", "corner"),
    [(1, "top right"), (2, "bottom right"), (3, "bottom left"), (4, "top left"), (-1, "bottom left"), (0, "top left")],
)
def test_a_page_turns_clockwise_by_quarters(quarters: int, corner: str) -> None:
    made = turned(page(encoded(corners())).jpeg, quarters)
    assert red_corner(opened(made.jpeg)) == corner
    assert (made.width, made.height) == ((600, 400) if quarters % 2 else (400, 600))


def test_a_thumbnail_is_small() -> None:
    small = thumbnail(page(encoded(corners((1200, 1600)))).jpeg)
    assert opened(small).size == (240, 320)
    assert len(small) < 20_000
