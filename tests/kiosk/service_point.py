"""A kiosk without a screen on a quiet line: the real store, guides, places and keys, and a clock that tests move."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from kiosk.catalogue.search_model import Here
from kiosk.clock import HANOI, VirtualClock
from kiosk.config import Config, DeviceConfig, GatewayConfig
from kiosk.desk import Desk
from kiosk.library import Library
from kiosk.procedures.context import Context, Office
from kiosk.session import Session
from kiosk.shelf import GuideShelf
from kiosk.slips import Slips
from kiosk.sync.keys import format_gateway_keys
from kiosk.sync.sealing import SealingKeys
from offline_cache.space import Room
from offline_cache.store import Store, open_store
from tests.guides.walking import walk
from tests.sync.fake_gateway import KeySet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kiosk.procedures.model import Guide
    from kiosk.procedures.wizard import Wizard

MORNING = datetime(2026, 11, 24, 8, 42, tzinfo=HANOI)
BIRTH = "1.001193"
RESIDENCE = "1.004194"
OFFICE = Office("Phường Lê Chân", "", "11383", "31")
NO_LINE = "http://127.0.0.1:9"
"""Nothing listens there, and saying so takes no time."""


def morning_clock(folder: Path) -> VirtualClock:
    clock = VirtualClock(folder / "clock")
    clock.set_wall(MORNING)
    return clock


def offline_config(home: Path) -> Config:
    """A demo kiosk whose gateway is elsewhere and not reached."""
    gateway = GatewayConfig(NO_LINE, "gateway.pub.json", embedded=False)
    return Config(home, gateway=gateway, devices=DeviceConfig(speaker="simulated"))


def pin_gateway(config: Config) -> KeySet:
    """Lay down the public keys of a gateway; the private ones come back."""
    keys = KeySet(config.audience)
    config.gateway_keys.parent.mkdir(parents=True, exist_ok=True)
    config.gateway_keys.write_bytes(format_gateway_keys(keys.public))
    return keys


@dataclass
class ServicePoint:
    """One desk on one store; ``again`` is the same desk after a restart."""

    home: Path
    clock: VirtualClock
    room: Room | None = None
    shelf: GuideShelf = field(default_factory=GuideShelf)

    def __post_init__(self) -> None:
        self.config = offline_config(self.home)
        self.keys = KeySet("demo")
        self.store = self._open_store()
        self.desk = self.desk_with(SealingKeys(self.keys.public, self.keys.device))

    def _open_store(self) -> Store:
        folder = self.config.store_folder
        return open_store(folder, self.clock, room=self.room or Room(folder, floor=0, ballast=4096))

    def desk_with(self, keys: SealingKeys) -> Desk:
        """A desk on the same store that seals to other keys."""
        slips = Slips(self.store.notes, keys.device, lambda: keys.gateway)
        return Desk(self.store, self.library(), self.clock, self.config, self.context, lambda: keys, slips)

    def library(self) -> Library:
        return Library(self.shelf, self.home / "catalogue", Here("commune", "Hải Phòng"))

    def context(self, _guide: Guide | None = None) -> Context:
        return Context(self.clock.now().date(), OFFICE)

    def restart(self) -> None:
        self.store.close()
        self.store = self._open_store()
        self.desk = self.desk_with(SealingKeys(self.keys.public, self.keys.device))

    def begin(self, code: str = BIRTH) -> Session:
        guide = self.shelf.load(code)
        assert guide is not None
        begun = self.desk.begin(guide)
        assert isinstance(begun, Session)
        return begun

    def fill(self, code: str = BIRTH, answers: Mapping[str, object] | None = None) -> Session:
        """A dossier filled in to the end, each page that it names photographed, kept and not yet sealed."""
        begun = replace(self.begin(code), who_for="child")
        session = begun.standing(filled(code, answers))
        for page_id in pages_of(session):
            self.desk.add_page(session, photograph(page_id), replacing=page_id)
        self.desk.keep(session)
        return session


def filled(code: str, answers: Mapping[str, object] | None = None) -> Wizard:
    """The guide's own examples, but for ``answers``, gone through to the end."""
    walked = walk(code, answers or {}, Context(MORNING.date(), OFFICE))
    assert walked.stopped_at == ""
    return walked.wizard


def answered(session: Session, key: str, value: object) -> Session:
    """A finished dossier with one more answer, finished again."""
    given = session.wizard.answer(key, value)
    assert not given.refused, given.faults
    gone = given.wizard.advance()
    assert gone.wizard.at_end, gone.faults
    return session.standing(gone.wizard)


def pages_of(session: Session) -> tuple[str, ...]:
    facts = session.wizard.facts()
    steps = (shown.key for shown in session.wizard.steps() if shown.step.kind == "pages")
    named = [answer for answer in map(facts.get, steps) if isinstance(answer, list)]
    return tuple(page_id for page_ids in named for page_id in page_ids)


@cache
def photograph(text: str = "GIAY CHUNG SINH", size: tuple[int, int] = (1240, 1754)) -> bytes:
    """A sharp page with writing on it, as JPEG."""
    out = BytesIO()
    page = Image.new("L", size, 235)
    pen = ImageDraw.Draw(page)
    for line in range(120, size[1] - 120, 40):
        pen.text((120, line), f"{text} {line}", fill=20, font_size=28)
    page.save(out, "JPEG", quality=85)
    return out.getvalue()
