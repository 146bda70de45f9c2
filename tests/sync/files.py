"""Sealed files of any bytes, and a gateway that takes files and nothing else."""

from __future__ import annotations

import threading
import uuid
from typing import TYPE_CHECKING

from kiosk.sync.outcomes import Pace, Paused, Upload, Uploaded
from offline_cache.sealed import SealedFile

if TYPE_CHECKING:
    from pathlib import Path


def sealed_file(folder: Path, size: int) -> SealedFile:
    file_id = str(uuid.uuid4())
    path = folder / file_id
    path.write_bytes(bytes(size))
    return SealedFile(file_id, size, "0" * 64, path)


class Carried:
    """Takes what is uploaded, piece by piece; the part of `Gateway` that `Uploads` calls."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._offsets: dict[str, int] = {}
        self.whole: set[str] = set()
        self.order: list[tuple[str, int]] = []

    def upload(self, file_id: str, source: Path, sha256: str, pace: Pace | None = None) -> Upload:
        size, began = source.stat().st_size, self._offsets.get(file_id, 0)
        done = began
        assert len(sha256) == 64
        assert pace is not None
        while done < size:
            piece = pace.piece(size - done)
            if not piece:
                return Paused(file_id, done)
            done += piece
            with self._lock:
                self._offsets[file_id] = done
                self.order.append((file_id, piece))
            pace.arrived(piece)
        self.whole.add(file_id)
        return Uploaded(file_id, done - began)

    def sent(self) -> int:
        with self._lock:
            return sum(size for _, size in self.order)
