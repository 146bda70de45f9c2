"""The words of a text as search compares them: folded, with their accents kept beside, and their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kiosk.text import comparable, fold

_WORD = re.compile(r"\d+|[^\W\d_][^\W_]*")  # «75t» is two words, «ct07» one


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written at ``start``: ``folded`` without accents, ``accented`` in one spelling of them."""

    folded: str
    accented: str
    start: int
    end: int

    @property
    def has_accents(self) -> bool:
        return self.folded != self.accented


def words_of(text: str) -> tuple[Word, ...]:
    """The words of ``text``, which is in NFC. Leading zeros do not count: «mức 2» is «mức 02»."""
    return tuple(Word(*keys_of(match.group()), match.start(), match.end()) for match in _WORD.finditer(text))


@lru_cache(maxsize=8192)
def keys_of(word: str) -> tuple[str, str]:
    """The folded and the accented key of one word."""
    if word.isdigit():
        word = word.lstrip("0") or "0"
    return fold(word), comparable(word)


def written_words(text: str) -> list[str]:
    """The words of ``text`` as they are written."""
    return _WORD.findall(text)


def spans_of(text: str) -> list[tuple[int, int]]:
    """Where the words of ``text`` stand."""
    return [match.span() for match in _WORD.finditer(text)]


def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of ``text``, alone."""
    return tuple(keys_of(match.group())[0] for match in _WORD.finditer(text))
