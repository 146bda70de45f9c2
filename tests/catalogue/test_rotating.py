"""New keys for the catalogue: kiosks follow from root to root, however long they were away; nobody else leads them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.catalogue_publishing import publish
from gateway.catalogue_repository import LIFETIME, NEXT, Repository
from kiosk.catalogue.outcomes import Refused, Unchanged, Updated
from kiosk.errors import ConfigError
from tests.catalogue.centre import NOW, Centre, fresh, packed
from tests.gateway.running import Running, running


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path)


@pytest.fixture
def live(centre: Centre) -> Iterator[Running]:
    with running(centre.site) as opened:
        yield opened


def trusted_root(centre: Centre) -> int:
    return len(list((centre.updater.trust.tuf / "root_history").iterdir()))


def keys_named(centre: Centre, role: str) -> list[str]:
    root: dict[str, Any] = json.loads(centre.repository.root_file.read_bytes())
    named: list[str] = root["signed"]["roles"][role]["keyids"]
    return named


def test_a_kiosk_that_was_away_for_two_rotations_follows(centre: Centre, live: Running) -> None:
    first = centre.publish()
    centre.take(fresh(live))
    centre.repository.rotate(["root"], NOW)
    centre.repository.rotate(["root", "targets", "online"], NOW)
    second = centre.publish(changed=2)
    assert centre.take(fresh(live)) == Updated(second, first, 2)
    assert trusted_root(centre) == 3
    assert isinstance(centre.take(fresh(live)), Unchanged)


def test_a_rotation_alone_is_heard_of_and_brings_no_catalogue_again(centre: Centre, live: Running) -> None:
    version = centre.publish()
    centre.take(fresh(live))
    centre.repository.rotate(["root"], NOW)
    assert centre.take(fresh(live)) == Unchanged(version)
    assert trusted_root(centre) == 2


def test_a_stick_leads_through_two_rotations_too(centre: Centre) -> None:
    first = centre.publish()
    centre.take_stick(centre.stick())
    centre.repository.rotate(["root", "online"], NOW)
    centre.repository.rotate(["root", "targets"], NOW)
    second = centre.publish(changed=1)
    assert centre.take_stick(centre.stick()) == Updated(second, first, 200)


def test_a_new_kiosk_pins_the_newest_root(centre: Centre, live: Running) -> None:
    centre.publish()
    centre.repository.rotate(["root"], NOW)
    assert centre.repository.root_file.name == "2.root.json"
    centre.updater.pin(centre.repository.root_file.read_bytes())
    assert isinstance(centre.take(fresh(live)), Updated)


def test_the_keys_before_lead_nobody_any_more(centre: Centre, live: Running, tmp_path: Path) -> None:
    first = centre.publish()
    shutil.copytree(centre.repository.keys, tmp_path / "stolen")
    centre.repository.rotate(["root", "targets", "online"], NOW)
    centre.take(fresh(live))
    shutil.copytree(centre.repository.folder, tmp_path / "theirs")
    thief = Repository(tmp_path / "theirs", tmp_path / "stolen")
    centre.procedures.popitem()
    publish(thief, packed(centre.procedures, "2026-11-29.1", NOW + timedelta(days=1)), NOW)
    outcome = centre.take_stick(centre.stick("theirs.zip", thief))
    assert isinstance(outcome, Refused)
    assert outcome.reason == "foreign"
    assert centre.current == first
    with pytest.raises(ConfigError, match="not the root key that kiosks trust"):
        thief.rotate(["root"], NOW)


def test_a_root_that_the_one_before_did_not_sign_is_refused(centre: Centre, live: Running, tmp_path: Path) -> None:
    first = centre.publish()
    centre.take(fresh(live))
    others = Repository(tmp_path / "others", tmp_path / "others-keys")
    others.create(NOW)
    others.rotate(["root"], NOW)
    shutil.copy(others.metadata / "2.root.json", centre.repository.metadata)
    online = Repository(centre.repository.folder, centre.repository.keys)
    online.renew(NOW)
    outcome = centre.take(fresh(live))
    assert isinstance(outcome, Refused)
    assert outcome.reason == "foreign"
    assert (centre.current, trusted_root(centre)) == (first, 1)


def test_old_keys_are_gone_and_the_root_holds_for_its_whole_time_again(centre: Centre) -> None:
    before = {role: keys_named(centre, role) for role in LIFETIME}
    later = NOW + timedelta(days=300)
    centre.repository.rotate(["root", "online"], later)
    after = {role: keys_named(centre, role) for role in LIFETIME}
    assert {role for role in LIFETIME if before[role] != after[role]} == {"root", "snapshot", "timestamp"}
    assert centre.repository.expires()["root"] == later + LIFETIME["root"]
    root = json.loads(centre.repository.root_file.read_bytes())
    assert len(root["signed"]["keys"]) == 3
    assert {one["keyid"] for one in root["signatures"]} == {*before["root"], *after["root"]}
    assert not list(centre.repository.keys.glob(f"*{NEXT}"))


@pytest.mark.parametrize("named", [True, False])
def test_a_rotation_that_ended_in_the_middle_is_put_in_order_by_the_next(
    centre: Centre, live: Running, *, named: bool
) -> None:
    """The new key waits beside the old one: its root was written, or the end came before."""
    first = centre.publish()
    centre.take(fresh(live))
    key = centre.repository.keys / "catalogue-root.pem"
    old = key.read_bytes()
    centre.repository.rotate(["root"], NOW)
    key.rename(key.with_name(key.name + NEXT))
    key.write_bytes(old)
    if not named:
        (centre.repository.metadata / "2.root.json").unlink()
    centre.repository.rotate(["root"], NOW)
    second = centre.publish(changed=1)
    assert centre.take(fresh(live)) == Updated(second, first, 1)
    assert trusted_root(centre) == (3 if named else 2)


def test_a_missing_key_changes_nothing(centre: Centre) -> None:
    (centre.repository.keys / "catalogue-online.pem").unlink()
    with pytest.raises(ConfigError, match=r"catalogue-online\.pem is needed"):
        centre.repository.rotate(["root"], NOW)
    assert centre.repository.root_file.name == "1.root.json"
    assert not list(centre.repository.keys.glob(f"*{NEXT}"))


def test_root_and_targets_come_on_a_stick_and_the_third_key_stays(centre: Centre, tmp_path: Path) -> None:
    (tmp_path / "safe").mkdir()
    for name in ("root", "targets"):
        shutil.move(centre.repository.keys / f"catalogue-{name}.pem", tmp_path / "safe")
    with pytest.raises(ConfigError, match="needed to sign"):
        centre.publish()
    centre.repository = Repository(centre.repository.folder, tmp_path / "safe")
    centre.published = 0
    version = centre.publish()
    centre.repository.rotate(["root", "targets", "online"], NOW)
    assert isinstance(centre.take_stick(centre.stick()), Updated)
    assert centre.current == version
    assert sorted(path.name for path in (tmp_path / "safe").iterdir()) == [
        "catalogue-root.pem",
        "catalogue-targets.pem",
    ]
