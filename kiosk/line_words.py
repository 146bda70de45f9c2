"""Why nothing goes out just now and what to do about it, for whoever looks after the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.phrases import say

if TYPE_CHECKING:
    from kiosk.sync.line import LineState


@dataclass(frozen=True)
class LineWords:
    """``why`` names the failing step as it was found, ``then`` what mends it; both "" while the line is up."""

    why: str = ""
    then: str = ""


def line_words(line: LineState, language: str = "vi") -> LineWords:
    if line.up or not line.cause:
        return LineWords()
    return LineWords(say(f"line.cause.{line.cause}", language), say(f"line.next.{line.cause}", language))
