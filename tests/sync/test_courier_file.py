"""The carried file against whoever wrote it: cut anywhere, changed anywhere, and made to do harm."""

from __future__ import annotations

import hashlib
import struct
import uuid
from io import BytesIO

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import SystemClock
from kiosk.sync.canonical import canonical
from kiosk.sync.courier_file import (
    MAX_INDEX,
    PARCEL_MAGIC,
    CourierError,
    ParcelDossier,
    ParcelFile,
    ParcelIndex,
    is_receipts,
    read_parcel_index,
    read_receipts_index,
)
from kiosk.sync.courier_parcel import read_pieces
from kiosk.sync.ids import IdMaker
from kiosk.sync.keys import new_device_key
from tests.sync.couriers import forge_parcel

DEVICE = new_device_key("demo")
IDS = IdMaker(SystemClock())
BODIES = (b"envelope of the first", b"its only file", b"envelope of the second")


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def dossier(body: bytes, *files: bytes, item_id: str = "", file_id: str = "") -> ParcelDossier:
    listed = tuple(ParcelFile(id=file_id or str(uuid.uuid4()), size=len(one), sha256=digest(one)) for one in files)
    return ParcelDossier(id=item_id or IDS.new(), size=len(body), sha256=digest(body), files=listed)


PARCEL = forge_parcel(DEVICE, [dossier(BODIES[0], BODIES[1]), dossier(BODIES[2])], BODIES)


def read(data: bytes) -> list[bytes]:
    file = BytesIO(data)
    return [piece.data for piece in read_pieces(file, read_parcel_index(file))]


def refusal(data: bytes) -> str:
    with pytest.raises(CourierError) as caught:
        read(data)
    return caught.value.reason


def rewritten(**changed: object) -> bytes:
    """The parcel with other fields in its index, signed anew by the same device."""
    file = BytesIO(PARCEL)
    index = msgspec.to_builtins(read_parcel_index(file)) | changed
    body = canonical(index)
    signed = PARCEL_MAGIC + struct.pack(">I", len(body)) + body
    return signed + DEVICE.sign(signed) + file.read()


def test_what_was_written_is_read() -> None:
    assert read(PARCEL) == list(BODIES)
    assert not is_receipts(BytesIO(PARCEL))


def test_cut_anywhere_it_is_torn() -> None:
    assert {refusal(PARCEL[:length]) for length in range(len(PARCEL))} == {"torn"}


def test_a_byte_changed_anywhere_is_noticed() -> None:
    found = set()
    for place in range(len(PARCEL)):
        found.add(refusal(PARCEL[:place] + bytes([PARCEL[place] ^ 0x20]) + PARCEL[place + 1 :]))
    assert found == {"strange", "newer", "torn", "altered"}  # never taken, and the reason where one can tell


@given(st.binary(max_size=400))
def test_bytes_of_anything_are_refused(data: bytes) -> None:
    assert refusal(data) in {"strange", "torn"}
    assert refusal(PARCEL_MAGIC + data) in {"torn", "altered"}
    assert refusal(PARCEL + data + b"x") == "altered"


def test_a_later_layout_asks_for_an_update() -> None:
    assert refusal(PARCEL[:7] + b"\x02" + PARCEL[8:]) == "newer"
    assert refusal(PARCEL[:7] + b"\x00" + PARCEL[8:]) == "strange"


def test_receipts_are_no_parcel_and_a_parcel_is_no_receipts() -> None:
    with pytest.raises(CourierError) as caught:
        read_receipts_index(BytesIO(PARCEL))
    assert caught.value.reason == "strange"


@pytest.mark.parametrize("length", [0, MAX_INDEX + 1, 0xFFFFFFFF])
def test_an_index_of_a_giant_size_is_not_read(length: int) -> None:
    assert refusal(PARCEL_MAGIC + struct.pack(">I", length) + bytes(1000)) == "altered"


def test_an_index_that_is_nested_without_end_is_refused() -> None:
    body = b"[" * 100_000
    signed = PARCEL_MAGIC + struct.pack(">I", len(body)) + body
    assert refusal(signed + DEVICE.sign(signed)) == "altered"


@pytest.mark.parametrize(
    "changed",
    [
        {"v": 2},
        {"more": 1},
        {"device": "../../etc"},
        {"audience": "elsewhere"},
        {"key": "short"},
        {"dossiers": []},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_an_index_of_another_shape_is_refused(changed: dict[str, object]) -> None:
    assert refusal(rewritten(**changed)) == "altered"


def test_a_path_is_no_id() -> None:
    listed = msgspec.to_builtins(dossier(BODIES[0], BODIES[1]))
    listed["files"][0]["id"] = "../../../outside"
    assert refusal(rewritten(dossiers=[listed])) == "altered"
    listed["files"][0]["id"] = str(uuid.uuid4())
    listed["id"] = "/outside"
    assert refusal(rewritten(dossiers=[listed])) == "altered"


def test_sizes_beyond_the_protocols_are_refused_before_a_byte_is_read() -> None:
    listed = msgspec.to_builtins(dossier(BODIES[0], BODIES[1]))
    listed["files"][0]["size"] = 8 * 1024 * 1024 + 1
    assert refusal(rewritten(dossiers=[listed])) == "altered"
    listed["files"][0]["size"] = -1
    assert refusal(rewritten(dossiers=[listed])) == "altered"


def test_more_than_a_parcel_holds_is_refused() -> None:
    size = 8 * 1024 * 1024
    files = [{"id": str(uuid.uuid4()), "size": size, "sha256": digest(b"")} for _ in range(40)]
    whole = [{"id": IDS.new(), "size": 1, "sha256": digest(b""), "files": files}]
    for _ in range(3):
        anew = [one | {"id": str(uuid.uuid4())} for one in files]
        whole.append({"id": IDS.new(), "size": 1, "sha256": digest(b""), "files": anew})
    assert refusal(rewritten(dossiers=whole)) == "too_large"


def test_nothing_is_listed_twice() -> None:
    one = dossier(BODIES[0], BODIES[1])
    assert refusal(forge_parcel(DEVICE, [one, one], BODIES[:2] * 2)) == "altered"
    file_id = str(uuid.uuid4())
    two = [dossier(BODIES[0], BODIES[1], file_id=file_id), dossier(BODIES[2], BODIES[1], file_id=file_id)]
    assert refusal(forge_parcel(DEVICE, two, [*BODIES, BODIES[1]])) == "altered"


def test_spaces_in_the_index_make_it_another_one() -> None:
    file = BytesIO(PARCEL)
    index: ParcelIndex = read_parcel_index(file)
    body = canonical(msgspec.to_builtins(index)).replace(b'","', b'", "')
    signed = PARCEL_MAGIC + struct.pack(">I", len(body)) + body
    assert refusal(signed + DEVICE.sign(signed) + file.read()) == "altered"
