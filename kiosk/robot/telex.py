"""Which keys a person presses to write a Vietnamese text: with Telex, or with the row of tones and marks."""

from __future__ import annotations

import unicodedata

HAT, HORN = "â ê ô", "ơ ư"
"""The two keys of the row that mark more than one letter."""

_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_LETTERS = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
_TONE_KEYS = {"\u0301": "á", "\u0300": "à", "\u0309": "ả", "\u0303": "ã", "\u0323": "ạ"}
_MARK_KEYS = {"ă": "ă", "đ": "đ", "â": HAT, "ê": HAT, "ô": HAT, "ơ": HORN, "ư": HORN}
_TONED = frozenset("aeiouyAEIOUY")


def telex_keys(text: str) -> list[str]:
    """Return the Telex keys for ``text``; a tone comes at the end of its word.

    Letters that Telex has no keys for (ĕ, ŏ, č, ñ) stay what they are: they have keys of their own.
    """
    words = unicodedata.normalize("NFC", text).split(" ")
    return list(" ".join("".join(map(_telex, _pieces(word))) for word in words))


def mark_keys(text: str) -> list[str]:
    """Return plain letters, each followed by the keys of the row that mark it: for words that Telex would misread."""
    return [key for char in unicodedata.normalize("NFC", text) for key in _marked(char)]


def _pieces(word: str) -> list[str]:
    """Split at what is no letter: «H'Hen» is typed as two runs."""
    pieces = [""]
    for char in word:
        if char.isalpha() == pieces[-1].isalpha() or not pieces[-1]:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _telex(piece: str) -> str:
    letters = [_split(char) for char in piece]
    return "".join(_keys_of(letter) for letter, _ in letters) + "".join(_TONES[tone] for _, tone in letters if tone)


def _keys_of(letter: str) -> str:
    keys = _LETTERS.get(letter.lower(), letter)
    return keys[0].upper() + keys[1:] if letter.isupper() and len(keys) > 1 else keys


def _marked(char: str) -> list[str]:
    letter, tone = _split(char)
    keys = _LETTERS.get(letter.lower())
    base = [letter] if keys is None else [keys[0].upper() if letter.isupper() else keys[0], _MARK_KEYS[letter.lower()]]
    return [*base, _TONE_KEYS[tone]] if tone else base


def _split(char: str) -> tuple[str, str]:
    """Return the letter with its marks, and the tone on it."""
    marks = unicodedata.normalize("NFD", char)
    if marks[0] not in _TONED:
        return char, ""
    tone = "".join(mark for mark in marks if mark in _TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES)), tone
