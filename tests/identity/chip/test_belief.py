"""What is believed after a read: frozen, without the person, and said in words that claim no more than was checked."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace

import pytest

from kiosk.devices.software_card.authority import Authority
from kiosk.devices.software_card.making import CardKind, CardPlan, make_card
from kiosk.identity.chip.belief import Belief, Standing, belief_of, words_of, words_of_fault
from kiosk.identity.chip.keys import CardKey, can_of, key_of
from kiosk.identity.chip.originality import Originality
from kiosk.identity.chip.outcomes import ChipRead, NotRead, Refusal, Refused
from kiosk.identity.chip.passive import PassiveReason, PassiveResult
from kiosk.identity.chip.stopped import ReadFault
from kiosk.identity.chip.trust import TrustStore
from kiosk.phrases import say
from kiosk.procedures.canonical import canonical
from tests.identity.chip.taps import BY_MRZ, HOLDER, NOW, tap


@pytest.fixture(scope="module")
def good(home: Authority, store: TrustStore, photo: bytes) -> ChipRead:
    outcome = tap(make_card("good", home, NOW, plan=CardPlan(photo=photo)), store).outcome
    assert isinstance(outcome, ChipRead)
    return outcome


def test_a_genuine_card_is_recorded_check_by_check(good: ChipRead) -> None:
    belief = belief_of(good)
    assert belief.record() == {
        "method": "chip",
        "at": "2026-11-24T16:00:00+07:00",
        "access": "pace_can",
        "passive": "genuine",
        "passive_reason": "checked",
        "active": "proven",
        "chip": "proven",
        "authorities": "7",
        "standing": "genuine",
        "refused": "",
    }
    assert say(words_of(good)) == "Thẻ thật – đã kiểm tra"
    with pytest.raises(dataclasses.FrozenInstanceError):
        belief.refused = Refusal.ALTERED  # type: ignore[misc]


def test_the_record_holds_nothing_of_the_person(good: ChipRead) -> None:
    written = canonical(belief_of(good).record()).decode() + repr(belief_of(good))
    for secret in (HOLDER.number, HOLDER.number[-6:], HOLDER.born, HOLDER.name, "NGUYEN", "jp2"):
        assert secret not in written
    assert json.loads(canonical(belief_of(good).record())) == belief_of(good).record()


@pytest.mark.parametrize(
    ("reason", "active", "chip", "standing"),
    [
        (PassiveReason.CHECKED, Originality.PROVEN, Originality.NOT_OFFERED, Standing.GENUINE),
        (PassiveReason.CHECKED, Originality.UNSUPPORTED, Originality.PROVEN, Standing.GENUINE),
        (PassiveReason.CHECKED, Originality.NOT_OFFERED, Originality.NOT_OFFERED, Standing.DATA_ONLY),
        (PassiveReason.CHECKED, Originality.UNSUPPORTED, Originality.NOT_OFFERED, Standing.DATA_ONLY),
        (PassiveReason.NO_STORE, Originality.PROVEN, Originality.PROVEN, Standing.UNCHECKED),
        (PassiveReason.OUT_OF_DATE, Originality.PROVEN, Originality.PROVEN, Standing.UNCHECKED),
        (PassiveReason.NO_SECURITY_OBJECT, Originality.NOT_OFFERED, Originality.NOT_OFFERED, Standing.UNCHECKED),
    ],
)
def test_how_far_a_card_is_believed(
    good: ChipRead, reason: PassiveReason, active: Originality, chip: Originality, standing: Standing
) -> None:
    checks = replace(good.checks, passive=PassiveResult(reason), active=active, chip=chip)
    assert Belief(checks).standing is standing
    assert words_of(replace(good, checks=checks)) == f"chip.standing.{standing.value}"


def test_an_unknown_issuer_is_said_as_it_is(home: Authority, photo: bytes) -> None:
    outcome = tap(make_card("good", home, NOW, plan=CardPlan(photo=photo)), None).outcome
    assert say(words_of(outcome)) == "Đọc được thẻ. Máy chưa kiểm tra được nơi cấp; cán bộ sẽ đối chiếu."
    assert isinstance(outcome, ChipRead)
    assert belief_of(outcome).record()["authorities"] == ""


@pytest.mark.parametrize(
    ("kind", "why"), [("altered", Refusal.ALTERED), ("cloned", Refusal.COPIED), ("foreign", Refusal.FOREIGN)]
)
def test_a_refused_card_is_a_note_without_data(
    home: Authority, store: TrustStore, photo: bytes, kind: CardKind, why: Refusal
) -> None:
    outcome = tap(make_card(kind, home, NOW, plan=CardPlan(photo=photo)), store).outcome
    assert isinstance(outcome, Refused)
    record = belief_of(outcome).record()
    assert (record["standing"], record["refused"]) == ("refused", why.value)
    assert belief_of(outcome).standing is None
    assert say(words_of(outcome))


@pytest.mark.parametrize("fault", ReadFault, ids=lambda fault: fault.value)
def test_every_fault_has_a_cause_and_a_next_step(fault: ReadFault) -> None:
    words = say(words_of(NotRead(fault)))
    assert words == say(words_of_fault(fault))
    assert words.count(". ") >= 1
    assert words.endswith(".")


@pytest.mark.parametrize(("places", "can"), [("7-12", "012345"), ("1-6", "001099"), ("4-9", "099012"), ("none", "")])
def test_the_digits_that_open_a_card_are_a_setting(places: str, can: str) -> None:
    assert can_of(HOLDER.number, places) == can
    assert key_of(HOLDER.number, places=places) == CardKey(can)


def test_the_key_comes_from_the_number_the_lines_or_both() -> None:
    lines = "\n".join(HOLDER.lines()[start : start + 30] for start in (0, 30, 60))
    assert key_of(lines=lines) == BY_MRZ
    assert key_of(HOLDER.number, lines) == CardKey("012345", BY_MRZ.mrz)
