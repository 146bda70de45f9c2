"""What Home, search and a life situation lay out: procedures as tiles and rows, with what matched underlined."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kiosk.phrases import say
from ui.viewmodels.rows import ResultRow, TileRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kiosk.catalogue.life_events import LifeEvent
    from kiosk.catalogue.search_model import Elsewhere, Found, Hit, Span
    from kiosk.procedures.guide_summary import GuideSummary

HELP = "help"
EVENT = "event:"
"""How the key of a life situation begins, among codes of procedures."""

NEAREST = 5
"""How many procedures are shown when none is what was asked for: the life situations must not be far down."""

AGENCY = 90
LONGEST_NAME = 150
"""Characters of a name in a row: five lines of the largest text. The whole name is on the procedure's own screen."""

_BEGINNING = 40  # of a name that is cut at both ends of what matched
_BEFORE_MATCH = 24
_LEAST_LEFT_OUT = 10
GROUPS = {
    "can_cuoc": ("fingerprint", "ochre"),
    "co_con_nho": ("baby", "terracottaText"),
    "cu_tru": ("identification-card", "lacquer"),
}
TINTS = {
    "cu_tru": "lacquer",
    "can_cuoc": "ochre",
    "co_con_nho": "terracottaText",
    "hon_nhan": "ochre",
    "nha_dat": "leaf",
    "suc_khoe": "sky",
    "huu_tri": "plum",
    "viec_lam": "sky",
    "sao_y": "leaf",
    "nguoi_mat": "mute",
}


def guide_tile(guide: GuideSummary) -> TileRow:
    icon, tint = GROUPS.get(guide.group, ("file-text", "sky"))
    return TileRow(guide.code, guide.name, guide.result, icon, tint)


def situation_tile(event: LifeEvent) -> TileRow:
    return TileRow(EVENT + event.key, event.name, "", event.icon, TINTS.get(event.key, "sky"))


def procedure_rows(hits: Iterable[Hit], guides: Mapping[str, GuideSummary]) -> tuple[ResultRow, ...]:
    """A row for each procedure: its name, and what a resident should know before opening it."""
    return tuple(_row(hit, guides.get(hit.code)) for hit in hits)


def _row(hit: Hit, guide: GuideSummary | None) -> ResultRow:
    """A procedure with a guide goes by the guide's everyday name; its official one is told where that was matched."""
    icon = GROUPS.get(guide.group, ("file-text", ""))[0] if guide else "file-text"
    walk = guide is not None and guide.kind == "walkthrough"
    everyday, found_by = (guide.name, ()) if guide and guide.name != hit.name else (hit.name, hit.marks)
    told = (
        say("find.official", name=hit.name) if hit.marks and everyday != hit.name and not hit.saying else "",
        say("find.saying", said=hit.saying.said) if hit.saying else "",
        say("find.walk" if walk else "find.guided") if guide else "",
        _where(hit.elsewhere) if hit.elsewhere and not walk else "",
        say("find.province", province=hit.province) if hit.province else "",
    )
    name, marks = shortened(everyday, found_by)
    return ResultRow(hit.code, everyday, name, marked(name, marks), " · ".join(filter(None, told)), icon)


def _where(elsewhere: Elsewhere) -> str:
    agency = next(iter(elsewhere.agencies), "") or say(f"find.level.{elsewhere.level}")
    if len(agency) > AGENCY:
        agency = agency[: AGENCY - 1].rsplit(" ", 1)[0] + "…"
    return say("find.elsewhere", agency=agency)


def shortened(name: str, marks: tuple[Span, ...], most: int = LONGEST_NAME) -> tuple[str, tuple[Span, ...]]:
    """A name no longer than a row holds, with where its marks are then: its beginning, and what matched first.

    What is left out is left out between words and shown by «…».
    """
    if len(name) <= most + _LEAST_LEFT_OUT:
        return name, marks
    start = _window(name, marks, most)
    head = _up_to(name, _BEGINNING) + " … " if start else ""
    if start and len(name) - start < most - len(head):  # the end is near: more of what stands before it
        start = name.find(" ", len(name) - most + len(head)) + 1
    tail = _up_to(name[start:], most - len(head))
    shown = f"{head}{tail}…" if start + len(tail) < len(name) else head + tail
    moved = len(head) - start
    here = [(at, end) for at, end in marks if start and end <= len(head) - len(" … ")]
    here += [(at + moved, min(end + moved, len(head + tail))) for at, end in marks if at >= start]
    return shown, tuple((at, end) for at, end in here if at < end)


def _window(name: str, marks: tuple[Span, ...], most: int) -> int:
    """Where to go on after the beginning: a little before the first match that the beginning alone would not show."""
    first = next((at for at, end in marks if end > most), None)
    if first is None or any(end <= most for _, end in marks):
        return 0
    return name.rfind(" ", 0, max(1, first - _BEFORE_MATCH)) + 1


def _up_to(text: str, most: int) -> str:
    """As much of a text as whole words fill."""
    return text if len(text) <= most else text[: most + 1].rsplit(" ", 1)[0].rstrip(" ,;:–-")


def marked(name: str, marks: tuple[Span, ...]) -> str:
    """The name with its matched parts between ``<u>`` and ``</u>``, all else escaped; empty when nothing is marked."""
    if not marks:
        return ""
    parts, at = [], 0
    for start, end in marks:
        parts += [escape(name[at:start]), "<u>", escape(name[start:end]), "</u>"]
        at = end
    return "".join([*parts, escape(name[at:])])


def lead_of(found: Found | None) -> str:
    """The sentence over the results."""
    if found is None:
        return ""
    match found.outcome:
        case "found":
            return ""
        case "nearest":
            return say("find.nearest")
        case _:
            return say("find.none") if found.query.strip() else say("find.common")


def result_rows(
    found: Found | None, guides: Mapping[str, GuideSummary], situations: tuple[LifeEvent, ...]
) -> tuple[ResultRow, ...]:
    """The answer to a query: procedures, and where none is the one, the life situations and whom to call too."""
    if found is None:
        return ()
    if found.outcome == "found" or not found.query.strip():
        return procedure_rows(found.hits, guides)
    hits = procedure_rows(found.hits[:NEAREST], guides)
    events = _event_rows(found.life_events, situations)
    call = ResultRow(HELP, say("find.help"), say("find.help"), "", say("find.help_text"), "hand-waving")
    return (*hits, *events, call) if found.outcome == "nearest" else (*events, call, *hits)


def _event_rows(keys: tuple[str, ...], situations: tuple[LifeEvent, ...]) -> tuple[ResultRow, ...]:
    known = {event.key: event for event in situations}
    events = (known[key] for key in keys if key in known)
    return tuple(
        ResultRow(EVENT + event.key, event.name, event.name, "", say("find.event"), event.icon) for event in events
    )
