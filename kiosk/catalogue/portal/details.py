"""The portal's detail of a procedure, whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kiosk.catalogue.model import PORTAL, CaseTime, Channel, Level, Method, Procedure
from kiosk.catalogue.portal.cases import read_cases
from kiosk.catalogue.portal.fees import read_fees
from kiosk.catalogue.portal.fields import Fields
from kiosk.catalogue.portal.levels import level_of
from kiosk.catalogue.portal.presence import must_come
from kiosk.catalogue.portal.rows import read_title
from kiosk.catalogue.portal.times import case_times, method_time

CHANNELS: dict[str, Channel] = {
    "DIRECT": "direct",
    "ONLINE": "online",
    "POSTAL": "postal",
    "Trực tiếp": "direct",
    "Trực tuyến": "online",
    "Dịch vụ bưu chính": "postal",
}
MARKS = ("executionCases", "executionMethods", "executionSteps", "categoriesDetails", "departmentsExecuting")
_FLAGS: tuple[tuple[str, Level], ...] = (("isWard", "commune"), ("isProvince", "province"), ("isMinistry", "ministry"))
_STEP = re.compile(r"^bước (\d{1,2})\b", re.IGNORECASE)
_SAYS_NOTHING = re.compile(r"\W*(?:không|không có|không quy định|không yêu cầu|không có thông tin)?\W*", re.IGNORECASE)


def is_detail(raw: Fields) -> bool:
    return any(mark in raw.raw for mark in MARKS)


def read_detail(raw: Fields) -> Procedure | None:
    """The procedure, or None when it has no name."""
    title = read_title(raw)
    if title is None:
        return None
    agencies = tuple(dict.fromkeys((*raw.named("departmentsExecuting"), *raw.named("unitGroupsExecuting"))))
    times = case_times(raw)
    methods = tuple(_methods(raw, times))
    cases = read_cases(raw, times)
    steps = tuple(_steps(raw))
    online = any(method.channel == "online" for method in methods)
    return Procedure(
        code=title.code,
        name=title.name,
        official_name=title.official_name,
        field="; ".join(raw.named("categoriesDetails")),
        level=_level(raw, agencies, title.official_name),
        agencies=agencies,
        promulgator=raw.line("departmentPromulgateName"),
        subjects=raw.named("subjectTypesDetails"),
        state=title.state,
        decision=_decision(raw),
        updated_at=raw.moment("updatedAt"),
        source=PORTAL,
        groups=raw.named("serviceGroupsDetails"),
        keywords=tuple(filter(None, re.split(r"\s*[;\n]\s*", raw.text("keywords")))),
        internal=title.internal,
        detailed=True,
        full_online=raw.flag("isFullProcess"),
        offline_only=raw.flag("isOfflineOnly") or (bool(methods) and not online),
        in_person=must_come(steps, methods, cases),
        methods=methods,
        cases=cases,
        times=times,
        steps=steps,
        results=raw.named("resultsDetails"),
        legal_bases=tuple(dict.fromkeys(_bases(raw))),
        requirements=_said(raw.text("requirementsAndConditions")),
        note=_said(raw.text("note")),
        receives=_said(raw.text("dossierReceivingAddresses")).strip('"'),
    )


def _level(raw: Fields, agencies: Iterable[str], name: str) -> Level:
    """The lowest level that the portal's flags name; where they name none, what agencies and name say."""
    return next((level for flag, level in _FLAGS if raw.flag(flag)), None) or level_of(agencies, name)


def _decision(raw: Fields) -> str:
    proposal = raw.child("procedureProposal")
    number = raw.line("decisionNo") or (proposal.line("proposalNumber") if proposal is not None else "")
    if not number:
        raw.note("no_decision", "procedureProposal.proposalNumber")
    return number


def _methods(raw: Fields, times: tuple[CaseTime, ...]) -> Iterator[Method]:
    found: set[Method] = set()
    for row in raw.objects("executionMethods"):
        word = row.line("submissionMethod")
        channel = CHANNELS.get(word)
        if channel is None:
            row.note("unknown_word", "submissionMethod")
            continue
        text = row.text("description")
        method = Method(channel, method_time(row, text, times), read_fees(row, text), text)
        if method in found:
            row.note("method_duplicate", "submissionMethod")
            continue
        found.add(method)
        yield method
    if not found:
        raw.note("no_method", "executionMethods")


def _steps(raw: Fields) -> list[str]:
    """The steps, each a text in lines; numbered ones in the order of their numbers."""
    steps = []
    for row in raw.objects("executionSteps"):
        name, text = row.text("name"), row.text("description")
        steps.append(text if text.startswith(name.rstrip(" :.")) else f"{name}\n{text}".strip())
    steps = [step for step in dict.fromkeys(steps) if step]
    numbers = [int(match[1]) if (match := _STEP.match(step)) else None for step in steps]
    known = [number for number in numbers if number is not None]
    if len(known) == len(numbers) > 1 and known != sorted(known):
        raw.note("order", "executionSteps")
        steps = [step for _, step in sorted(zip(known, steps, strict=True), key=lambda pair: pair[0])]
    return steps


def _bases(raw: Fields) -> Iterator[str]:
    for basis in raw.objects("legalBasisesDetails"):
        name, number = basis.line("name"), basis.line("code")
        yield f"{name} ({number})" if name and number and number not in name else name or number


def _said(text: str) -> str:
    """The text, or "" where it only says that there is nothing to say."""
    return "" if _SAYS_NOTHING.fullmatch(text) else text
