"""Certificates of issuers: read strictly, explicit curve parameters included, and their signatures checked.

`cryptography` refuses explicit parameters, with which many national authorities certify. They are accepted only when
every one of them, the generator too, is that of a named curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from asn1crypto import algos, keys, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.chip.curves import CURVES, Curve

PublicKey: TypeAlias = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

MAX_CERTIFICATE = 16 * 1024
_SMALLEST_RSA, _LARGEST_RSA, _LARGEST_EXPONENT = 1024, 8192, 64  # bits
HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
PARSER_ERRORS = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"""What asn1crypto raises for bytes that are not what they should be; it has no error of its own."""


class UnsupportedError(ProtocolError):
    """Sound bytes that ask for an algorithm or a curve this program doesn't have."""


@dataclass(frozen=True)
class Certificate:
    """What is used of a certificate; names are compared as their canonical text."""

    der: bytes
    signed: bytes
    signature: bytes
    algorithm: Any  # asn1crypto's SignedDigestAlgorithm
    issuer: str
    subject: str
    country: str  # of the subject, as two capital letters; empty when it names none
    serial: int
    begins: datetime
    ends: datetime
    subject_key_id: bytes
    issuer_key_id: bytes
    may_certify: bool
    may_sign: bool
    public_key_info: bytes

    def __repr__(self) -> str:
        return f"Certificate({self.serial:x}, …)"

    def public_key(self) -> PublicKey:
        """Raises UnsupportedError for a key or curve that this program doesn't have."""
        return load_public_key(self.public_key_info)

    def valid_at(self, moment: datetime) -> bool:
        return self.begins <= moment <= self.ends


def parse_certificate(der: bytes) -> Certificate:
    """Raises ProtocolError for anything that is no certificate."""
    if len(der) > MAX_CERTIFICATE:
        raise ProtocolError("too large for a certificate")
    tlv.check_nesting(der)
    try:
        return _read(x509.Certificate.load(der, strict=True))
    except PARSER_ERRORS as error:
        raise ProtocolError("not a certificate") from error


def load_public_key(der: bytes) -> PublicKey:
    """Read a SubjectPublicKeyInfo. Raises ProtocolError, UnsupportedError among them."""
    tlv.check_nesting(der)
    try:
        info = keys.PublicKeyInfo.load(der, strict=True)
        kind = info["algorithm"]["algorithm"].native
        if kind == "ec":
            curve = _curve(info["algorithm"]["parameters"])
            point = curve.decode(bytes(info["public_key"]))
            return ec.EllipticCurvePublicNumbers(*point, curve.named).public_key()
        if kind not in {"rsa", "rsassa_pss"}:
            raise UnsupportedError(f"a public key of another kind: {kind}")
        numbers = info["public_key"].parsed
        modulus, exponent = numbers["modulus"].native, numbers["public_exponent"].native
    except PARSER_ERRORS as error:
        raise ProtocolError("not a public key") from error
    return _rsa_key(modulus, exponent)


def _rsa_key(modulus: int, exponent: int) -> rsa.RSAPublicKey:
    """Raises ProtocolError for numbers that are no key."""
    sound = _SMALLEST_RSA <= modulus.bit_length() <= _LARGEST_RSA and exponent.bit_length() <= _LARGEST_EXPONENT
    if not sound:
        raise UnsupportedError("an RSA key of unbearable size")
    try:
        return rsa.RSAPublicNumbers(exponent, modulus).public_key()
    except ValueError as error:
        raise ProtocolError("not an RSA key") from error


def verifies(key: PublicKey, algorithm: Any, digest: str, signature: bytes, message: bytes) -> bool:
    """Check a signature by asn1crypto's algorithm; ``digest`` is used where the algorithm names none.

    Raises UnsupportedError for an algorithm that this program doesn't have, or that doesn't go with the key.
    """
    kind, hash_name = _signature_kind(algorithm, digest)
    hasher = _hash(hash_name)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and kind == "ecdsa":
            key.verify(signature, message, ec.ECDSA(hasher))
        elif isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pss":
            key.verify(signature, message, _pss(algorithm), hasher)
        elif isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pkcs1v15":
            key.verify(signature, message, padding.PKCS1v15(), hasher)
        else:
            raise UnsupportedError("a signature that does not go with its key")
    except (InvalidSignature, ValueError, OverflowError):
        return False
    return True


def curve_of(key: ec.EllipticCurvePublicKey) -> Curve:
    """Raises UnsupportedError for a curve that this program doesn't have."""
    for curve in CURVES:
        if curve.named.name == key.curve.name:
            return curve
    raise UnsupportedError("a curve that is not known")


def _read(certificate: Any) -> Certificate:
    body = certificate["tbs_certificate"]
    usage = certificate.key_usage_value.native if certificate.key_usage_value else None
    limits = certificate.basic_constraints_value
    return Certificate(
        der=certificate.dump(),
        signed=body.dump(),
        signature=certificate["signature_value"].native,
        algorithm=certificate["signature_algorithm"],
        issuer=body["issuer"].hashable,
        subject=body["subject"].hashable,
        country=_country(body["subject"].native),
        serial=body["serial_number"].native,
        begins=_moment(body["validity"]["not_before"].native),
        ends=_moment(body["validity"]["not_after"].native),
        subject_key_id=certificate.key_identifier or b"",
        issuer_key_id=certificate.authority_key_identifier or b"",
        may_certify=bool(limits and limits.native["ca"]) and (usage is None or "key_cert_sign" in usage),
        may_sign=usage is None or "digital_signature" in usage,
        public_key_info=body["subject_public_key_info"].dump(),
    )


def _moment(value: Any) -> datetime:
    """asn1crypto has times without a zone, and years that no calendar has."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ProtocolError("a certificate without a time")
    return value


def _country(name: Any) -> str:
    country = name.get("country_name", "")
    return country.strip().upper() if isinstance(country, str) else ""


def _curve(parameters: Any) -> Curve:
    if parameters.name == "named":
        oid = parameters.chosen.dotted
        found = [curve for curve in CURVES if _OIDS[curve.named.name] == oid]
    elif parameters.name == "specified":
        found = [curve for curve in CURVES if _same(curve, parameters.chosen)]
    else:
        found = []
    if not found:
        raise UnsupportedError("a curve that is not known")
    return found[0]


def _same(curve: Curve, given: Any) -> bool:
    """Compare every parameter: with a generator of one's own, any signature can be made to fit a known key."""
    field = given["field_id"]
    if field["field_type"].native != "prime_field" or given["cofactor"].native not in {None, 1}:
        return False
    coefficients = [int.from_bytes(given["curve"][name].native, "big") for name in ("a", "b")]
    generator = bytes(given["base"])
    return (
        field["parameters"].native == curve.p
        and coefficients == [curve.a, curve.b]
        and given["order"].native == curve.order
        and generator in {curve.encode(curve.generator), curve.compressed(curve.generator)}
    )


def _signature_kind(algorithm: algos.SignedDigestAlgorithm, digest: str) -> tuple[str, str]:
    try:
        kind = algorithm.signature_algo
        name = algorithm["algorithm"].native
        named = digest if name in {"rsassa_pkcs1v15", "ecdsa"} else algorithm.hash_algo
    except PARSER_ERRORS as error:
        raise UnsupportedError("a signature algorithm that is not known") from error
    return kind, named


def _pss(algorithm: Any) -> padding.PSS:
    try:
        parameters = algorithm["parameters"]
        mask_hash = parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native
        return padding.PSS(padding.MGF1(_hash(mask_hash)), parameters["salt_length"].native)
    except PARSER_ERRORS as error:
        raise UnsupportedError("parameters of a signature that are not known") from error


def _hash(name: str) -> hashes.HashAlgorithm:
    if name not in HASHES:
        raise UnsupportedError("a hash that is not known")
    return HASHES[name]()


_OIDS = {
    "secp224r1": "1.3.132.0.33",
    "secp256r1": "1.2.840.10045.3.1.7",
    "secp384r1": "1.3.132.0.34",
    "secp521r1": "1.3.132.0.35",
    "brainpoolP256r1": "1.3.36.3.3.2.8.1.1.7",
    "brainpoolP384r1": "1.3.36.3.3.2.8.1.1.11",
    "brainpoolP512r1": "1.3.36.3.3.2.8.1.1.13",
}
