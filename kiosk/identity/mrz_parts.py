"""The three parts of the lines on a card's back that open its chip, as a person types them.

Each is typed with its own check digit, so that a slip is found before the card is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from kiosk.identity.mrz import check_digit

Name = Literal["document", "born", "expires"]


@dataclass(frozen=True)
class Part:
    """Where a part stands: its line and first place, from 0; ``length`` counts the check digit, too."""

    name: Name
    line: int
    place: int
    length: int


PARTS: Final = (Part("document", 0, 5, 10), Part("born", 1, 0, 7), Part("expires", 1, 8, 7))
"""ICAO Doc 9303 part 5, 4.2.2: number, birth and expiry with the check digit behind each."""


@dataclass(frozen=True)
class TypedParts:
    """What was typed so far; ``at`` is the part that is typed now. Frozen, each key a new one."""

    texts: tuple[str, ...] = ("",) * len(PARTS)
    at: int = 0

    def __repr__(self) -> str:
        return "TypedParts(…)"

    @property
    def part(self) -> Part:
        return PARTS[self.at]

    @property
    def text(self) -> str:
        """What was typed of the part that is typed now."""
        return self.texts[self.at]

    @property
    def wrong(self) -> bool:
        """The part is full, and its check digit says that it is not what stands on the card."""
        return len(self.text) == self.part.length and not sound(self.text)

    @property
    def may_go_on(self) -> bool:
        """The part is full and sound."""
        return len(self.text) == self.part.length and sound(self.text)

    @property
    def complete(self) -> bool:
        """Every part is there, and every check digit holds."""
        lengths = all(len(text) == part.length for text, part in zip(self.texts, PARTS, strict=True))
        return lengths and all(sound(text) for text in self.texts)

    def press(self, key: str) -> TypedParts:
        """Add a digit or «<» (a day or month nobody knows), or take the last one away with "".

        A part that is full and sound leads to the next one.
        """
        text = (self.text + key)[: self.part.length] if key else self.text[:-1]
        typed = replace(self, texts=(*self.texts[: self.at], text, *self.texts[self.at + 1 :]))
        return typed.next() if key else typed

    def back(self) -> TypedParts:
        """The part before; it stands as it was typed."""
        return replace(self, at=max(0, self.at - 1))

    def again(self) -> TypedParts:
        """From the first part on, to be compared with the card; nothing need be typed twice."""
        return replace(self, at=0)

    def next(self) -> TypedParts:
        """The part behind, where this one is sound and not the last."""
        return replace(self, at=self.at + 1) if self.may_go_on and self.at + 1 < len(PARTS) else self


def sound(text: str) -> bool:
    """Whether the last character is the check digit of those before it."""
    return len(text) > 1 and check_digit(text[:-1]) == text[-1]


def parts_of(first: str, second: str) -> TypedParts:
    """The parts of two lines of thirty characters, for whoever has the lines."""
    lines = (first, second)
    return TypedParts(tuple(lines[part.line][part.place : part.place + part.length] for part in PARTS), len(PARTS) - 1)
