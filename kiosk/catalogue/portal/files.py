"""Files of the portal's JSON, opened within bounds: a document, an array or lines; plain or gz; whole or broken off."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kiosk.catalogue.portal.report import Report

MAX_BYTES = 400 * 1024 * 1024
MAX_ROWS = 200_000
_CHUNK = 1024 * 1024
_DEEPEST = 4  # an array of envelopes that hold a page of rows
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_LISTS = ("content", "items", "records", "rows", "list", "data", "results")


@dataclass(frozen=True, slots=True)
class Row:
    """One object of a file; ``place`` says which file and which row, for the report."""

    place: str
    raw: Mapping[str, Any]


def read_rows(path: Path, report: Report, most: int = MAX_BYTES) -> Iterator[Row]:
    """All objects of a file, of ``most`` bytes when unpacked; what could not be read is noted, even the whole file."""
    try:
        data = _read(path, report, most)
    except OSError as error:
        report.note("unreadable", "", f"{path.name}: {error.strerror or type(error).__name__}")
        return
    count = 0
    for place, document in _documents(path.name, data, report):
        for row in _unwrap(place, document, report):
            if count == MAX_ROWS:
                report.note("too_large", "", path.name)
                return
            count += 1
            yield row


def _read(path: Path, report: Report, most: int) -> bytes:
    with path.open("rb") as file:
        head = file.read(most + 1)
    if head[:2] == b"\x1f\x8b":
        head = _inflate(head, path.name, report, most)
    if len(head) > most:
        report.note("too_large", "", path.name)
        head = head[:most]
    return head.removeprefix(b"\xef\xbb\xbf")


def _inflate(packed: bytes, name: str, report: Report, most: int) -> bytes:
    """Unpack gz, several members too, to little more than ``most``; what stands before a break is kept."""
    parts: list[bytes] = []
    total = 0
    while packed[:2] == b"\x1f\x8b" and total <= most:
        inflate = zlib.decompressobj(wbits=31)
        try:
            while not inflate.eof and total <= most:
                part = inflate.decompress(packed, _CHUNK)
                packed = inflate.unconsumed_tail
                if not part and not packed:
                    break
                parts.append(part)
                total += len(part)
        except zlib.error:
            report.note("truncated", "", name)
            break
        if not inflate.eof and total <= most:
            report.note("truncated", "", name)
        packed = inflate.unused_data
    return b"".join(parts)


def _documents(name: str, data: bytes, report: Report) -> Iterator[tuple[str, Any]]:
    """The file as one JSON document, else line by line; a line that is none is noted."""
    if not data.strip():
        report.note("unreadable", "", name)
        return
    try:
        yield name, msgspec.json.decode(data)
    except _UNREADABLE:
        yield from _lines(name, data, report)


def _lines(name: str, data: bytes, report: Report) -> Iterator[tuple[str, Any]]:
    bad: list[str] = []
    good = 0
    for number, line in enumerate(io.BytesIO(data), 1):
        if not line.strip():
            continue
        place = f"{name}:{number}"
        try:
            document = msgspec.json.decode(line)
        except _UNREADABLE:
            bad.append(place)
            continue
        good += isinstance(document, dict)
        yield place, document
    for place in bad if good else [name]:  # a file of which no line is JSON is one oddity, not thousands
        report.note("unreadable", "", place)


def _unwrap(place: str, document: Any, report: Report, depth: int = 0) -> Iterator[Row]:
    """The objects in a document: itself, its items, or what the portal's envelope holds."""
    if depth > _DEEPEST:
        report.note("unreadable", "", place)
        return
    if isinstance(document, list):
        for number, item in enumerate(document, 1):
            yield from _unwrap(f"{place}[{number}]", item, report, depth + 1)
        return
    if not isinstance(document, dict):
        report.note("unreadable", "", place)
        return
    inner = document.get("data")
    if isinstance(inner, list):
        yield from _unwrap(place, inner, report, depth + 1)
    elif isinstance(inner, dict):
        listed = next((inner[key] for key in _LISTS if isinstance(inner.get(key), list)), None)
        if listed is None or "code" in inner:
            yield Row(place, inner)
        else:
            yield from _unwrap(place, listed, report, depth + 1)
    else:
        listed = next((document[key] for key in _LISTS if isinstance(document.get(key), list)), None)
        if listed is not None and "name" not in document:
            yield from _unwrap(place, listed, report, depth + 1)
        else:
            yield Row(place, document)
