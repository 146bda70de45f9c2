"""From one entry of a journey file to the step it means; what is not understood is a fault with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import get_args

from kiosk.clock import HANOI
from kiosk.robot import steps
from kiosk.robot.yaml_lines import Entry, LineError

MAX_TEXT = 4000
_MOVE = re.compile(r"([+-])(\d{1,6})([ywdhms])")
_UNITS = {
    "y": timedelta(days=365.25),
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}")


def parse_action(name: str, entry: Entry) -> steps.Action:
    """Read the step ``name``; raises LineError."""
    if name not in _READERS:
        known = ", ".join(sorted(_READERS))
        raise LineError(entry.line, f"unknown step «{name}»; known: {known}")
    return _READERS[name](entry)


def _text(entry: Entry) -> str:
    if isinstance(entry.value, int) and not isinstance(entry.value, bool):
        return str(entry.value)
    if not isinstance(entry.value, str) or not entry.value.strip():
        raise LineError(entry.line, "a text is needed here")
    if len(entry.value) > MAX_TEXT:
        raise LineError(entry.line, f"longer than {MAX_TEXT} characters")
    return entry.value


def _texts(entry: Entry) -> tuple[str, ...]:
    items = entry.value if isinstance(entry.value, list) else [entry]
    if not items:
        raise LineError(entry.line, "at least one text is needed here")
    return tuple(_text(item) for item in items)


def _mapping(entry: Entry) -> Mapping[str, Entry]:
    if not isinstance(entry.value, dict) or not entry.value:
        raise LineError(entry.line, "a mapping is needed here: {name: value}")
    return entry.value


def _values(entry: Entry) -> Mapping[str, object]:
    return {key: value.plain() for key, value in _mapping(entry).items()}


def _words(entry: Entry) -> Mapping[str, str]:
    return {key: _text(value) for key, value in _mapping(entry).items()}


def _seconds(entry: Entry) -> float:
    try:
        seconds = float(_text(entry))
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= 86_400:  # noqa: PLR2004 - a day of virtual time is enough
        raise LineError(entry.line, "seconds between 0 and 86400 are needed here")
    return seconds


def read_network(entry: Entry) -> steps.NetworkMode:
    modes = get_args(steps.NetworkMode)
    for mode in modes:
        if entry.value == mode:
            return mode  # type: ignore[no-any-return]  # get_args forgets that these are the literals
    raise LineError(entry.line, f"the network is one of: {', '.join(modes)}")


def read_moment(entry: Entry) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(entry))
    except ValueError:
        raise LineError(entry.line, "a moment like 2026-11-23T08:30:00+07:00 is needed here") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=HANOI)


def _clock(entry: Entry) -> steps.MoveClock:
    match = _MOVE.fullmatch(_text(entry))
    if match is None:
        return steps.MoveClock(read_moment(entry))
    sign, amount, unit = match.groups()
    return steps.MoveClock(_UNITS[unit] * int(sign + amount))


def _wait(entry: Entry) -> steps.Wait:
    if not isinstance(entry.value, dict):
        return steps.Wait(_text(entry), 20.0)
    unknown = entry.value.keys() - {"until", "seconds"}
    if unknown or "until" not in entry.value:
        raise LineError(entry.line, "wait is {until: text, seconds: number}")
    seconds = _seconds(entry.value["seconds"]) if "seconds" in entry.value else 20.0
    return steps.Wait(_text(entry.value["until"]), seconds)


def _power(entry: Entry) -> steps.Power:
    match entry.value:
        case "cut":
            return steps.Power("kiosk")
        case "cut gateway":
            return steps.Power("gateway")
    raise LineError(entry.line, "power is «cut» or «cut gateway»")


def _shot(entry: Entry) -> steps.Shot:
    name = _text(entry)
    if not _NAME.fullmatch(name):
        raise LineError(entry.line, "a picture's name has letters, digits, - and _ only")
    return steps.Shot(name)


def _insert(entry: Entry) -> steps.Insert:
    return steps.Insert(() if entry.value in (None, "none") else _texts(entry))


def _chip(entry: Entry) -> steps.Chip:
    """``chip: good``, ``chip: none``, or ``chip: {kind: good, milliseconds: 15, pull_after: 9}``."""
    if not isinstance(entry.value, dict):
        kind = _text(entry)
        return steps.Chip("" if kind == "none" else kind)
    given = _values(entry)
    after = given.get("pull_after")
    return steps.Chip(
        str(given.get("kind", "good")),
        int(str(given.get("milliseconds", 0))),
        None if after is None else int(str(after)),
    )


def _hear(entry: Entry) -> steps.Hear:
    """``hear: words``, a list of them, or ``hear: {words: …, finish: true}``."""
    if not isinstance(entry.value, dict):
        return steps.Hear(_texts(entry))
    if "words" not in entry.value or entry.value.keys() - {"words", "finish"}:
        raise LineError(entry.line, "hear is a text, a list of them, or {words: …, finish: true}")
    finish = "finish" in entry.value and entry.value["finish"].plain() is True
    return steps.Hear(_texts(entry.value["words"]), finish)


_READERS: Mapping[str, Callable[[Entry], steps.Action]] = {
    "expect": lambda entry: steps.Expect(_texts(entry)),
    "tap": lambda entry: steps.Tap(_text(entry)),
    "keep": lambda entry: steps.Keep(_words(entry)),
    "keys": lambda entry: steps.Keys(_text(entry)),
    "answer": lambda entry: steps.Answer(_values(entry)),
    "fill": lambda entry: steps.Fill(_values(entry)),
    "finish": lambda entry: steps.Finish(_text(entry)),
    "choose": lambda entry: steps.Choose(_text(entry)),
    "card": lambda entry: steps.Card(_text(entry)),
    "chip": _chip,
    "photo": lambda entry: steps.Photo(_text(entry)),
    "file": _insert,
    "hear": _hear,
    "unheard": lambda entry: steps.Unheard(_texts(entry)),
    "network": lambda entry: steps.Network(read_network(entry)),
    "device": lambda entry: steps.Device(_words(entry)),
    "clock": _clock,
    "officer": lambda entry: steps.Officer(_values(entry)),
    "wait": _wait,
    "idle": lambda entry: steps.Idle(_seconds(entry)),
    "power": _power,
    "absent": lambda entry: steps.Absent(_texts(entry)),
    "nowhere": lambda entry: steps.Nowhere(_texts(entry)),
    "gateway": lambda entry: steps.GatewayHolds(_values(entry)),
    "shot": _shot,
}
