"""The file of receipts for the way back, as a gateway or a kiosk that carried dossiers writes it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kiosk.sync.courier_file import (
    CarriedReceipt,
    ReceiptsIndex,
    Sign,
    read_receipts,
    read_receipts_index,
    write_index,
)
from kiosk.sync.courier_stick import write_whole
from kiosk.sync.key_files import encode_bytes
from kiosk.sync.keys import Audience

SUFFIX = ".receipts"


@dataclass(frozen=True)
class Courier:
    """Who hands receipts on: "gateway" or a device, and the key that it signs the index with."""

    audience: Audience
    by: str
    public: bytes
    sign: Sign


def write_receipts(path: Path, sealed: Sequence[tuple[str, bytes]], courier: Courier, made_at: str) -> None:
    """Write sealed receipts, each with its dossier's id; at least one, at most MAX_DOSSIERS. Raises NotWritten."""
    index = ReceiptsIndex(
        audience=courier.audience,
        by=courier.by,
        key=encode_bytes(courier.public),
        made_at=made_at,
        receipts=tuple(
            CarriedReceipt(id=item_id, size=len(body), sha256=hashlib.sha256(body).hexdigest())
            for item_id, body in sealed
        ),
    )

    def fill(out: BinaryIO) -> None:
        write_index(out, index, courier.sign)
        out.writelines(body for _, body in sealed)

    def check(file: BinaryIO) -> None:
        for _ in read_receipts(file, read_receipts_index(file)):
            pass

    write_whole(path, sum(len(body) for _, body in sealed), fill, check)
