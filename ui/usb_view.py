"""«Xuất ra USB» in words: what is going on at the stick, and the next step. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, assert_never

from kiosk.phrases import say
from ui.viewmodels.rows import FactRow

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.devices.ports import Sticks
    from kiosk.sync.courier_export import Exported, ExportOutcome, LeftOut, NotExported

_MEGABYTE = 1_000_000
_MAY_BREAK = "\u200b"

_SAID_AS = {"no_folder": "gone", "exists": "changed", "many": "changed"}
"""A name that is taken in a folder was taken this moment, by somebody else: again helps."""


@dataclass(frozen=True)
class Written:
    """How an export ended; ``size`` is what its files take on the stick, in bytes."""

    outcome: ExportOutcome
    size: int = 0


@dataclass(frozen=True)
class Writing:
    """It is being written."""


@dataclass(frozen=True)
class Broken:
    """The fault is ours, not the stick's."""


Export: TypeAlias = Writing | Written | Broken


def derive_usb(sticks: Sticks, export: Export | None, *, waits: bool) -> FactRow | None:
    """What is told of the stick; None when the button says enough. ``waits``: there is something to take along."""
    match export:
        case Writing():
            return _row("writing", "hard-drive")
        case Broken():
            return _row("broken")
        case Written():
            return _told(export)
        case None if not waits or sticks.only:
            return None
        case None if sticks.writable:
            return _row("several")
        case None:
            return _row("read_only") if sticks.locked else None
        case _:
            assert_never(export)


def _told(written: Written) -> FactRow:
    from kiosk.sync.courier_export import Exported, NotExported, NothingToExport  # noqa: PLC0415 - not for the first frame

    match written.outcome:
        case Exported() as exported:
            return _exported(exported, written.size)
        case NothingToExport(left_out):
            text = " ".join((say("queue.usb.nothing.text"), *_left_out(left_out)))
            return FactRow(say("queue.usb.nothing.title"), text, "hard-drive", say("queue.usb.nothing.next"))
        case NotExported() as refused:
            return _refused(refused)
        case _:
            assert_never(written.outcome)


def _exported(exported: Exported, size: int) -> FactRow:
    count = len(exported.dossiers)
    said = [_file(path) for path in exported.files]
    said.append(say("queue.usb.done.text", size=_size(size)))
    if exported.receipts:
        said.append(say("queue.usb.done.receipts", count=str(exported.receipts)))
    title = say("queue.usb.done.title", count=str(count)) if count else say("queue.usb.done.title_receipts")
    return FactRow(title, " ".join((*said, *_left_out(exported.left_out))), "hard-drive", say("queue.usb.done.next"))


def _refused(refused: NotExported) -> FactRow:
    row = _row(_SAID_AS.get(refused.reason, refused.reason), size=_size(refused.needed))
    if not refused.files:
        return row
    whole = " ".join((row.text, say("queue.usb.before"), *map(_file, refused.files)))
    return FactRow(row.title, whole, row.icon, row.note)


def _file(path: Path) -> str:
    """Its long name may go on over the next line between its parts."""
    return say("queue.usb.done.file", name=path.name.replace("-", f"-{_MAY_BREAK}"))


def _left_out(left_out: tuple[LeftOut, ...]) -> tuple[str, ...]:
    """One whose bytes the gateway has long held (``gone``) is missed by nobody."""
    count = sum(one.reason != "gone" for one in left_out)
    return (say("queue.usb.left_out", count=str(count)),) if count else ()


def _row(name: str, icon: str = "warning", **params: str) -> FactRow:
    title, text, then = (say(f"queue.usb.{name}.{part}", **params) for part in ("title", "text", "next"))
    return FactRow(title, text, icon, then)


def _size(size: int) -> str:
    """In megabytes, rounded up."""
    tenths = max(1, -(-size * 10 // _MEGABYTE))
    return f"{tenths // 10},{tenths % 10} MB"
