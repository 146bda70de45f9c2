"""Telex cases for ``kiosk vectors``: keys pressed one by one on the on-screen keyboard, and what the field holds then.

The kiosk's application runs as it does for the robot, in a process of its own and without a display; its search field
is opened and every key is found by its name and touched, so that the input method of the screens answers::

    {"keys": "dduwowngf", "text": "đường"}
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from kiosk.robot.fields import text_boxes
from kiosk.robot.hands import Hands
from kiosk.robot.journey import Settings
from kiosk.robot.keyboard import Keyboard
from kiosk.robot.result import StepError
from kiosk.robot.world import Look, open_world

Case: TypeAlias = Mapping[str, Any]

SEARCH = "Tìm thủ tục"
PATIENCE_S = 30.0


def typing(cases: Iterable[Case]) -> Callable[[Case], Case]:
    """Press the keys of all cases, then answer from what stood in the field. Raises KioskError without a screen."""
    wanted = dict.fromkeys(case["keys"] for case in cases if isinstance(case.get("keys"), str))
    seen = _type_all(list(wanted))

    def answer(case: Case) -> Case:
        return {"text": seen[case["keys"]]}

    return answer


def _type_all(words: list[str]) -> dict[str, str]:
    with open_world(Settings(), Look()) as world:
        hands = Hands(lambda: world.application.link)
        keyboard = Keyboard(hands)
        hands.find(SEARCH, PATIENCE_S)
        hands.tap(SEARCH)
        keyboard.reach()
        return {word: _type(hands, keyboard, word) for word in words}


def _type(hands: Hands, keyboard: Keyboard, keys: str) -> str:
    """Press keys in the emptied field; what it holds, or why they cannot be pressed."""
    keyboard.erase(len(_held(hands)))
    try:
        keyboard.press(list(keys), exact_case=True)
    except StepError as error:
        return f"({error})"
    return unicodedata.normalize("NFC", _held(hands))


def _held(hands: Hands) -> str:
    boxes = text_boxes(hands.look())
    if len(boxes) != 1:
        raise StepError("the field to type into is not on the screen")
    return boxes[0].value
