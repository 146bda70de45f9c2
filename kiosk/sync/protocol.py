"""Protocol version 1: what the calls between kiosk and gateway carry besides envelopes; see docs/protocol.md."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from kiosk.errors import ProtocolError
from kiosk.sync.ids import UUID7_PATTERN, UUID_PATTERN

VERSION = "1"

# headers; a gateway marks every answer with its version and its time, so that a captive portal is never taken for it
HEADER_PROTOCOL = "Motcham-Protocol"
HEADER_TIME = "Motcham-Time"  # milliseconds since 1970, UTC
HEADER_PROBLEM = "Motcham-Problem"  # the kind, for answers that have no body
TUS_VERSION = "1.0.0"

ENVELOPE_TYPE = "application/vnd.motcham.envelope"
PROBLEM_TYPE = "application/problem+json"
TUS_TYPE = "application/offset+octet-stream"

MAX_ENVELOPE = 1024 * 1024
MAX_FILE = 8 * 1024 * 1024
MAX_PATCH = MAX_FILE
MAX_FILES = 40
MAX_PAGES = 200
MAX_ANSWER = 1024 * 1024
"""The longest answer a gateway gives, in bytes."""
MAX_UPDATES = 100

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
SubmissionId = Annotated[str, Meta(pattern=UUID7_PATTERN)]
FileId = Annotated[str, Meta(pattern=UUID_PATTERN)]
Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)\Z")]
"""Time with its offset, RFC 3339."""
Day = Annotated[str, Meta(pattern=r"^(\d{4}-\d\d-\d\d)?\Z")]
"""A day in Hanoi, "2026-11-26", or "" for none."""
Cursor = Annotated[str, Meta(pattern=r"^[0-9]{0,18}\Z")]
"""Where a device is in its updates; "" is the beginning."""
OfficialCode = Annotated[int, Meta(ge=1, le=99)]
"""One of the ten below, or one a province has added: its dossier keeps its state, and the updates behind it go on."""
MediaType = Literal["application/pdf", "image/jpeg"]

OFFICIAL_STATES: dict[int, str] = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}
"""The state of a dossier in the words of the provinces' one-stop system."""

ProblemKind = Literal[
    "malformed",  # the request is not of protocol 1
    "too-large",
    "not-found",
    "wrong-type",  # the content type
    "envelope",  # the envelope cannot be opened; `detail` names the reason
    "slip",  # the slip is not genuine here; `detail` names the reason
    "manifest",  # the files are not what the manifest says
    "missing-files",  # `missing` lists what is to be uploaded first
    "conflict",  # the same id with other bytes, or another length
    "unknown-device",
    "signature",
    "clock",  # the request's time is too far from the gateway's, told in Motcham-Time
    "replay",
    "offset",  # the upload goes on elsewhere, see Upload-Offset
    "checksum",  # the uploaded bytes are not what was announced; the upload begins anew
    "locked",  # another request writes to this upload
    "slow",  # the body did not arrive in time
    "too-many",  # this device or address asks too often, see Retry-After
    "busy",
    "no-room",
    "internal",
]


class Wire(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The root of what travels as JSON: frozen, and an unknown field is refused."""


PROBLEM_PREFIX = "urn:motcham:problem:"


class Problem(Wire, frozen=True, kw_only=True):
    """Problem details, RFC 9457; ``type`` is urn:motcham:problem: and a ProblemKind."""

    type: Annotated[str, Meta(max_length=100)]
    title: Annotated[str, Meta(max_length=200)]
    status: Annotated[int, Meta(ge=400, le=599)]
    detail: Annotated[str, Meta(max_length=500)] = ""
    missing: Annotated[tuple[FileId, ...], Meta(max_length=MAX_FILES)] = ()

    @property
    def kind(self) -> str:
        return self.type.removeprefix(PROBLEM_PREFIX)


def problem(kind: ProblemKind, status: int, title: str, detail: str = "", missing: tuple[str, ...] = ()) -> Problem:
    return Problem(type=PROBLEM_PREFIX + kind, title=title, status=status, detail=detail, missing=missing)


class ServerTime(Wire, frozen=True, kw_only=True):
    """``GET /v1/time``."""

    now: Moment


class Health(Wire, frozen=True, kw_only=True):
    """``GET /v1/health``: whether dossiers can be received now."""

    ready: bool
    audience: Literal["demo", "practice", "production"]
    free_bytes: int


class Update(Wire, frozen=True, kw_only=True):
    """One change of a dossier's official state. ``message`` and ``reasons`` are an officer's words: personal data."""

    id: SubmissionId
    dossier_code: Annotated[str, Meta(max_length=80)]
    code: OfficialCode
    at: Moment
    message: Annotated[str, Meta(max_length=2000)] = ""
    reasons: Annotated[tuple[Annotated[str, Meta(max_length=500)], ...], Meta(max_length=20)] = ()
    until: Day = ""


class UpdatePage(Wire, frozen=True, kw_only=True):
    """``GET /v1/updates?cursor=``: updates in order. Asking with ``cursor`` acknowledges all before it."""

    updates: Annotated[tuple[Update, ...], Meta(max_length=MAX_UPDATES)]
    cursor: Cursor
    more: bool


_Kind = TypeVar("_Kind", bound=Wire)


def decode(data: bytes, kind: type[_Kind], limit: int = MAX_ANSWER) -> _Kind:
    """Read JSON strictly as ``kind``. Raises ProtocolError."""
    if len(data) > limit:
        raise ProtocolError(f"longer than {limit} bytes")
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolError(f"not a {kind.__name__}") from error


def upload_metadata(file_id: str, sha256: str) -> str:
    """What ``Upload-Metadata`` says of a file: its hash and its id, each in base64 as tus wants it."""
    return ",".join(
        f"{name} {b64encode(text.encode()).decode()}" for name, text in (("sha256", sha256), ("id", file_id))
    )


def encode(value: Wire) -> bytes:
    return msgspec.json.encode(value)
