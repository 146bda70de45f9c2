"""The measure: Debian's Chromium without a window, opening one static page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.memory import family, pss_mib

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).with_name("page.html").as_uri()
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1080,1920", "--no-first-run")
SETTLE_S = 2.0


class NoChromiumError(Exception):
    """Chromium is not here and cannot be installed."""


def find_chromium() -> str:
    """Chromium's path; as root on Debian it is installed when missing."""
    if not shutil.which("chromium") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, check=True, env=quiet, stdout=subprocess.DEVNULL)
    if found := shutil.which("chromium"):
        return found
    raise NoChromiumError("make bench compares with Chromium; install it once as root: apt-get install chromium")


def wall_time_s(chromium: str) -> float:
    """From process start until the page is loaded, told, and Chromium has ended."""
    with TemporaryDirectory() as profile:
        began = time.monotonic()
        command = [chromium, *OPTIONS, f"--user-data-dir={profile}", "--dump-dom", PAGE]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.monotonic() - began


def memory_mib(chromium: str) -> float:
    """All of Chromium's processes while the page stands open."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile, _page_open(chromium, profile) as pid:
        time.sleep(SETTLE_S)
        return pss_mib(family(pid))


@contextmanager
def _page_open(chromium: str, profile: str) -> Iterator[int]:
    command = [chromium, *OPTIONS, f"--user-data-dir={profile}", "--remote-debugging-port=0", PAGE]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            for line in process.stderr or ():
                if re.search("DevTools listening", line):
                    break
            yield process.pid
        finally:
            process.terminate()
