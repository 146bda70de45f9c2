"""Answers one question through the controls that stand on its screen, by the kind of the question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.robot.hands import Hands, is_paged
from kiosk.robot.keyboard import ERASE, Keyboard
from kiosk.robot.question import Question
from kiosk.robot.result import StepError
from kiosk.robot.screen import Found, Node, Screen, find_control, plain
from kiosk.robot.wanted import date_parts, missing_label, option_label, wanted_address, yes_no_label
from kiosk.text import fold

DATE_CELLS = ("Ngày", "Tháng", "Năm")
DATE_PARTS = {3: "Đủ ngày, tháng, năm", 2: "Chỉ biết tháng, năm", 1: "Chỉ biết năm"}
MORE, LESS = "Thêm", "Bớt"
CAPTURE = "Chụp"
PROVINCE, COMMUNE = "Tỉnh, thành phố", "Xã, phường"
OTHER = "Địa chỉ khác"
DECLARED = "Tôi cam đoan như trên"


@dataclass
class Fields:
    """``show_paper`` lays a picture under the camera."""

    hands: Hands
    keyboard: Keyboard
    show_paper: Callable[[str], None]
    language: str = "vi"

    def enter(self, question: Question, value: object) -> None:
        """Give this answer to the question on the screen; raises StepError when the controls do not take it."""
        lacking = missing_label(question.step, value, self.language)
        if lacking is not None:
            self.choose(lacking)
            return
        kinds: Mapping[str, Callable[[Question, object], None]] = {
            "date": self._date,
            "number": self._number,
            "yes_no": lambda _, value: self.choose(yes_no_label(value, self.language)),
            "one_of": self._one_of,
            "search_one": self._search_one,
            "several": self._several,
            "notice": self._several,
            "address": self._address,
            "pages": self._pages,
            "declaration": self._declaration,
        }
        kinds.get(question.step.kind, self._text)(question, value)

    def are_filled(self, question: Question) -> bool:
        """Say whether something stands in the fields already: typed, dated or chosen."""
        nodes = [node for node in self.hands.look().nodes if node.is_control and node.shown]
        match question.step.kind:
            case "date":
                return any(node.description for node in nodes if node.name in DATE_CELLS)
            case "yes_no" | "one_of" | "several" | "search_one":
                return any(node.checked for node in nodes)
            case "address" | "pages" | "declaration" | "notice" | "group":
                return False
            case _:
                return any(node.value for node in nodes if node.role == "EditableText")

    def can_photograph(self) -> bool:
        return isinstance(find_control(self.hands.look(), CAPTURE, exact=True), Found)

    def choose(self, label: str) -> None:
        """Touch a choice and see that it became chosen; one that is chosen already is left alone."""
        node = self.hands.find(label)
        if node.checked or node.selected:
            return
        name = plain(node.name)
        self.hands.touch(node)
        if self.hands.wait_for(lambda screen: is_chosen(screen, name)) is None:
            raise StepError(f"«{name}» was touched, but is not chosen")

    def _text(self, question: Question, value: object) -> None:
        self.keyboard.write(self._box(question), str(value))

    def _box(self, question: Question) -> Node:
        """Return the text field: named by its question, or the only one there is."""
        boxes = text_boxes(self.hands.look())
        named = [node for node in boxes if plain(node.name) == plain(question.label)]
        found = named or boxes
        if len(found) != 1:
            raise StepError(f"no text field named «{question.label}»")
        return found[0]

    def _date(self, question: Question, value: object) -> None:
        parts = date_parts(value)
        if question.step.partial:
            self.choose(DATE_PARTS[len(parts)])
        wanted = dict(zip(reversed(DATE_CELLS), parts, strict=False))
        for cell in DATE_CELLS:
            if cell in wanted:
                self._date_cell(cell, wanted[cell])
        for cell, digits in wanted.items():
            shown = self.hands.find(cell).description
            if shown != digits:
                raise StepError(f"«{cell}» shows «{shown}», not «{digits}»")

    def _date_cell(self, cell: str, digits: str) -> None:
        """Type into one cell; a full one begins anew by itself, a half-typed one is emptied first."""
        node = self.hands.tap(cell)
        if len(node.description) < len(digits):
            for _ in node.description:
                self.hands.touch(self.hands.find(ERASE), settle=False)
        for digit in digits:
            # Looked up anew: words above the pad come and go while a date is typed, and the pad moves with them.
            self.hands.touch(self.hands.find(digit))

    def _number(self, question: Question, value: object) -> None:
        """Count with «Thêm» and «Bớt», where these stand; a large number is typed."""
        if not isinstance(value, int) or isinstance(value, bool):
            raise StepError(f"a number is needed, not {value!r}")
        shown = self._counted(question)
        if shown is None:
            self._text(question, value)
            return
        for _ in range(abs(value - shown)):
            self.hands.tap(MORE if value > shown else LESS)
        if self._counted(question) != value:
            raise StepError(f"«{question.label}» shows {self._counted(question)}, not {value}")

    def _counted(self, question: Question) -> int | None:
        """Read a stepper, named «label: value»."""
        begin = f"{plain(question.label)}: "
        for node in self.hands.look().nodes:
            rest = plain(node.name).removeprefix(begin)
            if node.shown and plain(node.name) != rest and rest.isdecimal():
                return int(rest)
        return None

    def _one_of(self, question: Question, value: object) -> None:
        self.choose(option_label(question.options, value))

    def _several(self, question: Question, value: object) -> None:
        """Tick what is wanted and untick the rest."""
        values = value if isinstance(value, list) else [value]
        wanted = {plain(option_label(question.options, each)) for each in values}
        for option in question.options:
            label = plain(option.label)
            node = self._option_node(label)
            if node is not None and node.checked and label not in wanted:
                self.hands.touch(node)
        for label in wanted:
            self.choose(label)

    def _option_node(self, label: str) -> Node | None:
        return next((node for node in self.hands.look().nodes if node.is_control and plain(node.name) == label), None)

    def _search_one(self, question: Question, value: object) -> None:
        label = option_label(question.options, value)
        self._search(label)
        self.choose(label)
        self.keyboard.close()

    def _search(self, label: str) -> None:
        """Type what is looked for, without accents, unless it can be touched already."""
        screen = self.hands.look()
        if isinstance(find_control(screen, label, exact=True), Found):
            return
        boxes = text_boxes(screen)
        if boxes:
            self.keyboard.open(boxes[0])
            self.keyboard.erase(len(boxes[0].value))
            self.keyboard.press(fold(label))
            self.keyboard.close()

    def _address(self, _: Question, value: object) -> None:
        wanted = wanted_address(value)
        self.keyboard.close()
        screen = self.hands.look()
        fields, other = (find_control(screen, name, exact=True) for name in (PROVINCE, OTHER))
        if not isinstance(fields, Found) and (isinstance(other, Found) or is_paged(screen)):
            self.hands.tap(OTHER)  # shortcuts and fields have no room beside each other
        self._pick(PROVINCE, wanted.province)
        self._pick(COMMUNE, wanted.commune)
        boxes = text_boxes(self.hands.look())
        if boxes and boxes[0].value != wanted.details:
            self.keyboard.write(boxes[0], wanted.details)
            self.keyboard.close()

    def _pick(self, part: str, name: str) -> None:
        """Pick a unit from its list; after the province, the list of its communes opens by itself."""
        opener = find_control(self.hands.look(), part, exact=True)
        if isinstance(opener, Found):
            self.hands.touch(opener.node)
        self._search(name)
        self.hands.tap(name)

    def _pages(self, _: Question, value: object) -> None:
        """Photograph as many pages as are wanted: a number, or a list of pictures."""
        pictures = value if isinstance(value, list) else [None] * (value if isinstance(value, int) else 1)
        for picture in pictures:
            if isinstance(picture, str) and not _is_page_id(picture):
                self.show_paper(picture)
            self.hands.tap(CAPTURE)

    def _declaration(self, _: Question, value: object) -> None:
        if value is not True:
            raise StepError(f"a declaration is answered by true, not {value!r}")
        self.choose(DECLARED)


def text_boxes(screen: Screen) -> list[Node]:
    return [node for node in screen.nodes if node.can_be_tapped and node.role == "EditableText"]


def is_chosen(screen: Screen, name: str) -> bool:
    """Say whether the choice is marked as chosen, or, where its list is gone, shown as the answer."""
    there = [node for node in screen.nodes if node.is_control and plain(node.name) == name]
    if there:
        return any(node.checked or node.selected for node in there)
    return screen.shows(name)


def _is_page_id(text: str) -> bool:
    return len(text) == 32 and set(text) <= set("0123456789abcdef")  # noqa: PLR2004 - a UUID in hex
