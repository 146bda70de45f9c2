"""Remembers the nonces of requests for as long as their time would still be taken.

In memory and per process: every call may be repeated without harm, so a restart that forgets costs nothing.
"""

from __future__ import annotations

from kiosk.sync.http_signature import WINDOW_SECONDS


class Replays:
    """Holds at most ``most`` nonces; a thousand kiosks that ask every ten seconds leave 60,000."""

    def __init__(self, most: int = 200_000) -> None:
        self._most = most
        self._seen: dict[tuple[str, str], int] = {}

    def is_new(self, device_id: str, nonce: str, created: int, now: float) -> bool:
        """Note a proven request; False when the same was noted before, or when there is no room to note one more."""
        if len(self._seen) >= self._most:
            self._seen = {key: at for key, at in self._seen.items() if at >= now - WINDOW_SECONDS}
        key = (device_id, nonce)
        if key in self._seen or len(self._seen) >= self._most:
            return False
        self._seen[key] = created
        return True
