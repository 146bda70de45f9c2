"""What an officer does and sees at the gateway, through its own command line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.robot.processes import python_module
from kiosk.robot.result import StepError

COMMAND_S = 30.0


@dataclass(frozen=True)
class Office:
    """The gateway's ``data`` folder, and the environment to run its program in."""

    data: Path
    environment: Mapping[str, str]

    def dossiers(self) -> list[dict[str, Any]]:
        """Return what the gateway holds by now, in the order of arrival."""
        found = json.loads(self._gateway("dossiers", "list", "--json"))
        listed: list[dict[str, Any]] = found["dossiers"] if isinstance(found, dict) else found
        return listed

    def change(self, change: Mapping[str, object]) -> None:
        """Set the status of a dossier: of the last one, unless ``dossier`` or ``lookup_code`` names another.

        ``close_slots: "DESK DAY HH:MM"`` closes a time at a desk instead (the whole day without the time).
        """
        if "close_slots" in change:
            self._gateway("slots", "close", *str(change["close_slots"]).split())
            return
        dossier = self._chosen(change)
        arguments = ["dossiers", "set-status", str(dossier["id"])]
        for key, value in change.items():
            match key:
                case "dossier" | "lookup_code":
                    continue
                case "status":
                    arguments.append(str(value))
                case _:
                    arguments += [f"--{key.replace('_', '-')}", *(value if isinstance(value, list) else [str(value)])]
        self._gateway(*arguments)

    def _chosen(self, change: Mapping[str, object]) -> dict[str, Any]:
        listed = self.dossiers()
        for key in ("dossier", "lookup_code"):
            if key in change:
                listed = [dossier for dossier in listed if change[key] in dossier.values()]
        if not listed:
            raise StepError("the gateway holds no such dossier")
        return listed[-1]

    def _gateway(self, *arguments: str) -> str:
        command = python_module("gateway", *arguments, "--data", str(self.data))
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=True, timeout=COMMAND_S, env=dict(self.environment)
            )
        except subprocess.CalledProcessError as error:
            last = (error.stderr or "").strip().splitlines()[-1:]
            raise StepError(f"gateway {' '.join(arguments)}: {' '.join(last)}") from error
        except subprocess.TimeoutExpired as error:
            raise StepError(f"gateway {' '.join(arguments)} does not end") from error
        return done.stdout
