"""The documents of every case as a checklist and as pages to photograph: none is left out, however many there are.

A case with few documents asks for each in turn. One with many asks first, a screen at a time, which of them are at
hand, and then only those are photographed; the others stay on the list, and the officer sees that they are missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kiosk.catalogue.generic_words import CASE, case_key, cut, distinct_titles, form_name, form_number, plain, rest_of
from kiosk.catalogue.model import Case, Component
from kiosk.catalogue.portal.components import is_form, same_document
from kiosk.phrases import say
from kiosk.procedures.guide_steps import MAX_ON_SCREEN
from kiosk.sync.protocol import MAX_FILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FEW = 6
"""As many documents as are asked for one by one without asking first which are at hand."""

MOST_FILES = MAX_FILES - 4
"""As many documents as a dossier takes beside those of the applicant; where a case has more, some share a file."""

MOST_PAGES = 60
_SHOWN = ("xuất trình", "để đối chiếu")
_LONGEST_LABEL = 400
_LONGEST_HELP = 160
_LONGEST_HINT = 80
_LONGEST_REST = 110  # with the title a card that the largest text still holds
_LONGEST_TEXT = 1_900


_NO_CASE = (Case("", (), ()),)


@dataclass(frozen=True)
class Paper:
    """What is photographed, or shown, together: one document, or a few where a case has too many for one dossier."""

    key: str
    parts: tuple[Component, ...]
    titles: tuple[str, ...]
    cases: tuple[int, ...]  # numbers from 1; empty when every case needs it
    shown: bool

    @property
    def label(self) -> str:
        return cut("; ".join(self.titles), _LONGEST_LABEL)

    @property
    def conditional(self) -> bool:
        return all(part.conditional for part in self.parts)


def lay_documents(flow: dict[str, Any], cases: tuple[Case, ...], code: str) -> None:
    """Put the documents of all cases into the flow: its list, what is at hand, and the pages."""
    cases = tuple(case if case.components else replace(case, components=(_unlisted(),)) for case in cases or _NO_CASE)
    found = papers(cases)
    asking = _Asking(found, len(cases))
    steps = [*asking.checklists(), *(_pages(number, paper, asking.when(paper)) for number, paper in _taken(found))]
    place = next(part for part in flow["parts"] if any(step["kind"] == "papers" for step in part["steps"]))
    place["steps"] += steps
    flow["documents"] = {**flow.get("documents", {}), **{paper.key: _document(paper, code) for paper in found}}


def _unlisted() -> Component:
    """What stands where the row lists no document: whatever the resident has. That none is needed, nobody said."""
    return Component(say("generic.unlisted"), "", 0, 0, conditional=True, details=(say("generic.unlisted_note"),))


def _taken(found: Iterable[Paper]) -> Iterator[tuple[int, Paper]]:
    return ((number, paper) for number, paper in enumerate(found, 1) if not paper.shown)


def papers(cases: tuple[Case, ...]) -> tuple[Paper, ...]:
    """The documents of all cases, each once with the cases that ask for it, those to photograph within MOST_FILES."""
    most = max((sum(not _is_shown(part) for part in case.components) for case in cases), default=0)
    if most <= MOST_FILES:
        return _each_once(cases)
    together = -(-most // MOST_FILES)
    found: list[Paper] = []
    for number, case in enumerate(cases, 1):
        of_case = (number,) if len(cases) > 1 else ()
        titles = distinct_titles([_name(part, at) for at, part in enumerate(case.components, 1)])
        named = list(zip(case.components, titles, strict=True))
        groups = [[each] for each in named if _is_shown(each[0])]
        taken = [each for each in named if not _is_shown(each[0])]
        groups += [taken[at : at + together] for at in range(0, len(taken), together)]
        for group in groups:
            parts, names = zip(*group, strict=True)
            found.append(Paper(f"doc{len(found) + 1}", parts, names, of_case, _is_shown(parts[0])))
    return tuple(found)


def _each_once(cases: tuple[Case, ...]) -> tuple[Paper, ...]:
    found: dict[tuple[object, ...], tuple[Component, list[int]]] = {}
    for number, case in enumerate(cases, 1):
        for at, part in enumerate(case.components, 1):
            alike = (same_document(part.name) or at, part.heading, part.conditional, _is_shown(part), _quantities(part))
            _, numbers = found.setdefault(alike, (part, []))
            if number not in numbers:
                numbers.append(number)
    titles = distinct_titles([_name(part, at) for at, (part, _) in enumerate(found.values(), 1)])
    return tuple(
        Paper(f"doc{at}", (part,), (title,), tuple(numbers) if len(numbers) < len(cases) else (), _is_shown(part))
        for at, ((part, numbers), title) in enumerate(zip(found.values(), titles, strict=True), 1)
    )


def _quantities(part: Component) -> tuple[int, int]:
    return part.originals, part.copies


def _name(part: Component, number: int) -> str:
    return plain(part.name) or say("generic.document", number=str(number))


def _is_shown(part: Component) -> bool:
    name = part.name.casefold()
    return part.purpose == "show" or (any(word in name for word in _SHOWN) and "nộp" not in name)


@dataclass(frozen=True)
class Checklist:
    """One screen of «which of these are at hand», for the case with this number."""

    case: int
    screen: int
    screens: int
    papers: tuple[Paper, ...]

    @property
    def key(self) -> str:
        return f"have.case{self.case}.{self.screen}"


class _Asking:
    """Which documents are asked for directly, and which only when they are ticked as being at hand."""

    def __init__(self, found: tuple[Paper, ...], count: int) -> None:
        self._choice = count > 1
        self._cases = range(1, max(count, 1) + 1)
        self._lists = [each for number in self._cases for each in _checklists(found, number)]

    def checklists(self) -> Iterator[dict[str, Any]]:
        for each in self._lists:
            options: list[dict[str, Any]] = [
                {"key": paper.key, "label": paper.label, "help": _condition(paper, _LONGEST_HELP)}
                for paper in each.papers
            ]
            options.append({"key": "none", "label": say("generic.have_none"), "exclusive": True})
            label = say("generic.have")
            if each.screens > 1:
                label = say("generic.have_part", part=str(each.screen), parts=str(each.screens))
            yield {
                "key": each.key,
                "kind": "several",
                "label": label,
                "help": say("generic.have_help"),
                "options": options,
                "source": "C",
                "example": [each.papers[0].key],
                **({"when": {"fact": CASE, "is": case_key(each.case)}} if self._choice else {}),
            }

    def when(self, paper: Paper) -> dict[str, Any]:
        """Under which condition the pages of a document are asked for."""
        ticked = {each.case for each in self._lists}
        direct = [number for number in paper.cases or self._cases if number not in ticked]
        if len(direct) == len(self._cases):
            return {}
        ways: list[dict[str, Any]] = []
        if direct:
            ways.append({"fact": CASE, "in": [case_key(number) for number in direct]})
        ways += [{"fact": each.key, "has": paper.key} for each in self._lists if paper in each.papers]
        return {"when": ways[0] if len(ways) == 1 else {"any": ways}}


def _checklists(found: Iterable[Paper], number: int) -> Iterator[Checklist]:
    """The screens of a case, filled evenly; none where it has few documents."""
    own = [paper for paper in found if not paper.shown and (not paper.cases or number in paper.cases)]
    if len(own) <= FEW:
        return
    screens = -(-len(own) // (MAX_ON_SCREEN - 1))
    size = -(-len(own) // screens)
    for screen, at in enumerate(range(0, len(own), size), 1):
        yield Checklist(number, screen, -(-len(own) // size), tuple(own[at : at + size]))


def _condition(paper: Paper, most: int) -> str:
    """When the document is needed, in the words that its title leaves out; "" when it always is."""
    if not paper.conditional:
        return ""
    told = (rest_of(_in_full(part), title, most) for part, title in zip(paper.parts, paper.titles, strict=True))
    return cut(" ".join(filter(None, told)), most) or say("generic.only_if")


def _document(paper: Paper, code: str) -> dict[str, Any]:
    return {
        "label": paper.label,
        "purpose": "show" if paper.shown else "submit",
        "note": " ".join(_note(paper, code)),
        "component_code": paper.parts[0].code[:120] if len(paper.parts) == 1 else "",
        "source": "C",
        "unsure": paper.conditional,
        **({"when": {"fact": CASE, "in": [case_key(number) for number in paper.cases]}} if paper.cases else {}),
    }


def _note(paper: Paper, code: str) -> Iterator[str]:
    for part, title in zip(paper.parts, paper.titles, strict=True):
        told = rest_of(_in_full(part), title, _LONGEST_REST)
        if told:
            yield told if told.endswith((".", "…", "!", "?")) else f"{told}."
            if told.endswith("…"):
                yield say("generic.rest_short")
        elif part.conditional:
            yield say("generic.only_if")
        yield _copies(part)
        form = _form(part, code)
        if form:
            yield form


def _in_full(part: Component) -> str:
    """The document with the situation it is for and the papers that it may be or consist of."""
    heading = f"{plain(part.heading)}: " if part.heading else ""
    return f"{heading}{'; '.join((plain(part.name), *map(plain, part.details)))}"


def _copies(part: Component) -> str:
    kinds = (("originals", part.originals), ("copies", part.copies))
    told = [say(f"generic.{kind}", count=str(count)) for kind, count in kinds if count]
    text = f" {say('generic.and')} ".join(told)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _form(part: Component, code: str) -> str:
    """Where to get the form: only what is a form, or comes with one, has any; the kiosk does not fill it in."""
    if not part.form and not is_form(part):
        return ""
    where = "form_portal" if part.form or part.electronic else "form_desk"
    name = form_name(part.form) or form_number(part.name)
    return say(f"generic.{where}" if name else f"generic.unnamed_{where}", form=name, code=code)


def _pages(number: int, paper: Paper, when: dict[str, Any]) -> dict[str, Any]:
    forms = any(part.form or is_form(part) for part in paper.parts)
    hint = "conditional_help" if paper.conditional else "form_help" if forms else "photo_help"
    return {
        "key": f"papers.{paper.key}",
        "kind": "pages",
        "label": cut(paper.label, 180),
        "help": f"{_condition(paper, _LONGEST_HINT)} {say(f'generic.{hint}')}".strip(),
        "text": cut(" ".join(_in_full(part) for part in paper.parts), _LONGEST_TEXT),
        "document": paper.key,
        "missing": ["none", "unknown", "skipped"] if paper.conditional else ["none", "skipped"],
        "maximum": MOST_PAGES,
        "example": [f"{number:032x}"],
        "source": "C",
        **when,
    }
