"""Requests that no kiosk of ours sends: each is refused with a problem, and the gateway goes on."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.sync.keys import new_device_key
from kiosk.sync.protocol import ENVELOPE_TYPE, MAX_ENVELOPE
from tests.gateway.by_hand import call, head_of, send, send_raw, signature
from tests.gateway.running import IDS, Running, make_dossier

TYPED = {"Content-Type": ENVELOPE_TYPE}


@pytest.fixture(autouse=True)
def still_well(live: Running) -> Iterator[None]:
    """Whatever a test does, afterwards a dossier is received."""
    yield
    dossier = make_dossier(live.site)
    assert call(live, "PUT", f"/v1/submissions/{dossier.id}", dossier.envelope, TYPED).status == 201


def put(live: Running, body: bytes, submission_id: str = "") -> tuple[int, str]:
    reply = call(live, "PUT", f"/v1/submissions/{submission_id or IDS.new()}", body, TYPED)
    return reply.status, reply.problem


def test_every_answer_is_marked_and_tells_the_time(live: Running) -> None:
    for method, target in (("GET", "/v1/time"), ("GET", "/nowhere"), ("DELETE", "/v1/time"), ("GET", "/v1/updates")):
        reply = send(live, method, target)
        assert reply.headers["motcham-protocol"] == "1"
        assert abs(int(reply.headers["motcham-time"]) / 1000 - live.gateway.clock.now().timestamp()) < 5
        assert "server" not in reply.headers


def test_unknown_paths_and_methods_are_problems(live: Running) -> None:
    assert (send(live, "GET", "/").status, send(live, "GET", "/").problem) == (404, "not-found")
    reply = send(live, "POST", "/v1/time")
    assert (reply.status, reply.problem) == (405, "malformed")
    assert "GET" in reply.headers["allow"]


def test_a_request_without_a_good_signature_is_refused(live: Running) -> None:
    dossier = make_dossier(live.site)
    target = f"/v1/submissions/{dossier.id}"
    good = signature(live, "PUT", target, dossier.envelope) | TYPED
    for bad in (
        TYPED,
        {name: value for name, value in good.items() if name != "Signature"},
        {name: value for name, value in good.items() if name != "Content-Digest"},
        good | {"Signature": signature(live, "GET", target)["Signature"]},
        good | {"Signature-Input": good["Signature-Input"].replace("motcham-1-demo", "motcham-1-practice")},
        good | {"Signature-Input": good["Signature-Input"].replace('"@method" ', "")},
        signature(live, "PUT", target, b"other") | TYPED,
        signature(live, "PUT", target + "?x", dossier.envelope) | TYPED,
        signature(live, "PUT", target, dossier.envelope, device=new_device_key("demo")) | TYPED,
    ):
        reply = send(live, "PUT", target, dossier.envelope, bad)
        assert (reply.status, reply.problem) in {(401, "signature"), (401, "unknown-device")}
    assert call(live, "GET", target).status == 404


def test_the_same_request_is_taken_once(live: Running) -> None:
    signed = signature(live, "GET", "/v1/updates")
    assert send(live, "GET", "/v1/updates", headers=signed).status == 200
    again = send(live, "GET", "/v1/updates", headers=signed)
    assert (again.status, again.problem) == (401, "replay")


@pytest.mark.parametrize("late", [-100_000, -400, 400, 100_000])
def test_a_request_of_another_time_is_refused_and_told_the_time(live: Running, late: int) -> None:
    reply = send(live, "GET", "/v1/updates", headers=signature(live, "GET", "/v1/updates", late=late))
    assert (reply.status, reply.problem) == (401, "clock")
    assert int(reply.headers["motcham-time"]) > 1_700_000_000_000


def test_bodies_over_the_limit_are_refused(live: Running) -> None:
    target = f"/v1/submissions/{IDS.new()}"
    length = {"Content-Length": str(MAX_ENVELOPE + 1)}
    announced = head_of("PUT", target, signature(live, "PUT", target) | TYPED | length)
    assert b" 413 " in send_raw(live, announced).split(b"\r\n")[0]
    chunked = head_of("PUT", target, signature(live, "PUT", target) | TYPED | {"Transfer-Encoding": "chunked"})
    chunk = b"40000\r\n" + b"x" * 0x40000 + b"\r\n"
    assert b" 413 " in send_raw(live, chunked + chunk * 4 + b"1\r\nx\r\n", then_shut=False).split(b"\r\n")[0]


def test_a_body_that_ends_early_is_not_received(live: Running) -> None:
    dossier = make_dossier(live.site)
    target = f"/v1/submissions/{dossier.id}"
    signed = signature(live, "PUT", target, dossier.envelope) | TYPED
    head = head_of("PUT", target, signed | {"Content-Length": str(len(dossier.envelope))})
    send_raw(live, head + dossier.envelope[:-1])
    assert call(live, "GET", target).status == 404


def test_a_head_that_is_too_long_is_refused(live: Running) -> None:
    head = b"GET /v1/time HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000
    with contextlib.suppress(OSError):  # it may close before it has read all
        assert b" 400 " in send_raw(live, head).split(b"\r\n")[0]


@pytest.mark.parametrize(
    "target",
    [
        "/v1/submissions/../../etc/passwd",
        "/v1/submissions/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/v1/submissions/" + "a" * 3000,
        "/v1/submissions/019AAE00-1122-7A5B-8C3D-445566778899",
        "/v1/submissions/019aae00-1122-4a5b-8c3d-445566778899",
        "/v1/submissions/019aae00-1122-7a5b-8c3d-445566778899%00",
        "/v1/submissions/019aae00-1122-7a5b-8c3d-445566778899%0a",
    ],
)
def test_tricks_with_paths_lead_nowhere(live: Running, target: str) -> None:
    dossier = make_dossier(live.site)
    reply = call(live, "PUT", target, dossier.envelope, TYPED)
    assert reply.status in {400, 404, 405}
    assert reply.problem in {"malformed", "not-found"}


def test_the_wrong_type_is_refused(live: Running) -> None:
    dossier = make_dossier(live.site)
    for headers in ({}, {"Content-Type": "application/json"}, {"Content-Type": "text/html"}):
        reply = call(live, "PUT", f"/v1/submissions/{dossier.id}", dossier.envelope, headers)
        assert (reply.status, reply.problem) == (415, "wrong-type")


def test_an_envelope_for_another_id_is_refused(live: Running) -> None:
    dossier = make_dossier(live.site)
    assert put(live, dossier.envelope, IDS.new()) == (422, "envelope")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=600))
def test_any_bytes_are_refused(live: Running, data: bytes) -> None:
    assert put(live, data) == (422, "envelope")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_damaged_envelope_is_refused(live: Running, data: st.DataObject) -> None:
    dossier = make_dossier(live.site)
    changed = bytearray(dossier.envelope)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert put(live, bytes(changed), dossier.id) == (422, "envelope")


def test_a_call_without_a_body_takes_none(live: Running) -> None:
    signed = signature(live, "GET", "/v1/updates", b"x")
    assert send(live, "GET", "/v1/updates", b"x", signed).problem == "malformed"


@pytest.mark.parametrize("cursor", ["x", "-1", "1" * 19, "1%0a", "1;DROP TABLE event"])
def test_a_cursor_that_no_page_told_is_refused(live: Running, cursor: str) -> None:
    reply = call(live, "GET", f"/v1/updates?cursor={cursor.replace(' ', '%20')}")
    assert (reply.status, reply.problem) == (400, "malformed")


def test_problems_say_nothing_of_what_was_sent(live: Running) -> None:
    secret = "Nguyen-Thi-Minh-An"
    reply = call(live, "PUT", f"/v1/submissions/{secret}", secret.encode(), TYPED)
    assert secret not in json.dumps(dict(reply.headers)) + reply.body.decode()


def test_a_digest_is_of_the_body_that_came(live: Running) -> None:
    dossier = make_dossier(live.site)
    target = f"/v1/submissions/{dossier.id}"
    assert hashlib.sha256(dossier.envelope).hexdigest() == dossier.envelope_sha256
    signed = signature(live, "PUT", target, dossier.envelope) | TYPED
    reply = send(live, "PUT", target, dossier.envelope[:-1] + bytes([dossier.envelope[-1] ^ 1]), signed)
    assert (reply.status, reply.problem) == (401, "signature")
