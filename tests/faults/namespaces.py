"""Two network namespaces with a bad line between them: kiosks in one, their gateway in the other."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = f"{os.environ.get('PATH', '')}:/sbin:/usr/sbin"
GATEWAY = "10.231.47.2"

RULES = """
table inet bad {{
  chain input {{
    type filter hook input priority 0;
    iifname "lo" accept
    numgen random mod 100 < {loss} drop
    meta l4proto tcp numgen random mod 1000 < {resets} reject with tcp reset
  }}
}}
"""


@dataclass(frozen=True)
class Line:
    """``rate`` as tc says it, ``loss`` of a hundred packets each way, ``resets`` of a thousand."""

    rate: str = "32kbit"
    loss: int = 5
    resets: int = 4


@contextmanager
def bad_line(line: Line) -> Iterator[tuple[list[str], list[str]]]:
    """What to put before a command so that it runs at the kiosk's end, and at the gateway's."""
    names = f"mc-kiosk-{os.getpid()}", f"mc-gateway-{os.getpid()}"
    try:
        for name in names:
            _run("ip", "netns", "add", name)
        _run("ip", "-n", names[0], "link", "add", "line", "type", "veth", "peer", "name", "line", "netns", names[1])
        for name, address in zip(names, ("10.231.47.1", GATEWAY), strict=True):
            _run("ip", "-n", name, "address", "add", f"{address}/30", "dev", "line")
            for device in ("lo", "line"):
                _run("ip", "-n", name, "link", "set", device, "up")
            shaped = ("root", "tbf", "rate", line.rate, "burst", "3kb", "latency", "800ms")
            _run("tc", "-n", name, "qdisc", "add", "dev", "line", *shaped)
            rules = RULES.format(loss=line.loss, resets=line.resets)
            _run(*_inside(name), "nft", "-f", "-", words=rules)
        yield _inside(names[0]), _inside(names[1])
    finally:
        for name in names:
            with suppress(subprocess.CalledProcessError):
                _run("ip", "netns", "delete", name)


@cache
def why_no_line() -> str:
    """Why no bad line can be made here; "" when one can."""
    if os.geteuid() != 0:
        return "needs the superuser"
    wanting = [program for program in ("ip", "tc", "nft", "nsenter") if shutil.which(program, path=PATH) is None]
    if wanting:
        return f"needs {', '.join(wanting)}"
    try:
        with bad_line(Line()):
            return ""
    except subprocess.CalledProcessError:
        return "needs network namespaces, veth, tbf and nftables in the kernel"


def _inside(name: str) -> list[str]:
    """Not by `ip netns exec`: that copies every mount, and a disk that is cut meanwhile would live on in the copy."""
    return ["nsenter", f"--net=/run/netns/{name}"]


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": PATH}


def _run(*command: str, words: str = "") -> None:
    subprocess.run(command, check=True, capture_output=True, input=words.encode(), env=_environment())
