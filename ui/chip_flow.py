"""A card on the chip reader: what opens it, the read, and then «Thẻ này của ai?» like any other card."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kiosk.phrases import say
from ui.viewmodels.begin import ChipModel, ChipProps

if TYPE_CHECKING:
    from kiosk.chip_station import ChipStation, StationState
    from kiosk.identity.chip.outcomes import ChipOutcome, ChipRead
    from kiosk.identity.chip.photo import Photo
    from ui.card_flow import CardFlow
    from ui.flow import Flow
    from ui.pictures import Pictures

DIGITS = 6
NUMBER = 12
WHERE = frozenset({"home", "who", "step"})
"""Screens on which a card that is laid down means something."""


class ChipFlow(QObject):
    """``stage`` is "" (nothing), "key" (six digits are asked), "reading" or "trouble". The station calls on its thread.

    A card whose QR was read in this session is opened by that number; else the six digits are asked once a tap. What
    is read is handed to CardFlow, and the photograph is shown to its owner alone, until the session ends.
    """

    _stood = Signal(object)
    _named = Signal(object, int)
    _done = Signal(object, int)

    def __init__(self, flow: Flow, card: CardFlow, model: ChipModel, pictures: Pictures, places: str) -> None:
        super().__init__(flow)
        self._flow = flow
        self._card = card
        self._model = model
        self._pictures = pictures
        self._places = places  # of the number's digits that open a card; "none" where the lines must
        self._station: ChipStation | None = None
        self._there = False  # a card lies on the reader
        self._digits = ""
        self._said = ""
        self._asked = 0  # which read is wanted: what comes of one before is for nobody
        self.stage = ""
        self._stood.connect(self._reader_changed)
        self._named.connect(self._have_name)
        self._done.connect(self._have_read)
        model.answered.connect(self._answer)
        model.digit_pressed.connect(self._digit)

    def connect_to(self, station: ChipStation | None) -> None:
        self._station = station
        if station is not None:
            station.start(self._stood.emit)

    def close(self) -> None:
        if self._station is not None:
            self._station.close()

    def forget(self) -> None:
        """Put away, or the session is over; a card that lies there still is not read again."""
        self.stage, self._digits, self._said = "", "", ""
        self._asked += 1
        if self._station is not None:
            self._station.cancel()

    def show(self) -> None:
        self._model.show(ChipProps(stage=self.stage, digits=self._digits, text=self._said))

    # ---- the reader ------------------------------------------------------------------------------------------

    def _reader_changed(self, state: StationState) -> None:
        from kiosk.devices.ports import CardOn  # noqa: PLC0415 - with the first card, not before the first frame

        came = isinstance(state.reader, CardOn) and not self._there
        self._there = isinstance(state.reader, CardOn)
        if came and self.stage == "" and state.doing == "idle" and self._flow.screen in WHERE:
            self._open()
        elif self.stage == "reading" and state.words:
            self._said = say(state.words)
            self._flow.changed.emit()

    def _open(self) -> None:
        if self._card.number and self._places != "none":
            self._read(self._card.number)
        else:
            self.stage, self._digits, self._said = "key", "", ""
            self._flow.changed.emit()

    def _digit(self, key: str) -> None:
        """A key of the pad; "" takes the last digit away. The sixth digit is enough: nobody need press a button."""
        if self.stage != "key":
            return
        self._digits = (self._digits + key)[:DIGITS] if key else self._digits[:-1]
        if len(self._digits) == DIGITS:
            self._read(self._digits)
        else:
            self._flow.changed.emit()

    def scanned(self) -> bool:
        """The QR of a card was read while its digits were asked: it opens the chip."""
        if self.stage != "key" or not self._card.number:
            return False
        self._read(self._card.number)
        return True

    def _read(self, known: str) -> None:
        from kiosk.identity.chip.keys import CardKey, key_of  # noqa: PLC0415 - as above

        if self._station is None:
            return
        key = key_of(known, places=self._places) if len(known) == NUMBER else CardKey(known)
        self._asked += 1
        asked = self._asked
        self.stage, self._said = "reading", say("chip.doing.reading")
        self._flow.changed.emit()
        self._station.read(
            key,
            lambda outcome: self._done.emit(outcome, asked),
            lambda read: self._named.emit(read, asked),
            photo=True,
        )

    # ---- what came of it -------------------------------------------------------------------------------------

    def _have_name(self, read: ChipRead, asked: int) -> None:
        """The data are here and checked; the photograph follows."""
        if asked == self._asked and self.stage == "reading":
            self._hand_over(read)
            self.stage = ""
            self._flow.changed.emit()

    def _have_read(self, outcome: ChipOutcome, asked: int) -> None:
        from kiosk.identity.chip.belief import words_of  # noqa: PLC0415 - as above
        from kiosk.identity.chip.outcomes import ChipRead  # noqa: PLC0415

        photo = outcome.photo if isinstance(outcome, ChipRead) else None
        if asked != self._asked:
            if photo is not None:
                photo.wipe()
            return
        if isinstance(outcome, ChipRead):
            if self.stage == "reading":  # a card without a photograph gives all at once
                self._hand_over(outcome)
            self.stage = ""
            self._show_photo(photo)
        else:
            self._card.forget()  # a photograph that was swapped takes back what was shown before it
            self.stage, self._said = "trouble", say(words_of(outcome))
        self._flow.changed.emit()

    def _hand_over(self, read: ChipRead) -> None:
        from kiosk.identity.card import card_of_chip  # noqa: PLC0415 - as above
        from kiosk.identity.chip.belief import belief_of, words_of  # noqa: PLC0415

        self._card.take(card_of_chip(read, belief_of(read).record()), say(words_of(read)))

    def _show_photo(self, photo: Photo | None) -> None:
        """Decoding JPEG 2000 takes some tens of milliseconds: off the GUI thread, and the card's bytes are wiped."""
        if photo is not None:
            self._flow.sitting.run("device", lambda: _as_png(photo), self._have_photo)

    def _have_photo(self, picture: bytes) -> None:
        self._card.show_face(self._pictures.put(picture))

    def _answer(self, key: str) -> None:
        if key == "again":
            self._open_again()
        else:
            self.forget()
            self._flow.changed.emit()

    def _open_again(self) -> None:
        """One try a tap: the station asks that the card be lifted and laid down again."""
        self.stage, self._digits, self._said = "key", "", ""
        self._flow.changed.emit()


def _as_png(photo: Photo) -> bytes:
    """The face as a picture that Qt can show; nothing when it is none. What the card gave is overwritten."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - with the first photograph

    try:
        with Image.open(io.BytesIO(photo.data)) as face:
            face.thumbnail((480, 640))
            buffer = io.BytesIO()
            face.convert("RGB").save(buffer, "PNG")
            return buffer.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return b""
    finally:
        photo.wipe()
