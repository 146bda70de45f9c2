"""The words for faults, states and errors, TOML tables in assets/text."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache

from kiosk.assets import ASSETS
from kiosk.errors import Fault


@lru_cache(maxsize=4)
def _table(language: str) -> Mapping[str, str]:
    flat: dict[str, str] = {}
    folder = ASSETS / "text"
    for path in (folder / f"{language}.toml", *sorted(folder.glob(f"*.{language}.toml"))):
        _flatten("", tomllib.loads(path.read_text("utf-8")), flat)
    return flat


def _flatten(prefix: str, node: Mapping[str, object], flat: dict[str, str]) -> None:
    for key, value in node.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            _flatten(f"{name}.", value, flat)
        else:
            flat[name] = str(value)


def say(key: str, language: str = "vi", **params: str) -> str:
    """The phrase for ``key``; a missing key is a KeyError, so that a test finds it before a resident does."""
    return _table(language)[key].format_map(params)


def say_fault(fault: Fault, language: str = "vi") -> str:
    """What is wrong and how to mend it, in one or two plain sentences."""
    return say(f"fault.{fault.key}", language, **fault.params)
