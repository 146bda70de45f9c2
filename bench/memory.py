"""Memory of a process and all its children, as the kernel shares it out among them."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


def family(pid: int) -> frozenset[int]:
    """``pid`` and every process under it."""
    found = {pid}
    for task in (PROC / str(pid) / "task").glob("*/children"):
        for child in task.read_text("ascii").split():
            found |= family(int(child))
    return frozenset(found)


def command_line(pid: int) -> str:
    return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


def pss_mib(pids: frozenset[int]) -> float:
    """Sum of proportional set sizes in MiB; a page shared by two processes counts half for each."""
    return sum(_pss_kib(pid) for pid in pids) / 1024


def _pss_kib(pid: int) -> int:
    for line in (PROC / str(pid) / "smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
