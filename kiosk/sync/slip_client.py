"""The calls about slips: how the dossier of one stands, and whose slips are genuine; only what is signed counts."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kiosk.errors import ProtocolError
from kiosk.sync.answers import Answer, NoAnswer
from kiosk.sync.known_devices import read_signed_devices
from kiosk.sync.outcomes import (
    DevicesNow,
    DevicesPull,
    ItemRefused,
    LineDown,
    SameDevices,
    SlipInquiry,
    SlipRefused,
    SlipTold,
)
from kiosk.sync.protocol import decode
from kiosk.sync.slip import SLIP_TYPE, SignedSlipStatus

if TYPE_CHECKING:
    from kiosk.sync.answers import Line
    from kiosk.sync.booking_client import Proving

CLIENT_ERROR = 400


class SlipClient:
    """Calls block; none raises for what the network or the gateway does."""

    def __init__(self, line: Line, keys: Proving) -> None:
        self._line = line
        self._keys = keys

    def ask(self, text: str) -> SlipInquiry:
        data = text.encode("ascii", "replace")
        match self._line.exchange("POST", "/v1/slips", data, {"Content-Type": SLIP_TYPE}):
            case NoAnswer(cause, retry_after=later):
                return LineDown(cause, later)
            case Answer(status=200, body=body):
                return self._told(body, hashlib.sha256(data).hexdigest())
            case Answer(status=422) as answer if answer.problem().kind == "slip":
                return SlipRefused(answer.problem().detail)
            case Answer(status) as answer if status >= CLIENT_ERROR:
                return ItemRefused(answer.problem())
        return LineDown("captive")

    def _told(self, body: bytes, sha256: str) -> SlipInquiry:
        try:
            signed = decode(body, SignedSlipStatus)
        except ProtocolError:
            return LineDown("unproven")
        if not signed.holds(self._keys.proving(signed.kid)) or signed.status.slip_sha256 != sha256:
            return LineDown("unproven")
        return SlipTold(signed.status)

    def devices(self, tag: str) -> DevicesPull:
        headers = {"If-None-Match": tag} if tag else {}
        match self._line.exchange("GET", "/v1/devices", headers=headers):
            case NoAnswer(cause, retry_after=later):
                return LineDown(cause, later)
            case Answer(status=304) if tag:
                return SameDevices()
            case Answer(status=200, body=body):
                return self._listed(body)
            case Answer(status) as answer if status >= CLIENT_ERROR:
                return ItemRefused(answer.problem())
        return LineDown("captive")

    def _listed(self, body: bytes) -> DevicesPull:
        try:
            signed = read_signed_devices(body)
            holds = signed.holds(self._keys.proving(signed.kid))
        except ProtocolError:
            holds = False
        if not holds:
            return LineDown("unproven")
        return DevicesNow(body)
