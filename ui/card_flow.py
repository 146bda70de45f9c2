"""A card that was read: whose it is, what it says, and only then into the dossier (interface rule 12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.identity.card_number import mask
from kiosk.phrases import say
from kiosk.procedures.words import date_in_figures
from ui.viewmodels.begin import CardModel, CardProps
from ui.viewmodels.rows import ChoiceRow

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.identity.card import ReadCard
    from kiosk.procedures.model import Person
    from ui.flow import Flow


@dataclass(frozen=True)
class CardAddress:
    """An address as a card that was taken over has it; never an answer by itself."""

    owner: str  # «Mẹ của bé»
    text: str = field(repr=False)


class CardFlow:
    """Holds the card in memory, never on the disk, until it is taken over, put away or the session ends."""

    def __init__(self, flow: Flow, model: CardModel, clock: Clock) -> None:
        self._flow = flow
        self._model = model
        self._clock = clock
        self._card: ReadCard | None = None
        self._believed = ""  # what is said of a chip's checks
        self._before: ReadCard | None = None  # read another way in this session: both should say the same
        self._face = ""  # the address of the photograph
        self._fault = False
        self._owner = ""
        self.addresses: dict[str, CardAddress] = {}  # by what the keys begin with that ask about the card's owner
        model.answered.connect(self._answer)
        flow.left.connect(self.addresses.clear)

    @property
    def holding(self) -> bool:
        return self._card is not None

    @property
    def open(self) -> bool:
        """Whether the screen asks about a card now: before a question is on screen the card waits."""
        return self._fault or (self._card is not None and self._flow.screen in {"step", "home"})

    @property
    def number(self) -> str:
        """Of the card read last in this session, which opens its chip.

        Once it was taken over and somebody else's may be next, it is "": a wrong number costs a card one of its tries.
        """
        wizard = self._flow.wizard
        several = wizard is not None and len(wizard.people()) > 1
        card = self._card or (None if several else self._before)
        return card.number if card else ""

    def forget(self) -> None:
        """Put away what is asked about now."""
        self._card, self._believed, self._face, self._fault, self._owner = None, "", "", False, ""

    def end(self) -> None:
        """The session is over."""
        self.forget()
        self._before = None

    def take(self, card: ReadCard, believed: str) -> None:
        """A chip was read."""
        self._before = self._card or self._before
        self.forget()
        self._card, self._believed = card, believed

    def show_face(self, source: str) -> None:
        if self._card is not None:
            self._face = source
            self._flow.changed.emit()

    def arrived(self, text: str, *, exact: bool = True) -> None:
        """A text came from the scanner; not ``exact`` when it loses letters."""
        from kiosk.identity.card import card_of_qr  # noqa: PLC0415 - not for the first frame
        from kiosk.identity.card_qr import CardQr, read_card_digits, read_card_qr  # noqa: PLC0415

        read = read_card_qr(text) if exact else read_card_digits(text)
        before = self._card if self._believed else self._before
        self.forget()
        if isinstance(read, CardQr):
            self._card, self._before = card_of_qr(read, self._clock.now()), before
        else:
            self._fault = True
        self._flow.changed.emit()

    def show(self) -> None:
        card = self._card
        if not self.open or card is None:
            self._model.show(CardProps(fault=say("card.bad") if self._fault else ""))
            self._model.lay_out(())
            return
        owner = self._person()
        self._model.show(
            CardProps(
                shown=True,
                name=card.name,
                number=mask(card.number),
                born=date_in_figures(card.born),
                old_address=card.address,
                owner=owner.label if owner else "",
                differs=self._differs(owner) if owner else "",
                note=self._note(card),
                believed=self._believed,
                face=self._face,
            )
        )
        people = self._flow.wizard.people() if self._flow.wizard and self._flow.screen == "step" else ()
        self._model.lay_out(
            tuple(ChoiceRow(person.key, person.choice, person.label, selected=False) for person in people)
        )

    def _note(self, card: ReadCard) -> str:
        """What the card is not, and where two ways of reading it disagree."""
        from kiosk.identity.card import disagreements  # noqa: PLC0415 - there is a card, so it is there

        apart = disagreements(card, self._before) if self._before else ()
        if "number" in apart:
            return say("card.another")
        if apart:
            return say("card.apart", fields=", ".join(say(f"card.field.{name}") for name in apart))
        return say("card.not_proof" if card.name else "card.digits_only")

    def _person(self) -> Person | None:
        people = self._flow.wizard.people() if self._flow.wizard else ()
        return next((person for person in people if person.key == self._owner), None)

    def _fields(self, person: Person, card: ReadCard) -> tuple[tuple[str, str], ...]:
        pairs = (
            (person.number, card.number),
            (person.name, card.name),
            (person.born, card.born),
            (person.sex, card.sex),
        )
        return tuple((key, value) for key, value in pairs if key and value)

    def _differs(self, person: Person) -> str:
        """Whose card it was said to be before, and the questions that were answered otherwise."""
        wizard, card = self._flow.wizard, self._card
        if wizard is None or card is None:
            return ""
        other = next((each.label for each in wizard.people() if self._is_theirs(each, person, card)), "")
        if other:
            return say("card.same", person=other)
        labels = [
            wizard.flow.by_key[key].label
            for key, value in self._fields(person, card)
            if key in wizard.flow.by_key and wizard.answers.get(key) not in (None, value)
        ]
        return say("card.differs", fields=", ".join(labels)) if labels else ""

    def _is_theirs(self, other: Person, person: Person, card: ReadCard) -> bool:
        """Whether the number is another person's already; a guide may ask two people in one place, never at once."""
        wizard = self._flow.wizard
        return wizard is not None and other.number != person.number and wizard.facts().get(other.number) == card.number

    def _answer(self, key: str) -> None:
        match key:
            case "close":
                self.forget()
            case "confirm":
                self._take_over()
            case "back":
                self._owner = ""
            case "newcomer":
                self._flow.leave()
                return
            case _:
                self._owner = key
        self._flow.changed.emit()

    def _take_over(self) -> None:
        """Fill what the dossier asks of this person; a question that is not asked takes nothing."""
        person, card = self._person(), self._card
        if person is not None and card is not None:
            for key, value in self._fields(person, card):
                wizard = self._flow.wizard
                if wizard is not None and key in wizard.flow.by_key:
                    self._flow.answer_to(key, value)
            self._keep_record(person, card)
            if card.address:
                self.addresses[person.number.rpartition(".")[0]] = CardAddress(person.label, card.address)
            self._flow.faults = tuple(fault for fault in self._flow.faults if fault.level == "warn")
            self._flow.keep()
            self._before = card
        self.forget()

    def _keep_record(self, person: Person, card: ReadCard) -> None:
        """How it was read goes into the dossier, beside the number it stands for."""
        from kiosk.procedures.submission import Identified  # noqa: PLC0415 - as above

        session = self._flow.session
        if session is not None:
            self._flow.session = session.with_card(person.key, Identified(card.number, card.record))
