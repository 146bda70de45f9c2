"""Debian's libeac (OpenPACE, written by others): PACE from either side, by ctypes, for tests.

Each side is a context; what travels goes in and out as bytes. The library does no BAC.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char_p, c_int, c_size_t, c_ulong, c_void_p
from typing import Any

CAN, MRZ = 2, 1
_PACE = 0  # whose keys protect the session


class _Buffer(ctypes.Structure):
    """OpenSSL's BUF_MEM."""

    _fields_ = (("length", c_size_t), ("data", POINTER(ctypes.c_char)), ("most", c_size_t), ("flags", c_ulong))


_Given = POINTER(_Buffer)
_MAKING = {
    "EAC_CTX_new": (c_void_p, []),
    "PACE_SEC_new": (c_void_p, [c_char_p, c_size_t, c_int]),
    "BUF_MEM_create_init": (_Given, [c_char_p, c_size_t]),
    "PACE_STEP1_enc_nonce": (_Given, [c_void_p, c_void_p]),
    "PACE_STEP2_dec_nonce": (c_int, [c_void_p, c_void_p, _Given]),
    "PACE_STEP3A_generate_mapping_data": (_Given, [c_void_p]),
    "PACE_STEP3A_map_generator": (c_int, [c_void_p, _Given]),
    "PACE_STEP3B_generate_ephemeral_key": (_Given, [c_void_p]),
    "PACE_STEP3B_compute_shared_secret": (c_int, [c_void_p, _Given]),
    "PACE_STEP3C_derive_keys": (c_int, [c_void_p]),
    "PACE_STEP3D_compute_authentication_token": (_Given, [c_void_p, _Given]),
    "PACE_STEP3D_verify_authentication_token": (c_int, [c_void_p, _Given]),
    "EAC_CTX_init_ef_cardaccess": (c_int, [c_char_p, c_size_t, c_void_p]),
    "EAC_CTX_set_encryption_ctx": (c_int, [c_void_p, c_int]),
    "EAC_set_ssc": (c_int, [c_void_p, c_ulong]),
    "EAC_encrypt": (_Given, [c_void_p, _Given]),
    "EAC_authenticate": (_Given, [c_void_p, _Given]),
}


def load() -> Any:
    """Return the library. Raises OSError where there is none."""
    library = ctypes.CDLL("libeac.so.3")
    for name, (result, arguments) in _MAKING.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    library.EAC_init()
    return library


class Side:
    """One side of PACE, set up from an EF.CardAccess; each call is a step of TR-03110.

    ``secret`` is the six digits (CAN), or the three lines one after the other (MRZ).
    """

    def __init__(self, library: Any, card_access: bytes, secret: bytes, kind: int) -> None:
        self._library = library
        self._context = library.EAC_CTX_new()
        assert library.EAC_CTX_init_ef_cardaccess(card_access, len(card_access), self._context) == 1
        self._secret = library.PACE_SEC_new(secret, len(secret), kind)
        assert self._secret

    def encrypted_nonce(self) -> bytes:
        return self._taken(self._library.PACE_STEP1_enc_nonce(self._context, self._secret))

    def take_nonce(self, hidden: bytes) -> None:
        assert self._library.PACE_STEP2_dec_nonce(self._context, self._secret, self._given(hidden)) == 1

    def mapping_data(self) -> bytes:
        return self._taken(self._library.PACE_STEP3A_generate_mapping_data(self._context))

    def map_generator(self, theirs: bytes) -> None:
        assert self._library.PACE_STEP3A_map_generator(self._context, self._given(theirs)) == 1

    def ephemeral_key(self) -> bytes:
        return self._taken(self._library.PACE_STEP3B_generate_ephemeral_key(self._context))

    def agree(self, theirs: bytes) -> None:
        assert self._library.PACE_STEP3B_compute_shared_secret(self._context, self._given(theirs)) == 1
        assert self._library.PACE_STEP3C_derive_keys(self._context) == 1

    def token_for(self, theirs: bytes) -> bytes:
        made = self._library.PACE_STEP3D_compute_authentication_token(self._context, self._given(theirs))
        return self._taken(made)

    def believes(self, token: bytes) -> bool:
        return bool(self._library.PACE_STEP3D_verify_authentication_token(self._context, self._given(token)) == 1)

    def begin_session(self) -> None:
        """The counter stands at 1, as it does for the first protected command."""
        assert self._library.EAC_CTX_set_encryption_ctx(self._context, _PACE) == 1
        assert self._library.EAC_set_ssc(self._context, 1) == 1

    def encrypt(self, padded: bytes) -> bytes:
        return self._taken(self._library.EAC_encrypt(self._context, self._given(padded)))

    def authenticate(self, padded: bytes) -> bytes:
        return self._taken(self._library.EAC_authenticate(self._context, self._given(padded)))

    def _given(self, data: bytes) -> Any:
        return self._library.BUF_MEM_create_init(data, len(data))

    def _taken(self, buffer: Any) -> bytes:
        assert buffer
        return ctypes.string_at(buffer.contents.data, buffer.contents.length)
