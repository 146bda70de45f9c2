"""Whose own a procedure is: the nation's, or one province's, by who promulgated it."""

from __future__ import annotations

import re

from kiosk.text import clean, fold

_OF_PROVINCE = re.compile(r"(?:^|[\s-])(?:tỉnh|thành phố|TP\.?)\s+(\S.*)$", re.IGNORECASE)
_KIND = re.compile(r"^(?:tinh|thanh pho|tp\.?)\s+")


def own_province(promulgator: str) -> str:
    """The province that promulgated a procedure for itself; empty for a ministry's, which holds everywhere."""
    found = _OF_PROVINCE.search(clean(promulgator))
    return found.group(1) if found else ""


def same_province(one: str, other: str) -> bool:
    """Whether two names are of one province, with or without «tỉnh» and «thành phố», accents aside."""
    return _key(one) == _key(other)


def _key(name: str) -> str:
    return _KIND.sub("", fold(name)).replace("tp.", "").replace("tp", "").strip()
