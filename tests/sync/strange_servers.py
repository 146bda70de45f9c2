"""Servers that are not our gateway: a portal, a proxy without its backend, one that drips, one that says nothing."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

Answering = Callable[[socket.socket], None]


@contextlib.contextmanager
def server(answering: Answering) -> Iterator[str]:
    """Runs ``answering`` for every connection, each in a thread; gives the address."""
    threads: list[threading.Thread] = []
    ended = threading.Event()

    def carry(opened: socket.socket) -> None:
        with opened, contextlib.suppress(OSError):
            opened.settimeout(5)
            answering(opened)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while not ended.is_set():
                opened, _ = listener.accept()
                threads.append(threading.Thread(target=carry, args=(opened,)))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            ended.set()
            listener.shutdown(socket.SHUT_RDWR)
            accepting.join()
            for thread in threads:
                thread.join(6)


def read_request(opened: socket.socket) -> bytes:
    """Head and body, as its Content-Length says."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = opened.recv(65536)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length and (piece := opened.recv(65536)):
        body += piece
    return head + b"\r\n\r\n" + body


def says(status: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Answering:
    """One answer to each request."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    answer = "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def answering(opened: socket.socket) -> None:
        read_request(opened)
        opened.sendall(answer)

    return answering


def hangs_up(opened: socket.socket) -> None:
    read_request(opened)


def hangs_up_early(opened: socket.socket) -> None:
    opened.recv(1000)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")  # a reset, not an end


def says_nothing(opened: socket.socket) -> None:
    read_request(opened)
    while opened.recv(65536):
        pass


def swallows(answer_to_head: bytes) -> Answering:
    """Answers where an upload stands, then reads a little of it and no more: a black hole."""

    def answering(opened: socket.socket) -> None:
        read_request(opened)
        opened.sendall(answer_to_head)
        opened.recv(1000)
        threading.Event().wait(2)

    return answering


def drips(answer: bytes) -> Answering:
    """The answer, a byte at a time, each before any read times out."""

    def answering(opened: socket.socket) -> None:
        read_request(opened)
        for at in range(len(answer)):
            opened.sendall(answer[at : at + 1])
            threading.Event().wait(0.05)

    return answering


def never_ends(opened: socket.socket) -> None:
    read_request(opened)
    opened.sendall(b"HTTP/1.1 200 OK\r\nMotcham-Protocol: 1\r\nContent-Type: application/json\r\n\r\n")
    while True:
        opened.sendall(b" " * 65536)
