"""What is typed, scanned and photographed at the real application is nowhere once its owner is gone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from kiosk.clock import SystemClock
from kiosk.robot.leaks import spellings
from offline_cache.store import open_store
from tests.faults.disks import Disk, why_no_disk
from tests.faults.proof import Fault, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.workshop import Workshop

ROOT = Path(__file__).parents[3]
JOURNEY = ROOT / "tests" / "faults" / "nowhere.yaml"
TYPED = ("0987001239", "Đèo Thị Quỳnh Bơ")
SCANNED = ("012302654321", "Vàng Thị Khuyến Sỹ", "Lùng Trù Hồ")
PHOTOGRAPHED = "CHIM-HOANG-YEN-TRONG-ANH-4711"
"""Stands in the photograph's comment; that no picture at all lies in clear is looked for by how pictures begin."""

WORDS = (*TYPED, *SCANNED, PHOTOGRAPHED)
PICTURES = {"a JPEG": b"\x10JFIF\0", "Exif": b"Exif\0\0", "a PNG": b"\x89PNG\r\n\x1a\n", "a PDF": b"%PDF-1."}

DONE = """
  - finish: "Nộp hồ sơ"
  - tap: "Nộp hồ sơ"
  - wait: {until: "Hồ sơ đang chờ gửi", seconds: 20}
  - network: on
  - wait: {until: "Đã nhận", seconds: 40}
  - tap: "Xong – rời máy"
  - expect: "Hôm nay cần làm việc gì?"
"""
IDLE = """
  - idle: 320
  - idle: 330
  - expect: "Hôm nay cần làm việc gì?"
"""
ENDINGS = {
    "cut": ("a power cut with the page on the screen (the disk's own journal and SQLite's log searched too)", ""),
    "done": ("sealed, sent, and Done", DONE),
    "kill": ("killed with the page on the screen", ""),
    "idle": ("left alone until Home is back", IDLE),
    "crash": ("crashed (SIGSEGV) where core dumps are on", ""),
}
"""How a sitting ends, and the steps that lead there."""


def nowhere(workshop: Workshop, rounds: int) -> Tally:
    """Sit down once for each ending; search every file, then every byte of the disk."""
    sealed, wrong, listed = 0, list[str](), list[str]()
    endings = [ending for ending in ENDINGS if ending != "cut" or not why_no_disk()][:rounds]
    for ending in endings:
        with workshop.folder() as folder:
            told, found = _on_a_disk(folder, ending) if not why_no_disk() else (_sit(folder, folder, ending), [])
        sealed += told["records"]
        found += [*told["leaks"], *(f"a core dump: {name}" for name in told["cores"])]
        wrong += [f"{ENDINGS[ending][0]}: {each}" for each in found] if told["ok"] else [told["why"]]
        memory = f"; {len(told['memory'])} canaries in freed memory not used again yet" if told["memory"] else ""
        listed.append(f"{ENDINGS[ending][0]}: {len(found)} finds{memory}")
    return Tally(
        len(endings),
        max(sealed, 1),
        wrong=tuple(wrong),
        listed=tuple(listed),
        told=f"{len(WORDS)} canaries in {len(set(_forms()))} spellings, {sum(map(bool, wrong))} found",
    )


def _on_a_disk(folder: Path, ending: str) -> tuple[dict[str, Any], list[str]]:
    disk = Disk(folder)
    with disk.power() as mounted:
        told = _sit(folder, mounted, ending)
    found = [f"{each}, on the disk as the power left it" for each in _raw(disk)]
    with disk.power() as mounted:
        for store in mounted.glob("tmp/motcham-*/kiosk/store"):
            open_store(store, SystemClock()).close()
    return told, found + [f"{each}, on the disk after the next start" for each in _raw(disk)]


def _sit(folder: Path, disk: Path, ending: str) -> dict[str, Any]:
    table = folder / "table"
    table.mkdir()
    journey = table / "journey.yaml"
    journey.write_text(f"{JOURNEY.read_text('utf-8').rstrip()}\n{ENDINGS[ending][1].lstrip(chr(10))}", "utf-8")
    (table / "canary.jpg").write_bytes(_photograph())
    places = {"HOME": disk / "home", "TMPDIR": disk / "tmp", "XDG_CACHE_HOME": disk / "cache"}
    places |= {"XDG_RUNTIME_DIR": disk / "run", "XDG_DATA_HOME": disk / "data", "XDG_CONFIG_HOME": disk / "etc"}
    for place in places.values():
        place.mkdir(mode=0o700)
    environment = {**os.environ, **{name: str(place) for name, place in places.items()}, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.faults.sitting", ending, str(journey), str(disk), *WORDS]
    with (folder / "sitting.log").open("wb") as log:
        done = subprocess.run(
            command, cwd=places["HOME"], env=environment, stdout=subprocess.PIPE, stderr=log, check=False, timeout=170
        )
    if done.returncode or not done.stdout:
        why = (folder / "sitting.log").read_text("utf-8", "replace")[-600:]
        return {"ok": False, "why": f"{ending}: {why}", "memory": [], "records": 0, "leaks": [], "cores": []}
    told: dict[str, Any] = json.loads(done.stdout)
    shutil.rmtree(table)
    return told


def _photograph() -> bytes:
    out = BytesIO()
    page = Image.effect_noise((1240, 1754), 30).convert("RGB")
    page.save(out, "JPEG", quality=85, comment=PHOTOGRAPHED.encode())
    return out.getvalue()


def _forms() -> Iterator[bytes]:
    for word in WORDS:
        yield from spellings(word)


def _raw(disk: Disk) -> list[str]:
    """What the disk's own bytes hold, whether a file is there or not: free blocks, journal, logs."""
    pieces = list(_written(disk.image))
    words = {word for word in WORDS for form in set(spellings(word)) if any(form in piece for piece in pieces)}
    pictures = {name for name, start in PICTURES.items() if any(start in piece for piece in pieces)}
    return sorted(words | pictures)


def _written(image: Path) -> Iterator[bytes]:
    """The parts of a sparse file that were ever written."""
    descriptor = os.open(image, os.O_RDONLY)
    try:
        end, at = os.fstat(descriptor).st_size, 0
        while at < end:
            try:
                start = os.lseek(descriptor, at, os.SEEK_DATA)
            except OSError:
                return
            at = os.lseek(descriptor, start, os.SEEK_HOLE)
            yield os.pread(descriptor, at - start, start)
    finally:
        os.close(descriptor)


FAULTS = (
    Fault(
        "nowhere",
        "nothing read: canaries typed, scanned and photographed",
        "the real application in a journey on an ext4 disk that also has its home, caches and temporary files; then"
        " every file and every byte of the disk is searched, in every spelling, and for the beginnings of pictures",
        len(ENDINGS),
        1,
        nowhere,
    ),
)
