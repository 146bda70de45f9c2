"""Search over the portal's whole list: what must be among the first three, how fast, and how it grows."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk.catalogue.importing import Imported
from kiosk.catalogue.model import Summary, summarise
from kiosk.catalogue.search import Search
from kiosk.catalogue.search_index import guide_words
from kiosk.catalogue.search_model import Here
from kiosk.catalogue.synonyms import synonyms

SAMPLES = Path(os.environ.get("MOTCHAM_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "data"))
OURS: Mapping[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("search_queries.yaml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def summaries(imported: Imported) -> tuple[Summary, ...]:
    return tuple(map(summarise, imported.procedures))


@pytest.fixture(scope="module")
def search(summaries: tuple[Summary, ...]) -> Search:
    search = Search(lambda: summaries, Here("commune", "Hải Phòng"), guide_words)
    search.warm()
    return search


@pytest.fixture(scope="module")
def vectors() -> list[dict[str, Any]]:
    file = SAMPLES / "vectors" / "search.json"
    if not file.exists():
        pytest.skip("no samples folder: set MOTCHAM_SAMPLES")
    cases: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["cases"]
    return cases


def missed(search: Search, query: str, codes: list[str]) -> bool:
    return {hit.code for hit in search.find(query).hits[:3]}.isdisjoint(codes)


def test_the_shared_queries_are_all_answered_among_the_first_three(
    search: Search, vectors: list[dict[str, Any]]
) -> None:
    assert [case["query"] for case in vectors if missed(search, case["query"], case["top3_any"])] == []


@pytest.mark.parametrize("half", ["tuned", "held"])
def test_our_own_queries_are_answered_among_the_first_three(search: Search, half: str) -> None:
    cases = OURS[half]
    lost = [case["query"] for case in cases if missed(search, case["query"], case["any"])]
    assert len(lost) <= 0.03 * len(cases), lost


@pytest.mark.parametrize(
    ("query", "most"),
    [("giay doc than", 1), ("tach ho", 1), ("nhập hộ khẩu cho con", 5), ("mất cccd", 6), ("di chuc", 1)],
)
def test_a_certain_hit_is_followed_by_its_variants_only(search: Search, query: str, most: int) -> None:
    assert 1 <= len(search.find(query).hits) <= most


def test_no_query_stands_twice() -> None:
    queries = [case["query"] for half in OURS.values() for case in half]
    assert len(set(queries)) == len(queries)


def test_every_code_that_words_lead_to_is_in_the_catalogue(summaries: tuple[Summary, ...]) -> None:
    known = {summary.code for summary in summaries}
    led = {code for meaning in synonyms().meanings for code in meaning.codes}
    asked = {code for half in OURS.values() for case in half for code in case["any"]}
    assert sorted((led | asked) - known) == []


def test_every_procedure_is_found_by_its_whole_name(search: Search, summaries: tuple[Summary, ...]) -> None:
    chosen = [one for one in summaries if not one.internal and len(one.name) < 180][::30]
    lost = [one.name for one in chosen if one.name.casefold() not in _names(search, one.name)]
    assert len(lost) <= 0.02 * len(chosen), lost


def _names(search: Search, query: str) -> set[str]:
    return {hit.name.casefold() for hit in search.find(query).hits}


def keystrokes(vectors: list[dict[str, Any]]) -> Iterator[str]:
    for case in vectors:
        yield from (case["query"][:typed] for typed in range(1, len(case["query"]) + 1))


def processor_ms(search: Search, typed: str) -> float:
    """The best of three, so that what else the machine does is not counted."""
    best = float("inf")
    for _ in range(3):
        began = time.thread_time()
        search.find(typed)
        best = min(best, time.thread_time() - began)
    return best * 1000


def test_a_keystroke_is_answered_within_ten_milliseconds(search: Search, vectors: list[dict[str, Any]]) -> None:
    times = sorted(processor_ms(search, typed) for typed in keystrokes(vectors))
    assert times[int(len(times) * 0.95)] <= 10


def test_a_catalogue_ten_times_as_large_takes_at_most_twice_as_long(
    search: Search, summaries: tuple[Summary, ...], vectors: list[dict[str, Any]]
) -> None:
    large = Search(lambda: _ten_times(summaries), Here("commune", "Hải Phòng"), guide_words)
    large.warm()
    queries = [case["query"] for case in vectors]
    now, then = (sum(processor_ms(one, query) for query in queries) for one in (search, large))
    assert then <= 2 * now


def _ten_times(summaries: tuple[Summary, ...]) -> Iterator[Summary]:
    """Each procedure and nine more like it, two words of whose names are another's."""
    words = [word for summary in summaries for word in summary.name.split()]
    yield from summaries
    for copy in range(1, 10):
        for number, summary in enumerate(summaries):
            name = summary.name.split()
            for place in (number * copy, number + copy):
                name[place % len(name)] = words[(number * 31 + place * 7919) % len(words)]
            yield summary._replace(code=f"{copy}.9{number:05d}", name=" ".join(name))
