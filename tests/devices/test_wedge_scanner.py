"""The scanner that types: its burst is a card, and what a person types is not touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest

from kiosk.identity.card_qr import CardQr, CardQrFault, read_card_digits
from ui.devices.wedge_scanner import HELD_MS, WedgeScanner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

TYPED = "012302000007||L Th Mai|05092002|N|Bn Na Lung, Tam ung, Lai Chau|20072022"
"""A mother's card as such a scanner types it: its Vietnamese letters are gone."""


class Page(QWindow):
    """A window that keeps what is typed into it."""

    def __init__(self) -> None:
        super().__init__()
        self.typed = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        self.typed += event.text()


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[Page]:
    page = Page()
    page.show()
    page.requestActivate()
    qtbot.waitUntil(page.isActive)
    yield page
    page.destroy()


@pytest.fixture
def scanner(qtbot: QtBot) -> Iterator[WedgeScanner]:
    scanner = WedgeScanner()
    yield scanner
    scanner.stop()
    scanner.deleteLater()


def press(page: QWindow, character: str) -> None:
    QTest.keyClick(page, character)  # type: ignore[call-overload]  # the stub has no overload for a character


def scan(page: QWindow, text: str) -> None:
    for character in text:
        press(page, character)
    QTest.keyClick(page, Qt.Key.Key_Return)


def test_it_keeps_the_contract(
    scanner: WedgeScanner, page: Page, qtbot: QtBot, hold_wedge_to_contract: Callable[..., None]
) -> None:
    def show(text: str) -> None:
        scan(page, text)
        qtbot.wait(2 * HELD_MS)  # a scan ends with silence

    hold_wedge_to_contract(scanner, show, TYPED)


def test_a_burst_is_a_card_and_reaches_no_field(scanner: WedgeScanner, page: Page, qtbot: QtBot) -> None:
    read: list[str] = []
    scanner.start(read.append)
    scan(page, TYPED)
    qtbot.waitUntil(lambda: read == [TYPED])
    assert page.typed == ""
    assert not scanner.exact


def test_what_is_typed_by_hand_goes_where_it_was_meant(scanner: WedgeScanner, page: Page, qtbot: QtBot) -> None:
    read: list[str] = []
    scanner.start(read.append)
    for character in "nguyen 012":
        press(page, character)
        qtbot.wait(HELD_MS // 3)
    qtbot.waitUntil(lambda: page.typed == "nguyen 012")
    assert read == []


def test_a_lookup_slip_has_no_letter_that_is_lost(qtbot: QtBot, page: Page, scanner: WedgeScanner) -> None:
    read: list[str] = []
    scanner.start(read.append)
    slip = "K7F3-29QD-4M.MC1.AEAFMR22U5KGGR2MNMCOW2AAAAAAACBRFYYDAMJRHEZ3"
    scan(page, slip)
    qtbot.waitUntil(lambda: read == [slip])
    assert page.typed == ""


def test_only_what_digits_can_say_is_taken_of_such_a_card() -> None:
    card = read_card_digits(TYPED)
    assert isinstance(card, CardQr)
    assert (card.number, card.born, card.sex, card.issued) == ("012302000007", "2002-09-05", "female", "2022-07-20")
    assert (card.name, card.address) == ("", "")
    assert read_card_digits("0123|x") == CardQrFault.NOT_A_CARD
    assert read_card_digits(TYPED.replace("012302000007", "0123020000")) == CardQrFault.NUMBER
    assert read_card_digits(TYPED.replace("05092002", "31022002")) == CardQrFault.BORN
