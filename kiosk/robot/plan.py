"""The answers that a journey wants to give next, by question key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.robot.question import Question


@dataclass
class Plan:
    """``left`` maps flattened keys to answers; a list of items becomes «members.1.full_name» and so on."""

    left: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Plan:
        plan = cls()
        for key, value in values.items():
            if isinstance(value, list) and value and all(_is_item(item) for item in value):
                for number, item in enumerate(value, start=1):
                    plan.left |= {f"{key}.{number}.{name}": answer for name, answer in item.items()}
            else:
                plan.left[key] = value
        return plan

    def wants(self, question: Question) -> bool:
        return question.key in self.left

    def take(self, question: Question) -> object:
        return self.left.pop(question.key)

    def wants_item(self, question: Question) -> bool:
        """Say whether answers are left for an item of this group that is still to be added."""
        return question.step.kind == "group" and any(key.startswith(f"{question.key}.") for key in self.left)

    def lies_behind(self, question: Question, order: Mapping[str, int]) -> bool:
        """Say whether every answer that is left belongs to an earlier question."""
        places = [_place(key, order) for key in self.left]
        return bool(places) and all(place is not None and place < question.place for place in places)


def _is_item(item: object) -> bool:
    return isinstance(item, Mapping) and bool(item) and set(item) != {"missing"}


def _place(key: str, order: Mapping[str, int]) -> int | None:
    """Find the question, or the group that the question of an item belongs to."""
    if key in order:
        return order[key]
    group = next((name for name in order if key.startswith(f"{name}.")), None)
    return order[group] if group is not None else None
