"""What is on screen, as the robot is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.flow import Flow


def describe(flow: Flow, overlay: str) -> dict[str, object]:
    """Name the screen, what lies over it, and the question that is asked there."""
    place: dict[str, object] = {"screen": flow.screen, "overlay": overlay}
    here, wizard = flow.here or flow.walking.here, flow.wizard or flow.walking.wizard
    if here is not None and wizard is not None:
        place |= {
            "procedure": wizard.guide.code,
            "key": here.key,
            "kind": here.step.kind,
            "label": here.label,
            "answered": wizard.answered(here),
        }
    return place
