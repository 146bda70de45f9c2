"""Resumable upload of one sealed attachment, tus 1.0 (core and creation): ask, create, send piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.sync.answers import Answer, Line, NoAnswer
from kiosk.sync.outcomes import Conflict, ItemRefused, LineDown, Pace, Paused, Upload, UploadCut, Uploaded
from kiosk.sync.protocol import MAX_FILE, TUS_TYPE, TUS_VERSION, problem, upload_metadata

PIECE = 512 * 1024
_VERSION = {"Tus-Resumable": TUS_VERSION}
_MAX_TURNS = 3
"""How often in a row the gateway may send us elsewhere, without a byte gained, before the line counts as down."""


@dataclass(frozen=True)
class _Moved:
    """The upload may stand somewhere else than expected: ask again. ``cut``: since the connection broke."""

    cut: NoAnswer | None = None


class _Steady:
    """The pace of who has no wish: pieces of one size to the end."""

    def piece(self, left: int) -> int:
        return min(left, PIECE)

    def arrived(self, size: int) -> None:
        pass


def upload(line: Line, file_id: str, source: Path, sha256: str, pace: Pace | None = None) -> Upload:
    """Bring ``source`` to the gateway, from where it stands there. Raises OSError when the file cannot be read.

    ``sha256`` is of the whole file, in hex; the gateway checks it when the last byte has come. A connection that breaks
    is made again at once as long as bytes arrive between two breaks.
    """
    if source.stat().st_size > MAX_FILE:
        return ItemRefused(problem("too-large", 413, f"at most {MAX_FILE} bytes"))
    return _Uploading(line, file_id, source, sha256, pace or _Steady()).run()


class _Uploading:
    def __init__(self, line: Line, file_id: str, source: Path, sha256: str, pace: Pace) -> None:
        self._line = line
        self._id = file_id
        self._path = f"/v1/files/{file_id}"
        self._source = source
        self._size = source.stat().st_size
        self._metadata = upload_metadata(file_id, sha256)
        self._pace = pace
        self._offset = 0
        self._sent = 0
        self._begun_anew = False

    def run(self) -> Upload:
        turns, furthest, cut = 0, -1, NoAnswer("server")
        while True:
            stood = self._ask()
            if not isinstance(stood, int):
                return stood
            turns = 0 if stood > furthest else turns + 1
            furthest = max(furthest, stood)
            if turns >= _MAX_TURNS or (turns and cut.cause == "timeout"):
                return self._cut(cut)
            result = self._send()
            if not isinstance(result, _Moved):
                return result
            cut = result.cut or NoAnswer("server")
            furthest = max(furthest, self._offset)

    def _ask(self) -> int | Upload:
        """Where the upload stands; created when the gateway does not know it."""
        answer = self._line.exchange("HEAD", self._path, headers=_VERSION)
        match answer:
            case Answer(status=404):
                return self._create()
            case Answer(status=200):
                offset = _offset(answer)
                known = (answer.headers.get("upload-length"), answer.headers.get("upload-metadata"))
                if offset is None or known != (str(self._size), self._metadata):
                    return Conflict(problem("conflict", 409, "another file has this id"))
                self._offset = offset
                return offset
        return self._give_up(answer)

    def _create(self) -> int | Upload:
        headers = _VERSION | {"Upload-Length": str(self._size), "Upload-Metadata": self._metadata}
        answer = self._line.exchange("POST", "/v1/files", headers=headers)
        if isinstance(answer, Answer) and answer.status == 201:  # noqa: PLR2004 - HTTP
            self._offset = 0
            return 0
        return self._give_up(answer)

    def _send(self) -> Upload | _Moved:
        with self._source.open("rb") as file:
            while self._offset < self._size:
                size = self._pace.piece(self._size - self._offset)
                if not size:
                    return Paused(self._id, self._offset)
                file.seek(self._offset)
                piece = file.read(size)
                if not piece:
                    raise OSError(f"{self._source.name} became shorter")
                headers = _VERSION | {"Upload-Offset": str(self._offset), "Content-Type": TUS_TYPE}
                answer = self._line.exchange("PATCH", self._path, piece, headers)
                match answer:
                    case Answer(status=204) if _offset(answer) == self._offset + len(piece):
                        self._offset += len(piece)
                        self._sent += len(piece)
                        self._pace.arrived(len(piece))
                    case Answer(status=204 | 404 | 409):
                        return _Moved()
                    case Answer(status=460) if not self._begun_anew:
                        self._begun_anew = True
                        return _Moved()
                    case NoAnswer(cause="refused" | "timeout" | "server", retry_after=None):
                        return _Moved(answer)  # the gateway keeps what came before the cut, and tells how much
                    case _:
                        return self._give_up(answer)
        return Uploaded(self._id, self._sent)

    def _give_up(self, answer: Answer | NoAnswer) -> Upload:
        match answer:
            case NoAnswer():
                return self._cut(answer)
            case Answer(status=409):
                return Conflict(answer.problem())
            case Answer(status=status) if status >= 400:  # noqa: PLR2004 - HTTP
                return ItemRefused(answer.problem())
            case _:
                return self._cut(NoAnswer("captive"))

    def _cut(self, answer: NoAnswer) -> UploadCut:
        return UploadCut(self._offset, LineDown(answer.cause, answer.retry_after))


def _offset(answer: Answer) -> int | None:
    text = answer.headers.get("upload-offset", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None  # noqa: PLR2004 - any file
