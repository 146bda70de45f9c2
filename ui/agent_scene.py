"""What is on the window: accessible nodes and drawn texts, each with the part of it that a person can see and touch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import shiboken6
from PySide6.QtCore import QObject, QPointF, QRect, QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor
from PySide6.QtQuick import QQuickItem, QQuickWindow

OPAQUE_ENOUGH = 0.4
"""A rectangle this opaque, laid over a control, hides it from a person although touches may pass through."""


KEYBOARD_INPUT = "keyboardInputArea"
"""Qt Virtual Keyboard's transparent area over its keys: it hands a touch to the key that lies under it."""

TEXT_PROPERTIES = {"QQuickText": ("text",), "QQuickTextInput": ("displayText",), "QQuickTextEdit": ("text",)}
"""What draws text, and where that text is."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in the order of painting: ``first``..``last`` are the places of it and of everything inside it."""

    item: QQuickItem
    first: int
    last: int
    seen: QRectF


@dataclass(slots=True)
class Scene:
    """Every drawn item of a window, in the order of painting, with what covers what."""

    window: QQuickWindow
    places: dict[int, Placed] = field(default_factory=dict)
    covers: list[Placed] = field(default_factory=list)

    def find(self, item: QObject | None) -> Placed | None:
        """Where ``item`` is drawn, or None when no part of it is."""
        return self.places.get(address(item)) if item is not None else None

    def uncovered(self, place: Placed) -> bool:
        """Whether a touch at the centre of the visible part reaches this item and nothing above it."""
        centre = place.seen.center()
        return not any(cover.first > place.last and cover.seen.contains(centre) for cover in self.covers)


def address(item: QObject) -> int:
    pointers: tuple[int, ...] = shiboken6.getCppPointer(item)
    return pointers[0]


def read_scene(window: QQuickWindow) -> Scene:
    """Walk the drawn items once, clipping each by its ancestors."""
    scene = Scene(window)
    _place(scene, window.contentItem(), QRectF(QPointF(0, 0), window.size().toSizeF()), 0)
    return scene


def _place(scene: Scene, item: QQuickItem, clip: QRectF, first: int) -> int:
    """Give ``item`` and what is inside it their places from ``first`` on; returns the next free place."""
    if not item.isVisible() or item.opacity() <= 0:
        return first
    seen = item.mapRectToScene(QRectF(0, 0, item.width(), item.height())).intersected(clip)
    inner = seen if item.clip() else clip
    children = sorted(item.childItems(), key=lambda child: child.z())
    place = first
    for child in (child for child in children if child.z() < 0):
        place = _place(scene, child, inner, place)
    own, place = place, place + 1
    for child in (child for child in children if child.z() >= 0):
        place = _place(scene, child, inner, place)
    if not seen.isEmpty():
        placed = Placed(item, own, place - 1, seen)
        scene.places[address(item)] = placed
        if covers(item):
            # A cover counts by its own place: what is painted inside it stands above it.
            scene.covers.append(placed)
    return place


def covers(item: QQuickItem) -> bool:
    """Whether ``item``, lying over another, takes its touches or hides it."""
    if item.inherits("QQuickText") or item.objectName() == KEYBOARD_INPUT:
        return False
    if item.acceptedMouseButtons().value or item.acceptTouchEvents():
        # A MouseArea has an «enabled» of its own, beside that of every item.
        return bool(item.property("enabled")) or item.inherits("QQuickControl")
    colour = item.property("color") if item.inherits("QQuickRectangle") else None
    return isinstance(colour, QColor) and colour.alphaF() * item.opacity() >= OPAQUE_ENOUGH


def accessible_nodes(scene: Scene) -> list[dict[str, object]]:
    """The accessible tree, depth first; ``parent`` is a position in the list, rectangles are in window coordinates."""
    nodes: list[dict[str, object]] = []
    root = QAccessible.queryAccessibleInterface(scene.window)
    if root is not None:
        for position in range(root.childCount()):
            _add(scene, nodes, root.child(position), -1)
    return nodes


def _add(scene: Scene, nodes: list[dict[str, object]], interface: QAccessibleInterface | None, parent: int) -> None:
    if interface is None or not interface.isValid():
        return
    nodes.append(_node(scene, interface, parent))
    here = len(nodes) - 1
    for position in range(interface.childCount()):
        _add(scene, nodes, interface.child(position), here)


def _node(scene: Scene, interface: QAccessibleInterface, parent: int) -> dict[str, object]:
    item = interface.object()
    place = scene.find(item)
    state = interface.state()
    return {
        "parent": parent,
        "role": interface.role().name,
        "name": interface.text(QAccessible.Text.Name),
        "description": interface.text(QAccessible.Text.Description),
        "value": interface.text(QAccessible.Text.Value),
        "rect": _rect(place),
        "visible": place is not None,
        "covered": place is not None and not scene.uncovered(place),
        "hidden": bool(state.invisible),
        "enabled": not state.disabled and (not isinstance(item, QQuickItem) or item.isEnabled()),
        "focusable": bool(state.focusable),
        "focused": bool(state.focused),
        "checked": bool(state.checked),
        "selected": bool(state.selected),
        "veiled": bool(state.passwordEdit) or "•" in interface.text(QAccessible.Text.Value),
    }


def _rect(place: Placed | None) -> list[int]:
    seen = place.seen.toAlignedRect() if place is not None else QRect()
    return [seen.x(), seen.y(), seen.width(), seen.height()]


def drawn_texts(scene: Scene) -> list[dict[str, object]]:
    """Every text that an item draws, named in the accessible tree or not, in the order of painting."""
    return [
        {"text": text, "visible": scene.uncovered(place), "rect": _rect(place)}
        for place in sorted(scene.places.values(), key=lambda place: place.first)
        for text in _texts(place.item)
    ]


def _texts(item: QQuickItem) -> Iterator[str]:
    # A property is asked only of a class that has it: PySide 6.12 drops a reference to None when there is none to give.
    for kind, names in TEXT_PROPERTIES.items():
        if item.inherits(kind):
            yield from (text for text in map(item.property, names) if isinstance(text, str) and text.strip())
