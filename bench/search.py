"""`python -m bench.search`: our search beside FTS5, rapidfuzz and tantivy on the same procedures, recall and time.

The procedures are the portal's own list in the samples folder (MOTCHAM_SAMPLES); the queries are the shared ones and
ours. rapidfuzz and tantivy are in a lock of their own (`deploy/setup.sh bench`, as `make bench` does); none of them is
needed to run the kiosk.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import yaml

from bench import search_rivals
from bench.search_rivals import Ask, Texts
from kiosk.catalogue.importing import import_files
from kiosk.catalogue.model import Summary, summarise
from kiosk.catalogue.search import Search
from kiosk.catalogue.search_index import guide_words
from kiosk.catalogue.search_model import Here
from kiosk.catalogue.synonyms import synonyms

CHECKOUT = Path(__file__).resolve().parent.parent
SAMPLES = Path(os.environ.get("MOTCHAM_SAMPLES", CHECKOUT.parent / "shared" / "data"))
LIST_FILE, VECTORS = SAMPLES / "portal" / "catalog.jsonl.gz", SAMPLES / "vectors" / "search.json"
TARGET_P95_MS = 10.0
TARGET_OWN = 0.95
RIVAL_EVERY = 3  # rivals are asked every third keystroke, and every third query of ours
HEADER = f"{'search':<24}{'shared':>8}{'own':>8}{'median':>10}{'95%':>10}{'index':>9}"


@dataclass(frozen=True)
class Queries:
    """A query with the codes of which one must be among the first three."""

    shared: list[tuple[str, list[str]]]
    own: list[tuple[str, list[str]]]
    """Found at the first try or mended for: who found them first had the advantage, so all are asked."""

    def keystrokes(self) -> Iterator[str]:
        """Every shared query, letter by letter."""
        for query, _ in self.shared:
            yield from keystrokes(query)


@dataclass(frozen=True)
class Result:
    """Shares of the queries answered, and milliseconds a keystroke."""

    name: str
    shared: float
    own: float
    times_ms: list[float]
    index_s: float

    @property
    def p95_ms(self) -> float:
        return quantiles(self.times_ms, n=20)[-1]

    def text(self) -> str:
        return (
            f"{self.name:<24}{self.shared:>8.1%}{self.own:>8.1%}{median(self.times_ms):>7.2f} ms"
            f"{self.p95_ms:>7.2f} ms{self.index_s:>7.2f} s"
        )


def keystrokes(query: str) -> Iterator[str]:
    """A query as far as it is typed, letter by letter."""
    return (query[:typed] for typed in range(1, len(query) + 1))


def has_samples() -> bool:
    return LIST_FILE.exists() and VECTORS.exists()


def shared_queries() -> list[tuple[str, list[str]]]:
    cases: list[dict[str, Any]] = json.loads(VECTORS.read_text("utf-8"))["cases"]
    return [(case["query"], case["top3_any"]) for case in cases]


def read_samples() -> tuple[tuple[Summary, ...], Queries] | None:
    """The procedures and the queries; None without the samples folder."""
    if not has_samples():
        return None
    procedures = import_files([LIST_FILE], {}, datetime.now(UTC)).procedures
    ours = yaml.safe_load((CHECKOUT / "tests" / "catalogue" / "search_queries.yaml").read_text("utf-8"))
    own = [(case["query"], case["any"]) for half in ours.values() for case in half]
    return tuple(map(summarise, procedures)), Queries(shared_queries(), own)


def ours(summaries: Sequence[Summary]) -> Ask:
    """Our search at a commune's kiosk."""
    search = Search(lambda: summaries, Here("commune"), guide_words)
    search.warm()
    return lambda query: [hit.code for hit in search.find(query).hits[: search_rivals.FIRST]]


def names_of(summaries: Sequence[Summary]) -> Texts:
    """The names alone."""
    return [(summary.name, summary.code) for summary in summaries]


def names_and_sayings(summaries: Sequence[Summary]) -> Texts:
    """The names, and our sayings, each with the first procedure it leads to."""
    sayings = [(" ".join(said), meaning.codes[0]) for meaning in synonyms().meanings for said in meaning.said]
    return [*names_of(summaries), *sayings]


def measure(name: str, build: Callable[[], Ask | None], queries: Queries, every: int = 1) -> Result | None:
    """Build one index, ask it all queries, type the shared ones; None when it is not installed."""
    began = time.thread_time()
    ask = build()
    if ask is None:
        return None
    index_s = time.thread_time() - began
    times = [_time_ms(ask, typed) for typed in list(queries.keystrokes())[::every]]
    return Result(name, _recall(ask, queries.shared), _recall(ask, queries.own[::every]), times, index_s)


def _recall(ask: Ask, queries: list[tuple[str, list[str]]]) -> float:
    return sum(not set(ask(query)).isdisjoint(codes) for query, codes in queries) / len(queries)


def _time_ms(ask: Ask, text: str) -> float:
    """Of the processor, so that what else the machine does is not counted."""
    began = time.thread_time()
    ask(text)
    return (time.thread_time() - began) * 1000


RIVALS: dict[str, Callable[[Texts], Ask | None]] = {
    "FTS5, plain": search_rivals.fts5_plain,
    "FTS5, folded": search_rivals.fts5_folded,
    "rapidfuzz": search_rivals.rapidfuzz,
    "tantivy": search_rivals.tantivy,
}


def rivals(summaries: Sequence[Summary], queries: Queries) -> Iterator[str]:
    """A line for each rival, over the names alone and over names and sayings."""
    for name, build in RIVALS.items():
        for label, texts in ((name, names_of(summaries)), (f"{name} + sayings", names_and_sayings(summaries))):
            result = measure(label, partial(build, texts), queries, every=RIVAL_EVERY)
            if result is None:
                yield f"{name:<24}not installed: deploy/setup.sh bench"
                break
            yield result.text()


def main() -> int:
    """0 when our search meets its targets; rivals only stand beside it."""
    samples = read_samples()
    if samples is None:
        print(f"search: not measured, no samples in {SAMPLES}", file=sys.stderr)
        return 0
    summaries, queries = samples
    mine = measure("ours", partial(ours, summaries), queries)
    if mine is None:
        return 1
    print(f"{len(summaries)} procedures; {len(queries.shared)} shared and {len(queries.own)} queries of our own")
    print(HEADER, mine.text(), sep="\n")
    for line in rivals(summaries, queries):
        print(line)
    holds = mine.shared == 1.0 and mine.own >= TARGET_OWN and mine.p95_ms <= TARGET_P95_MS
    print(f"target 100.0% {TARGET_OWN:.0%}, 95% within {TARGET_P95_MS:g} ms: {'holds' if holds else 'MISSED'}")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
