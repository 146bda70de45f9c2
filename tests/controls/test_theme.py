"""Every pair of colours that meets on the screen can be told apart (WCAG 2.2 AA), and no text is too small."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Q_ARG, Q_RETURN_ARG, QMetaObject, QObject, Qt
from PySide6.QtGui import QColor

from tests.controls.stage import LANDSCAPE, PORTRAIT, Stage

TEXT, LARGE = 4.5, 3.0  # text; large text, icons and the edges of controls
SETS = ("light", "high", "dark")
TONES = ("info", "saved", "accepted", "processing", "waiting", "error", "plum", "plain", "mute")
TINTS = ("lacquer", "leaf", "sky", "plum", "ochre", "terracottaText")

PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "mute") for ground in ("paper", "card", "pressed")),
    *((ink, "card", TEXT) for ink in ("lacquer", "error", "leaf", "waiting", "sky", "plum", "ochre", "terracottaText")),
    *((ink, "paper", TEXT) for ink in ("lacquer", "error")),
    *(("outline", ground, LARGE) for ground in ("paper", "card", "key", "keyboard")),
    *(("lacquer", ground, LARGE) for ground in ("paper", "card", "goldSoft")),
    ("mute", "keySpecial", TEXT),
    ("error", "paper", LARGE),
    ("focus", "paper", LARGE),
    ("focus", "card", LARGE),
    ("lacquerInk", "lacquer", TEXT),
    ("lacquerInk", "lacquerDeep", TEXT),
    ("goldOnLacquer", "lacquer", LARGE),
    ("headerInk", "header", TEXT),
    ("headerMute", "header", TEXT),
    ("gold", "header", TEXT),
    ("goldInk", "gold", TEXT),
    ("lacquerDeep", "goldSoft", TEXT),
    ("lacquerDeep", "pressed", TEXT),
    ("lacquer", "pressed", TEXT),
    *(("ink", ground, TEXT) for ground in ("key", "keySpecial", "errorSoft", "waitingSoft", "leafSoft")),
    *(("ink", ground, TEXT) for ground in ("skySoft", "plumSoft", "goldSoft")),
]


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, two: QColor) -> float:
    dark, bright = sorted((luminance(one), luminance(two)))
    return (bright + 0.05) / (dark + 0.05)


def colour(theme: QObject, name: str) -> QColor:
    value = theme.property(name)
    assert isinstance(value, QColor)
    return value


def ask(theme: QObject, function: str, argument: object) -> QColor:
    answer = QMetaObject.invokeMethod(
        theme, function, Qt.ConnectionType.DirectConnection, Q_RETURN_ARG("QColor"), Q_ARG(type(argument), argument)
    )
    assert isinstance(answer, QColor)
    return answer


@pytest.mark.parametrize("contrast_set", SETS)
def test_what_meets_can_be_told_apart(stage: Callable[..., Stage], contrast_set: str) -> None:
    theme = stage("Home", contrast=contrast_set).theme
    measured = {(ink, ground): contrast(colour(theme, ink), colour(theme, ground)) for ink, ground, _ in PAIRS}
    for tone in TONES:
        measured[tone, "its ground"] = contrast(ask(theme, "toneInk", tone), ask(theme, "toneGround", tone))
        measured["ink on", tone] = contrast(colour(theme, "ink"), ask(theme, "toneGround", tone))
    for tint in TINTS:
        measured[tint, "its wash"] = contrast(colour(theme, tint), ask(theme, "wash", colour(theme, tint)))
        measured["ink on wash", tint] = contrast(colour(theme, "ink"), ask(theme, "wash", colour(theme, tint)))
    least = {(ink, ground): needed for ink, ground, needed in PAIRS}
    poor = {pair: round(ratio, 2) for pair, ratio in measured.items() if ratio < least.get(pair, TEXT)}
    assert poor == {}


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize(("scale", "least"), [(1.0, 28), (1.25, 33), (1.55, 40)])
def test_no_text_is_too_small(stage: Callable[..., Stage], size: tuple[int, int], scale: float, least: int) -> None:
    theme = stage("Home", size, scale=scale).theme
    sizes = {
        name: theme.property(name) for name in ("display", "question", "title", "action", "body", "label", "least")
    }
    assert min(sizes.values()) >= least
    assert sizes["display"] >= sizes["question"] >= sizes["title"] >= sizes["action"] >= sizes["body"] >= sizes["label"]
