"""The voice: the real programs without a sound card (ALSA writes into a file), and the simulated one."""

from __future__ import annotations

import os
import shutil
import threading
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.devices.ports import Failed, Missing, Ready, Said, Saying, SpeechNews, Unplugged
from kiosk.devices.simulated import SimulatedSpeaker
from kiosk.devices.speaker import EspeakSpeaker, Voice

SECRET = "Nguyễn Thị Minh An"
INSTALLED = shutil.which("espeak-ng") is not None and shutil.which("aplay") is not None
if os.environ.get("MOTCHAM_SPEECH") == "required":
    assert INSTALLED, "make setup-speech was asked for"
needs_voice = pytest.mark.skipif(not INSTALLED, reason="no espeak-ng and aplay here: make setup-speech")


class Listener:
    """Hears what a speaker tells."""

    def __init__(self) -> None:
        self.news: list[SpeechNews] = []
        self._told = threading.Condition()

    def __call__(self, news: SpeechNews) -> None:
        with self._told:
            self.news.append(news)
            self._told.notify_all()

    def wait(self, until: Callable[[list[SpeechNews]], bool]) -> list[SpeechNews]:
        with self._told:
            assert self._told.wait_for(lambda: until(self.news), timeout=20), self.news
            return list(self.news)

    def wait_for_end(self) -> list[SpeechNews]:
        return self.wait(lambda news: bool(news) and not isinstance(news[-1], Saying))


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """ALSA's default device is a file."""
    recorded = tmp_path / "recorded.wav"
    config = tmp_path / "asound.conf"
    device = f'type file slave.pcm "null" file "{recorded}" format "wav"'
    config.write_text(f"</usr/share/alsa/alsa.conf>\npcm.!default {{ {device} }}\n", "utf-8")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))
    return recorded


@pytest.fixture
def speaker() -> Iterator[EspeakSpeaker]:
    made = EspeakSpeaker(Voice())
    yield made
    made.close()


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(0o755)


def running(folder: Path) -> list[str]:
    """The command lines of processes that a program in ``folder`` was started as."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(folder) in line:
            found.append(line)
    return found


@pytest.fixture
def endless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound device that plays one thing for ever."""
    folder = tmp_path / "programs"
    folder.mkdir()
    program(folder, "aplay", f"cat > /dev/null\nexec tail -f {folder}/aplay")
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


# ---- the contract ---------------------------------------------------------------------------------------------------


def hold_to_contract(speaker: SimulatedSpeaker | EspeakSpeaker, finish: Callable[[], object]) -> None:
    assert speaker.status() == Ready()
    speaker.stop()  # harmless when nothing is said
    first, second = Listener(), Listener()
    speaker.say(("Bước một.", "Bước hai."), first)
    finish()
    told = first.wait_for_end()
    assert told[0] == Saying(0)
    assert told[-2:] == [Saying(1), Said()]
    speaker.say(("Bước ba.",), second)
    second.wait(bool)
    speaker.stop()
    speaker.stop()
    speaker.close()
    speaker.say(("Không ai nghe.",), Listener())  # harmless
    speaker.close()


def test_the_simulated_speaker_keeps_the_contract() -> None:
    speaker = SimulatedSpeaker()
    hold_to_contract(speaker, speaker.finish)


@needs_voice
def test_espeak_keeps_the_contract(sound: Path) -> None:
    hold_to_contract(EspeakSpeaker(Voice(), sound=_with_card(sound.parent)), lambda: None)


def _with_card(folder: Path) -> Path:
    (folder / "pcmC0D0p").touch()
    return folder


# ---- what is heard --------------------------------------------------------------------------------------------------


@needs_voice
@pytest.mark.parametrize("voice", ["vi", "vi-vn-x-central", "vi-vn-x-south"])
def test_each_voice_is_heard(sound: Path, voice: str) -> None:
    speaker, listener = EspeakSpeaker(Voice(voice)), Listener()
    speaker.say(("Lệ phí: 50.000 đồng",), listener)
    assert listener.wait_for_end() == [Saying(0), Said()]
    speaker.close()
    with wave.open(str(sound)) as recorded:
        assert recorded.getnframes() / recorded.getframerate() > 1.0


@needs_voice
def test_a_slower_voice_takes_longer(sound: Path) -> None:
    lengths = []
    for speed in (100, 200):
        speaker, listener = EspeakSpeaker(Voice(speed=speed)), Listener()
        speaker.say(("Nhập họ, chữ đệm, tên của bé",), listener)
        listener.wait_for_end()
        speaker.close()
        with wave.open(str(sound)) as recorded:
            lengths.append(recorded.getnframes())
    assert lengths[0] > 1.3 * lengths[1]


@needs_voice
def test_a_long_passage_is_told_of_piece_by_piece(sound: Path, speaker: EspeakSpeaker) -> None:
    listener = Listener()
    speaker.say((" ".join(["Một câu dài vừa phải để đọc."] * 20), "Hết."), listener)
    told = listener.wait_for_end()
    assert told.count(Saying(0)) > 2
    assert told[-2:] == [Saying(1), Said()]


# ---- silence --------------------------------------------------------------------------------------------------------


@needs_voice
def test_stop_kills_what_is_said_and_the_next_reading_is_said(
    endless: Path, speaker: EspeakSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = Listener()
    speaker.say((SECRET, "Rồi đến câu này."), listener)
    listener.wait(lambda news: news == [Saying(0)])
    speaker.stop()
    program(endless, "aplay", "cat > /dev/null")
    again = Listener()
    speaker.say(("Câu khác.",), again)
    assert again.wait_for_end() == [Saying(0), Said()]
    assert listener.news == [Saying(0)]
    assert running(endless) == []


@needs_voice
def test_who_taps_quickly_hears_the_last_alone(endless: Path, speaker: EspeakSpeaker) -> None:
    listeners = [Listener() for _ in range(20)]
    for listener in listeners:
        speaker.say((SECRET,), listener)
    listeners[-1].wait(bool)
    assert [news for listener in listeners for news in listener.news if isinstance(news, Said | Failed)] == []
    speaker.close()
    assert running(endless) == []


@needs_voice
def test_what_is_read_is_in_no_argument(endless: Path, speaker: EspeakSpeaker) -> None:
    speaker.say((SECRET,), Listener())
    deadline = time.monotonic() + 20
    while not running(endless) and time.monotonic() < deadline:
        pass
    lines = [path.read_bytes().decode(errors="replace") for path in Path("/proc").glob("[0-9]*/cmdline")]
    assert any(str(endless) in line for line in lines)
    assert not any(SECRET in line for line in lines)


# ---- what is wrong --------------------------------------------------------------------------------------------------


@needs_voice
def test_a_device_that_is_not_there_is_told_and_nothing_of_the_text(
    tmp_path: Path, speaker: EspeakSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "none.conf"))
    listener = Listener()
    speaker.say((SECRET,), listener)
    told = listener.wait_for_end()[-1]
    assert isinstance(told, Failed)
    assert "aplay" in told.reason
    assert SECRET not in told.reason


@needs_voice
def test_a_voice_that_is_not_there_is_told() -> None:
    speaker, listener = EspeakSpeaker(Voice("xx-none")), Listener()
    speaker.say(("Chào bà con",), listener)
    assert isinstance(listener.wait_for_end()[-1], Failed)
    speaker.close()


def test_without_the_programs_there_is_no_voice(
    tmp_path: Path, speaker: EspeakSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert speaker.status() == Missing()
    listener = Listener()
    speaker.say(("Chào bà con",), listener)
    assert isinstance(listener.wait_for_end()[-1], Failed)


def test_without_a_sound_device_nothing_can_be_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("espeak-ng", "aplay"):
        program(tmp_path, name, "")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert EspeakSpeaker(Voice(), sound=tmp_path).status() == Unplugged()
    assert EspeakSpeaker(Voice(), "hw:1", sound=tmp_path).status() == Ready()
    (tmp_path / "pulse").mkdir()
    (tmp_path / "pulse" / "native").touch()
    assert EspeakSpeaker(Voice(), sound=tmp_path).status() == Ready()


def test_the_simulated_speaker_holds_its_words_until_it_is_stopped() -> None:
    speaker = SimulatedSpeaker()
    speaker.say(("Lệ phí: 50.000 đồng",), Listener())
    assert speaker.has_said("50.000 ₫")
    assert speaker.has_said("năm mươi nghìn")
    assert not speaker.has_said("sáu mươi")
    speaker.stop()
    assert not speaker.has_said("năm mươi nghìn")
    assert not speaker.finish()


def test_a_simulated_speaker_that_fails_says_so() -> None:
    speaker, listener = SimulatedSpeaker(), Listener()
    speaker.become(Failed("x"))
    speaker.say(("a",), listener)
    assert isinstance(listener.news[-1], Failed)
