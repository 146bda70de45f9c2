"""Passive authentication: whether the data are those an issuer signed, and whether the operator vouches for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from kiosk.errors import ProtocolError
from kiosk.identity.chip.certificates import Certificate, UnsupportedError, verifies

if TYPE_CHECKING:
    from kiosk.identity.chip.security_object import SecurityObject
    from kiosk.identity.chip.trust import TrustStore

COUNTRY = "VN"


class Passive(Enum):
    """The three outcomes."""

    GENUINE = "genuine"
    ISSUER_UNKNOWN = "issuer_unknown"  # the data agree with their signature, and nobody vouches for who signed
    ALTERED = "altered"


class PassiveReason(Enum):
    """What decided the outcome."""

    CHECKED = "checked"
    # issuer unknown
    NO_STORE = "no_store"
    NO_SECURITY_OBJECT = "no_security_object"
    NO_SIGNER = "no_signer"  # no certificate came along
    NOT_IN_STORE = "not_in_store"
    OUT_OF_DATE = "out_of_date"  # by this machine's clock
    UNSUPPORTED = "unsupported"
    # altered
    DATA = "data"
    SECURITY_OBJECT = "security_object"
    SIGNATURE = "signature"
    CERTIFICATE = "certificate"  # bears the name and key id of an authority that didn't sign it, or may not sign
    FOREIGN = "foreign"  # another country's authority signed a Vietnamese card


@dataclass(frozen=True)
class PassiveResult:
    reason: PassiveReason

    @property
    def foreign(self) -> bool:
        """Signed, and not by whom the operator's list knows; without a list nobody can say so."""
        return self.reason in {PassiveReason.FOREIGN, PassiveReason.NOT_IN_STORE}

    @property
    def outcome(self) -> Passive:
        if self.reason is PassiveReason.CHECKED:
            return Passive.GENUINE
        return Passive.ALTERED if self.reason in _ALTERED else Passive.ISSUER_UNKNOWN


_ALTERED = {
    PassiveReason.DATA,
    PassiveReason.SECURITY_OBJECT,
    PassiveReason.SIGNATURE,
    PassiveReason.CERTIFICATE,
    PassiveReason.FOREIGN,
}


def check_data(sod: SecurityObject, groups: Mapping[int, bytes]) -> bool:
    """Say whether every data group that was read is the signed one."""
    return all(sod.covers(number, data) for number, data in groups.items())


def check_signer(sod: SecurityObject, store: TrustStore | None, now: datetime) -> PassiveResult:
    """Check the signature and follow it to an authority of the store."""
    if sod.signer is None:
        return PassiveResult(PassiveReason.NO_SIGNER)
    try:
        if not sod.signature_holds():
            return PassiveResult(PassiveReason.SIGNATURE)
        return PassiveResult(_issuer(sod.signer, store, now))
    except UnsupportedError:
        return PassiveResult(PassiveReason.UNSUPPORTED)
    except ProtocolError:  # a key that is none
        return PassiveResult(PassiveReason.SIGNATURE)


def _issuer(signer: Certificate, store: TrustStore | None, now: datetime) -> PassiveReason:
    if not signer.may_sign:
        return PassiveReason.CERTIFICATE
    if store is None or not any(authority.country in {"", COUNTRY} for authority in store.certificates):
        return PassiveReason.NO_STORE
    named = [authority for authority in store.certificates if authority.subject == signer.issuer]
    meant = [authority for authority in named if _may_be_key(authority, signer)]
    authority = next((authority for authority in meant if _signed_by(signer, authority)), None)
    if authority is None and any(not _is_known(authority) for authority in meant):
        return PassiveReason.UNSUPPORTED
    if authority is None:
        # A key of the same name may be newer than the store; one with the same key id cannot be.
        sure = any(authority.subject_key_id and signer.issuer_key_id for authority in meant)
        return PassiveReason.CERTIFICATE if sure else PassiveReason.NOT_IN_STORE
    if authority.country not in {"", COUNTRY}:
        return PassiveReason.FOREIGN
    if not (authority.valid_at(now) and signer.valid_at(now)):
        return PassiveReason.OUT_OF_DATE
    return PassiveReason.CHECKED


def _may_be_key(authority: Certificate, signer: Certificate) -> bool:
    both = authority.subject_key_id and signer.issuer_key_id
    return not both or authority.subject_key_id == signer.issuer_key_id


def _is_known(authority: Certificate) -> bool:
    """Say whether this program has what the authority's key asks for."""
    try:
        authority.public_key()
    except UnsupportedError:
        return False
    return True


def _signed_by(signer: Certificate, authority: Certificate) -> bool:
    return _is_known(authority) and verifies(
        authority.public_key(), signer.algorithm, "", signer.signature, signer.signed
    )
