"""``kiosk guide list | outline | check``: the guides here, the questions of one, and the faults of guide files."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.catalogue.search_model import Here
from kiosk.catalogue.view import FOLDER
from kiosk.config import default_home
from kiosk.library import Library
from kiosk.procedures.context import Context, Office
from kiosk.procedures.guide_yaml import GuideError
from kiosk.procedures.guides import load_guide
from kiosk.procedures.outline import Outlined, outline
from kiosk.procedures.rehearsal import rehearse
from kiosk.shelf import GuideShelf

if TYPE_CHECKING:
    from kiosk.procedures.guide_summary import GuideSummary
    from kiosk.procedures.model import Guide


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("guide", help="list, outline and check guides", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="the guides of this kiosk")
    listing.add_argument("--json", action="store_true", help="print one JSON object")
    listing.set_defaults(handler=list_guides)
    outlining = actions.add_parser("outline", help="every question of a guide, in order")
    outlining.add_argument("code", help="the procedure's code, such as 1.001193")
    outlining.add_argument("--json", action="store_true", help="print one JSON object")
    outlining.set_defaults(handler=outline_guide)
    checking = actions.add_parser("check", help="every fault of guide files, with its line")
    checking.add_argument("files", nargs="+", type=Path, metavar="FILE")
    checking.set_defaults(handler=check_files)


def list_guides(arguments: argparse.Namespace) -> int:
    """Print the guides of this kiosk."""
    summaries = sorted(GuideShelf().summaries, key=lambda each: each.code)
    if arguments.json:
        print(json.dumps({"guides": [_as_json(each) for each in summaries]}, ensure_ascii=False, default=str))
    else:
        for each in summaries:
            until = f", in force until {each.effective_to:%d/%m/%Y}" if each.effective_to else ""
            print(f"{each.code}  {each.name}  (version {each.version}{until})")
    return 0


def _as_json(summary: GuideSummary) -> dict[str, object]:
    return {name: value for name, value in asdict(summary).items() if value is not None}


def outline_guide(arguments: argparse.Namespace) -> int:
    """Print every question of a guide, or of the flow made from the catalogue's row, in order; 1 without either."""
    library = Library(GuideShelf(), default_home() / FOLDER, Here())
    guide = library.load(arguments.code)
    if guide is None:
        print(f"kiosk guide: this kiosk has no guide for procedure {arguments.code}", file=sys.stderr)
        return 1
    questions = outline(guide)
    if arguments.json:
        report = {"code": guide.code, "version": guide.version, "name": guide.name}
        print(json.dumps({**report, "questions": [_question(each) for each in questions]}, ensure_ascii=False))
    else:
        _print_outline(guide, questions)
    return 0


def _question(each: Outlined) -> dict[str, object]:
    choices = [{"key": option.key, "label": option.label, "help": option.help} for option in each.choices]
    return {**asdict(each), "choices": choices}


def _print_outline(guide: Guide, questions: tuple[Outlined, ...]) -> None:
    print(f"{guide.code} {guide.name} (version {guide.version})")
    part = ""
    for each in questions:
        if each.part != part:
            part = each.part
            print(f"\n{part}")
        when = f"  [when {each.when}]" if each.when else ""
        print(f"  {each.key}  {each.kind}  {each.label}{when}")
        for option in each.choices if len(each.choices) <= 8 else ():  # noqa: PLR2004 - a list is not spelt out
            print(f"      {option.key}: {option.label}")


def check_files(arguments: argparse.Namespace) -> int:
    """Print every fault of every file; 1 when there is one."""
    faulty = [file for file in arguments.files if not _check_file(file)]
    return 1 if faulty else 0


def _check_file(file: Path) -> bool:
    try:
        guide = load_guide(file.read_bytes(), str(file))
    except OSError as error:
        print(f"{file}: cannot be read: {error.strerror}", file=sys.stderr)
        return False
    except GuideError as error:
        print(error, file=sys.stderr)
        return False
    rehearsed = rehearse(guide, Context(guide.checked_on, Office("Phường Một Chạm")))
    for fault in rehearsed.faults:
        print(f"{file}: its examples lead no further than {fault.field} ({fault.key})", file=sys.stderr)
    if not rehearsed.faults:
        print(f"{file}: no faults; its examples lead through {len(rehearsed.seen)} screens to the end")
    return not rehearsed.faults
