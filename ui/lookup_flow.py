"""«Làm tiếp hồ sơ dở» and «Tra cứu hồ sơ»: the code, the last four digits, and what they open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from kiosk.outcomes import AskDigits, Found, NotFound, Unreadable
from kiosk.phrases import say
from kiosk.procedures.lookup_code import CodeFault, shown_so_far
from ui.viewmodels.outcome import LookupModel, LookupProps

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.outcomes import LookedUp, Resumed
    from kiosk.session import Session
    from offline_cache.proofs import Wait, Wrong
    from ui.flow import Flow

Purpose = Literal["resume", "track", "reasons"]
CODE_LENGTH = 12
DIGITS = 4
T = TypeVar("T")


class LookupFlow:
    """Asks for the code, then for the digits where something private is behind it."""

    def __init__(self, flow: Flow, model: LookupModel, *, card: bool) -> None:
        self._flow = flow
        self._model = model
        self._card = card
        self._purpose: Purpose = "resume"
        self._stage = "code"
        self._code = ""
        self._digits = ""
        self._trouble = ""
        self._working = False
        self._asked = 0  # how often something was asked or let go: what comes back late is dropped
        model.code_typed.connect(self._type_code)
        model.digits_typed.connect(self._type_digits)
        model.went_on.connect(self._go)
        model.went_back.connect(self._back)

    def open(self, purpose: Purpose, code: str = "") -> None:
        """Ask for a code; to see an officer's ``reasons`` only the digits are asked."""
        self._purpose, self._code, self._digits, self._trouble = purpose, code, "", ""
        self._stage = "digits" if purpose == "reasons" else "code"
        self._flow.go("lookup")

    def refuse_slip(self, trouble: str) -> None:
        """A slip was shown that opens nothing: say why, where its code can be typed."""
        self.open("track")
        self._trouble = trouble
        self._flow.changed.emit()

    def forget(self) -> None:
        self._code, self._digits, self._trouble, self._working = "", "", "", False
        self._asked += 1

    @property
    def takes_card(self) -> bool:
        """Whether a card that is read now is meant to find a draft again."""
        return self._flow.screen == "lookup" and self._purpose == "resume"

    def card_arrived(self, text: str, *, exact: bool = True) -> None:
        """«Quên mã?»: the card finds the draft of its holder."""
        from kiosk.identity.card_qr import CardQr, read_card_digits, read_card_qr  # noqa: PLC0415 - not before the first frame

        desk, card = self._flow.desk, (read_card_qr if exact else read_card_digits)(text)
        if desk is None or self._working:
            return
        if not isinstance(card, CardQr):
            self._say("card.bad")
            return
        number = card.number
        self._ask(lambda: desk.resume_by_card(number), self._found_by_card)

    def _found_by_card(self, outcome: Session | NotFound) -> None:
        if isinstance(outcome, NotFound):
            self._say("lookup.no_draft")
        else:
            self._resumed(outcome)

    def show(self) -> None:
        ready = len(self._code) >= CODE_LENGTH if self._stage == "code" else len(self._digits) == DIGITS
        self._model.show(
            LookupProps(
                purpose="resume" if self._purpose == "resume" else "track",
                stage=self._stage,
                code=self._code,
                digits=self._digits,
                trouble=self._trouble,
                can_go_on=ready and not self._working,
                working=self._working,
                card=self._card and self._purpose == "resume",
                scanner=self._card,
            )
        )

    def _type_code(self, text: str) -> None:
        self._code, self._trouble = shown_so_far(text), ""
        self._flow.changed.emit()

    def _type_digits(self, text: str) -> None:
        self._digits = "".join(char for char in text if char.isdigit())[:DIGITS]
        self._trouble = ""
        self._flow.changed.emit()

    def _back(self) -> None:
        if self._stage == "digits" and self._purpose == "resume":
            self._stage, self._digits, self._trouble, self._working = "code", "", "", False
            self._asked += 1
            self._flow.changed.emit()
            return
        self.forget()
        self._flow.go("track" if self._purpose == "reasons" else "home")

    def _go(self) -> None:
        desk = self._flow.desk
        if desk is None or self._working:
            return
        code, digits = self._code, self._digits
        if self._purpose == "resume":
            self._ask(lambda: desk.resume(code, digits), self._resumed)
        else:
            self._ask(lambda: desk.look_up(code, digits), self._looked_up)

    def _ask(self, work: Callable[[], T], told: Callable[[T], None]) -> None:
        """Ask the desk; an answer that comes after its asker went back or left is for nobody."""
        self._working = True
        self._asked += 1
        asked = self._asked
        self._flow.sitting.run(
            "store",
            work,
            lambda outcome: told(outcome) if asked == self._asked else None,
            lambda _: self._say("trouble.draft") if asked == self._asked else None,
        )
        self._flow.changed.emit()

    def _say(self, key: str, **params: str) -> None:
        self._working = False
        self._trouble = say(key, **params)
        self._flow.changed.emit()

    def _resumed(self, outcome: Resumed) -> None:
        from offline_cache.proofs import Wait, Wrong  # noqa: PLC0415 - its cryptography is not for the first frame

        self._working = False
        match outcome:
            case Found():
                self._show(outcome)
            case AskDigits():
                self._stage = "digits"
                self._flow.changed.emit()
            case Unreadable():
                self._say("trouble.draft")
            case Wrong() | Wait() | NotFound() | CodeFault():
                self._refused(outcome)
            case _:
                self.forget()
                self._flow.take_up(outcome)

    def _looked_up(self, outcome: LookedUp) -> None:
        from offline_cache.drafts import Draft  # noqa: PLC0415 - as below
        from offline_cache.proofs import Wait, Wrong  # noqa: PLC0415 - its cryptography is not for the first frame

        self._working = False
        match outcome:
            case Found():
                self._show(outcome)
            case Draft():
                self._say("lookup.draft")
            case Wrong() | Wait() | NotFound() | CodeFault():
                self._refused(outcome)

    def _refused(self, outcome: Wrong | Wait | NotFound | CodeFault) -> None:
        from offline_cache.proofs import Wait, Wrong  # noqa: PLC0415 - its cryptography is not for the first frame

        self._digits = ""
        match outcome:
            case Wrong(left=left):
                self._say("lookup.wrong", left=str(left))
            case Wait(seconds=seconds):
                self._say("lookup.wait", seconds=str(seconds))
            case NotFound():
                self._say("lookup.unknown")
            case CodeFault():
                self._say(f"lookup.{outcome.name}")

    def _show(self, found: Found) -> None:
        self.forget()
        self._flow.found = found
        self._flow.go("track")
