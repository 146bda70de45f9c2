"""The photograph in DG2: shown to its owner and never kept; its class refuses to be copied, pickled or printed."""

from __future__ import annotations

from typing import Literal, NoReturn

from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv

PhotoType = Literal["image/jpeg", "image/jp2"]

MAX_PHOTO = 256 * 1024
_DG2, _GROUP, _TEMPLATE, _COUNT = 0x75, 0x7F61, 0x7F60, 0x02
_PLAIN, _CONSTRUCTED = 0x5F2E, 0x7F2E
_RECORD = b"FAC\x00"
_RECORD_HEAD = 14  # format, version, length, number of faces
_FACE_HEAD, _POINT, _IMAGE_HEAD = 20, 8, 12
_MAGIC: dict[bytes, PhotoType] = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x00\x00\x00\x0cjP  \r\n\x87\n": "image/jp2",
    b"\xff\x4f\xff\x51": "image/jp2",  # a bare JPEG 2000 codestream
}


class Photo:
    """The bytes of a picture, in memory alone; ``wipe`` overwrites them."""

    __slots__ = ("_data", "media_type")

    def __init__(self, media_type: PhotoType, data: bytes) -> None:
        self.media_type = media_type
        self._data = bytearray(data)

    @property
    def data(self) -> memoryview:
        """What a decoder reads from; empty after ``wipe``."""
        return memoryview(self._data).toreadonly()

    def wipe(self) -> None:
        for place in range(len(self._data)):
            self._data[place] = 0
        self._data = bytearray()

    def __reduce__(self) -> NoReturn:
        raise TypeError("a photograph from a chip is not to be copied or kept")

    def __repr__(self) -> str:
        return "Photo(…)"


def parse_dg2(data: bytes) -> Photo:
    """Take the first face out of DG2 (ISO/IEC 19794-5). Raises ProtocolError for anything else."""
    group = tlv.parse(tlv.unwrap(tlv.unwrap(data, _DG2), _GROUP), 10)
    if not group or group[0].tag != _COUNT:
        raise ProtocolError("DG2 without a count")
    template = next((item for item in group if item.tag == _TEMPLATE), None)
    if template is None:
        raise ProtocolError("DG2 without a face")
    record = next((item for item in tlv.parse(template.value, 10) if item.tag in {_PLAIN, _CONSTRUCTED}), None)
    if record is None:
        raise ProtocolError("DG2 without a record")
    return _picture(record.value)


def _picture(record: bytes) -> Photo:
    if not record.startswith(_RECORD) or len(record) < _RECORD_HEAD + _FACE_HEAD:
        raise ProtocolError("not a face record")
    face = record[_RECORD_HEAD:]
    length = int.from_bytes(face[:4], "big")
    points = int.from_bytes(face[4:6], "big")
    start = _FACE_HEAD + points * _POINT + _IMAGE_HEAD
    picture = face[start:length]
    if not start < length <= len(face) or len(picture) > MAX_PHOTO:
        raise ProtocolError("a face record whose lengths do not agree")
    for magic, media_type in _MAGIC.items():
        if picture.startswith(magic):
            return Photo(media_type, picture)
    raise ProtocolError("neither JPEG nor JPEG 2000")
