"""The dossier as bytes: the same dossier gives the same bytes, and nothing but such bytes is read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.clock import HANOI
from kiosk.errors import ProtocolError
from kiosk.procedures.model import Guide
from kiosk.procedures.receipt import HEADING, lookup_slip
from kiosk.procedures.rehearsal import rehearse
from kiosk.procedures.submission import Circumstances, Submission, build, moment, read
from kiosk.procedures.wizard import Wizard
from tests.procedures.samples import ADDRESS, CONTEXT, PAGE, at_review, give, on, real_guides

NOW = moment(datetime(2026, 11, 24, 8, 30, tzinfo=HANOI))
CIRCUMSTANCES = Circumstances(
    draft_id="draft",
    lookup_code="K7F3-29QD-4M",
    machine="01",
    started_at=NOW,
    declared_at=NOW,
    submitted_at=NOW,
    who_for="me",
    typed_by="resident",
    read_back=False,
)
UNKNOWN = {"missing": "unknown"}


def finished(**more: object) -> Wizard:
    wizard = on(at_review(**more))
    while wizard.position != "notice":
        wizard = on(give(wizard, declaration=True) if wizard.position == "declaration" else wizard)
    return on(give(wizard, notice=["again"]))


def sent(**more: object) -> Submission:
    return read(build(finished(**more), CIRCUMSTANCES))


def test_it_says_what_was_answered_under_which_words() -> None:
    answers = {answer.key: answer for answer in sent().answers}
    assert answers["case.kind"].value == "parent"
    assert (answers["case.kind"].label, answers["case.kind"].text) == ("Cần làm gì?", "Cha mẹ")
    assert answers["me.phone"].value == {"missing": "skipped"}
    assert (answers["parent.name"].value, answers["parent.name"].copied_from) == ("Lò Thị Mai", "me.name")
    assert answers["parent.name"].label == "Tên cha mẹ"
    assert not {"declaration", "notice", "review", "papers"} & answers.keys()


def test_it_names_what_the_officer_has_to_ask() -> None:
    submission = sent(me__number=UNKNOWN, me__home=ADDRESS)
    assert submission.to_ask == ["me.number"]
    assert submission.receiver == "Công an xã Bản Bo"


def test_it_lists_documents_with_their_pages() -> None:
    pages = [PAGE, PAGE[::-1]]
    documents = {each.key: each for each in sent(case__true=["far"], papers__birth=pages).documents}
    assert (documents["birth"].purpose, documents["birth"].pages) == ("submit", pages)
    assert (documents["card"].purpose, documents["card"].pages) == ("show", [])


def test_declaration_notice_and_choices_keep_their_words() -> None:
    submission = sent()
    assert (submission.declaration.text, submission.declaration.version) == ("Tôi cam đoan", "1")
    assert submission.notice.text == ["Ai xử lý"]
    assert [(choice.key, choice.chosen, choice.label) for choice in submission.notice.choices] == [
        ("again", True, "Dùng lại")
    ]


def test_an_answer_to_a_question_that_is_hidden_now_stays_behind() -> None:
    wizard = give(at_review(me__number=UNKNOWN, me__home=ADDRESS), me__number="012302000007")
    wizard = on(give(on(wizard), declaration=True), 2)
    assert "Bản Nà Luồng" not in build(wizard, CIRCUMSTANCES).decode()


def test_what_a_resident_said_is_in_no_representation() -> None:
    wizard = finished(me__number=UNKNOWN, me__home=ADDRESS)
    told = repr((wizard, wizard.review(), wizard.answer("me.name", "Lò Thị Hoa"), read(build(wizard, CIRCUMSTANCES))))
    for private in ("Lò Thị Hoa", "Bản Nà Luồng", "05/09/2002", "2002-09-05 "):
        assert private not in told


def test_only_a_finished_wizard_is_submitted() -> None:
    with pytest.raises(ValueError, match="at its end"):
        build(at_review(), CIRCUMSTANCES)


def test_a_moment_needs_its_offset() -> None:
    assert NOW == "2026-11-24T08:30:00+07:00"
    with pytest.raises(ValueError, match="offset"):
        moment(datetime(2026, 11, 24, 8, 30))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("guide", real_guides(), ids=lambda guide: str(guide.code))
def test_every_guide_gives_a_dossier_that_reads_back(guide: Guide) -> None:
    wizard = rehearse(guide, CONTEXT).wizard
    data = build(wizard, CIRCUMSTANCES)
    assert data == build(replace(wizard), CIRCUMSTANCES)
    submission = read(data)
    assert submission.procedure.code == guide.code
    asked = {shown.key for shown in wizard.steps() if shown.key in wizard.facts()}
    said = {answer.key for answer in submission.answers}
    assert {
        key for key in asked - said if wizard.flow.by_key[key].step.kind not in {"pages", "declaration", "notice"}
    } == set()


BYTES = build(finished(me__number=UNKNOWN, me__home=ADDRESS), CIRCUMSTANCES)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, part in inner for deeper in paths(part, (*path, key)))]


@settings(max_examples=60)
@given(st.sampled_from(paths(json.loads(BYTES))[1:]), st.sampled_from(["drop", "add", "float", "null"]))
def test_any_other_shape_is_refused(path: tuple[Any, ...], harm: str) -> None:
    body = json.loads(BYTES)
    parent = body
    for key in path[:-1]:
        parent = parent[key]
    if harm == "add" and isinstance(parent[path[-1]], dict):
        parent[path[-1]]["Unknown"] = 1
    elif harm == "drop" and isinstance(parent, dict) and "province_name" not in parent and "missing" not in parent:
        del parent[path[-1]]
    else:
        parent[path[-1]] = 1.5 if harm == "float" else None
    with pytest.raises(ProtocolError):
        read(json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"\xff", BYTES + b" ", BYTES[:-1], json.dumps(json.loads(BYTES)).encode(), b"[" * 100_000],
)
def test_bytes_that_are_no_submission_are_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError) as caught:
        read(data)
    assert "Lò Thị Mai" not in str(caught.value)


def test_the_slip_says_what_is_true_and_names_nobody() -> None:
    wizard = finished(me__number=UNKNOWN, me__home=ADDRESS, case__true=["far"], papers__birth=[PAGE, PAGE[::-1]])
    slip = lookup_slip(wizard, "K7F3-29QD-4M", datetime(2026, 11, 24, tzinfo=HANOI), machine="01", demo=True)
    assert slip.heading == HEADING == "PHIẾU TRA CỨU – KHÔNG THAY GIẤY TIẾP NHẬN"
    assert [(document.label, document.pages) for document in slip.documents] == [("Giấy thử", 2)]
    assert slip.to_show == ("Thẻ",)
    assert slip.demo
    for private in ("Lò Thị Mai", "2002", "05/09", "Bản Nà Luồng", "03424"):
        assert private not in repr(slip)


def test_the_slip_names_a_document_that_is_still_to_be_brought() -> None:
    wizard = finished(case__true=["far"], papers__birth={"missing": "skipped"})
    slip = lookup_slip(wizard, "K7F3-29QD-4M", datetime(2026, 11, 24, tzinfo=HANOI), machine="01", demo=False)
    assert (slip.documents, slip.missing_documents) == ((), ("Giấy thử",))
