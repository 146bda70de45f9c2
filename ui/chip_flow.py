"""A card on the chip reader: what opens it, the read, and then «Thẻ này của ai?» like any other card."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kiosk.phrases import say
from ui.chip_view import Asking, Way, derive

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.bootstrap import Kiosk
    from kiosk.chip_station import ChipStation, StationState
    from kiosk.devices.card_back import CardBackReader
    from kiosk.devices.registry import Devices
    from kiosk.identity.chip.keys import CardKey
    from kiosk.identity.chip.outcomes import ChipOutcome, ChipRead
    from kiosk.identity.chip.photo import Photo
    from kiosk.identity.mrz_parts import TypedParts
    from ui.card_flow import CardFlow
    from ui.flow import Flow
    from ui.pictures import Pictures
    from ui.viewmodels.chip import ChipModel

DIGITS = 6
WHERE = frozenset({"home", "who", "step"})
"""Screens on which a card that is laid down means something."""


class ChipFlow(QObject):
    """The station calls on its own thread; what it brings is handled on the GUI's.

    A card whose QR was read in this session is opened by that number; else the six digits are asked once a tap, or the
    lines on the back where those do not open it. What is read is handed to CardFlow, and the photograph is shown to its
    owner alone, until the session ends.
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
        self._sight: Callable[[], TypedParts | None] | None = None
        self._there = False  # a card lies on the reader
        self._asking = Asking()
        self._asked = 0  # which read is wanted: what comes of one before is for nobody
        self._stood.connect(self._reader_changed)
        self._named.connect(self._have_name)
        self._done.connect(self._have_read)
        model.answered.connect(self._answer)
        model.digit_pressed.connect(self._press)

    @property
    def stage(self) -> str:
        """What is asked now; "" when no card is."""
        return self._asking.stage

    def connect_to(self, station: ChipStation | None, sight: Callable[[], TypedParts | None] | None = None) -> None:
        """``sight`` photographs the back of a card, where this kiosk can read it."""
        self._station, self._sight = station, sight
        if station is not None:
            station.start(self._stood.emit)

    def close(self) -> None:
        if self._station is not None:
            self._station.close()

    def forget(self) -> None:
        """Put away, or the session is over; a card that lies there still is not read again."""
        self._asking = Asking()
        self._asked += 1
        if self._station is not None:
            self._station.cancel()

    def show(self) -> None:
        self._model.show(derive(self._asking, camera=self._sight is not None))

    def _ask(self, asking: Asking) -> None:
        self._asking = asking
        self._flow.changed.emit()

    # ---- what opens it ---------------------------------------------------------------------------------------

    def _reader_changed(self, state: StationState) -> None:
        from kiosk.devices.ports import CardOn  # noqa: PLC0415 - with the first card, not before the first frame

        came = isinstance(state.reader, CardOn) and not self._there
        self._there = isinstance(state.reader, CardOn)
        if came and self.stage == "" and state.doing == "idle" and self._flow.screen in WHERE:
            self._open()
        elif self.stage == "reading" and state.words:
            self._ask(replace(self._asking, said=say(state.words)))

    def _open(self) -> None:
        if self._places == "none":
            self._ask(Asking("lines", way="lines"))
        elif self._card.number:
            self._read_by_number(self._card.number)
        else:
            self._ask(Asking("key"))

    def _press(self, key: str) -> None:
        """A key of the pad; "" takes the last one away. The last digit is enough: nobody need press a button."""
        match self.stage:
            case "key":
                digits = (self._asking.digits + key)[:DIGITS] if key else self._asking.digits[:-1]
                self._ask(replace(self._asking, digits=digits))
                if len(digits) == DIGITS:
                    self._read_by_digits(digits)
            case "lines":
                typed = self._asking.typed.press(key)
                last = self._asking.typed.at == typed.at
                self._ask(replace(self._asking, typed=typed))
                if key and last and typed.complete:
                    self._read_by_lines()

    def _answer(self, key: str) -> None:
        match key, self.stage:
            case "again", "trouble":
                self._try_again()
            case "lines", "key" | "look" | "trouble":
                self._ask(Asking("lines", typed=self._asking.typed.again(), way="lines"))
            case "look", "lines":
                self._ask(replace(self._asking, stage="look", said=""))
            case "capture", "look":
                self._capture()
            case "back", "lines":
                self._ask(replace(self._asking, typed=self._asking.typed.back()))
            case "next", "lines":
                self._go_on()
            case "close", _:
                self.forget()
                self._flow.changed.emit()

    def _go_on(self) -> None:
        typed = self._asking.typed.next()
        if typed.at == self._asking.typed.at and typed.complete:
            self._read_by_lines()
        else:
            self._ask(replace(self._asking, typed=typed))

    def _try_again(self) -> None:
        """One try a tap: the station asks that the card be lifted and laid down again."""
        if self._asking.way == "digits":
            self._ask(Asking("key", typed=self._asking.typed))
        else:
            self._read_by_lines()

    def scanned(self) -> bool:
        """The QR of a card was read while its digits were asked: it opens the chip."""
        if self.stage != "key" or not self._card.number:
            return False
        self._read_by_number(self._card.number)
        return True

    # ---- a photograph of the lines ---------------------------------------------------------------------------

    def _capture(self) -> None:
        sight, asked = self._sight, self._asked
        if sight is None or self._asking.working:
            return
        self._ask(replace(self._asking, working=True, said=say("chip.look.working")))
        self._flow.sitting.run(
            "device", sight, lambda seen: self._have_lines(seen, asked), lambda _: self._have_lines(None, asked)
        )

    def _have_lines(self, seen: TypedParts | None, asked: int) -> None:
        if asked != self._asked or self.stage != "look":
            return
        if seen is None or not seen.complete:
            self._ask(replace(self._asking, working=False, said=say("chip.look.not_read")))
        else:
            self._asking = Asking("lines", typed=seen, way="lines")
            self._read_by_lines()

    # ---- the read --------------------------------------------------------------------------------------------

    def _read_by_number(self, number: str) -> None:
        from kiosk.identity.chip.keys import key_of  # noqa: PLC0415 - as above

        self._read(key_of(number, places=self._places), "digits")

    def _read_by_digits(self, digits: str) -> None:
        from kiosk.identity.chip.keys import CardKey  # noqa: PLC0415 - as above

        self._read(CardKey(digits), "digits")

    def _read_by_lines(self) -> None:
        """By the lines alone: six digits that the card refused are not tried again with them."""
        from kiosk.identity.chip.keys import CardKey, key_of_parts  # noqa: PLC0415 - as above

        self._read(CardKey(mrz=key_of_parts(self._asking.typed)), "lines")

    def _read(self, key: CardKey, way: Way) -> None:
        if self._station is None:
            return
        self._asked += 1
        asked = self._asked
        self._ask(Asking("reading", typed=self._asking.typed, said=say("chip.doing.reading"), way=way))
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
            self._ask(Asking())

    def _have_read(self, outcome: ChipOutcome, asked: int) -> None:
        from kiosk.identity.chip.outcomes import ChipRead  # noqa: PLC0415 - as above

        photo = outcome.photo if isinstance(outcome, ChipRead) else None
        if asked != self._asked:
            if photo is not None:
                photo.wipe()
            return
        if isinstance(outcome, ChipRead):
            if self.stage == "reading":  # a card without a photograph gives all at once
                self._hand_over(outcome)
            self._ask(Asking())
            self._show_photo(photo)
        else:
            self._card.forget()  # a photograph that was swapped takes back what was shown before it
            self._ask(self._in_trouble(outcome))

    def _in_trouble(self, outcome: ChipOutcome) -> Asking:
        """What is said, and which ways are left: what the card is not opened by may be open by the lines."""
        from kiosk.identity.chip.belief import words_of  # noqa: PLC0415 - as above
        from kiosk.identity.chip.outcomes import NotRead  # noqa: PLC0415
        from kiosk.identity.chip.stopped import ReadFault  # noqa: PLC0415

        fault = outcome.fault if isinstance(outcome, NotRead) else None
        way = self._asking.way
        wrong_lines = fault is ReadFault.WRONG_KEY and way == "lines"
        other_key = fault in {ReadFault.WRONG_KEY, ReadFault.NEEDS_MRZ, ReadFault.UNSUPPORTED}
        return Asking(
            "trouble",
            typed=self._asking.typed,
            said=say("chip.lines.refused" if wrong_lines else words_of(outcome)),
            way=way,
            lines_help=wrong_lines or (way == "digits" and other_key),
            again_helps=not wrong_lines and fault is not ReadFault.NEEDS_MRZ,
        )

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


def open_chip(kiosk: Kiosk, devices: Devices) -> tuple[ChipStation | None, CardBackReader | None]:
    """The chip reader's own thread, where there is a reader, and what reads the back of a card for it."""
    from kiosk.chip_station import open_station  # noqa: PLC0415 - the first frame need not wait for it

    station = open_station(kiosk.config, devices.chip, kiosk.clock)
    if station is None:
        return None, None
    from kiosk.devices.card_back import open_card_back  # noqa: PLC0415 - as above, and where there is a reader

    return station, open_card_back(devices.camera)
