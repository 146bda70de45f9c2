"""A line to a gateway as a TCP proxy makes it: so many bytes a second for all connections together, so long a way.

What it cannot make is loss: a proxy ends TCP on both sides.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

_PIECE = 4 * 1024
_MODEM = 64 * 1024
"""Bytes that lie in the line's own buffers at most, besides what is on its way."""


@dataclass
class SlowLine:
    """``rate`` in bytes a second each way, 0 for as fast as it goes; ``round_trip`` in seconds."""

    gateway: tuple[str, int]
    rate: int
    round_trip: float
    listener: socket.socket
    carried: int = 0  # bytes towards the gateway
    connections: int = 0

    def __post_init__(self) -> None:
        self._free_at = {"up": 0.0, "down": 0.0}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await asyncio.sleep(self.round_trip)  # the handshake
            onward, back = await asyncio.open_connection(*self.gateway)
            try:
                await asyncio.gather(self._pump("up", reader, back), self._pump("down", onward, writer))
            finally:
                back.close()
                writer.close()

    async def _pump(self, way: str, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(
            (_MODEM + int(self.rate * self.round_trip)) // _PIECE
        )
        arriving = asyncio.create_task(_arrive(under_way, target))
        with contextlib.suppress(OSError):
            while piece := await source.read(_PIECE):
                if way == "up":
                    self.carried += len(piece)
                await under_way.put((await self._pass(way, len(piece)), piece))
        await under_way.put((0.0, b""))
        await arriving

    async def _pass(self, way: str, size: int) -> float:
        """Wait until the line has taken the bytes; when they are at its other end."""
        now = asyncio.get_running_loop().time()
        taken_at = max(now, self._free_at[way]) + (size / self.rate if self.rate else 0.0)
        self._free_at[way] = taken_at
        await asyncio.sleep(taken_at - now)
        return taken_at + self.round_trip / 2


async def _arrive(under_way: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    with contextlib.suppress(OSError):
        while True:
            due, piece = await under_way.get()
            if not piece:
                break
            await asyncio.sleep(max(0.0, due - loop.time()))
            target.write(piece)
            await target.drain()
    with contextlib.suppress(OSError):
        target.write_eof()


@contextlib.contextmanager
def slow_line(gateway: tuple[str, int], *, kbit_s: float = 0, round_trip: float = 0.0) -> Iterator[SlowLine]:
    """The line is there until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)  # what waits, waits at the sender's
        line = SlowLine(gateway, int(kbit_s * 125), round_trip, listener)
        ready: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        opened = threading.Event()

        async def serve() -> None:
            ended = asyncio.Event()
            ready.append((asyncio.get_running_loop(), ended))
            server = await asyncio.start_server(line.carry, sock=listener, limit=_PIECE)
            opened.set()
            await ended.wait()
            server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        thread = threading.Thread(target=asyncio.run, args=(serve(),))
        thread.start()
        opened.wait(10)
        try:
            yield line
        finally:
            loop, ended = ready[0]
            loop.call_soon_threadsafe(ended.set)
            thread.join(10)
