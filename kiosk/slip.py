"""What a resident photographs with their own phone as a QR picture: a lookup code, or the address of a page."""

from __future__ import annotations

import io
from importlib import import_module

_QUIET_ZONE = 4  # modules of white around it that ISO/IEC 18004 asks for
_MODULE_PIXELS = 12


def code_picture(text: str) -> bytes:
    """Return ``text`` as a QR code (error level M) in a PNG; it says the text and nothing else."""
    library = import_module("qrcode")  # at first use: it brings Pillow, which the first screen can do without
    code = library.QRCode(
        error_correction=library.constants.ERROR_CORRECT_M, box_size=_MODULE_PIXELS, border=_QUIET_ZONE
    )
    code.add_data(text)
    code.make(fit=True)
    buffer = io.BytesIO()
    code.make_image().save(buffer, "PNG")
    return buffer.getvalue()
