"""``kiosk csca``: whose lists of card authorities to trust, a list taken or shown; for the operator, a list made."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

from kiosk.clock import HANOI, SystemClock
from kiosk.config import default_home
from kiosk.errors import ConfigError, ProtocolError

if TYPE_CHECKING:
    from kiosk.identity.chip.certificates import Certificate
    from kiosk.identity.chip.trust import TrustStore

# What checks signatures is imported late: the other commands start without it.

_WHY = {
    None: "no operator's key is pinned: kiosk csca trust KEY.pem",
    "shape": "not a list of authorities, or too large",
    "signature": "not signed by the operator whose key is pinned",
    "rollback": "its version is not newer than the one in force",
    "certificate": "a certificate in it cannot be read, or may not certify",
}
_PEM = b"-----BEGIN CERTIFICATE-----"


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("csca", help="the authorities that cards are believed by", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    trusted = actions.add_parser("trust", help="believe the lists of this operator, and of no other")
    trusted.add_argument("key", type=Path, metavar="KEY.pem", help="Ed25519 public key")
    trusted.set_defaults(handler=_trust)
    taken = actions.add_parser("import", help="put a signed list in force; 1 when it is refused")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.set_defaults(handler=_import)
    shown = actions.add_parser("show", help="the list in force")
    shown.set_defaults(handler=_show)
    for action in (taken, shown):
        action.add_argument("--json", action="store_true", help="print one JSON object")
    signed = actions.add_parser("sign", help="make a list; the operator's work, away from any kiosk")
    signed.add_argument("--key", type=Path, required=True, metavar="KEY.pem", help="Ed25519 private key")
    signed.add_argument("--version", type=int, required=True, help="higher than that of any list before")
    signed.add_argument("--out", type=Path, required=True, metavar="FILE")
    signed.add_argument("certificates", type=Path, nargs="+", metavar="CERTIFICATE", help="DER or PEM")
    signed.set_defaults(handler=_sign)


def _trust(arguments: argparse.Namespace) -> int:
    from kiosk.csca import MAX_KEY, CscaFolder  # noqa: PLC0415 - imported late, as above

    pinned = CscaFolder(default_home()).pin(_read(arguments.key, MAX_KEY))
    if pinned is None:
        raise ConfigError(f"{arguments.key} holds no Ed25519 public key in PEM; nothing has changed")
    print(f"lists signed by the key {pinned} are believed from now on; compare it with what the operator says")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from kiosk.csca import CscaFolder, NotTaken, SameAgain, Taken  # noqa: PLC0415 - imported late, as above
    from kiosk.identity.chip.trust import MAX_STORE  # noqa: PLC0415

    outcome = CscaFolder(default_home()).take(_read(arguments.file, MAX_STORE))
    match outcome:
        case Taken(store, before):
            instead = "" if before is None else f", instead of version {before}"
            told, good = f"in force: {_told(store)}{instead}", True
        case SameAgain(store):
            told, good = f"in force already: {_told(store)}", True
        case NotTaken(why):
            told, good = f"refused: {_WHY[why.value if why else None]}; nothing has changed", False
        case _:
            assert_never(outcome)
    if arguments.json:
        print(json.dumps({"ok": good, "outcome": type(outcome).__name__.lower(), "told": told}))
    else:
        print(told if good else f"kiosk csca: {told}", file=sys.stdout if good else sys.stderr)
    return 0 if good else 1


def _show(arguments: argparse.Namespace) -> int:
    from kiosk.csca import CscaFolder, Damaged, fingerprint  # noqa: PLC0415 - imported late, as above
    from kiosk.identity.chip.trust import TrustStore  # noqa: PLC0415

    folder = CscaFolder(default_home())
    standing, operator = folder.standing(), folder.operator()
    found = standing.certificates if isinstance(standing, TrustStore) else ()
    if arguments.json:
        version = standing.version if isinstance(standing, TrustStore) else None
        damaged = standing.why.value if isinstance(standing, Damaged) else ""
        key = fingerprint(operator) if operator else ""
        print(json.dumps({"version": version, "operator": key, "damaged": damaged, "authorities": _rows(found)}))
        return int(bool(damaged))
    print(f"operator: {fingerprint(operator)}" if operator else f"operator: {_WHY[None]}")
    match standing:
        case TrustStore():
            print(_told(standing))
            for row in _rows(found):
                print(f"  {row['subject']}, {row['begins']} to {row['ends']}{', out of date' * (not row['valid'])}")
        case Damaged(why):
            print(f"the list cannot be used: {_WHY[why.value]}")
            return 1
        case _:
            print("no list: of every card, who issued it stays unchecked")
    return 0


def _sign(arguments: argparse.Namespace) -> int:
    from kiosk.csca import MAX_KEY  # noqa: PLC0415 - imported late, as above
    from kiosk.identity.chip.trust import TrustStore, open_trust_store, sign_trust_store  # noqa: PLC0415

    operator = _private_key(_read(arguments.key, MAX_KEY))
    certificates = [_certificate(path) for path in arguments.certificates]
    if arguments.version < 1 or arguments.out.exists():
        raise ConfigError("the version counts from 1, and a file that is there is not written over")
    data = sign_trust_store(arguments.version, SystemClock().now(), certificates, operator)
    made = open_trust_store(data, operator.public_key())
    if not isinstance(made, TrustStore):
        raise ConfigError(f"no list of these: {_WHY[made.value]}")
    with os.fdopen(os.open(arguments.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as file:
        file.write(data)
    print(f"signed: {_told(made)}")
    return 0


def _private_key(pem: bytes) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise ConfigError("the key is no Ed25519 private key in PEM without a password")
    return key


def _certificate(path: Path) -> bytes:
    """One certificate as DER, whatever form it came in."""
    from cryptography import x509  # noqa: PLC0415 - imported late, as above
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    from kiosk.identity.chip.certificates import MAX_CERTIFICATE, parse_certificate  # noqa: PLC0415

    data = _read(path, 2 * MAX_CERTIFICATE)
    try:
        der = x509.load_pem_x509_certificate(data).public_bytes(Encoding.DER) if data.startswith(_PEM) else data
        parse_certificate(der)
    except (ValueError, ProtocolError) as error:
        raise ConfigError(f"{path} is not one certificate") from error
    return der


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error


def _told(store: TrustStore) -> str:
    made = store.made_at.astimezone(HANOI)
    return f"version {store.version} of {made:%Y-%m-%d}, {len(store.certificates)} authorities"


def _rows(certificates: tuple[Certificate, ...]) -> list[dict[str, Any]]:
    now = SystemClock().now()
    return [
        {
            "subject": _name(certificate),
            "begins": _day(certificate.begins),
            "ends": _day(certificate.ends),
            "valid": certificate.valid_at(now),
        }
        for certificate in certificates
    ]


def _name(certificate: Certificate) -> str:
    return f"{certificate.country or '?'} {certificate.serial:x}"


def _day(moment: datetime) -> str:
    return moment.astimezone(HANOI).date().isoformat()
