"""``kiosk keys``: the gateway's keys that count here; newer ones are taken when their root signed them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

from kiosk.clock import HANOI, SystemClock
from kiosk.config import default_home, load_config
from kiosk.errors import ConfigError

if TYPE_CHECKING:
    from kiosk.config import Config
    from kiosk.sync.key_following import KeysLook
    from kiosk.sync.key_trust import GatewayTrust

# What checks signatures is imported late: the other commands start without it.


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("keys", help="the gateway's keys", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    shown = actions.add_parser("show", help="the keys that count here")
    shown.set_defaults(handler=_show)
    taken = actions.add_parser("update", help="take newer signed keys; 1 when they are refused or the line is down")
    taken.add_argument("file", type=Path, nargs="?", metavar="FILE", help="from a stick (default: from the gateway)")
    taken.set_defaults(handler=_update)
    given = actions.add_parser("trust", help="believe this gateway.pub.signed.json from now on, whoever was believed")
    given.add_argument("file", type=Path, metavar="FILE")
    given.set_defaults(handler=_trust)
    for action in (shown, taken, given):
        action.add_argument("--json", action="store_true", help="print one JSON object")


def _show(arguments: argparse.Namespace) -> int:
    from kiosk.key_words import standing_in_words  # noqa: PLC0415 - imported late, as above

    trust = _trust_of(load_config(default_home()))
    if arguments.json:
        print(json.dumps(_object(trust)))
        return 0
    _, told, mend = standing_in_words(trust, SystemClock().now())
    print(f"{told}{f' → {mend}' if mend else ''}")
    for name, kids in _kids(trust).items():
        print(f"  {name:<9}{', '.join(kids) or 'none'}")
    return 0


def _update(arguments: argparse.Namespace) -> int:
    from kiosk.key_words import WHY  # noqa: PLC0415 - imported late, as above
    from kiosk.sync.key_following import NoKeysThere  # noqa: PLC0415
    from kiosk.sync.key_trust import KeysRefused, KeysSame, KeysTaken  # noqa: PLC0415
    from kiosk.sync.outcomes import LineDown  # noqa: PLC0415

    config = load_config(default_home())
    trust = _trust_of(config)
    outcome = _bring(trust, arguments.file) if arguments.file else _ask(trust, config)
    match outcome:
        case KeysTaken(keys):
            told, good = f"number {keys.number} counts from now on; sealed to {keys.seal[0].kid}", True
        case KeysSame():
            told, good = "the keys that count are the newest", True
        case KeysRefused(why):
            told, good = f"refused ({why}): {WHY[why]}; nothing has changed", False
        case NoKeysThere():
            told, good = "the gateway does not sign its keys yet: gateway keys rotate; nothing has changed", False
        case LineDown(cause):
            told, good = f"the line is down ({cause}); nothing has changed", False
        case _:
            assert_never(outcome)
    if arguments.json:
        print(json.dumps({"ok": good, "outcome": type(outcome).__name__, "told": told} | _object(trust)))
    else:
        print(told if good else f"kiosk keys: {told}", file=sys.stdout if good else sys.stderr)
    return 0 if good else 1


def _bring(trust: GatewayTrust, file: Path) -> KeysLook:
    from kiosk.sync.key_files import read_key_file  # noqa: PLC0415
    from kiosk.sync.key_following import last_look  # noqa: PLC0415 - imported late, as above
    from kiosk.sync.key_trust import KeysRefused  # noqa: PLC0415

    try:
        outcome = trust.take(read_key_file(file))
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}") from error
    if not isinstance(outcome, KeysRefused):  # a bad stick says nothing about the gateway
        trust.note(last_look(outcome, SystemClock()))
    return outcome


def _ask(trust: GatewayTrust, config: Config) -> KeysLook:
    from kiosk.embedded import listening_at  # noqa: PLC0415 - imported late, as above
    from kiosk.sync.client import GatewayClient  # noqa: PLC0415
    from kiosk.sync.keys import load_or_make_device_key  # noqa: PLC0415
    from kiosk.sync.tls import TlsTrust  # noqa: PLC0415

    url = listening_at(config.gateway_folder) if config.gateway.embedded else config.gateway.url
    if not url:
        raise ConfigError("no gateway to ask: the demo's own runs with the kiosk; or give a FILE")
    device = load_or_make_device_key(config.home / "device.key", config.audience)
    clock = SystemClock()
    client = GatewayClient(url, trust, device, clock, tls=TlsTrust(config.gateway_authority, clock))
    try:
        return client.look_for_keys()
    finally:
        client.close()


def _trust(arguments: argparse.Namespace) -> int:
    config = load_config(default_home())
    if config.gateway.embedded:
        raise ConfigError("the embedded gateway's keys are believed as they are")
    trust = _trust_of(config)
    try:
        standing = trust.pin(arguments.file)
    except OSError as error:
        raise ConfigError(f"{config.gateway_keys} cannot be written: {error.strerror}") from error
    root = standing.keys.root
    if arguments.json:
        print(json.dumps({"trusted": True} | _object(trust)))
    elif root is None:
        print(f"{config.gateway_keys}: trusted, unsigned")
    else:
        print(f"{config.gateway_keys}: trusted; compare the root {root.kid} with what `gateway keys list` says")
    return 0


def _trust_of(config: Config) -> GatewayTrust:
    from kiosk.sync.key_trust import GatewayTrust  # noqa: PLC0415 - imported late, as above

    return GatewayTrust.of(config)


def _kids(trust: GatewayTrust) -> dict[str, list[str]]:
    keys = trust.keys()
    return {
        "root": [keys.root.kid] if keys.root else [],
        "seal": [key.kid for key in keys.seal],
        "recovery": [keys.recovery.kid],
        "receipt": [key.kid for key in keys.receipt],
    }


def _object(trust: GatewayTrust) -> dict[str, Any]:
    standing, last = trust.standing(), trust.last()
    asked = {"at": last.at.astimezone(HANOI).isoformat(), "outcome": last.outcome, "why": last.why} if last else None
    return {"number": standing.keys.number, "taken": standing.taken, "asked": asked, "keys": _kids(trust)}
