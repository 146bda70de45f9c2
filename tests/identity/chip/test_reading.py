"""A card on the reader, from tap to outcome: good cards are read, bad ones refused for the right reason."""

from __future__ import annotations

import copy
import io
import pickle
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from kiosk.devices.software_card.authority import Authority, Signature, make_authority
from kiosk.devices.software_card.card import Quirk
from kiosk.devices.software_card.making import CardPlan, make_card
from kiosk.devices.software_card.reader import SimulatedReader
from kiosk.identity.chip import files
from kiosk.identity.chip.ciphers import AES128, AES192, AES256, DES, Suite
from kiosk.identity.chip.curves import BRAINPOOL256, P256, P384, Curve
from kiosk.identity.chip.files import FileFault
from kiosk.identity.chip.keys import CardKey, MrzKey, mrz_key
from kiosk.identity.chip.originality import Originality
from kiosk.identity.chip.outcomes import NotRead, Refusal, Refused
from kiosk.identity.chip.passive import Passive, PassiveReason
from kiosk.identity.chip.reading import read_card
from kiosk.identity.chip.stopped import ReadFault
from kiosk.identity.chip.trust import TrustStore
from tests.identity.chip.taps import BY_CAN, BY_MRZ, HOLDER, NOW, TapClock, read, store_of, tap

SLOW = 0.015


@pytest.fixture(scope="session")
def plan(photo: bytes) -> CardPlan:
    return CardPlan(photo=photo)


def test_a_good_card(home: Authority, store: TrustStore, plan: CardPlan, photo: bytes) -> None:
    done = read(tap(make_card("good", home, NOW, plan=plan), store))
    assert done.mrz is not None
    assert (done.mrz.number, done.mrz.born, done.mrz.surname) == (HOLDER.number, "1999-01-01", "NGUYEN")
    assert done.details is not None
    assert (done.details.name, done.details.residence) == (HOLDER.name, "Số 1, Quang Trung, Hà Đông, Hà Nội")
    checks = done.checks
    assert (checks.at, checks.access, checks.store_version) == (NOW, "pace_can", 7)
    assert (checks.passive.outcome, checks.passive.reason) == (Passive.GENUINE, PassiveReason.CHECKED)
    assert (checks.active, checks.chip, checks.copied) == (Originality.PROVEN, Originality.PROVEN, False)
    assert done.missing == {}
    assert done.photo is not None
    assert (done.photo.media_type, bytes(done.photo.data)) == ("image/jp2", photo)


@pytest.mark.parametrize("suite", [DES, AES128, AES192, AES256], ids=lambda suite: suite.name)
@pytest.mark.parametrize("curve", [P256, BRAINPOOL256, P384], ids=lambda curve: curve.named.name)
def test_every_way_of_pace_and_of_chip_authentication(
    home: Authority, store: TrustStore, plan: CardPlan, suite: Suite, curve: Curve
) -> None:
    card = make_card("good", home, NOW, plan=replace(plan, suite=suite, curve=curve, chip=suite, chip_curve=curve))
    checks = read(tap(card, store)).checks
    assert (checks.access, checks.active, checks.chip) == ("pace_can", Originality.PROVEN, Originality.PROVEN)


def test_the_lines_open_a_card_by_pace_and_by_bac(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    by_pace, by_bac = (
        make_card("good", home, NOW, plan=plan),
        make_card("good", home, NOW, plan=replace(plan, suite=None)),
    )
    assert read(tap(by_pace, store, BY_MRZ)).checks.access == "pace_mrz"
    assert read(tap(by_bac, store, BY_MRZ)).checks.access == "bac"
    lines = "\n".join(HOLDER.lines()[start : start + 30] for start in (0, 30, 60))
    assert mrz_key(lines) == BY_MRZ.mrz


def test_a_card_with_bac_alone_needs_the_lines(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    card = make_card("good", home, NOW, plan=replace(plan, suite=None))
    assert tap(card, store).outcome == NotRead(ReadFault.NEEDS_MRZ)
    assert card.attempts == 0


@pytest.mark.parametrize("signature", ["ecdsa", "rsa", "rsa_pss"])
@pytest.mark.parametrize("explicit", [False, True])
def test_issuers_of_every_kind(plan: CardPlan, signature: Signature, explicit: bool) -> None:
    issuer = make_authority(NOW, signature=signature, explicit=explicit)
    card = make_card("good", issuer, NOW, plan=replace(plan, active="rsa", explicit=explicit, hash_name="sha512"))
    checks = read(tap(card, store_of(issuer.certificate))).checks
    assert (checks.passive.outcome, checks.active, checks.chip) == (
        Passive.GENUINE,
        Originality.PROVEN,
        Originality.PROVEN,
    )


@pytest.mark.parametrize("quirk", Quirk, ids=lambda quirk: quirk.value)
@pytest.mark.parametrize("layout", ["wrapped", "plain"])
@pytest.mark.parametrize("long_answers", [False, True])
def test_odd_cards_are_read(
    home: Authority, store: TrustStore, plan: CardPlan, quirk: Quirk, layout: str, long_answers: bool
) -> None:
    odd = replace(
        plan,
        quirks=frozenset({quirk}),
        layout=layout,  # type: ignore[arg-type]
        explicit=True,
        leave_out=frozenset({files.COMMON}),
    )
    done = read(tap(make_card("good", home, NOW, plan=odd), store, long_answers=long_answers))
    assert done.checks.passive.outcome is Passive.GENUINE
    assert (done.checks.active, done.checks.chip) == (Originality.PROVEN, Originality.PROVEN)
    assert done.details is not None
    assert done.details.father == "Nguyễn Văn Bình"
    assert done.photo is not None


def test_a_card_that_does_not_say_how_it_opens(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    silent = replace(plan, leave_out=frozenset({files.CARD_ACCESS}))
    card = make_card("good", home, NOW, plan=silent)
    assert read(tap(card, store)).checks.access == "pace_can"
    assert card.attempts == 1


def test_missing_data_groups(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    bare = replace(plan, layout=None, active=None, chip=None, suite=None)
    done = read(tap(make_card("good", home, NOW, plan=bare), store, BY_MRZ))
    assert (done.checks.passive.outcome, done.checks.copied) == (Passive.GENUINE, False)
    assert (done.checks.active, done.checks.chip) == (Originality.NOT_OFFERED, Originality.NOT_OFFERED)
    assert done.details is None
    assert done.missing == dict.fromkeys((13, 14, 15), FileFault.ABSENT)


def test_without_the_lines_the_vietnamese_data_do(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    less = replace(plan, leave_out=frozenset({files.data_group(1), files.data_group(2)}))
    done = read(tap(make_card("good", home, NOW, plan=less), store))
    assert (done.mrz, done.photo) == (None, None)
    assert done.details is not None
    assert done.missing == {1: FileFault.ABSENT, 2: FileFault.ABSENT}
    nothing = replace(plan, layout=None, leave_out=frozenset({files.data_group(1)}))
    assert tap(make_card("good", home, NOW, plan=nothing), store).outcome == NotRead(ReadFault.NO_DATA)


def refusal(outcome: object) -> tuple[Refusal, PassiveReason]:
    assert isinstance(outcome, Refused), outcome
    return outcome.why, outcome.checks.passive.reason


def test_altered_and_copied_cards_are_refused(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    altered = tap(make_card("altered", home, NOW, plan=plan), store)
    assert refusal(altered.outcome) == (Refusal.ALTERED, PassiveReason.DATA)
    cloned = tap(make_card("cloned", home, NOW, plan=plan), store)
    assert refusal(cloned.outcome) == (Refusal.COPIED, PassiveReason.CHECKED)
    assert (altered.early, cloned.early) == ([], [])


@pytest.mark.parametrize("active", ["ecdsa", "rsa"])
def test_each_check_finds_a_copy_alone(home: Authority, store: TrustStore, plan: CardPlan, active: str) -> None:
    by_active = replace(plan, chip=None, active=active)  # type: ignore[arg-type]
    by_chip = replace(plan, active=None)
    for copied in (by_active, by_chip):
        outcome = tap(make_card("cloned", home, NOW, plan=copied), store).outcome
        assert refusal(outcome) == (Refusal.COPIED, PassiveReason.CHECKED)


@pytest.mark.parametrize("number", [14, 15])
def test_a_copy_that_hides_the_key_it_cannot_use(
    home: Authority, store: TrustStore, plan: CardPlan, number: int
) -> None:
    one_check = replace(plan, chip=None) if number == 15 else replace(plan, active=None)
    hiding = replace(one_check, leave_out=frozenset({files.data_group(number)}))
    outcome = tap(make_card("good", home, NOW, plan=hiding), store).outcome
    assert refusal(outcome) == (Refusal.COPIED, PassiveReason.CHECKED)


def test_whom_the_operator_does_not_know(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    foreign = make_card("foreign", home, NOW, plan=plan)
    assert refusal(tap(foreign, store).outcome) == (Refusal.FOREIGN, PassiveReason.NOT_IN_STORE)
    assert read(tap(foreign, None)).checks.passive.outcome is Passive.ISSUER_UNKNOWN
    card = make_card("good", home, NOW, plan=plan)
    nobody = read(tap(card, None)).checks
    assert (nobody.passive.outcome, nobody.passive.reason) == (Passive.ISSUER_UNKNOWN, PassiveReason.NO_STORE)
    assert nobody.store_version is None
    later = read(tap(card, store, now=NOW + timedelta(days=365 * 20))).checks.passive
    assert (later.outcome, later.reason) == (Passive.ISSUER_UNKNOWN, PassiveReason.OUT_OF_DATE)


def test_another_country_cannot_sign_a_vietnamese_card(home: Authority, plan: CardPlan) -> None:
    abroad = make_authority(NOW, country="UT")
    card = make_card("good", abroad, NOW, plan=plan)
    outcome = tap(card, store_of(home.certificate, abroad.certificate)).outcome
    assert refusal(outcome) == (Refusal.FOREIGN, PassiveReason.FOREIGN)
    nobody = read(tap(card, store_of(abroad.certificate))).checks.passive
    assert (nobody.outcome, nobody.reason) == (Passive.ISSUER_UNKNOWN, PassiveReason.NO_STORE)


def test_without_a_security_object_nobody_vouches(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    unsigned = replace(plan, leave_out=frozenset({files.SECURITY_OBJECT}))
    done = read(tap(make_card("good", home, NOW, plan=unsigned), store))
    assert done.checks.passive.outcome is Passive.ISSUER_UNKNOWN
    assert done.checks.passive.reason is PassiveReason.NO_SECURITY_OBJECT


def test_a_wrong_number_is_tried_once(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    card = make_card("good", home, NOW, plan=plan)
    both = CardKey("543210", BY_MRZ.mrz)
    assert tap(card, store, both).outcome == NotRead(ReadFault.WRONG_KEY)
    assert card.attempts == 1
    old = make_card("good", home, NOW, plan=replace(plan, suite=None))
    assert tap(old, store, CardKey(mrz=MrzKey("099012345", "990102", "390101"))).outcome == NotRead(ReadFault.WRONG_KEY)
    assert old.attempts == 1


@pytest.mark.parametrize("key", [BY_CAN, BY_MRZ], ids=["PACE", "BAC"])
def test_a_card_pulled_at_any_moment(home: Authority, store: TrustStore, plan: CardPlan, key: CardKey) -> None:
    card = make_card("good", home, NOW, plan=plan if key == BY_CAN else replace(plan, suite=None))
    commands = tap(card, store, key).commands
    for after in range(commands):
        assert tap(card, store, key, pull_after=after).outcome == NotRead(ReadFault.REMOVED), after
    assert read(tap(card, store, key, pull_after=commands)).photo is not None


def test_no_card_no_reader_and_a_reader_that_comes_back(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    reader = SimulatedReader(TapClock().wait)
    assert read_card(reader, BY_CAN, store, TapClock()) == NotRead(ReadFault.NO_CARD)
    reader.present(make_card("good", home, NOW, plan=plan))
    reader.plug(there=False)
    assert read_card(reader, BY_CAN, store, TapClock()) == NotRead(ReadFault.NO_READER)
    reader.plug(there=True)
    assert not isinstance(read_card(reader, BY_CAN, store, TapClock()), NotRead | Refused)
    reader.remove()
    assert read_card(reader, BY_CAN, store, TapClock()) == NotRead(ReadFault.NO_CARD)


def test_a_card_that_is_too_slow_is_given_up(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    done = tap(make_card("good", home, NOW, plan=plan), store, seconds=2.0)
    assert done.outcome == NotRead(ReadFault.TIMED_OUT)
    assert done.seconds <= 32.0


def test_the_name_is_there_soon(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    card = make_card("good", home, NOW, plan=plan)
    for long_answers in (True, False):
        done = tap(card, store, seconds=SLOW, long_answers=long_answers)
        ((early, at),) = done.early
        assert at < 0.7
        assert (early.photo, early.details) == (None, read(done).details)
        assert done.seconds < 2.0
    assert tap(card, store, seconds=SLOW, photo=False).seconds < 0.7


def test_a_photograph_that_was_swapped(home: Authority, store: TrustStore, plan: CardPlan, photo: bytes) -> None:
    card = make_card("good", home, NOW, plan=plan)
    contents = card._contents
    swapped = bytearray(contents.files[files.data_group(2)])
    swapped[-1] ^= 1
    held = {**contents.files, files.data_group(2): bytes(swapped)}
    done = tap(type(card)(replace(contents, files=held)), store)
    assert refusal(done.outcome) == (Refusal.ALTERED, PassiveReason.DATA)
    assert len(done.early) == 1


def test_a_large_photograph_is_read_to_its_end(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    large = b"\xff\xd8\xff" + bytes(range(256)) * 200
    card = make_card("good", home, NOW, plan=replace(plan, photo=large))
    for long_answers in (True, False):
        done = read(tap(card, store, long_answers=long_answers))
        assert done.photo is not None
        assert (done.photo.media_type, bytes(done.photo.data)) == ("image/jpeg", large)


def test_a_photograph_is_not_kept(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    done = read(tap(make_card("good", home, NOW, plan=plan), store))
    photo = done.photo
    assert photo is not None
    for keep in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            keep(photo)
    with Image.open(io.BytesIO(photo.data)) as picture:
        assert picture.size == (300, 400)
    photo.wipe()
    assert len(photo.data) == 0


def test_nothing_of_a_person_is_printed(home: Authority, store: TrustStore, plan: CardPlan) -> None:
    done = read(tap(make_card("good", home, NOW, plan=plan), store))
    printed = repr((done, done.mrz, done.details, done.checks, done.photo, BY_CAN, BY_MRZ, BY_MRZ.mrz))
    for secret in (HOLDER.number, HOLDER.number[-6:], HOLDER.born, HOLDER.name, "NGUYEN", "Hà Đông"):
        assert secret not in printed
