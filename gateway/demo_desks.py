"""Gives a demo its made-up desks, so that a first start has something to book."""

from __future__ import annotations

from contextlib import closing

from gateway.database import connect, transact
from gateway.desks import DEMO_FILE, keep_desks, list_desks, read_desks
from gateway.folder import Folder


def furnish(folder: Folder) -> None:
    """Only where no desk is yet: what an operator changed or added stays."""
    with closing(connect(folder.database)) as connection:
        if not list_desks(connection):
            now = folder.clock("demo").now().isoformat()
            transact(connection, lambda connection: keep_desks(connection, read_desks(DEMO_FILE), now))
