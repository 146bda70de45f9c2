"""The texts in what a scanner sends: each ended by a line end, or by silence where it was set up without one."""

from __future__ import annotations

MOST_BYTES = 4096
"""More than the largest QR code holds (2,953 bytes); what is longer is no scan."""

SILENCE_MS = 250
"""So long nothing comes, and the scan is over. A USB serial line hands over a whole card within some 30 ms."""

_ENDS = b"\r\n"


class Scans:
    """Feed it bytes as they come, however they are split; tell it of silence."""

    def __init__(self) -> None:
        self._begun = bytearray()

    @property
    def pending(self) -> bool:
        """Whether a text has begun that only its end or silence completes."""
        return bool(self._begun)

    def feed(self, data: bytes) -> tuple[str, ...]:
        """The texts that are complete now, without their ends."""
        texts: list[str] = []
        for byte in data:
            if byte not in _ENDS:
                if len(self._begun) <= MOST_BYTES:  # one more than allowed is kept: the reader sees that it is too long
                    self._begun.append(byte)
            elif self._begun:
                texts.append(self._take())
        return tuple(texts)

    def silence(self) -> tuple[str, ...]:
        """Nothing came for SILENCE_MS: what has begun is whole."""
        return (self._take(),) if self._begun else ()

    def drop(self) -> None:
        """The scanner is gone, or nobody reads: what it began is worth nothing."""
        self._begun.clear()

    def _take(self) -> str:
        # What is no UTF-8 becomes lone surrogates, which the reader of cards refuses as unreadable.
        text = self._begun.decode("utf-8", "surrogateescape")
        self._begun.clear()
        return text
