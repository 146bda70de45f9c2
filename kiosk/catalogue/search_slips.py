"""What a slip of the finger, of the ear or of the keyboard may have made of a folded Vietnamese word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase

# Sounds that are one in some region, or one in the ear: ch/tr, s/x, d/gi/r, l/n in the North, v/d in the South,
# final n/ng and t/c in the South, and the ways of writing i/y, c/k/q, g/gh, ng/ngh.
_STARTS = {
    "ch": ("tr",), "tr": ("ch",), "s": ("x",), "x": ("s",), "gi": ("d", "r"), "d": ("gi", "r", "v"),
    "r": ("d", "gi"), "v": ("d", "gi"), "l": ("n",), "n": ("l",), "c": ("k", "q"), "k": ("c", "kh", "q"),
    "q": ("c", "k"), "ngh": ("ng",), "ng": ("ngh",), "gh": ("g",), "g": ("gh",), "f": ("ph",), "ph": ("f",),
    "j": ("gi", "d"), "z": ("d", "gi"), "w": ("qu",), "h": ("qu", "w"), "kh": ("k",), "b": ("p",), "p": ("b",),
}  # fmt: skip
_ENDS = {
    "n": ("ng", "nh"), "ng": ("n",), "nh": ("n", "ng"), "t": ("c",), "c": ("t",), "ch": ("t", "c"),
    "i": ("y",), "y": ("i",), "o": ("u",), "u": ("o",), "k": ("c", "ch"),
}  # fmt: skip
_MIDDLES = {
    "uo": ("u",), "iu": ("ieu",), "uu": ("uou", "iu"), "ye": ("ie",), "ie": ("ye", "i", "e"),
    "oi": ("uoi",), "ui": ("uoi",), "im": ("iem",), "om": ("uom",), "oa": ("ua",), "oe": ("e",), "ai": ("ay",),
    "ay": ("ai",), "au": ("ao",), "ao": ("au",), "uy": ("ui", "i"), "uye": ("ie", "ue", "uy"),
}  # fmt: skip
_PARTS = re.compile(r"(ngh|ng|nh|ch|tr|th|ph|kh|gh|gi|qu|[b-df-hj-np-tv-z])?([aeiouy]*)(ng|nh|ch|[b-df-hj-np-tv-z])?")
_DOUBLES = re.compile(r"dd|aa|ee|oo")
_TELEX_TONES = "sfrxjz"
_SHORTEST = 2


@lru_cache(maxsize=4096)
def heard_alike(word: str) -> frozenset[str]:
    """Words that sound like ``word`` somewhere in the country, one change in each."""
    parts = _PARTS.fullmatch(word)
    if not parts:
        return frozenset()
    start, middle, end = (part or "" for part in parts.groups())
    starts = {other + middle + end for other in _STARTS.get(start, ())}
    middles = {start + other + end for other in _MIDDLES.get(middle, ())}
    ends = {start + middle + other for other in _ENDS.get(end, ())}
    if not end and middle[-1:] in _ENDS:
        ends |= {start + middle[:-1] + other for other in _ENDS[middle[-1]]}
    return frozenset(starts | middles | ends) - {word}


@lru_cache(maxsize=4096)
def typed_raw(word: str) -> frozenset[str]:
    """What ``word`` means if the keys of Telex or VNI were left in it: dduowngf, khai3, giaays."""
    if word.isalpha():
        bare = _DOUBLES.sub(lambda match: match.group()[0], word).replace("uw", "u").replace("ow", "o")
        bare = bare.replace("aw", "a").replace("w", "u")
        without_tone = bare[:-1] if bare[-1:] in _TELEX_TONES else bare
        inside = re.sub(f"(?<=[aeiouy])[{_TELEX_TONES}](?=[a-z])", "", bare)
        return frozenset({bare, without_tone, inside}) - {word, ""}
    bare = re.sub(r"(?<=[a-z0-9])[0-9]", "", word)
    return frozenset({bare} if bare.isalpha() else ())


@lru_cache(maxsize=1024)
def one_slip(word: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words one slip away: those that fingers make most (a letter moved, doubled or lost), then all others."""
    if len(word) < _SHORTEST or not word.isalpha():
        return frozenset(), frozenset()
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    likely = {
        rest[:to] + letter + rest[to:]
        for letter, rest in ((right[0], left + right[1:]) for left, right in splits if right)
        for to in range(len(word))
    }
    likely |= {left + right[1:] for left, right in splits if right and left[-1:] == right[0]}
    likely |= {left + letter + right for left, right in splits for letter in ascii_lowercase}
    others = {left + right[1:] for left, right in splits if right}
    others |= {left + letter + right[1:] for left, right in splits if right for letter in ascii_lowercase}
    return frozenset(likely - {word}), frozenset(others - likely - {word})


def cuts(word: str) -> Iterator[tuple[str, str]]:
    """The ways to cut ``word`` in two, for words typed without the space between them."""
    yield from ((word[:at], word[at:]) for at in range(2, len(word) - 1))
