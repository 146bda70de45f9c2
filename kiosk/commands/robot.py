"""``kiosk robot``: drives the real application through a journey, as a person does."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.robot.world import Look

SIZES = ("1080x1920", "1366x768")
TEXTS = ("A", "A+", "A++")
CONTRASTS = ("light", "high", "dark")
LANGUAGES = ("vi",)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("robot", help="drive the kiosk through a journey, as a person does")
    parser.add_argument("journey", type=Path, metavar="JOURNEY.yaml", help="what happens, step by step")
    parser.add_argument("--size", choices=SIZES, default=SIZES[0], help="the screen (default: %(default)s)")
    parser.add_argument("--text", choices=TEXTS, default=TEXTS[0], help="size of the text (default: %(default)s)")
    parser.add_argument("--contrast", choices=CONTRASTS, default=CONTRASTS[0], help="colours (default: %(default)s)")
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="language (default: %(default)s)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for the pictures")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--window", action="store_true", help="show the kiosk's window while it is driven")
    parser.set_defaults(handler=handler)


def handler(arguments: argparse.Namespace) -> int:
    """Exit 0 when every step holds, 1 when one does not or the journey cannot be read."""
    # Imported late: the other commands start without the robot.
    from kiosk.robot.journey import JourneyError, load_journey  # noqa: PLC0415 - see above
    from kiosk.robot.result import unread  # noqa: PLC0415 - see above
    from kiosk.robot.runner import run_journey  # noqa: PLC0415 - see above

    try:
        journey = load_journey(arguments.journey)
    except JourneyError as error:
        result = unread(arguments.journey, str(error))
    else:
        result = run_journey(journey, _look(arguments), arguments.out)
    if arguments.json:
        print(json.dumps(result.to_json(), ensure_ascii=False))
    else:
        print(result.to_text(), file=sys.stdout if result.ok else sys.stderr)
    return 0 if result.ok else 1


def _look(arguments: argparse.Namespace) -> Look:
    from kiosk.robot.world import Look  # noqa: PLC0415 - imported late, as above

    return Look(arguments.size, arguments.text, arguments.contrast, arguments.lang, arguments.window)
