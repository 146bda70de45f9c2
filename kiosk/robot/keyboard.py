"""Types on the on-screen keyboard, key by key, by the names of its keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.robot.hands import Hands
from kiosk.robot.result import StepError
from kiosk.robot.screen import Node, Screen, plain
from kiosk.robot.telex import HAT, HORN, mark_keys, telex_keys
from kiosk.text import settle_tones

SPACE, ERASE, SHIFT, CLOSE = "Dấu cách", "Xóa", "Chữ hoa", "Đóng bàn phím"
TELEX_ON, TELEX_OFF = "Gõ dấu: bật", "Gõ dấu: tắt"
PAGES = ("123", "Chữ cái")
"""The keys that lead from letters to signs and back."""

MARKS = frozenset("áàảãạăđ")
"""Keys that change the letter before them; it keeps its case."""

LETTERS_SURE = 2
"""The capital that a name begins with is over by its second letter: the keys are not looked at again in a word."""


@dataclass
class Keyboard:
    hands: Hands

    def press(self, keys: Sequence[str], *, exact_case: bool = False) -> None:
        """Press keys by their characters or names; with ``exact_case`` the shift key is set for each word."""
        layout = self._layout()
        since_break = 0
        for key in keys:
            if key == " ":
                self._touch(layout, SPACE)
                since_break = 0
                continue
            if since_break < LETTERS_SURE or key.isupper():
                layout = self._layout()
            layout = self._turn_page(layout, key)
            if len(key) == 1 and (exact_case or key.isupper()) and key not in MARKS:
                layout = self._shift(layout, key)
            self._touch(layout, key)
            since_break = 0 if len(key) == 1 and not key.isalpha() else since_break + 1

    def reach(self) -> None:
        """Touch the only field on the screen where the keyboard is not up yet."""
        screen = self.hands.look()
        fields = [node for node in screen.nodes if node.can_be_tapped and node.role == "EditableText"]
        if CLOSE not in _keys(screen) and len(fields) == 1:
            self.open(fields[0])

    def write(self, field: Node, text: str) -> None:
        """Make the field hold ``text``; what Telex misreads is written once more with the row of marks."""
        self.open(field)
        text = self._as_this_pad_writes(text)
        now = self._field(field)
        self.erase(len(now.value))
        self.press(telex_keys(text), exact_case=True)
        if self._holds(field, text):
            return
        self.erase(len(self._field(field).value))
        self._turn_telex(TELEX_ON)
        self.press(mark_keys(text), exact_case=True)
        self._turn_telex(TELEX_OFF)
        if not self._holds(field, text):
            raise StepError(f"the field «{field.name}» holds «{self._field(field).value}», not «{text}»")

    def _turn_telex(self, switch: str) -> None:
        keys = self._layout()
        if switch in keys:
            self.hands.touch(keys[switch])

    def _as_this_pad_writes(self, text: str) -> str:
        """Leave out spaces and dashes where the pad has none: of a lookup code, of a telephone number."""
        return text if SPACE in self._layout() else text.replace(" ", "").replace("-", "")

    def open(self, field: Node) -> None:
        """Touch the end of a field, so that the keyboard goes on after what stands in it."""
        self.hands.touch(field, at_end=True)
        if self.hands.wait_for(lambda screen: CLOSE in _keys(screen)) is None:
            raise StepError(f"the keyboard does not open for «{field.name}»")

    def close(self) -> None:
        """Put the keyboard away when it is up."""
        keys = _keys(self.hands.look())
        if CLOSE in keys:
            self.hands.touch(keys[CLOSE])

    def erase(self, count: int) -> None:
        layout = self._layout() if count else {}
        for _ in range(count):
            self._touch(layout, ERASE)

    def _layout(self) -> Mapping[str, Node]:
        keys = _keys(self.hands.look())
        if CLOSE not in keys:
            raise StepError("the on-screen keyboard is not up: tap a field first")
        return keys

    def _turn_page(self, layout: Mapping[str, Node], key: str) -> Mapping[str, Node]:
        if _key_for(layout, key) is not None:
            return layout
        for page in PAGES:
            if page in layout:
                self.hands.touch(layout[page])
                turned = self._layout()
                if _key_for(turned, key) is not None:
                    return turned
                layout = turned
        raise StepError(f"the keyboard has no key «{key}»")

    def _shift(self, layout: Mapping[str, Node], key: str) -> Mapping[str, Node]:
        """Make the keys show the case of ``key``."""
        for _ in range(3):
            if not key.isalpha() or key in layout or SHIFT not in layout:
                return layout
            self.hands.touch(layout[SHIFT])
            layout = self._layout()
        return layout

    def _touch(self, layout: Mapping[str, Node], key: str) -> None:
        node = layout.get(key) or _key_for(layout, key)
        if node is None:
            raise StepError(f"the keyboard has no key «{key}»")
        self.hands.touch(node, settle=False)

    def _field(self, field: Node) -> Node:
        """Return the field as it is now."""
        self.hands.settle()
        found = [node for node in self.hands.look().nodes if node.role == field.role and node.name == field.name]
        if not found:
            raise StepError(f"the field «{field.name}» is gone")
        return found[0]

    def _holds(self, field: Node, text: str) -> bool:
        now = self._field(field)
        shown = now.value if SPACE in self._layout() else now.value.replace("-", "")
        return now.veiled or settle_tones(plain(shown)) == settle_tones(plain(text))


def _keys(screen: Screen) -> Mapping[str, Node]:
    """Return the keys on show by name; where a name is there twice, the lower one is the key."""
    special = {SPACE, ERASE, SHIFT, CLOSE, HAT, HORN, TELEX_ON, TELEX_OFF, *PAGES}
    named = [node for node in screen.nodes if node.can_be_tapped and (len(node.name) == 1 or node.name in special)]
    return {node.name: node for node in sorted(named, key=lambda node: node.box.y)}


def _key_for(layout: Mapping[str, Node], key: str) -> Node | None:
    return layout.get(key) or layout.get(key.upper()) or layout.get(key.lower())
