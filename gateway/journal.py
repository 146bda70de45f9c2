"""The gateway's log: one JSON object a line on stderr, and never a word that a resident or an officer wrote."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import TextIO

import msgspec

_LOG = logging.getLogger("gateway")


def begin(stream: TextIO) -> None:
    """Send this program's log, and what uvicorn has to say, to ``stream``; where that fails, nowhere."""
    logging.raiseExceptions = False
    channel = logging.StreamHandler(stream)
    channel.setFormatter(_Lines())
    root = logging.getLogger()
    root.handlers = [channel]
    root.setLevel(logging.WARNING)
    _LOG.setLevel(logging.INFO)


def log(event: str, **fields: str | float | None) -> None:
    _LOG.info(event, extra={"fields": fields})


def log_fault(error: BaseException) -> None:
    """Where it happened and of which kind it is, not what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
    _LOG.error("fault", extra={"fields": {"kind": type(error).__name__, "where": where}})


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", {})
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
        if record.name == _LOG.name:
            return msgspec.json.encode(line | {"event": record.msg} | fields).decode()
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        return json.dumps(line | {"event": "library", "logger": record.name, "message": record.msg, "kind": kind})
