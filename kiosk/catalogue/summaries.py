"""Summaries packed with each field, agency and subject written once, and shared in memory again when read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from kiosk.catalogue.model import Level, State, Summary

T = TypeVar("T")


class _Row(msgspec.Struct, frozen=True, array_like=True):
    """Numbers point into the tables."""

    code: str
    name: str
    field: int
    level: Level
    agencies: int
    promulgator: int
    subjects: int
    life_events: int
    keywords: tuple[str, ...]
    state: State
    internal: bool
    detailed: bool
    in_person: bool


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    texts: tuple[str, ...]
    lists: tuple[tuple[str, ...], ...]
    rows: list[_Row]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Packed).decode


def pack_summaries(summaries: Iterable[Summary]) -> bytes:
    """The summaries as bytes, in the order given."""
    texts: dict[str, int] = {}
    lists: dict[tuple[str, ...], int] = {}
    rows = []
    for summary in summaries:
        shared = {
            "field": _number(texts, summary.field),
            "promulgator": _number(texts, summary.promulgator),
            "agencies": _number(lists, summary.agencies),
            "subjects": _number(lists, summary.subjects),
            "life_events": _number(lists, summary.life_events),
        }
        rows.append(_Row(**(summary._asdict() | shared)))
    return _encode(_Packed(tuple(texts), tuple(lists), rows))


def unpack_summaries(packed: bytes) -> tuple[Summary, ...]:
    """Raises msgspec.DecodeError or IndexError when the bytes are no summaries."""
    whole = _decode(packed)
    texts, lists = whole.texts, whole.lists
    return tuple(
        Summary(
            row.code,
            row.name,
            texts[row.field],
            row.level,
            lists[row.agencies],
            texts[row.promulgator],
            lists[row.subjects],
            lists[row.life_events],
            row.keywords,
            row.state,
            row.internal,
            row.detailed,
            row.in_person,
        )
        for row in whole.rows
    )


def _number(table: dict[T, int], value: T) -> int:
    return table.setdefault(value, len(table))
