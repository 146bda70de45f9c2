"""The log tells where and what kind, never what somebody wrote."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from gateway import journal

NAME = "Nguyễn Thị Minh An"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root, own = logging.getLogger(), logging.getLogger("gateway")
    handlers, level, own_level, loud = root.handlers, root.level, own.level, logging.raiseExceptions
    stream = io.StringIO()
    journal.begin(stream)
    yield stream
    root.handlers, logging.raiseExceptions = handlers, loud
    root.setLevel(level)
    own.setLevel(own_level)


def only_line(written: io.StringIO) -> dict[str, object]:
    assert "Minh" not in written.getvalue()
    (line,) = written.getvalue().splitlines()
    read: dict[str, object] = json.loads(line)
    return read


def fail() -> None:
    raise LookupError(NAME)


def test_an_event_is_a_line_of_json(written: io.StringIO) -> None:
    journal.log("answered", status=201, problem=None)
    line = only_line(written)
    assert (line["event"], line["status"], line["problem"], line["level"]) == ("answered", 201, None, "info")


def test_a_fault_tells_its_place_and_kind_only(written: io.StringIO) -> None:
    with pytest.raises(LookupError) as caught:
        fail()
    journal.log_fault(caught.value)
    line = only_line(written)
    assert line["kind"] == "LookupError"
    assert str(line["where"]).startswith("fail:")


def test_a_library_that_logs_an_exception_tells_its_kind_only(written: io.StringIO) -> None:
    with pytest.raises(LookupError) as caught:
        fail()
    logging.getLogger("uvicorn.error").error("a fault for %s", NAME, exc_info=caught.value)
    line = only_line(written)
    assert (line["logger"], line["message"], line["kind"]) == ("uvicorn.error", "a fault for %s", "LookupError")


def test_a_log_that_cannot_be_written_stops_nothing(written: io.StringIO, capfd: pytest.CaptureFixture[str]) -> None:
    written.close()
    journal.log("answered", name=NAME)
    assert capfd.readouterr() == ("", "")
