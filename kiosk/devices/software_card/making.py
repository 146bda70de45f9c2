"""Makes software cards: what is on them, who signed it, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from kiosk.devices.software_card import holder as groups
from kiosk.devices.software_card.authority import Authority, make_authority, public_key_info
from kiosk.devices.software_card.card import Contents, Quirk, SoftwareCard
from kiosk.devices.software_card.holder import Holder, Layout
from kiosk.devices.software_card.proofs import ActiveKey, AgreementKey
from kiosk.identity.chip import files, security_infos, tlv
from kiosk.identity.chip.ciphers import AES128, Suite
from kiosk.identity.chip.curves import BRAINPOOL256, Curve
from kiosk.identity.chip.keys import MrzKey, can_of
from kiosk.identity.chip.security_infos import PaceWay

CardKind = Literal["good", "by_lines", "altered", "cloned", "foreign"]
"""``by_lines``: a good card that knows no six digits, as cards with BAC alone."""

_RSA_BITS = 2048
_LONG_ANSWER = 2048
_KEY_ID: Final = b"\x01"
_PUBLIC_KEY_ECDH = bytes.fromhex("04007F000702020102")
_ACTIVE_INFO = bytes.fromhex("678108010105")
_ECDSA_SHA256 = bytes.fromhex("04007F00070101040103")


@dataclass(frozen=True)
class CardPlan:
    """What a card can do. Without ``suite`` it has BAC alone; ``leave_out`` names files that are signed and missing."""

    suite: Suite | None = AES128
    curve: Curve = BRAINPOOL256
    layout: Layout | None = "wrapped"
    active: Literal["ecdsa", "rsa"] | None = "ecdsa"
    chip: Suite | None = AES128
    chip_curve: Curve = BRAINPOOL256
    explicit: bool = False
    hash_name: str = "sha256"
    long_answers: bool = True
    photo: bytes | None = None
    leave_out: frozenset[bytes] = frozenset()
    quirks: frozenset[Quirk] = field(default_factory=frozenset)


def make_card(
    kind: CardKind, authority: Authority, now: datetime, holder: Holder | None = None, plan: CardPlan | None = None
) -> SoftwareCard:
    """Make a card of one kind; ``authority`` is the one at home, and a foreign card gets another."""
    person, plan = holder or Holder(), plan or (CardPlan(suite=None) if kind == "by_lines" else CardPlan())
    active, agreement = _active(plan), _agreement(plan)
    signed = _groups(person, plan, active, agreement)
    issuer = make_authority(now) if kind == "foreign" else authority
    sod = issuer.sign(signed, plan.hash_name)
    if kind == "altered":
        other = replace(person, name="Nguyễn Văn Khác", plain_name="NGUYEN<<VAN<KHAC")
        signed = {**signed, 1: groups.dg1(other.lines())}
    elif kind == "cloned":
        active, agreement = _active(plan), _agreement(plan)
    held = {files.data_group(number): data for number, data in signed.items()}
    held |= {files.COMMON: groups.com(tuple(signed)), files.SECURITY_OBJECT: sod}
    ways = (_way(plan.suite, plan.curve),) if plan.suite else ()
    if ways:
        held[files.CARD_ACCESS] = tlv.encode(0x31, _pace_info(ways[0]))
    if plan.long_answers:
        length = tlv.encode(0x02, _LONG_ANSWER.to_bytes(2, "big"))
        held[files.ATTRIBUTES] = tlv.encode(0x7F66, length + length)
    held = {name: data for name, data in held.items() if name not in plan.leave_out}
    mrz = MrzKey(person.document, person.born, person.expires)
    return SoftwareCard(Contents(held, can_of(person.number), mrz, ways, active, agreement, plan.quirks))


def _groups(
    person: Holder, plan: CardPlan, active: ActiveKey | None, agreement: AgreementKey | None
) -> dict[int, bytes]:
    found = {1: groups.dg1(person.lines()), 2: groups.dg2(plan.photo or groups.portrait())}
    if plan.layout:
        found[13] = groups.dg13(person.fields(), plan.layout)
    infos = [_pace_info(_way(plan.suite, plan.curve))] if plan.suite else []
    if agreement:
        infos += _chip_infos(agreement, explicit=plan.explicit)
    if active and plan.active == "ecdsa":
        infos.append(_info(_ACTIVE_INFO, tlv.encode(0x02, b"\x01"), tlv.encode(0x06, _ECDSA_SHA256)))
    if infos:
        found[14] = tlv.encode(0x6E, tlv.encode(0x31, b"".join(infos)))
    if active:
        found[15] = tlv.encode(0x6F, public_key_info(active.private, explicit=plan.explicit))
    return found


def _way(suite: Suite, curve: Curve) -> PaceWay:
    return PaceWay(security_infos.PACE_ECDH_GM + bytes((suite.number,)), suite, curve)


def _pace_info(way: PaceWay) -> bytes:
    return _info(way.oid, tlv.encode(0x02, b"\x02"), tlv.encode(0x02, bytes((way.curve.number,))))


def _chip_infos(agreement: AgreementKey, *, explicit: bool) -> list[bytes]:
    use = security_infos.CHIP_ECDH + bytes((agreement.suite.number,))
    key_id = tlv.encode(0x02, _KEY_ID)
    return [
        _info(use, tlv.encode(0x02, b"\x01"), key_id),
        _info(_PUBLIC_KEY_ECDH, public_key_info(agreement.private, explicit=explicit), key_id),
    ]


def _info(oid: bytes, *values: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid) + b"".join(values))


def _active(plan: CardPlan) -> ActiveKey | None:
    if plan.active is None:
        return None
    return ActiveKey(
        rsa.generate_private_key(65537, _RSA_BITS)
        if plan.active == "rsa"
        else ec.generate_private_key(plan.chip_curve.named)
    )


def _agreement(plan: CardPlan) -> AgreementKey | None:
    return AgreementKey(ec.generate_private_key(plan.chip_curve.named), plan.chip) if plan.chip else None
