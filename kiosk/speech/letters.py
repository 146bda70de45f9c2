"""Letters, digits and codes as one says them in Vietnamese, sign by sign."""

from __future__ import annotations

import unicodedata

from kiosk.procedures.words import number_in_words

_LETTERS = {
    "A": "a", "Ă": "á", "Â": "ớ", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e", "Ê": "ê", "F": "ép",
    "G": "giê", "H": "hát", "I": "i", "J": "gi", "K": "ca", "L": "lờ", "M": "mờ", "N": "nờ", "O": "o", "Ô": "ô",
    "Ơ": "ơ", "P": "pê", "Q": "quy", "R": "rờ", "S": "sờ", "T": "tê", "U": "u", "Ư": "ư", "V": "vê", "W": "vê kép",
    "X": "ích", "Y": "i dài", "Z": "dét",
}  # fmt: skip
_SIGNS = {"-": ",", ".": " chấm", "@": " a còng", "_": " gạch dưới", "/": " gạch chéo", "+": " cộng"}
_VOWELS = frozenset("AEIOUY")

_AGENCIES = {
    "CP": "của Chính phủ",
    "TTG": "của Thủ tướng Chính phủ",
    "UBND": "của ủy ban nhân dân",
    "HĐND": "của hội đồng nhân dân",
    "BCA": "của Bộ Công an",
    "BTP": "của Bộ Tư pháp",
    "BTC": "của Bộ Tài chính",
    "BNV": "của Bộ Nội vụ",
    "BYT": "của Bộ Y tế",
    "BGDĐT": "của Bộ Giáo dục và Đào tạo",
    "VPCP": "của Văn phòng Chính phủ",
}


def digits(text: str) -> str:
    """Say the digits of ``text`` one by one, whatever stands between them."""
    return " ".join(number_in_words(unicodedata.digit(char)) for char in text if char.isdigit())


def spell(code: str) -> str:
    """Say a code sign by sign: «K7F3-29» → «ca bảy ép ba, hai chín»."""
    said = ""
    for char in unicodedata.normalize("NFC", code):
        if char in _SIGNS:
            said += _SIGNS[char]
        elif char.isdigit():
            said += f" {digits(char)}"
        else:
            said += f" {_LETTERS.get(char.upper(), char)}"
    return said.strip(" ,")


def issuer(letters: str) -> str:
    """Who issued a law, by the letters after its number: «NĐ-CP» «của Chính phủ», «QH15» «của Quốc hội»."""
    parts = letters.upper().split("-")
    if parts[0].startswith("QH") and parts[0][2:].isdigit():
        return "của Quốc hội"
    return next((_AGENCIES[part] for part in parts if part in _AGENCIES), spell(letters))


def capitals(word: str) -> str:
    """Say a word in capitals: as a word where it can be read as one, else letter by letter."""
    bare = {unicodedata.normalize("NFD", char)[0] for char in word}
    return word.lower() if bare & _VOWELS else spell(word)
