"""Vietnamese text made comparable: one spelling, a folded key for search, and the order of the alphabet."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_LATIN_MARKS = re.compile("[\u0300-\u036f]+")
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: 20 + rank for rank, letter in enumerate(_LETTERS)}
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries
_TONE_RANK = {tone: rank for rank, tone in enumerate(_TONES, start=1)}
_EARLY_TONE = re.compile(f"([oO])([{_TONES}])([aAeE])(?![\u0300-\u036f])|([uU])([{_TONES}])([yY])(?![\u0300-\u036f])")
_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u0060": "'", "\u00b4": "'"})


def clean(text: str) -> str:
    """Return ``text`` in NFC, with one kind of apostrophe, single spaces and no invisible characters.

    Non-breaking spaces become spaces; soft hyphens, direction marks and zero-width characters disappear.
    """
    if not text.isprintable():
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_APOSTROPHES)).strip()


def fold(text: str) -> str:
    """Return the key by which text is found without accents: «Đăng ký» and "dang ky" fold to the same.

    Ð (U+00D0), often typed for Đ (U+0110), folds to "d" too.
    """
    bare = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", clean(text)))
    folded = bare.casefold().replace("đ", "d").replace("ð", "d")
    if folded.isascii():  # nearly all Vietnamese; other scripts have marks elsewhere
        return folded
    return "".join(char for char in folded if unicodedata.category(char) != "Mn")


def settle_tones(text: str) -> str:
    """Put tone marks where the newer spelling has them (hoá, khoẻ, thuỷ), so that both spellings compare equal.

    For comparing only: what a resident or a law wrote is shown as written.
    """
    moved = _EARLY_TONE.sub(_later_tone, unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", moved)


def _later_tone(match: re.Match[str]) -> str:
    first, tone, second = (part for part in match.groups() if part is not None)
    return first + second + tone


def comparable(text: str) -> str:
    """Return the key under which the same words are equal, accents and all, whatever their case or spelling."""
    return settle_tones(clean(text)).casefold().replace("ð", "đ")


def collation_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Return the key that sorts Vietnamese text: letters a ă â b c d đ e ê …, then tones, then the text itself.

    Spaces come before letters, and letters decide before tones do, as in Qt's and ICU's Vietnamese collation.
    """
    ranks = [_rank(char) for char in settle_tones(clean(text)).casefold()]
    return tuple(letter for letter, _ in ranks), tuple(mark for _, mark in ranks), text


def _rank(char: str) -> tuple[int, int]:
    """Rank one character among letters, and its tone among tones; a mark Vietnamese lacks comes after the tones."""
    marks = unicodedata.normalize("NFD", char)
    tone = next((_TONE_RANK[mark] for mark in marks if mark in _TONE_RANK), 0)
    letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONE_RANK))
    if letter in _RANK:
        return _RANK[letter], tone
    if marks[0] in _RANK:
        return _RANK[marks[0]], len(_TONES) + 1
    if char.isdigit():
        return 2 + unicodedata.digit(char), 0
    return (100 + ord(char), 0) if char.isalpha() else (int(char != " "), 0)
