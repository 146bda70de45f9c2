"""Adding a document's pages: the camera, a stick, turning, taking again, throwing away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiosk.devices.ports import Missing, Ready
from kiosk.outcomes import KeptPage
from kiosk.papers.faults import PaperFault
from kiosk.phrases import say
from ui.viewmodels.papers import PapersModel, PapersProps
from ui.viewmodels.rows import PageRow, PlainRow

if TYPE_CHECKING:
    from kiosk.devices.ports import Camera, FileEntry, FileSource
    from ui.flow import Flow
    from ui.jobs import Jobs
    from ui.pictures import Pictures


@dataclass(frozen=True)
class PapersState:
    """What the papers screen holds beside the answer."""

    key: str = ""
    working: bool = False
    choosing_file: bool = False
    large: str = ""
    large_source: str = ""
    trouble: str = ""
    entries: tuple[FileEntry, ...] = ()


class PapersFlow:
    """Serves the step of kind "pages" on screen. A page is an answer as soon as it is on the disk."""

    def __init__(
        self,
        flow: Flow,
        model: PapersModel,
        jobs: Jobs,
        camera: Camera | None,
        files: FileSource | None,
        pictures: Pictures,
    ) -> None:
        self._flow = flow
        self._model = model
        self._jobs = jobs
        self._camera = camera
        self._files = files
        self._pictures = pictures
        self._state = PapersState()
        self._seen: dict[str, tuple[KeptPage, str]] = {}
        model.acted.connect(self._act)

    def forget(self) -> None:
        """The session is over."""
        self._state = PapersState()
        self._seen.clear()

    def show(self) -> None:
        here = self._flow.here
        if here is None or here.step.kind != "pages":
            self._model.show(PapersProps())
            self._model.lay_out((), ())
            return
        if here.key != self._state.key:
            self._state = PapersState(here.key)
            self._load()
        page_ids = self._page_ids(here.key)
        state = self._state
        self._model.show(
            PapersProps(
                camera=self._camera is not None and not isinstance(self._camera.status(), Missing),
                files=self._files is not None and not isinstance(self._files.status(), Missing),
                working=state.working,
                choosing_file=state.choosing_file,
                large=state.large,
                large_source=state.large_source,
                note=self._note(state.large) if state.large else "",
                trouble=state.trouble,
                count_text=say("ui.pages_count", count=str(len(page_ids))) if page_ids else "",
                can_add=len(page_ids) < (here.step.maximum or 20),
            )
        )
        self._model.lay_out(
            tuple(
                PageRow(page_id, number, self._seen.get(page_id, (None, ""))[1], self._note(page_id))
                for number, page_id in enumerate(page_ids, 1)
            ),
            tuple(PlainRow(entry.id, entry.label, _size(entry.size)) for entry in state.entries),
        )

    def _page_ids(self, key: str) -> list[str]:
        wizard = self._flow.wizard
        answer = wizard.answers.get(key) if wizard else None
        return list(answer) if isinstance(answer, list) else []

    def _note(self, page_id: str) -> str:
        kept = self._seen.get(page_id)
        if kept is None:
            return ""
        return " ".join(say(f"photo.{remark.value}") for remark in kept[0].remarks) or say("photo.good")

    def _load(self) -> None:
        """Fetch the pictures of pages that were taken before, once."""
        wanted = tuple(page_id for page_id in self._page_ids(self._state.key) if page_id not in self._seen)
        desk = self._flow.desk
        if wanted and desk is not None:
            self._flow.sitting.run("store", lambda: desk.pages(wanted), self._loaded)

    def _loaded(self, pages: tuple[KeptPage, ...]) -> None:
        for page in pages:
            self._seen[page.id] = (page, self._pictures.put(page.thumbnail))
        self._flow.changed.emit()

    def _act(self, what: str, key: str) -> None:
        match what:
            case "capture":
                self._capture("")
            case "retake":
                self._capture(key)
            case "files":
                self._list_files()
            case "take":
                self._take(key)
            case "turn":
                self._turn(key)
            case "remove":
                self._remove(key)
            case "look":
                self._look(key)
            case _:
                self._become(choosing_file=False, large="", large_source="")

    def _become(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # the names are ours, a few lines up
        self._flow.changed.emit()

    def _capture(self, replacing: str) -> None:
        camera = self._camera
        if camera is None or self._state.working:
            return
        if camera.status() != Ready():
            self._become(trouble=say("paper.camera_missing"))
            return
        key = self._state.key
        self._become(working=True, trouble="")
        self._flow.sitting.run(
            "device",
            camera.capture,
            lambda data: self._add(data, replacing, key),
            lambda _: self._failed("paper.camera_failed", key),
        )

    def _failed(self, why: str, document: str) -> None:
        if document == self._state.key:  # the resident may have gone on to another document meanwhile
            self._become(working=False, trouble=say(why))

    def _add(self, data: bytes, replacing: str, key: str) -> None:
        desk, session = self._flow.desk, self._flow.session
        if desk is None or session is None:
            return
        self._flow.sitting.run(
            "store",
            lambda: desk.add_page(session, data, replacing),
            lambda page: self._added(page, key),
            lambda _: self._failed("trouble.keep", key),
        )

    def _added(self, page: KeptPage | PaperFault, key: str) -> None:
        if isinstance(page, PaperFault):
            self._failed(f"paper.{page.value}", key)
            return
        if self._flow.session is None:
            return
        self._seen[page.id] = (page, self._pictures.put(page.thumbnail))
        page_ids = self._page_ids(key)
        if page.id not in page_ids:
            self._flow.answer_to(key, [*page_ids, page.id])
            self._flow.keep()  # a page is on the disk; so is the draft that names it
        if key == self._state.key:  # as above
            self._become(working=False, choosing_file=False, large="", large_source="")

    def _list_files(self) -> None:
        files = self._files
        if files is None:
            return
        if files.status() != Ready():
            self._become(trouble=say("paper.files_missing"))
            return
        document = self._state.key
        self._flow.sitting.run("device", files.list, self._listed, lambda _: self._failed("paper.file_gone", document))

    def _listed(self, entries: tuple[FileEntry, ...]) -> None:
        self._become(choosing_file=bool(entries), entries=entries, trouble="" if entries else say("paper.no_files"))

    def _take(self, key: str) -> None:
        entry = next((entry for entry in self._state.entries if entry.id == key), None)
        files = self._files
        if entry is None or files is None or self._state.working:
            return
        document = self._state.key
        self._become(working=True, trouble="")
        self._flow.sitting.run(
            "device",
            lambda: files.read(entry),
            lambda data: self._add(data, "", document),
            lambda _: self._failed("paper.file_gone", document),
        )

    def _turn(self, page_id: str) -> None:
        desk, session = self._flow.desk, self._flow.session
        if desk is None or session is None:
            return
        self._flow.sitting.run("store", lambda: desk.turn_page(session, page_id), self._turned)

    def _turned(self, page: KeptPage | None) -> None:
        if page is not None:
            self._seen[page.id] = (page, self._pictures.put(page.thumbnail))
            if self._state.large == page.id:
                self._look(page.id)
            self._flow.changed.emit()

    def _remove(self, page_id: str) -> None:
        desk = self._flow.desk
        document = self._state.key
        page_ids = [each for each in self._page_ids(document) if each != page_id]
        self._flow.answer_to(document, page_ids)
        self._flow.keep()
        if desk is not None:
            self._jobs.run("store", lambda: desk.drop_page(page_id))
        self._become(large="", large_source="")

    def _look(self, page_id: str) -> None:
        desk = self._flow.desk
        if desk is not None:
            self._flow.sitting.run("store", lambda: desk.look_at(page_id), lambda data: self._looked(page_id, data))

    def _looked(self, page_id: str, data: bytes) -> None:
        source = self._pictures.put(data) if data else self._seen.get(page_id, (None, ""))[1]
        self._become(large=page_id, large_source=source)


def _size(size: int) -> str:
    return f"{max(1, round(size / 1024)):n} KB"
