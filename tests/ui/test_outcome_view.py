"""The state of a dossier as it is shown: one title, one look, one «what now», and never more than is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args, get_type_hints

import pytest

from kiosk.clock import HANOI
from kiosk.outcomes import Found
from kiosk.procedures.receipt import lookup_slip
from kiosk.sync.protocol import Update, encode
from offline_cache.items import Event, Item, State
from offline_cache.messages import Message
from tests.kiosk.service_point import BIRTH, MORNING, filled
from ui.outcome_view import TONES, OutcomeScene, derive
from ui.viewmodels.outcome import OutcomeProps

CODE = "K7F3-29QD-4M"
WORDS = "Thiếu chữ ký của bà Lò Thị Kín."
OFFICE = "Ủy ban nhân dân phường Lê Chân"

# The table of the interface: state, tone, title, and what the words beneath must say.
TABLE = [
    ("sealed", "waiting", "Hồ sơ đang chờ gửi", "CHƯA nhận được"),
    ("sending", "waiting", "Đang gửi", "CHƯA nhận được"),
    ("in_doubt", "waiting", "Đang hỏi lại", "Đừng nộp lần nữa"),
    ("received", "info", "Đã nhận – chờ cán bộ kiểm tra", "Chưa tính ngày hẹn"),
    ("accepted", "accepted", "Cán bộ đã tiếp nhận", "H31-0042"),
    ("processing", "processing", "Đang giải quyết", "Chưa cần làm gì"),
    ("supplement_requested", "plum", "Cần bổ sung hồ sơ", "lý do"),
    ("payment_due", "plum", "Cần nộp lệ phí", "tại quầy"),
    ("refused", "plain", "Không được tiếp nhận", "lý do"),
    ("withdrawn", "mute", "Đã rút hồ sơ", "giấy tờ"),
    ("stopped", "mute", "Dừng giải quyết", "giấy tờ"),
    ("done", "accepted", "Đã có kết quả – mời đến nhận", "Mang theo"),
    ("collected", "accepted", "Đã nhận kết quả", "Hồ sơ đã xong"),
    ("needs_human", "plum", "Cán bộ sẽ xử lý", "08:42"),
]
BEFORE_AN_OFFICER = {"sealed", "sending", "in_doubt", "received", "needs_human"}


def item(state: State, **changes: object) -> Item:
    made = Item(
        id="01932f00-0000-7000-8000-000000000001",
        lookup_code=CODE,
        procedure=BIRTH,
        version="v",
        audience="demo",
        manifest_sha256="aa",
        state=state,
        official=None,
        reason="",
        dossier_code="H31-0042",
        sealed_at=MORNING,
        changed_at=MORNING,
        received_at=None,
        due_on=None,
        pending=True,
        next_at=MORNING,
        attempts=0,
        last_error="",
        in_flight=False,
        purge_at=None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the names are Item's


def scene(state: str, **changes: object) -> OutcomeScene:
    if state == "sending":
        return OutcomeScene(Found(item("sealed", **changes), ()), "Đăng ký khai sinh", sending=True)
    return OutcomeScene(Found(item(state, **changes), ()), "Đăng ký khai sinh")  # type: ignore[arg-type]  # a State


def words(at: datetime = MORNING, message: str = WORDS, reasons: tuple[str, ...] = ()) -> Message:
    update = Update(id=item("sealed").id, dossier_code="", code=5, at=at.isoformat(), message=message, reasons=reasons)
    return Message("m", update.id, at, "5", encode(update))


def test_the_table_knows_every_state() -> None:
    assert {row[0] for row in TABLE} == {*get_args(State), "sending"}
    assert set(TONES) == {*get_args(State), "sending"}


@pytest.mark.parametrize(("state", "tone", "title", "says"), TABLE, ids=[row[0] for row in TABLE])
def test_a_state_has_one_look_and_one_sentence_of_what_now(state: str, tone: str, title: str, says: str) -> None:
    props, _, _, _ = derive(scene(state))
    assert (props.tone, props.title) == (tone, title)
    assert says in props.text
    assert "{" not in props.text
    assert props.icon
    for name, kind in get_type_hints(OutcomeProps).items():
        assert type(getattr(props, name)) is kind, name


@pytest.mark.parametrize("state", [row[0] for row in TABLE])
def test_green_belongs_to_what_an_officer_accepted(state: str) -> None:
    props, _, _, _ = derive(scene(state))
    assert (props.tone in {"accepted", "processing"}) == (state in {"accepted", "processing", "done", "collected"})


@pytest.mark.parametrize("state", [row[0] for row in TABLE])
def test_their_code_is_shown_from_the_acceptance_on_and_the_heading_claims_no_receipt(state: str) -> None:
    props, _, _, _ = derive(scene(state))
    assert props.code == CODE
    assert props.heading == "PHIẾU TRA CỨU – KHÔNG THAY GIẤY TIẾP NHẬN"
    if state in BEFORE_AN_OFFICER - {"needs_human"}:
        assert props.dossier_code == ""
    elif state != "needs_human":
        assert props.dossier_code == "H31-0042"
    assert ("chưa phải Giấy tiếp nhận" in props.strong) == (state in {"sealed", "sending"})


def test_the_day_is_told_when_it_is_known_and_only_then() -> None:
    with_day, _, _, _ = derive(scene("accepted", due_on="2026-11-25"))
    assert with_day.text == "Mã hồ sơ H31-0042; hẹn trả thứ Tư, 25/11/2026."
    without, _, _, _ = derive(scene("accepted"))
    assert without.text == "Mã hồ sơ H31-0042; ngày hẹn trả: hỏi cán bộ."


def test_only_what_waits_is_being_sent() -> None:
    sending = replace(scene("received"), sending=True)
    assert derive(sending)[0].title == "Đã nhận – chờ cán bộ kiểm tra"


def test_the_success_screen_names_the_office_the_papers_and_the_way_on() -> None:
    wizard = filled(BIRTH)
    slip = lookup_slip(wizard, CODE, MORNING, machine="01", demo=True, due="Chậm nhất thứ Tư, 25/11/2026.")
    props, steps, _, _ = derive(replace(scene("sealed"), slip=slip))
    assert props.just_sealed
    assert OFFICE in props.text
    assert props.receiver == OFFICE
    assert props.documents == "1 giấy tờ, 1 trang"
    assert props.sealed_at == "08:42, 24/11/2026"
    assert steps[0].title == "Kết quả: chậm nhất thứ Tư, 25/11/2026."
    assert [row.key for row in steps] == [str(number) for number in range(1, len(steps) + 1)]
    assert "Lò Thị Mai" not in repr(props)


@pytest.mark.parametrize(("state", "reckoned"), [("received", True), ("accepted", False), ("refused", False)])
def test_our_reckoning_gives_way_to_an_officers_word(state: str, reckoned: bool) -> None:
    slip = lookup_slip(filled(BIRTH), CODE, MORNING, machine="01", demo=True, due="Chậm nhất thứ Tư, 25/11/2026.")
    steps = derive(replace(scene(state), slip=slip))[1]
    assert steps[0].title.startswith("Kết quả:") is reckoned
    assert tuple(row.title for row in steps)[reckoned:] == slip.next_steps


def test_what_to_do_next_is_said_also_where_no_day_can_be() -> None:
    slip = lookup_slip(filled(BIRTH), CODE, MORNING, machine="01", demo=True)
    props, steps, _, _ = derive(replace(scene("sealed"), slip=slip, name="Tên dài của Cổng"))
    assert tuple(row.title for row in steps) == slip.next_steps
    assert props.procedure == slip.procedure


def test_no_paper_handed_in_is_said_so() -> None:
    wizard = filled(BIRTH, {"papers.birth": {"missing": "skipped"}})
    slip = lookup_slip(wizard, CODE, MORNING, machine="01", demo=True)
    assert derive(replace(scene("sealed"), slip=slip))[0].documents == "Không có giấy tờ kèm theo"


def test_track_is_not_the_success_screen() -> None:
    props, steps, _, _ = derive(scene("sealed"))
    assert not props.just_sealed
    assert (props.documents, props.receiver, steps) == ("", "", ())
    assert "Cơ quan tiếp nhận CHƯA nhận được" in props.text


def test_an_officers_words_are_there_only_for_whoever_proved_it() -> None:
    unproved = Found(item("supplement_requested"), (), (), proved=False, provable=True)
    props, _, reasons, _ = derive(OutcomeScene(unproved, "Đăng ký khai sinh"))
    assert reasons == ()
    assert props.can_prove
    proved = Found(item("supplement_requested"), (), (words(),), proved=True, provable=True)
    props, _, reasons, _ = derive(OutcomeScene(proved, "Đăng ký khai sinh"))
    assert [row.text for row in reasons] == [WORDS]
    assert not props.can_prove
    assert not derive(scene("received"))[0].can_prove


def test_all_reasons_of_a_message_stand_together_and_the_newest_first() -> None:
    later = MORNING + timedelta(days=1)
    messages = (words(reasons=("Thiếu chữ ký", "Ảnh mờ")), words(later, "Còn thiếu một tờ."), words(message=""))
    _, _, reasons, _ = derive(OutcomeScene(Found(item("refused"), (), messages, proved=True), "Đăng ký khai sinh"))
    assert [row.text for row in reasons] == ["Còn thiếu một tờ.", WORDS, "Thiếu chữ ký", "Ảnh mờ"]
    assert reasons[0].title == "08:42, 25/11/2026"


def test_the_way_so_far_leaves_retries_out() -> None:
    way = ("draft", "sealed"), ("sealed", "sealed"), ("sealed", "in_doubt"), ("in_doubt", "received")
    events = tuple(
        Event(MORNING + timedelta(minutes=number), 0, before, after, "test")
        for number, (before, after) in enumerate((*way, ("received", "received")))
    )
    _, _, _, rows = derive(OutcomeScene(Found(item("received"), events), "Đăng ký khai sinh"))
    assert [row.title for row in rows] == ["Đã nhận – chờ cán bộ kiểm tra", "Đang hỏi lại", "Hồ sơ đang chờ gửi"]
    assert [row.current for row in rows] == [True, False, False]
    assert rows[-1].when == "08:42, 24/11/2026"


def test_a_state_that_a_screen_does_not_know_is_left_out_of_the_way() -> None:
    events = (Event(MORNING, 0, "sealed", "purged", "test"),)
    assert derive(OutcomeScene(Found(item("received"), events), "Đăng ký khai sinh"))[3] == ()


def test_times_are_the_wall_clocks_of_the_country() -> None:
    utc = datetime.fromisoformat("2026-11-24T23:30:00+00:00")
    assert utc.astimezone(HANOI).day == 25
    assert derive(scene("needs_human", sealed_at=utc, changed_at=utc))[0].sealed_at == "06:30, 25/11/2026"
