"""A session as bytes and back; hostile bytes; the four digits that prove whose dossier it is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.drafting import begin, from_bytes, to_bytes
from kiosk.errors import ProtocolError
from kiosk.procedures.context import Context
from kiosk.session import MAX_PENDING, Session, WhoFor, applicant_number, proof_digits
from tests.guides.walking import guide
from tests.kiosk.service_point import BIRTH, MORNING, OFFICE, RESIDENCE, filled

CONTEXT = Context(MORNING.date(), OFFICE)
CODE = "K7F3-29QD-4M"
DRAFT = "01932f00-0000-7000-8000-000000000001"


def at_the_start(code: str = BIRTH) -> Session:
    return begin(guide(code), CONTEXT, DRAFT, CODE, MORNING)


def again(session: Session) -> Session:
    return from_bytes(to_bytes(session), session.wizard.guide, CONTEXT, session.draft_id, session.lookup_code)


def hostile(**changes: object) -> bytes:
    """A draft of ours with parts of it exchanged."""
    return json.dumps({**json.loads(to_bytes(at_the_start())), **changes}).encode("utf-8")


def read(data: bytes) -> Session:
    return from_bytes(data, guide(BIRTH), CONTEXT, DRAFT, CODE)


@pytest.mark.parametrize("code", [BIRTH, RESIDENCE])
def test_a_finished_dossier_comes_back_as_it_was(code: str) -> None:
    session = replace(at_the_start(code).standing(filled(code)), who_for="together", declared_at=MORNING)
    back = again(session)
    assert back == session.standing(back.wizard)
    assert back.wizard == replace(session.wizard, at_end=False)  # handing in is asked for anew
    assert back.wizard.facts() == session.wizard.facts()


@given(
    who=st.sampled_from(["", "me", "child", "other", "together"]),
    pending=st.dictionaries(st.sampled_from(["child.full_name", "applicant.born"]), st.text(max_size=40)),
)
def test_what_is_half_typed_comes_back_too(who: WhoFor, pending: dict[str, str]) -> None:
    session = replace(at_the_start(), who_for=who)
    for key, text in pending.items():
        session = session.typing(key, text)
    assert again(session) == session
    assert again(session).pending == pending


def test_a_field_holds_so_much_and_no_more() -> None:
    session = at_the_start().typing("child.full_name", "A" * (MAX_PENDING + 1))
    assert len(session.pending["child.full_name"]) == MAX_PENDING
    assert session.without_pending("child.full_name").pending == {}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\x00",
        b"{" * 40_000,
        b"[" * 40_000,
        to_bytes(at_the_start())[:-9],
        hostile(format=2),
        hostile(format=None),
        hostile(wizard=None),
        hostile(wizard="{}"),
        hostile(wizard={"code": BIRTH}),
        hostile(wizard="\ud800"),
        hostile(started_at="yesterday"),
        hostile(started_at=7),
        hostile(pending=3),
        hostile(pending=["child.full_name"]),
        hostile(pending={"child.full_name": 3}),
        hostile(who_for="everybody"),
        hostile(who_for=["me"]),
        to_bytes(at_the_start(RESIDENCE)),
    ],
    ids=range(22),
)
def test_hostile_bytes_are_told_and_never_believed(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        read(data)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        read(data)


def test_what_is_wrong_with_a_draft_names_nothing_that_was_typed() -> None:
    damaged = to_bytes(at_the_start().typing("child.full_name", "Nguyễn Thị Kín"))[:-9]
    with pytest.raises(ProtocolError) as caught:
        read(damaged)
    assert "Kín" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("answers", "digits"),
    [
        ({"applicant.number": "012302000007"}, "0007"),
        (
            {
                "applicant.number": {"missing": "none"},
                "applicant.paper": "passport",
                "applicant.phone": "0912345678",
            },
            "5678",
        ),
    ],
)
def test_the_digits_are_those_of_the_number_else_of_the_phone(answers: dict[str, object], digits: str) -> None:
    session = at_the_start().standing(filled(BIRTH, answers))
    assert proof_digits(session) == digits


def test_before_either_is_known_there_are_no_digits() -> None:
    assert proof_digits(at_the_start()) == ""
    assert applicant_number(at_the_start()) == ""


def test_a_number_on_a_question_that_is_hidden_now_proves_nothing() -> None:
    """The dossier was begun as a birth, then led elsewhere: what is not asked does not count."""
    session = at_the_start().standing(filled(BIRTH))
    changed = session.wizard.answer("case.kind", "copy")
    stopped = session.standing(changed.wizard)
    shown = {step.key for step in stopped.wizard.steps()}
    assert (applicant_number(stopped) != "") == ("applicant.number" in shown)


def test_no_answer_gets_into_a_repr() -> None:
    mother = {"applicant.number": "012399990003", "applicant.full_name": "Lò Thị Kín"}
    session = at_the_start().standing(filled(BIRTH, mother)).typing("child.full_name", "Bé Đáo")
    assert "012399990003" not in repr(session)
    assert "Kín" not in repr(session)
    assert "Đáo" not in repr(session)
