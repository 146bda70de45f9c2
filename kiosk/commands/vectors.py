"""``kiosk vectors KIND FILE``: runs a file of sample cases against the code that residents meet."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from kiosk.commands import vectors_deadlines, vectors_places
from kiosk.config import default_home, load_config
from kiosk.errors import KioskError
from kiosk.identity.card_qr import CardQrFault, read_card_qr
from kiosk.identity.mrz import MrzFault, read_mrz

Case: TypeAlias = Mapping[str, Any]


Answer: TypeAlias = Callable[[Case], Case]


@dataclass(frozen=True)
class _Kind:
    """``given`` are the keys a case starts from; every other key is compared with what the answer says.

    ``prepare`` makes what answers, with the files that the arguments name and all cases at hand.
    """

    given: frozenset[str]
    prepare: Callable[[argparse.Namespace, list[Case]], Answer]


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("vectors", help="run sample cases", description=__doc__)
    parser.add_argument("kind", choices=sorted(_KINDS))
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    parser.add_argument(
        "--catalogue",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="search these files of the portal, not the kiosk's own catalogue",
    )
    parser.set_defaults(handler=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every failure and the counts; 0 when all cases pass."""
    try:
        cases = _read(arguments.file)
    except (OSError, ValueError) as error:
        print(f"kiosk vectors: {arguments.file} cannot be read: {error}", file=sys.stderr)
        return 1
    kind = _KINDS[arguments.kind]
    try:
        answer = kind.prepare(arguments, cases)
    except KioskError as error:
        print(f"kiosk vectors: {error}", file=sys.stderr)
        return 1
    told = [_failure(kind.given, answer, case) for case in cases]
    failures = [f"case {number}: {failure}" for number, failure in enumerate(told, start=1) if failure]
    passed = len(cases) - len(failures)
    if arguments.json:
        report = {"ok": not failures, "passed": passed, "failed": len(failures), "failures": failures}
        print(json.dumps(report, ensure_ascii=False))
    else:
        print(*failures, f"{passed} passed, {len(failures)} failed", sep="\n")
    return 1 if failures else 0


def _read(file: Path) -> list[Case]:
    content = json.loads(file.read_text("utf-8"))
    cases = content.get("cases") if isinstance(content, dict) else None
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        raise ValueError('it holds no list "cases" of objects')
    return cases


def _failure(given: frozenset[str], answering: Answer, case: Case) -> str:
    """Say what is wrong with a case, or nothing."""
    try:
        answer = answering(case)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return f"not a case of this kind ({type(error).__name__}: {error})"
    expected = {key: value for key, value in case.items() if key not in given}
    if not expected:
        return "not a case of this kind (nothing is expected of it)"
    return "; ".join(
        f"{key}: expected {value!r}, got {answer.get(key)!r}"
        for key, value in expected.items()
        if answer.get(key) != value
    )


def _card_qr(case: Case) -> Case:
    card = read_card_qr(case["text"])
    if isinstance(card, CardQrFault):
        return {"ok": False, "fault": card.value}
    return {
        "ok": True,
        "number": card.number,
        "old_number": card.old_number,
        "name": card.name,
        "born": card.born,
        "sex": "Nam" if card.sex == "male" else "Nữ",
        "address": card.address,
        "issued": card.issued,
        "extra": list(card.extra),
    }


def _mrz(case: Case) -> Case:
    card = read_mrz("\n".join(case["lines"]))
    if isinstance(card, MrzFault):
        return {"ok": False, "fault": card.value}
    return {
        "ok": True,
        "number": card.number,
        "born": card.born,
        "sex": "M" if card.sex == "male" else "F",
        "expires": card.expires,
        "surname": card.surname,
        "given_names": card.given_names,
    }


def _searching(arguments: argparse.Namespace, _: list[Case]) -> Answer:
    from kiosk.commands.vectors_search import searching  # noqa: PLC0415 - the catalogue's modules are imported late

    return searching(arguments.catalogue)


def _counting(_: argparse.Namespace, __: list[Case]) -> Answer:
    """Count as this kiosk does, with the swapped days that it was told."""
    from kiosk.work_days import work_days  # noqa: PLC0415 - what checks signatures is imported late

    return vectors_deadlines.counting(work_days(load_config(default_home())))


def _typing(_: argparse.Namespace, cases: list[Case]) -> Answer:
    from kiosk.commands.vectors_telex import typing  # noqa: PLC0415 - the other kinds start without the robot

    return typing(cases)


def _saying(_: argparse.Namespace, __: list[Case]) -> Answer:
    from kiosk.commands.vectors_speech import saying  # noqa: PLC0415 - the other kinds start without its patterns

    return saying


def _always(answer: Answer) -> Callable[[argparse.Namespace, list[Case]], Answer]:
    return lambda _, __: answer


_ALWAYS = frozenset({"about", "note"})
_KINDS = {
    "card-qr": _Kind(_ALWAYS | {"text"}, _always(_card_qr)),
    "mrz": _Kind(_ALWAYS | {"lines"}, _always(_mrz)),
    "deadlines": _Kind(_ALWAYS | vectors_deadlines.GIVEN, _counting),
    "places": _Kind(_ALWAYS | vectors_places.GIVEN, lambda _, __: vectors_places.placing()),
    "search": _Kind(_ALWAYS | {"query"}, _searching),
    "speech": _Kind(_ALWAYS | {"text"}, _saying),
    "telex": _Kind(_ALWAYS | {"keys"}, _typing),
}
