"""Changing the gateway's sealing keys: the next becomes current, former ones go on opening, a lost one is recovered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gateway.folder import Folder
from gateway.keyring import alone_in, key_path, read_private, write_private
from kiosk.clock import HANOI
from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.key_files import format_key_file, read_key_file, write_key_file
from kiosk.sync.keys import GatewayKeys, SealKey, VerifyKey, format_gateway_keys, parse_gateway_keys

Standing = Literal["current", "next", "retired", "recovery", "lost"]


@dataclass(frozen=True)
class KeyRow:
    """``made`` is the day its private key was written here, "" where that is not."""

    purpose: Literal["seal", "receipt", "recovery"]
    kid: str
    standing: Standing
    made: str


def list_keys(folder: Folder) -> tuple[KeyRow, ...]:
    """Raises ConfigError."""
    return tuple(_rows(folder, _published(folder)))


def rotate(folder: Folder) -> GatewayKeys:
    """Make the next sealing key the current one and publish another next. Raises ConfigError.

    Nothing is taken away: what was sealed to a former key, by a kiosk that was offline, is still opened.
    """
    with alone_in(folder.keys):
        public = _published(folder)
        following = public.seal[1:2] or (_new_seal(folder, public),)
        changed = replace(public, seal=(*following, _new_seal(folder, public)))
        _publish(folder, changed)
    return changed


def recover(folder: Folder, recovery_file: Path) -> tuple[GatewayKeys, Path]:
    """Bring the recovery key back where private keys were lost, and replace every key that is no longer here.

    From now on it opens what kiosks sealed to it beside the lost key. Since it is no longer away from this machine,
    another is made, and where that was written is returned. Raises ConfigError.
    """
    with alone_in(folder.keys):
        public = _published(folder)
        try:
            found = read_private(recovery_file)
        except (OSError, ProtocolError) as error:
            raise ConfigError(f"the recovery key cannot be read from {recovery_file}: {error}") from error
        if (found.kid, found.purpose, found.audience) != (public.recovery.kid, "recovery", public.audience):
            raise ConfigError(f"{recovery_file} is not the recovery key of this gateway")
        write_key_file(
            key_path(folder, "seal", found.kid), format_key_file(msgspec.structs.replace(found, purpose="seal"))
        )
        seal = tuple(key for key in public.seal if key_path(folder, "seal", key.kid).exists())
        receipt = public.receipt
        if not key_path(folder, "receipt", receipt[0].kid).exists():
            receipt = (_new_receipt(folder, public), *receipt)[:4]
        fresh = X25519PrivateKey.generate()
        recovery = SealKey(public.audience, fresh.public_key().public_bytes_raw())
        path = folder.root / f"recovery-{recovery.kid}.key"
        write_private(path, "recovery", public.audience, recovery.raw, fresh.private_bytes_raw())
        changed = GatewayKeys(public.audience, seal or (_new_seal(folder, public),), recovery, receipt)
        _publish(folder, changed)
    return changed, path


def _rows(folder: Folder, public: GatewayKeys) -> Iterator[KeyRow]:
    published = {key.kid: number for number, key in enumerate(public.seal)}
    private = {path.stem.partition("-")[2] for path in folder.keys.glob("seal-*.key")}
    for kid in (*published, *sorted(private - set(published))):
        standing: Standing = "retired" if kid not in published else "next" if published[kid] else "current"
        yield _row(folder, "seal", kid, standing)
    for number, key in enumerate(public.receipt):
        yield _row(folder, "receipt", key.kid, "retired" if number else "current")
    yield KeyRow("recovery", public.recovery.kid, "recovery", "")


def _row(folder: Folder, purpose: Literal["seal", "receipt"], kid: str, standing: Standing) -> KeyRow:
    path = key_path(folder, purpose, kid)
    if not path.exists():
        return KeyRow(purpose, kid, "lost" if standing != "retired" else standing, "")
    made = datetime.fromtimestamp(path.stat().st_mtime, HANOI).date().isoformat()
    return KeyRow(purpose, kid, standing, made)


def _published(folder: Folder) -> GatewayKeys:
    try:
        return parse_gateway_keys(read_key_file(folder.public_keys))
    except FileNotFoundError as error:
        raise ConfigError(f"no keys in {folder.root}: run `gateway keys init` first") from error
    except (OSError, ProtocolError) as error:
        raise ConfigError(f"{folder.public_keys} cannot be read: {error}") from error


def _publish(folder: Folder, public: GatewayKeys) -> None:
    """Last, so that no key is published whose private half is not on the disk."""
    write_key_file(folder.public_keys, format_gateway_keys(public), mode=0o644)


def _new_seal(folder: Folder, public: GatewayKeys) -> SealKey:
    private = X25519PrivateKey.generate()
    key = SealKey(public.audience, private.public_key().public_bytes_raw())
    write_private(key_path(folder, "seal", key.kid), "seal", public.audience, key.raw, private.private_bytes_raw())
    return key


def _new_receipt(folder: Folder, public: GatewayKeys) -> VerifyKey:
    private = Ed25519PrivateKey.generate()
    key = VerifyKey(private.public_key().public_bytes_raw())
    path = key_path(folder, "receipt", key.kid)
    write_private(path, "receipt", public.audience, key.raw, private.private_bytes_raw())
    return key
