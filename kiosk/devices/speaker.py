"""Reads aloud by espeak-ng and aplay, child processes that are fed by their standard input and killed to be silent.

Nothing that is read is in an argument (/proc shows those), a file or a log. One reading at a time: a newer one replaces
it, so nothing queues up behind somebody who taps quickly.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import threading
import wave
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.devices.ports import DeviceStatus, Failed, Missing, Ready, Said, Saying, SpeechNews, Unplugged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SYNTHESIS = "espeak-ng"
PLAYER = "aplay"
SYNTHESIS_S = 20.0
PLAYER_SLACK_S = 10.0
"""How much longer than it sounds a piece may take, before the sound device counts as hung."""

CLOSE_S = 5.0
_END_WITH_PARENT = ("setpriv", "--pdeathsig", "KILL")
"""Of util-linux: when the kiosk dies, what was being said is not said to its end."""


@dataclass(frozen=True)
class Voice:
    """A voice of espeak-ng; ``speed`` in words a minute, ``loudness`` in per cent (10–200)."""

    name: str = "vi"
    speed: int = 130
    loudness: int = 100


@dataclass
class _Reading:
    passages: tuple[str, ...] = field(repr=False)
    tell: Callable[[SpeechNews], None]


class _Stopped(Exception):  # noqa: N818 - nothing is wrong
    """The reading is no longer wanted."""


class _Broken(Exception):  # noqa: N818 - it becomes a Failed
    """A program failed; the text is for a technician and holds nothing that was read."""


class EspeakSpeaker:
    """``sound`` is where Linux lists sound devices, ``servers`` where PulseAudio or PipeWire listen for this user."""

    def __init__(self, voice: Voice, output: str = "default", sound: Path = Path("/dev/snd")) -> None:
        self._voice = voice
        self._output = output
        self._sound = sound
        self._changed = threading.Condition()
        self._reading: _Reading | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    # ---- for any thread, at once --------------------------------------------------------------------------------

    def say(self, passages: Sequence[str], tell: Callable[[SpeechNews], None]) -> None:
        with self._changed:
            if self._closed:
                return
            self._reading = _Reading(tuple(passages), tell)
            self._silence()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="motcham-speaker", daemon=True)
                self._thread.start()
            self._changed.notify()

    def stop(self) -> None:
        with self._changed:
            self._reading = None
            self._silence()

    def status(self) -> DeviceStatus:
        if any(shutil.which(program) is None for program in (SYNTHESIS, PLAYER)):
            return Missing()
        runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"))
        served = (runtime / "pulse" / "native").exists() or (runtime / "pipewire-0").exists()
        heard = served or self._output != "default" or any(self._sound.glob("pcmC*D*p"))
        return Ready() if heard else Unplugged()

    def close(self) -> None:
        with self._changed:
            self._closed, self._reading = True, None
            self._silence()
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join(CLOSE_S)

    def _silence(self) -> None:
        """Kill what speaks; the caller holds the lock."""
        if self._process is not None:
            self._process.kill()

    # ---- the speaker's own thread -------------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._reading is not None or self._closed)
                reading = self._reading
                if self._closed or reading is None:
                    return
            try:
                self._read(reading)
                news: SpeechNews = Said()
            except _Stopped:
                continue
            except _Broken as broken:
                news = Failed(str(broken))
            except OSError as error:
                news = Failed(f"cannot be started: {error.strerror}")
            with self._changed:
                if self._reading is not reading:
                    continue
                self._reading = None
            reading.tell(news)

    def _read(self, reading: _Reading) -> None:
        for number, piece in _in_pieces(reading.passages):
            sound = self._hand(reading, self._synthesis(), piece.encode(), SYNTHESIS_S)
            seconds = _seconds(sound)
            if not seconds:
                raise _Broken(f"{SYNTHESIS} made no sound of it: is its voice {self._voice.name} installed?")
            reading.tell(Saying(number))
            self._hand(reading, (PLAYER, "-q", "-D", self._output, "-"), sound, seconds + PLAYER_SLACK_S)

    def _synthesis(self) -> tuple[str, ...]:
        voice = self._voice
        options = ("-v", voice.name, "-s", str(voice.speed), "-a", str(voice.loudness))
        return (SYNTHESIS, *options, "-b", "1", "--stdin", "--stdout")  # -b 1: UTF-8

    def _hand(self, reading: _Reading, command: tuple[str, ...], given: bytes, limit_s: float) -> bytes:
        """Feed a child and return what it writes. Raises _Stopped when the reading was, _Broken when the child did."""
        with self._changed:
            if self._reading is not reading:
                raise _Stopped
            self._process = process = _start(command)
        try:
            written, _ = process.communicate(given, timeout=limit_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise _Broken(f"{command[0]} hangs") from None
        finally:
            with self._changed:
                self._process = None
                wanted = self._reading is reading
        if not wanted:
            raise _Stopped
        if process.returncode:
            raise _Broken(f"{command[0]} ends with code {process.returncode}: look at speaker_output, try `aplay -L`")
        return written


def _start(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """Start a child; what it complains of is not kept, for it may quote what it was given."""
    guard = _END_WITH_PARENT if shutil.which(_END_WITH_PARENT[0]) else ()
    return subprocess.Popen(
        (*guard, *command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _in_pieces(passages: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """What is said, piece by piece, each with the number of its passage."""
    from kiosk.speech.spoken import pieces, spoken  # noqa: PLC0415 - the first frame need not wait for its patterns

    for number, passage in enumerate(passages):
        for piece in pieces(spoken(passage)):
            yield number, piece


def _seconds(sound: bytes) -> float:
    """How long a WAV lasts; 0 when it is none. Its header, written before the end is known, says nothing of that."""
    try:
        with wave.open(io.BytesIO(sound)) as opened:
            rate = opened.getframerate() * opened.getsampwidth() * opened.getnchannels()
    except (wave.Error, EOFError):
        return 0.0
    return max(0, len(sound) - 44) / rate if rate else 0.0
