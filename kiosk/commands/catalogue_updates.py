"""The actions of ``kiosk catalogue`` that bring signed bundles: trust, update, export."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

from kiosk.clock import SystemClock
from kiosk.config import default_home, load_config
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.catalogue.outcomes import UpdateOutcome
    from kiosk.catalogue.pack import Pack
    from kiosk.catalogue.sources import Source
    from kiosk.catalogue.updating import CatalogueUpdater

# What checks signatures is imported late: the other actions start without it.

MAX_ROOT = 512 * 1024
_NOBODY = "no gateway to ask: the demo's own runs with the kiosk, another is gateway.url in config.toml"
Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_update_actions(add: Add) -> None:
    given = add("trust", _trust, "believe the catalogue of this root; `gateway catalogue init` wrote it")
    given.add_argument("file", type=Path, metavar="FILE")
    taken = add("update", _update, "take a newer signed catalogue; 1 when it is refused or the line is down")
    taken.add_argument("file", type=Path, nargs="?", metavar="FILE", help="from a stick (default: from the gateway)")
    out = add("export", _export, "write the current catalogue, unsigned, for `gateway catalogue publish`")
    out.add_argument("file", type=Path, metavar="FILE")


def prepare(pack: Pack) -> None:
    """Build the index of search of a version that is about to be switched to: the kiosk's start need not wait for it.

    As likely as the procedures are at this kiosk's service point; when its settings are faulty, none is built.
    """
    from kiosk.bootstrap import library_of  # noqa: PLC0415 - imported late, as above

    with contextlib.suppress(KioskError):
        library_of(load_config(default_home())).prepare(pack)


def _updater() -> CatalogueUpdater:
    from kiosk.catalogue.updating import CatalogueUpdater  # noqa: PLC0415 - imported late, as above
    from kiosk.catalogue.versions import Versions  # noqa: PLC0415 - imported late, as above

    config = load_config(default_home())
    return CatalogueUpdater(Versions(config.catalogue_folder, prepare), config.gateway.embedded)


def _trust(arguments: argparse.Namespace) -> int:
    try:
        with arguments.file.open("rb") as file:
            root = file.read(MAX_ROOT)
    except OSError as error:
        print(f"kiosk catalogue: {arguments.file} cannot be read: {error.strerror}", file=sys.stderr)
        return 1
    updater = _updater()
    updater.pin(root)
    print(json.dumps({"trusted": True}) if arguments.json else f"{updater.trust.folder}: trusted")
    return 0


def _update(arguments: argparse.Namespace) -> int:
    from kiosk.catalogue.outcomes import Refused  # noqa: PLC0415 - imported late, as above
    from kiosk.catalogue.pack import CatalogueError  # noqa: PLC0415 - imported late, as above

    try:
        with _source(arguments.file) as source:
            if source is None:
                print(f"kiosk catalogue: {_NOBODY}; or give a FILE", file=sys.stderr)
                return 1
            outcome = _updater().update(source, SystemClock().now())
    except CatalogueError as error:  # a stick that is none
        outcome = Refused("damaged", str(error))
    good, sentence = _in_words(outcome)
    if arguments.json:
        print(json.dumps({"ok": good, "outcome": type(outcome).__name__.lower(), **asdict(outcome)}))
    else:
        print(sentence, file=sys.stdout if good else sys.stderr)
    return 0 if good else 1


@contextlib.contextmanager
def _source(file: Path | None) -> Iterator[Source | None]:
    from kiosk.catalogue.sources import GatewaySource, StickSource  # noqa: PLC0415 - imported late, as above
    from kiosk.embedded import listening_at  # noqa: PLC0415 - imported late, as above
    from kiosk.sync.tls import TlsTrust  # noqa: PLC0415 - imported late, as above

    if file is not None:
        with contextlib.closing(StickSource(file)) as stick:
            yield stick
        return
    config = load_config(default_home())
    url = listening_at(config.gateway_folder) if config.gateway.embedded else config.gateway.url
    if not url:
        yield None
        return
    secure = TlsTrust(config.gateway_authority, SystemClock()).secure
    with contextlib.closing(GatewaySource(url, secure=secure)) as source:
        yield source


def _in_words(outcome: UpdateOutcome) -> tuple[bool, str]:
    """Whether the kiosk has what it should have, and the sentence for it."""
    from kiosk.catalogue import outcomes as told  # noqa: PLC0415 - imported late, as above

    match outcome:
        case told.Unchanged(version):
            return True, f"version {version} is the current one"
        case told.Updated(version, before, rows):
            return True, f"version {version} now, {before or 'none'} before; {rows} procedures came"
        case told.Held(version, why):
            reason = "it was rolled back here" if why == "rolled_back" else "what is here is newer"
            return True, f"version {version} is not taken: {reason}"
        case told.Refused(reason, detail):
            return False, f"kiosk catalogue: refused ({reason}): {detail}; nothing has changed"
        case told.LineDown(cause):
            return False, f"kiosk catalogue: the line is down ({cause}); nothing has changed"
        case told.NoTrust():
            return False, "kiosk catalogue: whose catalogue to believe is not set: kiosk catalogue trust FILE"
        case _:
            assert_never(outcome)


def _export(arguments: argparse.Namespace) -> int:
    from kiosk.catalogue.bundling import bundle_of  # noqa: PLC0415 - imported late, as above
    from kiosk.catalogue.view import FOLDER, open_catalogue  # noqa: PLC0415 - imported late, as above
    from kiosk.sync.bundle import pack_bundle  # noqa: PLC0415 - imported late, as above

    with contextlib.closing(open_catalogue(default_home() / FOLDER)) as catalogue:
        if not len(catalogue):
            print("kiosk catalogue: there is no catalogue yet", file=sys.stderr)
            return 1
        packed = pack_bundle(bundle_of(catalogue))
        told: dict[str, Any] = {"file": str(arguments.file), "version": catalogue.version, "bytes": len(packed)}
    arguments.file.write_bytes(packed)
    print(json.dumps(told) if arguments.json else f"{told['file']}: version {told['version']}, {told['bytes']} bytes")
    return 0
