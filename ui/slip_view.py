"""What a slip that was shown says: how far it is to be believed, what it claims, and what the gateway knows. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.catalogue.generic_words import everyday
from kiosk.clock import HANOI
from kiosk.outcomes import PREPARED
from kiosk.phrases import say
from ui.outcome_view import TONES
from ui.viewmodels.outcome import OutcomeProps

if TYPE_CHECKING:
    from kiosk.sync.slip import Slip, SlipStatus
    from ui.slip_flow import ShownSlip

CLAIMS = {"sealed": ("waiting", "clock"), "in_doubt": ("waiting", "question"), "received": ("info", "tray")}
ELSEWHERE = frozenset({"supplement_requested", "refused", "stopped"})
"""States whose reasons are an officer's words: they are told where the dossier was made, not here."""


@dataclass(frozen=True)
class Said:
    """The line over the dossier about its slip."""

    title: str = ""
    text: str = ""
    tone: str = "info"
    icon: str = "shield-check"


def said_of(shown: ShownSlip | None) -> Said:
    """Whether the slip is genuine, and what it claims."""
    from kiosk.sync.outcomes import SlipRefused  # noqa: PLC0415 - not before the first frame
    from kiosk.sync.slip_judging import Genuine  # noqa: PLC0415

    if shown is None:
        return Said()
    text = claims(shown.judged.slip)
    if isinstance(shown.judged, Genuine):
        return Said(say("slip.own" if shown.judged.own else "slip.genuine"), text)
    if _status(shown) is not None:  # the gateway checked it, and told about it
        return Said(say("slip.genuine"), text)
    if isinstance(shown.told, SlipRefused):
        return Said(say("slip.nobodys"), text, "waiting", "question")
    return Said(say("slip.unproven"), text, "waiting", "question")


def claims(slip: Slip) -> str:
    """What the slip says of its dossier, as what the slip says."""
    sealed = _moment(slip.sealed_at)
    if slip.received_at is not None:
        return say("slip.claims.received", sealed=sealed, received=_moment(slip.received_at))
    return say("slip.claims.in_doubt" if slip.in_doubt else "slip.claims.sealed", sealed=sealed)


def derive(shown: ShownSlip, name: str, qr: str, *, online: bool) -> OutcomeProps:
    """The page of a dossier that another machine holds; ``name`` is its procedure's."""
    slip, status = shown.judged.slip, _status(shown)
    said = said_of(shown)
    tone, icon, title, text, strong = _now(slip, status) if status else _unasked(shown, slip, online=online)
    return OutcomeProps(
        tone=tone,
        icon=icon,
        title=title,
        text=text,
        strong=strong,
        code=slip.lookup_code,
        dossier_code=status.dossier_code if status and status.code > 1 else "",
        qr=qr,
        procedure=everyday(name),
        sealed_at=_short(slip.sealed_at),
        heading=say("prepared.heading" if slip.prepared else "receipt.heading"),
        slip_title=said.title,
        slip_text=said.text,
        slip_tone=said.tone,
        slip_icon=said.icon,
    )


def _now(slip: Slip, status: SlipStatus) -> tuple[str, str, str, str, str]:
    """As the gateway told it."""
    from kiosk.sync.states import OFFICIAL  # noqa: PLC0415 - not before the first frame

    told = say("slip.told", time=_moment(datetime.fromisoformat(status.told_at)))
    if status.code == 0:
        words = "prepared" if slip.prepared else "state"
        text = f"{say('slip.not_arrived.text')} {told}"
        return (*CLAIMS["sealed"], say("slip.not_arrived.title"), text, say(f"{words}.sealed.strong"))
    state = OFFICIAL.get(status.code)
    if state is None:  # one that a province has added
        return (*CLAIMS["received"], say("slip.other.title"), f"{say('slip.other.text')} {told}", "")
    words = f"prepared.{state}" if slip.prepared and state in PREPARED else f"state.{state}"
    office = say("receipt.agency")
    text = say(
        "slip.reasons" if state in ELSEWHERE else f"{words}.text",
        office=office,
        Office=office[:1].upper() + office[1:],
        dossier_code=status.dossier_code,
        due=say("state.accepted.no_due"),
    )
    return (*TONES[state], say(f"{words}.title"), f"{text} {told}", say(f"{words}.strong"))


def _unasked(shown: ShownSlip, slip: Slip, *, online: bool) -> tuple[str, str, str, str, str]:
    """No answer of the gateway: the slip's own claim, as such."""
    from kiosk.sync.outcomes import SlipRefused  # noqa: PLC0415 - not before the first frame

    if isinstance(shown.told, SlipRefused):
        return ("plain", "question", say("slip.refused.title"), say("slip.refused.text"), "")
    claim = "received" if slip.received_at is not None else "in_doubt" if slip.in_doubt else "sealed"
    text = "slip.asking" if shown.told is None and online else "slip.offline"
    words = "prepared" if slip.prepared else "state"
    strong = "" if slip.received_at is not None and not slip.prepared else say(f"{words}.sealed.strong")
    return (*CLAIMS[claim], say(f"slip.state.{claim}"), say(text), strong)


def _status(shown: ShownSlip) -> SlipStatus | None:
    from kiosk.sync.outcomes import SlipTold  # noqa: PLC0415 - not before the first frame

    return shown.told.status if isinstance(shown.told, SlipTold) else None


def _moment(when: datetime) -> str:
    return f"{when.astimezone(HANOI):%H:%M ngày %d/%m/%Y}"


def _short(when: datetime) -> str:
    return f"{when.astimezone(HANOI):%H:%M, %d/%m/%Y}"
