"""Publishing a catalogue: the whole of it as one signed target, and what changed since each of the last ones."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from tuf.api.metadata import TargetFile

from gateway.catalogue_repository import Repository
from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.bundle import FULL, MAX_PACKED, About, Bundle, difference, pack_bundle, since, unpack_bundle
from kiosk.sync.key_files import write_key_file

BACK = 8
"""From how many earlier catalogues a kiosk gets the changes alone."""
WORTH_IT = 0.6
"""Changes of more than this part of the whole are not worth a target."""


@dataclass(frozen=True)
class Published:
    """What was published; ``since`` gives the bytes of the changes by the version they lead on from."""

    version: str
    count: int
    full: int
    since: dict[str, int]
    changed: bool


def publish(repository: Repository, packed: bytes, now: datetime) -> Published:
    """Sign and lay out a whole bundle. Raises ProtocolError for a bundle that is none, ConfigError without keys."""
    bundle = unpack_bundle(packed)
    if bundle.base:
        raise ProtocolError("the bundle holds changes alone; publish the whole catalogue")
    with repository.only_writer():
        listed = repository.load_targets().targets
        current = listed.get(FULL)
        if current is not None and _about(current).digest == bundle.digest:
            repository.renew(now)
            return Published(bundle.version, len(bundle.rows), current.length, {}, changed=False)
        return _lay_out(repository, bundle, packed, now)


def _lay_out(repository: Repository, bundle: Bundle, packed: bytes, now: datetime) -> Published:
    about = About(bundle.version, bundle.digest, len(bundle.rows), bundle.imported_at)
    listed = {FULL: _place(repository, FULL, packed, about)}
    sizes: dict[str, int] = {}
    kept: set[str] = set()
    for earlier, path in _earlier(repository, bundle):
        changes = pack_bundle(difference(earlier, bundle))
        kept.add(path.name)
        if len(changes) < WORTH_IT * len(packed):
            name = since(earlier.digest)
            listed[name] = _place(repository, name, changes, about)
            sizes[earlier.version] = len(changes)
    repository.sign_targets(listed, now)
    _tidy(repository, kept | {_file_name(target) for target in listed.values()})
    return Published(bundle.version, len(bundle.rows), len(packed), sizes, changed=True)


def _earlier(repository: Repository, bundle: Bundle) -> Iterator[tuple[Bundle, Path]]:
    """The catalogues that were published before, the newest first."""
    paths = sorted(repository.targets.glob(f"*.{FULL}"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    found = 0
    for path in paths:
        earlier = unpack_bundle(path.read_bytes())
        if earlier.digest != bundle.digest and found < BACK:
            found += 1
            yield earlier, path


def _place(repository: Repository, name: str, data: bytes, about: About) -> TargetFile:
    target = TargetFile.from_data(name, data, ["sha256"])
    target.unrecognized_fields["custom"] = msgspec.to_builtins(about)
    write_key_file(repository.targets / _file_name(target), data, mode=0o644)
    return target


def _file_name(target: TargetFile) -> str:
    return f"{target.hashes['sha256']}.{target.path}"


def _tidy(repository: Repository, kept: set[str]) -> None:
    """Remove what neither this list of targets names nor later changes lead on from."""
    for path in repository.targets.iterdir():
        if path.name not in kept:
            path.unlink()


def about_current(repository: Repository) -> About | None:
    """What is published, None before the first time."""
    target = repository.load_targets().targets.get(FULL)
    return None if target is None else _about(target)


def _about(target: TargetFile) -> About:
    try:
        return msgspec.convert(target.custom, About)
    except msgspec.ValidationError as error:
        raise ConfigError(f"the published catalogue does not say what it is: {error}") from error


def export(repository: Repository, out: Path, now: datetime) -> int:
    """Write one file for a stick: all metadata and the whole catalogue. Returns its size."""
    repository.renew_if_due(now)
    full = repository.load_targets().targets.get(FULL)
    if full is None:
        raise ConfigError("nothing is published yet: run `gateway catalogue publish FILE`")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path in repository.current_metadata():
            archive.write(path, f"metadata/{path.name}")
        archive.write(repository.targets / _file_name(full), f"targets/{_file_name(full)}")
    return out.stat().st_size


def read_bundle(path: Path) -> bytes:
    """A bundle file, of bearable size. Raises ConfigError when it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PACKED + 1)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    if len(data) > MAX_PACKED:
        raise ConfigError(f"{path} is larger than a kiosk takes")
    return data
