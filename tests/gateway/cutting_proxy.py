"""A TCP proxy that cuts every connection after so many bytes towards the gateway."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class CuttingProxy:
    """``carried`` counts the bytes that went towards the gateway, heads included."""

    gateway: tuple[str, int]
    every: int
    listener: socket.socket
    carried: int = 0
    threads: list[threading.Thread] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                kiosk, _ = self.listener.accept()
                thread = threading.Thread(target=self._carry, args=(kiosk,))
                self.threads.append(thread)
                thread.start()

    def _carry(self, kiosk: socket.socket) -> None:
        with kiosk, socket.create_connection(self.gateway) as gateway:
            back = threading.Thread(target=_pump, args=(gateway, kiosk))
            back.start()
            left = self.every
            with contextlib.suppress(OSError):
                while left and (piece := kiosk.recv(min(left, 16384))):
                    gateway.sendall(piece)
                    self.carried += len(piece)
                    left -= len(piece)
            for end in (kiosk, gateway):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(16384):
            target.sendall(piece)


@contextlib.contextmanager
def cutting_proxy(gateway: tuple[str, int], every: int) -> Iterator[CuttingProxy]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = CuttingProxy(gateway, every, listener)
        thread = threading.Thread(target=proxy.serve)
        thread.start()
        try:
            yield proxy
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for carrying in proxy.threads:
                carrying.join(10)
