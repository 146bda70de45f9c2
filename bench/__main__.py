"""`make bench`: says each figure, its target, and whether it holds; exits 1 when one does not."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from bench import chromium, delivery, gateway, kiosk, outbox, sealing, search, search_growth

ROUNDS = 5


@dataclass(frozen=True)
class Line:
    """One figure beside its target; it holds when it is at most the target."""

    name: str
    figure: float
    target: float
    unit: str
    from_: str

    @property
    def holds(self) -> bool:
        return self.figure <= self.target

    def text(self) -> str:
        verdict = "holds" if self.holds else "MISSED"
        return f"{self.name:<16}{self.figure:>7.2f} {self.unit:<4} target {self.target:g}  {verdict:<7} {self.from_}"


def measure(home: Path, out: Path) -> list[Line]:
    """Kiosk and Chromium by turns, so that both meet the same machine; the first round only warms the disk."""
    browser = chromium.find_chromium()
    kiosk.start_once(home)
    chromium.wall_time_s(browser)
    walls, memories, starts = [], [], []
    for _ in range(ROUNDS):
        starts.append(kiosk.start_once(home))
        walls.append(chromium.wall_time_s(browser))
        memories.append(chromium.memory_mib(browser))
    ready, wall = median(start.ready_s for start in starts), median(walls)
    ours, theirs = median(start.memory_mib for start in starts), median(memories)
    taps = kiosk.tap_to_paint_ms(out)
    return [
        Line("start", ready / wall, 0.6, "×", f"{ready:.2f} s against Chromium's {wall:.2f} s"),
        Line("memory", ours / theirs, 0.5, "×", f"{ours:.0f} MiB against Chromium's {theirs:.0f} MiB"),
        Line("tap to paint", quantiles(taps, n=20)[-1], 100, "ms", f"95% of {len(taps)} touches of a whole journey"),
    ]


def kiosk_beside_chromium() -> int:
    """0 when start, memory and tap-to-paint meet their targets."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home, out = Path(folder, "home"), Path(folder, "out")
        home.mkdir()
        try:
            lines = measure(home, out)
        except (chromium.NoChromiumError, RuntimeError) as error:
            print(error, file=sys.stderr)
            return 1
    for line in lines:
        print(line.text())
    return 0 if all(line.holds for line in lines) else 1


def main() -> int:
    """All of them, each though one before it failed."""
    return max(
        [
            kiosk_beside_chromium(),
            search.main(),
            search_growth.main(),
            outbox.main([]),
            sealing.main(),
            delivery.main(),
            gateway.main([]),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
