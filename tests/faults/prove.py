"""``python -m tests.faults.prove``: does every fault in full, writes docs/proofs.md; exits 1 when one does not hold."""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.faults import FAULTS
from tests.faults.proof import Fault, Tally
from tests.faults.proofs_page import Proof, amended, commit, page
from tests.faults.workshop import Workshop

PAGE = Path(__file__).parents[2] / "docs" / "proofs.md"
AT_ONCE = 3
"""Most faults wait for disks and lines: three at once keep two cores busy."""


@dataclass
class Benches:
    """A workshop for each thread."""

    root: Path

    def __post_init__(self) -> None:
        self._local = threading.local()
        self._made: list[Workshop] = []

    def prove(self, fault: Fault, rounds: int) -> Proof:
        if missing := fault.missing():
            say(f"{fault.name}: not run, {missing}")
            return Proof(fault, None, 0.0, missing)
        began = time.monotonic()
        try:
            tally = fault.run(self._mine(), rounds)
        except Exception as error:  # noqa: BLE001 - one fault that cannot be done must not hide the others
            tally = Tally(0, 0, wrong=(f"{type(error).__name__}: {error}",))
        proof = Proof(fault, tally, time.monotonic() - began)
        say(f"{fault.name}: {proof.text()}")
        return proof

    def _mine(self) -> Workshop:
        if not hasattr(self._local, "workshop"):
            self._local.workshop = Workshop(Path(tempfile.mkdtemp(dir=self.root)))
            self._made.append(self._local.workshop)
        mine: Workshop = self._local.workshop
        return mine

    def close(self) -> None:
        for workshop in self._made:
            workshop.close()


@contextmanager
def benches() -> Iterator[Benches]:
    with tempfile.TemporaryDirectory(prefix="motcham-prove-", ignore_cleanup_errors=True) as folder:
        made = Benches(Path(folder))
        try:
            yield made
        finally:
            made.close()


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.prove", description=__doc__)
    names = [fault.name for fault in FAULTS]
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help=f"one of {', '.join(names)}")
    parser.add_argument("--rounds", type=int, metavar="N", help="so many rounds of each instead of its own number")
    parser.add_argument("--quick", action="store_true", help="as few rounds as `make test` does")
    parser.add_argument(
        "--page",
        type=Path,
        metavar="FILE",
        help="the page: all in full write docs/proofs.md anew, some of them their rows in this file",
    )
    told = parser.parse_args(argv)
    chosen = [fault for fault in FAULTS if (fault.name in told.only if told.only else not told.quick or fault.quick)]
    whole = told.only is None and told.rounds is None and not told.quick
    began = time.monotonic()
    here = commit()
    with benches() as made, ThreadPoolExecutor(AT_ONCE) as pool:

        def prove(fault: Fault) -> Proof:
            return made.prove(fault, told.rounds or (fault.quick or 1 if told.quick else fault.rounds))

        # From the last: those take longest each, and nobody waits for them alone in the end.
        proofs = list(pool.map(prove, reversed(chosen)))[::-1]
    failed = [proof.fault.name for proof in proofs if not proof.holds(in_full=whole)]
    if whole:
        (told.page or PAGE).write_text(page(proofs, here, time.monotonic() - began), "utf-8")
    elif told.page:
        told.page.write_text(amended(told.page.read_text("utf-8"), proofs, here), "utf-8")
    if failed:
        say(f"does not hold: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
