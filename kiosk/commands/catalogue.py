"""``kiosk catalogue``: import the portal's procedures, look at them, and go back to the version before."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.clock import HANOI, SystemClock
from kiosk.commands.catalogue_updates import add_update_actions, prepare
from kiosk.config import default_home

if TYPE_CHECKING:
    from kiosk.catalogue.importing import Imported
    from kiosk.catalogue.model import Summary
    from kiosk.catalogue.portal.report import Report
    from kiosk.catalogue.versions import Versions

# The catalogue's own modules are imported late: `kiosk --help` and the other commands start without them.


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("catalogue", help="the national catalogue on this kiosk", description=__doc__)
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = _adder(commands)
    given = add("import", _import, "lay files of the portal over the catalogue; 1 when nothing usable is in them")
    given.add_argument("files", nargs="+", type=Path, metavar="FILE", help="list or details: JSON, JSON lines, .gz")
    given.add_argument("--replace", action="store_true", help="start from these files alone")
    given.add_argument("--all", action="store_true", help="list every oddity, not only how many")
    listed = add("list", _list, "one line a procedure")
    listed.add_argument("--level", choices=("commune", "province", "ministry", "unknown"))
    listed.add_argument("--field", default="", metavar="LĨNH VỰC")
    listed.add_argument("--event", default="", metavar="KEY", help="a life situation, as in assets/life_events.yaml")
    listed.add_argument("--detailed", action="store_true", help="only those with a detail")
    shown = add("show", _show, "everything that is known of a procedure")
    shown.add_argument("code", metavar="CODE")
    add("rollback", _rollback, "make the previous version current; again: forward")
    add("status", _status, "which versions are here, and what they hold")
    add_update_actions(add)


def _adder(commands: Any) -> Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]:
    def add(name: str, handler: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.set_defaults(handler=handler)
        return parser

    return add


def _versions() -> Versions:
    from kiosk.catalogue.versions import Versions  # noqa: PLC0415 - imported late, as above
    from kiosk.catalogue.view import FOLDER  # noqa: PLC0415 - imported late, as above

    return Versions(default_home() / FOLDER, prepare)


def _import(arguments: argparse.Namespace) -> int:
    from kiosk.catalogue.importing import import_files  # noqa: PLC0415 - imported late, as above
    from kiosk.catalogue.pack import encode_all  # noqa: PLC0415 - imported late, as above
    from kiosk.catalogue.view import open_catalogue  # noqa: PLC0415 - imported late, as above

    versions, now = _versions(), SystemClock().now()
    with closing(open_catalogue(versions.folder)) as before:
        known = {} if arguments.replace else before.procedures()
        imported = import_files(arguments.files, known, now)
        version = before.version
    if imported.usable and (imported.differs or arguments.replace):
        version = versions.install(encode_all(imported.procedures), now)
    _tell(imported, version, arguments)
    return 0 if imported.usable else 1


def _tell(imported: Imported, version: str, arguments: argparse.Namespace) -> None:
    report = imported.report
    if arguments.json:
        counts = {
            kind: {"times": times, "procedures": report.procedures()[kind]} for kind, times in report.counts().items()
        }
        oddities = [{**one._asdict(), "times": times} for one, times in sorted(report.found.items())]
        whole = {"ok": imported.usable, "version": version, "read": imported.read, "added": imported.added}
        whole |= {
            "changed": imported.changed,
            "total": len(imported.procedures),
            "counts": counts,
            "oddities": oddities,
        }
        print(json.dumps(whole, ensure_ascii=False))
        return
    _tell_oddities(report, every=arguments.all or not imported.usable)
    print(
        f"read {imported.read}, added {imported.added}, changed {imported.changed}, in all {len(imported.procedures)}"
    )
    if not imported.usable:
        print("kiosk catalogue: nothing usable in these files; the catalogue is as it was", file=sys.stderr)
    else:
        print(f"version {version}" + ("" if imported.differs or arguments.replace else " (nothing changed)"))


def _tell_oddities(report: Report, *, every: bool) -> None:
    from kiosk.catalogue.portal.report import KINDS  # noqa: PLC0415 - imported late, as above

    procedures = report.procedures()
    for kind, times in report.counts().items():
        print(f"{times:6} in {procedures[kind]:5} procedures  {kind}: {KINDS[kind]}")
        if every:
            for oddity, count in sorted(report.found.items()):
                if oddity.kind == kind:
                    print(f"         {oddity.code or '-'}  {oddity.field}" + (f"  ×{count}" if count > 1 else ""))


def _list(arguments: argparse.Namespace) -> int:
    from kiosk.catalogue.view import open_catalogue  # noqa: PLC0415 - imported late, as above

    with closing(open_catalogue(_versions().folder)) as catalogue:
        wanted = [one for one in catalogue.summaries() if _asked_for(one, arguments)]
    if arguments.json:
        print(json.dumps([one._asdict() for one in wanted], ensure_ascii=False))
    else:
        for one in wanted:
            print(f"{one.code:12} {one.level:8} {'●' if one.detailed else '○'} {one.name}  [{one.field}]")
    return 0


def _asked_for(one: Summary, arguments: argparse.Namespace) -> bool:
    return (
        arguments.level in {None, one.level}
        and arguments.field in {"", one.field}
        and (not arguments.event or arguments.event in one.life_events)
        and (one.detailed or not arguments.detailed)
    )


def _show(arguments: argparse.Namespace) -> int:
    import msgspec  # noqa: PLC0415 - imported late, as above

    from kiosk.catalogue.telling import tell  # noqa: PLC0415 - imported late, as above
    from kiosk.catalogue.view import open_catalogue  # noqa: PLC0415 - imported late, as above

    with closing(open_catalogue(_versions().folder)) as catalogue:
        procedure = catalogue.get(arguments.code)
        if procedure is None:
            print(f"kiosk catalogue: {arguments.code} is not in the catalogue", file=sys.stderr)
            return 1
        if arguments.json:
            whole = {"version": catalogue.version, **msgspec.to_builtins(procedure)}
            print(json.dumps(whole, ensure_ascii=False))
        else:
            print("\n".join(tell(procedure)))
    return 0


def _rollback(arguments: argparse.Namespace) -> int:
    version = _versions().rollback(SystemClock().now())
    print(json.dumps({"version": version}) if arguments.json else f"current version: {version}")
    return 0


def _status(arguments: argparse.Namespace) -> int:
    from kiosk.catalogue.pack import CatalogueError  # noqa: PLC0415 - imported late, as above

    versions = _versions()
    pointer = versions.pointer()
    found: list[dict[str, Any]] = []
    for name in versions.names():
        role = "current" if name == pointer.current else "previous" if name == pointer.previous else "kept"
        entry: dict[str, Any] = {"version": name, "role": role}
        try:
            pack = versions.open(name)
        except CatalogueError as error:
            entry["fault"] = str(error)
        else:
            if pack is not None:
                with closing(pack):
                    header = pack.header
                    imported_at = header.imported_at.astimezone(HANOI).isoformat(timespec="minutes")
                    entry |= {"imported_at": imported_at, "count": header.count, "detailed": header.detailed}
                    entry |= {"digest": header.digest, "bytes": pack.path.stat().st_size}
        found.append(entry)
    if arguments.json:
        print(json.dumps({"current": pointer.current, "rolled_back": pointer.rolled_back, "versions": found}))
    else:
        for entry in found:
            print("  ".join(f"{key}: {value}" for key, value in entry.items() if key != "digest"))
        if not found:
            print("no catalogue yet: kiosk catalogue import FILE…")
    return 1 if any("fault" in entry and entry["role"] == "current" for entry in found) else 0
