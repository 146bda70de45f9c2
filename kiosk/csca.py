"""The list of authorities that cards are believed by (CSCA): whose signature to trust on it, and the list in force.

An operator gets the certificates from the identity authority, signs the list away from any kiosk, and brings it on a
stick. A list is taken whole or not at all; an older one never comes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from kiosk.identity.chip.trust import MAX_STORE, TrustFault, TrustStore, open_trust_store
from kiosk.sync.key_files import write_key_file

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER: Final = "csca"
MAX_KEY: Final = 4 * 1024
_OPERATOR, _LIST = "operator.pem", "authorities.json"
_MODE = 0o644


@dataclass(frozen=True)
class Taken:
    """A list is in force from now on; ``before`` is the version that was, None at first."""

    store: TrustStore
    before: int | None


@dataclass(frozen=True)
class SameAgain:
    """The list that was offered is the one in force."""

    store: TrustStore


@dataclass(frozen=True)
class NotTaken:
    """Nothing has changed. ``why`` None: no operator's key is pinned."""

    why: TrustFault | None


@dataclass(frozen=True)
class NoList:
    """Nobody can be believed yet: ``pinned`` says whether an operator's key is there."""

    pinned: bool


@dataclass(frozen=True)
class Damaged:
    """There is a list, and it cannot be used."""

    why: TrustFault


Standing: TypeAlias = TrustStore | NoList | Damaged


class CscaFolder:
    """The folder ``csca`` of the data folder; for one thread at a time."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    def pin(self, pem: bytes) -> str | None:
        """Trust the lists of this operator from now on, and of no other; one of another is out of force at once.

        Returns the key's fingerprint, None for no key.
        """
        operator = parse_operator(pem)
        if operator is None:
            return None
        write_key_file(self._folder / _OPERATOR, _as_pem(operator), mode=_MODE)
        return fingerprint(operator)

    def operator(self) -> Ed25519PublicKey | None:
        data = _read(self._folder / _OPERATOR, MAX_KEY)
        return parse_operator(data) if data is not None else None

    def standing(self) -> Standing:
        """What is in force. Reads the whole list: not for the thread that draws."""
        operator = self.operator()
        data = _read(self._folder / _LIST, MAX_STORE)
        if operator is None or data is None:
            return NoList(operator is not None)
        opened = open_trust_store(data, operator)
        return opened if isinstance(opened, TrustStore) else Damaged(opened)

    def take(self, data: bytes) -> Taken | SameAgain | NotTaken:
        """Check a list and put it in force in one move; the file is the old one or the new one at any moment."""
        operator, now = self.operator(), self.standing()
        if operator is None:
            return NotTaken(None)
        if isinstance(now, TrustStore) and data == _read(self._folder / _LIST, MAX_STORE):
            return SameAgain(now)
        before = now.version if isinstance(now, TrustStore) else None
        opened = open_trust_store(data, operator, at_least=0 if before is None else before + 1)
        if isinstance(opened, TrustFault):
            return NotTaken(opened)
        write_key_file(self._folder / _LIST, data, mode=_MODE)
        return Taken(opened, before)

    def stamp(self) -> tuple[int, int]:
        """Changes whenever the list in force or the operator's key may have; costs two looks at the disk."""
        return _changed_at(self._folder / _OPERATOR), _changed_at(self._folder / _LIST)


def kept_store(home: Path) -> Callable[[], TrustStore | None]:
    """A function that gives the list in force, read anew only when it was changed; for the chip's thread."""
    folder = CscaFolder(home)
    kept: tuple[tuple[int, int], TrustStore | None] | None = None

    def store() -> TrustStore | None:
        nonlocal kept
        stamp = folder.stamp()
        if kept is None or kept[0] != stamp:
            standing = folder.standing()
            kept = stamp, standing if isinstance(standing, TrustStore) else None
        return kept[1]

    return store


def parse_operator(pem: bytes) -> Ed25519PublicKey | None:
    """Read an Ed25519 public key as PEM; None for anything else."""
    try:
        key = load_pem_public_key(pem) if len(pem) <= MAX_KEY else None
    except ValueError:
        return None
    return key if isinstance(key, Ed25519PublicKey) else None


def fingerprint(operator: Ed25519PublicKey) -> str:
    """What is compared by eye or by telephone: sixteen hexadecimal digits of SHA-256 over the raw key, in fours."""
    digest = Hash(SHA256())
    digest.update(operator.public_bytes(Encoding.Raw, PublicFormat.Raw))
    digits = digest.finalize().hex()[:16]
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))


def _as_pem(operator: Ed25519PublicKey) -> bytes:
    return operator.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _read(path: Path, most: int) -> bytes | None:
    """One byte more than is allowed is read, for whoever checks the size; None where nothing can be read."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError:
        return None


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
