"""Finds the text that stands beside a label."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.robot.screen import Box, Screen, plain


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    box: Box


def text_beside(screen: Screen, label: str) -> str | None:
    """Return the value of the thing named so, what follows the label in its own text, or the nearest text beside it.

    Beside means on the same line to the right, else the nearest below.
    """
    wanted = plain(label)
    for node in screen.nodes:
        if node.shown and plain(node.name) == wanted and node.value.strip():
            return plain(node.value)
    pieces = _pieces(screen)
    for piece in pieces:
        if piece.text.startswith(wanted) and piece.text != wanted:
            rest = piece.text[len(wanted) :].lstrip(" :–—-")
            if rest:
                return rest
    labels = [piece for piece in pieces if piece.text.rstrip(" :") == wanted]
    return _nearest(labels[0].box, [piece for piece in pieces if piece not in labels]) if labels else None


def _pieces(screen: Screen) -> list[_Piece]:
    named = [_Piece(plain(node.name), node.box) for node in screen.nodes if node.shown and node.name.strip()]
    drawn = [_Piece(plain(text.text), text.box) for text in screen.texts if text.shown]
    return list(dict.fromkeys(named + drawn))


def _nearest(label: Box, others: list[_Piece]) -> str | None:
    right = [other for other in others if _level(label, other.box) and other.box.x >= label.x + label.width // 2]
    if right:
        return min(right, key=lambda other: other.box.x).text
    below = [other for other in others if other.box.y >= label.y + label.height - 4 and _above(label, other.box)]
    return min(below, key=lambda other: other.box.y).text if below else None


def _level(one: Box, other: Box) -> bool:
    """Whether the middle of the lower one lies within the height of the other."""
    middle = other.y + other.height // 2
    return one.y <= middle <= one.y + one.height or other.y <= one.y + one.height // 2 <= other.y + other.height


def _above(one: Box, other: Box) -> bool:
    return one.x < other.x + other.width and other.x < one.x + one.width
