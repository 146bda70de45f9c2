"""Changing the gateway's keys: the next becomes current, former ones go on counting, a lost one is recovered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from gateway.folder import Folder
from gateway.key_publishing import (
    RootKey,
    bring_root,
    make_receipt,
    make_recovery,
    make_root,
    make_seal,
    publish,
    published,
)
from gateway.private_keys import bring_private, key_path
from kiosk.clock import HANOI
from kiosk.errors import ConfigError
from kiosk.sync.key_files import alone_in, format_key_file, write_key_file
from kiosk.sync.keys import MAX_RETIRED, GatewayKeys, KeysDocument, NamedKey

Standing = Literal["current", "next", "retired", "recovery", "root", "lost"]
Rotated = Literal["seal", "receipt"]


@dataclass(frozen=True)
class KeyRow:
    """``made`` is the day its private key was written here, "" where that is not."""

    purpose: Literal["seal", "receipt", "recovery", "root"]
    kid: str
    standing: Standing
    made: str


@dataclass(frozen=True)
class RootSource:
    """The root key: ``file`` when it is kept elsewhere, ``new`` to make another in the place of a lost one."""

    file: Path | None = None
    new: bool = False


HERE = RootSource()


def list_keys(folder: Folder) -> tuple[KeyRow, ...]:
    """Raises ConfigError."""
    return tuple(_rows(folder, published(folder)))


def rotate(
    folder: Folder,
    what: Sequence[Rotated] = ("seal", "receipt"),
    root: RootSource = HERE,
    new_recovery: Path | None = None,
) -> GatewayKeys:
    """Make the next keys the current ones and publish another next of each. Raises ConfigError.

    Nothing is taken away: what was sealed to a former key, by a kiosk that was offline, is still opened, and receipts
    that a former key signed still count. A receipt key for which no next was published stays until the next time:
    kiosks that cannot ask for keys yet must not meet one that nobody told them. ``new_recovery`` is where to write
    another recovery key, in the place of one that was lost or leaked.
    """
    with alone_in(folder.keys):
        document = published(folder)
        signer = _root(folder, document, root)
        if "seal" in what:
            following = _is_here(folder, "seal", document.seal[1:2]) or (make_seal(folder, document.audience),)
            fresh = make_seal(folder, document.audience)
            document = msgspec.structs.replace(document, seal=(*following, fresh))
        if "receipt" in what:
            document = _rotate_receipt(folder, document)
        if new_recovery is not None:
            recovery, _ = make_recovery(folder, document.audience, new_recovery)
            document = msgspec.structs.replace(document, recovery=recovery)
        return publish(folder, document, signer, folder.clock(document.audience).now()).keys()


def recover(folder: Folder, recovery_file: Path, root: RootSource = HERE) -> tuple[GatewayKeys, Path]:
    """Bring the recovery key back where private keys were lost, and replace every key that is no longer here.

    From now on it opens what kiosks sealed to it beside the lost key. Since it is no longer away from this machine,
    another is made, and where that was written is returned. Raises ConfigError.
    """
    with alone_in(folder.keys):
        document = published(folder)
        audience = document.audience
        found = bring_private(recovery_file, "recovery", audience, document.recovery.kid)
        signer = _root(folder, document, root)
        write_key_file(
            key_path(folder, "seal", found.kid), format_key_file(msgspec.structs.replace(found, purpose="seal"))
        )
        seal = [key for key in document.seal if key_path(folder, "seal", key.kid).exists()]
        receipt = [key for key in document.receipt if key_path(folder, "receipt", key.kid).exists()]
        lost = tuple(key for key in document.receipt if key not in receipt)
        while len(seal) < 2:  # noqa: PLR2004 - the current one and the next
            seal.append(make_seal(folder, audience))
        while len(receipt) < 2:  # noqa: PLR2004 - as above
            receipt.append(make_receipt(folder, audience))
        recovery, path = make_recovery(folder, audience)
        changed = msgspec.structs.replace(
            document,
            seal=tuple(seal[:2]),
            recovery=recovery,
            receipt=tuple(receipt[:2]),
            retired=(*lost, *document.retired)[:MAX_RETIRED],
        )
        return publish(folder, changed, signer, folder.clock(audience).now()).keys(), path


def _root(folder: Folder, document: KeysDocument, source: RootSource) -> RootKey:
    if source.new:
        return make_root(folder, document.audience, source.file)
    return bring_root(folder, document, source.file)


def _rotate_receipt(folder: Folder, document: KeysDocument) -> KeysDocument:
    current, retired = document.receipt[0], document.retired
    following = _is_here(folder, "receipt", document.receipt[1:2])
    if following:
        current, retired = following[0], (current, *retired)[:MAX_RETIRED]
    fresh = make_receipt(folder, document.audience)
    return msgspec.structs.replace(document, receipt=(current, fresh), retired=retired)


def _is_here(folder: Folder, purpose: Rotated, keys: tuple[NamedKey, ...]) -> tuple[NamedKey, ...]:
    """The same keys. Raises ConfigError where one cannot come into use, since its private half is gone."""
    for key in keys:
        if not key_path(folder, purpose, key.kid).exists():
            raise ConfigError(f"the next {purpose} key {key.kid} is lost: gateway keys recover replaces it")
    return keys


def _rows(folder: Folder, document: KeysDocument) -> Iterator[KeyRow]:
    standings: tuple[Standing, ...] = ("current", "next")
    seals = [key.kid for key in document.seal]
    private = {path.stem.partition("-")[2] for path in folder.keys.glob("seal-*.key")}
    for kid, standing in zip(seals, standings, strict=False):
        yield _row(folder, "seal", kid, standing)
    for kid in sorted(private - set(seals)):
        yield _row(folder, "seal", kid, "retired")
    for key, standing in zip(document.receipt, standings, strict=False):
        yield _row(folder, "receipt", key.kid, standing)
    for key in document.retired:
        yield _row(folder, "receipt", key.kid, "retired")
    yield KeyRow("recovery", document.recovery.kid, "recovery", _day(folder.recovery_key(document.recovery.kid)))
    if document.root:
        yield KeyRow("root", document.root.kid, "root", _day(folder.root_key(document.root.kid)))


def _row(folder: Folder, purpose: Rotated, kid: str, standing: Standing) -> KeyRow:
    made = _day(key_path(folder, purpose, kid))
    return KeyRow(purpose, kid, standing if made or standing == "retired" else "lost", made)


def _day(path: Path) -> str:
    if not path.exists():
        return ""
    return datetime.fromtimestamp(path.stat().st_mtime, HANOI).date().isoformat()
