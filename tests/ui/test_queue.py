"""The queue for a volunteer: what waits and why, without a name or a whole code, and tried again at a touch."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.sync.line import LineState
from offline_cache.outbox import Settlement
from tests.kiosk.service_point import MORNING
from tests.kiosk.test_queue_words import ITEM
from ui.queue_view import Queue, QueueScene, derive

if TYPE_CHECKING:
    from offline_cache.store import Store
    from tests.ui.resident import Resident


def open_queue(resident: Resident) -> None:
    resident.models.shell.footer("help")
    resident.models.shell.answer("queue")
    resident.settle()


def texts(resident: Resident) -> str:
    return "\n".join(repr(row) for row in resident.models.queue.rows.rows)


def test_a_volunteer_sees_what_waits_and_nobodys_name_or_code(resident: Resident) -> None:
    code = resident.begin()
    resident.hand_in()
    resident.models.outcome.act("done")
    resident.clock.pass_time(2 * 3600)
    open_queue(resident)
    assert (resident.screen, resident.overlay) == ("queue", "")
    said = texts(resident)
    assert f"Đăng ký khai sinh · {code[:4]}····{code[-2:]}" in said
    assert "đã chờ 2 giờ" in said
    assert "Hồ sơ đang chờ gửi: 1." in said
    assert code not in resident.shown_anywhere()
    assert "Minh An" not in resident.shown_anywhere()
    resident.models.queue.back()
    assert resident.screen == "home"
    assert texts(resident) == ""


def test_what_needs_a_human_stands_there_until_somebody_looked(resident: Resident) -> None:
    code = resident.begin()
    resident.hand_in()
    resident.models.outcome.act("done")

    def stick(store: Store) -> None:
        item = store.outbox.find(code)
        assert item is not None
        store.outbox.settle([Settlement(item.id, "needs_human", "conflict", pending=False, reason="conflict")])

    resident.on_disk(stick)
    open_queue(resident)
    assert "Nơi tiếp nhận có hồ sơ khác mang cùng số" in texts(resident)


def test_try_again_is_said_and_cannot_be_pressed_twice(resident: Resident) -> None:
    open_queue(resident)
    before = resident.models.queue.props
    resident.models.queue.retry()
    assert (before.can_retry, resident.models.queue.props.can_retry) == (True, False)
    assert "Vừa bấm «Gửi lại ngay»" in texts(resident)
    resident.qtbot.waitUntil(lambda: resident.models.queue.props.can_retry, timeout=10_000)
    assert "Vừa bấm" not in texts(resident)


def test_in_the_middle_of_a_form_nobody_is_led_away(resident: Resident) -> None:
    resident.begin()
    open_queue(resident)
    assert resident.screen == "step"


def scene(**changes: object) -> QueueScene:
    line = LineState("online", MORNING)
    made = QueueScene(Queue(), {}, line, frozenset(), MORNING + timedelta(hours=1))
    return replace(made, **changes)  # type: ignore[arg-type]  # as a test names them


def test_the_line_comes_first_with_its_cause_and_what_mends_it() -> None:
    (line, counts) = derive(scene(line=LineState("captive", MORNING, "captive")))
    assert line.title == "Chưa gửi được"
    assert line.text == "Từ 08:42. Mạng này bắt đăng nhập trước khi dùng."
    assert line.note.startswith("Đăng nhập mạng này")
    assert counts.text == "Không có hồ sơ nào chờ gửi."
    assert derive(scene())[0].title == "Đường mạng tốt"
    assert derive(scene(line=None))[0].title == "Chưa gửi được"


def test_a_used_up_volume_says_until_when() -> None:
    (line, _) = derive(scene(held_until=MORNING + timedelta(hours=4, minutes=18)))
    assert "gửi tiếp lúc 13:00" in line.text


def test_more_than_can_be_listed_are_counted() -> None:
    queue = Queue((ITEM,), (), (("sealed", 251),), left_out=250)
    rows = derive(scene(queue=queue, sending=frozenset({ITEM.id})))
    assert "Đang gửi" in rows[2].text
    assert "Còn 250 hồ sơ" in rows[3].text
