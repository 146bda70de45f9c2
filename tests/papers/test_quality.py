import io

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from kiosk.devices import sample_papers
from kiosk.papers.page import Page, read_page
from kiosk.papers.quality import Remark, remarks_on


def sample(name: str) -> Image.Image:
    return Image.open(io.BytesIO(sample_papers.photograph(name))).convert("RGB")


def remarks(picture: Image.Image) -> tuple[Remark, ...]:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    page = read_page(buffer.getvalue())
    assert isinstance(page, Page)
    return remarks_on(page.jpeg)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("birth-paper", ()),
        ("witness", ()),
        ("commitment", ()),
        ("authorisation", ()),
        ("surrogacy", ()),
        ("home-proof", ()),
        ("sideways", ()),
        ("dark", (Remark.DARK,)),
        ("bright", (Remark.BRIGHT,)),
        ("blurred", (Remark.BLURRED,)),
        ("blank", (Remark.BLANK,)),
    ],
)
def test_sample_papers_get_the_remark_they_are_made_for(name: str, expected: tuple[Remark, ...]) -> None:
    assert remarks(sample(name)) == expected


@pytest.mark.parametrize(("radius", "blurred"), [(1, False), (2, False), (4, True), (6, True)])
def test_blur_is_remarked_when_small_print_is_lost(radius: int, blurred: bool) -> None:
    assert (Remark.BLURRED in remarks(sample("birth-paper").filter(ImageFilter.GaussianBlur(radius)))) is blurred


@pytest.mark.parametrize(("light", "dark"), [(0.2, True), (0.3, True), (0.5, False), (0.8, False)])
def test_darkness_is_remarked_when_the_paper_itself_is_dark(light: float, dark: bool) -> None:
    assert (Remark.DARK in remarks(ImageEnhance.Brightness(sample("witness")).enhance(light))) is dark


@pytest.mark.parametrize(("share", "radius", "expected"), [(0.03, 6, (Remark.BLURRED,)), (0.12, 0, ())])
def test_a_cameras_noise_misleads_neither_way(share: float, radius: int, expected: tuple[Remark, ...]) -> None:
    photo = sample("birth-paper").convert("L").filter(ImageFilter.GaussianBlur(radius))
    noise = Image.effect_noise(photo.size, 25).convert("L")
    assert remarks(Image.blend(photo, noise, share)) == expected


def test_a_page_full_of_small_print_is_sharp() -> None:
    scan = Image.new("L", (1654, 2339), 240)
    draw = ImageDraw.Draw(scan)
    for line in range(60, 2280, 26):
        draw.text((60, line), "Bên cho thuê giao nhà cho bên thuê sử dụng đúng mục đích, " * 3, 30, font_size=22)
    assert remarks(scan) == ()


def test_a_scan_with_pure_white_paper_is_not_burnt() -> None:
    scan = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(scan)
    for line in range(300, 2000, 60):
        draw.text((250, line), "Họ và tên: Lò Thị Mai, sinh ngày 05/09/2002", 0, font_size=28)
    assert remarks(scan) == ()


def test_few_pixels_are_remarked() -> None:
    assert remarks(sample("birth-paper").resize((450, 600))) == (Remark.SMALL,)
