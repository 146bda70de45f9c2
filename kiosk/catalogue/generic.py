"""A guide made from a procedure's own row, for every procedure that has no authored one.

The questions that every procedure asks are data (assets/generic/flow.yaml); this lays the row's cases, documents, fees
and times into them. Nothing is asked or promised that the row does not say.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from kiosk.phrases import say
from kiosk.procedures import guide_yaml
from kiosk.procedures.guide_checks import check_guide
from kiosk.procedures.guide_schema import read_guide
from kiosk.procedures.guides import GuideError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.catalogue.model import Case, Component, Duration, FeeRow, Method, Procedure
    from kiosk.procedures.model import Guide

SHORT = 70
LONG = 400
MOST_DOCUMENTS = 30
CASE = "case.choice"
SHOWN = ("xuất trình", "để đối chiếu")
CHANNELS = ("direct", "online", "postal")


def generic_guide(procedure: Procedure, template: bytes, version: str) -> Guide:
    """Make the guide; ``version`` is the catalogue's. Raises GuideError when the template is not a guide."""
    plain, faults = guide_yaml.read(template)
    laid_out = _lay_out(copy.deepcopy(dict(plain)), procedure, version)
    guide = read_guide(laid_out, faults)
    check_guide(guide, faults)
    if faults.found:
        raise GuideError(f"generic flow of {procedure.code}", faults.sorted())
    return guide


def _lay_out(flow: dict[str, Any], procedure: Procedure, version: str) -> dict[str, Any]:
    flow["code"], flow["name"], flow["official_name"] = procedure.code, procedure.name, procedure.official_name
    flow["version"] = f"{version}.{flow['version']}"
    flow["result"] = _short("; ".join(procedure.results)) or flow["result"]
    flow["search"] = [procedure.name]
    flow["channel"] = "prepare" if procedure.in_person or procedure.offline_only else "assisted"
    flow["before"] = list(_before(procedure))
    _lay_cases(flow, procedure)
    _lay_documents(flow, procedure)
    _lay_money_and_time(flow, procedure)
    return flow


def _before(procedure: Procedure) -> Iterable[dict[str, Any]]:
    """What to know first, each from the row."""
    yield _fact("notice", say("generic.no_guide"), "info")
    if procedure.state in {"suspended", "expired", "replaced"}:
        successor = say("generic.successor", code=procedure.successor) if procedure.successor else ""
        yield _fact("state", f"{say(f'generic.{procedure.state}')} {successor}".strip(), "warning")
    if procedure.in_person or procedure.offline_only:
        yield _fact("prepare", say("generic.prepare"), "user")
    if procedure.agencies:
        yield _fact("where", _long("; ".join(procedure.agencies)), "buildings")
    times = "; ".join(dict.fromkeys(filter(None, (_time(method.duration) for method in procedure.methods))))
    if times:
        yield _fact("time", _long(times), "clock", unsure=True)
    fees = "; ".join(dict.fromkeys(_fee_text(fee) for method in procedure.methods for fee in method.fees))
    yield _fact("fee", _long(fees) or say("generic.fee_unknown"), "money", unsure=True)
    if procedure.requirements:
        yield _fact("conditions", _long(procedure.requirements), "list-checks")


def _fact(key: str, text: str, icon: str, *, unsure: bool = False) -> dict[str, Any]:
    return {"title": say(f"generic.title.{key}"), "text": text, "icon": icon, "source": "C", "unsure": unsure}


def _time(duration: Duration) -> str:
    if duration.quantity is None or duration.unit == "other":
        return duration.text
    number = f"{duration.quantity:g}".replace(".", ",")
    return say(f"generic.unit.{duration.unit}", count=number)


def _fee_text(fee: FeeRow) -> str:
    amount = say("generic.fee_unknown") if fee.amount is None else f"{fee.amount:,} đ".replace(",", ".")
    return f"{amount} ({_short(fee.text)})" if fee.text else amount


def _lay_cases(flow: dict[str, Any], procedure: Procedure) -> None:
    """More cases than one are asked first: they decide the documents."""
    if len(procedure.cases) < 2:  # noqa: PLR2004 - one case is no choice
        return
    options = [
        {"key": _case_key(number), "label": _long(case.name) or say("generic.case", number=str(number))}
        for number, case in enumerate(procedure.cases, 1)
    ]
    step = {
        "key": CASE,
        "kind": "one_of",
        "label": say("generic.case_question"),
        "options": options,
        "source": "C",
        "example": options[0]["key"],
    }
    flow["parts"].insert(0, {"title": say("generic.case_part"), "steps": [step]})


def _case_key(number: int) -> str:
    return f"case{number}"


def _lay_documents(flow: dict[str, Any], procedure: Procedure) -> None:
    """One document is one screen, shown only for its cases; what is only shown is listed and not photographed."""
    documents: dict[str, Any] = {}
    steps: list[dict[str, Any]] = []
    for number, (component, cases) in enumerate(_components(procedure.cases), 1):
        key = f"doc{number}"
        when = _when(cases, len(procedure.cases))
        shown = _is_shown(component)
        documents[key] = {
            "label": _long(component.name) or say("generic.document", number=str(number)),
            "purpose": "show" if shown else "submit",
            "note": _copies(component),
            "component_code": component.code[:120],
            "source": "C",
            **when,
        }
        if not shown:
            steps.append(
                {
                    "key": f"papers.{key}",
                    "kind": "pages",
                    "label": _short(component.name) or say("generic.document", number=str(number)),
                    "help": say("generic.photo_help"),
                    "text": _long(_in_full(component)),
                    "document": key,
                    "missing": ["none", "skipped"],
                    "example": [f"{number:032x}"],
                    "source": "C",
                    **when,
                }
            )
    papers = next(part for part in flow["parts"] if any(step["kind"] == "papers" for step in part["steps"]))
    papers["steps"] += steps[:MOST_DOCUMENTS]
    kept = {step["document"] for step in steps[:MOST_DOCUMENTS]}
    flow["documents"] = {key: entry for key, entry in documents.items() if entry["purpose"] == "show" or key in kept}


def _components(cases: tuple[Case, ...]) -> list[tuple[Component, tuple[int, ...]]]:
    """The documents of all cases, each once, with the numbers of the cases that ask for it."""
    found: dict[str, tuple[Component, list[int]]] = {}
    for number, case in enumerate(cases, 1):
        for component in case.components:
            _, numbers = found.setdefault(component.name, (component, []))
            if number not in numbers:
                numbers.append(number)
    return [(component, tuple(numbers)) for component, numbers in found.values()]


def _when(numbers: tuple[int, ...], count: int) -> dict[str, Any]:
    if count < 2 or len(numbers) == count:  # noqa: PLR2004 - one case is no choice
        return {}
    return {"when": {"fact": CASE, "in": [_case_key(number) for number in numbers]}}


def _in_full(component: Component) -> str:
    """The document with the situation it is for and the papers that it may be or consist of."""
    heading = f"{component.heading}: " if component.heading else ""
    return heading + " ".join((component.name, "; ".join(component.details)))


def _is_shown(component: Component) -> bool:
    name = component.name.casefold()
    return component.purpose == "show" or (any(word in name for word in SHOWN) and "nộp" not in name)


def _copies(component: Component) -> str:
    return say("generic.copies", originals=str(component.originals), copies=str(component.copies))


def _lay_money_and_time(flow: dict[str, Any], procedure: Procedure) -> None:
    method = _first_method(procedure.methods)
    if method is None:
        return
    flow["fees"] = [
        {
            "label": _short(fee.text) or say("generic.title.fee"),
            "amount": fee.amount,
            "note": _long(fee.text) if len(fee.text) > SHORT else "",
            "source": "C",
            "unsure": True,
        }
        for fee in method.fees
    ]
    if flow["fees"]:
        last = flow["parts"][-1]["steps"]
        last.insert(1, {"key": "fee", "kind": "fee", "label": say("generic.title.fee"), "source": "C"})
        flow["fee_note"] = say("generic.fee_note")
    duration = method.duration
    if duration.unit == "working_day" and duration.quantity and duration.quantity == int(duration.quantity):
        days = int(duration.quantity)
        text = say("generic.due", time=_time(duration))
        flow["deadlines"] = [{"text": text, "working_days": days, "source": "C", "unsure": True}]


def _first_method(methods: tuple[Method, ...]) -> Method | None:
    """The counter's own way first: the kiosk stands there."""
    return next((method for channel in CHANNELS for method in methods if method.channel == channel), None)


def _short(text: str) -> str:
    return _cut(text, SHORT)


def _long(text: str) -> str:
    return _cut(text, LONG)


def _cut(text: str, most: int) -> str:
    """The text on one line, cut at a word with «…» where it is longer."""
    line = " ".join(text.replace("- ", " ", 1).split() if text.startswith("- ") else text.split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0] + "…"
