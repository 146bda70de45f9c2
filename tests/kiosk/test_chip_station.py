"""The chip's own thread: cards that come and go, one read a tap, nothing for who is gone, and no caller is held up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from kiosk.chip_station import ChipStation, Doing, StationState, open_station
from kiosk.clock import SystemClock
from kiosk.config import Config
from kiosk.devices.ports import CardOn, Failed, Ready, Unplugged
from kiosk.devices.software_card.authority import Authority, list_of, make_authority
from kiosk.devices.software_card.card import SoftwareCard
from kiosk.devices.software_card.making import CardPlan, make_card
from kiosk.devices.software_card.reader import SimulatedReader
from kiosk.identity.chip.keys import CardKey
from kiosk.identity.chip.outcomes import ChipOutcome, ChipRead, NotRead, Refusal, Refused
from kiosk.identity.chip.passive import Passive
from kiosk.identity.chip.stopped import ReadFault
from kiosk.identity.chip.transport import TransportFault
from kiosk.phrases import say
from tests.identity.chip.taps import BY_CAN, BY_MRZ, HOLDER

CLOCK = SystemClock()
PHOTO = b"\xff\xd8\xff" + bytes(3000)
SOON = 20


class Desk:
    """A reader, its station, and what the station told."""

    def __init__(self, issuer: Authority) -> None:
        self.issuer = issuer
        self.reader = SimulatedReader()
        self.station = ChipStation(self.reader, lambda: list_of(issuer, CLOCK.now()), CLOCK)
        self.states: SimpleQueue[StationState] = SimpleQueue()
        self.outcomes: SimpleQueue[ChipOutcome] = SimpleQueue()
        self.names: SimpleQueue[ChipRead] = SimpleQueue()

    def card(self, plan: CardPlan | None = None) -> SoftwareCard:
        return make_card("good", self.issuer, CLOCK.now(), plan=plan or CardPlan(photo=PHOTO))

    def watch(self) -> None:
        self.station.start(self.states.put)

    def read(self, key: CardKey = BY_CAN, *, photo: bool = False) -> None:
        self.station.read(key, self.outcomes.put, self.names.put, photo=photo)

    def outcome(self) -> ChipOutcome:
        return self.outcomes.get(timeout=SOON)

    def doing(self, wanted: str) -> StationState:
        while True:
            state = self.states.get(timeout=SOON)
            if state.doing == wanted:
                return state


@pytest.fixture(scope="module")
def issuer() -> Authority:
    return make_authority(CLOCK.now())


@pytest.fixture
def desk(issuer: Authority) -> Iterator[Desk]:
    made = Desk(issuer)
    yield made
    made.station.close()


def test_a_card_is_read_when_it_is_laid_down(desk: Desk) -> None:
    desk.watch()
    assert desk.doing("idle").reader == Ready()
    desk.read()
    assert desk.doing("waiting").reader == Ready()
    desk.reader.present(desk.card())
    assert desk.doing("reading").reader == CardOn(1)
    done, named = desk.outcome(), desk.names.get(timeout=SOON)
    assert isinstance(done, ChipRead)
    assert done.checks.passive.outcome is Passive.GENUINE
    assert named.details is not None
    assert (named.details.name, named.photo, done.photo) == (HOLDER.name, None, None)
    assert desk.doing("idle").reader == CardOn(1)


@pytest.mark.parametrize("doing", ["idle", "waiting", "lift", "reading"])
def test_every_state_has_its_words(doing: Doing) -> None:
    assert say(StationState(Failed("pcscd"), doing).words) == say("chip.fault.no_service")
    assert say(StationState(Unplugged(), doing).words) == say("chip.fault.no_reader")
    usual = StationState(Ready(), doing).words
    assert usual == "" if doing == "idle" else say(usual)


def test_a_card_that_lies_there_already_is_read_at_once(desk: Desk) -> None:
    desk.reader.present(desk.card())
    desk.read(photo=True)
    done = desk.outcome()
    assert isinstance(done, ChipRead)
    assert done.photo is not None
    assert desk.reader.transmit(bytes(5)) is TransportFault.REMOVED  # the card was let go


def test_one_try_a_tap(desk: Desk) -> None:
    """A mistyped number costs the card one try; the next one waits until the card was lifted."""
    card = desk.card()
    desk.reader.present(card)
    desk.read(CardKey("000000"))
    assert desk.outcome() == NotRead(ReadFault.WRONG_KEY)
    desk.watch()
    desk.read()
    desk.doing("lift")
    assert card.attempts == 1
    desk.reader.remove()
    desk.doing("waiting")
    desk.reader.present(card)
    assert isinstance(desk.outcome(), ChipRead)
    assert card.attempts == 2


def test_the_lines_may_follow_on_the_same_tap(desk: Desk) -> None:
    card = desk.card(CardPlan(photo=PHOTO, suite=None))
    desk.reader.present(card)
    desk.read()
    assert desk.outcome() == NotRead(ReadFault.NEEDS_MRZ)
    desk.read(BY_MRZ)
    assert isinstance(desk.outcome(), ChipRead)
    assert card.attempts == 1


@pytest.mark.parametrize("after", [0, 3, 12, 30])
def test_a_card_pulled_away_is_an_outcome(desk: Desk, after: int) -> None:
    desk.reader.present(desk.card(), pull_after=after)
    desk.read()
    assert desk.outcome() == NotRead(ReadFault.REMOVED)
    desk.read()
    desk.reader.present(desk.card())
    assert isinstance(desk.outcome(), ChipRead)


def test_a_reader_that_goes_and_comes_back(desk: Desk) -> None:
    desk.reader.become(Failed("pcscd does not run"))
    desk.watch()
    desk.read()
    assert desk.doing("waiting").reader == Failed("pcscd does not run")
    desk.reader.plug(there=False)
    assert desk.doing("waiting").reader == Unplugged()
    desk.reader.plug(there=True)
    desk.reader.present(desk.card())
    assert isinstance(desk.outcome(), ChipRead)


class Slow:
    """A card that waits for the test at its first answer."""

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Event(), threading.Event()

    def __call__(self, _: float) -> None:
        self.asked.set()
        assert self.go_on.wait(SOON)


def test_nobody_is_held_up_and_who_left_gets_nothing(issuer: Authority) -> None:
    """The resident leaves at the first answer: the card is asked nothing more, and the next one starts afresh."""
    desk, slow = Desk(issuer), Slow()
    desk.reader = SimulatedReader(slow)
    desk.station = ChipStation(desk.reader, lambda: None, CLOCK)
    desk.reader.present(desk.card())
    desk.read(photo=True)
    assert slow.asked.wait(SOON)
    desk.station.cancel()
    later: SimpleQueue[ChipOutcome] = SimpleQueue()
    desk.station.read(BY_CAN, later.put)
    desk.watch()
    slow.go_on.set()
    desk.doing("lift")
    assert desk.reader.commands == 1
    desk.reader.present(desk.card())
    assert isinstance(later.get(timeout=SOON), ChipRead)
    desk.station.stop()
    desk.station.close()
    assert desk.outcomes.empty()
    assert desk.names.empty()


def test_what_was_cancelled_is_not_read_when_the_card_comes(desk: Desk) -> None:
    desk.watch()
    desk.read()
    desk.doing("waiting")
    desk.station.cancel()
    desk.doing("idle")
    desk.reader.present(desk.card())
    assert desk.doing("idle").reader == CardOn(1)
    assert (desk.reader.commands, desk.outcomes.empty()) == (0, True)


def test_after_a_session_nobody_is_told_and_nothing_is_read(desk: Desk) -> None:
    desk.watch()
    desk.read()
    desk.doing("waiting")
    desk.station.stop()
    desk.reader.present(desk.card())
    next_one: SimpleQueue[StationState] = SimpleQueue()
    desk.station.start(next_one.put)
    assert next_one.get(timeout=SOON) == StationState(CardOn(1), "idle")
    assert (desk.reader.commands, desk.outcomes.empty(), desk.states.empty()) == (0, True, True)


def test_whoever_watches_anew_is_told_how_it_stands_and_nobody_twice(desk: Desk) -> None:
    desk.watch()
    desk.doing("idle")
    for _ in range(3):
        desk.station.cancel()
    later: SimpleQueue[StationState] = SimpleQueue()
    desk.station.start(later.put)
    assert later.get(timeout=SOON) == StationState(Ready(), "idle")
    for _ in range(3):
        desk.station.cancel()
    desk.reader.present(desk.card())
    assert later.get(timeout=SOON) == StationState(CardOn(1), "idle")
    assert (desk.states.empty(), later.empty()) == (True, True)


def test_after_a_session_its_watcher_hears_of_no_later_read(desk: Desk) -> None:
    desk.watch()
    desk.doing("idle")
    desk.station.stop()
    desk.read()
    desk.reader.present(desk.card())
    assert isinstance(desk.outcome(), ChipRead)
    assert desk.states.empty()


def test_closing_lets_the_reader_go() -> None:
    class Told(SimulatedReader):
        closed = False

        def close(self) -> None:
            self.closed = True

    reader = Told()
    ChipStation(reader, lambda: None, CLOCK).close()
    assert reader.closed


def test_closing_waits_for_one_answer_at_most(issuer: Authority) -> None:
    desk, slow = Desk(issuer), Slow()
    desk.reader = SimulatedReader(slow)
    desk.station = ChipStation(desk.reader, lambda: None, CLOCK)
    desk.reader.present(desk.card())
    desk.read()
    assert slow.asked.wait(SOON)
    closing = threading.Thread(target=desk.station.close)
    closing.start()
    slow.go_on.set()
    closing.join(SOON)
    assert not closing.is_alive()
    assert desk.reader.commands == 1
    desk.station.read(BY_CAN, desk.outcomes.put)
    assert desk.outcomes.empty()


def test_a_fault_of_ours_ends_the_read_and_not_the_thread(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    class Breaking(SimulatedReader):
        def connect(self) -> None:
            raise RuntimeError("001099012345")

    reader = Breaking()
    station = ChipStation(reader, lambda: None, CLOCK)
    reader.present(desk.card())
    for _ in range(2):
        outcomes: SimpleQueue[ChipOutcome] = SimpleQueue()
        station.read(BY_CAN, outcomes.put)
        assert outcomes.get(timeout=SOON) == NotRead(ReadFault.BROKEN)
        reader.present(desk.card())
    station.close()
    assert "RuntimeError" in caplog.text
    assert "001099012345" not in caplog.text


def test_a_demo_believes_its_own_cards_and_a_real_kiosk_does_not(tmp_path: Path) -> None:
    found = []
    for config in (Config(tmp_path), Config(tmp_path, audience="practice")):
        reader = SimulatedReader()
        station = open_station(config, reader, CLOCK)
        assert station is not None
        outcomes: SimpleQueue[ChipOutcome] = SimpleQueue()
        reader.lay("good")
        station.read(BY_CAN, outcomes.put)
        outcome = outcomes.get(timeout=SOON)
        assert isinstance(outcome, ChipRead)
        found.append(outcome.checks.passive.outcome)
        reader.lay("foreign")
        station.read(BY_CAN, outcomes.put)
        foreign = outcomes.get(timeout=SOON)
        assert isinstance(foreign, Refused) is (config.audience == "demo")
        assert not isinstance(foreign, Refused) or foreign.why is Refusal.FOREIGN
        station.close()
    assert found == [Passive.GENUINE, Passive.ISSUER_UNKNOWN]
    assert open_station(Config(tmp_path), None, CLOCK) is None
    assert open_station(Config(tmp_path, audience="production"), SimulatedReader(), CLOCK) is None
