"""Filling an address: which part is being picked, what was found, what was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.phrases import say
from ui.viewmodels.address import AddressModel, AddressProps
from ui.viewmodels.rows import PlainRow

if TYPE_CHECKING:
    from kiosk.config import OfficeConfig
    from kiosk.places.gazetteer import Places
    from ui.flow import Flow

MOST_FOUND = 200


class AddressFlow:
    """Holds an unfinished address until it has a commune; from then on every change is an answer."""

    def __init__(self, flow: Flow, model: AddressModel, office: OfficeConfig) -> None:
        self._flow = flow
        self._model = model
        self._office = office
        self._key = ""
        self._picking = ""
        self._query = ""
        self._province = ""
        self._commune = ""
        self._details = ""
        model.pick_opened.connect(self._open)
        model.picked.connect(self._pick)
        model.searched.connect(self._search)
        model.details_typed.connect(self._type)
        model.copied.connect(self._copy)

    def forget(self) -> None:
        """The session is over."""
        self._key = self._picking = self._query = self._province = self._commune = self._details = ""

    @property
    def picking(self) -> str:
        return self._picking

    def show(self) -> None:
        """Show the address of the step on screen, if it asks for one."""
        here = self._flow.here
        if here is None or here.step.kind != "address":
            self._key = ""
            self._model.show(AddressProps())
            self._model.lay_out((), ())
            return
        if here.key != self._key:
            self._begin(here.key)
        places = _places()
        province = places.province(self._province)
        commune = places.commune(self._commune)
        self._model.show(
            AddressProps(
                picking=self._picking,
                province=province.name if province else "",
                commune=commune.name if commune else "",
                details=self._details,
                query=self._query,
            )
        )
        self._model.lay_out(self._results(), self._shortcuts(here.step.same_as))

    def _begin(self, key: str) -> None:
        """Take up the answer given before, or start in this kiosk's own province."""
        self._key, self._picking, self._query = key, "", ""
        answer = self._flow.wizard.answers.get(key) if self._flow.wizard else None
        pending = self._flow.session.pending.get(key, "") if self._flow.session else ""
        given = answer if isinstance(answer, dict) and "commune" in answer else {}
        self._province = str(given.get("province", ""))
        self._commune = str(given.get("commune", ""))
        self._details = str(given.get("details", pending))

    def _results(self) -> tuple[PlainRow, ...]:
        places = _places()
        if self._picking == "province":
            hits = places.search_provinces(self._query)
            return tuple(PlainRow(hit.province.code, hit.province.name, ", ".join(hit.province.former)) for hit in hits)
        if self._picking == "commune":
            found = places.search(self._query, self._province or None, MOST_FOUND)
            return tuple(PlainRow(commune.code, commune.name, "") for commune in found)
        return ()

    def _shortcuts(self, same_as: tuple[str, ...]) -> tuple[PlainRow, ...]:
        """Addresses given earlier, each one tap, and the commune the machine stands in."""
        wizard = self._flow.wizard
        if wizard is None or self._commune:
            return ()
        rows = []
        seen: list[dict[str, str]] = []
        facts = wizard.facts()
        for key in same_as:
            given, shown = facts.get(key), wizard.flow.by_key.get(wizard.flow.origin(key))
            if isinstance(given, dict) and "commune" in given and shown and given not in seen:
                seen.append(given)
                rows.append(PlainRow(key, say("address.same", label=_lower(shown.label)), _one_line(given)))
        return (*rows, PlainRow("here", say("ui.here", place=self._here_name()), ""))

    def _here_name(self) -> str:
        places = _places()
        commune = places.commune(self._office.commune)
        return places.full_name(commune.code) if commune else self._office.unit

    def _open(self, part: str) -> None:
        self._picking, self._query = part, ""
        self._flow.changed.emit()

    def _search(self, query: str) -> None:
        self._query = query
        self._flow.changed.emit()

    def _pick(self, code: str) -> None:
        places = _places()
        if self._picking == "province":
            if code != self._province:
                self._province, self._commune = code, ""
            self._picking, self._query = "commune", ""
        elif places.commune(code):
            self._commune = code
            self._picking, self._query = "", ""
        self._give()

    def _type(self, text: str) -> None:
        self._details = text
        self._give()

    def _copy(self, key: str) -> None:
        wizard = self._flow.wizard
        if key == "here":
            commune = _places().commune(self._office.commune)
            if commune:
                self._province, self._commune = commune.province, commune.code
        elif wizard is not None:
            given = wizard.facts().get(key)
            if isinstance(given, dict) and "commune" in given:
                self._province, self._commune = str(given["province"]), str(given["commune"])
                self._details = str(given.get("details", ""))
        self._give()

    def _give(self) -> None:
        if self._commune:
            self._flow.answer_to(self._key, _places().address(self._commune, self._details))
        else:
            self._flow.typed(self._details)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _one_line(address: dict[str, str]) -> str:
    parts = (address.get(part, "") for part in ("details", "commune_name", "province_name"))
    return ", ".join(part for part in parts if part)


def _places() -> Places:
    from kiosk.places.gazetteer import open_places  # noqa: PLC0415 - the first frame need not wait for it

    return open_places()
