"""The gateway's keys that count on this kiosk: those that were pinned by hand, or newer ones that their root signed.

Only a person changes what is pinned: ``gateway.pub.json``, or ``gateway.pub.signed.json`` where that is beside it and
belongs to it. In the kiosk's home is what was taken since, and what the last question came to. What was taken counts
only as long as it follows from what is pinned, which is checked at each reading; when it is missing or damaged, what is
pinned counts.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.key_files import (
    alone_in,
    decode_key_file,
    format_key_file,
    read_key_file,
    stamp_of,
    write_key_file,
)
from kiosk.sync.keys import Audience, GatewayKeys, KeysDocument, format_gateway_keys, parse_document, signed_beside
from kiosk.sync.keys_document import is_signed_by, tag_of

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.config import Config

TAKEN = "gateway-keys.json"
LAST = "gateway-keys.last.json"

Why = Literal["damaged", "unsigned", "audience", "foreign", "altered", "older", "twice", "unpinned", "disk"]


@dataclass(frozen=True)
class KeysTaken:
    """From now on these count."""

    keys: GatewayKeys


@dataclass(frozen=True)
class KeysSame:
    """They count already."""


@dataclass(frozen=True)
class KeysRefused:
    """Nothing has changed.

    ``foreign``: signed by nobody whom this kiosk believes; ``altered``: not what its root signed; ``older`` than what
    counts; ``twice``: other keys under the same number; ``unsigned``: from before keys were signed; ``unpinned``:
    the pinned keys cannot be read now; ``disk``: these could not be kept.
    """

    why: Why


class LastLook(msgspec.Struct, frozen=True):
    """When newer keys were asked for or brought, what it came to in a word, and why."""

    at: datetime
    outcome: Literal["taken", "same", "refused", "none"]
    why: str = ""


@dataclass(frozen=True)
class Standing:
    """What counts. ``document`` is the signed one of that, None where unsigned keys are pinned.

    ``void`` says that something is here which counts for nothing: what was taken is ``damaged``, or ``foreign`` to what
    is pinned now; signed keys lie ``beside`` others that are pinned.
    """

    keys: GatewayKeys
    document: KeysDocument | None
    pinned_sha256: str
    taken: bool = False
    void: Literal["", "damaged", "foreign", "beside"] = ""


class _Taken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``pinned`` is the SHA-256 of the pinned file that this followed from."""

    v: Literal[1]
    pinned: str
    document: KeysDocument


class GatewayTrust:
    """For any thread. ``keys`` is cheap: files are read again only where they changed."""

    def __init__(self, pinned: Path, home: Path, audience: Audience) -> None:
        self._pinned = pinned
        self._signed = signed_beside(pinned)
        self._home = home
        self._audience: Audience = audience
        self._lock = threading.Lock()
        self._known: tuple[object, Standing] | None = None

    @classmethod
    def of(cls, config: Config) -> GatewayTrust:
        return cls(config.gateway_keys, config.home, config.audience)

    def keys(self) -> GatewayKeys:
        """The keys that count, as `standing`."""
        return self.standing().keys

    def standing(self) -> Standing:
        """Raises ConfigError when there are no pinned keys of this audience.

        Once they were read, a pinned file that cannot be read (somebody is copying another over it) changes nothing.
        """
        with self._lock:
            stamp = [stamp_of(path) for path in (self._pinned, self._signed, self._home / TAKEN)]
            if self._known is None or self._known[0] != stamp:
                try:
                    self._known = (stamp, self._read())
                except ConfigError:
                    if self._known is None:
                        raise
            return self._known[1]

    def tag(self) -> str:
        """The tag of the document that counts; "" where it is unsigned."""
        document = self.standing().document
        return tag_of(document) if document else ""

    def take(self, data: bytes) -> KeysTaken | KeysSame | KeysRefused:
        """Take published keys when they follow from those that count: whole or not at all."""
        try:
            document = parse_document(data)
        except ProtocolError:
            return KeysRefused("damaged")
        try:
            with alone_in(self._home):
                now = self._read()
                if now.document == document:
                    return KeysSame()
                why = _refusal(document, now)
                if why is not None:
                    return KeysRefused(why)
                taken = _Taken(1, now.pinned_sha256, document)
                write_key_file(self._home / TAKEN, format_key_file(taken), mode=0o644)
        except ConfigError:
            return KeysRefused("unpinned")
        except OSError:
            return KeysRefused("disk")
        return KeysTaken(document.keys())

    def last(self) -> LastLook | None:
        try:
            return msgspec.json.decode(read_key_file(self._home / LAST), type=LastLook)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def note(self, last: LastLook) -> None:
        """Keep what a question came to, for `kiosk doctor`; a disk that does not keep it stops nothing."""
        try:
            write_key_file(self._home / LAST, format_key_file(last), mode=0o644)
        except OSError:
            return

    def pin(self, file: Path) -> Standing:
        """Believe what a person brought, from now on; what counts after that. Raises ConfigError, or OSError.

        What was taken before goes unless it follows from this file too; what an earlier question came to goes too.
        """
        data, document = read_pinned(file, self._audience)
        with alone_in(self._home):
            if document.root is None:
                self._signed.unlink(missing_ok=True)
            else:
                write_key_file(self._signed, data, mode=0o644)
            write_key_file(self._pinned, format_gateway_keys(document.keys()), mode=0o644)
            if self._read().void:
                (self._home / TAKEN).unlink(missing_ok=True)
            (self._home / LAST).unlink(missing_ok=True)
        return self.standing()

    def _read(self) -> Standing:
        standing = self._read_pinned()
        try:
            return _follow(standing, decode_key_file(read_key_file(self._home / TAKEN), _Taken))
        except FileNotFoundError:
            return standing
        except (OSError, ProtocolError):
            return replace(standing, void="damaged")

    def _read_pinned(self) -> Standing:
        data, document = read_pinned(self._pinned, self._audience)
        beside = False
        if document.root is None and self._signed.exists():
            try:
                signed_data, signed = read_pinned(self._signed, self._audience)
                beside = not _belongs(document.keys(), signed.keys())
            except ConfigError:
                beside = True
            if not beside:
                data, document = signed_data, signed
        digest = hashlib.sha256(data).hexdigest()
        return Standing(document.keys(), document if document.root else None, digest, void="beside" if beside else "")


def read_pinned(path: Path, audience: Audience) -> tuple[bytes, KeysDocument]:
    """Read keys that a person brought. Raises ConfigError."""
    try:
        data = read_key_file(path)
        document = parse_document(data)
    except (OSError, ProtocolError) as error:
        raise ConfigError(f"the gateway's keys cannot be read from {path}: {error}") from error
    keys = document.keys()
    if keys.audience != audience:
        raise ConfigError(f"{path} holds keys for {keys.audience}, but this kiosk is set to {audience}")
    if keys.root is not None and not is_signed_by(document, keys.root):
        raise ConfigError(f"{path} is not what its own root signed: it was altered")
    return data, document


def _belongs(plain: GatewayKeys, signed: GatewayKeys) -> bool:
    """Whether they were published together; else somebody pinned one of them alone since."""
    return (plain.seal, plain.recovery) == (signed.seal, signed.recovery) and set(plain.receipt) <= set(signed.receipt)


def _follow(pinned: Standing, taken: _Taken) -> Standing:
    """What counts of both. Raises ProtocolError where what was taken is not what its root signed."""
    keys = taken.document.keys()
    if keys.root is None or not is_signed_by(taken.document, keys.root):
        raise ProtocolError("not what its root signed")
    known = keys.root == pinned.keys.root if pinned.keys.root else taken.pinned == pinned.pinned_sha256
    if not known or keys.audience != pinned.keys.audience:
        return replace(pinned, void=pinned.void or "foreign")
    if keys.number <= pinned.keys.number:
        return pinned
    return replace(pinned, keys=keys, document=taken.document, taken=True)


def _refusal(document: KeysDocument, now: Standing) -> Why | None:
    keys = document.keys()
    if keys.audience != now.keys.audience:
        return "audience"
    if keys.root is None:
        return "unsigned"
    if now.keys.root not in {None, keys.root}:
        return "foreign"
    if not is_signed_by(document, keys.root):
        return "altered"
    if now.keys.root is None and not any(is_signed_by(document, key) for key in now.keys.receipt):
        return "foreign"
    if keys.number > now.keys.number:
        return None
    return "older" if keys.number < now.keys.number else "twice"
