"""What a procedure is called on the screen: without «Thủ tục» before it, and not in capitals."""

from __future__ import annotations

import re

# «Thủ tục hải quan đối với …» is itself the name of a thing; «Thủ tục cấp …» is not.
_LEADING = re.compile(
    r"(?:thủ tục hành chính|thủ tục|tthc)\s*:?\s+(?!hải quan|biên phòng|điện tử|đối với|về\b|liên thông|tục\b)(?=\w)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s*\(?\d{0,2}\)?\s*Trình tự thực hiện\s*:?$", re.IGNORECASE)  # the next heading, pasted along
_MARKS = re.compile(r"^[\s.,;:–-]+|[\s,;:–-]+$")
_PROPER = (
    *("Việt Nam", "Nhà nước", "Chính phủ", "Quốc hội", "Hồ Chí Minh", "Hà Nội", "Đà Nẵng", "Huế", "Lào", "Campuchia"),
    *(
        "Thủ tướng",
        "Hội đồng nhân dân",
        "Ủy ban nhân dân",
        "Quân đội",
        "Công an nhân dân",
        "Bộ Quốc phòng",
        "Bộ Công an",
    ),
    *(
        "Đảng",
        "UBND",
        "HĐND",
        "BHXH",
        "BHYT",
        "BHTN",
        "HTX",
        "QSDĐ",
        "CMND",
        "CCCD",
        "BQP",
        "BCA",
        "TNHH",
        "ODA",
        "GCN",
    ),
)
_PROPER_WORDS = re.compile(rf"\b(?:{'|'.join(map(re.escape, _PROPER))})\b", re.IGNORECASE)
_SPELLED = {word.casefold(): word for word in _PROPER}
_SHORTEST = 4


def short_name(official: str) -> str:
    """The name without the leading «Thủ tục», beginning with a capital."""
    name = _LEADING.sub("", official, count=1) if _LEADING.match(official) else official
    name = _MARKS.sub("", _LABEL.sub("", name))
    if len(name) < _SHORTEST:
        return official
    return name[0].upper() + name[1:]


def in_capitals(name: str) -> bool:
    return name.isupper() and " " in name


def lowered(name: str) -> str:
    """A name written in capitals as a sentence; names of bodies and abbreviations that we know keep theirs."""
    small = name.lower()
    spelled = _PROPER_WORDS.sub(lambda match: _SPELLED[match.group().casefold()], small)
    return spelled[0].upper() + spelled[1:]
