"""A resident sits at the real application on a disk of its own, and it ends in one of these ways; then a thief looks.

``python -m tests.faults.sitting ENDING JOURNEY DISK WORD…`` is a process of its own, so that its temporary folder, its
home and its working directory are on that disk. It prints what the running application left behind, as JSON, and ends
without tidying up.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import NoReturn

from kiosk.robot.journey import load_journey
from kiosk.robot.leaks import find_leaks, spellings
from kiosk.robot.runner import _Run
from kiosk.robot.world import Look, World, open_world
from tests.faults.disks import cut_power


def sit(ending: str, journey: Path, disk: Path, words: Iterable[str]) -> NoReturn:
    """Sit down, get up as ``ending`` says, tell what is found, and go."""
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    loaded = load_journey(journey)
    with open_world(loaded.settings, Look()) as world:
        pictures = Path(mkdtemp(dir=journey.parent))
        result = _Run(loaded, world, pictures, time.monotonic(), "vi").all_steps()
        told: dict[str, object] = {"ok": result.ok, "why": "" if result.ok else result.to_text()}
        told["memory"] = _remembers(_process_of(world), words) if ending in {"done", "idle"} else []
        told["records"] = len(world.office.dossiers()) if ending == "done" else 0
        _end(ending, world, disk)
        leaks = [] if ending == "cut" else find_leaks(words, [disk])
        told["leaks"] = [f"{leak.text} in {leak.place.relative_to(disk)}" for leak in leaks]
        told["cores"] = [path.name for path in disk.rglob("core*") if path.is_file()]
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        world.application.child.kill()
        world._gateway.kill()
        os._exit(0)


def _end(ending: str, world: World, disk: Path) -> None:
    process_id = _process_of(world)
    match ending:
        case "kill":
            os.kill(process_id, signal.SIGKILL)
        case "crash":
            os.kill(process_id, signal.SIGSEGV)
        case "cut":
            cut_power(disk)
            os.kill(process_id, signal.SIGKILL)
        case _:
            return
    with suppress(ChildProcessError):
        os.waitpid(process_id, 0)


def _process_of(world: World) -> int:
    process = world.application.child._process
    assert process is not None
    return process.pid


def _remembers(process_id: int, words: Iterable[str]) -> list[str]:
    """Words that the process still has somewhere in its memory."""
    needles = [(word, form) for word in words for form in set(spellings(word))]
    found: set[str] = set()
    maps = Path(f"/proc/{process_id}/maps").read_text("utf-8").splitlines()
    with Path(f"/proc/{process_id}/mem").open("rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            if "rw" not in rights:
                continue
            start, end = (int(each, 16) for each in span.split("-"))
            with suppress(OSError, ValueError):
                memory.seek(start)
                held = memory.read(end - start)
                found |= {word for word, form in needles if form in held}
    return sorted(found)


if __name__ == "__main__":
    sit(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
