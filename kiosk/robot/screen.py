"""What the screen shows at one moment, as a screen reader hears it, and how a control is found by its name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

CONTROL_ROLES = frozenset(
    {
        "Button",
        "PushButton",
        "RadioButton",
        "CheckBox",
        "Switch",
        "ListItem",
        "TreeItem",
        "EditableText",
        "Link",
        "MenuItem",
        "PageTab",
        "ComboBox",
        "SpinBox",
        "Slider",
        "ButtonMenu",
        "Cell",
        "Key",
    }
)


ARROWS = " ↓↑→←"


def plain(text: str) -> str:
    """Return ``text`` as it is compared: NFC, single spaces, no soft hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u00a0", " ").split())


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Node:
    """One accessible thing; ``shown`` means that a person sees it: drawn, inside the window, not covered.

    ``hidden`` means that not even a screen reader finds it. ``veiled`` is a field whose value is hidden, as a number
    is for all but its last digits.
    """

    place: int
    parent: int
    role: str
    name: str
    value: str
    description: str
    box: Box
    shown: bool
    hidden: bool
    enabled: bool
    checked: bool
    selected: bool
    veiled: bool

    @property
    def is_control(self) -> bool:
        return self.role in CONTROL_ROLES

    @property
    def can_be_tapped(self) -> bool:
        return self.shown and self.enabled and self.is_control


@dataclass(frozen=True, slots=True)
class DrawnText:
    text: str
    shown: bool
    box: Box


@dataclass(frozen=True, slots=True)
class Screen:
    """``place`` is what the application says about itself: its screen, and on a question its key, kind and label."""

    nodes: tuple[Node, ...]
    texts: tuple[DrawnText, ...]
    place: Mapping[str, Any]

    def shown_texts(self) -> Iterator[str]:
        """Yield what a person can read, the accessible names first."""
        for node in self.nodes:
            if node.shown:
                yield from (plain(text) for text in (node.name, node.value, node.description) if text.strip())
        yield from (plain(text.text) for text in self.texts if text.shown)

    def all_texts(self) -> Iterator[str]:
        """Yield what a screen reader finds or an item draws, under a cover too."""
        for node in (node for node in self.nodes if not node.hidden):
            yield from (plain(text) for text in (node.name, node.value, node.description) if text.strip())
        yield from (plain(text.text) for text in self.texts)

    def shows(self, text: str) -> bool:
        wanted = plain(text)
        texts = list(self.shown_texts())
        return any(wanted in one for one in texts) or wanted in " ".join(texts)

    def holds(self, text: str) -> bool:
        wanted = plain(text).casefold()
        return any(wanted in one.casefold() for one in self.all_texts())

    def names(self) -> tuple[str, ...]:
        """Return the names of what is shown, once each, in order: what a failure reports."""
        named = (node.name or node.value for node in self.nodes if node.shown)
        return tuple(dict.fromkeys(plain(name) for name in named if name.strip()))


@dataclass(frozen=True, slots=True)
class Found:
    node: Node


@dataclass(frozen=True, slots=True)
class NotFound:
    """No control of that name can be tapped now."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    names: tuple[str, ...]


SAME_ACT = {"Nộp hồ sơ": "Gửi phần chuẩn bị"}
"""The last button of a dossier, and what it is called where only a visit is prepared."""


def find_control(screen: Screen, name: str, *, exact: bool = False) -> Found | NotFound | Ambiguous:
    """Find a control that a person can tap: by its exact name first, then by a unique beginning of it.

    With ``exact`` a beginning is not enough. Arrows at the end of a name are drawn, not said. Where nothing has the
    name, the control that does the same there is meant: a preparation is sent, not filed.
    """
    found = _named(screen, plain(name).rstrip(ARROWS), exact=exact)
    same = SAME_ACT.get(plain(name), "")
    return _named(screen, same, exact=True) if same and isinstance(found, NotFound) else found


def _named(screen: Screen, wanted: str, *, exact: bool) -> Found | NotFound | Ambiguous:
    controls = [node for node in screen.nodes if node.can_be_tapped]
    named = [node for node in controls if plain(node.name).rstrip(ARROWS) == wanted]
    if named:
        return _only(named, screen)
    begun = [node for node in controls if plain(node.name).startswith(wanted)]
    return _only(begun, screen) if begun and not exact else NotFound()


def _only(nodes: list[Node], screen: Screen) -> Found | Ambiguous:
    """A control inside another of the same name is one thing: the inner one is meant."""
    inner = [node for node in nodes if not any(_inside(other, node, screen) for other in nodes)]
    if len(inner) == 1:
        return Found(inner[0])
    return Ambiguous(tuple(f"{plain(node.name)} ({node.role} at {node.box.x},{node.box.y})" for node in inner))


def _inside(inner: Node, outer: Node, screen: Screen) -> bool:
    parent = inner.parent
    while parent >= 0:
        if parent == outer.place:
            return True
        parent = screen.nodes[parent].parent
    return False


def read_screen(answer: Mapping[str, Any]) -> Screen:
    """Read the agent's ``tree`` answer."""
    nodes = tuple(_node(place, raw) for place, raw in enumerate(answer["nodes"]))
    texts = tuple(DrawnText(raw["text"], raw["visible"], Box(*raw["rect"])) for raw in answer["texts"])
    return Screen(nodes, texts, answer["screen"])


def _node(place: int, raw: Mapping[str, Any]) -> Node:
    return Node(
        place=place,
        parent=raw["parent"],
        role=raw["role"],
        name=raw["name"],
        value=raw["value"],
        description=raw["description"],
        box=Box(*raw["rect"]),
        shown=raw["visible"] and not raw["covered"],
        hidden=raw["hidden"],
        enabled=raw["enabled"],
        checked=raw["checked"],
        selected=raw["selected"],
        veiled=raw["veiled"],
    )
