"""Speech cases for ``kiosk vectors``: what stands on a screen, and what the voice may be handed for it.

Case, punctuation and where a tone mark stands don't count; one of the alternatives is enough::

    {"text": "08:42", "spoken_any": ["tám giờ bốn mươi hai phút", "tám giờ bốn mươi hai"]}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from kiosk.speech.spoken import spoken
from kiosk.text import comparable

Case: TypeAlias = Mapping[str, Any]

_NO_WORD = re.compile(r"[^\w\s']")


def saying(case: Case) -> Case:
    """Say the text as the voice would; ``spoken`` compares with one wording, ``spoken_any`` with several."""
    said = spoken(case["text"])
    wanted = case.get("spoken_any", ())
    if not isinstance(wanted, list | tuple):
        raise TypeError("spoken_any is a list")
    alike = any(words_of(each) == words_of(said) for each in wanted)
    single = case.get("spoken")
    return {
        "spoken_any": wanted if alike else [said],
        "spoken": single if isinstance(single, str) and words_of(single) == words_of(said) else said,
    }


def words_of(text: str) -> list[str]:
    """The words alone."""
    return comparable(_NO_WORD.sub(" ", text)).split()
