"""What a journey came to, for people and for scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.errors import KioskError


class StepError(KioskError):
    """What a step asks for does not hold."""


@dataclass(frozen=True, slots=True)
class Timing:
    """From a touch to the first frame that shows its effect; None when nothing changed on the screen."""

    step: int
    touched: str
    ms_to_paint: float | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the screen; its caption is the question or heading that stood on it."""

    path: Path
    caption: str


@dataclass(frozen=True, slots=True)
class Failure:
    """``step`` 0 and ``line`` 0: the world did not start."""

    step: int
    line: int
    name: str
    reason: str
    names: tuple[str, ...] = ()
    picture: Path | None = None


@dataclass(frozen=True, slots=True)
class Result:
    journey: str
    steps: int
    seconds: float
    failure: Failure | None = None
    shots: tuple[Picture, ...] = ()
    timings: tuple[Timing, ...] = field(default=())

    @property
    def ok(self) -> bool:
        return self.failure is None

    def to_json(self) -> dict[str, Any]:
        failure = self.failure
        return {
            "ok": self.ok,
            "journey": self.journey,
            "steps": self.steps,
            "failed_step": failure.step if failure else None,
            "line": failure.line if failure else None,
            "reason": failure.reason if failure else None,
            "names": list(failure.names) if failure else [],
            "seconds": round(self.seconds, 2),
            "shots": [str(shot.path) for shot in self.shots],
            "timings": [
                {"step": timing.step, "touched": timing.touched, "ms_to_paint": timing.ms_to_paint}
                for timing in self.timings
            ],
        }

    def to_text(self) -> str:
        if self.failure is None:
            return f"{self.journey}: {self.steps} steps hold, {self.seconds:.1f} s{self._pace()}"
        failure = self.failure
        lines = [f"{self.journey}: line {failure.line}, step {failure.step} ({failure.name}): {failure.reason}"]
        if failure.names:
            lines.append("on the screen: " + " | ".join(failure.names))
        if failure.picture is not None:
            lines.append(f"picture: {failure.picture}")
        return "\n".join(lines)

    def _pace(self) -> str:
        """Say how soon a touch shows, where there were touches."""
        painted = sorted(timing.ms_to_paint for timing in self.timings if timing.ms_to_paint is not None)
        if not painted:
            return ""
        middle, slow = painted[len(painted) // 2], painted[int((len(painted) - 1) * 0.95)]
        return f"; touch to paint {middle:.0f} ms (95%: {slow:.0f} ms, {len(painted)} touches)"


def unread(path: Path, reason: str) -> Result:
    """Return what comes of a journey that cannot be read; ``reason`` names each faulty line."""
    line = next((int(part) for part in reason.split(":")[1:2] if part.isdecimal()), 0)
    return Result(path.stem, 0, 0.0, Failure(0, line, "read", reason))
