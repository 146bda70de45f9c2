"""``kiosk tour``: a picture of every screen, with an index to look at: the volunteer's illustrated guide."""

from __future__ import annotations

import argparse
import sys
from itertools import product
from pathlib import Path

from kiosk.commands.robot import CONTRASTS, LANGUAGES, SIZES, TEXTS


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("tour", help="take a picture of every screen, with an index.html")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the pictures")
    parser.add_argument("--size", nargs="+", choices=SIZES, default=SIZES[:1], help="one or more screens")
    parser.add_argument("--text", nargs="+", choices=TEXTS, default=TEXTS[:1], help="one or more sizes of the text")
    parser.add_argument("--contrast", nargs="+", choices=CONTRASTS, default=CONTRASTS[:1], help="one or more")
    parser.add_argument("--lang", nargs="+", choices=LANGUAGES, default=LANGUAGES[:1], help="one or more languages")
    parser.add_argument("journeys", nargs="*", type=Path, metavar="JOURNEY.yaml", help="default: those shipped with us")
    parser.set_defaults(handler=handler)


def handler(arguments: argparse.Namespace) -> int:
    """Exit 0 when every journey holds; what was pictured so far is in the index either way."""
    # Imported late: the other commands start without the robot.
    from kiosk.robot.journey import JourneyError, load_journey  # noqa: PLC0415 - see above
    from kiosk.robot.tour import JOURNEYS, make_tour  # noqa: PLC0415 - see above
    from kiosk.robot.world import Look  # noqa: PLC0415 - see above

    asked = (arguments.size, arguments.text, arguments.contrast, arguments.lang)
    try:
        journeys = [load_journey(path) for path in arguments.journeys or sorted(JOURNEYS.glob("*.yaml"))]
    except JourneyError as error:
        print(error, file=sys.stderr)
        return 1
    index, results = make_tour(journeys, [Look(*look) for look in product(*asked)], arguments.out)
    for result in results:
        print(result.to_text(), file=sys.stdout if result.ok else sys.stderr)
    print(f"{sum(len(result.shots) for result in results)} pictures: {index}")
    return 0 if all(result.ok for result in results) else 1
