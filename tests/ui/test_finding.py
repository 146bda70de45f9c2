"""Finding: as one types, under a life situation, and back again; what another looked for is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.kiosk.catalogue_rows import BURIAL, LICENCE, MARRIAGE, few_rows, install, row
from tests.kiosk.service_point import BIRTH, morning_clock
from tests.ui.resident import Resident
from ui import fonts
from ui.found_view import EVENT, HELP, marked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def finder(tmp_path: Path, qtbot: QtBot) -> Iterator[Resident]:
    """Somebody at a machine with a small catalogue."""
    install(tmp_path / "home" / "catalogue", *few_rows())
    standing = Resident(tmp_path / "home", morning_clock(tmp_path), qtbot)
    standing.arrive()
    standing.settle()
    yield standing
    standing.switch_off()


def keys(finder: Resident) -> list[str]:
    return [each.key for each in finder.models.search.results.rows]


def search(finder: Resident, query: str) -> list[str]:
    """Type a query key by key; the keys of what is shown."""
    finder.models.home.ask("search")
    for end in range(1, len(query) + 1):
        finder.models.search.type(query[:end])
    finder.settle()
    return keys(finder)


def test_home_shows_the_life_situations(finder: Resident) -> None:
    assert finder.models.home.props.situations
    assert len(finder.models.home.tiles.rows) == 10
    assert all(each.icon in fonts.glyphs() for each in finder.models.home.tiles.rows)


def test_what_is_tapped_before_the_library_is_open_is_answered_when_it_is(tmp_path: Path, qtbot: QtBot) -> None:
    install(tmp_path / "home" / "catalogue", *few_rows())
    standing = Resident(tmp_path / "home", morning_clock(tmp_path), qtbot)
    standing.models.home.ask("search")
    standing.models.search.type("mai tang")
    standing.arrive()
    standing.settle()
    assert keys(standing)[0] == BURIAL
    standing.switch_off()


def test_without_a_catalogue_home_shows_the_guides(resident: Resident) -> None:
    resident.settle()
    assert not resident.models.home.props.situations
    assert BIRTH in [each.key for each in resident.models.home.tiles.rows]


def test_only_what_was_typed_last_is_answered(finder: Resident) -> None:
    with finder.held("reader"):
        finder.models.home.ask("search")
        for query in ("m", "ma", "mai", "mai tang"):
            finder.models.search.type(query)
    finder.settle()
    assert finder.models.search.props.query == "mai tang"
    assert keys(finder)[0] == BURIAL


def test_what_matched_is_marked_and_who_else_handles_it_is_told(finder: Resident) -> None:
    assert search(finder, "giấy phép xây dựng")[0] == LICENCE
    first = finder.models.search.results.rows[0]
    assert "<u>" in first.marked
    assert "Sở Xây dựng" in first.subtitle
    assert search(finder, "khai sinh")[0] == BIRTH
    assert "từng bước" in finder.models.search.results.rows[0].subtitle


def test_nothing_found_is_never_an_empty_page(finder: Resident) -> None:
    found = search(finder, "zzqk")
    assert HELP in found
    assert EVENT + "hon_nhan" in found
    assert any(not key.startswith(EVENT) and key != HELP for key in found)
    assert finder.models.search.props.lead
    finder.models.search.open(HELP)
    assert finder.models.shell.props.overlay == "help"


def test_a_situation_leads_to_its_procedures_and_back(finder: Resident) -> None:
    finder.models.home.open(EVENT + "hon_nhan")
    finder.settle()
    assert finder.screen == "situation"
    assert [each.key for each in finder.models.situation.procedures.rows] == [MARRIAGE]
    finder.models.situation.open(MARRIAGE)
    finder.settle()
    assert finder.models.before.props.name == "Đăng ký kết hôn"
    finder.models.before.back()
    way = [finder.screen]
    finder.models.situation.back()
    assert [*way, finder.screen] == ["situation", "home"]


def test_back_from_a_procedure_shows_the_results_again(finder: Resident) -> None:
    found = search(finder, "ket hon")
    finder.models.search.open(found[0])
    finder.settle()
    finder.models.before.back()
    assert finder.screen == "search"
    assert finder.models.search.props.query == "ket hon"
    assert keys(finder) == found


def test_what_somebody_looked_for_is_gone_when_they_leave(finder: Resident) -> None:
    search(finder, "mai tang")
    finder.models.shell.footer("home")
    finder.settle()
    assert finder.screen == "home"
    assert finder.flow.finding.found is None
    assert (finder.models.search.props.query, keys(finder)) == ("", [])


def test_a_procedure_without_a_guide_is_handed_in(finder: Resident) -> None:
    code = finder.begin(MARRIAGE)
    finder.hand_in({"declaration": True})
    assert finder.screen == "sealed"
    assert finder.models.outcome.props.code == code
    assert finder.at_desk(lambda desk: desk.asked_for()) == {MARRIAGE: 1}


def test_a_procedure_that_was_replaced_leads_to_the_one_to_do(tmp_path: Path, qtbot: QtBot) -> None:
    old = row(LICENCE, "Thủ tục cũ", state="replaced", successor=MARRIAGE)
    install(tmp_path / "home" / "catalogue", old, row(MARRIAGE, "Đăng ký kết hôn"))
    standing = Resident(tmp_path / "home", morning_clock(tmp_path), qtbot)
    standing.arrive()
    standing.settle()
    standing.choose_procedure(LICENCE)
    assert standing.models.before.props.successor == MARRIAGE
    standing.models.before.replace()
    standing.settle()
    assert standing.models.before.props.name == "Đăng ký kết hôn"
    standing.switch_off()


def test_a_catalogue_installed_meanwhile_is_noticed_and_searched(finder: Resident, tmp_path: Path) -> None:
    library = finder.flow.library
    assert library is not None
    install(tmp_path / "home" / "catalogue", *few_rows(), row("1.008888", "Cấp thẻ thư viện"))
    finder.qtbot.waitUntil(lambda: "1.008888" in library.names, timeout=20_000)
    assert search(finder, "thu vien")[0] == "1.008888"


@pytest.mark.parametrize(
    ("key", "screen"), [(MARRIAGE, "before"), (BIRTH, "before"), (EVENT + "hon_nhan", "situation")]
)
def test_a_touch_before_the_machine_is_ready_is_kept(tmp_path: Path, qtbot: QtBot, key: str, screen: str) -> None:
    install(tmp_path / "home" / "catalogue", *few_rows())
    standing = Resident(tmp_path / "home", morning_clock(tmp_path), qtbot)
    standing.models.home.open(key)
    early = standing.screen
    standing.arrive()
    standing.settle()
    assert (early, standing.screen) == ("home", screen)
    standing.switch_off()


def test_what_is_typed_before_the_machine_is_ready_is_searched(tmp_path: Path, qtbot: QtBot) -> None:
    install(tmp_path / "home" / "catalogue", *few_rows())
    standing = Resident(tmp_path / "home", morning_clock(tmp_path), qtbot)
    standing.models.home.ask("search")
    standing.models.search.type("ket hon")
    standing.arrive()
    standing.settle()
    assert keys(standing)[0] == MARRIAGE
    standing.switch_off()


def test_who_left_before_the_machine_was_ready_is_not_led_anywhere(tmp_path: Path, qtbot: QtBot) -> None:
    install(tmp_path / "home" / "catalogue", *few_rows())
    standing = Resident(tmp_path / "home", morning_clock(tmp_path), qtbot)
    standing.models.home.open(MARRIAGE)
    standing.models.shell.footer("home")
    standing.arrive()
    standing.settle()
    assert standing.screen == "home"
    standing.switch_off()


def test_marks_are_the_only_markup() -> None:
    assert marked("A <b> & C", ((2, 5),)) == "A <u>&lt;b&gt;</u> &amp; C"
    assert marked("không có gì", ()) == ""
