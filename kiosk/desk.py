"""What happens to a session's dossier on this machine: kept, opened again, its pages, sealed, looked up.

Every method blocks on the disk and belongs to the store-writer thread.
"""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING

from kiosk.drafting import begin, from_bytes, to_bytes
from kiosk.errors import KioskError, ProtocolError
from kiosk.offers import wanted
from kiosk.outcomes import Alike, AskDigits, Found, KeptPage, NoRoom, NotFound, Unreadable
from kiosk.papers.faults import PaperFault
from kiosk.papers.page import Page, thumbnail, turned
from kiosk.papers.pdf import DocumentPdf, bind
from kiosk.papers.quality import remarks_on
from kiosk.papers.upload import read_upload
from kiosk.procedures import submission
from kiosk.procedures.likeness import about_whom
from kiosk.procedures.lookup_code import ENTROPY_BYTES, CodeFault, new, parse
from kiosk.procedures.wizard import Context
from kiosk.session import Session, applicant_number, proof_digits
from kiosk.sync.completeness import Attachment
from kiosk.sync.ids import IdMaker, new_file_id
from kiosk.sync.sealing import Sealed, SealingKeys, SealRefused, SealRequest, seal
from kiosk.sync.updates import read_update
from offline_cache.drafts import Draft
from offline_cache.proofs import NoProof, Proved, Wait, Wrong

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.clock import Clock
    from kiosk.config import Config
    from kiosk.library import Library
    from kiosk.offers import Wish
    from kiosk.outcomes import LookedUp, Resumed
    from kiosk.procedures.model import Guide
    from kiosk.slips import Slips
    from offline_cache.bookings import Wanted
    from offline_cache.items import Item
    from offline_cache.store import Store

GONE = frozenset({"refused", "withdrawn", "stopped", "collected"})
"""States in which a dossier is over: the same may be wanted again."""


class Desk:
    """The operations; ``keys`` is asked for when something is sealed, since the demo's gateway makes them meanwhile."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        config: Config,
        context: Callable[[Guide], Context],
        keys: Callable[[], SealingKeys],
        slips: Slips,
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._config = config
        self._context = context
        self._keys = keys
        self._slips = slips
        self._ids = IdMaker(clock)
        self._prepared: dict[tuple[str, str], bool] = {}  # by procedure and version of its guide

    def begin(self, guide: Guide) -> Session | NoRoom:
        """Open a dossier: its draft is on the disk, under its lookup code, before anything is typed."""
        if not self._store.free_space().enough:
            return NoRoom()
        code = self._fresh_code()
        session = begin(guide, self._context(guide), self._ids.new(), code, self._clock.now())
        self.keep(session)
        return session

    def _fresh_code(self) -> str:
        while True:
            code = new(secrets.token_bytes(ENTROPY_BYTES))
            if self._store.drafts.find(code) is None and self._store.outbox.find(code) is None:
                return code

    def keep(self, session: Session) -> None:
        """Save the draft. Raises StoreError when the disk does not do it."""
        if self._store.outbox.find(session.lookup_code) is not None:
            return  # sealed meanwhile: what was typed last must not make a draft of it again
        guide, digits = session.wizard.guide, proof_digits(session)
        proof = self._store.proofs.make(session.lookup_code, digits) if digits else None
        draft = Draft(session.draft_id, session.lookup_code, guide.code, guide.version, proof)
        self._store.drafts.save(draft, to_bytes(session))

    def resume(self, typed: str, digits: str) -> Resumed:
        """Open a draft again; a code that was sealed meanwhile leads to its state."""
        code = parse(typed)
        if isinstance(code, CodeFault):
            return code
        item = self._store.outbox.find(code)
        if item is not None:
            return self._found(item, proved=False)
        draft = self._store.drafts.find(code)
        if draft is None:
            return NotFound()
        if draft.proof is not None:
            if not digits:
                return AskDigits()
            proving = self._store.proofs.check(code, digits)
            if not isinstance(proving, Proved | NoProof):
                return proving
        return self._open(draft)

    def resume_by_card(self, number: str) -> Session | NotFound:
        """Open the draft saved last whose applicant has this number: for whoever forgot the code and has the card."""
        for draft in self._store.drafts.list():
            session = self._open(draft)
            if isinstance(session, Session) and applicant_number(session) == number:
                return session
        return NotFound()

    def _open(self, draft: Draft) -> Session | Unreadable:
        guide = self._library.load(draft.procedure, draft.version)
        if guide is None:
            return Unreadable()
        try:
            body = self._store.drafts.open(draft.id)
            return from_bytes(body, guide, self._context(guide), draft.id, draft.lookup_code)
        except ProtocolError:
            return Unreadable()

    def look_up(self, typed: str, digits: str = "") -> LookedUp:
        """The state of a sealed dossier: state and procedure by the code alone, an officer's words with the digits."""
        code = parse(typed)
        if isinstance(code, CodeFault):
            return code
        item = self._store.outbox.find(code)
        if item is None:
            return self._store.drafts.find(code) or NotFound()
        if not digits:
            return self._found(item, proved=False)
        proving = self._store.proofs.check(code, digits)
        if isinstance(proving, Wrong | Wait):
            return proving
        return self._found(item, proved=isinstance(proving, Proved))

    def state_of(self, item_id: str, *, proved: bool) -> Found | None:
        """The dossier as it is now, for a screen that is already open."""
        item = self._store.outbox.get(item_id)
        return None if item is None else self._found(item, proved=proved)

    def _found(self, item: Item, *, proved: bool) -> Found:
        messages = self._store.messages.list(item.id)
        words = any(update.message or update.reasons for update in map(read_update, messages))
        events, prepared = self._store.outbox.events(item.id), self.is_prepared(item)
        slip = self._slips.picture_of(item, prepared=prepared)
        return Found(item, events, messages if proved else (), proved, words, prepared, slip)

    def is_prepared(self, item: Item) -> bool:
        """Whether its guide ends in a visit; a guide that nobody has any more is taken for one that does not."""
        made_by = item.procedure, item.version
        if made_by not in self._prepared:
            try:
                guide = self._library.load(*made_by)
            except KioskError:
                return False
            self._prepared[made_by] = guide is not None and guide.channel == "prepare"
        return self._prepared[made_by]

    def asked_for(self) -> dict[str, int]:
        """How often each procedure was sealed at this machine, by code: what is common here is found first."""
        return self._store.outbox.count_by_procedure()

    def add_page(self, session: Session, data: bytes, replacing: str = "") -> KeptPage | PaperFault:
        """Keep a photograph or a file as a page of the draft, encrypted; ``replacing`` is the page it is taken for."""
        page = read_upload(data)
        if isinstance(page, PaperFault):
            return page
        page_id = replacing or uuid.uuid4().hex
        kept = page.jpeg if isinstance(page, Page) else page.data
        self._store.pages.put(session.draft_id, page_id, kept)
        return self._seen(page_id, kept, 1 if isinstance(page, Page) else page.pages)

    def turn_page(self, session: Session, page_id: str) -> KeptPage | None:
        """Turn a page by a quarter; a PDF stays as it is."""
        jpeg = self._store.pages.get(page_id)
        if jpeg is None or jpeg.startswith(b"%PDF"):
            return None
        page = turned(jpeg)
        self._store.pages.put(session.draft_id, page_id, page.jpeg)
        return self._seen(page_id, page.jpeg, 1)

    def drop_page(self, page_id: str) -> None:
        self._store.pages.erase(page_id)

    def pages(self, page_ids: tuple[str, ...]) -> tuple[KeptPage, ...]:
        """The pages of a document as they are shown again."""
        kept = ((page_id, self._store.pages.get(page_id)) for page_id in page_ids)
        return tuple(self._seen(page_id, data, 1) for page_id, data in kept if data is not None)

    def look_at(self, page_id: str) -> bytes:
        """The page large enough to read; empty for a PDF or a page that is gone."""
        data = self._store.pages.get(page_id)
        return data if data is not None and data.startswith(b"\xff\xd8") else b""

    @staticmethod
    def _seen(page_id: str, data: bytes, pages: int) -> KeptPage:
        if not data.startswith(b"\xff\xd8"):
            return KeptPage(page_id, b"", (), pages)
        return KeptPage(page_id, thumbnail(data, 480), remarks_on(data), pages)

    def seal(
        self, session: Session, wish: Wish | None = None, *, though_alike: bool = True
    ) -> Sealed | SealRefused | Alike:
        """Seal the finished dossier, and the request for a time at a desk beside it, both or neither.

        Unless it is wanted ``though_alike``, one like it that was sealed here before is told first.
        Raises StoreError or ConfigError; whatever fails, the draft is kept.
        """
        earlier = self._store.outbox.find(session.lookup_code)
        if earlier is not None:  # a second tap: the pages are gone with the draft
            return Sealed(earlier, again=True)
        likeness = self._likeness(session)
        alike = self._store.outbox.alike(likeness) if likeness and not though_alike else None
        if alike is not None and alike.state not in GONE:
            return Alike(alike)
        attachments = self._attachments(session)
        if attachments is None:
            return SealRefused("incomplete")
        guide, digits = session.wizard.guide, proof_digits(session)
        request = SealRequest(
            session.draft_id,
            session.lookup_code,
            guide.code,
            guide.version,
            self._config.audience,
            submission.build(session.wizard, self._circumstances(session), session.identified),
            attachments,
            self._store.proofs.make(session.lookup_code, digits) if digits else None,
            likeness=likeness,
            booking=self._booking(session.lookup_code, wish),
            required=_required(session),
        )
        return seal(self._store, self._keys(), request, clock=self._clock, ids=self._ids)

    def _likeness(self, session: Session) -> bytes | None:
        facts = about_whom(session.wizard)
        return self._store.proofs.likeness(*facts) if facts else None

    def _booking(self, lookup_code: str, wish: Wish | None) -> Wanted | None:
        """The first request under this code; one that was made already is not made twice."""
        if wish is None or self._store.bookings.requests(lookup_code):
            return None
        return wanted("book", 1, wish)

    def _circumstances(self, session: Session) -> submission.Circumstances:
        now = submission.moment(self._clock.now())
        return submission.Circumstances(
            draft_id=session.draft_id,
            lookup_code=session.lookup_code,
            machine=self._config.office.machine,
            started_at=submission.moment(session.started_at),
            declared_at=submission.moment(session.declared_at) if session.declared_at else now,
            submitted_at=now,
            who_for=session.who_for,
            typed_by="resident",
            read_back=False,
        )

    def _attachments(self, session: Session) -> tuple[Attachment, ...] | None:
        """One PDF per document handed in; None when one of them cannot be made."""
        facts = session.wizard.facts()
        wanted = {document.key for document in session.wizard.documents().submit}
        made: list[Attachment] = []
        for shown in session.wizard.steps():
            page_ids = facts.get(shown.key)
            if shown.step.document not in wanted or not isinstance(page_ids, list):
                continue
            pages = [self._store.pages.get(page_id) for page_id in page_ids]
            document = bind([page for page in pages if page is not None]) if None not in pages else None
            if not isinstance(document, DocumentPdf):
                return None
            made.append(
                Attachment(new_file_id(), shown.step.document, "application/pdf", document.pages, document.data)
            )
        return tuple(made)


def _required(session: Session) -> tuple[str, ...]:
    """The documents whose pages were taken, or are wanted still."""
    facts, lacking = session.wizard.facts(), {fault.key for fault in session.wizard.faults()}
    wanted = {document.key for document in session.wizard.documents().submit}
    return tuple(
        shown.step.document
        for shown in session.wizard.steps()
        if shown.step.document in wanted and (isinstance(facts.get(shown.key), list) or shown.key in lacking)
    )
