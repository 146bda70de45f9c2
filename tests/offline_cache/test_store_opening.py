"""Opening the store: one owner, private files, keys that can be trusted, a reader beside."""

from __future__ import annotations

import stat
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from offline_cache.drafts import Draft
from offline_cache.errors import StoreBusy, StoreError
from offline_cache.store import Store, open_reader, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.clock import VirtualClock


def test_a_second_owner_is_refused_until_the_first_leaves(folder: Path, clock: VirtualClock) -> None:
    with open_store(folder, clock), pytest.raises(StoreBusy):
        open_store(folder, clock)
    with open_store(folder, clock) as again:
        assert again.reconciled.clean


def test_another_process_is_refused_too_and_a_dead_owner_frees_the_store(folder: Path, clock: VirtualClock) -> None:
    program = (
        "import os, sys; from pathlib import Path; from kiosk.clock import SystemClock;"
        "from offline_cache.store import open_store; store = open_store(Path(sys.argv[1]), SystemClock());"
        "print('open', flush=True); sys.stdin.read()"
    )
    owner = subprocess.Popen([sys.executable, "-c", program, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"open\n"
        with pytest.raises(StoreBusy):
            open_store(folder, clock)
        owner.kill()
    with open_store(folder, clock) as store:
        assert store.reconciled.clean


def test_folder_and_files_are_for_this_user_alone(store: Store) -> None:
    store.drafts.save(Draft(str(uuid4()), "code", "1.001193", "v"), b"body")
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (store.folder, *store.folder.rglob("*"))}
    assert all(mode & 0o077 == 0 for path, mode in modes.items() if path.is_dir())
    assert {modes[store.folder / name] for name in ("local.key", "store.db", "store.db-wal", "lock")} == {0o600}


def test_the_local_key_is_kept_over_a_restart(folder: Path, clock: VirtualClock) -> None:
    with open_store(folder, clock) as store:
        proof = store.proofs.make("code", "1234")
    with open_store(folder, clock) as store:
        assert store.proofs.make("code", "1234") == proof


def test_a_key_file_that_cannot_be_trusted_is_refused_plainly(folder: Path, clock: VirtualClock) -> None:
    open_store(folder, clock).close()
    key = folder / "local.key"
    key.chmod(0o644)
    with pytest.raises(StoreError, match=r"local.key must have mode 0600, not 0644"):
        open_store(folder, clock)
    key.chmod(0o600)
    kept = key.read_bytes()
    key.write_bytes(kept[:31])
    with pytest.raises(StoreError, match=r"local.key must hold 32 bytes, not 31"):
        open_store(folder, clock)
    elsewhere = folder / "elsewhere"
    elsewhere.write_bytes(kept)
    key.unlink()
    key.symlink_to(elsewhere)
    with pytest.raises(StoreError, match=r"local.key is not a plain file"):
        open_store(folder, clock)
    key.unlink()
    elsewhere.rename(key)
    key.chmod(0o600)
    open_store(folder, clock).close()


def test_a_lost_local_key_is_told_and_never_taken_for_another(folder: Path, clock: VirtualClock) -> None:
    draft = Draft(str(uuid4()), "code", "1.001193", "v")
    with open_store(folder, clock) as store:
        store.drafts.save(draft, b"body")
    (folder / "local.key").unlink()
    with open_store(folder, clock) as store, pytest.raises(StoreError, match="local key"):
        store.drafts.open(draft.id)


def test_a_folder_that_cannot_be_used_is_told_plainly(tmp_path: Path, clock: VirtualClock) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="folder cannot be used"):
        open_store(tmp_path / "file" / "store", clock)


def test_a_damaged_database_is_told_plainly(folder: Path, clock: VirtualClock) -> None:
    folder.mkdir(mode=0o700)
    (folder / "store.db").write_bytes(b"not a database at all" * 200)
    with pytest.raises(StoreError, match="not a database"):
        open_store(folder, clock)


def test_a_reader_sees_what_is_committed_and_cannot_write(store: Store) -> None:
    with closing(store.reader()) as reader:
        assert reader.drafts.list() == ()
        store.drafts.save(Draft(str(uuid4()), "code", "1.001193", "v"), b"body")
        assert reader.drafts.find("code") == store.drafts.find("code")
        store.notes.put("cursor", "42")
        assert reader.notes.get("cursor") == "42"
        assert reader.notes.get("absent", "0") == "0"


def test_there_is_nothing_to_read_where_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        open_reader(tmp_path)
