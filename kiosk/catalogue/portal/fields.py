"""A JSON object read with suspicion: what has another type than the portal's is missing, and noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from kiosk.catalogue.portal.report import Report
from kiosk.catalogue.portal.wording import clean_line, clean_text

MAX_ITEMS = 5_000
_LARGEST = 10**12
_LAST_MOMENT = 4_102_444_800_000  # the year 2100, in milliseconds


@dataclass(frozen=True, slots=True)
class Fields:
    """``path`` says where the object stands in its row, as the portal names it."""

    raw: Mapping[str, Any]
    report: Report
    code: str
    path: str = ""

    def note(self, kind: str, key: str = "") -> None:
        self.report.note(kind, self.code, self.where(key))

    def where(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def line(self, key: str) -> str:
        """One line of text, "" when there is none."""
        return clean_line(self._text(key), partial(self._note_at, key))

    def text(self, key: str) -> str:
        """Text in lines, "" when there is none."""
        return clean_text(self._text(key), partial(self._note_at, key))

    def flag(self, key: str) -> bool:
        value = self.raw.get(key)
        if value is not None and not isinstance(value, bool):
            self.note("wrong_type", key)
        return value is True

    def number(self, key: str) -> float | None:
        """A finite number, also one written as text («7,5»)."""
        value = self.raw.get(key)
        if isinstance(value, str):
            value = _as_number(value)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not -_LARGEST < value < _LARGEST:
            self.note("wrong_type", key)
            return None
        return float(value)

    def moment(self, key: str) -> datetime | None:
        """A moment in milliseconds since 1970."""
        value = self.raw.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < _LAST_MOMENT:
            self.note("wrong_type", key)
            return None
        return datetime.fromtimestamp(int(value) / 1000, UTC)

    def child(self, key: str) -> Fields | None:
        value = self.raw.get(key)
        if isinstance(value, Mapping):
            return Fields(value, self.report, self.code, self.where(key))
        if value is not None:
            self.note("wrong_type", key)
        return None

    def objects(self, key: str) -> Iterator[Fields]:
        """The objects of a list."""
        for number, value in enumerate(self._items(key)):
            if isinstance(value, Mapping):
                yield Fields(value, self.report, self.code, f"{self.where(key)}[{number}]")
            elif value is not None:
                self.note("wrong_type", f"{key}[{number}]")

    def lines(self, key: str) -> tuple[str, ...]:
        """The texts of a list, each once, without the empty ones."""
        found: dict[str, None] = {}
        for number, value in enumerate(self._items(key)):
            if isinstance(value, str):
                found[clean_line(value, partial(self._note_at, f"{key}[{number}]"))] = None
            elif value is not None:
                self.note("wrong_type", f"{key}[{number}]")
        return tuple(text for text in found if text)

    def named(self, key: str) -> tuple[str, ...]:
        """The names of a list of objects, each once, without the empty ones."""
        return tuple(dict.fromkeys(filter(None, (item.line("name") for item in self.objects(key)))))

    def _items(self, key: str) -> Sequence[Any]:
        value = self.raw.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.note("wrong_type", key)
            return ()
        if len(value) > MAX_ITEMS:
            self.note("too_large", key)
        return value[:MAX_ITEMS]

    def _text(self, key: str) -> str:
        value = self.raw.get(key)
        if isinstance(value, str):
            return value
        if value is not None:
            self.note("wrong_type", key)
        if isinstance(value, int) and not isinstance(value, bool) and -_LARGEST < value < _LARGEST:
            return str(value)
        return ""

    def _note_at(self, key: str, kind: str) -> None:
        self.note(kind, key)


def _as_number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
