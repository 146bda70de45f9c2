"""The ways to read the words of a query: exchanged for what means the same, parted where a space is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.catalogue.search_vocabulary import Vocabulary
from kiosk.catalogue.search_words import Word
from kiosk.catalogue.synonyms import LONGEST_PHRASE, Synonyms

MOST_READINGS = 4
_SHORTEST_GLUED = 5
_FOR, _FOR_ACCENTED = "de", "để"
_TELLING = 2  # words that say something about what is asked for


def readings(words: tuple[Word, ...], vocabulary: Vocabulary, synonyms: Synonyms) -> list[tuple[Word, ...]]:
    """The ways to read the words: as they are, with what stands for the same, and parted where a space is missing."""
    found = list(_exchanged(words, vocabulary, synonyms))
    for reading in tuple(found):
        parted = _parted(reading, vocabulary)
        if parted != reading:
            found.append(parted)
    head = _asked_for(words, synonyms)
    purposeless = list(_exchanged(head, vocabulary, synonyms))[-1:] if head else []
    return [*list(dict.fromkeys(found))[:MOST_READINGS], *purposeless]


def _asked_for(words: tuple[Word, ...], synonyms: Synonyms) -> tuple[Word, ...]:
    """What is asked for, without what it is for: the words before «để», when they tell something; else none."""
    for place, word in enumerate(words[:-1]):
        if word.folded == _FOR and word.accented in {_FOR, _FOR_ACCENTED}:
            head = words[:place]
            return head if len(head) - len(synonyms.filling(head)) >= _TELLING else ()
    return ()


def _exchanged(words: tuple[Word, ...], vocabulary: Vocabulary, synonyms: Synonyms) -> Iterator[tuple[Word, ...]]:
    found = _exchanges(words, synonyms)
    exchanged = [word.folded for start, end, _ in found for word in words[start:end]]
    if all(folded in vocabulary or len(folded) >= _SHORTEST_GLUED for folded in exchanged):
        yield words
    first = [(start, end, meant[0]) for start, end, meant in found]
    if found:
        yield _replaced(words, first)
    for place, (start, end, meant) in enumerate(found):
        for other in meant[1:]:
            yield _replaced(words, [*first[:place], (start, end, other), *first[place + 1 :]])
    for one in first if len(found) > 1 else ():
        yield _replaced(words, [one])


def _exchanges(words: tuple[Word, ...], synonyms: Synonyms) -> list[tuple[int, int, tuple[tuple[Word, ...], ...]]]:
    """Where phrases with a like meaning stand, the longest first where they overlap."""
    found = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + LONGEST_PHRASE), at, -1):
            meant = synonyms.same.get(tuple(word.folded for word in words[at:end]))
            if meant:
                found.append((at, end, meant))
                at = end
                break
        else:
            at += 1
    return found


def _replaced(words: tuple[Word, ...], exchanges: list[tuple[int, int, tuple[Word, ...]]]) -> tuple[Word, ...]:
    whole: list[Word] = []
    at = 0
    for start, end, meant in exchanges:
        whole.extend(words[at:start])
        whole.extend(replace(word, start=words[start].start, end=words[end - 1].end) for word in meant)
        at = end
    return (*whole, *words[at:])


def _parted(words: tuple[Word, ...], vocabulary: Vocabulary) -> tuple[Word, ...]:
    whole: list[Word] = []
    for word in words:
        glued = len(word.folded) >= _SHORTEST_GLUED and not vocabulary.begins(word.folded)
        parts = vocabulary.parted(word.folded) if glued else ()
        at = 0
        for part in parts:
            whole.append(Word(part, word.accented[at : at + len(part)], word.start + at, word.start + at + len(part)))
            at += len(part)
        if not parts:
            whole.append(word)
    return tuple(whole)
