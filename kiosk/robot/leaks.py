"""Searches every byte of a folder for words that must not be there in the clear."""

from __future__ import annotations

import mmap
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Leak:
    """``place`` is a file, or the name of one."""

    text: str
    place: Path


def find_leaks(texts: Iterable[str], folders: Iterable[Path]) -> tuple[Leak, ...]:
    """Look into every file below ``folders``, and at their names; composed or not, UTF-8 or UTF-16, any case."""
    spelt = [(text, form) for text in texts for form in set(spellings(text))]
    found = {
        Leak(text, path)
        for folder in folders
        for path in sorted(folder.rglob("*"))
        for text, form in spelt
        if form in str(path).encode() or _holds(path, form)
    }
    return tuple(sorted(found, key=lambda leak: (leak.text, str(leak.place))))


def spellings(text: str) -> Iterator[bytes]:
    """Yield the bytes that ``text`` may be written as."""
    for words in {text, text.upper(), text.lower(), text.title()}:
        for form in ("NFC", "NFD"):
            spelt = unicodedata.normalize(form, words)
            yield spelt.encode()
            yield spelt.encode("utf-16-le")
            yield spelt.encode("utf-16-be")
            yield spelt.encode("unicode_escape")
            yield spelt.encode("ascii", "backslashreplace")


def _holds(path: Path, form: bytes) -> bool:
    try:
        if not path.is_file() or path.stat().st_size == 0:
            return False
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return data.find(form) >= 0
    except FileNotFoundError:
        return False  # a temporary file that is gone by now
