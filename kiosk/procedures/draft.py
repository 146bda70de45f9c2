"""A wizard as plain bytes, and back again, also under a newer version of its guide."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.errors import Fault, ProtocolError
from kiosk.procedures import answers as reading
from kiosk.procedures.canonical import canonical
from kiosk.procedures.flow import flattened
from kiosk.procedures.lists import LISTS
from kiosk.procedures.model import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.procedures.model import Guide, Step

FORMAT = 1


@dataclass(frozen=True)
class Kept:
    """Everything of a wizard that outlives the process, but for its guide and context."""

    code: str
    version: str
    answers: Mapping[str, object] = field(repr=False)
    position: str
    passed: tuple[str, ...]
    editing: str
    counters: Mapping[str, int]


def to_bytes(kept: Kept) -> bytes:
    """Return the same bytes for the same state."""
    body = {
        "format": FORMAT,
        "code": kept.code,
        "version": kept.version,
        "answers": dict(kept.answers),
        "position": kept.position,
        "passed": list(kept.passed),
        "editing": kept.editing,
        "counters": dict(kept.counters),
    }
    return canonical(body)


def from_bytes(data: bytes, code: str) -> Kept:
    """Read what ``to_bytes`` wrote. Raises ProtocolError for anything else, and for another procedure's draft."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        raise ProtocolError("a draft that is not JSON") from None  # the cause would carry a resident's answers
    shape = {"answers": dict, "position": str, "passed": list, "editing": str, "counters": dict, "version": str}
    if not isinstance(body, dict) or body.get("format") != FORMAT or body.get("code") != code:
        raise ProtocolError("not a draft of this procedure in a known format")
    if not all(isinstance(body.get(name), kind) for name, kind in shape.items()):
        raise ProtocolError("a draft with parts missing")
    strings = all(isinstance(key, str) for key in body["passed"])
    if not strings or not all(type(count) is int for count in body["counters"].values()):
        raise ProtocolError("a draft with parts of the wrong type")
    return Kept(
        code,
        body["version"],
        body["answers"],
        body["position"],
        tuple(body["passed"]),
        body["editing"],
        body["counters"],
    )


def fit(guide: Guide, kept: Kept) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return the answers that the guide still has a place for, and the keys of those it has not."""
    groups = {shown.key: shown.step for shown in flattened(guide, {}) if shown.step.kind == "group"}
    items = {key: kept.answers[key] for key, step in groups.items() if _read(guide, step, kept.answers.get(key))}
    steps = {shown.key: shown.step for shown in flattened(guide, items)}
    fitting: dict[str, object] = {}
    for key, answer in kept.answers.items():
        read = _read(guide, steps[key], answer) if key in steps else None
        if read is not None:
            fitting[key] = read[0]
    return fitting, tuple(key for key in kept.answers if key not in fitting)


def _read(guide: Guide, step: Step, answer: object) -> tuple[object] | None:
    options = step.options + LISTS.get(step.list_name, ())
    if step.kind == "notice":
        options = tuple(Option(choice.key, choice.label) for choice in guide.choices)
    read = reading.read(step, answer, options)
    return None if isinstance(read, Fault) else (read,)
