"""A kiosk that dies at any write of taking new keys: the old ones count or the new ones, never none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.folder import Folder
from gateway.keyring import make_keys
from gateway.rotation import rotate
from kiosk.sync.key_trust import GatewayTrust, KeysSame, KeysTaken
from tests.faults.forks import Forks
from tests.faults.place import Place

pytestmark = pytest.mark.fault


def test_at_any_write_the_old_keys_count_or_the_new_ones(
    forks: Forks, tmp_path: Path, boundaries: Callable[[int], Iterator[int]]
) -> None:
    folder = Folder(tmp_path / "gateway")
    numbers = [make_keys(folder, "demo")[0].number]
    pinned = Path(shutil.copy(folder.signed_keys, tmp_path / "pinned.json"))
    kiosk, kept = tmp_path / "kiosk", tmp_path / "as-it-was"
    kept.mkdir()
    numbers.append(rotate(folder).number)
    assert isinstance(GatewayTrust(pinned, kept, "demo").take(folder.signed_keys.read_bytes()), KeysTaken)
    numbers.append(rotate(folder).number)
    counted = []
    for number in boundaries(1):
        shutil.copytree(kept, kiosk)
        place = Place(kiosk, kiosk / "device.key", pinned)
        ended = forks.run("take_keys", place, str(folder.signed_keys), die_at=number)
        trust = GatewayTrust(pinned, kiosk, "demo")
        counted.append(trust.keys().number)
        assert not trust.standing().void
        again = trust.take(folder.signed_keys.read_bytes())
        assert isinstance(again, KeysTaken if counted[-1] == numbers[1] else KeysSame)
        assert trust.keys().number == numbers[2]
        shutil.rmtree(kiosk)
        if not ended.killed:
            assert ended.told == ("KeysTaken",)
            break
    assert counted == sorted(counted)  # the old ones until one write, the new ones from there on
    assert set(counted) == {numbers[1], numbers[2]}
