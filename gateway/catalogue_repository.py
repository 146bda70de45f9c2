"""The catalogue that this gateway publishes, by the rules of The Update Framework: who may sign what, and until when.

``root`` and ``targets`` sign rarely; their keys can be kept elsewhere and brought for the occasion. ``online`` signs
that the catalogue is still the current one, and stays with the gateway.
"""

from __future__ import annotations

import fcntl
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.exceptions import StorageError
from securesystemslib.signer import CryptoSigner, Signer
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization import DeserializationError
from tuf.api.serialization.json import JSONSerializer

from kiosk.errors import ConfigError
from kiosk.sync.key_files import write_key_file

LIFETIME: Mapping[str, timedelta] = {
    Root.type: timedelta(days=730),
    Targets.type: timedelta(days=365),
    Snapshot.type: timedelta(days=30),
    Timestamp.type: timedelta(days=30),
}
RENEWED_BEFORE = timedelta(days=20)
"""What is left of a timestamp when the gateway signs it anew."""
ROLES_OF = {"root": (Root.type,), "targets": (Targets.type,), "online": (Snapshot.type, Timestamp.type)}
_COMPACT = JSONSerializer(compact=True)
NEXT = ".next"
"""The suffix of a key that the next root will name."""
R = TypeVar("R", Root, Snapshot, Targets, Timestamp)


@dataclass(frozen=True)
class Repository:
    """``folder`` holds what kiosks fetch; ``keys`` what signs it, and may be a folder on a stick.

    A key that is not in ``keys`` is looked for beside the catalogue, where the one that stays is.
    """

    folder: Path
    keys: Path

    @property
    def metadata(self) -> Path:
        return self.folder / "metadata"

    @property
    def targets(self) -> Path:
        return self.folder / "targets"

    @property
    def root_file(self) -> Path:
        """What each new kiosk pins; one that pinned an earlier root follows to this one by itself."""
        return self.metadata / f"{max(1, self._newest(Root.type))}.root.json"

    @property
    def exists(self) -> bool:
        return self._timestamp.exists()

    @property
    def _timestamp(self) -> Path:
        return self.metadata / "timestamp.json"

    def create(self, now: datetime) -> None:
        """Make keys and an empty repository. Raises ConfigError when there is one already."""
        if self.root_file.exists():
            raise ConfigError(f"{self.folder} is a catalogue already: kiosks trust its keys")
        signers = {name: self._new_key(name) for name in ROLES_OF}
        root = Root(expires=_until(Root.type, now), consistent_snapshot=True)
        for name, roles in ROLES_OF.items():
            for role in roles:
                root.add_key(signers[name].public_key, role)
        self._sign(root, "root", self.root_file.name)
        self.sign_targets({}, now)

    def rotate(self, names: Collection[str], now: datetime) -> None:
        """Replace the keys of these names; the next root is signed by the root key before and the one after.

        All that the new keys answer for is signed anew, so that kiosks have something new to look at. After an end in
        the middle, the same again puts all in order. Raises ConfigError when a key is missing or is not the one.
        """
        with self.only_writer():
            root = self._load(Root, self._newest(Root.type))
            if _public_id(self._key("root")) not in root.roles[Root.type].keyids:
                raise ConfigError(f"{self._key('root')} is not the root key that kiosks trust now")
            before = self._signer("root")
            for name in ("targets", "online"):
                self._signer(name)
            fresh = {name: self._new_key(name, NEXT) for name in names}
            root.version, root.expires = root.version + 1, _until(Root.type, now)
            for name, signer in fresh.items():
                for role in ROLES_OF[name]:
                    root.roles[role].keyids.clear()
                    root.add_key(signer.public_key, role)
            used = {keyid for role in root.roles.values() for keyid in role.keyids}
            root.keys = {keyid: key for keyid, key in root.keys.items() if keyid in used}
            metadata = Metadata(root)
            metadata.sign(before)
            metadata.sign(fresh.get("root", before), append=True)
            write_key_file(self.metadata / f"{root.version}.root.json", metadata.to_bytes(_COMPACT), mode=0o644)
            self._settle_keys()
            self.sign_targets(self.load_targets().targets, now)

    def load_targets(self) -> Targets:
        """What is published now. Raises ConfigError when nothing can be read."""
        return self._load(Targets, self._newest(Targets.type))

    def sign_targets(self, listed: Mapping[str, TargetFile], now: datetime) -> None:
        """Publish a list of targets whose files are in place; the timestamp, written last, makes it current."""
        version = self._newest(Targets.type) + 1
        targets = Targets(version=version, expires=_until(Targets.type, now), targets=dict(listed))
        self._sign(targets, "targets", f"{version}.targets.json")
        self.renew(now)

    def renew(self, now: datetime) -> None:
        """Sign anew that what is published is current."""
        snapshot_version = self._newest(Snapshot.type) + 1
        listed = {"targets.json": MetaFile(self._newest(Targets.type))}
        snapshot = Snapshot(version=snapshot_version, expires=_until(Snapshot.type, now), meta=listed)
        self._sign(snapshot, "online", f"{snapshot_version}.snapshot.json")
        version = self._load(Timestamp).version + 1 if self.exists else 1
        meta = MetaFile(snapshot_version)
        timestamp = Timestamp(version=version, expires=_until(Timestamp.type, now), snapshot_meta=meta)
        self._sign(timestamp, "online", self._timestamp.name)
        for version in range(1, snapshot_version - 1):  # one more stays, for a kiosk that is in the middle
            (self.metadata / f"{version}.snapshot.json").unlink(missing_ok=True)

    def renew_if_due(self, now: datetime) -> None:
        """Sign the timestamp anew when it is growing old and the key is here. Raises ConfigError."""
        if self.exists and self._load(Timestamp).expires - now < RENEWED_BEFORE and self._key("online").exists():
            with self.only_writer():
                self.renew(now)

    def expires(self) -> dict[str, datetime]:
        """Until when each role's word holds."""
        return {
            Root.type: self._load(Root, self._newest(Root.type)).expires,
            Targets.type: self.load_targets().expires,
            Snapshot.type: self._load(Snapshot, self._newest(Snapshot.type)).expires,
            Timestamp.type: self._load(Timestamp).expires,
        }

    def current_metadata(self) -> list[Path]:
        """The files that a kiosk needs to check what is published now, roots of all versions among them."""
        names = [f"{self._newest(role)}.{role}.json" for role in (Snapshot.type, Targets.type)]
        return [*sorted(self.metadata.glob("*.root.json")), *(self.metadata / name for name in names), self._timestamp]

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        self.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._settle_keys()
            yield

    def _newest(self, role: str) -> int:
        """The highest version of a role's files, 0 when there is none."""
        versions = (path.name.partition(".")[0] for path in self.metadata.glob(f"*.{role}.json"))
        return max((int(version) for version in versions if version.isdecimal()), default=0)

    def _load(self, kind: type[R], version: int | None = None) -> R:
        name = f"{kind.type}.json" if version is None else f"{version}.{kind.type}.json"
        try:
            signed = Metadata.from_file(str(self.metadata / name)).signed
        except (OSError, StorageError, DeserializationError) as error:
            raise ConfigError(f"the catalogue in {self.folder} cannot be read: {name}") from error
        if not isinstance(signed, kind):
            raise ConfigError(f"the catalogue in {self.folder} is damaged: {name} is not of its role")
        return signed

    def _sign(self, role: R, key: str, name: str) -> None:
        metadata = Metadata(role)
        metadata.sign(self._signer(key))
        write_key_file(self.metadata / name, metadata.to_bytes(_COMPACT), mode=0o644)

    def _signer(self, name: str) -> Signer:
        try:
            private = load_pem_private_key(self._key(name).read_bytes(), None)
            return CryptoSigner(private)
        except (OSError, ValueError, TypeError) as error:
            raise ConfigError(f"the key {self._key(name)} is needed to sign, and cannot be read") from error

    def _new_key(self, name: str, suffix: str = "") -> CryptoSigner:
        signer = CryptoSigner.generate_ed25519()
        path = self._key(name)
        write_key_file(path.with_name(path.name + suffix), signer.private_bytes)
        return signer

    def _settle_keys(self) -> None:
        """Give each key that the newest root names its place; one that no root came to name is dropped."""
        newest = self._newest(Root.type)
        if not newest:
            return
        root = self._load(Root, newest)
        for name, (role, *_) in ROLES_OF.items():
            fresh = self._key(name).with_name(self._key(name).name + NEXT)
            if fresh.exists():
                named = _public_id(fresh) in root.roles[role].keyids
                fresh.replace(self._key(name)) if named else fresh.unlink()

    def _key(self, name: str) -> Path:
        brought = self.keys / f"catalogue-{name}.pem"
        stays = self.folder / "keys" / brought.name
        return stays if stays.exists() and not brought.exists() else brought


def _public_id(key: Path) -> str:
    """The id of a key, "" when the file is none."""
    try:
        return str(CryptoSigner(load_pem_private_key(key.read_bytes(), None)).public_key.keyid)
    except (OSError, ValueError, TypeError):
        return ""


def _until(role: str, now: datetime) -> datetime:
    return (now + LIFETIME[role]).astimezone(UTC).replace(microsecond=0)
