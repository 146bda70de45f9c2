"""The PC/SC driver over a service that a test makes fail: every cause is an outcome, and nothing hangs or is raised."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices import pcsc_codes as codes
from kiosk.devices.patience import GAVE_UP, Patience
from kiosk.devices.pcsc import PcscReader
from kiosk.devices.ports import CardOn, DeviceStatus, Failed, ReaderState, Ready, Unplugged
from kiosk.devices.software_card.card import SoftwareCard
from kiosk.devices.software_card.reader import SimulatedReader
from kiosk.identity.chip.outcomes import ChipRead
from kiosk.identity.chip.reading import read_card
from kiosk.identity.chip.transport import TransportFault
from tests.devices.conftest import ENTER
from tests.devices.fake_scard import READER, SAM, FakeScard
from tests.identity.chip.taps import BY_CAN, TapClock


def on(scard: FakeScard, name: str = "", seconds: float = 5.0) -> PcscReader:
    return PcscReader(name, seconds, lambda: scard)


def test_the_simulated_reader_keeps_the_contract(hold_chip_reader_to_contract: Callable[..., None]) -> None:
    reader = SimulatedReader()
    unplug, plug = lambda: reader.plug(there=False), lambda: reader.plug(there=True)
    hold_chip_reader_to_contract(reader, reader.present, reader.remove, unplug, plug)


def test_pcsc_keeps_the_contract(hold_chip_reader_to_contract: Callable[..., None]) -> None:
    scard = FakeScard()
    hold_chip_reader_to_contract(on(scard), scard.lay, scard.lift, scard.unplug, scard.plug)


def test_a_card_is_read_through_it(good_card: SoftwareCard) -> None:
    scard = FakeScard()
    reader = on(scard)
    scard.lay(good_card)
    assert isinstance(reader.wait(None, 0), CardOn)
    assert isinstance(read_card(reader, BY_CAN, None, TapClock()), ChipRead)


def test_without_pyscard_it_says_what_to_install() -> None:
    def absent() -> object:
        raise ImportError

    reader = PcscReader(library=absent)
    assert reader.status() == Failed("pyscard is not installed: make setup-chip")
    assert reader.connect() is TransportFault.NO_SERVICE
    assert reader.wait(reader.status(), 0) == reader.status()
    reader.wake()
    reader.close()


@pytest.mark.parametrize(
    ("code", "standing"),
    [
        (codes.NO_SERVICE, Failed("pcscd does not run: systemctl enable --now pcscd.socket")),
        (codes.SECURITY, Failed("pcscd does not let this user in: polkit needs a rule for org.debian.pcsc-lite")),
        (codes.NO_READERS, Unplugged()),
        (0x80100006, Failed("pcscd answers 80100006")),
    ],
)
@pytest.mark.parametrize("call", ["establish", "list", "change"])
def test_a_service_that_fails_is_told_and_comes_back(call: str, code: int, standing: DeviceStatus) -> None:
    scard = FakeScard()
    reader = on(scard)
    scard.fail(**{call: code})
    assert reader.status() == standing
    expected = TransportFault.NO_READER if standing == Unplugged() else TransportFault.NO_SERVICE
    assert reader.connect() is expected
    scard.mend()
    assert reader.status() == Ready()


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (codes.SHARING_VIOLATION, TransportFault.IN_USE),
        (codes.UNRESPONSIVE, TransportFault.MUTE),
        (codes.PROTOCOL, TransportFault.MUTE),
        (codes.NO_CARD, TransportFault.NO_CARD),
        (codes.REMOVED, TransportFault.NO_CARD),
        (codes.READER_UNAVAILABLE, TransportFault.NO_READER),
        (codes.SERVICE_STOPPED, TransportFault.NO_SERVICE),
        (codes.SECURITY, TransportFault.NO_SERVICE),
        (codes.TIMEOUT, TransportFault.TIMED_OUT),
    ],
)
def test_why_a_card_is_not_spoken_to(good_card: SoftwareCard, code: int, fault: TransportFault) -> None:
    scard = FakeScard()
    scard.lay(good_card)
    scard.fail(connect=code)
    assert on(scard).connect() is fault


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (codes.NOT_TRANSACTED, TransportFault.REMOVED),
        (codes.REMOVED, TransportFault.REMOVED),
        (codes.RESET, TransportFault.REMOVED),
        (codes.TIMEOUT, TransportFault.TIMED_OUT),
        (codes.NO_SERVICE, TransportFault.NO_SERVICE),
        (codes.COMMUNICATION, TransportFault.NO_SERVICE),
        (codes.READER_UNAVAILABLE, TransportFault.NO_READER),
    ],
)
def test_why_no_answer_comes(good_card: SoftwareCard, code: int, fault: TransportFault) -> None:
    scard = FakeScard()
    scard.lay(good_card)
    reader = on(scard)
    assert reader.connect() is None
    scard.fail(transmit=code)
    assert reader.transmit(ENTER) is fault


def test_the_reader_is_chosen_by_its_name() -> None:
    scard = FakeScard("HID OMNIKEY 5022 00 00", SAM, READER)
    assert on(scard, "acr1252").status() == Ready()
    standing = on(scard, "Identiv").status()
    assert standing == Failed(f"no reader's name holds 'identiv'; there are: HID OMNIKEY 5022 00 00, {READER}")
    assert on(FakeScard(SAM)).status() == Unplugged()


@pytest.mark.parametrize(
    ("name", "properties", "longest"),
    [
        (READER, b"", 256),
        (READER, b"\x0a\x04\x00\x00\x00\x00", 256),
        (READER, b"\x01\x02\x00\x00\x0a\x04\x00\x00\x01\x00", 65536),
        (READER, b"\x0a\x04\x00", 256),
        (READER, b"\x0a", 256),
    ],
)
def test_how_long_an_answer_the_reader_carries(
    good_card: SoftwareCard, name: str, properties: bytes, longest: int
) -> None:
    scard = FakeScard(name, properties=properties)
    scard.lay(good_card)
    reader = on(scard)
    assert reader.connect() is None
    assert reader.longest_answer == longest


def test_a_card_that_never_answers_is_given_up_and_let_go_later(good_card: SoftwareCard) -> None:
    scard = FakeScard()
    scard.lay(good_card)
    reader = on(scard, seconds=0.5)
    assert reader.connect() is None
    scard.hold("transmit")
    assert reader.transmit(ENTER) is TransportFault.TIMED_OUT
    assert reader.transmit(ENTER) is TransportFault.REMOVED
    tap = reader.wait(None, 0)
    assert isinstance(tap, CardOn)
    assert scard.released == []
    scard.let_go()
    assert reader.connect() is None
    assert scard.calls.count("establish") == 2
    assert reader.transmit(ENTER) == b"\x90\x00"
    while not scard.released:  # on the thread that was given up
        pass
    assert scard.released == [1]


@pytest.mark.parametrize("calls", [("establish", "list"), ("change",)])
def test_a_service_that_comes_back_makes_no_new_tap(good_card: SoftwareCard, calls: tuple[str, ...]) -> None:
    scard = FakeScard()
    scard.lay(good_card)
    reader = on(scard)
    tap = reader.wait(None, 0)
    scard.fail(**dict.fromkeys(calls, codes.NO_SERVICE))
    assert isinstance(reader.wait(tap, 5), Failed)
    scard.mend()
    assert reader.wait(None, 0) == tap
    scard.lift()
    scard.lay(good_card)
    assert reader.wait(tap, 5) == CardOn(2)


def test_a_wait_ends_when_woken_from_another_thread() -> None:
    scard = FakeScard()
    reader = on(scard)
    ended: list[ReaderState] = []
    thread = threading.Thread(target=lambda: ended.append(reader.wait(Ready(), 600)))
    thread.start()
    while "change" not in scard.calls:
        pass
    reader.wake()
    thread.join(10)
    assert ended == [Ready()]
    while "cancel" not in scard.calls:
        pass
    scard.waits.clear()
    assert reader.wait(Ready(), 0.2) == Ready()
    assert max(scard.waits) > 0  # a wake is good for one wait


def test_a_card_is_reset_after_a_read_and_left_alone_when_it_is_gone(good_card: SoftwareCard) -> None:
    scard = FakeScard()
    scard.lay(good_card)
    reader = on(scard)
    assert reader.connect() is None
    assert reader.connect() is None
    assert scard.ended == [scard.SCARD_RESET_CARD]
    scard.fail(transmit=codes.NOT_TRANSACTED)
    assert reader.transmit(ENTER) is TransportFault.REMOVED
    reader.disconnect()
    reader.disconnect()
    assert scard.ended == [scard.SCARD_RESET_CARD, scard.SCARD_LEAVE_CARD]


def test_a_reader_that_is_plugged_in_again_begins_a_new_tap(good_card: SoftwareCard) -> None:
    scard = FakeScard()
    scard.lay(good_card)
    reader = on(scard)
    assert reader.wait(None, 0) == CardOn(1)
    scard.unplug()
    scard.calls.clear()
    assert reader.wait(Unplugged(), 0.2) == Unplugged()
    assert scard.calls.count("list") < 6  # it waits, and does not ask without a pause
    scard.plug()
    assert reader.wait(Unplugged(), 5) == CardOn(2)


def test_closing_lets_go_of_everything() -> None:
    scard, before = FakeScard(), threading.active_count()
    reader = on(scard)
    assert reader.status() == Ready()
    reader.wake()
    reader.close()
    while not scard.released or threading.active_count() > before:
        pass
    assert scard.released == [1]


def test_errors_of_pyscard_stay_inside(good_card: SoftwareCard) -> None:
    class Raising(FakeScard):
        def SCardTransmit(self, _handle: int, _protocol: str, _command: list[int]) -> list[object]:  # noqa: N802
            raise TypeError("of pyscard's own")

    scard = Raising()
    scard.lay(good_card)
    reader = on(scard)
    assert reader.connect() is None
    assert reader.transmit(ENTER) is TransportFault.NO_SERVICE
    assert reader.status() == Ready()


def test_one_of_two_readers_is_pulled_out(good_card: SoftwareCard) -> None:
    other = "HID OMNIKEY 5022 00 00"
    scard = FakeScard(other, READER)
    reader = on(scard)
    assert reader.wait(None, 0) == Ready()
    told: list[ReaderState] = []
    thread = threading.Thread(target=lambda: told.append(reader.wait(Ready(), 2)))
    thread.start()
    while "change" not in scard.calls:
        pass
    scard.plug(READER)
    thread.join(10)
    scard.lay(good_card)
    assert told == [Ready()]
    assert isinstance(reader.wait(Ready(), 5), CardOn)


KNOWN = sorted({value for name, value in vars(codes).items() if name.isupper() and isinstance(value, int)})
CODES = st.one_of(st.just(codes.DONE), st.sampled_from(KNOWN), st.integers(0, 2**32 - 1))


@given(drawn=st.lists(CODES, max_size=30), lies_there=st.booleans())
def test_whatever_code_comes_when_it_is_an_outcome(good_card: SoftwareCard, drawn: list[int], lies_there: bool) -> None:
    class Moody(FakeScard):
        def _code(self, _call: str) -> int:
            return drawn.pop(0) if drawn else codes.DONE

    scard = Moody()
    if lies_there:
        scard.lay(good_card)
    reader = on(scard)
    for _ in range(3):
        assert isinstance(reader.wait(None, 0), ReaderState)
        assert isinstance(reader.connect(), TransportFault | None)
        assert isinstance(reader.transmit(ENTER), bytes | TransportFault)
        reader.disconnect()
        assert isinstance(reader.status(), DeviceStatus)
    drawn.clear()
    assert isinstance(reader.wait(None, 0), CardOn) is lies_there
    assert reader.connect() is (None if lies_there else TransportFault.NO_CARD)
    reader.close()


def test_only_so_many_calls_may_hang() -> None:
    patience, end = Patience("test"), threading.Event()
    begun: list[int] = []

    def hang() -> None:
        begun.append(1)
        end.wait()

    assert [patience.call(hang, 0.05) for _ in range(6)] == [GAVE_UP] * 6
    assert len(begun) == 4
    end.set()
    patience.start(lambda: None)
    done: list[object] = []
    while not done or done[-1] is GAVE_UP:
        done.append(patience.call(lambda: 5, 5))
    assert done[-1] == 5
    with pytest.raises(TimeoutError, match="own"):
        patience.call(lambda: (_ for _ in ()).throw(TimeoutError("its own")), 5)
    patience.close()


@pytest.mark.parametrize(
    ("protocol", "header"), [(FakeScard.SCARD_PROTOCOL_T0, "T0"), (FakeScard.SCARD_PROTOCOL_T1, "T1")]
)
def test_commands_go_by_the_protocol_that_was_agreed(good_card: SoftwareCard, protocol: int, header: str) -> None:
    scard = FakeScard()
    scard.protocol = protocol
    scard.lay(good_card)
    reader = on(scard)
    assert reader.connect() is None
    reader.transmit(ENTER)
    assert scard.headers == {header}


def test_an_answer_with_nothing_in_it_is_none(good_card: SoftwareCard) -> None:
    scard = FakeScard()
    scard.lay(good_card)
    reader = on(scard)
    assert reader.connect() is None
    scard.says_nothing = True
    assert isinstance(reader.transmit(ENTER), TransportFault)


def test_a_code_with_its_sign_is_the_same_code() -> None:
    scard = FakeScard()
    scard.fail(list=codes.NO_SERVICE)
    standing = on(scard).status()
    assert isinstance(standing, Failed)
    scard.fail(list=codes.NO_SERVICE - (1 << 32))
    assert on(scard).status() == standing


def test_while_nothing_changes_the_service_is_asked_seldom(good_card: SoftwareCard) -> None:
    scard = FakeScard()
    scard.lay(good_card)
    reader = on(scard)
    tap = reader.wait(None, 0)
    scard.calls.clear()
    assert reader.wait(tap, 1.2) == tap
    assert scard.calls.count("change") < 8
