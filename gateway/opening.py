"""Opens a received dossier for the officer who asks for it; what is opened is shown and not kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from gateway.database import Connection
from gateway.devices import find_device
from gateway.dossiers import read_envelope
from gateway.folder import Folder
from gateway.keyring import load_keyring, load_recovery
from kiosk.errors import ConfigError
from kiosk.sync.contents import parse_contents
from kiosk.sync.envelope import EnvelopeError, open_envelope
from kiosk.sync.protocol import MAX_ENVELOPE


def open_dossier(
    folder: Folder, connection: Connection, submission_id: str, recovery_file: Path | None
) -> dict[str, Any]:
    """The submission and the manifest. Raises ConfigError when the keys at hand do not open it."""
    keyring = load_recovery(recovery_file) if recovery_file else load_keyring(folder).seal
    blob = read_envelope(connection, submission_id)
    try:
        opened = open_envelope(
            blob,
            keyring,
            lambda header: device.key if (device := find_device(connection, header.device)) else None,
            limit=MAX_ENVELOPE,
        )
    except EnvelopeError as error:
        raise ConfigError(f"the dossier is not opened: {error.reason}") from error
    contents = parse_contents(opened.body)
    return {
        "sealed_at": contents.sealed_at,
        "manifest": msgspec.to_builtins(contents.manifest),
        "submission": json.loads(contents.submission),
    }
