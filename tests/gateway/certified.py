"""Certificates as a test needs them: of our authority or a stranger's, for other names, and out of date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gateway.certificates import ServerTls, issue, make_authority, tls_files
from gateway.folder import Folder

NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Authority:
    """A folder of its own, as `gateway tls init` leaves it."""

    folder: Folder

    @property
    def pem(self) -> Path:
        return tls_files(self.folder).authority

    def serves(self, *hosts: str, issued_at: datetime = NOW) -> ServerTls:
        """A certificate for ``hosts``, this machine's address if none are given."""
        issue(self.folder, hosts or ("127.0.0.1",), issued_at)
        files = tls_files(self.folder)
        return ServerTls(files.certificate, files.key)


def new_authority(root: Path, made_at: datetime = NOW - timedelta(days=1500)) -> Authority:
    folder = Folder(root)
    folder.make()
    make_authority(folder, made_at)
    return Authority(folder)
