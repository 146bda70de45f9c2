"""Writes docs/proofs.md: what was done on which machine, and what came of it."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.clock import HANOI
from tests.faults.proof import Fault, Tally

ROOT = Path(__file__).parents[2]

HEAD = """# Proofs: nothing lost, nothing twice, nothing read

Written by `make prove`, which does each fault below to the real programs and counts. **Acknowledged** are dossiers
whose success screen was shown (where no screen is part of it: the call behind it returned); **lost** are those of them
that the gateway does not hold whole and readable in the end, or drafts under a code once shown that are gone;
**doubled** are dossiers that the gateway holds, counts or answers twice. The kiosk is the one residents use, without
its window: its start, its desk with photographed pages, its sealing, its syncer; the gateway is a process of its own.

{machine}

| fault | rounds | acknowledged | lost | doubled | how |
|---|---:|---:|---:|---:|---|
"""


@dataclass(frozen=True)
class Proof:
    """A fault that was done, or ``missing``: why it was not."""

    fault: Fault
    tally: Tally | None
    seconds: float
    missing: str = ""

    def holds(self, *, in_full: bool) -> bool:
        """What cannot be done here is no failure; the page says that it was not done."""
        if self.tally is None:
            return True
        return self.tally.holds and (not in_full or self.tally.acknowledged >= self.fault.at_least)

    def text(self) -> str:
        if self.tally is None:
            return f"not run: {self.missing}"
        tally = self.tally
        figures = (
            f"{tally.rounds} rounds, {tally.acknowledged} acknowledged, {tally.lost} lost, {tally.doubled} doubled"
        )
        more = "; ".join([each for each in (tally.told, *tally.wrong) if each])
        return f"{figures}{f' ({more})' if more else ''} in {self.seconds:.0f} s"


def page(proofs: Sequence[Proof], here: str, seconds: float) -> str:
    parts = [HEAD.format(machine=machine(here, seconds)), *map(_row, proofs)]
    parts += ["\n## Each of them alone\n\nThe quick form of every one is in `make test`.\n\n"]
    parts += [
        f"- {proof.fault.what}: `.venv/bin/python -m tests.faults.prove --only {proof.fault.name}`\n"
        for proof in proofs
    ]
    for proof in proofs:
        if proof.tally is not None and proof.tally.listed:
            parts += [f"\n## {proof.fault.what[:1].upper()}{proof.fault.what[1:]}\n\n"]
            parts += [f"- {line}\n" for line in proof.tally.listed]
    return "".join(parts)


def amended(page: str, proofs: Sequence[Proof], here: str) -> str:
    """The page with the rows of these proofs as they were done again, each saying from which commit."""
    for proof in proofs:
        start = f"| {proof.fault.what} |"
        again = _row(proof).removesuffix(" |\n") + f"; done again at commit `{here}` |\n"
        page = "".join(again if line.startswith(start) else line for line in page.splitlines(keepends=True))
    return page


def _row(proof: Proof) -> str:
    fault, tally = proof.fault, proof.tally
    if tally is None:
        return f"| {fault.what} | – | – | – | – | **not run here: {proof.missing}**. {fault.how} |\n"
    figures = f"{tally.rounds:,} | {tally.acknowledged:,} | {tally.lost} | {tally.doubled}"
    told = "".join(f"; {each}" for each in (tally.told, *(f"**{wrong}**" for wrong in tally.wrong)) if each)
    return f"| {fault.what} | {figures} | {fault.how}{told} |\n"


def machine(here: str, seconds: float) -> str:
    """One sentence: when, on what, from which commit, in how long."""
    day = datetime.now(UTC).astimezone(HANOI).strftime("%Y-%m-%d")
    cores, memory = os.cpu_count(), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    where = f"{cores} cores, {memory:.0f} GB, {system}, Linux {platform.release().split('-')[0]}"
    who = "as the superuser" if os.geteuid() == 0 else "as an ordinary user"
    return f"{day}, commit `{here}`, {where}, Python {platform.python_version()}, {who}, {seconds / 60:.0f} minutes."


def commit() -> str:
    """The one that is tried; «-dirty» when its files were changed."""
    command = ["/usr/bin/env", "git", "describe", "--always", "--dirty", "--exclude=*"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"
