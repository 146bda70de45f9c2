"""Turns key presses into Vietnamese letters: Telex typing, and the tone row, by the rules of bogo."""

from __future__ import annotations

import logging
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from bogo import accent, core, utils, validation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Mark = Literal["á", "à", "ả", "ã", "ạ", "â", "ơ", "ă", "đ"]
"""A key of the tone row, named by what it does to an a (or d): «â» also makes ê and ô, «ơ» also makes ư."""

_Rules = dict[str, str | list[str]]

# What a tone-row key may ask of bogo, best first.
_MARKS: Final[Mapping[Mark, tuple[tuple[str, ...], ...]]] = {
    "á": (("/",),),
    "à": (("\\",),),
    "ả": (("?",),),
    "ã": (("~",),),
    "ạ": ((".",),),
    "â": (("a^",), ("e^",), ("o^",)),
    "ơ": (("u*", "o*"), ("o*",), ("u*",)),
    "ă": (("a+",),),
    "đ": (("d-",),),
}
_LETTERS: Final = frozenset("ăđ")  # letters of their own when the word has nothing for them to change
_TONES: Final = frozenset("áàảãạ")
_MARK_KEY: Final = "\0"  # stands for a tone-row key in bogo's rules: no letter has it

# Names of the Central Highlands (Krông, Đắk, Brôi) are no Vietnamese syllables, but take their marks.
_TELEX_MARKS: Final[_Rules] = {"a": "a^", "e": "e^", "o": "o^", "d": "d-", "w": ["u*", "o*", "a+"]}
_TELEX_TONES: Final[_Rules] = {"s": "/", "f": "\\", "r": "?", "x": "~", "j": "."}
_CODAS: Final = validation.TERMINAL_CONSONANTS | {"", "k"}
_TONES_BEFORE_K: Final = (accent.Accent.NONE, accent.Accent.ACUTE, accent.Accent.DOT)
_LONGEST_CLUSTER: Final = 3


@dataclass(frozen=True, slots=True)
class Word:
    """The word being typed: what is seen, and the keys behind it (what is left when it is no Vietnamese word)."""

    text: str = ""
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Put ``text`` in the place of the last ``replaced`` characters before the cursor."""

    replaced: int
    text: str


def type_letter(word: Word, letter: str, *, telex: bool = True) -> Word:
    """Add one typed letter; with Telex, «aa», «dd», «s» and so on become marks where a syllable allows them."""
    if not telex:
        return Word(word.text + letter, word.keys + letter)
    if letter in "zZ" and _tone(word.text):
        return Word(accent.remove_accent_string(word.text), word.keys + letter)
    rules = core.get_telex_definition(w_shorthand=True, brackets_shorthand=False)
    text, keys = core.process_key(word.text, letter, word.keys, rules, True)
    if _is_syllable(text):
        return Word(_nfc(text), keys)
    return _highland(word, letter) or Word(_nfc(text), keys)


def add_mark(word: Word, mark: Mark) -> Word:
    """Put a tone or mark on the vowel it belongs to; the same key again takes it away."""
    if mark in _TONES and _tone(word.text) == _tone(mark):
        return _as_typed(accent.remove_accent_string(word.text))
    attempts = [_apply(word.text, effects) for effects in _MARKS[mark]]
    for text in attempts:
        if _MARK_KEY not in text and (_is_syllable(text, whole=True) or not _is_syllable(word.text, whole=True)):
            return _as_typed(text)
    undone = [text.replace(_MARK_KEY, "") for text in attempts if _MARK_KEY in text]
    for text in undone:
        if text != word.text:
            return _as_typed(text)
    return _as_typed(word.text + mark) if undone and mark in _LETTERS else word


def word_before(text: str) -> str:
    """Find the unfinished word at the end of a text: its last run of letters («Hen» in «H'Hen»)."""
    start = len(text)
    while start > 0 and unicodedata.category(text[start - 1])[0] in "LM":
        start -= 1
    return text[start:]


def type_keys(keys: str) -> str:
    """Press keys one by one in an empty field, and read the field (NFC)."""
    text = ""
    typing = Typing()
    for key in keys:
        edit = typing.press(text, key)
        text = text[: len(text) - edit.replaced] + edit.text
    return text


class Typing:
    """Remembers, from one press to the next, which keys the word before the cursor came from."""

    def __init__(self) -> None:
        self._word = Word()

    def press(self, before: str, key: str, *, telex: bool = True) -> Edit:
        """Type one character after the text ``before`` the cursor."""
        if not key.isalpha():
            self._word = Word()
            return Edit(0, key)
        return self._replace(before, lambda word: type_letter(word, key, telex=telex))

    def mark(self, before: str, mark: Mark, *, upper: bool = False) -> Edit:
        """Press a key of the tone row after the text ``before`` the cursor."""
        edit = self._replace(before, lambda word: add_mark(word, mark))
        if not upper or len(edit.text) <= edit.replaced:
            return edit  # a changed letter keeps its case; only a new one takes that of the shift key
        self._word = _as_typed(edit.text[:-1] + edit.text[-1].upper())
        return Edit(edit.replaced, self._word.text)

    def _replace(self, before: str, change: Callable[[Word], Word]) -> Edit:
        text = word_before(before)
        self._word = change(self._word if self._word.text == text else _as_typed(_nfc(text)))
        return Edit(len(text), self._word.text)


def _as_typed(text: str) -> Word:
    return Word(text, text)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _tone(text: str) -> int:
    return int(accent.get_accent_string(text))


def _is_syllable(text: str, *, whole: bool = False) -> bool:
    return bool(validation.is_valid_combination(utils.separate(text), whole))


def _apply(text: str, effects: tuple[str, ...]) -> str:
    rules: _Rules = {_MARK_KEY: list(effects), "w": []}  # bogo looks up "w" whatever the rules
    result, _ = core.process_key(text, _MARK_KEY, text, rules, False)
    return _nfc(result)


def _highland(word: Word, letter: str) -> Word | None:
    onset, _, coda = (part.lower() for part in utils.separate(word.text))
    cluster = onset not in validation.CONSONANTS and 1 < len(onset) <= _LONGEST_CLUSTER
    rules = dict(_TELEX_MARKS) if cluster else {**_TELEX_MARKS, **_TELEX_TONES}
    text, keys = core.process_key(word.text, letter, word.keys, rules, False)
    _, vowel, coda = (part.lower() for part in utils.separate(text))
    stopped = coda == "k" and onset in validation.CONSONANTS | {""} and _tone(text) in _TONES_BEFORE_K
    fits = bool(vowel) and coda in _CODAS and (cluster or stopped)
    return Word(_nfc(text), keys) if fits else None


def _from_bogo(record: logging.LogRecord) -> bool:
    return Path(record.pathname).parent.name == "bogo"


# bogo writes every word it transforms to the root logger at level DEBUG; what a resident types is in no log.
logging.getLogger().addFilter(lambda record: not _from_bogo(record))
