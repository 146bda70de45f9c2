"""A signed catalogue from the gateway or a stick: taken whole when it is newer and in order, else nothing changes."""

from __future__ import annotations

import shutil
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.catalogue_publishing import about_current, export, publish
from gateway.catalogue_repository import LIFETIME, Repository
from kiosk.catalogue.bundling import bundle_of
from kiosk.catalogue.importing import Imported
from kiosk.catalogue.outcomes import Held, LineDown, NoTrust, Refused, Unchanged, Updated
from kiosk.catalogue.pack import CatalogueError, encode_all
from kiosk.catalogue.sources import GatewaySource, StickSource
from kiosk.catalogue.updating import CatalogueUpdater
from kiosk.catalogue.versions import Versions
from kiosk.catalogue.view import open_catalogue
from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.bundle import MAX_CODE, Bundle, Row, apply, difference, pack_bundle, unpack_bundle, whole
from tests.catalogue.centre import NOW, QUICK, Centre, fresh, packed
from tests.gateway.running import Running, running


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path)


@pytest.fixture
def live(centre: Centre) -> Iterator[Running]:
    with running(centre.site) as opened:
        yield opened


@pytest.fixture
def source(live: Running) -> Iterator[GatewaySource]:
    opened = GatewaySource(live.url, QUICK)
    yield opened
    opened.close()


# From the gateway


def test_the_first_time_everything_comes(centre: Centre, source: GatewaySource) -> None:
    version = centre.publish()
    assert centre.take(source) == Updated(version, "", 200)
    catalogue = open_catalogue(centre.versions.folder)
    assert catalogue.procedures() == centre.procedures
    assert catalogue.version == version


def test_then_only_what_changed(centre: Centre, live: Running) -> None:
    first = centre.publish()
    centre.take(fresh(live))
    second = centre.publish(changed=3)
    assert centre.take(fresh(live)) == Updated(second, first, 3)
    assert open_catalogue(centre.versions.folder).procedures() == centre.procedures
    assert centre.versions.pointer().previous == first


def test_after_several_the_changes_lead_on_at_once(centre: Centre, live: Running) -> None:
    first = centre.publish()
    centre.take(fresh(live))
    del centre.procedures["1.000150"]
    for _ in range(3):
        last = centre.publish(changed=2)
    outcome = centre.take(fresh(live))
    assert outcome == Updated(last, first, 2)
    assert open_catalogue(centre.versions.folder).get("1.000150") is None


def test_an_unchanged_check_is_one_short_question(centre: Centre, live: Running) -> None:
    version = centre.publish()
    centre.take(fresh(live))
    asked = fresh(live)
    assert centre.take(asked) == Unchanged(version)
    assert asked.received < 600
    assert centre.take(asked) == Unchanged(version)


def test_what_was_signed_long_ago_is_asked_in_full(centre: Centre, live: Running) -> None:
    centre.publish()
    centre.take(fresh(live))
    later = NOW + LIFETIME["timestamp"] + timedelta(days=1)
    digest = open_catalogue(centre.versions.folder).digest
    assert centre.updater.trust.known_tag(digest, NOW)
    assert not centre.updater.trust.known_tag(digest, later)


def test_nothing_published_yet(centre: Centre, source: GatewaySource) -> None:
    outcome = centre.take(source)
    assert isinstance(outcome, Refused)
    assert outcome.reason == "incomplete"


def test_the_same_contents_under_another_name_are_not_fetched(centre: Centre, live: Running) -> None:
    centre.publish()
    centre.take(fresh(live))
    centre.publish(at=NOW + timedelta(minutes=1))
    assert isinstance(centre.take(fresh(live)), Unchanged)


def test_a_version_that_a_person_went_back_from_is_not_taken_again(centre: Centre, live: Running) -> None:
    first = centre.publish()
    centre.take(fresh(live))
    second = centre.publish(changed=1)
    centre.take(fresh(live))
    centre.versions.rollback(NOW)
    assert centre.take(fresh(live)) == Held(second, "rolled_back")
    assert centre.current == first
    third = centre.publish(changed=2)
    assert isinstance(centre.take(fresh(live)), Updated)
    assert centre.current == third


def test_what_was_imported_here_later_stays(centre: Centre, source: GatewaySource) -> None:
    version = centre.publish()
    mine = centre.versions.install(encode_all(list(centre.procedures.values())[:5]), NOW + timedelta(days=1))
    assert centre.take(source) == Held(version, "newer_here")
    assert centre.current == mine


def test_a_damaged_catalogue_here_is_replaced(centre: Centre, live: Running) -> None:
    centre.publish()
    centre.take(fresh(live))
    for pack in centre.versions.folder.glob("*.pack"):
        pack.write_bytes(b"\x00")
    assert isinstance(centre.take(fresh(live)), Updated)
    assert len(open_catalogue(centre.versions.folder)) == 200


def test_changes_that_do_not_fit_give_way_to_everything(centre: Centre, live: Running) -> None:
    centre.publish()
    centre.take(fresh(live))
    (pack,) = centre.versions.folder.glob("*.pack")
    data = bytearray(pack.read_bytes())
    data[-5] ^= 1  # a block is damaged, the header is not
    pack.write_bytes(data)
    last = centre.publish(changed=3)
    outcome = centre.take(fresh(live))
    assert isinstance(outcome, Updated)
    assert (outcome.version, outcome.rows) == (last, 200)


def test_the_gateway_signs_anew_before_its_word_runs_out(centre: Centre, live: Running) -> None:
    centre.publish()
    timestamp = centre.repository.metadata / "timestamp.json"
    before = timestamp.read_bytes()
    centre.repository.renew_if_due(NOW + timedelta(days=5))
    assert timestamp.read_bytes() == before
    centre.repository.renew_if_due(NOW + timedelta(days=11))
    assert timestamp.read_bytes() != before
    assert isinstance(centre.take(fresh(live)), Updated)
    assert len(list(centre.repository.metadata.glob("*.snapshot.json"))) == 2


@pytest.mark.parametrize(
    "path",
    ["metadata/../keys/catalogue-root.pem", "keys/catalogue-root.pem", "metadata/9.targets.json", "targets/x.xz"],
)
def test_nothing_else_is_given_away(live: Running, path: str) -> None:
    with socket.create_connection(("127.0.0.1", int(live.url.rpartition(":")[2]))) as asked:
        asked.sendall(f"GET /v1/catalogue/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: asked.recv(4096), b""))
    assert b" 404 " in answer.partition(b"\r\n")[0]
    assert b"PRIVATE" not in answer


# The line


def test_no_gateway_there(centre: Centre) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    nobody = GatewaySource(f"http://127.0.0.1:{port}", QUICK)
    assert centre.take(nobody) == LineDown("refused")
    nobody.close()


def answering(answer: bytes) -> tuple[socket.socket, str]:
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                connection.recv(4096)
                connection.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return server, f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", "captive"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://portal/\r\nContent-Length: 0\r\n\r\n", "captive"),
        (b"HTTP/1.1 503 x\r\nMotcham-Protocol: 1\r\nContent-Length: 0\r\n\r\n", "server"),
        (b"nonsense", "refused"),
    ],
)
def test_whoever_answers_for_the_gateway_is_not_believed(centre: Centre, answer: bytes, cause: str) -> None:
    server, url = answering(answer)
    asked = GatewaySource(url, QUICK)
    outcome = centre.take(asked)
    asked.close()
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    assert outcome == LineDown(cause)  # type: ignore[arg-type]  # a parameter is a plain str


# From a stick


def test_a_stick_brings_the_same(centre: Centre) -> None:
    version = centre.publish()
    assert centre.take_stick(centre.stick()) == Updated(version, "", 200)
    assert centre.take_stick(centre.stick()) == Unchanged(version)


def test_without_trust_nothing_is_taken(centre: Centre, tmp_path: Path) -> None:
    centre.publish()
    stranger = CatalogueUpdater(Versions(tmp_path / "other"))
    stick = StickSource(centre.stick())
    assert stranger.update(stick, NOW) == NoTrust()
    stick.close()
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("root", [b"", b"{}", b"\xff", b'{"signed": 7, "signatures": []}', b"[" * 3000])
def test_a_root_that_is_none_is_not_pinned(centre: Centre, root: bytes) -> None:
    before = centre.updater.trust.pinned_file
    trusted = before.read_bytes()
    with pytest.raises(CatalogueError, match="not the root"):
        centre.updater.pin(root)
    assert before.read_bytes() == trusted


def rewritten(file: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The stick with each of its files changed, or left out."""
    out = file.with_suffix(".changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return out


def flip(data: bytes) -> bytes:
    return data[:-9] + bytes((data[-9] ^ 1,)) + data[-8:]


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        (lambda name, data: flip(data) if name.startswith("targets") else data, {"damaged"}),
        (lambda name, data: data[:-20] if name.startswith("targets") else data, {"damaged"}),
        (lambda name, data: data + b"x" * 9 if name.startswith("targets") else data, {"too_large", "damaged"}),
        (lambda name, data: None if name.startswith("targets") else data, {"incomplete"}),
        (lambda name, data: None if "snapshot" in name else data, {"incomplete"}),
        (lambda name, data: data[:100] if "timestamp" in name else data, {"damaged"}),
        (
            lambda name, data: data.replace(b'"count":200', b'"count":201') if "targets.json" in name else data,
            {"foreign"},
        ),
        (lambda name, data: data + b" " * 20_000 if "timestamp" in name else data, {"too_large"}),
    ],
)
def test_a_spoilt_stick_is_refused_and_changes_nothing(
    centre: Centre, change: Callable[[str, bytes], bytes | None], reasons: set[str]
) -> None:
    first = centre.publish()
    centre.take_stick(centre.stick())
    centre.publish(changed=1)
    outcome = centre.take_stick(rewritten(centre.stick(), change))
    assert isinstance(outcome, Refused)
    assert outcome.reason in reasons
    assert centre.current == first
    assert not list(centre.updater.trust.folder.glob("incoming*"))
    assert isinstance(centre.take_stick(centre.stick("good.zip")), Updated)  # nothing stands in the way of the good one


def test_a_stick_signed_by_others_is_refused(centre: Centre, tmp_path: Path) -> None:
    others = Repository(tmp_path / "others", tmp_path / "others-keys")
    others.create(NOW)
    publish(others, packed(centre.procedures, "2026-11-29.1", NOW), NOW)
    outcome = centre.take_stick(centre.stick("foreign.zip", others))
    assert isinstance(outcome, Refused)
    assert outcome.reason == "foreign"
    assert centre.current == ""


def test_an_old_stick_is_refused(centre: Centre) -> None:
    centre.publish()
    old = centre.stick("old.zip")
    second = centre.publish(changed=1)
    centre.take_stick(centre.stick())
    outcome = centre.take_stick(old)
    assert isinstance(outcome, Refused)
    assert outcome.reason == "older"
    assert centre.current == second


def test_an_expired_stick_is_refused(centre: Centre) -> None:
    centre.publish(at=NOW - LIFETIME["timestamp"] - timedelta(days=1))
    shutil.move(centre.repository.keys / "catalogue-online.pem", centre.folder / "away.pem")
    outcome = centre.take_stick(centre.stick())
    assert isinstance(outcome, Refused)
    assert outcome.reason == "expired"


def test_a_file_that_is_no_stick_is_told(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 nothing")
    for name in ("no.zip", "away.zip"):
        with pytest.raises(CatalogueError, match="cannot be read"):
            StickSource(tmp_path / name)


def test_rows_that_are_no_procedures_are_refused_though_signed(centre: Centre) -> None:
    publish(centre.repository, pack_bundle(whole("2026-11-24.1", NOW, [Row("1.000001", b"\x00")])), NOW)
    outcome = centre.take_stick(centre.stick())
    assert isinstance(outcome, Refused)
    assert outcome.reason == "damaged"
    assert centre.versions.names() == []


# Publishing


def test_publishing_needs_keys_a_whole_bundle_and_a_repository(centre: Centre, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="already"):
        centre.repository.create(NOW)
    with pytest.raises(ProtocolError, match="bundle"):
        publish(centre.repository, b"nonsense", NOW)
    changes = replace_base(whole("2026-11-24.1", NOW, []), "abc")
    with pytest.raises(ProtocolError, match="changes alone"):
        publish(centre.repository, pack_bundle(changes), NOW)
    keyless = Repository(centre.repository.folder, tmp_path / "nowhere")
    (centre.repository.keys / "catalogue-targets.pem").rename(tmp_path / "away.pem")
    with pytest.raises(ConfigError, match="needed to sign"):
        publish(keyless, packed(centre.procedures, "2026-11-24.1", NOW), NOW)
    with pytest.raises(ConfigError, match="nothing is published"):
        export(centre.repository, tmp_path / "out.zip", NOW)
    assert about_current(centre.repository) is None


def replace_base(bundle: Bundle, base: str) -> Bundle:
    return Bundle(bundle.version, bundle.imported_at, bundle.digest, base, bundle.rows, bundle.removed)


def test_the_same_again_is_not_published_twice(centre: Centre) -> None:
    data = packed(centre.procedures, "2026-11-24.1", NOW)
    assert publish(centre.repository, data, NOW).changed
    assert not publish(centre.repository, data, NOW).changed


def test_old_files_go_and_what_later_changes_need_stays(centre: Centre) -> None:
    for _ in range(12):
        centre.publish(changed=1)
    names = [path.name.partition(".")[2] for path in centre.repository.targets.iterdir()]
    assert names.count("full.xz") == 9
    assert sum(name.startswith("since-") for name in names) == 8


# The bundle


def test_what_changed_leads_from_one_to_the_other() -> None:
    old = whole("1", NOW, [Row("a", b"1"), Row("b", b"2"), Row("c", b"3")])
    new = whole("2", NOW, [Row("a", b"1"), Row("b", b"x"), Row("d", b"4")])
    changes = unpack_bundle(pack_bundle(difference(old, new)))
    assert ([row.code for row in changes.rows], changes.removed) == (["b", "d"], ("c",))
    known = {row.code: row.body for row in old.rows}
    assert apply(known, changes) == {row.code: row.body for row in new.rows}
    with pytest.raises(ProtocolError, match="another catalogue"):
        apply(known | {"b": b"y"}, changes)
    with pytest.raises(ProtocolError, match="not those"):
        apply({}, replace_base(changes, ""))


@pytest.mark.parametrize("rows", [[Row("a", b"1"), Row("a", b"2")], [Row("", b"1")], [Row("x" * (MAX_CODE + 1), b"1")]])
def test_a_bundle_with_impossible_codes_is_refused(rows: list[Row]) -> None:
    with pytest.raises(ProtocolError, match="code"):
        unpack_bundle(pack_bundle(whole("1", NOW, rows)))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60), st.floats(0, 1, exclude_max=True), st.integers(0, 255))
def test_hostile_bytes_are_no_bundle(noise: bytes, place: float, flipped: int) -> None:
    data = bytearray(pack_bundle(whole("1", NOW, [Row("a", b"1" * 40)])))
    at = int(place * len(data))
    data[at] ^= flipped
    for hostile in (noise, bytes(data) if flipped else bytes(data[:at]), bytes(data) + noise + b"x"):
        with pytest.raises(ProtocolError):
            unpack_bundle(hostile)


# The bars


def test_the_bars_on_the_portals_own_data(centre: Centre, live: Running, imported: Imported) -> None:
    procedures = {one.code: one for one in imported.procedures}
    publish(centre.repository, packed(procedures, "2026-11-25.1", NOW + timedelta(hours=1)), NOW)
    first = fresh(live)
    assert isinstance(centre.take(first), Updated)
    details = sorted((one for one in procedures.values() if one.detailed), key=lambda one: len(str(one)))
    for one in details[-50:]:  # the longest of all
        procedures[one.code] = replace(one, name=f"{one.name} (mới)")
    publish(centre.repository, packed(procedures, "2026-11-25.2", NOW + timedelta(hours=2)), NOW)
    second, third = fresh(live), fresh(live)
    outcome = centre.take(second)
    assert isinstance(outcome, Updated)
    assert outcome.rows == 50
    assert isinstance(centre.take(third), Unchanged)
    assert first.received < 3_000_000
    assert second.received < 150_000
    assert third.received < 1_000


def test_a_kiosks_own_catalogue_goes_round(centre: Centre) -> None:
    centre.versions.install(encode_all(centre.procedures.values()), NOW)
    bundle = bundle_of(open_catalogue(centre.versions.folder))
    assert publish(centre.repository, pack_bundle(bundle), NOW).count == 200
    with pytest.raises(CatalogueError, match="no catalogue yet"):
        bundle_of(open_catalogue(centre.folder / "empty"))
