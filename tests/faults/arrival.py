"""What "arrived exactly once and whole" means, looked up in the gateway's own folder."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from gateway.database import connect
from gateway.dossiers import list_dossiers
from gateway.opening import open_dossier
from tests.sync.dossiers import ANSWERS

if TYPE_CHECKING:
    from gateway.folder import Folder
    from offline_cache.store import Store


def check_arrival(store: Store, item_id: str, folder: Folder) -> None:
    """The kiosk has a receipt, and the gateway holds that dossier once, with these answers and these files."""
    item = store.outbox.get(item_id)
    assert item is not None
    assert (item.state, item.pending) == ("received", False)
    with closing(connect(folder.database)) as connection:
        held = [dossier for dossier in list_dossiers(connection) if dossier.id == item_id]
        assert [dossier.dossier_code for dossier in held] == [item.dossier_code]
        opened = open_dossier(folder, connection, item_id, None)
    assert opened["submission"] == ANSWERS
    payload = store.outbox.payload(item_id)
    assert payload is not None
    assert [entry["id"] for entry in opened["manifest"]["files"]] == [file.id for file in payload.files]
    for file in payload.files:
        assert (folder.files / file.id).read_bytes() == file.path.read_bytes()
