"""What the chip's tests share: a clock that only cards move, a list of authorities, one tap from card to outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.clock import HANOI
from kiosk.devices.software_card.card import SoftwareCard
from kiosk.devices.software_card.holder import Holder
from kiosk.devices.software_card.reader import SimulatedReader
from kiosk.identity.chip.keys import CardKey, MrzKey, can_of
from kiosk.identity.chip.outcomes import ChipOutcome, ChipRead
from kiosk.identity.chip.reading import read_card
from kiosk.identity.chip.trust import TrustStore, open_trust_store, sign_trust_store

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOLDER = Holder()
BY_CAN = CardKey(can=can_of(HOLDER.number))
BY_MRZ = CardKey(mrz=MrzKey(HOLDER.document, HOLDER.born, HOLDER.expires))


class TapClock:
    """Time that passes only when a card takes it."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now
        self.passed = 0.0

    def now(self) -> datetime:
        return self._now.astimezone(HANOI)

    def monotonic(self) -> float:
        return self.passed

    def wait(self, seconds: float) -> None:
        self.passed += seconds


@dataclass
class Tap:
    """One card laid on the reader; ``early`` is what was shown before the photograph."""

    outcome: ChipOutcome
    commands: int
    seconds: float
    early: list[tuple[ChipRead, float]] = field(default_factory=list)


def tap(
    card: SoftwareCard,
    store: TrustStore | None,
    key: CardKey = BY_CAN,
    *,
    seconds: float = 0.0,
    pull_after: int | None = None,
    long_answers: bool = True,
    photo: bool = True,
    now: datetime = NOW,
) -> Tap:
    clock = TapClock(now)
    reader = SimulatedReader(clock.wait, long_answers=long_answers)
    reader.present(card, seconds, pull_after)
    early: list[tuple[ChipRead, float]] = []
    shown = lambda read: early.append((read, clock.passed))  # noqa: E731
    outcome = read_card(reader, key, store, clock, photo=photo, on_text=shown)
    return Tap(outcome, reader.commands, clock.passed, early)


def read(done: Tap) -> ChipRead:
    assert isinstance(done.outcome, ChipRead), done.outcome
    return done.outcome


def store_of(*certificates: bytes, version: int = 1) -> TrustStore:
    operator = Ed25519PrivateKey.generate()
    store = open_trust_store(sign_trust_store(version, NOW, certificates, operator), operator.public_key())
    assert isinstance(store, TrustStore)
    return store
