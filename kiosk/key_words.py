"""What `kiosk doctor` and `kiosk keys` say about the gateway's keys, for a technician."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from kiosk.clock import HANOI

if TYPE_CHECKING:
    from kiosk.sync.key_trust import GatewayTrust, LastLook, Standing

NOT_ASKED_FOR_LONG = timedelta(days=30)

WHY = {
    "damaged": "it is no file of keys",
    "unsigned": "they are not signed (gateway.pub.signed.json is)",
    "audience": "they are for another audience",
    "foreign": "they are signed by nobody whom this kiosk believes",
    "altered": "they are not what their root signed",
    "older": "they are older than those that count here",
    "twice": "they are others under the same number",
    "unpinned": "this kiosk's pinned keys cannot be read",
    "disk": "the disk did not keep them",
}
_MEND = {
    "damaged": "look at gateway.url and at the gateway's version",
    "unsigned": "at the gateway: gateway keys rotate",
    "audience": "gateway.url leads to another gateway: set it right",
    "foreign": "ask the gateway's technician whether its root is another now; if so, kiosk keys trust FILE",
    "altered": "look at who stands on the way; bring gateway.pub.signed.json on a stick: kiosk keys update FILE",
    "older": "at the gateway: was it set up from a backup? gateway keys rotate",
    "twice": "at the gateway: gateway keys rotate",
    "unpinned": "put the gateway's gateway.pub.json where the config says",
    "disk": "make room on the disk of the data folder, then kiosk keys update",
}


def standing_in_words(trust: GatewayTrust, now: datetime) -> tuple[Literal["ok", "warn"], str, str]:
    """A light, what counts, and what mends it. Raises ConfigError when nothing is pinned that can be used."""
    standing, last = trust.standing(), trust.last()
    told = f"{what_counts(standing)}{_asked(last)}"
    if standing.void == "damaged":
        return "warn", f"{told}; what was taken later is damaged and counts for nothing", "kiosk keys update"
    if standing.void == "foreign":
        return "warn", f"{told}; what was taken before another file was pinned counts for nothing", "kiosk keys update"
    if standing.void == "beside":
        told += "; the signed keys beside the pinned ones do not belong to them and count for nothing"
        return "warn", told, "kiosk keys trust FILE, with the gateway's gateway.pub.signed.json"
    if last is not None and last.outcome == "refused":
        return "warn", f"{told}: {WHY.get(last.why, last.why)}", _MEND.get(last.why, "")
    if last is not None and now - last.at > NOT_ASKED_FOR_LONG:
        return "warn", told, "kiosk keys update, with a line or with the gateway's gateway.pub.signed.json on a stick"
    return "ok", told, ""


def what_counts(standing: Standing) -> str:
    keys, how = standing.keys, "taken since" if standing.taken else "pinned"
    if standing.document is None:
        return f"audience {keys.audience}, unsigned, {how}, seals to {keys.seal[0].kid}"
    issued = datetime.fromisoformat(standing.document.issued_at).astimezone(HANOI)
    return f"audience {keys.audience}, number {keys.number} of {issued:%Y-%m-%d}, {how}, seals to {keys.seal[0].kid}"


def _asked(last: LastLook | None) -> str:
    if last is None:
        return ""
    outcome = {"none": "the gateway signs none yet", "same": "no others"}.get(last.outcome, last.outcome)
    return f"; last looked {last.at.astimezone(HANOI):%Y-%m-%d %H:%M}: {outcome}"
