"""A guide made from a procedure's own row, for every procedure that has no authored one.

The questions that every procedure asks are data (assets/generic/flow.yaml); this lays the row's cases, documents, fees
and times into them. Nothing is asked or promised that the row does not say, no document is left out, and what is cut
short says where the rest can be read.
"""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kiosk.catalogue.generic_before import before, ended
from kiosk.catalogue.generic_documents import lay_documents
from kiosk.catalogue.generic_money import fees
from kiosk.catalogue.generic_times import deadlines
from kiosk.catalogue.generic_words import CASE, case_key, cut, distinct_names, everyday, plain, title
from kiosk.clock import HANOI
from kiosk.phrases import say
from kiosk.procedures import guide_yaml
from kiosk.procedures.deadline import VietnamCalendar
from kiosk.procedures.guide_checks import check_guide
from kiosk.procedures.guide_schema import read_guide
from kiosk.procedures.guide_steps import MAX_ON_SCREEN
from kiosk.procedures.guide_yaml import GuideError

if TYPE_CHECKING:
    from kiosk.catalogue.model import Procedure
    from kiosk.procedures.model import Guide

_LONGEST_RESULT = 120
_LONGEST_OFFICIAL = 1_900
_LEAST_MINUTES = 8
_MOST_MINUTES = 45


def generic_guide(procedure: Procedure, template: bytes, version: str) -> Guide:
    """Make the guide; ``version`` is the catalogue's. Raises GuideError when the template is not a guide."""
    plain_flow, faults = guide_yaml.read(template)
    laid_out = _lay_out(copy.deepcopy(dict(plain_flow)), procedure, version)
    guide = read_guide(laid_out, faults)
    check_guide(guide, faults)
    if faults.found:
        raise GuideError(f"generic flow of {procedure.code}", faults.sorted())
    return guide


def _lay_out(flow: dict[str, Any], procedure: Procedure, version: str) -> dict[str, Any]:
    prepare = flow.pop("prepare")
    _lay_head(flow, procedure, version)
    if procedure.level == "commune" and procedure.agencies and all(map(_is_police, procedure.agencies)):
        flow["receivers"] = [{"office": say("generic.police")}]
    if procedure.in_person or procedure.offline_only:
        _lay_preparing(flow, prepare)
    _lay_cases(flow, procedure)
    lay_documents(flow, procedure.cases, procedure.code)
    _lay_money_and_time(flow, procedure)
    first = ended(procedure)
    if first is not None:
        flow["parts"].insert(0, first)
    return flow


def _lay_head(flow: dict[str, Any], procedure: Procedure, version: str) -> None:
    name = everyday(procedure.name) or procedure.code
    flow["code"], flow["name"] = procedure.code, name
    flow["official_name"] = cut(procedure.official_name, _LONGEST_OFFICIAL) or name
    flow["version"] = f"{version}.{flow['version']}"
    flow["result"] = title("; ".join(procedure.results), _LONGEST_RESULT).rstrip(".") or flow["result"]
    flow["search"] = [name]
    flow["before"] = list(before(procedure, name))
    if procedure.updated_at is not None:  # made of the row, it is as new as the row
        flow["checked_on"] = max(flow["checked_on"], procedure.updated_at.astimezone(HANOI).date())
        flow["sources"]["C"]["checked_on"] = flow["checked_on"]
    if procedure.expires_on is not None:
        flow["effective"] = {"from": None, "to": procedure.expires_on}
    numbers = [len(case.components) for case in procedure.cases]
    flow["minutes"] = min(_MOST_MINUTES, _LEAST_MINUTES + max(numbers, default=0))


def _is_police(agency: str) -> bool:
    return "công an" in agency.casefold()


def _lay_preparing(flow: dict[str, Any], prepare: dict[str, Any]) -> None:
    """The person has to come: the dossier is a preparation with a wish for a day, and says so wherever it is named."""
    flow["channel"] = "prepare"
    flow["form"], flow["review_title"] = prepare["form"], prepare["review_title"]
    flow["declaration"], flow["next_steps"] = prepare["declaration"], prepare["next_steps"]
    day = next(step for step in prepare["part"]["steps"] if step["kind"] == "date")
    day["example"] = VietnamCalendar().working_day_from(flow["checked_on"] + timedelta(days=7))
    for step in (step for part in flow["parts"] for step in part["steps"]):
        step.update(prepare["words"].get(step["key"], {}))
    flow["parts"][-1]["title"] = prepare["ending"]
    flow["parts"].insert(len(flow["parts"]) - 1, prepare["part"])
    flow["review"].append(prepare["review"])


def _lay_cases(flow: dict[str, Any], procedure: Procedure) -> None:
    """More cases than one are asked first: they decide the documents."""
    if len(procedure.cases) < 2:  # noqa: PLR2004 - one case is no choice
        return
    numbers = range(1, len(procedure.cases) + 1)
    names = [plain(case.name) or say("generic.case", number=str(at)) for at, case in enumerate(procedure.cases, 1)]
    options = [
        {"key": case_key(number), "label": name} for number, name in zip(numbers, distinct_names(names), strict=True)
    ]
    step = {
        "key": CASE,
        "kind": "one_of" if len(options) <= MAX_ON_SCREEN else "search_one",
        "label": say("generic.case_question"),
        "help": say("generic.case_help"),
        "options": options,
        "source": "C",
        "example": options[0]["key"],
    }
    flow["parts"].insert(0, {"title": say("generic.case_part"), "steps": [step]})
    flow["review"].insert(0, {"title": say("generic.case_part"), "lines": [{"label": step["label"], "keys": [CASE]}]})


def _lay_money_and_time(flow: dict[str, Any], procedure: Procedure) -> None:
    flow["fees"] = fees(procedure)
    if flow["fees"]:
        last = flow["parts"][-1]["steps"]
        last.insert(1, {"key": "fee", "kind": "fee", "label": say("generic.title.fee"), "source": "C"})
        flow["fee_note"] = say("generic.fee_note")
    if flow["channel"] != "prepare":  # nothing is accepted before the person has come
        flow["deadlines"] = deadlines(procedure)
