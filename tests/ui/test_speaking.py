"""«Nghe đọc»: what is heard on each kind of screen, what is not, and when it is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.devices.ports import Failed, Ready, Unplugged
from kiosk.devices.simulated import SimulatedSpeaker
from kiosk.speech.spoken import spoken
from tests.ui.visitor import LEVEL_2

if TYPE_CHECKING:
    from tests.ui.resident import Resident

LEVEL_1 = "1.011410"
NAME = "Nguyễn Thị Minh An"


@pytest.fixture
def speaker(resident: Resident) -> SimulatedSpeaker:
    resident.settle()
    found = resident.app.devices.speaker
    assert isinstance(found, SimulatedSpeaker)
    return found


def press(resident: Resident, answer: str = "") -> None:
    """«Nghe đọc», and what is answered when it is asked what to read."""
    resident.models.shell.footer("read")
    if answer:
        assert resident.overlay.startswith("read_")
        resident.models.shell.answer(f"read:{answer}")


def listen(resident: Resident) -> str:
    return resident.models.shell.props.listen


# ---- when there is a voice ------------------------------------------------------------------------------------------


def test_the_button_is_there_where_there_is_a_voice(resident: Resident, speaker: SimulatedSpeaker) -> None:
    assert listen(resident) == "ready"
    speaker.become(Unplugged())
    resident.begin()
    resident.go_home()
    resident.settle()
    assert listen(resident) == ""
    speaker.become(Ready())
    resident.begin()
    resident.go_home()
    resident.settle()
    assert listen(resident) == "ready"


def test_a_voice_that_breaks_is_told_and_offered_no_longer(resident: Resident, speaker: SimulatedSpeaker) -> None:
    speaker.become(Failed("no sound"))
    press(resident)
    resident.settle()
    assert (listen(resident), resident.overlay) == ("", "no_voice")
    resident.models.shell.answer("close")
    assert resident.overlay == ""


# ---- what is heard --------------------------------------------------------------------------------------------------


def test_a_question_is_heard_with_its_help_and_each_choice_before_it_is_chosen(
    resident: Resident, speaker: SimulatedSpeaker
) -> None:
    resident.begin()
    press(resident)
    assert listen(resident) == "reading"
    assert speaker.has_said("Cần làm gì?")
    for number, row in enumerate(resident.models.step.options.rows, 1):
        assert speaker.has_said(f"Lựa chọn {number}: {row.text}")
    speaker.finish()
    assert listen(resident) == "ready"


def test_what_was_entered_is_heard_only_when_that_is_asked_for(resident: Resident, speaker: SimulatedSpeaker) -> None:
    resident.begin()
    resident.walk_to("child.full_name")
    press(resident)
    assert resident.overlay == ""  # nothing is entered yet: nothing is asked
    assert speaker.has_said("Họ, chữ đệm, tên của bé")
    resident.models.step.type(NAME)
    press(resident)  # silent
    press(resident, "printed")
    assert speaker.has_said("Họ, chữ đệm, tên của bé")
    assert not speaker.has_said(NAME)
    press(resident)
    press(resident, "all")
    assert resident.overlay == ""
    assert speaker.has_said(f"Đã điền: {NAME}")


def test_a_choice_that_was_made_is_as_private_as_what_was_typed(resident: Resident, speaker: SimulatedSpeaker) -> None:
    resident.begin()
    first = resident.models.step.options.rows[0]
    resident.models.step.choose(first.key)
    press(resident, "printed")
    assert not speaker.has_said(f"Đã chọn: {first.text}")
    press(resident)
    press(resident, "all")
    assert speaker.has_said(f"Đã chọn: {first.text}")


def test_what_is_wrong_is_heard(resident: Resident, speaker: SimulatedSpeaker) -> None:
    resident.begin()
    resident.walk_to("child.full_name")
    resident.models.step.next()
    assert resident.rows("faults")
    press(resident)
    assert speaker.has_said("Cần chú ý:")


def test_the_whole_paper_is_heard_at_the_end_and_numbers_stay_masked(
    resident: Resident, speaker: SimulatedSpeaker
) -> None:
    resident.begin()
    resident.walk_to("review")
    press(resident, "printed")
    assert speaker.has_said("Muốn nghe cả phần đã điền")
    assert not speaker.has_said(NAME)
    press(resident)
    press(resident, "all")
    lines = [row for row in resident.models.step.lines.rows if not row.heading]
    assert len(lines) > 20
    for row in lines:
        assert speaker.has_said(f"{row.label}: {row.text}"), row
    assert "số được che" in " ".join(_spoken(speaker))


def _spoken(speaker: SimulatedSpeaker) -> list[str]:
    return [spoken(passage) for passage in speaker._passages]


def test_after_sealing_the_promise_and_how_to_keep_the_code_are_heard_the_code_when_asked_for(
    resident: Resident, speaker: SimulatedSpeaker
) -> None:
    code = resident.begin()
    resident.hand_in()
    assert resident.screen == "sealed"
    press(resident, "printed")
    assert speaker.has_said("Đã khóa và cất an toàn trong máy này.")
    assert speaker.has_said("Đây chưa phải Giấy tiếp nhận hồ sơ.")
    assert speaker.has_said("chép lại mã tra cứu trên màn hình")
    assert not speaker.has_said(code)
    press(resident)
    press(resident, "all")
    assert speaker.has_said(code)


def test_each_page_of_the_walk_through_is_heard_the_same_way(resident: Resident, speaker: SimulatedSpeaker) -> None:
    resident.choose_procedure(LEVEL_1)
    press(resident)
    assert speaker.has_said("Máy không hỏi mã, không hỏi mật khẩu")
    resident.models.before.begin()
    resident.settle()
    pages = 0
    while resident.screen == "walk":
        walk = resident.models.walk
        press(resident)
        assert resident.overlay == ""
        assert speaker.has_said(walk.props.label)
        assert all(speaker.has_said(row.text) for row in walk.blocks.rows)
        assert all(speaker.has_said(row.text) for row in walk.options.rows)
        if walk.options.rows:
            walk.choose(walk.options.rows[0].key)
        pages += 1
        walk.next()
    assert pages > 5


@pytest.mark.parametrize("purpose", ["resume", "track"])
def test_the_screens_around_a_dossier_are_heard_too(
    resident: Resident, speaker: SimulatedSpeaker, purpose: str
) -> None:
    press(resident)
    assert speaker.has_said("Hôm nay cần làm việc gì?")
    resident.models.home.ask(purpose)
    press(resident)
    assert speaker.has_said("Gõ mã tra cứu")
    resident.go_home()
    resident.models.home.ask("search")
    resident.models.search.type("khai sinh")
    resident.settle()
    press(resident)
    assert speaker.has_said("Đăng ký khai sinh")


@pytest.mark.parametrize("code", ["1.001193", "1.004194", LEVEL_2])
def test_every_question_says_what_it_is(resident: Resident, speaker: SimulatedSpeaker, code: str) -> None:
    resident.begin(code, who="me")
    seen = 0
    while resident.screen == "step" and resident.here != "notice":
        here = resident.flow.here
        assert here is not None
        press(resident)
        if resident.overlay:
            resident.models.shell.answer("read:printed")
        assert speaker.has_said(here.label), here.key
        assert speaker.has_said(here.step.help), here.key
        resident.answer_here({"declaration": True})
        resident.next()
        seen += 1
    assert seen > 5


# ---- when it is silent ----------------------------------------------------------------------------------------------


def silent(resident: Resident, speaker: SimulatedSpeaker) -> bool:
    """Nothing is said, and nothing is held that was."""
    return listen(resident) != "reading" and speaker._passages == ()


def test_whoever_goes_on_does_not_hear_the_last_question(resident: Resident, speaker: SimulatedSpeaker) -> None:
    resident.begin()
    press(resident)
    resident.models.step.choose(resident.models.step.options.rows[0].key)
    assert listen(resident) == "reading"  # the same is still on screen
    resident.models.step.next()
    assert silent(resident, speaker)


def test_the_button_silences(resident: Resident, speaker: SimulatedSpeaker) -> None:
    press(resident)
    press(resident)
    assert silent(resident, speaker)


@pytest.mark.parametrize("button", ["help", "display", "pause", "home"])
def test_what_comes_before_the_screen_silences(resident: Resident, speaker: SimulatedSpeaker, button: str) -> None:
    resident.begin()
    press(resident)
    resident.models.shell.footer(button)
    assert silent(resident, speaker)


def test_reading_is_a_sign_of_life_and_the_cover_silences(resident: Resident, speaker: SimulatedSpeaker) -> None:
    resident.begin()
    resident.pass_time(80)
    press(resident)
    resident.pass_time(80)
    assert resident.overlay == ""
    speaker.finish()
    resident.pass_time(80)
    assert resident.overlay == ""
    press(resident)
    resident.pass_time(95)  # a voice that says nothing new is no sign
    assert resident.overlay == "cover"
    assert silent(resident, speaker)


def test_the_next_person_finds_nothing_of_what_was_read(resident: Resident, speaker: SimulatedSpeaker) -> None:
    resident.begin()
    resident.walk_to("child.full_name")
    resident.models.step.type(NAME)
    press(resident, "all")
    assert speaker.has_said(NAME)
    resident.pass_time(95)
    resident.pass_time(35)
    assert resident.screen == "home"
    assert silent(resident, speaker)
    assert NAME not in resident.shown_anywhere()


def test_late_news_of_an_earlier_reading_change_nothing(resident: Resident, speaker: SimulatedSpeaker) -> None:
    press(resident)
    late = speaker._tell
    assert late is not None
    press(resident)
    press(resident)
    late(Failed("late"))
    assert (listen(resident), resident.overlay) == ("reading", "")
