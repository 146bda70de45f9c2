"""Whether a catalogue can be relied on: read from the disk, whatever lies there."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.catalogue_repository import LIFETIME
from kiosk.catalogue.freshness import OLD_AFTER, ExpiredSince, Fresh, NoCatalogue, OldSince, freshness
from kiosk.catalogue.pack import encode_all
from kiosk.catalogue.trust import Trust
from tests.catalogue.centre import NOW, Centre


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    made = Centre(tmp_path)
    made.publish()
    return made


def test_there_never_was_one(tmp_path: Path) -> None:
    assert freshness(tmp_path / "none", NOW) == NoCatalogue()


def test_what_came_and_is_vouched_for_is_fresh(centre: Centre) -> None:
    centre.take_stick(centre.stick())
    found = freshness(centre.versions.folder, NOW)
    assert isinstance(found, Fresh)
    assert (found.standing.version, found.standing.count) == (centre.current, 200)


def test_when_nobody_vouches_any_more_it_says_since_when_and_whose_word_it_was(centre: Centre) -> None:
    centre.take_stick(centre.stick())
    end = NOW + LIFETIME["timestamp"]
    assert isinstance(freshness(centre.versions.folder, end - timedelta(seconds=1)), Fresh)
    found = freshness(centre.versions.folder, end)
    assert isinstance(found, ExpiredSince)
    assert found.since == end
    assert found.role in {"snapshot", "timestamp"}


def test_what_nobody_signed_only_grows_old(centre: Centre) -> None:
    centre.versions.install(encode_all(centre.procedures.values()), NOW)
    shutil.rmtree(centre.updater.trust.folder)
    assert isinstance(freshness(centre.versions.folder, NOW + OLD_AFTER - timedelta(seconds=1)), Fresh)
    found = freshness(centre.versions.folder, NOW + OLD_AFTER)
    assert isinstance(found, OldSince)
    assert found.since == NOW + OLD_AFTER


def test_a_damaged_one_says_so_and_the_one_before_serves(centre: Centre) -> None:
    centre.take_stick(centre.stick())
    first = centre.current
    centre.versions.install(encode_all(list(centre.procedures.values())[:3]), NOW)
    (centre.versions.folder / f"{centre.current}.pack").write_bytes(b"\x00")
    found = freshness(centre.versions.folder, NOW)
    assert isinstance(found, Fresh)
    assert found.standing.version == first
    (centre.versions.folder / f"{first}.pack").write_bytes(b"\x00")
    lost = freshness(centre.versions.folder, NOW)
    assert isinstance(lost, NoCatalogue)
    assert "damaged" in lost.damaged


@pytest.mark.parametrize("garbage", [b"", b"{}", b"\xff", b'{"signed": {"expires": 7}}'])
def test_metadata_that_cannot_be_read_says_nothing(centre: Centre, garbage: bytes) -> None:
    centre.take_stick(centre.stick())
    for path in centre.updater.trust.tuf.glob("*.json"):
        if not path.is_symlink():
            path.write_bytes(garbage)
    assert isinstance(freshness(centre.versions.folder, NOW), Fresh)


def test_what_the_demo_pinned_by_itself_counts_for_the_demo_alone(centre: Centre) -> None:
    folder = centre.updater.trust.folder
    root = centre.repository.root_file.read_bytes()
    Trust(folder).pin(root, by_hand=False)
    assert Trust(folder, embedded=True).root() == root
    assert Trust(folder).root() is None
    Trust(folder).pin(root)
    assert Trust(folder).root() == root


def test_the_last_question_and_what_it_came_to_is_remembered(centre: Centre) -> None:
    trust = centre.updater.trust
    assert trust.last() is None
    centre.take_stick(centre.stick())
    last = trust.last()
    assert last is not None
    assert (last.at, last.outcome, last.why) == (NOW, "updated", "")
    old = centre.stick("old.zip")
    centre.publish(changed=1)
    centre.take_stick(centre.stick())
    centre.take_stick(old)
    last = trust.last()
    assert last is not None
    assert (last.outcome, last.why) == ("refused", "older")
