"""``kiosk chip``: tries out a real chip reader; what is personal comes by standard input and is shown only on wish."""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import TYPE_CHECKING, Any

from kiosk.clock import SystemClock
from kiosk.config import default_home, load_config
from kiosk.errors import ConfigError

if TYPE_CHECKING:
    from kiosk.devices.pcsc import PcscReader
    from kiosk.identity.chip.keys import CardKey
    from kiosk.identity.chip.outcomes import ChipOutcome, ChipRead

# The drivers and what checks signatures are imported late: the other commands start without them.

_NUMBER, _CAN, _LINES = 12, 6, 90


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("chip", help="try out the chip reader", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    status = actions.add_parser("status", help="whether the reader works; 1 when it doesn't")
    status.set_defaults(handler=_status)
    read = actions.add_parser(
        "read",
        help="read one card; 1 when it is refused or not read",
        epilog="Standard input gives what opens the card: its number, six digits, or its three machine-readable lines.",
    )
    read.add_argument("--seconds", type=float, default=30.0, help="how long to wait for a card")
    read.add_argument("--show", action="store_true", help="print what the card says of its holder")
    read.set_defaults(handler=_read)
    for action in (status, read):
        action.add_argument("--json", action="store_true", help="print one JSON object")


def _status(arguments: argparse.Namespace) -> int:
    from kiosk.devices.card_back import letters  # noqa: PLC0415 - imported late, as above
    from kiosk.devices.ports import Failed, Ready  # noqa: PLC0415

    reader = _reader()
    status = reader.status()
    reader.close()
    why = status.reason if isinstance(status, Failed) else ""
    photographed = letters() is not None
    back = "photographed or typed" if photographed else "typed; to photograph it: make setup-chip"
    found = {"status": type(status).__name__.lower(), "why": why, "card_back": photographed}
    if arguments.json:
        print(json.dumps(found))
    else:
        print(f"chip reader: {found['status']} {why}".rstrip())
        print(f"the back of a card: {back}")
    return int(status != Ready())


def _read(arguments: argparse.Namespace) -> int:
    from kiosk.csca import kept_store  # noqa: PLC0415 - imported late, as above
    from kiosk.devices.ports import CardOn  # noqa: PLC0415
    from kiosk.identity.chip.outcomes import ChipRead  # noqa: PLC0415
    from kiosk.identity.chip.reading import read_card  # noqa: PLC0415

    key, store, reader = _key(sys.stdin.read(4096)), kept_store(default_home())(), _reader()
    ends = time.monotonic() + arguments.seconds
    state = reader.wait(None, 0)
    while not isinstance(state, CardOn) and time.monotonic() < ends:
        state = reader.wait(state, min(1.0, arguments.seconds))
    begun = time.monotonic()
    named: list[float] = []
    outcome = read_card(
        reader, key, store, SystemClock(), on_text=lambda _: named.append(round(time.monotonic() - begun, 2))
    )
    reader.close()
    found = _found(outcome) | {"seconds_to_name": named[0] if named else None}
    if isinstance(outcome, ChipRead) and arguments.show:
        found |= _person(outcome)
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n".join(f"{name}: {value}" for name, value in found.items() if value not in {"", None}))
    return int(not isinstance(outcome, ChipRead))


def _reader() -> PcscReader:
    from kiosk.devices.pcsc import PcscReader  # noqa: PLC0415 - imported late, as above

    return PcscReader(load_config(default_home()).devices.chip_reader)


def _key(given: str) -> CardKey:
    from kiosk.identity.chip.keys import CardKey, key_of  # noqa: PLC0415 - imported late, as above
    from kiosk.identity.mrz import Mrz, read_mrz  # noqa: PLC0415

    joined = "".join(given.split())
    places = load_config(default_home()).devices.chip_can
    if joined.isdecimal() and len(joined) == _NUMBER:
        return key_of(joined, places=places)
    if joined.isdecimal() and len(joined) == _CAN:
        return CardKey(can=joined)
    if len(joined) == _LINES and isinstance(read_mrz(given), Mrz):
        return key_of(lines=given)
    raise ConfigError("neither a number of 12 digits, nor 6 digits, nor three machine-readable lines that add up")


def _found(outcome: ChipOutcome) -> dict[str, Any]:
    from kiosk.identity.chip.belief import belief_of, words_of  # noqa: PLC0415 - imported late, as above
    from kiosk.identity.chip.outcomes import ChipRead, NotRead  # noqa: PLC0415
    from kiosk.phrases import say  # noqa: PLC0415

    said = {"said": say(words_of(outcome))}
    if isinstance(outcome, NotRead):
        return {"outcome": "not_read", "why": outcome.fault.value, **said}
    if not isinstance(outcome, ChipRead):
        return {"outcome": "refused", **said, **belief_of(outcome).record()}
    missing = ", ".join(f"DG{number} {fault.value}" for number, fault in sorted(outcome.missing.items()))
    return {"outcome": "read", **said, **belief_of(outcome).record(), "missing": missing}


def _person(read: ChipRead) -> dict[str, str]:
    name = read.details.name if read.details else ""
    number = read.details.number if read.details else ""
    if read.mrz:
        name, number = name or f"{read.mrz.surname} {read.mrz.given_names}", number or read.mrz.number
    photo = f"{read.photo.media_type}, {len(read.photo.data)} bytes" if read.photo else ""
    return {"name": name, "number": number, "photo": photo}
