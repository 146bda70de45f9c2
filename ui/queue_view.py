"""The queue as a volunteer sees it: a stick, the line, how many stand where, then each that waits. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.catalogue.generic_words import everyday
from kiosk.clock import HANOI
from kiosk.phrases import say
from ui.found_view import shortened as shortened_name
from ui.outcome_view import TONES
from ui.viewmodels.rows import FactRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kiosk.sync.line import LineState
    from offline_cache.items import Item, State

LINE_ICONS = {"online": "wifi-high", "sending": "paper-plane-tilt"}


@dataclass(frozen=True)
class Queue:
    """What was read of the outbox: what waits, the longest first, then what was sent last.

    ``left_out`` wait too; ``prepared`` are ids of what was prepared for a visit and is no dossier; ``answers``:
    receipts lie here for other kiosks.
    """

    waiting: tuple[Item, ...] = ()
    settled: tuple[Item, ...] = ()
    counts: tuple[tuple[State, int], ...] = ()
    left_out: int = 0
    prepared: frozenset[str] = frozenset()
    answers: bool = False

    @property
    def travels(self) -> bool:
        """Whether a stick has anything to take along."""
        return bool(self.waiting) or self.answers


@dataclass(frozen=True)
class QueueScene:
    queue: Queue
    names: Mapping[str, str]
    line: LineState | None
    sending: frozenset[str]
    now: datetime
    held_until: datetime | None = None
    pressed_at: datetime | None = None
    usb: FactRow | None = None


def derive(scene: QueueScene) -> tuple[FactRow, ...]:
    queue = scene.queue
    rows = [scene.usb] if scene.usb else []
    rows += [_line_row(scene), _count_row(queue)]
    rows += [_item_row(item, scene) for item in queue.waiting]
    if queue.left_out:
        rows.append(FactRow("", say("queue.more", count=str(queue.left_out)), "dots-three"))
    rows += [_item_row(item, scene) for item in queue.settled]
    return tuple(rows)


def _line_row(scene: QueueScene) -> FactRow:
    from kiosk.line_words import line_words  # noqa: PLC0415 - the first frame need not wait for it

    line = scene.line
    kind = line.kind if line else "offline"
    title = say("queue.sending" if kind == "sending" else "queue.up" if kind == "online" else "queue.down")
    words = line_words(line) if line else None
    said, note = [], ""
    if line and words and words.why:
        said.append(say("queue.since", time=_moment(line.since, scene.now), cause=words.why))
        note = words.then
    if scene.held_until is not None:
        said.append(say("queue.volume", time=_moment(scene.held_until, scene.now)))
    if scene.pressed_at is not None:
        said.append(say("queue.tried", time=_moment(scene.pressed_at, scene.now)))
    return FactRow(title, " ".join(said), LINE_ICONS.get(kind, "wifi-slash"), note)


def _count_row(queue: Queue) -> FactRow:
    parts = [say("queue.count", title=say(f"state.{state}.title"), count=str(count)) for state, count in queue.counts]
    text = "; ".join(parts) + "." if parts else ""
    if not queue.waiting:
        text = f"{say('queue.empty')} {text}".strip()
    return FactRow(say("queue.counts"), text, "tray")


def _item_row(item: Item, scene: QueueScene) -> FactRow:
    from kiosk.queue_words import age_words, queue_words, shortened  # noqa: PLC0415 - as above

    sending = item.id in scene.sending
    words = queue_words(item, sending=sending, prepared=item.id in scene.queue.prepared)
    name, _ = shortened_name(everyday(scene.names.get(item.procedure, item.procedure)), ())
    sealed = _moment(item.sealed_at, scene.now)
    if words.waits:
        text = say("queue.waiting", title=words.title, sealed=sealed, age=age_words(scene.now - item.sealed_at))
        text = f"{text} {words.cause}."
    else:
        text = say("queue.settled", title=words.title, changed=_moment(item.changed_at, scene.now), sealed=sealed)
    _, icon = TONES["sending" if sending and item.state == "sealed" else item.state]
    return FactRow(say("queue.row", procedure=name, code=shortened(item.lookup_code)), text, icon, words.then)


def _moment(when: datetime, now: datetime) -> str:
    when = when.astimezone(HANOI)
    return f"{when:%H:%M}" if when.date() == now.astimezone(HANOI).date() else f"{when:%H:%M, %d/%m/%Y}"
