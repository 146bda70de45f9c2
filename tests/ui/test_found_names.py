"""A procedure with a guide goes by its everyday name in every list; the official one is told where it was matched."""

from __future__ import annotations

from kiosk.catalogue.search_model import Hit
from kiosk.shelf import GuideShelf
from ui.found_view import procedure_rows
from ui.viewmodels.rows import ResultRow

OFFICIAL = "Cấp tài khoản định danh điện tử mức độ 02, căn cước điện tử cho công dân Việt Nam (cấp xã)"
GUIDES = {guide.code: guide for guide in GuideShelf().summaries}


def row(code: str, name: str, *marks: tuple[int, int]) -> ResultRow:
    (shown,) = procedure_rows([Hit(code, name, marks, "commune", 1.0)], GUIDES)
    return shown


def test_the_everyday_name_stands_in_the_row() -> None:
    shown = row("3.000228", OFFICIAL)
    assert (shown.title, shown.marked) == ("Tài khoản VNeID mức 2", "")
    assert "Tên đầy đủ" not in shown.subtitle


def test_the_official_name_is_told_where_it_was_found_by_it() -> None:
    assert f"Tên đầy đủ: {OFFICIAL}" in row("3.000228", OFFICIAL, (4, 13)).subtitle


def test_a_walk_through_says_that_it_is_done_on_ones_own_phone() -> None:
    shown = row("1.011410", "Cấp tài khoản định danh điện tử mức độ 01 cho công dân Việt Nam")
    assert shown.subtitle == "Tự làm trên điện thoại, máy chỉ từng bước"


def test_what_has_no_guide_is_as_it_is_found() -> None:
    shown = row("3.000226", "Cấp thẻ", (0, 3))
    assert (shown.title, shown.marked) == ("Cấp thẻ", "<u>Cấp</u> thẻ")
