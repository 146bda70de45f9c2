"""A lookup slip held before the scanner: whether it is genuine, what it claims, and how its dossier stands now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiosk.outcomes import Found
from kiosk.phrases import say

if TYPE_CHECKING:
    from kiosk.bootstrap import Kiosk
    from kiosk.outcomes import LookedUp
    from kiosk.sync.outcomes import SlipInquiry
    from kiosk.sync.slip_judging import Genuine, Judged, Unproven
    from ui.flow import Flow
    from ui.lookup_flow import LookupFlow

READ_AT = frozenset({"home", "search", "situation", "before", "lookup", "track", "slip"})
"""Screens from which a slip leads to its dossier; on the others somebody is in the middle of something."""


@dataclass(frozen=True)
class ShownSlip:
    """A slip that is on screen; ``told`` is what the gateway said, None while it was not asked or is being asked."""

    text: str = field(repr=False)
    judged: Genuine | Unproven
    picture: bytes = field(default=b"", repr=False)
    told: SlipInquiry | None = None


class SlipFlow:
    """Holds the slip in memory until the resident leaves."""

    def __init__(self, flow: Flow, lookup: LookupFlow) -> None:
        self._flow = flow
        self._lookup = lookup
        self._kiosk: Kiosk | None = None
        self._asking = False
        self.shown: ShownSlip | None = None

    def connect_to(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def forget(self) -> None:
        self.shown, self._asking = None, False

    @staticmethod
    def is_slip(text: str) -> bool:
        from kiosk.sync.slip import slip_version  # noqa: PLC0415 - not before the first frame

        return slip_version(text) is not None

    @property
    def can_be_read(self) -> bool:
        return self._flow.session is None and self._flow.screen in READ_AT

    def arrived(self, text: str) -> None:
        """A slip came from the scanner."""
        kiosk = self._kiosk
        if kiosk is not None:
            self.forget()
            self._flow.sitting.run(
                "store",
                lambda: _read(kiosk, text),
                lambda read: self._read(text, *read),
                lambda _: self._refuse("trouble.draft"),
            )

    def _read(self, text: str, judged: Judged, looked_up: LookedUp | None, picture: bytes) -> None:
        from kiosk.sync.slip_judging import Altered, Genuine, Newer, OtherAudience, Unproven  # noqa: PLC0415 - as above

        if not self.can_be_read:  # the screen has changed meanwhile
            return
        match judged:
            case Genuine() | Unproven():
                self.shown = ShownSlip(text, judged, picture)
                if isinstance(looked_up, Found):
                    self._flow.found = looked_up
                    self._flow.go("track")
                else:
                    self._flow.found = None
                    self._flow.go("slip")
                    self.ask()
            case OtherAudience(audience):
                self._refuse("slip.real" if audience == "production" else f"slip.{audience}")
            case Altered():
                self._refuse("slip.altered")
            case Newer():
                self._refuse("slip.newer")

    def _refuse(self, key: str) -> None:
        self.forget()
        self._flow.found = None
        self._lookup.refuse_slip(say(key))

    def ask(self) -> None:
        """Ask the gateway about the slip on screen, unless it has said something or is being asked."""
        kiosk, shown = self._kiosk, self.shown
        if kiosk is None or shown is None or self._asking or self._flow.screen != "slip" or self.is_answered:
            return
        self._asking = True
        self._flow.sitting.run(
            "asking", lambda: kiosk.ask_slip(shown.text), lambda told: self._told(shown, told), lambda _: self._failed()
        )

    @property
    def is_answered(self) -> bool:
        from kiosk.sync.outcomes import SlipRefused, SlipTold  # noqa: PLC0415 - as above

        return self.shown is not None and isinstance(self.shown.told, SlipTold | SlipRefused)

    def _told(self, asked: ShownSlip, told: SlipInquiry) -> None:
        from kiosk.sync.outcomes import SlipRefused  # noqa: PLC0415 - as above

        if self.shown is not asked:
            return
        self._asking = False
        if told == SlipRefused("altered"):
            self._refuse("slip.altered")
            return
        self.shown = replace(asked, told=told)
        self._flow.changed.emit()

    def _failed(self) -> None:
        self._asking = False


def _read(kiosk: Kiosk, text: str) -> tuple[Judged, LookedUp | None, bytes]:
    """On the store's thread: judge the slip, find its dossier if this machine sealed it, else draw it anew."""
    from kiosk.slip import code_picture  # noqa: PLC0415 - brings what the first frame can do without
    from kiosk.sync.slip import read_slip  # noqa: PLC0415
    from kiosk.sync.slip_judging import Genuine, Unproven  # noqa: PLC0415

    judged = kiosk.slips.read(text)
    if not isinstance(judged, Genuine | Unproven):
        return judged, None, b""
    own = isinstance(judged, Genuine) and judged.own
    looked_up = kiosk.desk.look_up(judged.slip.lookup_code) if own else None
    return judged, looked_up, b"" if isinstance(looked_up, Found) else code_picture(read_slip(text).text())
