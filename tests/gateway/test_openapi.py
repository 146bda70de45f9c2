"""schemathesis calls everything that the gateway's own OpenAPI tells of, signed by a device that it knows.

A bounded run: some thirty requests a call. What comes back must be documented, of a documented type and shape, marked
as the gateway's, and never a fault.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from requests.auth import AuthBase
from schemathesis import checks
from schemathesis.core.result import Ok

from kiosk.sync.http_signature import sign_request
from kiosk.sync.protocol import ENVELOPE_TYPE
from kiosk.sync.slip import SLIP_TYPE
from tests.gateway.running import Running

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
EXAMPLES = 30
CALLS = {
    "GET /v1/bookings",
    "GET /v1/bookings/{request_id}",
    "PUT /v1/bookings/{request_id}",
    "GET /v1/catalogue/{part}/{name}",
    "OPTIONS /v1/files",
    "POST /v1/files",
    "HEAD /v1/files/{file_id}",
    "PATCH /v1/files/{file_id}",
    "GET /v1/devices",
    "GET /v1/health",
    "GET /v1/keys",
    "GET /v1/slots",
    "POST /v1/slips",
    "GET /v1/submissions/{submission_id}",
    "PUT /v1/submissions/{submission_id}",
    "GET /v1/time",
    "GET /v1/updates",
}


schemathesis.openapi.media_type(ENVELOPE_TYPE, st.binary(max_size=400))
schemathesis.openapi.media_type(SLIP_TYPE, st.text(max_size=300).map(str.encode))


class Signing(AuthBase):
    """Signs whatever is about to be sent, as it is about to be sent."""

    def __init__(self, live: Running) -> None:
        self._device = live.site.device

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        assert isinstance(body, bytes)
        now = int(datetime.now(UTC).timestamp())
        digest = hashlib.sha256(body).digest()
        request.headers.update(sign_request(self._device, str(request.method), request.path_url, digest, now))
        return request


@pytest.fixture(scope="module")
def told(live: Running) -> dict[str, schemathesis.APIOperation[Any, Any, Any, Any]]:
    schema = schemathesis.openapi.from_url(f"{live.url}/v1/openapi.json")
    found = {}
    for operation in schema.get_all_operations():
        assert isinstance(operation, Ok)
        found[operation.ok().label] = operation.ok()
    return found


def test_every_call_is_told_of(told: dict[str, schemathesis.APIOperation[Any, Any, Any, Any]]) -> None:
    assert set(told) == CALLS


@pytest.mark.parametrize("name", sorted(CALLS))
def test_whatever_is_sent_the_answer_is_one_that_is_told_of(
    live: Running, told: dict[str, schemathesis.APIOperation[Any, Any, Any, Any]], name: str
) -> None:
    session = requests.Session()
    session.trust_env = False

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=told[name].as_strategy())
    def ask(case: schemathesis.Case[Any]) -> None:
        response = case.call(session=session, auth=Signing(live))
        case.validate_response(response, checks=CHECKS)
        assert response.headers["motcham-protocol"] == ["1"]

    ask()
    assert requests.get(f"{live.url}/v1/health", timeout=5).json()["ready"]
    session.close()
