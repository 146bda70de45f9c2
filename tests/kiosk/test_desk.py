"""What happens to a dossier on this machine, with a real store, real papers and real keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.bootstrap import Kiosk, open_kiosk
from kiosk.clock import VirtualClock
from kiosk.config import Config, GatewayConfig
from kiosk.devices import sample_papers
from kiosk.outcomes import AskDigits, Found, KeptPage, NotFound
from kiosk.papers.faults import PaperFault
from kiosk.procedures.lookup_code import CodeFault
from kiosk.procedures.rehearsal import rehearse
from kiosk.procedures.submission import read
from kiosk.session import Session
from kiosk.sync.keys import format_gateway_keys
from kiosk.sync.sealing import Sealed, SealRefused
from offline_cache.drafts import Draft
from offline_cache.proofs import Wait, Wrong
from tests.sync.fake_gateway import KeySet

CANARY = "Nguyễn Thị Chim Hoàng Yến"


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    """A kiosk whose gateway is elsewhere: its public keys are pinned."""
    (tmp_path / "gateway.pub.json").write_bytes(format_gateway_keys(KeySet("demo").public))
    config = Config(tmp_path, gateway=GatewayConfig("http://127.0.0.1:9", "gateway.pub.json", embedded=False))
    opened = open_kiosk(config, VirtualClock(tmp_path / "clock"))
    yield opened
    opened.close()


def begun(kiosk: Kiosk) -> Session:
    guide = kiosk.library.load("1.001193")
    assert guide is not None
    session = kiosk.desk.begin(guide)
    assert isinstance(session, Session)
    return session


def finished(kiosk: Kiosk) -> Session:
    """A birth by the guide's own examples, its one paper photographed."""
    session = begun(kiosk)
    page = kiosk.desk.add_page(session, sample_papers.photograph("birth-paper"))
    assert isinstance(page, KeptPage)
    wizard = rehearse(session.wizard.guide, session.wizard.context).wizard
    wizard = wizard.answer("child.full_name", CANARY).wizard
    shown = next(each for each in wizard.steps() if each.step.kind == "pages")
    wizard = replace(wizard.answer(shown.key, [page.id]).wizard, position=wizard.steps()[-1].key)
    wizard = wizard.advance().wizard
    assert wizard.at_end
    return session.standing(wizard)


def test_a_dossier_is_on_the_disk_before_anything_is_typed(kiosk: Kiosk) -> None:
    session = begun(kiosk)
    found = kiosk.store.drafts.find(session.lookup_code)
    assert found is not None
    assert found.id == session.draft_id


def test_a_draft_without_a_number_opens_by_its_code(kiosk: Kiosk) -> None:
    session = begun(kiosk).typing("child.full_name", "Ngu")
    kiosk.desk.keep(session)
    opened = kiosk.desk.resume(session.lookup_code.lower().replace("-", " "), "")
    assert isinstance(opened, Session)
    assert opened.pending == {"child.full_name": "Ngu"}


def test_a_draft_with_a_number_asks_for_its_last_digits_and_stops_guessing(kiosk: Kiosk) -> None:
    session = begun(kiosk)
    session = session.standing(session.wizard.answer("applicant.number", "001192000123").wizard)
    kiosk.desk.keep(session)
    assert kiosk.desk.resume(session.lookup_code, "") == AskDigits()
    assert kiosk.desk.resume(session.lookup_code, "9999") == Wrong(left=4)
    assert isinstance(kiosk.desk.resume(session.lookup_code, "0123"), Session)
    for _ in range(5):
        kiosk.desk.resume(session.lookup_code, "9999")
    assert isinstance(kiosk.desk.resume(session.lookup_code, "0123"), Wait)


def test_the_card_finds_the_draft_whose_code_was_forgotten(kiosk: Kiosk) -> None:
    session = begun(kiosk)
    kiosk.desk.keep(session.standing(session.wizard.answer("applicant.number", "001192000123").wizard))
    opened = kiosk.desk.resume_by_card("001192000123")
    assert isinstance(opened, Session)
    assert opened.lookup_code == session.lookup_code
    assert kiosk.desk.resume_by_card("001192000124") == NotFound()


@pytest.mark.parametrize(("typed", "outcome"), [("", CodeFault.EMPTY), ("K7", CodeFault.SHORT), ("K7F3-29QD-4M", None)])
def test_a_code_that_is_none_or_not_here(kiosk: Kiosk, typed: str, outcome: CodeFault | None) -> None:
    found = kiosk.desk.resume(typed, "")
    assert found == outcome if outcome else isinstance(found, NotFound | CodeFault)


def test_pages_are_kept_turned_replaced_and_thrown_away(kiosk: Kiosk) -> None:
    session = begun(kiosk)
    page = kiosk.desk.add_page(session, sample_papers.photograph("birth-paper"))
    assert isinstance(page, KeptPage)
    turned = kiosk.desk.turn_page(session, page.id)
    assert turned is not None
    assert turned.id == page.id
    again = kiosk.desk.add_page(session, sample_papers.photograph("dark"), page.id)
    assert isinstance(again, KeptPage)
    assert again.remarks
    assert kiosk.desk.look_at(page.id).startswith(b"\xff\xd8")
    kiosk.desk.drop_page(page.id)
    assert kiosk.desk.pages((page.id,)) == ()


def test_a_file_that_is_no_paper_is_refused_with_its_reason(kiosk: Kiosk) -> None:
    assert kiosk.desk.add_page(begun(kiosk), b"MZ not a picture") == PaperFault.WRONG_TYPE


def test_sealing_takes_the_draft_away_and_leaves_nothing_readable(kiosk: Kiosk, tmp_path: Path) -> None:
    session = finished(kiosk)
    sealed = kiosk.desk.seal(session)
    assert isinstance(sealed, Sealed)
    assert kiosk.store.drafts.find(session.lookup_code) is None
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert CANARY.encode() not in everything
    assert isinstance(kiosk.desk.look_up(session.lookup_code), Found)
    assert isinstance(kiosk.desk.resume(session.lookup_code, ""), Found)


def test_a_second_tap_seals_nothing_twice(kiosk: Kiosk) -> None:
    session = finished(kiosk)
    first, second = kiosk.desk.seal(session), kiosk.desk.seal(session)
    assert isinstance(first, Sealed)
    assert isinstance(second, Sealed)
    assert second.again
    assert len(kiosk.store.outbox.all()) == 1


def test_a_paper_that_is_gone_refuses_the_seal_and_keeps_the_draft(kiosk: Kiosk) -> None:
    session = finished(kiosk)
    kiosk.desk.keep(session)
    for page_id in kiosk.store.pages.list(session.draft_id):
        kiosk.desk.drop_page(page_id)
    assert kiosk.desk.seal(session) == SealRefused("incomplete")
    assert kiosk.store.drafts.find(session.lookup_code) is not None


def test_a_draft_looked_up_is_told_to_be_one(kiosk: Kiosk) -> None:
    session = begun(kiosk)
    assert isinstance(kiosk.desk.look_up(session.lookup_code), Draft)


def test_a_power_cut_with_a_draft_is_noticed_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "gateway.pub.json").write_bytes(format_gateway_keys(KeySet("demo").public))
    config = Config(tmp_path, gateway=GatewayConfig("http://127.0.0.1:9", "gateway.pub.json", embedded=False))
    first = open_kiosk(config)
    begun(first)
    first.store.close()  # no goodbye: as after a power cut
    second = open_kiosk(config)
    assert second.interrupted
    second.close()
    third = open_kiosk(config)
    assert not third.interrupted
    third.close()


def test_what_is_sealed_reads_back_as_it_was_answered(kiosk: Kiosk) -> None:
    from kiosk.procedures.submission import build  # noqa: PLC0415

    session = finished(kiosk)
    read_back = read(build(session.wizard, kiosk.desk._circumstances(session)))
    named = {answer.key: answer.value for answer in read_back.answers}
    assert named["child.full_name"] == CANARY
    assert read_back.circumstances.lookup_code == session.lookup_code
