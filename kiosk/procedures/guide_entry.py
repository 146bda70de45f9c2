"""One mapping of a guide file, read key by key with its faults collected; what nobody read is an unknown key."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kiosk.procedures.guide_yaml import Faults, Path

MAX_TEXT = 2_000
_ABSENT = object()


class Entry:
    """Every reading method returns a usable value, also for a faulty file; the fault is noted."""

    def __init__(self, plain: object, path: Path, faults: Faults) -> None:
        self.path = path
        self.faults = faults
        self._read: set[str] = set()
        if not isinstance(plain, dict):
            self.fault("", "must be a mapping of keys to values")
        self._plain: dict[str, object] = plain if isinstance(plain, dict) else {}

    def fault(self, key: str, problem: str) -> None:
        self.faults.add((*self.path, key) if key else self.path, problem)

    def has(self, key: str) -> bool:
        return self._plain.get(key) is not None

    def raw(self, key: str) -> object:
        self._read.add(key)
        return self._plain.get(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._plain)

    def __contains__(self, key: str) -> bool:
        return key in self._plain

    def _get(self, key: str, wanted: str, *, needed: bool) -> object:
        self._read.add(key)
        value = self._plain.get(key, _ABSENT)
        if value is _ABSENT or (value is None and not needed):
            if needed:
                self.fault("", f"«{key}» is missing: {wanted}")
            return None
        return value

    def text(self, key: str, *, needed: bool = False) -> str:
        """Read one line of text; a whole number or a date stands for how it is written."""
        value = self._get(key, "text", needed=needed)
        if value is None and not (needed and key in self._plain):
            return ""
        text = _as_text(value)
        if text is None:
            self.fault(key, "must be text; write it in quotes")
            return ""
        if needed and not text:
            self.fault(key, "must not be empty")
        if len(text) > MAX_TEXT:
            self.fault(key, f"is longer than {MAX_TEXT} characters")
        return text

    def whole(self, key: str, otherwise: int = 0, *, needed: bool = False) -> int:
        value = self._get(key, "a whole number", needed=needed)
        if value is None:
            if needed and key in self._plain:
                self.fault(key, "must be a whole number")
            return otherwise
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.fault(key, "must be a whole number, 0 or more")
            return otherwise
        return value

    def yes(self, key: str) -> bool:
        value = self._get(key, "true or false", needed=False)
        if value is not None and not isinstance(value, bool):
            self.fault(key, "must be true or false")
        return value is True

    def day(self, key: str, *, needed: bool = False) -> date | None:
        value = self._get(key, "a date such as 2026-11-23", needed=needed)
        if isinstance(value, date):
            return value
        if value is not None or (needed and key in self._plain):
            self.fault(key, "must be a date such as 2026-11-23")
        return None

    def choice(self, key: str, allowed: Iterable[str], *, needed: bool = False) -> str:
        value = self.text(key, needed=needed)
        if value and value not in allowed:
            self.fault(key, f"«{value}» is not one of: {', '.join(sorted(allowed))}")
            return ""
        return value

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """Read a list of texts; a single text is a list of one."""
        value = self._get(key, "a list of texts", needed=needed)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        texts = [_as_text(item) for item in items]
        for index, text in enumerate(texts):
            if not text:
                self.faults.add((*self.path, key, index), "must be text")
        if needed and not items:
            self.fault(key, "must not be empty")
        return tuple(text for text in texts if text)

    def entry(self, key: str, *, needed: bool = False) -> Entry | None:
        value = self._get(key, "a mapping of keys to values", needed=needed)
        return None if value is None else Entry(value, (*self.path, key), self.faults)

    def entries(self, key: str, *, needed: bool = False) -> list[Entry]:
        """Read a list of mappings."""
        value = self._get(key, "a list", needed=needed)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(key, "must be a list")
            return []
        if needed and not value:
            self.fault(key, "must not be empty")
        return [Entry(item, (*self.path, key, index), self.faults) for index, item in enumerate(value)]

    def named(self, key: str) -> list[tuple[str, Entry]]:
        """Read a mapping of names to mappings."""
        value = self._get(key, "a mapping of names", needed=False)
        if value is None:
            return []
        if not isinstance(value, dict):
            self.fault(key, "must be a mapping of names")
            return []
        return [(name, Entry(item, (*self.path, key, name), self.faults)) for name, item in value.items()]

    def end(self) -> None:
        """Note every key that nobody read."""
        for key in self._plain:
            if key not in self._read:
                self.fault(key, "unknown key")


def _as_text(value: object) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else None
