"""How a device signs each request: one fixed profile of HTTP Message Signatures (RFC 9421) with Content-Digest (9530).

Covered: method, path, query and the digest of the body; parameters: time, nonce, device, audience. Example::

    Content-Digest: sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:
    Signature-Input: motcham=("@method" "@path" "@query" "content-digest");created=1795500000;nonce="…";keyid="…";
        alg="ed25519";tag="motcham-1-demo"          (one line)
    Signature: motcham=:…:
"""

from __future__ import annotations

import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from kiosk.errors import ProtocolError
from kiosk.sync.key_files import encode_bytes
from kiosk.sync.keys import Audience, DeviceKey, VerifyKey

WINDOW_SECONDS = 300
"""How far a request's time may be from the gateway's; within it a nonce is taken once."""

EMPTY_SHA256 = bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

_COMPONENTS = '("@method" "@path" "@query" "content-digest")'
_INPUT = re.compile(
    r'motcham=(?P<params>\("@method" "@path" "@query" "content-digest"\)'
    r';created=(?P<created>[0-9]{1,12});nonce="(?P<nonce>[A-Za-z0-9_-]{22})"'
    r';keyid="(?P<device>[a-z0-9][a-z0-9-]{0,63})";alg="ed25519"'
    r';tag="motcham-1-(?P<audience>demo|practice|production)")'
)
_SIGNATURE = re.compile(r"motcham=:([A-Za-z0-9+/]{86}==):")
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):")


@dataclass(frozen=True)
class Claim:
    """A request that says who sent it; nothing of it is trusted before ``proven_by``."""

    device_id: str
    audience: Audience
    created: int
    nonce: str
    body_sha256: bytes
    base: bytes
    signature: bytes

    def proven_by(self, key: VerifyKey) -> bool:
        return key.verifies(self.signature, self.base)


def sign_request(device: DeviceKey, method: str, target: str, body_sha256: bytes, created: int) -> dict[str, str]:
    """The headers to add to a request. ``target`` is path and query as sent, ``created`` seconds since 1970."""
    nonce = encode_bytes(secrets.token_bytes(16))
    params = (
        f'{_COMPONENTS};created={created};nonce="{nonce}";keyid="{device.device_id}"'
        f';alg="ed25519";tag="motcham-1-{device.audience}"'
    )
    digest = f"sha-256=:{b64encode(body_sha256).decode('ascii')}:"
    signature = device.sign(_base(method, target, digest, params))
    return {
        "Content-Digest": digest,
        "Signature-Input": f"motcham={params}",
        "Signature": f"motcham=:{b64encode(signature).decode('ascii')}:",
    }


def read_claim(method: str, target: str, headers: Mapping[str, str]) -> Claim:
    """Take the signature headers (lower-case names) apart. Raises ProtocolError when they are not of our profile."""
    given = _INPUT.fullmatch(headers.get("signature-input", ""))
    signature = _SIGNATURE.fullmatch(headers.get("signature", ""))
    content_digest = headers.get("content-digest", "")
    digest = _DIGEST.fullmatch(content_digest)
    if given is None or signature is None or digest is None:
        raise ProtocolError("not signed as protocol 1 asks")
    return Claim(
        given["device"],
        cast("Audience", given["audience"]),
        int(given["created"]),
        given["nonce"],
        b64decode(digest[1]),
        _base(method, target, content_digest, given["params"]),
        b64decode(signature[1]),
    )


def _base(method: str, target: str, content_digest: str, params: str) -> bytes:
    path, _, query = target.partition("?")
    return (
        f'"@method": {method}\n"@path": {path}\n"@query": ?{query}\n'
        f'"content-digest": {content_digest}\n"@signature-params": {params}'
    ).encode()
