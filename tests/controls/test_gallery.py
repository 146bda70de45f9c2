"""Every control, at every size: whole labels, large targets, names for screen readers.

With MOTCHAM_GALLERY=FOLDER the pictures are written there, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from tests.controls.stage import CONTROLS, GALLERY, LANDSCAPE, PORTRAIT, Stage
from ui.agent_scene import read_scene

PAGES = sorted(path.stem for path in GALLERY.glob("*.qml") if path.stem != "GalleryFrame")
SCALES = {"A": 1.0, "A+": 1.25, "A++": 1.55}
SLACK = 3  # line boxes are a little taller than their letters

pytestmark = pytest.mark.qt_log_ignore("Member contentWidth of the object PopupList", "pipewire-0.3")


@dataclass(frozen=True)
class Words:
    text: str
    box: QRectF
    holder: QRectF
    holders: tuple[QQuickItem, ...]
    cut: bool


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("page", PAGES)
def test_every_size_holds_its_words(stage: Callable[..., Stage], page: str, size: tuple[int, int]) -> None:
    on = stage(page, size)
    for letter, scale in SCALES.items():
        on.dress(scale=scale)
        picture(on, f"{page}-{size[0]}-{letter}")
        words = list(drawn(on))
        assert words
        assert [each.text for each in words if each.cut or spills(each)] == []
        assert [(one.text, two.text) for one, two in combinations(words, 2) if collide(one, two)] == []


@pytest.mark.parametrize("contrast", ["high", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_every_contrast_set_draws(stage: Callable[..., Stage], page: str, contrast: str) -> None:
    on = stage(page)
    light = on.view.grabWindow()
    on.dress(contrast=contrast)
    picture(on, f"{page}-{contrast}")
    assert on.view.grabWindow() != light


@pytest.mark.parametrize(("size", "least"), [(PORTRAIT, 96), (LANDSCAPE, 64)], ids=["portrait", "landscape"])
@pytest.mark.parametrize("page", PAGES)
def test_targets_are_large_and_named(stage: Callable[..., Stage], page: str, size: tuple[int, int], least: int) -> None:
    on = stage(page, size)
    controls = [node for node in on.nodes() if node["role"] in CONTROLS]
    assert controls
    assert [node for node in controls if not node["name"]] == []
    assert [node["name"] for node in controls if min(node["rect"][2:]) < least] == []
    texts = [each.text for each in drawn(on)]
    unseen = {node["name"] for node in controls if node["role"] != "EditableText" and node["name"] not in texts}
    # A repeated action is named with its object.
    assert [name for name in unseen if name.split(":")[0] not in texts] == []


def drawn(on: Stage) -> Iterator[Words]:
    """Every piece of text that is seen, with the box of its letters and the box of the control that holds it."""
    scene = read_scene(on.view)
    for place in scene.places.values():
        item = place.item
        if not item.inherits("QQuickText") or not str(item.property("text")).strip() or not scene.uncovered(place):
            continue
        if item.property("font").family() == "Phosphor":
            continue
        width, height = item.property("contentWidth"), item.property("contentHeight")
        middle = item.mapRectToScene(QRectF(0, 0, item.width(), item.height())).center()
        box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        holders = tuple(holders_of(item))
        holder = holders[0].mapRectToScene(QRectF(0, 0, holders[0].width(), holders[0].height()))
        cut = bool(item.property("truncated")) or place.seen.height() < min(item.height(), height) - SLACK
        yield Words(str(item.property("text")), box, holder, holders, cut)


def holders_of(item: QQuickItem) -> Iterator[QQuickItem]:
    """The controls and cards around ``item``, the nearest first."""
    above = item.parentItem()
    while above is not None:
        if above.inherits("QQuickRectangle") or above.property("accessibleName") is not None:
            yield above
        above = above.parentItem()


def spills(words: Words) -> bool:
    return not words.holder.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(words.box)


def collide(one: Words, two: Words) -> bool:
    shared = one.box.adjusted(SLACK, SLACK, -SLACK, -SLACK).intersected(two.box)
    return not shared.isEmpty()


def picture(on: Stage, name: str) -> None:
    if folder := os.environ.get("MOTCHAM_GALLERY"):
        assert on.view.grabWindow().save(str(Path(folder) / f"{name}.png"))
