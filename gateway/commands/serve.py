"""``gateway serve``: receives dossiers until it is told to stop."""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gateway import journal
from gateway.certificates import ServerTls, issued, tls_files
from gateway.commands.options import Commands, add_data_option
from gateway.folder import Folder
from gateway.keyring import load_keyring, make_keys
from kiosk.errors import ConfigError

if TYPE_CHECKING:
    from gateway.serving import Serving


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("serve", help="receive dossiers")
    add_data_option(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
    parser.add_argument("--port", type=int, default=8710, help="port to listen on; 0 takes a free one")
    parser.add_argument("--ready-file", type=Path, metavar="PATH", help="write the port here when ready")
    parser.add_argument("--parent", type=int, metavar="PID", help="end when this process ends")
    parser.add_argument("--demo", action="store_true", help="make demo keys at the first start")
    parser.add_argument("--device-file", type=Path, metavar="PATH", help="demo: let this device in")
    database = "keep dossiers in PostgreSQL: postgresql://user@host/name; gateway.toml remembers it"
    parser.add_argument("--database", metavar="URL", help=database)
    proxy = "believe what the TLS proxy at this address says of its clients"
    parser.add_argument("--proxy", action="append", default=[], metavar="ADDRESS", help=proxy)
    parser.add_argument("--tls", action="store_true", help="speak TLS, by the certificate that `gateway tls` made")
    parser.add_argument("--certificate", type=Path, metavar="FILE", help="speak TLS, by this certificate and its chain")
    parser.add_argument("--certificate-key", type=Path, metavar="FILE", help="the key of --certificate")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    folder = Folder(arguments.data)
    ready_file: Path | None = arguments.ready_file
    if ready_file is not None:
        ready_file.unlink(missing_ok=True)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # dossiers are opened in its memory
    journal.begin(sys.stderr)
    if arguments.database is not None:
        folder.use_database(arguments.database)
    tls = _tls(arguments, folder)
    _check_keys(folder, demo=arguments.demo, device_file=arguments.device_file)
    # imported late: a wrong option or a missing key is told at once
    from gateway.assembly import open_gateway  # noqa: PLC0415 - see above
    from gateway.demo_desks import furnish  # noqa: PLC0415 - see above
    from gateway.serving import GatewayServer, Serving, listening  # noqa: PLC0415 - see above
    from gateway.web.app import make_app  # noqa: PLC0415 - see above

    serving: Serving = Serving(
        arguments.host,
        arguments.port,
        ready_file,
        _parent(arguments),
        proxies=(*arguments.proxy,),
        tls=tls.context if tls else None,
    )
    with open_gateway(folder, arguments.device_file) as gateway, listening(serving) as opened:
        if arguments.demo:
            furnish(folder)
        for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn sends itself the signal again once it has stopped
            signal.signal(number, lambda _number, _frame: None)
        signal.signal(signal.SIGHUP, lambda _number, _frame: _renew(tls))
        GatewayServer(make_app(gateway), opened, serving).answer()
    return 0


def _check_keys(folder: Folder, *, demo: bool, device_file: Path | None) -> None:
    if demo and not folder.public_keys.exists():
        make_keys(folder, "demo")
    audience = load_keyring(folder).audience
    if audience != "demo" and (demo or device_file is not None):
        raise ConfigError(f"{folder.root} is a gateway for {audience}: --demo and --device-file are refused")


def _tls(arguments: argparse.Namespace, folder: Folder) -> ServerTls | None:
    if arguments.certificate is not None and arguments.certificate_key is not None:
        return ServerTls(arguments.certificate, arguments.certificate_key)
    if arguments.certificate is not None or arguments.certificate_key is not None:
        raise ConfigError("--certificate and --certificate-key go together")
    if not arguments.tls:
        return None
    files = tls_files(folder)
    issued(files.certificate)
    return ServerTls(files.certificate, files.key)


def _renew(tls: ServerTls | None) -> None:
    if tls is None:
        return
    try:
        tls.reload()
    except ConfigError:
        journal.log("certificate not renewed")
    else:
        journal.log("certificate renewed")


def _parent(arguments: argparse.Namespace) -> int | None:
    if arguments.parent is not None:
        return int(arguments.parent)
    return os.getppid() if arguments.ready_file is not None else None
