"""The drivers that need the window, by the name that the config gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.config import DeviceConfig
    from kiosk.devices.ports import QrScanner


def scanners(config: DeviceConfig) -> Mapping[str, Callable[[], QrScanner]]:
    """The scanners; nothing of a driver is loaded before it is asked for."""

    def serial() -> QrScanner:
        from ui.devices.serial_scanner import SerialScanner  # noqa: PLC0415 - where there is one

        return SerialScanner(config.scanner_port)

    def wedge() -> QrScanner:
        from ui.devices.wedge_scanner import WedgeScanner  # noqa: PLC0415 - as above

        return WedgeScanner()

    return {"serial": serial, "wedge": wedge}
