"""The cases of a procedure: the portal's groups sorted into real cases, headings, additions and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from kiosk.catalogue.model import Case, CaseTime, Component, Purpose
from kiosk.catalogue.portal.components import is_form, order_of, read_group, same_document
from kiosk.catalogue.portal.fields import Fields
from kiosk.text import fold

Kind: TypeAlias = Literal["case", "common", "added", "notes"]

OTHER_CASE = "Không thuộc các trường hợp trên"

_MARK = re.compile(r"^[\s\-–+*•]+")
_ORDER = re.compile(r"^\(?(\d{1,2}(?:\.\d{1,2})*(?=\s*[.)\-])|[a-zđ](?=\s*[.)]))\s*[.)\-]+\s*", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:,?\s*(?:thành phần )?hồ sơ(?: phải nộp)?(?: bao)?(?: gồm(?: có)?)?|,?\s*(?:bao )?gồm(?: có)?)?[\s:;.,]*$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:thành phần )?hồ sơ(?: bao)? gồm|hồ sơ (?=gia hạn|đăng ký|đề nghị|điều chỉnh))\s*:?\s*", re.IGNORECASE
)
_NOTES = re.compile(r"^\W*(?:lưu ý|ghi chú|chú ý|chú thích)\b", re.IGNORECASE)
_HEADING = re.compile(
    r"^(?:(?:các )?(?:giấy tờ|tài liệu|thành phần hồ sơ|hồ sơ)(?: phải| cần)? ?(nộp|gửi|xuất trình|nộp, xuất trình)?"
    r"(?: bao)?(?: gồm(?: có)?)?|thành phần hồ sơ|(xuất trình))\s*(?:\((.*)\)|:.*)?$",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"\b(?:phải |cần )?(?:có|nộp|bổ sung|gửi)(?: thêm| kèm)\b|\bkèm theo các\b|\bbổ sung các\b", re.IGNORECASE
)
_AS_DOCUMENT = re.compile(r"^(?:đơn|tờ khai|văn bản|giấy|phiếu|bản sao|hợp đồng|quyết định)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Group:
    kind: Kind
    name: str
    order: tuple[int, ...] | None
    fields: Fields
    components: tuple[Component, ...]
    notes: tuple[str, ...]


def read_cases(detail: Fields, times: Iterable[CaseTime]) -> tuple[Case, ...]:
    """The cases a resident chooses from; one without a name where there is nothing to choose."""
    groups = _additions(list(_groups(detail)))
    common = tuple(component for group in groups if group.kind == "common" for component in group.components)
    added = tuple(component for group in groups if group.kind == "added" for component in group.components)
    notes = tuple(note for group in groups if group.kind != "case" for note in group.notes)
    own = _joined(_in_order(detail, [group for group in groups if group.kind == "case"]))
    if len(own) > 1 and common:
        own.append(Case(OTHER_CASE, (), ()))
    elif not own:
        own = [Case("", (), ())]
    durations = {fold(time.name): time.duration for time in times}
    cases = tuple(
        Case(
            case.name,
            _once(detail, (*_forms(common), *case.components, *_rest(common), *added)),
            tuple(dict.fromkeys((*case.notes, *notes))),
            durations.get(fold(case.name)),
        )
        for case in own
    )
    _note_missing(detail, cases)
    return cases


def _additions(groups: list[_Group]) -> list[_Group]:
    """One named case beside documents that count for all is no choice, but what is needed in that situation."""
    cases = [group for group in groups if group.kind == "case"]
    if len(cases) != 1 or not any(group.components for group in groups if group.kind == "common"):
        return groups
    (only,) = cases
    only.fields.note("case_added", "name")
    added = tuple(replace(component, conditional=True, heading=only.name) for component in only.components)
    return [replace(group, kind="added", components=added) if group is only else group for group in groups]


def _groups(detail: Fields) -> Iterator[_Group]:
    rows = [*detail.objects("executionCases"), *detail.objects("cases")]
    kept = [row for row in rows if row.raw.get("profileComponents")]
    if detail.raw.get("profileComponents"):
        kept.append(detail)  # documents that stand in no group
    if len(kept) < len(list(detail.objects("executionCases"))):
        detail.note("case_empty", "executionCases")
    for row in kept:
        yield _read(row, "" if row is detail else row.line("name"), alone=len(kept) == 1)


def _read(row: Fields, raw: str, *, alone: bool) -> _Group:
    bare = _MARK.sub("", raw)
    heading = _HEADING.match(bare)
    if not bare or _NOTES.match(bare):
        kind: Kind = "common" if not bare else "notes"
        if not bare and not alone:
            row.note("case_unnamed", "name")
        return _group(row, kind, "submit", "")
    if heading is not None:
        row.note("case_heading", "name")
        shows = "xuất trình" in f"{heading[1] or ''}{heading[2] or ''}".casefold() and "nộp" not in bare.casefold()
        return _group(row, "common", "show" if shows else "submit", heading[3] or "")
    if raw[:1] in "-+" and _AS_DOCUMENT.match(bare):
        row.note("case_named_as_document", "name")
        return _group(row, "common", "submit", "")
    if _ADDED.search(bare):
        row.note("case_added", "name")
        return _group(row, "added", "submit", _case_name(bare))
    return _group(row, "case", "submit", "", bare)


def _group(row: Fields, kind: Kind, purpose: Purpose, heading: str, name: str = "") -> _Group:
    components, notes = read_group(row, purpose, heading)
    if kind == "notes":
        notes = (*notes, *(component.name for component in components))
        components = ()
    if kind == "added":
        components = tuple(replace(component, conditional=True) for component in components)
    match = _ORDER.match(name)
    order = order_of(match[1]) if match is not None else None
    return _Group(kind, _case_name(name), order, row, components, notes)


def _case_name(name: str) -> str:
    bare = _LEADING.sub("", _ORDER.sub("", name))
    short = _TAIL.sub("", bare) or bare
    return short[:1].upper() + short[1:]


def _in_order(detail: Fields, groups: list[_Group]) -> list[_Group]:
    """Cases that all bear a number or a letter go by it."""
    if len(groups) < 2 or any(group.order is None for group in groups):  # noqa: PLR2004 - one has no order
        return groups
    ordered = sorted(groups, key=lambda group: group.order or ())
    if ordered != groups:
        detail.note("order", "executionCases")
    return ordered


def _joined(groups: list[_Group]) -> list[Case]:
    """Cases of the same name become one; a document that only one of them has is asked, not taken for granted."""
    found: dict[str, Case] = {}
    for group in groups:
        key = fold(group.name)
        known = found.get(key)
        if known is None:
            found[key] = Case(group.name, group.components, group.notes)
            continue
        group.fields.note("case_duplicate", "name")
        first, second = known.components, group.components
        shared = {same_document(one.name) for one in first} & {same_document(one.name) for one in second}
        both = tuple(
            one if same_document(one.name) in shared or is_form(one) else replace(one, conditional=True)
            for one in (*_forms(first), *_forms(second), *_rest(first), *_rest(second))
        )
        found[key] = Case(group.name, both, (*known.notes, *group.notes))
    return list(found.values())


def _once(detail: Fields, components: Iterable[Component]) -> tuple[Component, ...]:
    """Each document once: the first of the same name, with the larger quantities."""
    found: dict[str, Component] = {}
    for component in components:
        key = same_document(component.name)
        known = found.get(key)
        if known is None:
            found[key] = component
            continue
        detail.note("document_duplicate", "executionCases")
        found[key] = replace(
            known, originals=max(known.originals, component.originals), copies=max(known.copies, component.copies)
        )
    return tuple(found.values())


def _forms(components: Iterable[Component]) -> tuple[Component, ...]:
    return tuple(component for component in components if is_form(component))


def _rest(components: Iterable[Component]) -> tuple[Component, ...]:
    return tuple(component for component in components if not is_form(component))


def _note_missing(detail: Fields, cases: tuple[Case, ...]) -> None:
    with_form = [any(map(is_form, case.components)) for case in cases if case.name != OTHER_CASE]
    if any(with_form) and not all(with_form):
        detail.note("form_in_some_cases", "executionCases")
    if not any(case.components for case in cases):
        detail.note("no_documents", "executionCases")
