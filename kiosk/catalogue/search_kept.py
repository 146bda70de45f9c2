"""The index of search as a file beside the catalogue, so that a start need not build it: made of this, or made anew."""

from __future__ import annotations

import hashlib
import mmap
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path

import msgspec

from kiosk.catalogue.search_index import Words
from kiosk.catalogue.search_model import Here
from kiosk.catalogue.search_parts import DamagedIndexError, Parts, joined, parted
from kiosk.catalogue.synonyms import SYNONYMS
from offline_cache.errors import StoreError
from offline_cache.files import write_durably

SUFFIX = ".search"
_CHECKSUM, _CHUNK, _MOST_KEPT = 4, 1 << 18, 3


@dataclass(frozen=True)
class Kept:
    """Where the index of one catalogue is kept. ``digest`` is of all procedures that are searched.

    A file that is absent, damaged, or made of other procedures, words, another place or another format, is no file.
    """

    folder: Path
    digest: str

    def made_of(self, here: Here, words: Words) -> str:
        """What an index is made of, in one word; only the reviewed words of residents are read for it."""
        said = sorted((code, list(phrases)) for code, phrases in words.items())
        seen = msgspec.msgpack.encode((self.digest, here, said))
        return hashlib.sha256(seen + hashlib.sha256(SYNONYMS.read_bytes()).digest()).hexdigest()

    def open(self, made_of: str) -> Parts | None:
        """The parts of the index that was made of the same; None when it must be built."""
        try:
            with self._path(made_of).open("rb", buffering=0) as file:
                if file.read(_CHECKSUM) != _checksum(file):
                    return None
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            return parted(memoryview(mapped)[_CHECKSUM:], made_of)
        except (OSError, DamagedIndexError, ValueError):
            return None

    def keep(self, parts: Mapping[str, bytes], made_of: str) -> Parts | None:
        """Write the index and open it; None when the disk does not take it. Older ones are removed."""
        whole = joined(parts, made_of)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_durably(self._path(made_of), zlib.crc32(whole).to_bytes(_CHECKSUM, "big") + whole)
        except (OSError, StoreError):
            return None
        self._tidy()
        return self.open(made_of)

    def forget(self, made_of: str) -> None:
        """Remove the file: what it holds cannot be read."""
        with suppress(OSError):
            self._path(made_of).unlink()

    def _tidy(self) -> None:
        with suppress(OSError):
            newest = sorted(self.folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
            for path in newest[_MOST_KEPT:]:
                path.unlink(missing_ok=True)

    def _path(self, made_of: str) -> Path:
        return self.folder / f"{made_of[:16]}{SUFFIX}"


def _checksum(file: RawIOBase) -> bytes:
    """Of the rest of the file; read, not mapped, so that checking it takes no memory of ours."""
    chunk = bytearray(_CHUNK)
    found = 0
    while length := file.readinto(chunk):
        found = zlib.crc32(memoryview(chunk)[:length], found)
    return found.to_bytes(_CHECKSUM, "big")


def digest_with(digest: str, beside: Iterable[tuple[object, ...]]) -> str:
    """The digest of a catalogue and of the summaries that stand beside it."""
    return hashlib.sha256(digest.encode() + msgspec.msgpack.encode(list(beside))).hexdigest()
