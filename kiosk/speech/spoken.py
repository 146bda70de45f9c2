"""From what is written to what a voice is handed: dates, times, money, numbers, codes, laws, abbreviations in words.

A voice left alone reads «23/11/2026» with its slashes and spells codes badly. Every rule is a pattern and what is said
instead; they run in order, so that a date is a date before its parts are numbers. What no rule knows stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.speech.rules import RULES
from kiosk.text import clean

LONGEST = 240
"""Characters said in one piece: some fifteen seconds of speech."""

_SPACES = re.compile(r"\s+")
_LINE_END = re.compile(r"(?<![.:;!?…\s])\s*\n")
_ENDLESS_WORD = re.compile(r"\S{60}(?=\S)")  # no word of a language; the rules would look at it for long
_BEFORE_STOP = re.compile(r"\s+([,.;:!?])")
_STOPS = re.compile(r"([,;:])(?:\s*[,;:])*\s*(?=[.!?;:])|([.!?;:,])(?:\s*[,.])+")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")


def spoken(text: str) -> str:
    """Say ``text`` in words; punctuation that makes a pause stays. Pure, and never raises."""
    said = _ENDLESS_WORD.sub(r"\g<0> ", clean(_LINE_END.sub(". ", text.strip())))
    for pattern, instead in RULES:
        said = pattern.sub(instead, said)
    said = _BEFORE_STOP.sub(r"\1", _SPACES.sub(" ", said))
    said = _STOPS.sub(lambda match: match[2] or "", said)
    return said.strip(" ,;:")


def pieces(said: str) -> Iterator[str]:
    """Yield what was made ready in pieces of at most LONGEST characters, cut between sentences where there are any."""
    piece = ""
    for sentence in _SENTENCE.split(said):
        if piece and len(piece) + len(sentence) >= LONGEST:
            yield piece
            piece = ""
        piece = f"{piece} {sentence}".strip()
        while len(piece) > LONGEST:
            cut = max(piece.rfind(", ", 0, LONGEST) + 1, 0) or piece.rfind(" ", 0, LONGEST)
            cut = cut if cut > 0 else LONGEST
            yield piece[:cut]
            piece = piece[cut:].strip()
    if piece:
        yield piece
