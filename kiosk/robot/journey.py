"""A journey file: what a resident, an officer, the network and the power do, step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.errors import KioskError
from kiosk.robot.step_parsing import parse_action, read_moment, read_network
from kiosk.robot.steps import NetworkMode, Step
from kiosk.robot.yaml_lines import Entry, LineError, read_yaml

MAX_STEPS = 2000
MAX_TITLE = 200
SIMULATED = frozenset({"qr_scanner", "camera", "files", "chip_reader", "speaker", "printer"})


class JourneyError(KioskError):
    """A journey file does not say what to do; the message names every faulty line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``simulate`` names the simulated devices that are plugged in; ``clock`` None leaves the time as it is.

    ``catalogue`` are the portal files that are imported before the application starts; none is what it comes with.
    """

    network: NetworkMode = "on"
    catalogue: tuple[Path, ...] = ()
    simulate: frozenset[str] = SIMULATED
    clock: datetime | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    path: Path
    title: str
    settings: Settings
    steps: tuple[Step, ...]


def load_journey(path: Path) -> Journey:
    """Read a journey; raises JourneyError with every fault and its line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise JourneyError(f"{path} cannot be read: {error.strerror}") from error
    return parse_journey(path, data)


def parse_journey(path: Path, data: bytes) -> Journey:
    faults: list[LineError] = []
    try:
        journey = _journey(path, read_yaml(data), faults)
    except LineError as fault:
        faults.append(fault)
    if faults:
        raise JourneyError("\n".join(f"{path}:{fault.line}: {fault}" for fault in faults))
    return journey


def _journey(path: Path, root: Entry, faults: list[LineError]) -> Journey:
    if not isinstance(root.value, dict):
        raise LineError(root.line, "a journey is a mapping with title, settings and steps")
    journey = Journey(path, path.stem, Settings(), ())
    for key, entry in root.value.items():
        try:
            journey = _with(journey, key, entry, faults)
        except LineError as fault:
            faults.append(fault)
    if not journey.steps and not faults:
        raise LineError(root.line, "a journey needs steps")
    return journey


def _with(journey: Journey, key: str, entry: Entry, faults: list[LineError]) -> Journey:
    match key:
        case "title":
            return replace(journey, title=_title(entry))
        case "settings":
            return replace(journey, settings=_settings(entry, journey.path.parent))
        case "steps":
            return replace(journey, steps=_steps(entry, faults))
    raise LineError(entry.line, f"unknown key «{key}»; known: title, settings, steps")


def _title(entry: Entry) -> str:
    if not isinstance(entry.value, str) or not 0 < len(entry.value) <= MAX_TITLE:
        raise LineError(entry.line, f"a title is a text of at most {MAX_TITLE} characters")
    return entry.value


def _settings(entry: Entry, folder: Path) -> Settings:
    if not isinstance(entry.value, dict):
        raise LineError(entry.line, "settings is a mapping")
    found: dict[str, Any] = {}
    for key, value in entry.value.items():
        if key not in _SETTINGS:
            raise LineError(value.line, f"unknown setting «{key}»; known: {', '.join(sorted(_SETTINGS))}")
        found |= _SETTINGS[key](value, folder)
    return Settings(**found)


def _network(entry: Entry, _folder: Path) -> dict[str, Any]:
    return {"network": read_network(entry)}


def _catalogue(entry: Entry, folder: Path) -> dict[str, Any]:
    """«seed», or files of the portal, looked for beside the journey and then in the working directory."""
    if entry.value == "seed":
        return {}
    items = entry.value if isinstance(entry.value, list) else [entry]
    if not items:
        raise LineError(entry.line, "catalogue is «seed», a file of the portal or a list of them")
    return {"catalogue": tuple(_portal_file(item, folder) for item in items)}


def _portal_file(entry: Entry, folder: Path) -> Path:
    if not isinstance(entry.value, str) or not entry.value.strip() or "\0" in entry.value:
        raise LineError(entry.line, "catalogue is «seed», a file of the portal or a list of them")
    with suppress(OSError):  # a name that no disk takes names no file
        for path in (folder / entry.value, Path(entry.value)):
            if path.is_file():
                return path.resolve()
    raise LineError(entry.line, f"no such catalogue file: {entry.value}")


def _simulate(entry: Entry, _folder: Path) -> dict[str, Any]:
    names = entry.plain()
    if not isinstance(names, list) or not set(names) <= SIMULATED:
        raise LineError(entry.line, f"simulate is a list out of: {', '.join(sorted(SIMULATED))}")
    return {"simulate": frozenset(names)}


def _clock(entry: Entry, _folder: Path) -> dict[str, Any]:
    return {"clock": read_moment(entry)}


_SETTINGS: Mapping[str, Callable[[Entry, Path], dict[str, Any]]] = {
    "network": _network,
    "catalogue": _catalogue,
    "simulate": _simulate,
    "clock": _clock,
}


def _steps(entry: Entry, faults: list[LineError]) -> tuple[Step, ...]:
    if not isinstance(entry.value, list) or not 0 < len(entry.value) <= MAX_STEPS:
        raise LineError(entry.line, f"steps is a list of 1 to {MAX_STEPS} steps")
    found = []
    for number, item in enumerate(entry.value, start=1):
        try:
            found.append(_step(number, item))
        except LineError as fault:
            faults.append(fault)
    return tuple(found)


def _step(number: int, entry: Entry) -> Step:
    if not isinstance(entry.value, dict) or len(entry.value) != 1:
        raise LineError(entry.line, "a step has one name: «- tap: …»")
    [(name, value)] = entry.value.items()
    return Step(number, entry.line, name, parse_action(name, value))
