import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from kiosk.robot.line import Line

WAIT_S = 5.0


class Echo:
    """A server that sends back what it gets, in capitals."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            while data := connection.recv(1000):
                connection.sendall(data.upper())

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    yield server
    server.close()


@pytest.fixture
def line(echo: Echo) -> Iterator[Line]:
    line = Line(echo.port)
    yield line
    line.close()


def call(line: Line) -> socket.socket:
    return socket.create_connection(("127.0.0.1", line.port), WAIT_S)


def test_on_carries_both_ways(line: Line) -> None:
    with call(line) as end:
        end.sendall(b"abc")
        assert end.recv(100) == b"ABC"


def test_off_is_a_black_hole_and_what_waited_goes_on(line: Line) -> None:
    with call(line) as end:
        line.switch("off")
        end.sendall(b"abc")
        end.settimeout(0.1)
        with pytest.raises(TimeoutError):
            end.recv(100)
        line.switch("on")
        end.settimeout(WAIT_S)
        assert end.recv(100) == b"ABC"


def test_off_answers_no_new_connection(line: Line) -> None:
    line.switch("off")
    with call(line) as end:
        end.sendall(b"abc")
        end.settimeout(0.1)
        with pytest.raises(TimeoutError):
            end.recv(100)


def test_refuse_resets_what_is_open_and_refuses_what_comes(line: Line) -> None:
    with call(line) as end:
        end.sendall(b"abc")
        assert end.recv(100) == b"ABC"
        line.switch("refuse")
        assert end.recv(100) == b""
    with pytest.raises(ConnectionRefusedError):
        call(line)
    line.switch("on")
    with call(line) as end:
        end.sendall(b"abc")
        assert end.recv(100) == b"ABC"


def test_a_line_may_begin_refused(echo: Echo) -> None:
    line = Line(echo.port, "refuse")
    with pytest.raises(ConnectionRefusedError):
        call(line)
    line.switch("on")
    with call(line) as end:
        end.sendall(b"abc")
        assert end.recv(100) == b"ABC"
    line.close()


def test_captive_answers_anything_with_a_page(line: Line) -> None:
    line.switch("captive")
    with call(line) as end:
        end.sendall(b"PUT /v1/submissions/x HTTP/1.1\r\n\r\n")
        answer = b"".join(iter(lambda: end.recv(1000), b""))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: text/html")


def test_slow_still_carries(line: Line) -> None:
    line.switch("slow")
    with call(line) as end:
        end.sendall(b"abc")
        assert end.recv(100) == b"ABC"


def test_a_gateway_that_is_away_closes_the_call(echo: Echo) -> None:
    line = Line(echo.port)
    echo.close()
    with call(line) as end:
        assert end.recv(100) == b""
    line.close()
