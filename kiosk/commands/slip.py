"""``kiosk slip check TEXT``: whether a lookup slip is genuine, what it claims, and how its dossier stands now.

TEXT is what a scanner or a telephone reads from the QR. Works beside a running kiosk, with or without a line.
"""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, assert_never

from kiosk.clock import HANOI, SystemClock
from kiosk.config import default_home, load_config
from kiosk.slips import SlipReader
from kiosk.sync.client import GatewayClient
from kiosk.sync.key_trust import GatewayTrust
from kiosk.sync.keys import load_or_make_device_key
from kiosk.sync.outcomes import ItemRefused, LineDown, SlipRefused, SlipTold
from kiosk.sync.protocol import OFFICIAL_STATES
from kiosk.sync.slip_judging import Altered, Genuine, Newer, OtherAudience, Unproven
from kiosk.sync.tls import TlsTrust
from offline_cache.store import open_reader

if TYPE_CHECKING:
    import argparse

    from kiosk.config import Config
    from kiosk.sync.outcomes import SlipInquiry
    from kiosk.sync.slip import Slip
    from kiosk.sync.slip_judging import Judged


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("slip", help="lookup slips", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    checking = actions.add_parser("check", help="whether a slip is genuine and what it claims; exit code 0 if it is")
    checking.add_argument("text", help="what the QR of the slip says")
    checking.add_argument("--offline", action="store_true", help="do not ask the gateway how the dossier stands")
    checking.add_argument("--json", action="store_true", help="print one JSON object")
    checking.set_defaults(handler=check)


def check(arguments: argparse.Namespace) -> int:
    """Print what can be said; 1 unless the slip is known to be genuine."""
    config = load_config(default_home())
    device = load_or_make_device_key(config.home / "device.key", config.audience)
    with closing(open_reader(config.store_folder)) as reader:
        slips = SlipReader(reader.notes, device.public, GatewayTrust.of(config).keys)
        judged = slips.read(arguments.text)
    ask = isinstance(judged, Genuine | Unproven) and config.gateway.url != "" and not arguments.offline
    told = _ask(config, arguments.text) if ask else None
    verdict = _verdict(judged, told)
    lines = [verdict, *(_claims(judged.slip) if isinstance(judged, Genuine | Unproven) else ())]
    now = _now(told)
    if arguments.json:
        print(
            json.dumps({"genuine": verdict.startswith("genuine"), "verdict": verdict, "claims": lines[1:], "now": now})
        )
    else:
        print("\n".join([*lines, *([f"now: {now}"] if now else ())]))
    return 0 if verdict.startswith("genuine") else 1


def _ask(config: Config, text: str) -> SlipInquiry:
    clock = SystemClock()
    trust = GatewayTrust.of(config)
    trust.keys()  # without any it is said at once
    device = load_or_make_device_key(config.home / "device.key", config.audience)
    tls = TlsTrust(config.gateway_authority, clock)
    with closing(GatewayClient(config.gateway.url, trust, device, clock, tls=tls)) as client:
        return client.ask_slip(text.strip())


def _verdict(judged: Judged, told: SlipInquiry | None) -> str:
    """In one line; it begins with «genuine» where a key that is believed made the signature."""
    match judged, told:
        case Genuine(own=True), _:
            return "genuine: made by this kiosk"
        case Genuine(), _:
            return "genuine: made by another kiosk of this gateway"
        case Unproven(), SlipTold():
            return "genuine: made by another kiosk, as the gateway says"
        case Unproven(), SlipRefused(why="altered"):
            return "altered, as the gateway says"
        case Unproven(), SlipRefused():
            return "of a kiosk that neither this one nor the gateway knows"
        case Unproven(slip), _:
            return f"of another kiosk ({slip.kid}) whose key is not here: it cannot be checked"
        case OtherAudience(audience), _:
            return f"refused: a slip of {audience}"
        case Altered(), _:
            return "refused: altered, or damaged"
        case Newer(), _:
            return "refused: a kind of slip that this release does not know"
    raise AssertionError("no other verdicts")


def _claims(slip: Slip) -> tuple[str, ...]:
    received = f"received {slip.received_at.astimezone(HANOI):%Y-%m-%d %H:%M}" if slip.received_at else "not received"
    return (
        f"code: {slip.lookup_code}",
        f"procedure: {slip.procedure}{' (prepared for a visit)' if slip.prepared else ''}",
        f"claims: sealed {slip.sealed_at.astimezone(HANOI):%Y-%m-%d %H:%M}, {received}",
    )


def _now(told: SlipInquiry | None) -> str:
    """The state as the gateway told it; "" where it was not asked."""
    match told:
        case None | SlipRefused():
            return ""
        case SlipTold(status):
            state = OFFICIAL_STATES.get(status.code, f"code {status.code}") if status.code else "not arrived yet"
            return f"{state} {status.dossier_code} (told {status.told_at})".replace("  ", " ")
        case LineDown(cause):
            return f"the gateway cannot be asked ({cause})"
        case ItemRefused(problem):
            return f"the gateway does not answer that ({problem.kind})"
        case _:
            assert_never(told)
