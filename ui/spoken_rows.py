"""How the rows of a list are read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ui.viewmodels.rows import ChoiceRow, FactRow

FEW = 8
"""Rows of a long list that are read; the others are found by typing."""


def choices(rows: Iterable[ChoiceRow]) -> Iterator[str]:
    """Each can be heard before it is chosen."""
    for number, row in enumerate(rows, 1):
        yield say("speech.choice", number=str(number), text=joined(row.text, row.help))


def chosen(rows: Iterable[ChoiceRow]) -> Iterator[str]:
    yield from (say("speech.chosen", text=row.text) for row in rows if row.selected)


def facts(rows: Iterable[FactRow]) -> Iterator[str]:
    for row in rows:
        yield say("speech.line", label=row.title, text=row.text) if row.title and row.text else row.title or row.text
        yield row.note


def joined(*parts: str) -> str:
    return ". ".join(part for part in parts if part)
