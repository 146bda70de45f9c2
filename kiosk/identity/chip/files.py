"""Files of a card: selected by their two bytes, read to the length that they say, never more than is asked for."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.chip.apdu import Command, Ins, Response, Status
from kiosk.identity.chip.stopped import ReadFault, StoppedError

if TYPE_CHECKING:
    from kiosk.identity.chip.channel import Channel

MASTER_FILE: Final = bytes.fromhex("3F00")
APPLICATION: Final = bytes.fromhex("A0000002471001")
CARD_ACCESS: Final = bytes.fromhex("011C")
ATTRIBUTES: Final = bytes.fromhex("2F01")
COMMON: Final = bytes.fromhex("011E")
SECURITY_OBJECT: Final = bytes.fromhex("011D")

_HEAD_BYTES = 4  # a one-byte tag and up to three bytes of length: 65,535 bytes
_FAR = 0x8000
_AROUND_FAR = 4  # the element around what a far read brings
_OFFSET, _DISCRETIONARY = 0x54, 0x53
_BY_ID, _BY_NAME, _NO_ANSWER = 0x02, 0x04, 0x0C
_SHORT_ID = 0x80
_ABSENT = {Status.NOT_FOUND, Status.NO_REFERENCE, Status.WRONG_P1_P2, Status.FUNCTION}
_REFUSED = {Status.SECURITY, Status.KEY_BLOCKED, Status.CONDITIONS, Status.NO_CURRENT_FILE}


class FileFault(Enum):
    """Why a file was not read."""

    ABSENT = "absent"
    REFUSED = "refused"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"


def data_group(number: int) -> bytes:
    """The file of a data group, 1 to 16."""
    return bytes((1, number))


def select_master_file(channel: Channel) -> None:
    """Go to the root, where EF.CardAccess is. Cards that start there may refuse (6D00), so the answer is not judged."""
    channel.send(Command(Ins.SELECT, 0, _NO_ANSWER, MASTER_FILE))


def select_application(channel: Channel) -> Response:
    """Go to the travel document application."""
    return channel.send_again_if_refused(Command(Ins.SELECT, _BY_NAME, _NO_ANSWER, APPLICATION))


def read_file(channel: Channel, name: bytes, most: int) -> bytes | FileFault:
    """Select a file and read it whole, its tag and length included."""
    selected = channel.send_again_if_refused(Command(Ins.SELECT, _BY_ID, _NO_ANSWER, name))
    if not selected.done:
        return _why(selected)
    return _read_all(channel, channel.send_again_if_refused(_read_near(0, _HEAD_BYTES)), most)


def read_by_short_id(channel: Channel, short_id: int, most: int) -> bytes | FileFault:
    """Read a file without selecting it: for cards that refuse to have it selected."""
    first = Command(Ins.READ_BINARY, _SHORT_ID | short_id, 0, answer=_HEAD_BYTES)
    return _read_all(channel, channel.send_again_if_refused(first), most)


def _read_all(channel: Channel, first: Response, most: int) -> bytes | FileFault:
    if not first.done or len(first.data) != _HEAD_BYTES:
        return _why(first)
    try:
        end = tlv.read_head(first.data).end
    except ProtocolError:
        return FileFault.UNREADABLE
    if not _HEAD_BYTES <= end <= most:
        return FileFault.UNREADABLE if end < _HEAD_BYTES else FileFault.TOO_LARGE
    data = first.data
    while len(data) < end:
        chunk = _read_chunk(channel, len(data), min(end - len(data), channel.chunk))
        if isinstance(chunk, FileFault):
            return chunk
        data += chunk
    return data


def _read_chunk(channel: Channel, offset: int, length: int) -> bytes | FileFault:
    """Read some of the bytes wanted: at least one, at most ``length``."""
    if offset < _FAR:
        length = min(length, _FAR - offset)
        response = channel.send_again_if_refused(_read_near(offset, length))
        data = response.data
    else:
        length = min(length, channel.chunk - _AROUND_FAR)
        response = channel.send_again_if_refused(_read_far(offset, length))
        data = _far_data(response)
    if response.status not in {Status.DONE, Status.END_OF_FILE}:
        return _why(response)
    return data if 1 <= len(data) <= length else FileFault.UNREADABLE


def _read_near(offset: int, length: int) -> Command:
    return Command(Ins.READ_BINARY, offset >> 8, offset & 0xFF, answer=length)


def _read_far(offset: int, length: int) -> Command:
    place = tlv.encode(_OFFSET, offset.to_bytes(2, "big"))
    wrapped = len(tlv.encode(_DISCRETIONARY, bytes(length)))
    return Command(Ins.READ_BINARY_FAR, data=place, answer=wrapped)


def _far_data(response: Response) -> bytes:
    if not response.data:
        return b""
    try:
        return tlv.unwrap(response.data, _DISCRETIONARY)
    except ProtocolError as error:
        raise StoppedError(ReadFault.BROKEN) from error


def _why(response: Response) -> FileFault:
    if response.status in _ABSENT:
        return FileFault.ABSENT
    return FileFault.REFUSED if response.status in _REFUSED else FileFault.UNREADABLE
