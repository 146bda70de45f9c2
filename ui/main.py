"""The ``kiosk`` program: ``run`` and ``demo`` open the window, all else is headless and loads no Qt."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
from dataclasses import replace

from kiosk.config import Config, default_home, load_config
from kiosk.errors import KioskError
from kiosk.hardening import forbid_core_dumps

SIZES = ("1080x1920", "1366x768")


def main(arguments: list[str] | None = None) -> int:
    """Run the program: 0 on success, 1 on a failure told in one sentence, 2 on wrong usage."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] not in (["run"], ["demo"]):
        from kiosk.cli import main as headless  # noqa: PLC0415 - the window needs none of the commands

        return headless(given)
    args = _parser(given[0]).parse_args(given[1:])
    try:
        return _run(args)
    except KioskError as error:
        print(f"kiosk: {error}", file=sys.stderr)  # noqa: T201 - the program's own voice
        return 1


def _parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(f"kiosk {command}", description="open the kiosk's window")
    parser.add_argument("--size", choices=SIZES, help="portrait or landscape")
    parser.add_argument("--text", choices=("A", "A+", "A++"))
    parser.add_argument("--contrast", choices=("light", "high", "dark"))
    parser.add_argument("--lang", choices=("vi",))
    parser.add_argument("--robot-socket", help=argparse.SUPPRESS)
    parser.add_argument("--report-first-frame", action="store_true", help="print a line when the first frame is drawn")
    return parser


def _configured(args: argparse.Namespace) -> Config:
    config = load_config(default_home())
    screen = config.screen
    screen = replace(
        screen,
        size=args.size or screen.size or SIZES[0],
        text=args.text or screen.text,
        contrast=args.contrast or screen.contrast,
    )
    return replace(config, screen=screen)


def _run(args: argparse.Namespace) -> int:
    config = _configured(args)
    if not _has_display():
        raise KioskError(
            "no display here: run it on a desktop or kiosk, or see every screen as pictures by `make tour`"
        )
    if args.robot_socket and config.audience == "production":
        raise KioskError("an enrolled kiosk has no robot")
    forbid_core_dumps()
    config.home.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    gc.disable()  # nothing of what is loaded now is ever garbage; on again with the first frame
    from ui.window import run_window  # noqa: PLC0415 - Qt

    return run_window(config, args.robot_socket or "", report_first_frame=args.report_first_frame)


def _has_display() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", ""):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
