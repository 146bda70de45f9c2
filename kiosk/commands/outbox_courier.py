"""``kiosk outbox export | import | carried``: dossiers and receipts that travel on a stick; docs/courier.md."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from kiosk.clock import SystemClock
from kiosk.config import default_home, load_config
from kiosk.procedures.lookup_code import parse
from offline_cache.store import Reader, open_reader

if TYPE_CHECKING:
    import argparse

    from kiosk.config import Config
    from kiosk.courier import ImportOutcome
    from kiosk.sync.courier_export import ExportOutcome, LeftOut
    from offline_cache.items import Item, OutboxView

# What seals and signs is imported late: the other actions start without it.

_LEFT_OUT = {
    "gone": "its sealed bytes were erased, the gateway has long held it",
    "lost": "a sealed attachment is not on the disk as it was written; call the support",
    "audience": "it was sealed in another world (demo, practice, production)",
}

_NOTED = "the kiosk that runs writes it down within half a minute"

_Told: TypeAlias = tuple[dict[str, Any], list[str]]
"""The JSON, with whether it is ``ok``, and the same in lines."""


def add_courier_actions(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    exporting = actions.add_parser("export", help="write what has no receipt yet to a stick; 1 when the stick fails")
    exporting.add_argument("target", type=Path, metavar="FOLDER", help="where the stick is, or the name of a new file")
    exporting.add_argument("codes", nargs="*", metavar="CODE", help="these alone, by lookup code or id")
    exporting.add_argument("--all", action="store_true", help="those with a receipt too, while their bytes are here")
    exporting.set_defaults(handler=export_items)
    importing = actions.add_parser("import", help="take another kiosk's dossiers to carry, or receipts that came back")
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files, or the folder of the stick")
    importing.set_defaults(handler=import_files)
    carrying = actions.add_parser("carried", help="what is carried here for other kiosks")
    carrying.set_defaults(handler=list_carried)
    for action in (exporting, importing, carrying):
        action.add_argument("--json", action="store_true", help="print one JSON object")


def find_item(outbox: OutboxView, typed: str) -> Item | None:
    """By lookup code or id."""
    code = parse(typed)
    return outbox.get(typed) or (outbox.find(code) if isinstance(code, str) else None)


def export_items(arguments: argparse.Namespace) -> int:
    """Export, and tell the store's owner; beside a running kiosk it notes the export within half a minute."""
    from kiosk.courier import export_to, open_sending, take_up_now  # noqa: PLC0415 - late, as above

    config, clock = load_config(default_home()), SystemClock()
    opened, folder = open_sending(config)
    with closing(opened) as reader:
        chosen = _chosen(reader, arguments)
        if isinstance(chosen, str):
            print(f"kiosk outbox: no dossier here has the code or id {chosen}", file=sys.stderr)
            return 1
        outcome = export_to(config, reader, clock, arguments.target, chosen, folder)
    told, lines = _told_export(outcome)
    if not take_up_now(config, clock):
        lines.append(_NOTED)
    return _say(arguments, [(told, lines)])


def import_files(arguments: argparse.Namespace) -> int:
    """Import each file; 0 when all were taken. The next is tried all the same."""
    from kiosk.courier import take_up_now  # noqa: PLC0415 - late, as above

    config, clock = load_config(default_home()), SystemClock()
    with closing(open_reader(config.store_folder)) as reader:
        told = [_import(config, reader, path) for given in arguments.files for path in _files(given)]
    if not take_up_now(config, clock):
        told.append(({"ok": True}, [_NOTED]))
    return _say(arguments, told or [({"ok": False}, ["no motcham-….parcel and no motcham-….receipts is there"])])


def list_carried(arguments: argparse.Namespace) -> int:
    from kiosk.sync.courier_carrying import read_answer, read_facts  # noqa: PLC0415 - late, as above
    from offline_cache.carried import Carried  # noqa: PLC0415 - late, as above

    carried = Carried(load_config(default_home()).store_folder)
    rows: list[dict[str, str]] = []
    for item_id in carried.waiting():
        facts, why = read_facts(carried.facts(item_id)), carried.refusal(item_id)
        state = f"refused ({why})" if why else "waiting"
        rows.append({"id": item_id, "from": facts.device, "at": facts.taken_at, "state": state})
    for item_id in carried.answered():
        answer = read_answer(carried.answer(item_id))
        rows.append({"id": item_id, "from": answer.device, "at": answer.at, "state": "received"})
    lines = [f"{row['id']}  from {row['from']}  {row['at']}  {row['state']}" for row in rows]
    return _say(arguments, [({"ok": True, "carried": rows}, lines)])


def _chosen(reader: Reader, arguments: argparse.Namespace) -> list[Item] | str | None:
    """The dossiers that were asked for, None for those without a receipt, or what was typed and is not here."""
    if arguments.all and not arguments.codes:
        return list(reader.outbox.all())
    chosen = []
    for typed in arguments.codes:
        item = find_item(reader.outbox, typed)
        if item is None:
            return str(typed)
        chosen.append(item)
    return chosen or None


def _told_export(outcome: ExportOutcome) -> _Told:
    from kiosk.sync.courier_export import Exported, NotExported, NothingToExport  # noqa: PLC0415 - late, as above
    from kiosk.sync.courier_told import NOT_WRITTEN  # noqa: PLC0415 - late, as above

    match outcome:
        case Exported(files, dossiers, receipts, left_out, own_disk):
            lines = [f"{path}: whole, and read back from the stick" for path in files]
            lines.append(f"{len(dossiers)} dossiers, {receipts} receipts for other kiosks; unmount before pulling out")
            if own_disk:
                lines.append("this folder is on the kiosk's own disk: if a stick was meant, it is not mounted")
            told = {"ok": True, "files": [str(path) for path in files], "dossiers": dossiers, "receipts": receipts}
            told |= {"own_disk": own_disk} | _left_out(left_out)
            return told, lines + _left_out_lines(left_out)
        case NothingToExport(left_out):
            told = {"ok": True, "files": [], "dossiers": []} | _left_out(left_out)
            return told, ["nothing to export: every dossier here has its receipt", *_left_out_lines(left_out)]
        case NotExported(reason, needed, files):
            room = f", {needed // 1_000_000 + 1} MB are needed" if reason == "full" else ""
            told = {"ok": False, "refused": reason, "needed": needed, "files": [str(path) for path in files]}
            lines = [f"not exported ({reason}): {NOT_WRITTEN[reason]}{room}; nothing here has changed"]
            return told, lines + [f"{path}: was written whole before" for path in files]
        case _:
            assert_never(outcome)


def _left_out(left_out: tuple[LeftOut, ...]) -> dict[str, Any]:
    return {"left_out": [{"id": one.item_id, "reason": one.reason} for one in left_out]}


def _left_out_lines(left_out: tuple[LeftOut, ...]) -> list[str]:
    return [f"left out: {one.item_id} ({_LEFT_OUT[one.reason]})" for one in left_out]


def _files(given: Path) -> tuple[Path, ...]:
    from kiosk.courier import files_on  # noqa: PLC0415 - late, as above

    try:
        return files_on(given) if given.is_dir() else (given,)
    except OSError:  # opening it will say why
        return (given,)


def _import(config: Config, reader: Reader, path: Path) -> _Told:
    from kiosk.courier import import_from  # noqa: PLC0415 - late, as above

    try:
        opened = path.open("rb")
    except OSError as error:
        return {"ok": False, "file": str(path), "refused": "unreadable"}, [f"{path}: cannot be read: {error.strerror}"]
    with opened as file:
        told, lines = _told_import(import_from(config, reader, SystemClock(), file))
    return {"file": str(path)} | told, [f"{path}: {line}" for line in lines]


def _told_import(outcome: ImportOutcome) -> _Told:
    from kiosk.sync.courier_carrying import NotTaken, Own, Taken  # noqa: PLC0415 - late, as above
    from kiosk.sync.courier_return import NotReturned, Returned  # noqa: PLC0415 - late, as above
    from kiosk.sync.courier_told import REFUSED  # noqa: PLC0415 - late, as above

    match outcome:
        case Taken(device, new, known, answered, conflicts):
            told = {"ok": not conflicts, "from": device, "new": new, "known": known, "answered": answered}
            lines = [f"from {device}: {len(new)} dossiers are carried now, {len(known)} were before"]
            if answered:
                lines.append(f"{len(answered)} are at the gateway already: `kiosk outbox export` brings their receipts")
            lines += [f"{one}: other bytes were taken under this id before; not taken" for one in conflicts]
            return told | {"conflicts": conflicts}, lines
        case Own():
            return {"ok": True, "own": True}, ["was written here; its dossiers lie in this outbox"]
        case Returned(by, proved, known, unproved, others):
            told = {"ok": not unproved, "by": by, "received": proved, "known": known, "unproved": unproved}
            lines = [f"receipts from {by}: {len(proved)} dossiers are received, {len(known)} were known to be"]
            if others:
                lines.append(f"{others} receipts are for other kiosks")
            lines += [f"{one}: the receipt does not prove it; nothing has changed" for one in unproved]
            return told | {"others": others}, lines
        case NotTaken(reason) | NotReturned(reason):
            return {"ok": False, "refused": reason}, [f"refused ({reason}): {REFUSED[reason]}"]
        case _:
            assert_never(outcome)


def _say(arguments: argparse.Namespace, told: list[_Told]) -> int:
    good = all(one["ok"] for one, _ in told)
    if arguments.json:
        whole: dict[str, Any] = told[0][0] if len(told) == 1 and "file" not in told[0][0] else {"ok": good}
        files = [one for one, _ in told if "file" in one]
        print(json.dumps(whole | ({"files": files} if files else {}), ensure_ascii=False))
        return 0 if good else 1
    for one, lines in told:
        for line in lines:
            if one["ok"]:
                print(line)
            else:
                print(f"kiosk outbox: {line}", file=sys.stderr)
    return 0 if good else 1
