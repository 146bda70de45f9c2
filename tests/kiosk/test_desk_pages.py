"""Pages at the desk: photographs and files kept encrypted, shown, turned, replaced and refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from kiosk.outcomes import KeptPage
from kiosk.papers.faults import PaperFault
from kiosk.papers.quality import Remark
from kiosk.session import Session
from kiosk.sync.sealing import Sealed, SealRefused
from tests.kiosk.service_point import BIRTH, ServicePoint, answered, photograph
from tests.sync.dossiers import pdf


def kept(point: ServicePoint, session: Session, data: bytes, replacing: str = "") -> KeptPage:
    page = point.desk.add_page(session, data, replacing)
    assert isinstance(page, KeptPage)
    return page


def shape(jpeg: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(jpeg)) as picture:
        return picture.size


def png() -> bytes:
    out = BytesIO()
    with Image.open(BytesIO(photograph())) as picture:
        picture.convert("RGBA").save(out, "PNG")
    return out.getvalue()


def test_a_good_page_needs_no_remark_and_is_shown_small_and_large(point: ServicePoint) -> None:
    page = kept(point, point.begin(), photograph())
    assert page.remarks == ()
    assert max(shape(page.thumbnail)) <= 480
    assert max(shape(point.desk.look_at(page.id))) > 1000


def test_a_dark_page_is_kept_and_told(point: ServicePoint) -> None:
    with Image.open(BytesIO(photograph())) as picture:
        out = BytesIO()
        picture.point(lambda grey: grey // 5).save(out, "JPEG")
    assert Remark.DARK in kept(point, point.begin(), out.getvalue()).remarks


def test_nothing_of_a_page_lies_readable_on_the_disk(point: ServicePoint) -> None:
    page = kept(point, point.begin(), photograph())
    jpeg = point.desk.look_at(page.id)
    written = b"".join(path.read_bytes() for path in point.home.rglob("*") if path.is_file())
    assert jpeg[200:260] not in written
    assert b"JFIF" not in written


def test_a_page_taken_again_keeps_its_place(point: ServicePoint) -> None:
    session = point.begin()
    first, second = kept(point, session, photograph("A")), kept(point, session, photograph("B"))
    again = kept(point, session, photograph("C"), first.id)
    assert again.id == first.id
    assert point.store.pages.list(session.draft_id) == (first.id, second.id)
    assert again.thumbnail != first.thumbnail


def test_four_quarters_bring_a_page_back_upright(point: ServicePoint) -> None:
    session = point.begin()
    page = kept(point, session, photograph(size=(1754, 1240)))
    upright = shape(point.desk.look_at(page.id))
    shapes = []
    for _ in range(4):
        turned = point.desk.turn_page(session, page.id)
        assert turned is not None
        shapes.append(shape(turned.thumbnail))
    assert [width > height for width, height in shapes] == [False, True, False, True]
    assert shape(point.desk.look_at(page.id)) == upright


def test_a_png_from_a_stick_becomes_a_page(point: ServicePoint) -> None:
    page = kept(point, point.begin(), png())
    assert point.desk.look_at(page.id).startswith(b"\xff\xd8")


def test_a_pdf_is_kept_as_it_is_with_its_pages(point: ServicePoint) -> None:
    session = point.begin()
    page = kept(point, session, pdf(3))
    assert (page.pages, page.thumbnail, page.remarks) == (3, b"", ())
    assert point.desk.turn_page(session, page.id) is None
    assert point.desk.look_at(page.id) == b""
    assert [each.id for each in point.desk.pages((page.id,))] == [page.id]


def test_a_pdf_and_a_photograph_are_sealed_as_one_document(point: ServicePoint) -> None:
    session = point.fill(BIRTH)
    page = kept(point, session, pdf(2))
    pages = [*point.store.pages.list(session.draft_id)]
    outcome = point.desk.seal(answered(session, "papers.birth", [pages[0], page.id]))
    assert isinstance(outcome, Sealed)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", PaperFault.EMPTY),
        (b"MZ\x90\x00 a program", PaperFault.WRONG_TYPE),
        (b"\xff\xd8\xff\xe0 torn", PaperFault.BROKEN),
        (b"%PDF-1.7 torn", PaperFault.BROKEN),
        (photograph(size=(60, 60)), PaperFault.TOO_SMALL),
    ],
    ids=["empty", "program", "torn jpeg", "torn pdf", "stamp"],
)
def test_a_file_that_is_no_paper_leaves_the_draft_as_it_was(
    point: ServicePoint, data: bytes, fault: PaperFault
) -> None:
    session = point.begin()
    assert point.desk.add_page(session, data) == fault
    assert point.store.pages.list(session.draft_id) == ()
    good = kept(point, session, photograph())
    assert point.desk.add_page(session, data, good.id) == fault
    assert point.desk.look_at(good.id) != b""


def test_a_page_thrown_away_is_gone_and_throwing_it_again_is_fine(point: ServicePoint) -> None:
    session = point.begin()
    page = kept(point, session, photograph())
    point.desk.drop_page(page.id)
    point.desk.drop_page(page.id)
    assert point.desk.look_at(page.id) == b""
    assert point.desk.turn_page(session, page.id) is None
    assert point.desk.pages((page.id,)) == ()
    assert list(point.store.pages.folder.iterdir()) == []


def test_a_page_named_and_not_there_refuses_the_seal(point: ServicePoint) -> None:
    session = point.fill(BIRTH)
    strange = answered(session, "papers.birth", ["f" * 32])
    assert point.desk.seal(strange) == SealRefused("incomplete")
    assert isinstance(point.desk.seal(session), Sealed)


def test_sealing_takes_the_pages_away(point: ServicePoint) -> None:
    session = point.fill(BIRTH)
    assert isinstance(point.desk.seal(session), Sealed)
    assert list(point.store.pages.folder.iterdir()) == []
