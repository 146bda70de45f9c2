"""How the gateway stands, as far as this kiosk can find out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.clock import HANOI, SystemClock
from kiosk.errors import ConfigError
from kiosk.key_words import standing_in_words
from kiosk.lights import Finding
from kiosk.sync.client import GatewayClient
from kiosk.sync.ids import IdMaker
from kiosk.sync.key_trust import GatewayTrust
from kiosk.sync.keys import load_or_make_device_key
from kiosk.sync.outcomes import LineDown, NotThere
from kiosk.sync.tls import TlsTrust

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kiosk.config import Config


def gateway_lights(config: Config) -> Iterator[Finding]:
    """Its keys, whether it answers and knows this device, both clocks, its certificate."""
    trust = GatewayTrust.of(config)
    try:
        light, found, mend = standing_in_words(trust, SystemClock().now())
    except ConfigError as error:
        if config.gateway.embedded:
            yield Finding("gateway keys", "warn", "not made yet", "the embedded gateway makes them at its first start")
        else:
            yield Finding(
                "gateway keys", "fail", str(error), "put the gateway's gateway.pub.json where the config says"
            )
        return
    yield Finding("gateway keys", light, found, mend)
    if config.gateway.embedded:
        yield Finding("gateway", "ok", "embedded: it runs with the kiosk")
        return
    try:
        tls = TlsTrust(config.gateway_authority, SystemClock())
    except ConfigError as error:
        yield Finding("certificate", "fail", str(error), "copy the gateway's authority.pem where the config says")
        return
    device = load_or_make_device_key(config.home / "device.key", config.audience)
    client = GatewayClient(config.gateway.url, trust, device, SystemClock(), tls=tls)
    down = client.reachable()
    if down is not None:
        yield Finding(
            "gateway", "fail", f"not reached: {down.cause}", _MEND.get(down.cause, "look at the gateway's log")
        )
        return
    skew = client.skew()
    if skew is not None and abs(skew.ahead) > _SKEW:
        away = str(timedelta(seconds=round(abs(skew.ahead).total_seconds())))
        side = "behind" if skew.ahead > timedelta() else "ahead of"
        yield Finding("clock", "warn", f"{away} {side} the gateway's", "set the machine's clock")
    known = client.ask(IdMaker(SystemClock()).new(), "", "")  # about nothing that is anywhere: it is signed
    if isinstance(known, NotThere):
        yield Finding("gateway", "ok", "answers, and knows this device")
    else:
        cause = known.cause if isinstance(known, LineDown) else "another answer than it should give"
        yield Finding("gateway", "fail", f"answers, but not to this device: {cause}", _MEND.get(cause, ""))
    if tls.valid_until is not None:
        yield _certificate(config, tls.valid_until, SystemClock().now() + (skew.ahead if skew else timedelta()))


def _certificate(config: Config, until: datetime, now: datetime) -> Finding:
    told = f"good until {until.astimezone(HANOI):%Y-%m-%d}"
    if until - now < _CERTIFICATE_SOON:
        return Finding("certificate", "warn", told, "at the gateway: gateway tls issue, or whoever issues it")
    if config.gateway_authority is None:
        mend = "pin the gateway's own: gateway.authority in config.toml"
        return Finding("certificate", "warn", f"{told}; any public authority is believed", mend)
    return Finding("certificate", "ok", f"{told}, by the pinned authority alone")


_SKEW = timedelta(minutes=2)
_CERTIFICATE_SOON = timedelta(days=30)
_MEND = {
    "offline": "look at the network cable or the modem; dossiers wait safely meanwhile",
    "refused": "the gateway does not run: start it",
    "captive": "the network wants a log-in page: open it on another device, or ask for a free line",
    "tls": "no secure connection: look at gateway.url, then at how the gateway is served (gateway serve --tls)",
    "tls_authority": "whoever answers there is not certified by the authority that is pinned: try another network; "
    "if it stays so, compare gateway.authority with the gateway's authority.pem",
    "tls_name": "its certificate is for another name: look at gateway.url, or gateway tls issue --host NAME",
    "tls_expired": "at the gateway: gateway tls issue, or whoever issues its certificate",
    "tls_clock": "this machine's clock is wrong, or the certificate out of date: look at the clock first",
    "auth": "the gateway does not know this device: gateway devices add",
}
