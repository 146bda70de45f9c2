"""Who decides a procedure: commune, province or ministry, from the portal's flags, its agencies or its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kiosk.catalogue.model import Level
from kiosk.text import fold

_PATTERNS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (
        "commune",
        re.compile(
            r"\bcap xa\b|\bubnd xa\b|\bxa, phuong\b|\bcong an xa\b|\btram y te\b|^dac khu\b"
            r"|^phong (?:kinh te|van hoa|tu phap)\b"
        ),
    ),
    (
        "province",
        re.compile(
            r"\bcap tinh\b|^so \w|\btinh\b|\bthanh pho\b|\btp\b|\bkhu vuc\b|^van phong dang ky|^chi nhanh|^chi cuc"
            r"|^(?:giam doc|cac) so\b|^phong (?:canh sat|quan ly)|^(?:van phong dai dien )?cang vu|^hai quan|bien phong"
            r"|^(?:co so|cac don vi) dang kiem|^toa an|\bthue co so\b|\bcac tinh\b|^ban quan ly khu|\bdia phuong\b"
        ),
    ),
    (
        "ministry",
        re.compile(
            r"^bo\b|^cuc \w|^tong cuc|^vu \w|thu tuong|^chinh phu|^ngan hang nha nuoc viet nam|\btrung uong\b"
            r"|\bbo \w|^uy ban (?:chung khoan|tieu chuan)|o nuoc ngoai|^tap doan|^kho bac|^bao hiem xa hoi viet nam"
            r"|\bquoc gia\b"
        ),
    ),
)
_NAMED: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("commune", re.compile(r"\(?\b(?:tai )?cap xa\)?$|\(cap xa\)")),
    ("province", re.compile(r"\(?\b(?:tai )?cap tinh\)?$|\(cap tinh\)")),
    ("ministry", re.compile(r"\(?\b(?:tai )?(?:cap )?trung uong\)?$|\((?:cap )?trung uong\)")),
)


def level_of(agencies: Iterable[str], name: str) -> Level:
    """The lowest level among the agencies; the name decides where they don't."""
    levels = {_level_of_agency(agency) for agency in agencies}
    for level, _ in _PATTERNS:
        if level in levels:
            return level
    title = fold(name)
    return next((level for level, pattern in _NAMED if pattern.search(title)), "unknown")


@lru_cache(maxsize=4_096)
def _level_of_agency(agency: str) -> Level:
    folded = fold(agency)
    return next((level for level, pattern in _PATTERNS if pattern.search(folded)), "unknown")
