"""The gateway's certificate for TLS and the private authority behind it, which kiosks pin."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from gateway.folder import Folder
from kiosk.errors import ConfigError
from kiosk.sync.key_files import read_key_file, write_key_file

AUTHORITY_DAYS = 3650
SERVER_DAYS = 397
_EARLIER = timedelta(days=1)
"""A certificate holds from the day before, for machines whose clocks are a little late."""


@dataclass(frozen=True)
class TlsFiles:
    """``authority`` is what kiosks pin; its key signs the next certificates and is not needed to serve."""

    authority: Path
    authority_key: Path
    certificate: Path
    key: Path


@dataclass(frozen=True)
class Issued:
    """A certificate as it stands: whom it is for, and until when it holds."""

    hosts: tuple[str, ...]
    until: datetime


def tls_files(folder: Folder) -> TlsFiles:
    return TlsFiles(
        folder.tls / "authority.pem", folder.tls / "authority.key", folder.tls / "server.pem", folder.tls / "server.key"
    )


def make_authority(folder: Folder, now: datetime) -> None:
    """Raises ConfigError where there is one: kiosks that pinned it would believe nobody any more."""
    files = tls_files(folder)
    if files.authority.exists():
        raise ConfigError(f"{files.authority} exists: `gateway tls issue` makes another certificate by it")
    folder.tls.mkdir(mode=0o700, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Một Chạm gateway authority")])
    made = (
        _certificate(name, name, key.public_key(), now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(files.authority_key, key)
    write_key_file(files.authority, made.public_bytes(Encoding.PEM), mode=0o644)


def issue(folder: Folder, hosts: Sequence[str], now: datetime) -> Issued:
    """Make a key and a certificate for these names and addresses. Raises ConfigError."""
    files = tls_files(folder)
    try:
        authority = x509.load_pem_x509_certificate(read_key_file(files.authority))
        signer = load_pem_private_key(read_key_file(files.authority_key), None)
    except FileNotFoundError as error:
        raise ConfigError(f"no authority in {folder.tls}: run `gateway tls init` first") from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"the authority in {folder.tls} cannot be read: {error}") from error
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise ConfigError(f"{files.authority_key} is not the key of this authority")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0][:64])])
    made = (
        _certificate(name, authority.subject, key.public_key(), now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general_name(host) for host in hosts]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write_key(files.key, key)
    write_key_file(files.certificate, made.public_bytes(Encoding.PEM), mode=0o644)
    return issued(files.certificate)


def issued(certificate: Path) -> Issued:
    """Raises ConfigError."""
    try:
        found = x509.load_pem_x509_certificate(read_key_file(certificate))
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except FileNotFoundError as error:
        raise ConfigError(f"{certificate} is not there: run `gateway tls init` first") from error
    except (OSError, ValueError, x509.ExtensionNotFound) as error:
        raise ConfigError(f"{certificate} is not a server's certificate: {error}") from error
    return Issued(tuple(str(name.value) for name in names), found.not_valid_after_utc)


class ServerTls:
    """What a gateway serves with; `reload` takes a renewed certificate into use for the next handshakes."""

    def __init__(self, certificate: Path, key: Path) -> None:
        """Raises ConfigError."""
        self._files = (certificate, key)
        self.context = self._load()

    def reload(self) -> None:
        """Raises ConfigError, and goes on with what it had."""
        self._load()
        self.context.load_cert_chain(*self._files)

    def _load(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        certificate, key = self._files
        try:
            context.load_cert_chain(certificate, key, password=_no_password)
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            raise ConfigError(f"{certificate} and {key} are no certificate and its key: {_reason(error)}") from error
        return context


def _certificate(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - _EARLIER)
        .not_valid_after(now.astimezone(UTC) + timedelta(days=days))
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return x509.DNSName(host)
    except ValueError as error:
        raise ConfigError(f"not a name or an address of a machine: {host}") from error


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    write_key_file(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _no_password() -> str:
    """Without it, a key with a password would ask for it at a terminal that is not there."""
    return ""


def _reason(error: Exception) -> str:
    return getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
