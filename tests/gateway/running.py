"""A real gateway over loopback HTTP in a thread, a device it knows, and whole dossiers to deliver to it."""

from __future__ import annotations

import contextlib
import hashlib
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pikepdf

from gateway.assembly import Gateway, open_gateway
from gateway.database import connect, transact
from gateway.devices import Device, add_device
from gateway.folder import Folder
from gateway.keyring import make_keys
from gateway.limits import Limits
from gateway.serving import GatewayServer, Serving, listening
from gateway.web.app import make_app
from kiosk.clock import Clock, SystemClock
from kiosk.sync.answers import Patience
from kiosk.sync.client import GatewayClient
from kiosk.sync.contents import Contents, FileEntry, Manifest, format_contents, make_manifest
from kiosk.sync.envelope import Header, seal
from kiosk.sync.ids import IdMaker, new_file_id
from kiosk.sync.key_trust import GatewayTrust
from kiosk.sync.keys import Audience, DeviceKey, GatewayKeys, new_device_key
from kiosk.sync.protocol import MediaType
from kiosk.sync.tls import TlsTrust

IDS = IdMaker(SystemClock())
QUICK = Patience(connect=2.0, stall=2.0, answer=5.0, overall=5.0)
SUBMISSION = b'{"child.full_name":"Nguy\xe1\xbb\x85n Th\xe1\xbb\x8b Minh An"}'


@dataclass(frozen=True)
class Sealer:
    """Who seals, and to whom."""

    keys: GatewayKeys
    device: DeviceKey


@dataclass
class Site:
    """A gateway's folder with its keys, and one registered device."""

    folder: Folder
    audience: Audience = "demo"
    device: DeviceKey = field(init=False)

    def __post_init__(self) -> None:
        self.keys: GatewayKeys = make_keys(self.folder, self.audience)[0]
        self.device = new_device_key(self.audience)
        self.register(self.device)

    def register(self, device: DeviceKey) -> None:
        known = Device(device.device_id, "test", device.public.key, "2026-11-24T08:00:00+07:00")
        with contextlib.closing(connect(self.folder.database)) as connection:
            transact(connection, lambda connection: add_device(connection, known))


@dataclass(frozen=True)
class Running:
    site: Site
    gateway: Gateway
    url: str
    stop: Callable[[], None]
    clients: list[GatewayClient] = field(default_factory=list)

    def client(
        self,
        device: DeviceKey | None = None,
        clock: Clock | None = None,
        keys: GatewayKeys | GatewayTrust | None = None,
        tls: TlsTrust | None = None,
    ) -> GatewayClient:
        made = GatewayClient(
            self.url, keys or self.site.keys, device or self.site.device, clock or SystemClock(), QUICK, tls
        )
        self.clients.append(made)
        return made


@contextlib.contextmanager
def running(
    site: Site, limits: Limits | None = None, head_seconds: float = 20.0, tls: ssl.SSLContext | None = None
) -> Iterator[Running]:
    """Serve the site until the block ends."""
    serving = Serving("127.0.0.1", 0, head_seconds=head_seconds, tls=tls)
    with open_gateway(site.folder, limits=limits) as gateway, listening(serving) as opened:
        url = f"{'https' if tls else 'http'}://127.0.0.1:{opened.getsockname()[1]}"
        server = GatewayServer(make_app(gateway), opened, serving)
        thread = threading.Thread(target=server.answer)
        thread.start()
        try:
            live = Running(site, gateway, url, server.stop)
            yield live
        finally:
            for client in live.clients:
                client.close()
            server.stop()
            thread.join(20)


@dataclass(frozen=True)
class Document:
    """A sealed attachment as it lies on the kiosk's disk."""

    entry: FileEntry
    path: Path

    @property
    def sealed(self) -> bytes:
        return self.path.read_bytes()


@dataclass(frozen=True)
class Dossier:
    id: str
    envelope: bytes
    manifest: Manifest
    documents: tuple[Document, ...] = ()

    @property
    def envelope_sha256(self) -> str:
        return hashlib.sha256(self.envelope).hexdigest()


def pdf(pages: int, filling: bytes = b"") -> bytes:
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.Root["/Filling"] = pikepdf.Stream(document, filling)
        written = BytesIO()
        document.save(written, compress_streams=False)
    return written.getvalue()


def make_document(
    site: Site | Sealer,
    folder: Path,
    data: bytes | None = None,
    *,
    pages: int = 2,
    media_type: MediaType = "application/pdf",
    name: str = "birth_paper",
    device: DeviceKey | None = None,
) -> Document:
    data = pdf(pages) if data is None else data
    device = device or site.device
    file_id = new_file_id()
    sealed = seal(
        data, Header(file_id, "attachment", site.keys.audience, device.device_id), site.keys.recipients, device
    )
    path = folder / file_id
    path.write_bytes(sealed)
    entry = FileEntry(
        id=file_id,
        document=name,
        media_type=media_type,
        pages=pages,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        sealed_size=len(sealed),
        sealed_sha256=hashlib.sha256(sealed).hexdigest(),
    )
    return Document(entry, path)


def make_dossier(
    site: Site | Sealer,
    documents: tuple[Document, ...] = (),
    *,
    submission_id: str = "",
    device: DeviceKey | None = None,
) -> Dossier:
    submission_id = submission_id or IDS.new()
    device = device or site.device
    manifest = make_manifest(submission_id, SUBMISSION, tuple(document.entry for document in documents))
    contents = Contents(
        submission_id,
        site.keys.audience,
        device.device_id,
        "K7F329QD4M",
        "1.001193",
        "2026-11-24.1",
        "2026-11-24T08:30:00+07:00",
        manifest,
        SUBMISSION,
    )
    header = Header(submission_id, "submission", site.keys.audience, device.device_id)
    envelope = seal(format_contents(contents), header, site.keys.recipients, device)
    return Dossier(submission_id, envelope, manifest, documents)
