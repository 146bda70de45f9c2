"""`python -m bench.search_growth`: start and search with the portal's procedures against ten times as many.

The index is built when a version is imported, before it is switched to; a start that builds one is a MISS. Each is
measured in processes of its own: open the library as a kiosk does, with the index that is kept beside the catalogue,
answer the first query, then every keystroke of the shared queries. Times are those of the processor, the better of two
for a keystroke, so that what else the machine does is not counted. Ten times as many are made of the portal's: nine
more of each, with two words of their names changed for others'.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from bench.search import LIST_FILE, SAMPLES, has_samples, keystrokes, shared_queries
from kiosk.catalogue.importing import import_files
from kiosk.catalogue.model import Procedure
from kiosk.catalogue.pack import Pack, encode_all
from kiosk.catalogue.search_kept import SUFFIX
from kiosk.catalogue.search_model import NO_COUNTS, Here
from kiosk.catalogue.versions import Versions
from kiosk.library import Library
from kiosk.shelf import GuideShelf

TARGET = 2.0
ROUNDS = 5
FIGURES = (
    ("start_ms", "start", "ms, with the first answer"),
    ("median_ms", "a keystroke, median", "ms"),
    ("p95_ms", "a keystroke, 95 %", "ms"),
    ("resident_mib", "memory", "MiB, mapped files too"),
    ("own_mib", "memory of its own", "MiB"),
)


@dataclass(frozen=True)
class Figures:
    """Milliseconds and MiB of one process; ``own_mib`` is memory of no file, which nobody can take back."""

    start_ms: float
    median_ms: float
    p95_ms: float
    resident_mib: float
    own_mib: float


def ten_times(procedures: Sequence[Procedure]) -> Iterator[Procedure]:
    """Each procedure and nine more like it, two words of whose names are another's."""
    words = [word for one in procedures for word in one.name.split()]
    yield from procedures
    for copy in range(1, 10):
        for number, one in enumerate(procedures):
            name = one.name.split()
            for place in (number * copy, number + copy):
                name[place % len(name)] = words[(number * 31 + place * 7919) % len(words)]
            yield replace(one, code=f"{copy}.9{number:05d}", name=" ".join(name))


def library_in(folder: Path) -> Library:
    """The library of a kiosk whose catalogue is in ``folder``."""
    return Library(GuideShelf(), folder, Here("commune"))


def measured(folder: Path, queries: Sequence[str]) -> Figures:
    """In this process, which has only read the guides: they are the same beside any catalogue."""
    library = library_in(folder)
    _ = library.guided
    began = time.thread_time()
    library.reopen()
    library.warm()
    library.find("khai sinh", NO_COUNTS)
    start_ms = (time.thread_time() - began) * 1000
    times = [_time_ms(library, typed) for query in queries for typed in keystrokes(query)]
    return Figures(start_ms, median(times), quantiles(times, n=20)[-1], *_memory_mib())


def _time_ms(library: Library, text: str) -> float:
    taken = []
    for _ in range(2):
        began = time.thread_time()
        library.find(text, NO_COUNTS)
        taken.append(time.thread_time() - began)
    return min(taken) * 1000


def _memory_mib() -> tuple[float, float]:
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
    return tuple(int(status[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))  # type: ignore[return-value]


def _in_a_process(folder: Path) -> Figures:
    asked = [sys.executable, "-m", "bench.search_growth", str(folder)]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True, timeout=300)
    return Figures(**json.loads(answer.stdout))


def _medians(found: Sequence[Figures]) -> Figures:
    rows = [vars(one) for one in found]
    return Figures(**{name: median(row[name] for row in rows) for name in rows[0]})


def lines(then: Figures, now: Figures) -> Iterator[tuple[str, bool]]:
    """Each figure of both, and whether it grows no more than it may."""
    for name, label, unit in FIGURES:
        one, other = getattr(then, name), getattr(now, name)
        yield f"{label:<24}{one:>10.2f}{other:>10.2f}{other / one:>7.2f} ×  {unit}", other <= TARGET * one


def imported(folder: Path, procedures: Sequence[Procedure]) -> float:
    """Seconds that the index took of an import into ``folder``."""
    took = []

    def prepare(pack: Pack) -> None:
        began = time.thread_time()
        library_in(folder).prepare(pack)
        took.append(time.thread_time() - began)

    Versions(folder, prepare).install(encode_all(procedures), datetime.now(UTC))
    return took[0]


def _indexes(folders: Sequence[Path]) -> list[tuple[Path, int]]:
    return [(file, file.stat().st_mtime_ns) for folder in folders for file in sorted(folder.glob(f"*{SUFFIX}"))]


def main() -> int:
    """0 when nothing grows more than twofold, and no start builds an index."""
    if not has_samples():
        print(f"growth: not measured, no samples in {SAMPLES}", file=sys.stderr)
        return 0
    procedures = import_files([LIST_FILE], {}, datetime.now(UTC)).procedures
    with TemporaryDirectory() as home:
        folders = [Path(home, "few"), Path(home, "many")]
        built = [imported(folders[0], procedures), imported(folders[1], list(ten_times(procedures)))]
        indexes = _indexes(folders)
        rounds = [[_in_a_process(folder) for folder in folders] for _ in range(ROUNDS)]
        untouched = len(indexes) == len(folders) and _indexes(folders) == indexes
    found = list(lines(*map(_medians, zip(*rounds, strict=True))))
    print(f"{'growth':<24}{len(procedures):>10}{len(procedures) * 10:>10}{'grows':>9}")
    print(*(text for text, _ in found), sep="\n")
    print(f"{'index, built once':<24}{built[0]:>10.2f}{built[1]:>10.2f}{built[1] / built[0]:>7.2f} ×  s, at an import")
    print(f"{'index, built at a start':<24}{'never' if untouched else 'MISSED':>20}")
    holds = untouched and all(fine for _, fine in found)
    print(f"target at most {TARGET:g} ×: {'holds' if holds else 'MISSED'}")
    return 0 if holds else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(vars(measured(Path(sys.argv[1]), [query for query, _ in shared_queries()]))))
    else:
        sys.exit(main())
