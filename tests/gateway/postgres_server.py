"""A real PostgreSQL for the tests: its own cluster in a temporary folder, on a socket there, as an ordinary user."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

_DEBIAN = Path("/usr/lib/postgresql")
_START_SECONDS = 60


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, PostgreSQL 15 or newer; Debian keeps them off the path."""
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    if found and int(found[-1].parent.parent.name) >= 15:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@dataclass
class Server:
    socket_folder: Path
    _numbers: count[int] = field(default_factory=count)

    def url(self, name: str) -> str:
        return f"postgresql://gateway@/{name}?host={self.socket_folder}"

    def new_database(self) -> str:
        """An empty database; its URL."""
        name = f"gateway_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[Server]:
    """PostgreSQL until the block ends, with fsync on, which is its default. It will not run as root."""
    root = Path(tempfile.mkdtemp(prefix="motcham-pg-"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    account = pwd.getpwnam(user)
    os.chown(root, account.pw_uid, account.pw_gid)

    def run(program: str, *words: str) -> None:
        subprocess.run(
            [str(folder / program), *words],
            check=True,
            cwd=root,
            user=account.pw_uid if os.geteuid() == 0 else None,
            group=account.pw_gid if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
            stdout=subprocess.DEVNULL,
            timeout=_START_SECONDS,
        )

    data = str(root / "data")
    try:
        run("initdb", "-D", data, "-U", "gateway", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-c listen_addresses= -c unix_socket_directories={root} -c max_connections=60"
        run("pg_ctl", "-D", data, "-w", "-l", str(root / "log"), "-o", options, "start")
        try:
            yield Server(root)
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(root, ignore_errors=True)
