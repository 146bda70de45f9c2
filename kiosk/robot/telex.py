"""Which keys a person presses to write a Vietnamese text with Telex."""

from __future__ import annotations

import unicodedata

_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_LETTERS = {"ă": "aw", "â": "aa", "đ": "dd", "Đ": "Dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
_TONED = frozenset("aeiouyAEIOUY")


def telex_keys(text: str, *, tone_last: bool = True) -> str:
    """Return the keys for ``text``; a tone comes at the end of its word, or right after its letter.

    Letters that Telex has no keys for (ĕ, ŏ, č, ñ) stay what they are: they have keys of their own.
    """
    words = unicodedata.normalize("NFC", text).split(" ")
    return " ".join("".join(_piece(piece, tone_last=tone_last) for piece in _pieces(word)) for word in words)


def _pieces(word: str) -> list[str]:
    """Split at what is no letter: «H'Hen» is typed as two runs."""
    pieces = [""]
    for char in word:
        if char.isalpha() == pieces[-1].isalpha() or not pieces[-1]:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _piece(piece: str, *, tone_last: bool) -> str:
    keys, tones = "", ""
    for char in piece:
        letter, tone = _letter_keys(char)
        keys += letter if tone_last else letter + tone
        tones += tone if tone_last else ""
    return keys + tones


def _letter_keys(char: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", char)
    if marks[0] not in _TONED:
        return _LETTERS.get(char, char), ""
    tone = "".join(_TONES[mark] for mark in marks if mark in _TONES)
    letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    keys = _LETTERS.get(letter.lower(), letter)
    return (keys[0].upper() + keys[1:] if letter.isupper() and len(keys) > 1 else keys), tone
