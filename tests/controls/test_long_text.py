"""Text longer than its place: over pages, cut with the whole of it a touch away, and never lost between two pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PySide6.QtQuick import QQuickItem

from tests.controls.stage import LANDSCAPE, PORTRAIT, Stage

LOOKS = [(size, scale) for size in (PORTRAIT, LANDSCAPE) for scale in (1.0, 1.55)]
pytestmark = pytest.mark.qt_log_ignore("Member contentWidth of the object PopupList", "pipewire-0.3")


def opened(stage: Callable[..., Stage], size: tuple[int, int], scale: float) -> Stage:
    on = stage("../pages/Tall", size, scale=scale)
    on.settle()
    return on


def within(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        yield child
        yield from within(child)


def words(on: Stage, place: str) -> QQuickItem:
    """The one long text within that list or sheet."""
    drawn = [each for each in within(on.child(place)) if each.inherits("QQuickText")]
    return next(each for each in drawn if len(str(each.property("text"))) > 1000)


def pages(on: Stage, listed: QQuickItem) -> list[tuple[int, float, int, float]]:
    """Every page: its first row, what of it was shown before, its last row, and where it goes on (0: it does not)."""
    seen = []
    for _ in range(40):
        seen.append(tuple(listed.property(name) for name in ("firstRow", "skipped", "lastRow", "cut")))
        forward = on.node("Xem tiếp")
        if not forward["enabled"]:
            return seen
        on.tap("Xem tiếp")
        on.settle()
    raise AssertionError("the last page does not come")


@pytest.mark.parametrize(("size", "scale"), LOOKS)
def test_a_row_taller_than_a_page_is_broken_between_lines_and_nothing_is_lost(
    stage: Callable[..., Stage], size: tuple[int, int], scale: float
) -> None:
    on = opened(stage, size, scale)
    listed = on.child("list")
    shown = pages(on, listed)
    assert (shown[0][0], shown[-1][2]) == (0, 2)
    for (_, _, last, cut), (first, skipped, _, _) in pairwise(shown):
        assert (first, skipped) == ((last, cut) if cut else (last + 1, 0))
    assert sum(cut > 0 for _, _, _, cut in shown) >= 2 or scale < 1.5
    back = len(shown) - 1
    for _ in range(back):
        on.tap("Xem lại")
        on.settle()
    assert (listed.property("firstRow"), listed.property("skipped")) == (0, 0)


@pytest.mark.parametrize(("size", "scale"), LOOKS)
def test_every_break_stands_between_two_lines(stage: Callable[..., Stage], size: tuple[int, int], scale: float) -> None:
    on = opened(stage, size, scale)
    listed = on.child("list")
    cuts = []
    while on.node("Xem tiếp")["enabled"]:
        on.tap("Xem tiếp")
        on.settle()
        if listed.property("cut") > 0:
            text = words(on, "list")
            line = float(text.property("contentHeight")) / int(text.property("lineCount"))
            cuts.append((float(listed.property("cut")) - 20) / line)
    assert all(abs(cut - round(cut)) < 0.02 for cut in cuts)


@pytest.mark.parametrize(("size", "scale"), LOOKS)
def test_a_long_name_takes_two_lines_at_most_and_opens_whole(
    stage: Callable[..., Stage], size: tuple[int, int], scale: float
) -> None:
    on = opened(stage, size, scale)
    title = str(on.child("head").property("title"))
    drawn = [each for each in within(on.child("head")) if each.inherits("QQuickText")]
    lines = [int(each.property("lineCount")) for each in drawn if each.property("text") == title]
    assert lines == [1 if size == LANDSCAPE else 2]
    on.tap(title)
    on.settle()
    assert on.child("sheet").property("visible")
    assert on.reads("Câu 1 nói")


@pytest.mark.parametrize(("size", "scale"), LOOKS)
def test_a_sheet_is_read_to_its_end_and_closed(
    stage: Callable[..., Stage], size: tuple[int, int], scale: float
) -> None:
    on = opened(stage, size, scale)
    on.tap(str(on.child("head").property("title")))
    on.settle()
    text = words(on, "sheet")
    inside = next(each for each in within(on.child("sheet")) if each.metaObject().indexOfProperty("rowsHeight") >= 0)
    at_end = pages(on, inside)[-1]
    assert at_end[3] == 0
    assert float(text.property("contentHeight")) - at_end[1] <= inside.height() + 1
    on.tap("Xem xong")
    on.settle()
    assert not on.child("sheet").property("visible")
    on.tap("Xem tiếp")
    assert on.child("list").property("firstRow") > 0 or on.child("list").property("skipped") > 0
