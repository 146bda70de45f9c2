"""What is inside a submission's envelope: the answers, and the manifest of every attachment."""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from kiosk.errors import ProtocolError
from kiosk.sync.canonical import canonical, parse_canonical
from kiosk.sync.keys import Audience
from kiosk.sync.protocol import (
    MAX_ENVELOPE,
    MAX_FILE,
    MAX_FILES,
    MAX_PAGES,
    FileId,
    MediaType,
    Moment,
    Sha256,
    SubmissionId,
    Wire,
)

MAX_SUBMISSION = MAX_ENVELOPE - 64 * 1024
"""The longest canonical answers that fit into an envelope beside its manifest."""


class FileEntry(Wire, frozen=True, kw_only=True):
    """One attachment. ``size`` and ``sha256`` are of the document, ``sealed_…`` of the envelope that is uploaded."""

    id: FileId
    document: Annotated[str, Meta(pattern=r"^[a-z0-9_.-]{1,80}\Z")]
    media_type: MediaType
    pages: Annotated[int, Meta(ge=1, le=MAX_PAGES)]
    size: Annotated[int, Meta(ge=1, le=MAX_FILE)]
    sha256: Sha256
    sealed_size: Annotated[int, Meta(ge=1, le=MAX_FILE)]
    sealed_sha256: Sha256


class Manifest(Wire, frozen=True, kw_only=True):
    """Everything that belongs to a submission; the gateway's receipt echoes its hash."""

    v: Literal[1] = 1
    id: SubmissionId
    submission_sha256: Sha256
    files: Annotated[tuple[FileEntry, ...], Meta(max_length=MAX_FILES)]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(canonical(msgspec.to_builtins(self))).hexdigest()


@dataclass(frozen=True)
class Contents:
    """``submission`` is canonical JSON as the wizard built it; the gateway gets the very same bytes."""

    id: str
    audience: Audience
    device: str
    lookup_code: str
    procedure: str
    guide_version: str
    sealed_at: str
    manifest: Manifest
    submission: bytes


class _ContentsJson(Wire, frozen=True, kw_only=True):
    v: Literal[1]
    id: SubmissionId
    audience: Audience
    device: Annotated[str, Meta(max_length=64)]
    lookup_code: Annotated[str, Meta(pattern=r"^[0-9A-Z-]{1,20}\Z")]
    procedure: Annotated[str, Meta(pattern=r"^[0-9A-Za-z.-]{1,32}\Z")]
    guide_version: Annotated[str, Meta(max_length=40)]
    sealed_at: Moment
    manifest: Manifest
    submission: dict[str, Any]


def format_contents(contents: Contents) -> bytes:
    """Write the body to seal. Raises ProtocolError when it would not be accepted by parse_contents."""
    body = canonical(
        {
            "v": 1,
            "id": contents.id,
            "audience": contents.audience,
            "device": contents.device,
            "lookup_code": contents.lookup_code,
            "procedure": contents.procedure,
            "guide_version": contents.guide_version,
            "sealed_at": contents.sealed_at,
            "manifest": msgspec.to_builtins(contents.manifest),
            "submission": parse_canonical(contents.submission, MAX_SUBMISSION),
        }
    )
    parse_contents(body)
    return body


def parse_contents(body: bytes) -> Contents:
    """Read an opened body. Raises ProtocolError when it is not canonical, not whole, or contradicts itself."""
    try:
        raw = msgspec.convert(parse_canonical(body, MAX_ENVELOPE), _ContentsJson)
    except msgspec.ValidationError as error:
        raise ProtocolError("not the contents of a submission") from error
    submission = canonical(raw.submission)
    manifest = raw.manifest
    if manifest.id != raw.id or manifest.submission_sha256 != hashlib.sha256(submission).hexdigest():
        raise ProtocolError("the manifest belongs to other contents")
    if len({entry.id for entry in manifest.files}) != len(manifest.files):
        raise ProtocolError("a file is listed twice")
    return Contents(
        raw.id,
        raw.audience,
        raw.device,
        raw.lookup_code,
        raw.procedure,
        raw.guide_version,
        raw.sealed_at,
        manifest,
        submission,
    )


def make_manifest(submission_id: str, submission: bytes, files: tuple[FileEntry, ...]) -> Manifest:
    return Manifest(id=submission_id, submission_sha256=hashlib.sha256(submission).hexdigest(), files=files)
