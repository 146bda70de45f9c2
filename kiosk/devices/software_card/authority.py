"""A made-up country's authority, its document signer, and what they sign; the keys live in memory alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from asn1crypto import algos, cms, keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.chip.certificates import curve_of
from kiosk.identity.chip.security_object import HASH_OIDS, LDS_OBJECT
from kiosk.identity.chip.trust import TrustStore, open_trust_store, sign_trust_store

SigningKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
Signature = Literal["ecdsa", "rsa", "rsa_pss"]

_AUTHORITY_YEARS, _SIGNER_YEARS = 15, 11
_YEAR = timedelta(days=365)
_SALT = 32
_RSA_BITS = 2048


@dataclass(frozen=True)
class Authority:
    """Signs the digests of cards; ``explicit`` writes curve parameters out, as many authorities do."""

    certificate: bytes
    signer_certificate: bytes
    signer_key: SigningKey
    signature: Signature

    def sign(self, groups: Mapping[int, bytes], hash_name: str = "sha256") -> bytes:
        """Make EF.SOD for these data groups."""
        content = _digests(groups, hash_name)
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": [LDS_OBJECT]}),
                cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(content).digest()]}),
            ]
        )
        certificate = asn1_x509.Certificate.load(self.signer_certificate)
        name = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier({"issuer_and_serial_number": name}),
                "digest_algorithm": {"algorithm": "sha256"},
                "signed_attrs": attributes,
                "signature_algorithm": _algorithm(self.signature),
                "signature": _sign(self.signer_key, attributes.dump(), self.signature),
            }
        )
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [{"algorithm": "sha256"}],
                "encap_content_info": {"content_type": LDS_OBJECT, "content": content},
                "certificates": [cms.CertificateChoices({"certificate": certificate})],
                "signer_infos": [signer],
            }
        )
        return tlv.encode(0x77, cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def make_authority(
    now: datetime, country: str = "VN", signature: Signature = "ecdsa", *, explicit: bool = False
) -> Authority:
    """Make an authority (P-384) and its document signer (P-256, or RSA)."""
    root: SigningKey = ec.generate_private_key(ec.SECP384R1())
    signer: SigningKey = (
        ec.generate_private_key(ec.BrainpoolP256R1() if explicit else ec.SECP256R1())
        if signature == "ecdsa"
        else rsa.generate_private_key(65537, _RSA_BITS)
    )
    root_name = _name(country, "CSCA made of software")
    begins = now - _YEAR
    certificate = _certify(
        root_name, root_name, root, root, begins, _AUTHORITY_YEARS, explicit=explicit, authority=True
    )
    signer_name = _name(country, "Document Signer made of software")
    signed = _certify(signer_name, root_name, signer, root, begins, _SIGNER_YEARS, explicit=explicit, authority=False)
    return Authority(certificate, signed, signer, signature)


def list_of(authority: Authority, now: datetime) -> TrustStore:
    """A list that holds one authority, as an operator would sign it; its key is thrown away."""
    operator = Ed25519PrivateKey.generate()
    store = open_trust_store(sign_trust_store(1, now, [authority.certificate], operator), operator.public_key())
    if not isinstance(store, TrustStore):
        raise ProtocolError("an authority that no list takes")
    return store


def public_key_info(key: SigningKey, *, explicit: bool = False) -> bytes:
    """A SubjectPublicKeyInfo, its curve by name or written out."""
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if not explicit or not isinstance(key, ec.EllipticCurvePrivateKey):
        return der
    info: Any = keys.PublicKeyInfo.load(der)
    info["algorithm"]["parameters"] = keys.ECDomainParameters(name="specified", value=_written_out(key))
    written: bytes = info.dump(force=True)
    return written


def _certify(
    subject: x509.Name,
    issuer: x509.Name,
    key: SigningKey,
    root: SigningKey,
    begins: datetime,
    years: int,
    *,
    explicit: bool,
    authority: bool,
) -> bytes:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + years * _YEAR)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), critical=False)
        .add_extension(_usage(authority=authority), critical=True)
    )
    if authority:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    der = builder.sign(root, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    return _with_written_out_curve(der, key, root) if explicit else der


def _with_written_out_curve(der: bytes, key: SigningKey, root: SigningKey) -> bytes:
    """`cryptography` writes names only, so the key is exchanged and the whole signed again."""
    certificate: Any = asn1_x509.Certificate.load(der)
    body = certificate["tbs_certificate"]
    body["subject_public_key_info"] = keys.PublicKeyInfo.load(public_key_info(key, explicit=True))
    certificate["signature_value"] = _sign(root, body.dump(force=True), "ecdsa")
    written: bytes = certificate.dump(force=True)
    return written


def _written_out(key: ec.EllipticCurvePrivateKey) -> Any:
    curve = curve_of(key.public_key())
    width = curve.width
    return keys.SpecifiedECDomain(
        {
            "version": "ecdpVer1",
            "field_id": {"field_type": "prime_field", "parameters": curve.p},
            "curve": {"a": curve.a.to_bytes(width, "big"), "b": curve.b.to_bytes(width, "big")},
            "base": curve.encode(curve.generator),
            "order": curve.order,
            "cofactor": 1,
        }
    )


def _sign(key: SigningKey, message: bytes, signature: Signature) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(message, ec.ECDSA(hashes.SHA256()))
    if signature == "rsa":
        return key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(message, padding.PSS(padding.MGF1(hashes.SHA256()), _SALT), hashes.SHA256())


def _algorithm(signature: Signature) -> Any:
    if signature != "rsa_pss":
        return {"algorithm": {"ecdsa": "sha256_ecdsa", "rsa": "sha256_rsa"}[signature]}
    mask = algos.MaskGenAlgorithm({"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}})
    parameters = {"hash_algorithm": {"algorithm": "sha256"}, "mask_gen_algorithm": mask, "salt_length": _SALT}
    return {"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams(parameters)}


def _digests(groups: Mapping[int, bytes], hash_name: str) -> bytes:
    oid = {name: oid for oid, name in HASH_OIDS.items()}[hash_name]
    entries = b"".join(
        tlv.encode(0x30, tlv.encode(0x02, bytes((number,))) + tlv.encode(0x04, hashlib.new(hash_name, data).digest()))
        for number, data in sorted(groups.items())
    )
    algorithm = tlv.encode(0x30, tlv.encode(0x06, oid))
    return tlv.encode(0x30, tlv.encode(0x02, b"\0") + algorithm + tlv.encode(0x30, entries))


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(country: str, text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, country), x509.NameAttribute(NameOID.COMMON_NAME, text)])
