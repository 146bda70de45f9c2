"""Puts kept texts in the place of ${name} in a step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from kiosk.robot.result import StepError
from kiosk.robot.steps import Action

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")

ActionT = TypeVar("ActionT", bound=Action)


def fill_in(action: ActionT, kept: Mapping[str, str]) -> ActionT:
    """Return the step with every ${name} replaced; raises StepError for a name that nothing was kept under."""
    changed: dict[str, Any] = {item.name: _filled(getattr(action, item.name), kept) for item in fields(action)}
    return replace(action, **changed)


def _filled(value: object, kept: Mapping[str, str]) -> object:
    match value:
        case str():
            return _VARIABLE.sub(lambda found: _kept(found.group(1), kept), value)
        case tuple():
            return tuple(_filled(item, kept) for item in value)
        case list():
            return [_filled(item, kept) for item in value]
        case Mapping():
            return {key: _filled(item, kept) for key, item in value.items()}
        case _:
            return value


def _kept(name: str, kept: Mapping[str, str]) -> str:
    if name not in kept:
        raise StepError(f"nothing was kept as «{name}»")
    return kept[name]
