"""A document's pages before the camera and from a stick: each in its own document, troubles told with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.devices.ports import Failed, Missing, Unplugged
from tests.kiosk.service_point import RESIDENCE, photograph
from tests.sync.dossiers import pdf
from tests.ui.resident import Resident

BY_LETTER = {"owner.consent": "letter"}


@pytest.fixture
def before_the_camera(resident: Resident) -> Resident:
    resident.begin()
    resident.walk_to("papers.birth")
    return resident


def pages(resident: Resident) -> list[str]:
    return [row.key for row in resident.models.papers.pages.rows]


def test_a_photograph_is_a_page_at_once(before_the_camera: Resident) -> None:
    resident = before_the_camera
    resident.photograph()
    (row,) = resident.models.papers.pages.rows
    assert row.number == 1
    assert row.source.startswith("image://memory/")
    assert row.note
    assert resident.models.papers.props.count_text == "1 trang"
    assert resident.wizard.answers["papers.birth"] == [row.key]
    assert resident.on_disk(lambda store: store.pages.list(resident.session.draft_id)) == (row.key,)


def test_pages_are_seen_large_turned_taken_again_and_thrown_away(before_the_camera: Resident) -> None:
    resident = before_the_camera
    resident.photograph()
    resident.photograph()
    first, second = pages(resident)
    act = resident.models.papers.act
    act("look", first)
    resident.settle()
    assert resident.models.papers.props.large == first
    large = resident.models.papers.props.large_source
    act("turn", first)
    resident.settle()
    assert resident.models.papers.props.large_source != large
    act("retake", first)
    resident.settle()
    assert pages(resident) == [first, second]
    act("remove", first)
    resident.settle()
    assert pages(resident) == [second]
    assert resident.models.papers.props.large == ""
    assert resident.on_disk(lambda store: store.pages.list(resident.session.draft_id)) == (second,)


def test_the_last_page_thrown_away_is_no_answer(before_the_camera: Resident) -> None:
    resident = before_the_camera
    resident.photograph()
    resident.models.papers.act("remove", pages(resident)[0])
    resident.settle()
    resident.models.step.next()
    assert resident.here == "papers.birth"
    assert resident.models.step.props.faulty


def test_no_more_pages_than_a_document_may_have(before_the_camera: Resident) -> None:
    resident = before_the_camera
    for _ in range(4):
        assert resident.models.papers.props.can_add
        resident.photograph()
    assert not resident.models.papers.props.can_add
    resident.photograph()
    assert len(pages(resident)) == 4
    assert len(resident.wizard.answers["papers.birth"]) == 4  # type: ignore[arg-type]  # a list of page ids


def test_a_second_tap_while_the_camera_works_takes_one_photograph(before_the_camera: Resident) -> None:
    resident = before_the_camera
    with resident.held("device"):
        resident.models.papers.act("capture", "")
        assert resident.models.papers.props.working
        resident.models.papers.act("capture", "")
    assert len(pages(resident)) == 1
    assert not resident.models.papers.props.working


def test_a_photograph_belongs_to_the_document_it_was_taken_for(resident: Resident) -> None:
    """The resident goes on while the camera still works; the next question is another document."""
    resident.begin(RESIDENCE)
    resident.walk_to("papers.dwelling", BY_LETTER)
    resident.photograph()
    (first,) = pages(resident)
    with resident.held("device"):
        resident.models.papers.act("capture", "")
        resident.models.step.next()
        assert resident.here == "papers.consent"
    resident.settle()
    assert "papers.consent" not in resident.wizard.answers
    assert pages(resident) == []
    assert not resident.models.papers.props.working
    answer = resident.wizard.answers["papers.dwelling"]
    assert isinstance(answer, list)
    assert answer[0] == first
    assert len(answer) == 2


@pytest.mark.parametrize("status", [Unplugged(), Missing(), Failed("no picture")])
def test_a_camera_that_is_not_there_is_told_with_another_way(
    before_the_camera: Resident, status: Unplugged | Missing | Failed
) -> None:
    resident = before_the_camera
    resident.camera.become(status)
    resident.photograph()
    assert "USB" in resident.models.papers.props.trouble
    assert not resident.models.papers.props.working
    assert resident.models.papers.props.camera == (status != Missing())


def test_a_camera_that_fails_can_be_tried_again(before_the_camera: Resident, tmp_path: Path) -> None:
    resident = before_the_camera
    torn = tmp_path / "torn.png"
    torn.write_bytes(b"torn")
    resident.camera.look_at(torn)
    resident.photograph()
    assert "Camera chưa chụp được" in resident.models.papers.props.trouble
    resident.camera.look_at("birth-paper")
    resident.photograph()
    assert resident.models.papers.props.trouble == ""
    assert len(pages(resident)) == 1


def test_a_file_from_a_stick_becomes_a_page(before_the_camera: Resident, tmp_path: Path) -> None:
    resident = before_the_camera
    resident.models.papers.act("files", "")
    resident.settle()
    assert "Chưa thấy USB" in resident.models.papers.props.trouble
    (tmp_path / "giay.jpg").write_bytes(photograph())
    (tmp_path / "ban.pdf").write_bytes(pdf(2))
    resident.stick.insert([tmp_path / "giay.jpg", tmp_path / "ban.pdf"])
    for name in ("giay.jpg", "ban.pdf"):
        resident.models.papers.act("files", "")
        resident.settle()
        assert resident.models.papers.props.choosing_file
        key = next(row.key for row in resident.models.papers.entries.rows if row.title == name)
        resident.models.papers.act("take", key)
        resident.settle()
        assert not resident.models.papers.props.choosing_file
    assert len(pages(resident)) == 2


def test_a_stick_with_nothing_on_it_and_a_file_that_is_gone_are_told(
    before_the_camera: Resident, tmp_path: Path
) -> None:
    resident = before_the_camera
    resident.stick.insert([])
    resident.models.papers.act("files", "")
    resident.settle()
    assert "không có ảnh" in resident.models.papers.props.trouble
    (tmp_path / "giay.jpg").write_bytes(photograph())
    resident.stick.insert([tmp_path / "giay.jpg"])
    resident.models.papers.act("files", "")
    resident.settle()
    (tmp_path / "giay.jpg").unlink()
    resident.models.papers.act("take", resident.models.papers.entries.rows[0].key)
    resident.settle()
    assert "Cắm lại USB" in resident.models.papers.props.trouble
    assert not resident.models.papers.props.working
    assert pages(resident) == []


def test_a_file_that_is_no_paper_says_what_to_do(before_the_camera: Resident, tmp_path: Path) -> None:
    resident = before_the_camera
    (tmp_path / "giay.jpg").write_bytes(b"\xff\xd8\xff\xe0 torn")
    resident.stick.insert([tmp_path / "giay.jpg"])
    resident.models.papers.act("files", "")
    resident.settle()
    resident.models.papers.act("take", resident.models.papers.entries.rows[0].key)
    resident.settle()
    assert "bị hỏng" in resident.models.papers.props.trouble
    assert "papers.birth" not in resident.wizard.answers


def test_pages_taken_before_are_shown_again(before_the_camera: Resident) -> None:
    resident = before_the_camera
    resident.photograph()
    code = resident.session.lookup_code
    resident.go_home()
    resident.settle()
    assert resident.pictures == 0
    resident.look_up("resume", code, "0007")
    resident.settle()
    (row,) = resident.models.papers.pages.rows
    assert row.source.startswith("image://memory/")
