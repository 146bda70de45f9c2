"""``kiosk sync``: sends what waits and fetches what the gateway tells, now, without a window.

Where the store does not open, what waits in it is sent all the same, and why it does not open is told.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.bootstrap import open_kiosk
from kiosk.clock import HANOI
from kiosk.config import default_home, load_config
from kiosk.rescue import MEND, cause_of

if TYPE_CHECKING:
    import argparse

    from kiosk.bootstrap import Kiosk
    from kiosk.sync.line import LineState
    from kiosk.sync.report import Report
    from kiosk.sync.syncer import Syncer


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("sync", help="send what waits, fetch what is told", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(handler=run)


@dataclass
class _Total:
    """What all runs came to, and how many dossiers still wait."""

    received: list[str] = field(default_factory=list)
    needs_human: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    updates: int = 0
    news: int = 0
    refused: str = ""
    waiting: int = 0
    bookings_waiting: int = 0
    held: tuple[str, ...] = ()
    frees_at: str = ""
    rescue: str = ""  # why the store does not open
    unreadable: int = 0
    carried: list[str] = field(default_factory=list)

    def add(self, report: Report) -> None:
        self.received += report.received
        self.needs_human += report.needs_human
        self.answered += report.answered
        self.carried += report.carried
        self.updates += report.updates
        self.news += report.news
        self.refused = report.refused
        self.held = report.held
        self.frees_at = report.frees_at.astimezone(HANOI).isoformat(timespec="minutes") if report.frees_at else ""


def run(arguments: argparse.Namespace) -> int:
    """Run until nothing is due or the line is down; 1 when it is down, a dossier needs a human, or the store does."""
    total = _Total()
    with closing(open_kiosk(load_config(default_home()), or_rescue=True)) as kiosk:
        mend = _tell_rescue(kiosk, total)
        syncer = kiosk.connect()
        line = _run_all(syncer, total)
        total.waiting = sum(item.pending for item in kiosk.store.outbox.all())
        total.bookings_waiting = len(kiosk.store.bookings.waiting())
    if arguments.json:
        state = {"line": line.kind, "cause": line.cause, "since": line.since.astimezone(HANOI).isoformat()}
        print(json.dumps(state | vars(total), ensure_ascii=False))
    else:
        if total.rescue:
            print(f"rescue: {total.rescue}; {total.unreadable} dossiers cannot be read → {mend}")
        print(f"line: {line.kind}" + (f" ({line.cause})" if line.cause else ""))
        print(f"received: {len(total.received)}, updates: {total.updates}, still waiting: {total.waiting}")
        if total.answered or total.news or total.bookings_waiting:
            told = len(total.answered) + total.news
            print(
                f"bookings: {told} answers, {total.bookings_waiting} requests still waiting (see `kiosk bookings list`)"
            )
        if total.held:
            print(
                f"data volume used up: {len(total.held)} dossiers with files wait until {total.frees_at},"
                " all else goes on (see line.megabytes_a_day and line.megabytes_an_hour in config.toml)"
            )
        if total.carried:
            print(f"carried for other kiosks: {len(total.carried)}; `kiosk outbox export` brings their receipts back")
        for item_id in total.needs_human:
            print(f"needs a human: {item_id} (see `kiosk outbox show {item_id}`)")
    return 0 if line.up and not total.needs_human and not total.rescue else 1


def _tell_rescue(kiosk: Kiosk, total: _Total) -> str:
    """Tell what mends the store, where it does not open."""
    rescued = kiosk.rescued
    if rescued is None:
        return ""
    total.rescue, total.unreadable = str(rescued.cause), rescued.unreadable
    return MEND[cause_of(rescued.cause)]


def _run_all(syncer: Syncer, total: _Total) -> LineState:
    syncer.wake("hand")
    while True:
        report = syncer.run_once()
        total.add(report)
        if not report.line.up or report.next_in > 0:
            return report.line
