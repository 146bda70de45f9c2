"""What the kiosk asks of a device: two or three methods and a status each; drivers and simulated devices both obey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from kiosk.identity.chip.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Ready:
    """The device does what it is asked to."""


@dataclass(frozen=True)
class Missing:
    """The kiosk has no such device."""


@dataclass(frozen=True)
class Unplugged:
    """The device is expected, but not there now."""


@dataclass(frozen=True)
class Failed:
    """The device is there and does not work; ``reason`` is for a technician and holds nothing personal."""

    reason: str


DeviceStatus: TypeAlias = Ready | Missing | Unplugged | Failed

MediaType = Literal["image/jpeg", "image/png", "application/pdf"]


class QrScanner(Protocol):
    """Reads QR codes held before it, until stopped."""

    @property
    def exact(self) -> bool:
        """Whether every letter arrives; of a scanner that types, only digits and dates do."""
        ...

    def start(self, on_text: Callable[[str], None]) -> None:
        """Hand each text read to ``on_text``, on the thread that drives the device. Starting again replaces it."""
        ...

    def stop(self) -> None:
        """Hand over nothing more; harmless when not started."""
        ...

    def status(self) -> DeviceStatus: ...


class Camera(Protocol):
    """Photographs the document that lies under it."""

    def capture(self) -> bytes:
        """Return one photograph as JPEG; raises DeviceError unless the status is Ready."""
        ...

    def status(self) -> DeviceStatus: ...


@dataclass(frozen=True)
class FileEntry:
    """A file a resident may choose; ``label`` is its name, for the resident's eyes only."""

    id: str
    label: str
    size: int
    media_type: MediaType


@dataclass(frozen=True)
class Sticks:
    """The sticks that are in, as a courier meets them: folders that can be written to, and how many cannot."""

    writable: tuple[Path, ...] = ()
    locked: int = 0

    @property
    def only(self) -> Path | None:
        """Where to write: with two sticks in nobody could tell which one holds it."""
        return self.writable[0] if len(self.writable) == 1 else None


class FileSource(Protocol):
    """The resident's own files, on a USB stick."""

    def list(self) -> tuple[FileEntry, ...]:
        """Return the photographs and PDF files that can be chosen, in the order of their names."""
        ...

    def read(self, entry: FileEntry) -> bytes:
        """Return the content of a listed file; raises DeviceError when it is gone or too large."""
        ...

    def status(self) -> DeviceStatus:
        """Return Ready while a stick is in, Unplugged while none is."""
        ...

    def sticks(self, data: Path) -> Sticks:
        """Return where a dossier can be taken along. What lies on the disk of ``data``, the kiosk's own, is no stick.

        Blocks as long as a stick that is broken does.
        """
        ...


@dataclass(frozen=True)
class CardOn:
    """A card lies on the reader. ``tap`` is another number each time one is laid down, and says nothing of the card."""

    tap: int


ReaderState: TypeAlias = CardOn | DeviceStatus
"""How a chip reader stands; Ready is a reader without a card."""


class ChipReader(Transport, Protocol):
    """A reader of chips, at the level of bytes: what they mean is known to ``kiosk.identity.chip.reading``.

    All calls but ``wake`` and ``close`` belong to one thread, that of ``kiosk.chip_station``, and never to the one that
    draws the screen: they block, each for a bounded time. Whatever goes wrong is returned; nothing is raised.
    """

    def status(self) -> DeviceStatus: ...

    def wait(self, seen: ReaderState | None, seconds: float) -> ReaderState:
        """Return how it stands: at once when that isn't ``seen``, else when it changes, is woken or time is up."""
        ...

    def wake(self) -> None:
        """Have the ``wait`` that runs, or the next one, return now; from any thread, and at once."""
        ...

    def close(self) -> None:
        """Let go of the reader for good; from any thread."""
        ...


@dataclass(frozen=True)
class Saying:
    """The passage with this number (from 0) is being said; told again for each piece of a long one."""

    number: int


@dataclass(frozen=True)
class Said:
    """All passages were said to their end."""


SpeechNews: TypeAlias = Saying | Said | Failed


class Speaker(Protocol):
    """Reads aloud what stands on a screen, one reading at a time.

    No call blocks: what takes time is done on a thread of the speaker's own. What it is handed may be personal: it is
    kept in memory only, in no file, argument or log, and forgotten at ``stop``.
    """

    def say(self, passages: Sequence[str], tell: Callable[[SpeechNews], None]) -> None:
        """Say the passages in order, as written on the screen; a reading that runs stops first.

        ``tell`` may be called on any thread; after ``stop``, or once another reading began, news of this one that was
        on its way may still come.
        """
        ...

    def stop(self) -> None:
        """Be silent at once, and forget what was handed over; harmless when nothing is said."""
        ...

    def status(self) -> DeviceStatus:
        """Return Missing where no voice is installed, Unplugged where nothing can be heard; looks at files."""
        ...

    def close(self) -> None:
        """Be silent for good."""
        ...
