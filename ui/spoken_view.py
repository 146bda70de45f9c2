"""What is read aloud of the screen that is on, derived purely from what its view models show, from top to bottom.

What somebody entered is left out unless ``entered`` is asked for: others may be standing near (interface rule 9).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kiosk.phrases import say
from ui.spoken_rows import FEW, choices, chosen, facts, joined
from ui.spoken_step import read_step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ui.presenter import Models

Private = Literal["", "answers", "code"]
"""What of a screen only its resident should hear: nothing, what was entered, or the code of the dossier."""


def passages(screen: str, models: Models, *, entered: bool) -> tuple[str, ...]:
    """The passages in order; none where nothing stands that could be read."""
    read = _SCREENS[screen](models, entered) if screen in READ else iter(())
    return tuple(text for text in read if text.strip())


def private(screen: str, models: Models) -> Private:
    """Whether something stands on the screen that is read only when it is asked for."""
    if screen in {"who", "sealed", "track"}:
        return "code"
    return "answers" if passages(screen, models, entered=True) != passages(screen, models, entered=False) else ""


# ---- finding a procedure --------------------------------------------------------------------------------------------


def _home(models: Models, _: bool) -> Iterator[str]:
    props = models.home.props
    yield say("speech.home")
    yield from (props.subtitle, props.notice, props.catalogue)
    yield from (joined(tile.title, tile.subtitle) for tile in models.home.tiles.rows)


def _search(models: Models, _: bool) -> Iterator[str]:
    yield models.search.props.lead
    yield from (joined(row.title, row.subtitle) for row in models.search.results.rows[:FEW])


def _situation(models: Models, _: bool) -> Iterator[str]:
    props = models.situation.props
    yield from (props.name, props.lead)
    yield from (row.title for row in models.situation.procedures.rows)


def _before(models: Models, _: bool) -> Iterator[str]:
    props = models.before.props
    yield props.name
    yield say("speech.result", text=props.result) if props.result else ""
    yield props.minutes
    yield from facts(models.before.facts.rows)


def _who(models: Models, entered: bool) -> Iterator[str]:
    props = models.who.props
    yield props.procedure
    yield say("speech.code", code=props.code) if entered else ""
    yield props.keep_text
    yield say("who.question")
    yield from choices(models.who.options.rows)
    if entered:
        yield from chosen(models.who.options.rows)


# ---- a walk-through -------------------------------------------------------------------------------------------------


def _walk(models: Models, _: bool) -> Iterator[str]:
    props = models.walk.props
    yield from (props.label, props.help)
    yield say("speech.take_care", text=props.trouble) if props.trouble else ""
    for block in models.walk.blocks.rows:
        match block.kind:
            case "point":
                yield say("speech.point", number=block.mark, text=block.text)
            case "link":
                yield say("speech.link", label=block.text, link=props.link)
                yield props.link_unsure
            case "exit":
                yield say("speech.leads_to", text=block.text)
            case _:
                yield block.text
    yield from choices(models.walk.options.rows)


# ---- afterwards -----------------------------------------------------------------------------------------------------


def _outcome(models: Models, entered: bool) -> Iterator[str]:
    props, visit = models.outcome.props, models.visit.props
    hidden = () if entered else (props.dossier_code, props.code)
    yield from (_without(text, hidden) for text in (props.title, props.text, props.strong))
    yield say("speech.code", code=props.code) if entered else ""
    yield say("speech.keep_code") if props.just_sealed else ""
    if entered:
        yield from (visit.title, visit.text, visit.note, visit.when)
        yield from facts(models.outcome.reasons.rows)
    if models.outcome.nextSteps.rows:
        yield say("speech.next_steps")
        for row in models.outcome.nextSteps.rows:
            yield say("speech.point", number=row.key, text=_without(row.title, hidden))


def _lookup(models: Models, _: bool) -> Iterator[str]:
    props = models.lookup.props
    yield say(f"speech.lookup_{'resume' if props.purpose == 'resume' else 'track'}")
    yield say(f"speech.lookup_{'code' if props.stage == 'code' else 'digits'}")
    yield say("speech.take_care", text=props.trouble) if props.trouble else ""


def _booking(models: Models, entered: bool) -> Iterator[str]:
    props = models.booking.props
    yield from (props.procedure, props.question, props.note)
    yield say("speech.take_care", text=props.trouble) if props.trouble else ""
    yield from choices(models.booking.options.rows)
    if entered:
        yield props.help
        yield from chosen(models.booking.options.rows)
        yield from facts(models.booking.facts.rows)


def _without(text: str, codes: Iterable[str]) -> str:
    """The text with every code left on the screen."""
    for code in codes:
        text = text.replace(code, say("speech.code_on_screen")) if code else text
    return text


def _trouble(models: Models, _: bool) -> Iterator[str]:
    yield from (models.shell.props.fault_title, models.shell.props.fault_text)


_SCREENS: Mapping[str, Callable[[Models, bool], Iterator[str]]] = {
    "home": _home,
    "search": _search,
    "situation": _situation,
    "before": _before,
    "who": _who,
    "step": read_step,
    "walk": _walk,
    "sealed": _outcome,
    "track": _outcome,
    "lookup": _lookup,
    "booking": _booking,
    "trouble": _trouble,
}
READ = frozenset(_SCREENS)
"""The screens that are read; «Nghe đọc» is on no other."""
