"""Filling an address: which part is being picked, what was found, what a card offers, what was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from kiosk.phrases import say
from kiosk.places.hits import Candidates, Certain, ProvinceHit, Unknown
from ui import address_rows
from ui.place_search import PlaceSearch
from ui.viewmodels.address import AddressModel, AddressProps
from ui.viewmodels.rows import PlainRow

if TYPE_CHECKING:
    from kiosk.config import OfficeConfig
    from kiosk.places.finding import PlaceFinder
    from kiosk.places.hits import FormerHit, Whereabouts
    from kiosk.places.units import Commune
    from ui.card_flow import CardFlow
    from ui.flow import Flow

CARD = "card:"
MOST_SHORTCUTS = 3
"""Beside the machine's own commune; there must be room for the fields."""


class AddressFlow:
    """Holds an unfinished address until it has a commune; from then on every change is an answer.

    ``picking`` is what is chosen from a list now: "province", "commune", "which" of the parts of a divided unit.
    """

    def __init__(self, flow: Flow, model: AddressModel, office: OfficeConfig, card: CardFlow | None = None) -> None:
        self._flow = flow
        self._model = model
        self._office = office
        self._card = card
        self._search = PlaceSearch(flow, office.province)
        self.forget()
        model.pick_opened.connect(self._open)
        model.picked.connect(self._pick)
        model.searched.connect(self._look)
        model.details_typed.connect(self._type)
        model.copied.connect(self._copy)
        model.offer_answered.connect(self._answer_offer)

    def forget(self) -> None:
        """The session is over."""
        self._key = self._picking = self._query = self._province = self._commune = self._details = ""
        self._former = self._told = ""  # the old province that was picked; a sentence on what became of a name
        self._choices: tuple[Commune, ...] = ()
        self._beside = ""  # what stands on the card before the units that are chosen from
        self._settled: frozenset[str] = frozenset()  # questions at which the card's address was answered
        self._search.forget()

    @property
    def picking(self) -> str:
        return self._picking

    # ---- what is shown --------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the address of the step on screen, if it asks for one."""
        if self._flow.session is not None:
            self._search.read()  # before the first address is asked
        here = self._flow.here
        if here is None or here.step.kind != "address":
            self._key = ""
            self._model.show(AddressProps())
            self._model.lay_out((), ())
            return
        if here.key != self._key:
            self._begin(here.key)
        province, commune = self._names()
        offer, written, now = self._offered()
        self._model.show(
            AddressProps(
                picking=self._picking,
                province=province,
                commune=commune,
                details=self._details,
                query=self._query,
                offer=offer,
                old_address=written,
                now=now,
                hint=self._hint(),
            )
        )
        shortcuts = () if offer in {"certain", "candidates"} else self._shortcuts(here.step.same_as)
        self._model.lay_out(self._results(), shortcuts)

    def _begin(self, key: str) -> None:
        """Take up the answer given before, or what was typed."""
        self._key, self._picking, self._query, self._former, self._told = key, "", "", "", ""
        answer = self._flow.wizard.answers.get(key) if self._flow.wizard else None
        pending = self._flow.session.pending.get(key, "") if self._flow.session else ""
        given = answer if isinstance(answer, dict) and "commune" in answer else {}
        self._province = str(given.get("province", ""))
        self._commune = str(given.get("commune", ""))
        self._details = str(given.get("details", pending))

    def _names(self) -> tuple[str, str]:
        """Province and commune, as the table of places calls them, or as the answer did."""
        if self._search.finder is not None:
            province = self._search.finder.places.province(self._province)
            commune = self._search.finder.places.commune(self._commune)
            return province.name if province else "", commune.name if commune else ""
        answer = self._flow.wizard.answers.get(self._key) if self._flow.wizard else None
        given = answer if isinstance(answer, dict) and self._commune else {}
        return str(given.get("province_name", "")), str(given.get("commune_name", ""))

    def _results(self) -> tuple[PlainRow, ...]:
        finder = self._search.finder
        if finder is None or not self._picking:
            return ()
        if self._picking == "which":
            return address_rows.choices_of(self._choices, finder.places)
        return address_rows.rows_of(self._search.findings or (), finder.places)

    def _hint(self) -> str:
        """What became of a name, and what is not found or no more."""
        finder, findings = self._search.finder, self._search.findings
        if finder is None:
            return ""
        if self._picking in {"province", "commune"}:
            within = self._province if self._picking == "commune" else ""
            about = address_rows.about_search(findings, within, finder.places) if findings is not None else ""
            return about or self._merged()
        remark = "" if self._picking else address_rows.remark(finder.remark(self._details))
        return remark or self._told or self._merged()

    def _merged(self) -> str:
        """The province was found by the name of one that it took in."""
        province = self._search.finder.places.province(self._province) if self._search.finder else None
        if not self._former or province is None:
            return ""
        return say("place.merged", former=self._former, now=province.short_name)

    def _shortcuts(self, same_as: tuple[str, ...]) -> tuple[PlainRow, ...]:
        """Addresses given earlier, each one tap, and the commune the machine stands in."""
        wizard, finder = self._flow.wizard, self._search.finder
        if wizard is None or self._commune or finder is None:
            return ()
        rows = []
        seen: list[dict[str, str]] = []
        facts = wizard.facts()
        for key in same_as:
            given, shown = facts.get(key), wizard.flow.by_key.get(wizard.flow.origin(key))
            if isinstance(given, dict) and "commune" in given and shown and given not in seen:
                seen.append(given)
                same = say("address.same", label=_lower(shown.label))
                rows.append(PlainRow(key, same, address_rows.one_line(given)))
        rows = [*rows, *self._card_rows(finder)][:MOST_SHORTCUTS]
        commune = finder.places.commune(self._office.commune)
        here = finder.places.full_name(commune.code) if commune else self._office.unit
        return (*rows, PlainRow("here", say("ui.here", place=here), ""), PlainRow("other", say("address.other"), ""))

    # ---- the address on a card ------------------------------------------------------------------------------

    def _written(self) -> str:
        """The address on the card of whom this question is about, until something was made of it."""
        if self._card is None or self._commune or self._province or self._key in self._settled:
            return ""
        card = self._card.addresses.get(self._key.rpartition(".")[0])
        return card.text if card else ""

    def _whereabouts(self) -> Whereabouts | None:
        written, finder = self._written(), self._search.finder
        return finder.former.convert(written) if written and finder is not None else None

    def _offered(self) -> tuple[str, str, str]:
        """The kind of the offer, the address as written, and what became of it."""
        offer, finder = self._whereabouts(), self._search.finder
        if offer is None or finder is None:
            return "", "", ""
        written = say("place.on_card", address=self._written())
        return type(offer).__name__.lower(), written, address_rows.offer_text(offer, finder.places)

    def _card_rows(self, finder: PlaceFinder) -> list[PlainRow]:
        """What the cards read so far say, one tap each, at a question about another place than a card's owner's."""
        rows = []
        for key, card in (self._card.addresses if self._card else {}).items():
            became = finder.former.convert(card.text)
            if key != self._key.rpartition(".")[0] and not isinstance(became, Unknown):
                title = say("place.card_of", owner=_lower(card.owner))
                rows.append(PlainRow(f"{CARD}{key}", title, address_rows.offer_text(became, finder.places)))
        return rows

    def _answer_offer(self, taken: bool) -> None:
        """«Đúng», or «Chọn lại»: only now anything of the card's address comes into the dossier."""
        offer, written = self._whereabouts(), self._written()
        if taken and not isinstance(offer, Unknown | None):
            self._take_card(offer, written)
        else:
            self._settled |= {self._key}
            self._open("province")

    def _take_card(self, offer: Whereabouts, written: str) -> None:
        match offer:
            case Certain(commune, details):
                self._beside = details
                self._take_commune(commune)
            case Candidates(communes, details):
                self._choices, self._beside, self._picking = communes, details, "which"
                self._told = say("place.card_which_hint", address=written)
                self._flow.changed.emit()
            case Unknown():
                self._open("province")
            case _:
                assert_never(offer)

    # ---- moves ----------------------------------------------------------------------------------------------

    def _open(self, part: str) -> None:
        self._picking, self._told, self._beside = part, "", ""
        if part == "province":
            self._former = ""
        self._look("")

    def _look(self, query: str) -> None:
        self._query = query
        if self._picking:
            self._search.ask(self._picking, self._within, self._former, query)
        self._flow.changed.emit()

    @property
    def _within(self) -> str:
        return self._province if self._picking == "commune" else ""

    def _pick(self, key: str) -> None:
        finder, findings = self._search.finder, self._search.findings or ()
        if finder is None:
            return
        former = address_rows.former_of(key, findings)
        commune = finder.places.commune(key)
        if former is not None:
            self._take_former(former, address_rows.led(former, finder.places))
        elif commune is not None:
            self._take_commune(commune)
        elif finder.places.province(key) is not None:
            hits = (hit for hit in findings if isinstance(hit, ProvinceHit) and hit.province.code == key)
            self._take_province(key, next((hit.former for hit in hits), ""))

    def _take_former(self, hit: FormerHit, told: str) -> None:
        if len(hit.communes) == 1:
            self._take_commune(hit.communes[0], told)
        else:
            self._choices, self._picking, self._query, self._told = hit.communes, "which", "", told
            self._flow.changed.emit()

    def _take_province(self, code: str, former: str) -> None:
        if code != self._province:
            self._province, self._commune = code, ""
        self._former, self._picking, self._query = former, "commune", ""
        self._search.ask("commune", code, former)
        self._give()

    def _take_commune(self, commune: Commune, told: str = "") -> None:
        if commune.province != self._province:
            self._former = ""
        self._province, self._commune, self._told = commune.province, commune.code, told
        self._details = self._details or self._beside
        self._picking = self._query = self._beside = ""
        self._give()

    def _type(self, text: str) -> None:
        self._details = text
        self._give()

    def _copy(self, key: str) -> None:
        wizard, finder = self._flow.wizard, self._search.finder
        if key == "here":
            commune = finder.places.commune(self._office.commune) if finder else None
            if commune:
                self._province, self._commune = commune.province, commune.code
        elif key.startswith(CARD):
            card = self._card.addresses.get(key.removeprefix(CARD)) if self._card else None
            if card and finder:
                self._take_card(finder.former.convert(card.text), card.text)
            return
        elif wizard is not None:
            given = wizard.facts().get(key)
            if isinstance(given, dict) and "commune" in given:
                self._province, self._commune = str(given["province"]), str(given["commune"])
                self._details = str(given.get("details", ""))
        self._former = self._told = ""
        self._give()

    def _give(self) -> None:
        finder = self._search.finder
        if self._commune and finder is not None:
            self._flow.answer_to(self._key, finder.places.address(self._commune, self._details))
        else:
            self._flow.typed(self._details)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
