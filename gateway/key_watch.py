"""The keys of a running gateway: read again when they are published anew, by whichever process did that."""

from __future__ import annotations

from gateway.folder import Folder
from gateway.journal import log
from gateway.keyring import GatewayKeyring, load_keyring
from kiosk.errors import ConfigError
from kiosk.sync.key_files import stamp_of


class KeyWatch:
    """Looks at each question whether the files changed, which costs three ``stat``; keys that cannot be read stay out.

    Private keys are written before the public ones, so half a set is never taken.
    """

    def __init__(self, folder: Folder) -> None:
        """Raises ConfigError."""
        self._folder = folder
        self._paths = (folder.public_keys, folder.signed_keys, folder.keys)
        self._stamp = self._look()
        self._keyring = load_keyring(folder)

    def keyring(self) -> GatewayKeyring:
        stamp = self._look()
        if stamp != self._stamp:
            self._stamp = stamp
            self._read()
        return self._keyring

    def _read(self) -> None:
        try:
            self._keyring = load_keyring(self._folder)
        except ConfigError:
            log("keys not read again", kept=self._keyring.public.seal[0].kid)
        else:
            log("keys", seal=self._keyring.public.seal[0].kid, receipt=self._keyring.public.receipt[0].kid)

    def _look(self) -> object:
        return [stamp_of(path) for path in self._paths]
