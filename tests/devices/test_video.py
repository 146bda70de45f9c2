"""The camera by its video: pictures pushed as frames in place of a camera, everything else as on the machine."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeAlias

import pytest
import qrcode
from PIL import Image, ImageFilter
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoSink
from shiboken6 import delete

from kiosk.config import DeviceConfig
from kiosk.devices.ports import Failed, Ready, Unplugged
from kiosk.devices.registry import open_devices, statuses
from kiosk.errors import DeviceError
from ui.devices.drivers import WindowDrivers
from ui.devices.qr_camera import QrCamera
from ui.devices.video import Video
from ui.devices.video_camera import VideoCamera

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("Couldn't (load|resolve)", "No RHI backend", "Using Qt multimedia", extend=True)
"""What Qt Multimedia says of machines without a graphics card or a sound server."""

CARD = "012302000007||Lò Thị Mai|05092002|Nữ|Bản Nà Luồng, Nà Tăm, Tam Đường, Lai Châu|20072022"


Lay: TypeAlias = "Callable[..., tuple[Pictures, Video]]"


class Pictures(QObject):
    """Shows one picture thirty times a second once it is switched on."""

    changed = Signal()

    def __init__(self, picture: Image.Image, names: tuple[str, ...] = ("Máy ảnh",)) -> None:
        super().__init__()
        self._names = names
        self.lit = False
        self._sink: QVideoSink | None = None
        self._beat = QTimer(self, interval=33)
        self._beat.timeout.connect(self._show)
        self.hold(picture)

    def hold(self, picture: Image.Image) -> None:
        data = picture.convert("RGBA").tobytes()
        self._image = QImage(data, *picture.size, QImage.Format.Format_RGBA8888).copy()

    def plug(self, *names: str) -> None:
        self._names = names
        self.changed.emit()

    def names(self) -> tuple[str, ...]:
        return self._names

    def on_change(self, told: QObject) -> None:
        assert isinstance(told, Video)
        self.changed.connect(told.look)

    def start(self, name: str, sink: QVideoSink) -> str:
        assert name in self._names
        self._sink, self.lit = sink, True
        self._beat.start()
        return ""

    def stop(self) -> None:
        self._beat.stop()
        self.lit = False

    def _show(self) -> None:
        if self._sink is not None:
            self._sink.setVideoFrame(QVideoFrame(self._image.convertToFormat(QImage.Format.Format_RGB32)))


def paper() -> Image.Image:
    return Image.new("RGB", (1600, 1200), (250, 240, 220))


def code(text: str, *, angle: float = 0, blur: float = 0) -> Image.Image:
    """A code as a camera sees it, on a card lying askew."""
    made = qrcode.QRCode(box_size=5, border=4)
    made.add_data(text)
    view = Image.new("RGB", (1280, 720), (120, 110, 100))
    view.paste(made.make_image().get_image().convert("RGB").rotate(angle, expand=True, fillcolor="white"), (300, 40))
    return view.filter(ImageFilter.GaussianBlur(blur))


@pytest.fixture
def lay(qtbot: QtBot) -> Iterator[Callable[..., tuple[Pictures, Video]]]:
    """A picture before a camera; Qt's objects go on this thread and in order."""
    made: list[QObject] = []

    def laid(
        picture: Image.Image, named: str = "auto", names: tuple[str, ...] = ("Máy ảnh",)
    ) -> tuple[Pictures, Video]:
        pictures = Pictures(picture, names)
        made.append(pictures)
        return pictures, Video(named, pictures, parent=pictures)

    yield laid
    for pictures in made:
        delete(pictures)


class Aside:
    """A camera that is photographed on another thread, as the application does it, while the GUI thread runs."""

    def __init__(self, camera: VideoCamera, qtbot: QtBot) -> None:
        self._camera, self._qtbot = camera, qtbot
        self._line = ThreadPoolExecutor(1)
        self.status = camera.status

    def capture(self) -> bytes:
        taken = self._line.submit(self._camera.capture)
        self._qtbot.waitUntil(taken.done, timeout=10_000)
        return taken.result()


def test_the_document_camera_keeps_the_contract(
    qtbot: QtBot, lay: Lay, hold_camera_to_contract: Callable[..., None]
) -> None:
    pictures, video = lay(paper())
    camera = VideoCamera(video, pictures)
    hold_camera_to_contract(Aside(camera, qtbot), pictures.plug, lambda: pictures.plug("Máy ảnh"))


def test_it_is_lit_only_while_pages_are_taken(qtbot: QtBot, lay: Lay) -> None:
    pictures, video = lay(paper())
    camera = VideoCamera(video, pictures)
    assert not pictures.lit
    with Image.open(io.BytesIO(Aside(camera, qtbot).capture())) as photo:
        assert photo.size == (1600, 1200)
    lit = [pictures.lit]
    camera._rest.setInterval(1)
    camera._rest.start()
    qtbot.waitUntil(lambda: not pictures.lit)
    assert lit == [True]


def test_a_camera_that_gives_no_frame_is_an_error_in_time(qtbot: QtBot, lay: Lay) -> None:
    pictures, video = lay(paper())
    pictures._beat.setInterval(60_000)
    with pytest.raises(DeviceError, match="in time"):
        Aside(VideoCamera(video, pictures, patience_s=0.2), qtbot).capture()


@pytest.mark.parametrize(("angle", "blur"), [(0, 0), (7, 0), (90, 0.8), (183, 0)])
def test_a_card_before_the_camera_is_read_once(qtbot: QtBot, lay: Lay, angle: float, blur: float) -> None:
    pictures, video = lay(code(CARD, angle=angle, blur=blur))
    scanner = QrCamera(video, pictures)
    read: list[str] = []
    scanner.start(read.append)
    qtbot.waitUntil(lambda: bool(read))
    qtbot.waitUntil(lambda: not scanner._busy)
    qtbot.wait(300)  # it is still held there
    assert read == [CARD]
    scanner.stop()
    assert not pictures.lit


def test_both_read_by_one_camera(qtbot: QtBot, lay: Lay) -> None:
    pictures, video = lay(code(CARD))
    scanner, camera = QrCamera(video, pictures), VideoCamera(video, pictures)
    read: list[str] = []
    scanner.start(read.append)
    assert Aside(camera, qtbot).capture().startswith(b"\xff\xd8")
    qtbot.waitUntil(lambda: read == [CARD])
    camera._put_out()
    assert pictures.lit
    scanner.stop()
    assert not pictures.lit


def test_pulled_out_and_plugged_in_again(qtbot: QtBot, lay: Lay) -> None:
    pictures, video = lay(code(CARD))
    scanner = QrCamera(video, pictures)
    read: list[str] = []
    scanner.start(read.append)
    pictures.plug()
    assert scanner.status() == Unplugged()
    pictures.plug("Máy ảnh")
    assert scanner.status() == Ready()
    qtbot.waitUntil(lambda: read == [CARD])
    scanner.stop()


def test_of_several_cameras_one_must_be_named(qtbot: QtBot, lay: Lay) -> None:
    _, video = lay(paper(), names=("Trên", "Dưới"))
    several = video.status()
    assert isinstance(several, Failed)
    assert "camera_name" in several.reason
    assert lay(paper(), "Dưới", ("Trên", "Dưới"))[1].status() == Ready()
    assert lay(paper(), "Khác", ("Trên", "Dưới"))[1].status() == Unplugged()


def test_the_config_names_them(qtbot: QtBot) -> None:
    config = DeviceConfig(scanner="camera", camera="video")
    devices = open_devices(config, WindowDrivers(config))
    assert isinstance(devices.scanner, QrCamera)
    assert isinstance(devices.camera, VideoCamera)
    assert devices.simulated.keys() == {"files", "chip_reader"}
    assert set(statuses(config)) == {"scanner", "camera", "files", "chip", "speaker"}
