"""The rows that lists on the screens show; each field is a role in QML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TileRow:
    """A procedure or a life situation on Home."""

    key: str
    title: str
    subtitle: str
    icon: str
    tint: str


@dataclass(frozen=True)
class ResultRow:
    """A procedure found, or a life situation.

    ``short`` is as much of its title as a row shows, ``marked`` the same with ``<u>`` round what matched, or empty.
    """

    key: str
    title: str
    short: str
    marked: str
    subtitle: str
    icon: str


@dataclass(frozen=True)
class FactRow:
    """A titled paragraph; ``note`` says what an officer still has to confirm."""

    title: str
    text: str
    icon: str
    note: str = ""


@dataclass(frozen=True)
class ChoiceRow:
    key: str
    text: str
    help: str
    selected: bool


@dataclass(frozen=True)
class FaultRow:
    """``key`` is the step that mends it; ``level`` is "fault" or "warn"."""

    key: str
    title: str
    text: str
    level: str


@dataclass(frozen=True)
class ReviewRow:
    """One line of the paper, or a section's heading when ``heading`` is true."""

    key: str
    label: str
    text: str
    heading: bool
    missing: bool


@dataclass(frozen=True)
class PageRow:
    """A photographed page; ``source`` is an image:// address that only this process can resolve."""

    key: str
    number: int
    source: str
    note: str


@dataclass(frozen=True)
class PlainRow:
    key: str
    title: str
    subtitle: str


@dataclass(frozen=True)
class WalkRow:
    """A block to read: ``kind`` is text, point, note, link, exit or help; ``mark`` is the number of a point."""

    kind: str
    text: str
    mark: str = ""


@dataclass(frozen=True)
class EventRow:
    """One state a dossier went through."""

    title: str
    when: str
    current: bool
