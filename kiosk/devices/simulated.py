"""Devices without hardware: a journey, a demo or a test moves them, and they keep the drivers' contracts."""

from __future__ import annotations

import io
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from weakref import finalize

from kiosk.devices import sample_papers
from kiosk.devices.file_kinds import LARGEST_FILE, entry_of
from kiosk.devices.ports import DeviceStatus, Failed, FileEntry, Ready, Said, Saying, SpeechNews, Sticks, Unplugged
from kiosk.errors import DeviceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_FIRST_VIEW = "birth-paper"


class SimulatedScanner:
    """A QR scanner that reads what a journey holds before it."""

    exact = True

    def __init__(self) -> None:
        self._on_text: Callable[[str], None] | None = None
        self._status: DeviceStatus = Ready()

    def start(self, on_text: Callable[[str], None]) -> None:
        self._on_text = on_text

    def stop(self) -> None:
        self._on_text = None

    def status(self) -> DeviceStatus:
        return self._status

    def arrive(self, text: str) -> bool:
        """Hold a code before the scanner; says whether anybody was reading."""
        if self._on_text is None or self._status != Ready():
            return False
        self._on_text(text)
        return True

    def become(self, status: DeviceStatus) -> None:
        self._status = status


class SimulatedCamera:
    """A document camera that sees a drawn paper or a picture file."""

    def __init__(self) -> None:
        self._view: str | Path = _FIRST_VIEW
        self._status: DeviceStatus = Ready()

    def capture(self) -> bytes:
        if self._status != Ready():
            raise DeviceError("the camera is not ready")
        if isinstance(self._view, Path):
            return _as_jpeg(self._view)
        return sample_papers.photograph(self._view)

    def status(self) -> DeviceStatus:
        return self._status

    def look_at(self, view: str | Path) -> None:
        """Put a paper under the camera: a name of ``sample_papers.NAMES``, or the path of a picture file."""
        name = str(view).replace("_", "-")
        if name in sample_papers.NAMES:
            self._view = name
        elif Path(view).is_file():
            self._view = Path(view)
        else:
            raise DeviceError(f"no such picture; there are: {', '.join(sample_papers.NAMES)}")

    def become(self, status: DeviceStatus) -> None:
        self._status = status


class SimulatedFiles:
    """A USB stick that a journey puts in, with the given files on it."""

    def __init__(self) -> None:
        self._files: dict[str, Path] = {}
        self._written: Path | None = None
        self._status: DeviceStatus = Unplugged()

    def list(self) -> tuple[FileEntry, ...]:
        found = (entry_of(id_, path.name, path.stat().st_size) for id_, path in self._files.items() if path.is_file())
        return tuple(sorted((entry for entry in found if entry), key=lambda entry: (entry.label, entry.id)))

    def read(self, entry: FileEntry) -> bytes:
        path = self._files.get(entry.id)
        if self._status != Ready() or path is None or not path.is_file():
            raise DeviceError("the file is not there any more")
        if path.stat().st_size > LARGEST_FILE:
            raise DeviceError("the file is too large")
        return path.read_bytes()

    def status(self) -> DeviceStatus:
        return self._status

    def sticks(self, data: Path) -> Sticks:  # noqa: ARG002 - the port's; this stick is on no disk of the kiosk's
        """What is written to it is in a folder of its own that goes with this object."""
        if self._status != Ready():
            return Sticks()
        if self._written is None:
            self._written = Path(mkdtemp(prefix="motcham-stick-"))
            finalize(self, rmtree, self._written, ignore_errors=True)
        return Sticks((self._written,))

    def insert(self, paths: Iterable[str | Path]) -> None:
        """Put in a stick that holds these files."""
        self._files = {str(number): Path(path) for number, path in enumerate(paths)}
        self._status = Ready()

    def eject(self) -> None:
        self._files = {}
        self._status = Unplugged()


class SimulatedSpeaker:
    """A voice that nobody hears: it holds what it says until it is stopped, and ends when a journey lets it."""

    def __init__(self) -> None:
        self._passages: tuple[str, ...] = ()
        self._tell: Callable[[SpeechNews], None] | None = None
        self._status: DeviceStatus = Ready()

    def say(self, passages: Sequence[str], tell: Callable[[SpeechNews], None]) -> None:
        self._passages, self._tell = tuple(passages), tell
        if self._status != Ready():
            tell(Failed("made to fail by a journey"))
        elif passages:
            tell(Saying(0))

    def stop(self) -> None:
        self._passages, self._tell = (), None

    def status(self) -> DeviceStatus:
        return self._status

    def close(self) -> None:
        self.stop()

    def has_said(self, words: str) -> bool:
        """Whether what is being said, or was said last, holds these words; both as a voice would say them."""
        from kiosk.speech.spoken import spoken  # noqa: PLC0415 - patterns that only a listener needs

        return spoken(words).casefold() in " ".join(map(spoken, self._passages)).casefold()

    def finish(self) -> bool:
        """Let the reading come to its end; says whether there was one."""
        tell, self._tell = self._tell, None
        if tell is None:
            return False
        tell(Saying(len(self._passages) - 1))
        tell(Said())
        return True

    def become(self, status: DeviceStatus) -> None:
        self._status = status


def _as_jpeg(path: Path) -> bytes:
    """Return a picture file as a camera would give it."""
    data = path.read_bytes()
    if data.startswith(b"\xff\xd8\xff"):
        return data
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - the first frame does not wait for Pillow

    try:
        with Image.open(io.BytesIO(data)) as picture:
            buffer = io.BytesIO()
            picture.convert("RGB").save(buffer, "JPEG", quality=92)
    except (UnidentifiedImageError, OSError) as error:
        raise DeviceError("the picture before the simulated camera cannot be read") from error
    return buffer.getvalue()
