"""The guides that this kiosk can take a resident through, read from the assets folder on demand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.assets import ASSETS
from kiosk.procedures.guide_summary import GuideSummary, summary
from kiosk.text import fold

if TYPE_CHECKING:
    from kiosk.procedures.model import Guide

WHOLE_PHRASE = 20
"""What it is worth that the words stand together as they were typed."""


@dataclass(frozen=True)
class Match:
    """A guide found by a query, with how well it fits (higher is better)."""

    summary: GuideSummary
    score: int


class GuideShelf:
    """The guide files of one folder. Summaries are read at once, a whole guide only when it is opened."""

    def __init__(self, folder: Path = ASSETS / "guides") -> None:
        self._files = sorted(folder.glob("*.yaml"))
        self._load = lru_cache(maxsize=8)(self._read)

    @property
    def summaries(self) -> tuple[GuideSummary, ...]:
        return tuple(entry for entry, _ in self._entries())

    def load(self, code: str) -> Guide | None:
        """The guide of a procedure code, or None when there is none."""
        return self._load(code)

    def search(self, query: str) -> tuple[GuideSummary, ...]:
        """Guides that hold every word of ``query`` in name, code or everyday words, best first; empty finds all."""
        words = fold(query).split()
        if not words:
            return self.summaries
        found = [Match(entry, _score(entry, words)) for entry in self.summaries]
        return tuple(match.summary for match in sorted(found, key=lambda match: -match.score) if match.score > 0)

    def _entries(self) -> tuple[tuple[GuideSummary, Path], ...]:
        return _read_summaries(tuple(self._files))

    def _read(self, code: str) -> Guide | None:
        from kiosk.procedures.guides import load_guide  # noqa: PLC0415 - Home shows the summaries before that is there

        for entry, path in self._entries():
            if entry.code == code:
                return load_guide(path.read_bytes(), path.name)
        return None


@lru_cache(maxsize=4)
def _read_summaries(files: tuple[Path, ...]) -> tuple[tuple[GuideSummary, Path], ...]:
    return tuple((summary(path.read_bytes(), path.name), path) for path in files)


def _score(entry: GuideSummary, words: list[str]) -> int:
    phrases = [fold(phrase) for phrase in (f"{entry.name} {entry.code}", *entry.search)]
    name, everyday = phrases[0].split(), [word for phrase in phrases[1:] for word in phrase.split()]
    score = WHOLE_PHRASE if any(" ".join(words) in phrase for phrase in phrases) else 0
    for word in words:
        if any(part.startswith(word) for part in name):
            score += 3
        elif any(part.startswith(word) for part in everyday):
            score += 1
        else:
            return 0
    return score
