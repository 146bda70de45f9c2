"""Text of the portal made clean: one spelling of every letter, no invisible characters, lines where lines belong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

Note: TypeAlias = Callable[[str], None]

MAX_TEXT = 60_000
_SHORT = 300

_SPACES = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_BREAKS = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_SUSPECT = re.compile(
    "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\u00ad"
    "\u200b-\u200d\u2060\ufeff\u00d0\u00f0\u0189\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f"
    "\ud800-\udfff\ue000-\uf8ff\ufff9-\uffff]"
)
_MENDED = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ"}
_BULLETS = re.compile(r"(?<=\S)\s{2,}(?=[-+*•] ?\S)")
_LIST_MARK = re.compile(
    r"^(?:[-+*•–·▪]|\(?\d{1,2}(?:\.\d{1,2})*[.)]|\(?[a-zđ][.)]|bước \d+|trường hợp|điều \d+)", re.IGNORECASE
)
_ENDS_SENTENCE = (".", ":", ";", "!", "?", "…", ")", "”", '"')


def clean_line(raw: str, note: Note) -> str:
    """The text on one line."""
    text, kinds = _known_line(raw) if len(raw) < _SHORT else _line(raw)
    for kind in kinds:
        note(kind)
    return text


def _line(raw: str) -> tuple[str, tuple[str, ...]]:
    """The line and the kinds of dirt that were on it."""
    kinds: list[str] = []
    text = _mend(raw, kinds.append).strip()
    if _BREAKS.search(text):
        kinds.append("line_break")
    return _SPACES.sub(" ", text).strip(), tuple(kinds)


_known_line = lru_cache(maxsize=4_096)(_line)  # the same agencies and fields come thousands of times


def clean_text(raw: str, note: Note) -> str:
    """The text in lines: lists get a line an item, and a line broken in mid-sentence is joined."""
    text = _BULLETS.sub("\n", _mend(raw, note))
    lines: list[str] = []
    for line in (_SPACES.sub(" ", part).strip() for part in _BREAKS.split(text)):
        if not line:
            continue
        if lines and _goes_on(lines[-1], line):
            note("line_break")
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _goes_on(before: str, line: str) -> bool:
    """Whether a line break fell into the middle of a sentence: the next line starts small and is no list item."""
    return line[0].islower() and not before.endswith(_ENDS_SENTENCE) and not _LIST_MARK.match(line)


def _mend(raw: str, note: Note) -> str:
    if len(raw) > MAX_TEXT:
        note("too_long")
        raw = raw[:MAX_TEXT]
    if "\t" in raw.strip():
        note("tab")
    if raw.isascii() and not _SUSPECT.search(raw):
        return raw
    kinds: set[str] = set()
    text = _SUSPECT.sub(lambda match: _replace(match.group(), kinds), raw)
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        kinds.add("not_nfc")
    for kind in sorted(kinds):
        note(kind)
    return composed


def _replace(char: str, kinds: set[str]) -> str:
    """What stands for a suspect character, and what kind of suspect it is."""
    if char in _MENDED:
        kinds.add("eth")
        return _MENDED[char]
    category = unicodedata.category(char)
    if category == "Zs":
        kinds.add("nbsp")
        return " "
    if char == "\u00ad":
        kinds.add("soft_hyphen")
    elif char in "\u200b\u200c\u200d\u2060\ufeff":
        kinds.add("zero_width")
    elif category == "Cf":
        kinds.add("direction_mark")
    else:
        kinds.add("control")
        return " " if category == "Co" else ""
    return ""
