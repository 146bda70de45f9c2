"""The document security object (EF.SOD): digests of the data groups, signed by the issuer (Doc 9303 part 10, 4.6.2)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import cms

from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.chip.certificates import (
    HASHES,
    PARSER_ERRORS,
    Certificate,
    UnsupportedError,
    parse_certificate,
    verifies,
)

MAX_SOD: Final = 32 * 1024
LDS_OBJECT: Final = "2.23.136.1.1.1"
HASH_OIDS: Final = {
    bytes.fromhex("2B0E03021A"): "sha1",
    bytes.fromhex("608648016503040204"): "sha224",
    bytes.fromhex("608648016503040201"): "sha256",
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}
_SOD = 0x77
_SEQUENCE, _INTEGER, _OID, _OCTETS = 0x30, 0x02, 0x06, 0x04
_LAST_GROUP = 16


@dataclass(frozen=True)
class SecurityObject:
    """Digests by number of data group, and the signature over them with the certificate it came with."""

    hash_name: str
    digests: Mapping[int, bytes]
    signer: Certificate | None
    content: bytes
    attributes: bytes
    stated_digest: bytes
    digest_name: str
    signature: bytes
    algorithm: Any  # asn1crypto's SignedDigestAlgorithm

    def covers(self, number: int, data: bytes) -> bool:
        """Say whether a data group is, byte for byte, the one that was signed."""
        digest = self.digests.get(number, b"")
        return hmac.compare_digest(hashlib.new(self.hash_name, data).digest(), digest)

    def signature_holds(self) -> bool:
        """Check the digest in the signed attributes, and the signature by the certificate that came along.

        Raises UnsupportedError for a key or an algorithm that this program doesn't have.
        """
        if self.signer is None:
            return False
        digest = hashlib.new(self.digest_name, self.content).digest()
        return hmac.compare_digest(digest, self.stated_digest) and verifies(
            self.signer.public_key(), self.algorithm, self.digest_name, self.signature, self.attributes
        )


def parse_sod(data: bytes) -> SecurityObject:
    """Raises ProtocolError for anything that is none; UnsupportedError when its digests cannot be computed here."""
    if len(data) > MAX_SOD:
        raise ProtocolError("too large for a security object")
    inner = tlv.unwrap(data, _SOD)
    tlv.check_nesting(inner)
    try:
        return _read(cms.ContentInfo.load(inner, strict=True))
    except PARSER_ERRORS as error:
        raise ProtocolError("not a security object") from error


def _read(info: Any) -> SecurityObject:
    if info["content_type"].native != "signed_data":
        raise ProtocolError("a security object that is not signed")
    signed = info["content"]
    wrapped = signed["encap_content_info"]
    if wrapped["content_type"].dotted != LDS_OBJECT or len(signed["signer_infos"]) != 1:
        raise ProtocolError("not one signature over a list of digests")
    content = bytes(wrapped["content"])
    hash_name, digests = _digests(content)
    signer = signed["signer_infos"][0]
    digest_name = signer["digest_algorithm"]["algorithm"].native
    if digest_name not in HASHES:
        raise UnsupportedError("a hash that is not known")
    attributes = {attribute["type"].native: attribute["values"] for attribute in signer["signed_attrs"]}
    if attributes["content_type"][0].dotted != LDS_OBJECT:
        raise ProtocolError("a signature over something else")
    return SecurityObject(
        hash_name=hash_name,
        digests=digests,
        signer=_signer(signed, signer["sid"]),
        content=content,
        attributes=signer["signed_attrs"].untag().dump(),
        stated_digest=attributes["message_digest"][0].native,
        digest_name=digest_name,
        signature=signer["signature"].native,
        algorithm=signer["signature_algorithm"],
    )


def _signer(signed: Any, name: Any) -> Certificate | None:
    """The certificate among those that came along which the signature names."""
    for choice in signed["certificates"] or ():
        if choice.name != "certificate":
            continue
        certificate = parse_certificate(choice.chosen.dump())
        if name.name == "subject_key_identifier":
            if certificate.subject_key_id == name.chosen.native:
                return certificate
        elif (certificate.issuer, certificate.serial) == (
            name.chosen["issuer"].hashable,
            name.chosen["serial_number"].native,
        ):
            return certificate
    return None


def _digests(content: bytes) -> tuple[str, dict[int, bytes]]:
    """Read the LDSSecurityObject: version, hash, digests, and perhaps versions of the layout."""
    parts = tlv.parse(tlv.unwrap(content, _SEQUENCE), 4)
    if [part.tag for part in parts[:3]] != [_INTEGER, _SEQUENCE, _SEQUENCE]:
        raise ProtocolError("not a list of digests")
    algorithm = tlv.parse(parts[1].value, 2)
    if not algorithm or algorithm[0].tag != _OID:
        raise ProtocolError("a list of digests without their hash")
    hash_name = HASH_OIDS.get(algorithm[0].value)
    if hash_name is None:
        raise UnsupportedError("a hash that is not known")
    digests: dict[int, bytes] = {}
    for element in tlv.parse(parts[2].value, _LAST_GROUP):
        entry = tlv.parse(element.value, 2)
        if [item.tag for item in entry] != [_INTEGER, _OCTETS]:
            raise ProtocolError("not a digest")
        number = int.from_bytes(entry[0].value, "big")
        if number in digests or not 1 <= number <= _LAST_GROUP:
            raise ProtocolError("a digest that stands there twice, or of no data group")
        digests[number] = entry[1].value
    return hash_name, digests
