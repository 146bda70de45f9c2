"""Guide files as plain values with the line of each, read event by event so that hostile YAML is refused early."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import yaml

from kiosk.errors import KioskError

Path = tuple[str | int, ...]
"""Where a value stands in the file: keys and list positions from the top."""

MAX_BYTES = 512 * 1024
MAX_DEPTH = 24
MAX_VALUES = 20_000
MAX_LINE = 4_000

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,11})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class GuideFault:
    """One thing wrong with a guide file. ``line`` counts from 1; ``where`` is the path to it."""

    line: int
    where: str
    problem: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.where}: {self.problem}" if self.where else f"line {self.line}: {self.problem}"


class GuideError(KioskError):
    """A guide does not validate; ``faults`` holds everything that is wrong with it, in the order of its lines."""

    def __init__(self, source_name: str, faults: tuple[GuideFault, ...]) -> None:
        super().__init__("\n".join(f"{source_name}: {fault}" for fault in faults))
        self.source_name = source_name
        self.faults = faults


@dataclass
class Faults:
    """Collects everything wrong with a file while it is read."""

    lines: dict[Path, int] = field(default_factory=dict)
    found: list[GuideFault] = field(default_factory=list)

    def add(self, path: Path, problem: str) -> None:
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        self.found.append(GuideFault(self.lines.get(known, 1), in_words(path), problem))

    def sorted(self) -> tuple[GuideFault, ...]:
        return tuple(sorted(set(self.found), key=lambda fault: (fault.line, fault.where, fault.problem)))


def in_words(path: Path) -> str:
    """Write a path as authors read it: parts[0].steps[3].label."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


class _Refused(Exception):  # noqa: N818 - ends the reading, never leaves this module
    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


@dataclass
class _Open:
    """A list or mapping that is being read; ``key`` is the mapping's key that waits for its value."""

    plain: dict[str, object] | list[object]
    path: Path
    key: str | None = None


class _Builder:
    """Builds plain values from events. Only str, int, bool, None, dates, lists and mappings with text keys exist."""

    def __init__(self, faults: Faults) -> None:
        self.top: object = None
        self._faults = faults
        self._open: list[_Open] = []
        self._count = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent() if self._count:
                raise _Refused(_line(event), "a guide file holds one document")
            case yaml.AliasEvent():
                raise _Refused(_line(event), "aliases are not allowed")
            case yaml.NodeEvent():
                self._take_node(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()

    def has(self, wanted: frozenset[str]) -> bool:
        """Say whether these keys of the top mapping are read to their ends."""
        if len(self._open) != 1 or self._open[0].key is not None or not isinstance(self.top, dict):
            return False
        return wanted <= self.top.keys()

    def _take_node(self, event: yaml.NodeEvent) -> None:
        line = _line(event)
        self._count += 1
        if event.anchor is not None or getattr(event, "tag", None) is not None:
            raise _Refused(line, "anchors and tags are not allowed")
        if self._count > MAX_VALUES:
            raise _Refused(line, f"more than {MAX_VALUES} values")
        parent = self._open[-1] if self._open else None
        if parent is not None and isinstance(parent.plain, dict) and parent.key is None:
            parent.key = self._key(event, parent, line)
            return
        path = self._place(parent)
        self._faults.lines.setdefault(path, line)
        self._put(parent, path, self._value(event, line))

    def _key(self, event: yaml.NodeEvent, parent: _Open, line: int) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise _Refused(line, "a key must be a word")
        if event.value in parent.plain:
            self._faults.lines[(*parent.path, event.value)] = line
            self._faults.add((*parent.path, event.value), "this key is here twice")
        self._faults.lines[(*parent.path, event.value)] = line
        return str(event.value)

    @staticmethod
    def _place(parent: _Open | None) -> Path:
        if parent is None:
            return ()
        return (*parent.path, len(parent.plain) if parent.key is None else parent.key)

    def _value(self, event: yaml.NodeEvent, line: int) -> object:
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event, line)
        if len(self._open) >= MAX_DEPTH:
            raise _Refused(line, f"nested deeper than {MAX_DEPTH} levels")
        return {} if isinstance(event, yaml.MappingStartEvent) else []

    def _put(self, parent: _Open | None, path: Path, value: object) -> None:
        if parent is None:
            self.top = value
        elif isinstance(parent.plain, list):
            parent.plain.append(value)
        elif parent.key is not None:
            parent.plain[parent.key] = value
            parent.key = None
        if isinstance(value, dict | list):
            self._open.append(_Open(value, path))


def _line(event: yaml.Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 1


def _scalar(event: yaml.ScalarEvent, line: int) -> object:
    """Only true, false, null, whole numbers and dates are more than text when unquoted; «yes» and 1.5 are text."""
    text = str(event.value)
    if len(text) > MAX_LINE:
        raise _Refused(line, f"text longer than {MAX_LINE} characters")
    if event.style is None or not event.style:
        if text in _WORDS:
            return _WORDS[text]
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DATE.fullmatch(text):
            return _as_date(text)
    return unicodedata.normalize("NFC", text.strip())


def _as_date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def events(data: bytes, faults: Faults) -> Iterator[yaml.Event]:
    """Yield the events of the first YAML document; what makes it unreadable is added to ``faults`` and ends it."""
    if len(data) > MAX_BYTES:
        faults.add((), f"the file is larger than {MAX_BYTES} bytes")
        return
    try:
        yield from yaml.parse(data.decode("utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        faults.found.append(GuideFault(data[: error.start].count(b"\n") + 1, "", "the file is not UTF-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "cannot be read"
        faults.found.append(GuideFault((mark.line if mark else 0) + 1, "", f"not YAML: {problem}"))


def read(data: bytes, wanted: frozenset[str] | None = None) -> tuple[dict[str, object], Faults]:
    """Return the file's plain values with their lines; an empty mapping and a fault when it cannot be read.

    With ``wanted`` the reading ends as soon as these keys of the top mapping are there.
    """
    faults = Faults()
    builder = _Builder(faults)
    try:
        for event in events(data, faults):
            builder.take(event)
            if wanted is not None and builder.has(wanted):
                break
    except _Refused as refused:
        faults.found.append(GuideFault(refused.line, "", refused.problem))
    if any(not fault.where for fault in faults.found):
        return {}, faults
    if not isinstance(builder.top, dict):
        faults.add((), "a guide is a mapping of keys to values")
        return {}, faults
    return builder.top, faults
